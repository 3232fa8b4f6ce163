"""One form for the many spellings of an invoice number. Pure."""

from __future__ import annotations

import re


def number_key(text: str) -> str:
    """Upper case, letters and digits only, leading zeros gone: ``"f-0026/031 "`` and ``"F0026031"`` are equal.

    Only the zeros at the very front go; ``"0"`` alone stays empty-proof as ``"0"``.
    """
    kept = re.sub(r"[^0-9A-Z]", "", text.upper())
    return (kept.lstrip("0") or kept[:1])[:100]
