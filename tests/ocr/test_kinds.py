"""What a file is, by its bytes."""

from __future__ import annotations

import pytest

from ocr.api import detect_kind


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (b"%PDF-1.4\n", "x", "pdf"),
        (b"\r\n\r\n%PDF-1.4\n", "x", "pdf"),
        (b"\x89PNG\r\n\x1a\n", "x.pdf", "png"),
        (b"\xff\xd8\xff\xe0", "x", "jpeg"),
        (b"II*\x00abcd", "x", "tiff"),
        (b"MM\x00*abcd", "x", "tiff"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "x", "webp"),
        (b"<?xml version='1.0'?><Invoice/>", "x", "xml"),
        (b"\xef\xbb\xbf  <Invoice xmlns='x'/>", "x", "xml"),
        ("<Invoice/>".encode("utf-16"), "x", "xml"),
        (b"<!DOCTYPE html><html>", "x.xml", "html"),
        (b"From: a@b.example\r\nTo: c@d.example\r\n\r\nhi", "x", "eml"),
        (b"Received: by x\r\nSubject: y\r\n\r\n%PDF-1.4", "x", "eml"),
        (b"Just: one line\n", "x.txt", "text"),
        (b"PK\x03\x04" + bytes(30), "x", "zip"),
        (b"PK\x03\x04" + bytes(26) + b"[Content_Types].xml", "x", "office"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "x", "office"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "__substg1.0_".encode("utf-16-le"), "x", "msg"),
        (b"MZ\x90\x00", "factuur.pdf", "exe"),
        (b"\x7fELF", "factuur.pdf", "exe"),
        (b"", "x", "unknown"),
        (bytes(100), "x", "unknown"),
    ],
)
def test_kind(data: bytes, name: str, kind: str) -> None:
    assert detect_kind(data, name) == kind
