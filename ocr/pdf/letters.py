"""What a character code of the PDF engine says."""

from __future__ import annotations

import unicodedata


def letter_of(code: int) -> str:
    """The character as we keep it: "" for none, " " for any space."""
    if (
        code in (0, 0xFFFE, 0xFFFF, 0xAD, 0xFEFF)
        or 0x200B <= code <= 0x200F
        or 0x202A <= code <= 0x202E
        or 0x2060 <= code <= 0x206F
    ):
        return ""
    if code == 2:  # the engine's mark for a hyphen at the end of a line
        return "-"
    if code < 32 or code == 0x85:
        return " "
    if 0xE0000 <= code <= 0xE007F or code > 0x10FFFF:  # tag characters: invisible by definition
        return ""
    letter = chr(code)
    if letter.isspace():
        return " "
    if 0xFB00 <= code <= 0xFB06:  # ligatures
        return unicodedata.normalize("NFKC", letter)
    return letter
