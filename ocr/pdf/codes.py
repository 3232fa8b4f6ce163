"""QR codes on a page that has its text: only what could be one is made a picture of."""

from __future__ import annotations

import pypdfium2 as pdfium

from ocr.image.codes import in_picture
from ocr.pdf.objects import Drawn
from ocr.pdf.opening import Shown
from ocr.pdf.pictures import grey_part, grey_picture

_MANY_PATHS = 250  # a code drawn as little squares
_MANY_PLACES = 6  # pictures that could be codes; with more of them the whole page is looked at once
_MARGIN = 0.25  # of a picture's side: a code is found by the white around it, which need not be part of its picture
_DPI = 200


def of_page(page: pdfium.PdfPage, drawn: Drawn, shown: Shown) -> tuple[str, ...]:
    """Codes of a page with a text layer; a picture is made only of what on it could be one."""
    places = [box for box in drawn.images if _could_be_code(box, shown)]
    if drawn.paths >= _MANY_PATHS or len(places) > _MANY_PLACES:
        return in_picture(grey_picture(page, _DPI))
    found: dict[str, None] = {}
    for x0, y0, x1, y1 in places:
        aside, above = _MARGIN * (x1 - x0), _MARGIN * (y1 - y0)
        part = grey_part(page, (x0 - aside, y0 - above, x1 + aside, y1 + above), _DPI)
        if part is not None:
            found.update(dict.fromkeys(in_picture(part)))
    return tuple(found)


def _could_be_code(box: tuple[float, float, float, float], shown: Shown) -> bool:
    width, height = (box[2] - box[0]) * shown.width, (box[3] - box[1]) * shown.height
    return width > 30 and height > 30 and 0.8 < width / height < 1.25
