"""What a reading child does with XML."""

from __future__ import annotations

from typing import Any

from ocr.children.refusal import Refusal
from ocr.einvoice import cii, ubl
from ocr.einvoice.gate import parse
from ocr.einvoice.reading import to_reading
from ocr.einvoice.tree import first, local_names


def read(request: dict[str, Any], data: bytes) -> tuple[dict[str, Any], list[bytes]]:
    """Read one e-invoice. Answer: reading, attachments (name, type; bytes as blobs).

    Raises Refusal XML_REFUSED, UNREADABLE, or NO_EINVOICE when the XML is something else."""
    root = parse(data)
    namespace, name = local_names(root)
    if name in ("StandardBusinessDocument", "Envelope"):  # transport wrappings: the document is inside
        inner = next(
            (child for child in root.iter() if isinstance(child.tag, str) and _known(namespace, child.tag)), None
        )
        if inner is None:
            raise Refusal("NO_EINVOICE", root=name)
        root, name = inner, str(inner.tag)
        namespace = "ubl" if not cii.is_cii(name) else namespace
    if cii.is_cii(name):
        told = cii.read(root)
    elif ubl.is_ubl(namespace, name) and first(root, "ID") is not None:
        told = ubl.read(root)
    else:
        raise Refusal("NO_EINVOICE", root=name)
    reading = to_reading(told).to_json()
    names = [[attachment, kind] for attachment, kind, _ in told.attachments]
    return {"reading": reading, "attachments": names}, [content for _, _, content in told.attachments]


def _known(namespace: str, tag: str) -> bool:
    return cii.is_cii(tag) or ubl.is_ubl("ubl", tag)
