"""What the page does not show is not read: telling hidden words from printed ones.

Suspicion comes from how a word is drawn (cheap, no picture needed); the verdict on white or covered words comes from
the picture of the page, because white on a dark bar is printed and black under a box is not.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

Rect = tuple[float, float, float, float]

TINY_POINTS = 2.2  # nobody prints smaller to be read
WATERMARK, WATERMARK_POINTS = "watermark", 36  # a faint word of this size across a page is seen by everybody
_INK = 28  # grey levels between paper and ink below which the eye sees nothing


class Look(NamedTuple):
    """How a word is drawn: ``invisible`` (render mode without ink), ``pale`` (near-white fill), ``clear``
    (transparent), ``faint`` (nearly so: a watermark when it is large), ``order`` its place in drawing order (0
    unknown), ``clip`` the area that is left to see of it."""

    invisible: bool = False
    pale: bool = False
    clear: bool = False
    faint: bool = False
    order: int = 0
    clip: Rect | None = None


def reason_without_picture(look: Look, box: Rect, size: float) -> str:
    """Why a word certainly is not seen, or "": invisible, off_page, clipped, tiny; or seen, but no text: watermark."""
    if look.invisible or look.clear:
        return "invisible"
    if look.faint:
        return WATERMARK if size >= WATERMARK_POINTS else "invisible"
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    if not (0 <= x <= 1 and 0 <= y <= 1):
        return "off_page"
    if look.clip is not None and not (look.clip[0] <= x <= look.clip[2] and look.clip[1] <= y <= look.clip[3]):
        return "clipped"
    if 0 < size < TINY_POINTS:
        return "tiny"
    return ""


def needs_picture(look: Look, box: Rect, covers: Sequence[tuple[int, Rect]]) -> bool:
    """Whether only the picture can tell: pale ink, or something opaque drawn over the word later."""
    if look.pale:
        return True
    if not covers or look.order <= 0:
        return False
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    for order, cover in covers:
        if order > look.order and cover[0] <= x <= cover[2] and cover[1] <= y <= cover[3]:
            return True
    return False


def is_inked(darkest: int, lightest: int) -> bool:
    """Whether a picture with these extremes (greys, 0–255) where the word stands shows something there."""
    return lightest - darkest >= _INK
