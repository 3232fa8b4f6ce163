"""Text in the file that nobody can see on the page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from domain.evidence import Box
from matching.fraud.signals import Signal

_WORD = re.compile(r"\w{2,}")
LEAST_LETTERS = 4
SEEN_SHARE = 80  # per cent of the words that are also visible: then it is a text layer under a picture


@dataclass(frozen=True, slots=True)
class HiddenText:
    """A piece of unseen text. ``why``: "invisible", "white", "tiny", "covered", "off_page" or "clipped"."""

    text: str
    why: str
    boxes: tuple[Box, ...] = ()


def check_hidden(pieces: Sequence[HiddenText], visible: str) -> tuple[Signal, ...]:
    """One signal for all hidden text that says something the page does not show."""
    seen = {word.casefold() for word in _WORD.findall(visible)}
    telling = [piece for piece in pieces if _says_more(piece, seen)]
    if not telling:
        return ()
    sample = " ".join(" ".join(piece.text.split()) for piece in telling)[:120]
    kinds = ", ".join(sorted({piece.why for piece in telling}))
    return (
        Signal("HIDDEN_TEXT", {"why": kinds, "sample": sample}, tuple(box for piece in telling for box in piece.boxes)),
    )


def _says_more(piece: HiddenText, seen: set[str]) -> bool:
    if sum(ch.isalnum() for ch in piece.text) < LEAST_LETTERS:
        return False
    words = [word.casefold() for word in _WORD.findall(piece.text)]
    if not words:
        return True
    known = sum(1 for word in words if word in seen)
    return known * 100 < SEEN_SHARE * len(words)
