"""The small picture of page one that comes with a reading."""

from __future__ import annotations

from pathlib import Path

from ocr import api

SAMPLE = Path(__file__).resolve().parents[2] / "samples" / "documents" / "nl-kantoorvriend.pdf"


def test_the_preview_is_the_picture_a_rendering_gives() -> None:
    """Fingerprints made of either must agree."""
    data = SAMPLE.read_bytes()
    result = api.read_document(data, name="a.pdf", preview=True)
    assert result.preview
    assert result.preview == api.render_page(data, 1, api.PREVIEW_WIDTH).data
    assert result.reading == api.read_document(data, name="a.pdf").reading


def test_without_asking_there_is_none() -> None:
    assert api.read_document(SAMPLE.read_bytes(), name="a.pdf").preview == b""


def test_a_file_without_pages_has_none() -> None:
    assert api.read_document(b"%PDF-1.4 nothing", name="a.pdf", preview=True).preview == b""
