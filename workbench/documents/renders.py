"""Pictures of pages, made once and kept on disk."""

from __future__ import annotations

import uuid
from pathlib import Path

from django.conf import settings

from ocr import api as ocr
from workbench.intake import blobs


def picture_of(digest: str, number: int, width: int, *, rotation: int = 0, skew: float = 0.0) -> bytes:
    """One page of stored bytes as a picture, rendered by us in a limited child; b"" when there is none to make.

    ``number`` from 1, ``width`` in pixels, ``rotation`` in degrees clockwise, ``skew`` in degrees."""
    kept = Path(settings.INBOEK_HOME) / "renders" / digest[:2] / f"{digest}-{number}-{width}-{rotation}"
    if not kept.exists():
        rendered = ocr.render_page(_drawn(digest), number, width, rotation=rotation, skew=skew, form="jpeg")
        if not rendered.data:
            return b""
        _keep(kept, rendered.data)
    return kept.read_bytes()


def _drawn(digest: str) -> bytes:
    """The bytes whose pages are drawn: the file's, or those of the PDF inside an e-invoice. Finding that one means
    reading the e-invoice, so it is kept beside the pictures."""
    kept = Path(settings.INBOEK_HOME) / "renders" / digest[:2] / f"{digest}-inside"
    if kept.exists():
        return kept.read_bytes()
    data = blobs.get(digest)
    inside = ocr.pdf_inside(data)
    if inside:
        _keep(kept, inside)
    return inside or data


def _keep(path: Path, data: bytes) -> None:
    """Write a file whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(f".{uuid.uuid4().hex}.part")
    part.write_bytes(data)
    part.replace(path)


def type_of(picture: bytes) -> str:
    """The content type of a picture we made."""
    if picture[8:12] == b"WEBP":
        return "image/webp"
    return "image/jpeg" if picture[:2] == b"\xff\xd8" else "image/png"
