"""The door of the reading room: what other apps may call."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from domain.findings import Finding, Severity
from domain.reading import Reading
from ocr import children
from ocr.children.client import shut_down, warm_up
from ocr.example import FoundTable, MarkedRow
from ocr.image import fingerprint as fingerprints
from ocr.kinds import detect_kind
from ocr.mail import Address, MailPart, MailParts, PartRole, split_mail
from ocr.page import IMAGE_KINDS, FileKind, Page, Pages, ReadContext, Word
from ocr.page_cache import PageCache
from ocr.page_source import Progress, open_pages
from ocr.read import Reader
from ocr.read_mail import unpack as unpack_zip
from ocr.result import Attachment, ReadResult
from ocr.verdicts import finding_of


@dataclass(frozen=True, slots=True)
class Picture:
    """A page as picture for the screen; ``data`` is empty when it could not be made (``finding`` says why)."""

    data: bytes = b""
    content_type: str = "image/jpeg"
    width: int = 0
    height: int = 0
    finding: Finding | None = None


@dataclass(frozen=True, slots=True)
class Arranged:
    """A PDF made of pages of other files; ``data`` is empty when it could not be made (``finding`` says why) or would
    be one of the files as it is (``whole``)."""

    data: bytes = b""
    whole: bool = False
    finding: Finding | None = None


def read_document(
    data: bytes,
    *,
    name: str,
    context: ReadContext | None = None,
    password: str | None = None,
    llm: Any = None,
    progress: Progress | None = None,
    cache: PageCache | None = None,
    jobs: int | None = None,
    fingerprint: bool = False,
) -> ReadResult:
    """Read one received file of any kind: PDF, picture, e-invoice, mail, archive.

    Never raises for what the file holds: trouble is a finding, and ``reading.document_type`` None means that nothing
    could be read. ``name`` is what the sender called it and decides nothing by itself. ``password`` opens a locked
    PDF. ``progress`` hears ("text" | "ocr", pages done, pages in all) from any thread. ``llm`` is a second reader
    (``ocr.llm.SecondReader``) or None; it never replaces, only confirms or doubts. ``jobs``: pages recognised at once.
    ``fingerprint``: that of a PDF's first page is wanted too (``ReadResult.fingerprint``).
    """
    reader = Reader(context or ReadContext(), password or "", cache or PageCache(), progress, jobs, fingerprint)
    try:
        result = reader.read(data, name)
    except Exception as problem:
        finding = Finding("UNREADABLE", Severity.HOLD, {"reason": "reader", "detail": type(problem).__name__})
        return ReadResult(Reading(findings=(finding,)), kind=detect_kind(data, name))
    if llm is not None and result.pages:
        result = llm.second(result)
    return result


def read_pages(data: bytes, *, name: str = "", password: str | None = None, progress: Progress | None = None) -> Pages:
    """Only the pages and words of a PDF or picture, without looking for fields."""
    return open_pages(data, detect_kind(data, name), password=password or "", progress=progress).pages


def render_page(
    data: bytes,
    page: int,
    width: int,
    *,
    rotation: int = 0,
    skew: float = 0.0,
    form: str = "jpeg",
    password: str | None = None,
) -> Picture:
    """A picture of page ``page`` (from 1) of a PDF or picture file, ``width`` pixels wide, for the screen.

    ``rotation`` and ``skew`` are those of the ``Page`` that was read: with them, words' boxes lie on the picture.
    ``form``: "webp" (smaller, 0.25 s), "jpeg" (quick) or "png". Always encoded anew: no original reaches a browser."""
    kind = detect_kind(data)
    if kind is FileKind.PDF:
        task = "pdf.render"
    elif kind in IMAGE_KINDS:
        task = "image.render"
    else:
        return Picture(finding=Finding("UNSUPPORTED_KIND", Severity.INFO, {"kind": kind.value}))
    request = {
        "page": page,
        "width": max(16, min(width, 4000)),
        "rotation": rotation % 360,
        "skew": skew,
        "format": form,
        "password": password or "",
    }
    outcome = children.run(task, request, data, children.RENDER)
    if outcome.answer is None or not outcome.blobs:
        return Picture(finding=finding_of(outcome))
    answer = outcome.answer
    return Picture(outcome.blobs[0], str(answer["type"]), int(answer["width"]), int(answer["height"]))


def pdf_inside(data: bytes) -> bytes:
    """The PDF inside an e-invoice whose pages are the document's (:attr:`ReadResult.shown`); b"" when there is none."""
    return read_document(data, name="").shown if detect_kind(data) is FileKind.XML else b""


def arrange_pages(
    files: Sequence[bytes], sheets: Sequence[tuple[int, int, int]], *, embedded: int | None = None
) -> Arranged:
    """One PDF of chosen pages of PDFs and pictures, in this order; the files themselves stay as they are.

    ``sheets``: file (from 0), page (from 1), degrees clockwise. ``embedded``: the file whose embedded files go along,
    so that an e-invoice stays one. The same call gives the same bytes. All of one file, in order and unturned, is that
    file (``Arranged.whole``). Never raises for what a file holds."""
    pictures = [detect_kind(data) in IMAGE_KINDS for data in files]
    request = {
        "sizes": [len(data) for data in files],
        "pictures": pictures,
        "sheets": [list(sheet) for sheet in sheets],
        "embedded": -1 if embedded is None else embedded,
    }
    whole = b"".join(files)
    outcome = children.run("pdf.arrange", request, whole, children.PARSE.longer(min(30, len(whole) / 2_000_000)))
    if outcome.answer is None:
        return Arranged(finding=finding_of(outcome))
    return Arranged(whole=True) if outcome.answer.get("whole") else Arranged(outcome.blobs[0])


def page_fingerprint(data: bytes, page: int) -> str:
    """How page ``page`` (from 1) of a PDF or picture file looks, in 16 hex digits; empty when it cannot be drawn."""
    picture = render_page(data, page, fingerprints.WIDTH, form="png").data
    if not picture:
        return ""
    from PIL import Image

    with Image.open(io.BytesIO(picture)) as image:
        return fingerprints.difference_hash(image)


def table_by_example(pages: Sequence[Page], marked: MarkedRow) -> FoundTable:
    """All rows of the table in which a person marked one (see :func:`ocr.local.by_example.table_by_example`)."""
    from ocr.local import by_example

    return by_example.table_by_example(pages, marked)


__all__ = [
    "Address",
    "Arranged",
    "Attachment",
    "FileKind",
    "FoundTable",
    "MailPart",
    "MailParts",
    "MarkedRow",
    "Page",
    "PageCache",
    "Pages",
    "PartRole",
    "Picture",
    "ReadContext",
    "ReadResult",
    "Word",
    "arrange_pages",
    "detect_kind",
    "page_fingerprint",
    "pdf_inside",
    "read_document",
    "read_pages",
    "render_page",
    "shut_down",
    "split_mail",
    "table_by_example",
    "unpack_zip",
    "warm_up",
]
