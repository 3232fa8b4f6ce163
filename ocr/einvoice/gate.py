"""The only way XML from outside gets parsed."""

from __future__ import annotations

import re

from lxml import etree

from ocr.children.refusal import Refusal

MAX_BYTES = 25 * 1024 * 1024
MAX_ELEMENTS = 500_000  # some 10,000 lines with everything the standard allows for
MAX_DEPTH = 100
_FORBIDDEN = re.compile(r"<!\s*(?:DOCTYPE|ENTITY|ELEMENT|ATTLIST|NOTATION)", re.IGNORECASE)
_ENCODING = re.compile(rb"""<\?xml[^>]{0,100}?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
# What real senders use: Unicode, and encodings in which ASCII stands for itself. Anything else could hide a
# declaration from the scan above.
_ENCODINGS = re.compile(r"utf-?8|utf-16(?:le|be)?|us-ascii|ascii|latin-?[1259]|iso-8859-\d{1,2}|(?:windows-|cp)125\d")


def parse(data: bytes) -> etree._Element:
    """The root element, namespaces kept. Raises Refusal XML_REFUSED (doctype, encoding, size, depth) or UNREADABLE.

    A document type is refused before any parser sees it: one told not to expand entities drops them silently, which
    would read a different amount than the sender sees."""
    if len(data) > MAX_BYTES:
        raise Refusal("TOO_LARGE", what="bytes", found=len(data), limit=MAX_BYTES)
    data = _trimmed(data)
    written = _as_text(data)
    if _FORBIDDEN.search(written):
        raise Refusal("XML_REFUSED", reason="doctype")
    if data.count(b"<") > 2 * MAX_ELEMENTS + 1000:
        raise Refusal("XML_REFUSED", reason="elements", limit=MAX_ELEMENTS)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=True,  # attachments of more than 10 MB; size, elements and depth are bounded here
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(_said_truly(data, written), parser)
    except etree.XMLSyntaxError as problem:
        if "depth" in str(problem):
            raise Refusal("XML_REFUSED", reason="depth", limit=MAX_DEPTH) from problem
        raise Refusal("UNREADABLE", reason="not_well_formed", line=problem.lineno) from problem
    if getattr(root.getroottree().docinfo, "doctype", ""):
        raise Refusal("XML_REFUSED", reason="doctype")
    _measure(root)
    return root


def _trimmed(data: bytes) -> bytes:
    """Without the white space and second byte order mark that some programs write before the declaration."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\x00" in data[:64]:
        return data
    return re.sub(rb"^(?:\xef\xbb\xbf|\s)+(?=<)", b"", data)


def _said_truly(data: bytes, written: str) -> bytes:
    """The same document in the encoding it says it is in, where senders often get it wrong: UTF-16 without byte order
    mark, and single bytes (Windows-1252) under the name UTF-8."""
    if b"\x00" in data[:64]:
        return data if data[:2] in (b"\xff\xfe", b"\xfe\xff") else written.encode("utf-16")
    declared = _ENCODING.search(data[:300])
    if declared and not declared.group(1).lower().startswith((b"utf", b"us-ascii", b"ascii")):
        return data
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")
        return re.sub(r"^<\?xml[^>]{0,200}\?>", "", text).encode()
    return data


def _as_text(data: bytes) -> str:
    if b"\x00\x00" in data[:8]:
        raise Refusal("XML_REFUSED", reason="encoding", found="utf-32")
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace")
    if b"\x00" in data[:64]:
        return data.decode("utf-16-be" if data[:1] == b"\x00" else "utf-16-le", "replace")
    declared = _ENCODING.search(data[:300])
    if declared and not _ENCODINGS.fullmatch(declared.group(1).decode().lower()):
        raise Refusal("XML_REFUSED", reason="encoding", found=declared.group(1).decode())
    return data.decode("latin-1")


def _measure(root: etree._Element) -> None:
    count = depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        if event == "start":
            count += 1
            depth += 1
            if depth > MAX_DEPTH:
                raise Refusal("XML_REFUSED", reason="depth", limit=MAX_DEPTH)
        else:
            depth -= 1
    if count > MAX_ELEMENTS:
        raise Refusal("XML_REFUSED", reason="elements", limit=MAX_ELEMENTS)
