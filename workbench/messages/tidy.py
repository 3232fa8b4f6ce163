"""Sentences that were put together, made fit to read. Pure."""

from __future__ import annotations

import re

_TWICE = re.compile(r"(?<!\.)\.\s*\.(?!\.)")
_BEFORE = re.compile(r"\s+([.,;])")


def one_stop(text: str) -> str:
    """A sentence that ends in a name with a full stop of its own ("B.V.") ends in one; an ellipsis stays."""
    return _TWICE.sub(".", text)


def without_gaps(text: str) -> str:
    """What an empty part leaves behind goes: doubled spaces, spaces before a comma, a colon or comma at the end."""
    closed = _BEFORE.sub(r"\1", " ".join(text.split()))
    return one_stop(closed).rstrip(" ,:;·")
