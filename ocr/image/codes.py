"""QR codes in a picture: the EPC payment code is a second source for IBAN, amount and reference."""

from __future__ import annotations

from typing import Any

import zxingcpp
from PIL import Image

_MAX_TEXT = 2000
_FORMATS: Any = zxingcpp.BarcodeFormat.QRCode


def in_picture(picture: Image.Image) -> tuple[str, ...]:
    """The text of each QR code, control characters but line breaks taken out."""
    found = []
    for code in zxingcpp.read_barcodes(picture, formats=_FORMATS):
        text = "".join(c for c in code.text[:_MAX_TEXT] if c.isprintable() or c in "\n\r")
        if text and text not in found:
            found.append(text)
    return tuple(found)
