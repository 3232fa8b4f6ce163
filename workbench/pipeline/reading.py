"""From a stored document to its reading and its draft."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import Any

import structlog
from django.db import connection, transaction
from django.utils import timezone

from domain.reading import Reading
from exact.prepared import Prepared
from jobs import api as jobs
from matching.mirror.kept import Lookup
from ocr import api as ocr
from ocr.page import Page, ReadContext
from workbench.audit import services as audit
from workbench.documents.names import attached_name
from workbench.inbox import passwords
from workbench.intake import blobs
from workbench.learning.vendor_of import lessons_for
from workbench.models import Document, DocumentPage, Draft, writing
from workbench.models.document import DocumentState
from workbench.pipeline import reference
from workbench.pipeline.derive import derive
from workbench.pipeline.drafting import draft_from_reading
from workbench.pipeline.just_read import JustRead
from workbench.pipeline.part_files import part_files
from workbench.pipeline.pictures import picture_hash
from workbench.pipeline.second_reader import second_reader

log = structlog.get_logger(__name__)


def read_document(
    document: Document,
    *,
    password: str = "",
    storing: Callable[[], AbstractContextManager[None]] = transaction.atomic,
    judging: bool = True,
) -> Reading:
    """Read the document's bytes, keep pages and reading, make or renew its draft and judge it.

    A reading that failed is a verdict too: the document becomes UNREADABLE or LOCKED and still gets a draft
    that a person can fill in by hand. ``storing`` is the transaction that keeps the outcome: a job's last one ends
    the job in the same commit. Without ``judging``, and where the file holds several, a draft is judged by a job of
    its own.
    """
    if document.state != DocumentState.WAITING:  # a new file is shown as being read while it waits: no commit for it
        Document.objects.filter(pk=document.pk).update(state=DocumentState.READING, progress="")
    lookup = Lookup(document.administration_id or 0)
    context = ReadContext(
        own_identifiers=lookup.get(reference.OWN_ON_PAPER),
        today=timezone.localdate(),
        lessons=lessons_for(document, lookup),
        **_told(document),
    )

    result = _read(document, context, password)
    if not password and _locked(result) and (known := passwords.known_for(document)):
        opened = _read(document, context, known)
        result = result if _locked(opened) else opened
    lookup.keep()
    first_hash = picture_hash(document, result.pages, result.fingerprint)
    files = part_files(document, result.reading)
    with storing(), audit.together():
        (locked,) = _LOCKED.ask(document.pk)
        if (locked.shown_id, locked.arrangement) != (document.shown_id, document.arrangement):
            return result.reading  # arranged meanwhile: what was read is not what it is, and a job reads it anew
        pages = _store(locked, result.reading, result.pages, first_hash)
        parts = _parts(locked, result.reading)
        # Of a pile of invoices each is judged by a job: together they would keep others from writing for seconds.
        for part, reading in parts:
            if file := files.get(reading.pages):
                part.arranged = blobs.row_of(*file)
                part.save(update_fields=["arranged"])
            at_once = judging and len(parts) == 1 and one_writes_at_a_time()
            told = JustRead(part, pages) if at_once else None
            draft = draft_from_reading(part, reading, told)
            if draft is not None:
                _judge(draft, at_once=at_once, just_read=told if told and told.new else None)
    return result.reading


_LOCKED = Prepared(lambda pk: Document.objects.select_for_update().filter(pk=pk).order_by(), (Document, "pk"))


def _read(document: Document, context: ReadContext, password: str) -> ocr.ReadResult:
    return ocr.read_document(
        blobs.get(document.shown_id),
        name=shown_name(document),
        context=context,
        password=password or None,
        llm=second_reader(),
        fingerprint=True,
    )


def _locked(result: ocr.ReadResult) -> bool:
    return any(finding.code == "LOCKED" for finding in result.reading.findings)


def one_writes_at_a_time() -> bool:
    """Whether a transaction that writes sees all that others wrote: SQLite lets them in one by one."""
    return connection.vendor == "sqlite"


def _judge(draft: Draft, *, at_once: bool, just_read: JustRead | None) -> None:
    """Judge what was just read in the same commit, where that can be done; else by a job.

    Two copies of an invoice find each other because the later one looks when the earlier one is committed. Where
    several transactions write at a time, two that judge before they commit would both look too early.
    """
    key = draft.pk  # one that joins another case has none any more, also when that is taken back
    if at_once:
        try:
            with transaction.atomic(), audit.together():
                derive(draft, just_read=just_read)
            return
        except Exception:  # the reading is not lost for it: the job tries again, and who gives up is shown to a person
            log.exception("judging_failed", draft=str(draft.pk))
    jobs.enqueue("derive", subject=str(key), dedupe_key=f"derive:{key}")


def _told(document: Document) -> dict[str, Any]:
    """What is settled about the document's pages: those a person arranged, or an earlier cut gave it."""
    if document.arrangement:
        kept = [use for *_sheet, use in document.arrangement if use != "r"]
        return {"annexes": frozenset(place for place, use in enumerate(kept, start=1) if use == "a")}
    return {"pages": frozenset(document.pages)} if document.parent_id else {}


def shown_name(document: Document) -> str:
    """The name of what is read: an arranged document is a PDF, whatever it was made of."""
    return attached_name(document) if document.arrangement else document.name


# What a reading says of its document.
READ = ("state", "reading", "engine", "page_count", "picture_hash", "read_at", "progress")


def _store(document: Document, reading: Reading, pages: tuple[Page, ...], first_hash: str) -> list[DocumentPage]:
    codes = {finding.code for finding in reading.findings}
    if "LOCKED" in codes:
        document.state = DocumentState.LOCKED
    elif reading.document_type is None:
        document.state = DocumentState.UNREADABLE
    else:
        document.state = DocumentState.READ
    document.reading = reading.to_json(str(document.pk))
    document.engine = reading.engine
    document.page_count = max(reading.page_count, len(pages))
    document.picture_hash = first_hash
    read_before = document.read_at is not None
    document.read_at = timezone.now()
    document.progress = ""
    writing.update([document], READ)
    if read_before:
        document.page_rows.all().delete()
    pages_read = [
        DocumentPage(
            document=document,
            number=page.number,
            width=page.width_pt,
            height=page.height_pt,
            source=page.source.value,
            rotation=page.rotation,
            skew=page.skew,
            words=[[w.text, round(w.x0, 4), round(w.y0, 4), round(w.x1, 4), round(w.y1, 4)] for w in page.words],
        )
        for page in pages
    ]
    writing.insert(pages_read)
    audit.record(
        "document.read",
        actor=reading.engine or "reader",
        document=document,
        type=reading.document_type or "",
        fields=len(reading.fields),
        lines=len(reading.lines),
        pages=document.page_count,
        state=document.state,
    )
    return pages_read


def _parts(document: Document, reading: Reading) -> list[tuple[Document, Reading]]:
    """The document itself and, when the file holds several, one child document for each further one."""
    if not reading.documents or document.parts.exclude(arrangement=[]).exists():
        return [(document, replace(reading, documents=()))]
    main = replace(reading, documents=())
    parts = [(document, main)]
    for number, further in enumerate(reading.documents, start=2):
        child, created = Document.objects.get_or_create(
            parent=document,
            pages=list(further.pages),
            defaults={
                "administration": document.administration,
                "blob": document.blob,
                "name": f"{document.name} ({number})",
                "kind": document.kind,
                "source": document.source,
                "message": document.message,
                "received_by": document.received_by,
            },
        )
        if created:
            for page in document.page_rows.filter(number__in=further.pages):
                DocumentPage.objects.create(
                    document=child,
                    number=page.number,
                    width=page.width,
                    height=page.height,
                    source=page.source,
                    rotation=page.rotation,
                    skew=page.skew,
                    words=page.words,
                )
        child.state = DocumentState.READ
        child.reading = further.to_json(str(child.pk))
        child.engine = further.engine
        child.page_count = len(further.pages)
        child.read_at = timezone.now()
        child.save()
        parts.append((child, further))
    if reading.pages and not document.pages:
        document.pages = list(reading.pages)
        document.save(update_fields=["pages"])
    return parts
