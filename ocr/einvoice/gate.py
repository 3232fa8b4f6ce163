"""The only way XML from outside gets parsed."""

from __future__ import annotations

import codecs
import re
from encodings import normalize_encoding
from encodings.aliases import aliases

from lxml import etree

from ocr.children.refusal import Refusal

MAX_BYTES = 25 * 1024 * 1024
MAX_ELEMENTS = 500_000  # some 10,000 lines with everything the standard allows for
MAX_DEPTH = 100
_FORBIDDEN = re.compile(r"<!\s*(?:DOCTYPE|ENTITY|ELEMENT|ATTLIST|NOTATION)", re.IGNORECASE)
_ENCODING = re.compile(rb"""<\?xml[^>]{0,100}?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
_DECLARATION = re.compile(r"^<\?xml\s[^>]{0,300}\?>")
# What real senders use, by Python's names: Unicode, and encodings in which ASCII stands for itself. Any other could
# hide a declaration from the scan above. They are looked up now, because a child that reads has no files.
_UNICODE = {"utf_8", "utf_8_sig", "utf_16", "utf_16_le", "utf_16_be", "ascii"}
_SINGLE = {
    "latin_1",
    *(f"iso8859_{n}" for n in (*range(2, 12), *range(13, 17))),
    *(f"cp{n}" for n in range(1250, 1259)),
}
_OTHERS = set(aliases.values()) - {"mbcs"}  # "ANSI" names none
for _known in _UNICODE | _SINGLE:
    codecs.lookup(_known)


def parse(data: bytes) -> etree._Element:
    """The root element, namespaces kept. Raises Refusal XML_REFUSED (doctype, encoding, size, depth) or UNREADABLE.

    A document type is refused before any parser sees it: one told not to expand entities drops them silently, which
    would read a different amount than the sender sees."""
    if len(data) > MAX_BYTES:
        raise Refusal("TOO_LARGE", what="bytes", found=len(data), limit=MAX_BYTES)
    written = _decoded(data)
    if _FORBIDDEN.search(written):
        raise Refusal("XML_REFUSED", reason="doctype")
    if written.count("<") > 2 * MAX_ELEMENTS + 1000:
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
        root = etree.fromstring(written.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError as problem:
        if "depth" in str(problem):
            raise Refusal("XML_REFUSED", reason="depth", limit=MAX_DEPTH) from problem
        raise Refusal("UNREADABLE", reason="not_well_formed", line=problem.lineno) from problem
    if getattr(root.getroottree().docinfo, "doctype", ""):
        raise Refusal("XML_REFUSED", reason="doctype")
    _measure(root)
    return root


def _decoded(data: bytes) -> str:
    """The document as it was scanned and will be parsed, its XML declaration taken off: in the encoding it says it is
    in, and where that cannot be (UTF-16 said of single bytes, UTF-8 of Windows-1252, no such encoding) in the one it
    is in. White space and byte order marks that some programs write before it are taken off too."""
    if b"\x00\x00" in data[:8]:
        raise Refusal("XML_REFUSED", reason="encoding", found="utf-32")
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        written = data.decode("utf-16", "replace")
    elif b"\x00" in data[:64]:
        written = data.decode("utf-16-be" if data[:1] == b"\x00" else "utf-16-le", "replace")
    else:
        written = _single_bytes(re.sub(rb"^(?:\xef\xbb\xbf|\s)+(?=<)", b"", data))
    return _DECLARATION.sub("", written.lstrip("\ufeff \t\r\n"))


def _single_bytes(data: bytes) -> str:
    declared = _ENCODING.search(data[:300])
    name = normalize_encoding(declared.group(1).decode() if declared else "utf-8").lower()
    name = aliases.get(name, name)
    if name in _SINGLE:  # Latin-1 is Windows-1252 in practice, with the euro sign
        return data.decode("cp1252" if name == "latin_1" else name, "replace")
    if name not in _UNICODE and name in _OTHERS:
        raise Refusal("XML_REFUSED", reason="encoding", found=name)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


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
