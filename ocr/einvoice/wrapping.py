"""Finding the document inside what it travels in: business headers, envelopes, UBL AttachedDocument."""

from __future__ import annotations

from lxml import etree

from ocr.children.refusal import Refusal
from ocr.einvoice import cii, ubl
from ocr.einvoice.gate import parse
from ocr.einvoice.identifiers import decoded
from ocr.einvoice.tree import first, local_names, own, text

_ENVELOPES = ("StandardBusinessDocument", "Envelope", "XHE")


def document_of(data: bytes) -> tuple[etree._Element, bool]:
    """The root of the document in ``data``, tags without namespaces, and whether it is of the CII family.

    Raises Refusal as ``gate.parse`` does, and NO_EINVOICE when there is no document we know."""
    root = parse(data)
    namespace, name = local_names(root)
    if name == "AttachedDocument":
        inside = _attached(root)
        if inside.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
            root = parse(inside)
            namespace, name = local_names(root)
    if name in _ENVELOPES:
        found = next((node for node in root.iter() if isinstance(node.tag, str) and _known("ubl", node)), None)
        if found is None:
            raise Refusal("NO_EINVOICE", root=name)
        root, namespace = found, "ubl"
    if not _known(namespace, root):
        raise Refusal("NO_EINVOICE", root=name)
    return root, cii.is_cii(root)


def _known(namespace: str, node: etree._Element) -> bool:
    return cii.is_cii(node) or (ubl.is_ubl(namespace, str(node.tag)) and first(node, "ID") is not None)


def _attached(root: etree._Element) -> bytes:
    """The document that an AttachedDocument carries, in base64 or as text; b"" when it carries none."""
    binary = first(root, "Attachment/EmbeddedDocumentBinaryObject")
    if binary is not None and own(binary):
        return decoded(binary.text or "")
    return text(root, "Attachment/ExternalReference/Description").strip().encode()
