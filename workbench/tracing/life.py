"""Everything that happened with one document, in order: intake, mail, jobs, audit events, postings and attempts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from exact.models import Posting, PostingAttempt
from jobs.models import Job
from workbench.logs import redact_text
from workbench.messages import describe_event
from workbench.models import AuditEvent, Document, IntakeEntry, Message, OutgoingMail, PickedMail


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happened: when, of which sort (intake, mail, job, reading, event, posting, attempt), and what."""

    at: datetime
    sort: str
    text: str

    def as_json(self) -> dict[str, str]:
        """For one JSON line."""
        return {"at": self.at.isoformat(), "sort": self.sort, "text": self.text}


def life_of(document: Document) -> list[Step]:
    """All steps, oldest first; those of its whole case, since approval and posting are the case's."""
    steps = [*_intake(document), *_mails(document), *_jobs(document), *_events(document), *_postings(document)]
    if document.read_at is not None:
        kinds = document.reading.get("document_type") or "nothing"
        steps.append(Step(document.read_at, "reading", f"{document.engine or 'reader'}: {kinds}, {document.state}"))
    if document.removed_at is not None:
        steps.append(Step(document.removed_at, "removed", "original, pages and texts, after the term"))
    return sorted(steps, key=lambda step: step.at)


def _intake(document: Document) -> Iterator[Step]:
    entries = IntakeEntry.objects.filter(Q(document=document) | Q(blob_id=document.blob_id))
    for row in entries.select_related("received_by", "parent").order_by("received_at"):
        above = f", out of {row.parent.name}" if row.parent else ""
        by = f", by {row.received_by.get_username()}" if row.received_by else ""
        reason = f" ({row.reason})" if row.reason else ""
        text = f"{row.name} by {row.source}{by}{above}: {row.outcome}{reason}, {row.size} bytes, {row.blob_id or '–'}"
        yield Step(row.received_at, "intake", text)


def _mails(document: Document) -> Iterator[Step]:
    if document.message_id is not None:
        for row in Message.objects.filter(Q(pk=document.message_id) | Q(same_as_id=document.message_id)):
            text = f"{row.pk} by {row.source} for {row.recipient or '–'}: {row.state} {row.note}"
            yield Step(row.received_at, "mail", text.strip())
        for picked in PickedMail.objects.filter(message_id=document.message_id):
            yield Step(picked.picked_at, "mail", f"picked up, number {picked.uid}: {picked.outcome}")
            if picked.settled_at:
                yield Step(picked.settled_at, "mail", f"marked or moved, number {picked.uid}")
    of_case = Q(draft_id=document.draft_id) if document.draft_id else Q(pk=None)
    for mail in OutgoingMail.objects.filter(of_case | (Q(answers_id=document.message_id, answers__isnull=False))):
        yield Step(mail.made_at, "mail", f"written, {mail.kind}")
        if mail.ended_at:
            yield Step(mail.ended_at, "mail", f"{mail.kind}: {mail.state} {mail.reason}".strip())


def _jobs(document: Document) -> Iterator[Step]:
    subjects = [str(document.pk)]
    if document.draft_id:
        keys = Posting.objects.filter(subject=str(document.draft_id)).values_list("pk", flat=True)
        subjects += [str(document.draft_id), *(f"posting:{key}" for key in keys)]
    if document.message_id:
        subjects.append(f"message:{document.message_id}")
    entries = IntakeEntry.objects.filter(document=document).values_list("pk", "parent_id")
    subjects += [f"entry:{key}" for row in entries for key in row if key]
    for job in Job.objects.filter(subject__in=subjects).order_by("pk"):
        error = f" – {redact_text(job.last_error.strip().splitlines()[-1])[:200]}" if job.last_error.strip() else ""
        yield Step(job.created, "job", f"{job.kind} {job.pk} asked for")
        if job.started:
            yield Step(job.started, "job", f"{job.kind} {job.pk} begun, try {job.attempts} of {job.max_attempts}")
        if job.finished or error:
            yield Step(job.finished or job.started or job.created, "job", f"{job.kind} {job.pk} {job.state}{error}")


def _events(document: Document) -> Iterator[Step]:
    wanted = Q(document_id=document.pk)
    if document.draft_id:
        wanted |= Q(draft_id=document.draft_id)
    for event in AuditEvent.objects.filter(wanted).order_by("seq"):
        data: dict[str, Any] = event.data
        yield Step(
            event.at, "event", f"{event.seq} {event.actor}: {describe_event(event.action, data)} [{event.action}]"
        )


def _postings(document: Document) -> Iterator[Step]:
    if document.draft_id is None:
        return
    for row in Posting.objects.filter(subject=str(document.draft_id)).order_by("pk"):
        yield Step(
            row.created_at, "posting", f"{row.marker} frozen, {row.amount} {row.currency}, division {row.division}"
        )
        if row.posted_at:
            yield Step(row.posted_at, "posting", f"{row.marker} {row.state}, entry {row.entry_number or '–'}")
        elif row.error_code or row.state != "queued":
            at = row.last_sent_at or row.looked_at or row.created_at
            yield Step(at, "posting", f"{row.marker} {row.state} {row.error_code}".strip())
        for attempt in PostingAttempt.objects.filter(posting=row):
            took = f" in {(attempt.ended_at - attempt.started_at).total_seconds():.1f} s" if attempt.ended_at else ""
            why = f" – {attempt.reason}" if attempt.reason else ""
            text = f"{row.marker} {attempt.step}: {attempt.status or 'under way'}{took}{why}"
            yield Step(attempt.started_at, "attempt", redact_text(text)[:300])
