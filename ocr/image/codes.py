"""QR codes on a page: the EPC payment code is a second source for IBAN, amount and reference."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import zxingcpp
from PIL import Image

if TYPE_CHECKING:
    import pypdfium2 as pdfium

    from ocr.pdf.objects import Drawn
    from ocr.pdf.opening import Shown

_MAX_TEXT = 2000
_FORMATS: Any = zxingcpp.BarcodeFormat.QRCode
_MANY_PATHS = 250  # a code drawn as little squares


def in_picture(picture: Image.Image) -> tuple[str, ...]:
    """The text of each QR code, control characters but line breaks taken out."""
    found = []
    for code in zxingcpp.read_barcodes(picture, formats=_FORMATS):
        text = "".join(c for c in code.text[:_MAX_TEXT] if c.isprintable() or c in "\n\r")
        if text and text not in found:
            found.append(text)
    return tuple(found)


def of_page(page: pdfium.PdfPage, drawn: Drawn, shown: Shown) -> tuple[str, ...]:
    """Codes of a page with a text layer; the picture is made only where something on it could be one."""
    from ocr.pdf.pictures import grey_picture

    if drawn.paths < _MANY_PATHS and not any(_could_be_code(box, shown) for box in drawn.images):
        return ()
    return in_picture(grey_picture(page, 200))


def _could_be_code(box: tuple[float, float, float, float], shown: Shown) -> bool:
    width, height = (box[2] - box[0]) * shown.width, (box[3] - box[1]) * shown.height
    return width > 30 and height > 30 and 0.8 < width / height < 1.25
