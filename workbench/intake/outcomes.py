"""What becomes of one received file, decided from its type, size and bytes. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from ocr.page import FileKind
from workbench.models.intake import Outcome

MAX_BYTES = 25 * 1024 * 1024
# Bytes of one mail. A document may have 25 MiB; coded as base64 with a second one beside it, this holds both.
MAX_MAIL = 50 * 1024 * 1024

READABLE = frozenset({FileKind.PDF, FileKind.PNG, FileKind.JPEG, FileKind.TIFF, FileKind.WEBP, FileKind.XML})
CONTAINERS = frozenset({FileKind.ZIP, FileKind.EML})


@dataclass(frozen=True, slots=True)
class Verdict:
    """The outcome of a file and, when it goes no further, the message code that says why and what to do."""

    outcome: Outcome
    reason: str = ""


def judge(kind: FileKind, size: int, *, depth: int) -> Verdict:
    """Whether a file is read, opened (ZIP, mail) or refused. ``depth`` 0 is what a person or mail server
    handed in; inside a ZIP no further ZIP is opened (a bomb's favourite), inside a mail one is."""
    if size == 0:
        return Verdict(Outcome.REFUSED, "FILE_EMPTY")
    if size > MAX_BYTES:
        return Verdict(Outcome.REFUSED, "FILE_TOO_LARGE")
    if kind in READABLE:
        return Verdict(Outcome.DOCUMENT)
    if kind in CONTAINERS:
        return Verdict(Outcome.UNPACKED) if depth == 0 else Verdict(Outcome.REFUSED, "NESTED_ARCHIVE")
    if kind is FileKind.OFFICE:
        return Verdict(Outcome.REFUSED, "FILE_OFFICE")
    if kind is FileKind.EXE:
        return Verdict(Outcome.REFUSED, "FILE_PROGRAM")
    return Verdict(Outcome.REFUSED, "FILE_TYPE")
