"""Foreign text made fit to be shown: no control characters, no direction tricks."""

from __future__ import annotations

import re

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff\U000e0000-\U000e007f]")


def safe_text(text: str) -> str:
    """The text without control, zero-width, direction and tag characters; line feeds and tabs stay."""
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
