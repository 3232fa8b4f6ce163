"""How page one looks comes with a reading."""

from __future__ import annotations

from pathlib import Path

from ocr import api

SAMPLE = Path(__file__).resolve().parents[2] / "samples" / "documents" / "nl-kantoorvriend.pdf"


def test_it_is_the_one_that_a_drawing_of_the_page_gives() -> None:
    data = SAMPLE.read_bytes()
    result = api.read_document(data, name="a.pdf", fingerprint=True)
    assert len(result.fingerprint) == 16
    assert int(result.fingerprint, 16)
    assert result.fingerprint == api.page_fingerprint(data, 1)
    assert result.reading == api.read_document(data, name="a.pdf").reading


def test_without_asking_there_is_none() -> None:
    assert api.read_document(SAMPLE.read_bytes(), name="a.pdf").fingerprint == ""


def test_a_file_without_pages_has_none() -> None:
    assert api.read_document(b"%PDF-1.4 nothing", name="a.pdf", fingerprint=True).fingerprint == ""
    assert api.page_fingerprint(b"%PDF-1.4 nothing", 1) == ""
