"""What a file is, by its bytes."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from ocr.page import FileKind

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_EXECUTABLE = (b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"\xfe\xed\xfa\xce", b"#!")
_MAIL_HEADER = re.compile(
    rb"^(?:from|to|subject|date|received|return-path|message-id|mime-version|delivered-to|content-type|reply-to|x-[a-z-]+|"
    rb"cc|sender|dkim-signature|envelope-to|thread-topic)[ \t]*:",
    re.IGNORECASE | re.MULTILINE,
)
_ANY_HEADER = re.compile(rb"^[!-9;-~]{1,76}[ \t]*:[^\n]*$")

EXTENSIONS: dict[str, FileKind] = {
    ".pdf": FileKind.PDF,
    ".png": FileKind.PNG,
    ".jpg": FileKind.JPEG,
    ".jpeg": FileKind.JPEG,
    ".jpe": FileKind.JPEG,
    ".tif": FileKind.TIFF,
    ".tiff": FileKind.TIFF,
    ".webp": FileKind.WEBP,
    ".xml": FileKind.XML,
    ".eml": FileKind.EML,
    ".zip": FileKind.ZIP,
    ".msg": FileKind.MSG,
    ".docx": FileKind.OFFICE,
    ".xlsx": FileKind.OFFICE,
    ".doc": FileKind.OFFICE,
    ".xls": FileKind.OFFICE,
    ".exe": FileKind.EXE,
    ".html": FileKind.HTML,
    ".htm": FileKind.HTML,
    ".txt": FileKind.TEXT,
}


def detect_kind(data: bytes, name: str = "") -> FileKind:
    """The kind of a file by content; ``name`` only decides between mail and plain text."""
    head = data[:4096]
    for magic, kind in (
        (b"%PDF-", FileKind.PDF),
        (b"\x89PNG\r\n\x1a\n", FileKind.PNG),
        (b"\xff\xd8\xff", FileKind.JPEG),
    ):
        if head.startswith(magic):
            return kind
    if head[:4] in (b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+"):
        return FileKind.TIFF
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return FileKind.WEBP
    if head[:4] in (b"PK\x03\x04", b"PK\x05\x06"):
        office = b"[Content_Types].xml" in head or b"mimetypeapplication/vnd.oasis" in head
        return FileKind.OFFICE if office else FileKind.ZIP
    if head.startswith(_OLE):
        return FileKind.MSG if "__substg1.0_".encode("utf-16-le") in data[:400_000] else FileKind.OFFICE
    if head.startswith(_EXECUTABLE):
        return FileKind.EXE
    return _by_text(data, head, name)


def _by_text(data: bytes, head: bytes, name: str) -> FileKind:
    stripped = head.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\x00")
    start = stripped[:200].replace(b"\x00", b"").lower()
    if start.startswith((b"<!doctype html", b"<html")):
        return FileKind.HTML
    if start.startswith((b"<?xml", b"<!--", b"<!doctype")) or re.match(rb"<[a-z_][\w.:-]*[\s>/]", start):
        return FileKind.HTML if b"<html" in head.lower() else FileKind.XML
    if _is_mail(data, head, name):
        return FileKind.EML
    if b"%PDF-" in head[:1024]:  # some senders put rubbish before it; readers allow for 1,024 bytes
        return FileKind.PDF
    if data and b"\x00" not in head and sum(byte < 9 or 13 < byte < 32 for byte in head) < 0.01 * len(head) + 1:
        return FileKind.TEXT
    return FileKind.UNKNOWN


def _is_mail(data: bytes, head: bytes, name: str) -> bool:
    lines = head.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")
    while lines and (not lines[0].strip() or lines[0].startswith(b"From ")):
        lines.pop(0)
    if not lines or not _ANY_HEADER.match(lines[0]):
        return PurePosixPath(name.lower()).suffix == ".eml" and bool(data.strip()) and b"\x00" not in head
    header = b"\n".join(lines).split(b"\n\n")[0]
    known = len({found.group(0).lower().rstrip(b" \t:") for found in _MAIL_HEADER.finditer(header)})
    return known >= 2 or (known >= 1 and PurePosixPath(name.lower()).suffix == ".eml")


def kind_of_name(name: str) -> FileKind | None:
    """What the file's name says it is; None when the name says nothing."""
    return EXTENSIONS.get(PurePosixPath(name.lower().strip()).suffix)
