"""What a reading child does with XML."""

from __future__ import annotations

from typing import Any

from ocr.einvoice.reading import to_reading
from ocr.einvoice.wrapping import document_of


def read(request: dict[str, Any], data: bytes) -> tuple[dict[str, Any], list[bytes]]:
    """Read one e-invoice. Answer: reading, attachments (name, type; bytes as blobs).

    Raises Refusal XML_REFUSED, UNREADABLE, EINVOICE_UNREAD for a format that is not read, or NO_EINVOICE when the XML
    is something else."""
    root, read_document = document_of(data)
    told = read_document(root)
    reading = to_reading(told).to_json()
    names = [[attachment, kind] for attachment, kind, _ in told.attachments]
    return {"reading": reading, "attachments": names}, [content for _, _, content in told.attachments]
