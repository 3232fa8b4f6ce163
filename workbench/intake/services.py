"""Receiving: bytes become durable, every file gets its row in the intake ledger, work is queued.

Nothing here parses untrusted bytes beyond their first few; ZIP files and mails are opened by a job.
"""

from __future__ import annotations

import re
import unicodedata
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q

from exact.models import Administration
from jobs import api as jobs
from ocr.api import detect_kind
from workbench.accounts.people import Person
from workbench.audit import services as audit
from workbench.intake import blobs
from workbench.intake.identity import identity_of
from workbench.intake.outcomes import judge
from workbench.intake.turns import turn_of
from workbench.models import Document, IntakeEntry, Mailbox, Message, writing
from workbench.models.intake import Outcome


@dataclass(frozen=True, slots=True)
class Incoming:
    """One file as handed in: its bytes, and the name it was given (display only)."""

    name: str
    data: bytes


def receive_files(
    files: Iterable[Incoming],
    *,
    administration: Administration | None,
    by: Person | None,
    actor: str = "",
    source: str = "upload",
    batch: uuid.UUID | None = None,
) -> list[IntakeEntry]:
    """Take in files handed in by a person or program (``actor``, for the history): one ledger row per file, in order.

    When this returns, the bytes are durable and the work is queued. Raises OSError when they cannot be stored.
    """
    batch = batch or uuid.uuid4()
    return [
        take(incoming, administration=administration, by=by, actor=actor, source=source, batch=batch)
        for incoming in files
    ]


def receive_message(
    raw: bytes,
    *,
    administration: Administration | None,
    recipient: str,
    source: str,
    by: Person | None = None,
    envelope_sender: str = "",
    mailbox: Mailbox | None = None,
    refused: str = "",
) -> Message:
    """Take in a mail as raw bytes. Durable on return; its parts get their rows when the job opened it.

    The same mail again (the same bytes, or the same identity) becomes a second Message that points to the first, so
    that no mail is without a trace. With ``refused``, the code of a message, ``raw`` is only its head: what could not
    be taken in is shown with its sender and subject.
    """
    digest = blobs.keep(raw)
    identity = "" if refused else identity_of(raw)
    with transaction.atomic():
        blob = blobs.row_of(digest, len(raw))
        same = Q(raw=blob) | Q(identity=identity) if identity else Q(raw=blob)
        known = Message.objects.filter(same, administration=administration, removed_at=None)
        first = known.order_by("received_at").first()
        message = Message.objects.create(
            administration=administration,
            raw=blob,
            recipient=recipient[:254],
            source=source,
            same_as=first,
            envelope_sender=envelope_sender[:254],
            mailbox=mailbox,
            identity=identity,
            note=refused,
        )
        audit.record("message.received", by=by, administration=administration, message=str(message.pk), sha256=blob.pk)
        jobs.enqueue("unpack", subject=f"message:{message.pk}", dedupe_key=f"unpack:message:{message.pk}")
    return message


def take(
    incoming: Incoming,
    *,
    administration: Administration | None,
    by: Person | None,
    actor: str = "",
    source: str,
    batch: uuid.UUID,
    parent: IntakeEntry | None = None,
    message: Message | None = None,
    depth: int = 0,
) -> IntakeEntry:
    """One file into the ledger: judged, stored, linked to the document it is or already was."""
    kind = detect_kind(incoming.data, incoming.name)
    verdict = judge(kind, len(incoming.data), depth=depth)
    entry = IntakeEntry(
        administration=administration,
        batch=batch,
        parent=parent,
        message=message,
        name=display_name(incoming.name),
        kind=kind.value,
        size=len(incoming.data),
        source=source,
        received_by=by if by and by.pk else None,
        outcome=verdict.outcome,
        reason=verdict.reason,
    )
    kept = bool(incoming.data) and verdict.reason != "FILE_TOO_LARGE"
    digest = blobs.keep(incoming.data) if kept else ""
    with transaction.atomic():
        new = False
        if kept:
            entry.blob, new = blobs.row_and_whether_new(digest, len(incoming.data))
        if verdict.outcome == Outcome.DOCUMENT:
            _link_document(entry, new)
        writing.insert([entry])
        if verdict.outcome == Outcome.UNPACKED:
            entry.outcome = Outcome.WAITING
            entry.save(update_fields=["outcome"])
            jobs.enqueue("unpack", subject=f"entry:{entry.pk}", dedupe_key=f"unpack:entry:{entry.pk}")
        audit.record(
            "file.received",
            by=by,
            actor=actor,
            administration=administration,
            document=entry.document,
            name=entry.name,
            outcome=entry.outcome,
            reason=entry.reason,
            sha256=entry.blob_id or "",
        )
    return entry


def _link_document(entry: IntakeEntry, new: bool) -> None:
    """Make the document of a readable file, or point to the one that already has these bytes (``new`` ones: none)."""
    same = Document.objects.filter(blob=entry.blob, administration=entry.administration, parent=None, removed_at=None)
    known = None if new else same.order_by("received_at").first()
    if known:
        entry.outcome, entry.reason, entry.document = Outcome.DUPLICATE, "SAME_BYTES", known
        return
    assert entry.blob is not None  # readable files are never empty
    turn = turn_of(entry.administration)
    document = Document(
        administration=entry.administration,
        blob=entry.blob,
        name=entry.name,
        kind=entry.kind,
        source=entry.source,
        message=entry.message,
        received_by=entry.received_by,
    )
    writing.insert([document])
    entry.document = document
    jobs.enqueue("read", subject=str(document.pk), dedupe_key=f"read:{document.pk}", priority=turn)


_UNSAFE = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


def display_name(name: str) -> str:
    """A received file name fit to be shown: no path, no control or direction characters, at most 120 long.

    Names are never used to find a file on disk; storage goes by digest.
    """
    flat = _UNSAFE.sub("", unicodedata.normalize("NFC", name)).replace("\\", "/").rsplit("/", 1)[-1].strip()
    if len(flat) <= 120:
        return flat or "document"
    stem, dot, ending = flat.rpartition(".")
    return f"{stem[: 118 - len(ending)]}…{dot}{ending}" if dot and len(ending) < 10 else flat[:120]
