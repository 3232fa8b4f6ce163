"""A small fingerprint of how a page looks, for "the same page, scanned or sent again"."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL import Image

WIDTH = 320  # pixels across the picture it is taken from
_SIDE = 8


def difference_hash(picture: Image.Image) -> str:
    """64-bit difference hash in hex: each bit says whether a cell is darker than its right neighbour."""
    from PIL import Image

    cells = picture.convert("L").resize((_SIDE + 1, _SIDE), Image.Resampling.LANCZOS).tobytes()
    bits = 0
    for row in range(_SIDE):
        for column in range(_SIDE):
            here, right = cells[row * (_SIDE + 1) + column], cells[row * (_SIDE + 1) + column + 1]
            bits = bits << 1 | (here > right)
    return f"{bits:016x}"
