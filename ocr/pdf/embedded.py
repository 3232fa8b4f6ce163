"""Files inside a PDF: found by two readers, because producers hang them up in different places."""

from __future__ import annotations

import io
import re

import pypdfium2 as pdfium
from pypdf import PdfReader

_MAX_FILES = 40
_MAX_BYTES = 20 * 1024 * 1024
_HINT = re.compile(rb"/(?:AF|EmbeddedFiles?|FileAttachment|ObjStm)\b")


def embedded_files(document: pdfium.PdfDocument, data: bytes, password: str) -> list[tuple[str, bytes]]:
    """(name, bytes) of each embedded file, names as written; files beyond the limits are left out."""
    found: list[tuple[str, bytes]] = []
    try:
        for index in range(min(document.count_attachments(), _MAX_FILES)):
            attachment = document.get_attachment(index)
            found.append((attachment.get_name() or "", bytes(attachment.get_data())))
    except Exception:
        found = []
    if not found and _HINT.search(data):
        found = _by_structure(data, password)
    return [(name, content) for name, content in found if 0 < len(content) <= _MAX_BYTES]


def _by_structure(data: bytes, password: str) -> list[tuple[str, bytes]]:

    try:
        reader = PdfReader(io.BytesIO(data), password=password or None)
        found = []
        for number, attachment in enumerate(reader.attachment_list):
            if number >= _MAX_FILES:
                break
            found.append((attachment.name or "", attachment.content))
        return found
    except Exception:
        return []
