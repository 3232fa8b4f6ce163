"""Pictures of a page: whole, or only where words stand that have to be looked at."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import cast

import pypdfium2 as pdfium
from PIL import Image

from ocr.image.screen import fitted
from ocr.pdf.opening import MAX_PIXELS

Rect = tuple[float, float, float, float]
_Pixels = tuple[int, int, int, int]  # left, top, right, bottom; the last two outside

_NEAR = 60  # pixels between two words up to which one picture of both is cheaper than one of each


def grey_picture(page: pdfium.PdfPage, dpi: float, rotation: int = 0) -> Image.Image:
    """The page as a grey picture of at most ``dpi`` and MAX_PIXELS."""
    return _drawn(page, _allowed(page, dpi / 72), rotation=rotation, grey=True)


def colour_picture(page: pdfium.PdfPage, scale: float, rotation: int) -> Image.Image:
    """The page in colour at ``scale`` pixels per point, at most MAX_PIXELS of them."""
    return _drawn(page, _allowed(page, scale), rotation=rotation, grey=False).convert("RGB")


def small_picture(page: pdfium.PdfPage, width: int) -> Image.Image:
    """The page in colour (RGB or RGBX), ``width`` pixels wide."""
    return fitted(_drawn(page, _allowed(page, width / page.get_size()[0]), grey=False), width)


def extrema(page: pdfium.PdfPage, boxes: Sequence[Rect], dpi: float) -> list[tuple[int, int]]:
    """Darkest and lightest grey (0-255) inside each box (shares of the page) of the page's picture of ``dpi``.

    Only the parts of the picture with boxes are drawn: words to be looked at are few and stand together, and the
    engine leaves out what lies outside. Outside the page all is paper."""
    scale = _allowed(page, dpi / 72)
    size = _size(page, scale)
    areas = [_pixels(box, *size) for box in boxes]
    found = [(255, 255)] * len(areas)
    for part, members in _parts(areas):
        left, top = part[:2]
        shown = _cut(page, scale, part)
        for member in members:
            x0, y0, x1, y1 = areas[member]
            part_of_it = shown.crop((x0 - left, y0 - top, x1 - left, y1 - top))
            found[member] = cast(tuple[int, int], part_of_it.getextrema())  # of one grey band
    return found


def grey_part(page: pdfium.PdfPage, box: Rect, dpi: float) -> Image.Image | None:
    """What ``box`` (shares of the page) cuts out of ``grey_picture``; None when it holds nothing of the page."""
    scale = _allowed(page, dpi / 72)
    area = _pixels(box, *_size(page, scale))
    return None if _is_empty(area) else _cut(page, scale, area)


def _cut(page: pdfium.PdfPage, scale: float, part: _Pixels) -> Image.Image:
    """A part of the grey picture, without drawing the rest."""
    wide, high = _size(page, scale)
    left, top, right, bottom = part
    # The engine takes what to leave out in points and rounds up to pixels.
    away = [max(0.0, pixels - 0.5) / scale for pixels in (left, high - bottom, wide - right, top)]
    return _drawn(page, scale, grey=True, crop=(away[0], away[1], away[2], away[3]))


def _size(page: pdfium.PdfPage, scale: float) -> tuple[int, int]:
    width, height = page.get_size()
    return math.ceil(width * scale), math.ceil(height * scale)


def _allowed(page: pdfium.PdfPage, scale: float) -> float:
    width, height = page.get_size()
    return float(min(scale, (MAX_PIXELS / (width * height)) ** 0.5))


def _drawn(
    page: pdfium.PdfPage, scale: float, *, grey: bool, rotation: int = 0, crop: Rect = (0.0, 0.0, 0.0, 0.0)
) -> Image.Image:
    """As L or RGBX: kinds of pictures that are the bitmap's own memory, without a copy."""
    bitmap = page.render(
        scale=scale, rotation=rotation, grayscale=grey, crop=crop, prefer_bgrx=True, rev_byteorder=True
    )
    drawn: Image.Image = bitmap.to_pil()
    return drawn


def _pixels(box: Rect, wide: int, high: int) -> _Pixels:
    return (
        max(0, int(box[0] * wide)),
        max(0, int(box[1] * high)),
        min(wide, int(box[2] * wide) + 1),
        min(high, int(box[3] * high) + 1),
    )


def _is_empty(area: _Pixels) -> bool:
    return area[0] >= area[2] or area[1] >= area[3]


def _parts(areas: Sequence[_Pixels]) -> list[tuple[_Pixels, list[int]]]:
    """Parts of the picture that hold all areas (those without a pixel left out), and which are in each: from the top
    downwards, a new part after every stretch of _NEAR rows without any."""
    found: list[tuple[_Pixels, list[int]]] = []
    for index in sorted(range(len(areas)), key=lambda index: areas[index][1]):
        area = areas[index]
        if _is_empty(area):
            continue
        if found and area[1] <= found[-1][0][3] + _NEAR:
            part, members = found[-1]
            grown = (min(part[0], area[0]), part[1], max(part[2], area[2]), max(part[3], area[3]))
            found[-1] = grown, [*members, index]
        else:
            found.append((area, [index]))
    return found
