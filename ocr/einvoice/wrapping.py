"""Finding the document inside what it travels in, and who reads it: business headers, envelopes, AttachedDocument."""

from __future__ import annotations

from collections.abc import Callable

from lxml import etree

from ocr.children.refusal import Refusal
from ocr.einvoice import cii, ebinterface, fatturapa, ubl
from ocr.einvoice.gate import parse
from ocr.einvoice.identifiers import decoded
from ocr.einvoice.told import Told
from ocr.einvoice.tree import first, local_names, own, text
from ocr.einvoice.unread import unread_format

_ENVELOPES = ("StandardBusinessDocument", "Envelope", "XHE")
Read = Callable[[etree._Element], Told]


def document_of(data: bytes) -> tuple[etree._Element, Read]:
    """The root of the document in ``data``, tags without namespaces, and the reader of its format.

    Raises Refusal as ``gate.parse`` does, EINVOICE_UNREAD when it is an invoice in a format that is not read, and
    NO_EINVOICE when there is no document we know."""
    root = parse(data)
    namespace, name = local_names(root)
    if name == "AttachedDocument":
        inside = _attached(root)
        if inside.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
            root = parse(inside)
            namespace, name = local_names(root)
    if name in _ENVELOPES:
        found = next((node for node in root.iter() if isinstance(node.tag, str) and _reader("ubl", node)), None)
        if found is None:
            raise Refusal("NO_EINVOICE", root=name)
        root, namespace = found, "ubl"
    reader = _reader(namespace, root)
    if reader is None:
        called = unread_format(namespace, root)
        raise Refusal("EINVOICE_UNREAD", format=called) if called else Refusal("NO_EINVOICE", root=name)
    return root, reader


def _reader(namespace: str, node: etree._Element) -> Read | None:
    if cii.is_cii(node):
        return cii.read
    if ebinterface.is_ebinterface(namespace, node):
        return ebinterface.read
    if fatturapa.is_fatturapa(node):
        return fatturapa.read
    return ubl.read if ubl.is_ubl(namespace, str(node.tag)) and first(node, "ID") is not None else None


def _attached(root: etree._Element) -> bytes:
    """The document that an AttachedDocument carries, in base64 or as text; b"" when it carries none."""
    binary = first(root, "Attachment/EmbeddedDocumentBinaryObject")
    if binary is not None and own(binary):
        return decoded(binary.text or "")
    return text(root, "Attachment/ExternalReference/Description").strip().encode()
