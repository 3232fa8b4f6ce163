"""What reading one file gives."""

from __future__ import annotations

from dataclasses import dataclass, field

from domain.reading import Reading
from ocr.page import FileKind, Page


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file found inside another. ``name`` is for display only. ``role``: einvoice (the XML that was read), page (a
    PDF of the same invoice), document (read as a document of its own), annex."""

    name: str
    kind: FileKind
    data: bytes = field(repr=False)
    role: str = "annex"


@dataclass(frozen=True, slots=True)
class ReadResult:
    """``pages`` are those of the file itself, or of the PDF inside an XML or mail (then ``shown`` holds that PDF).
    ``fingerprint`` is that of a PDF's first page, where it was wanted and quickly made."""

    reading: Reading
    pages: tuple[Page, ...] = ()
    kind: FileKind = FileKind.UNKNOWN
    attachments: tuple[Attachment, ...] = ()
    shown: bytes = field(default=b"", repr=False)
    fingerprint: str = ""
