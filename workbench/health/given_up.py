"""Durable work that was given up after its last attempt, and work that lost its job."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models.functions import Now
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from exact.models import Administration, Posting
from jobs import api as jobs
from jobs.models import Job, JobState
from workbench.accounts.people import Person
from workbench.accounts.rights import Right, RightMissing, administrations_for
from workbench.audit import services as audit
from workbench.drafts.changing import DraftRefused
from workbench.models import Document, Draft, IntakeEntry, Mailbox, Message
from workbench.models.document import DocumentState
from workbench.models.intake import Outcome
from workbench.models.message import MessageState

KINDS: dict[str, str | Promise] = {
    "read": _("Reading a document"),
    "unpack": _("Opening a mail or ZIP"),
    "derive": _("Judging a draft"),
    "sync_administration": _("Synchronising with Exact"),
    "exact_reconcile": _("Comparing with Exact"),
    "exact_post": _("Posting to Exact"),
    "mailbox_fetch": _("Picking up a mailbox"),
    "mailbox_done": _("Marking or moving mails that were picked up"),
    "mail_send": _("Sending a mail"),
    "mail_answer": _("Answering a mail"),
}
# A row younger than this may still be in the transaction that makes its job.
GRACE = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class GivenUp:
    """One dead job: what it was about, in whose books, and the draft to look at if there is one."""

    job: Job
    kind: str | Promise
    about: str
    administration: Administration | None
    draft_id: uuid.UUID | None = None


def dead_jobs() -> list[Job]:
    """Dead jobs whose work nobody did since, newest first, at most 200."""
    dead = list(Job.objects.filter(state=JobState.DEAD).order_by("-id")[:400])
    later: dict[tuple[str, str], int] = {}
    for kind, key, job_id in Job.objects.filter(dedupe_key__in={job.dedupe_key for job in dead}).values_list(
        "kind", "dedupe_key", "id"
    ):
        later[kind, key] = max(later.get((kind, key), 0), job_id)
    return [job for job in dead if later[job.kind, job.dedupe_key] == job.pk][:200]


def given_up_for(user: Person) -> list[GivenUp]:
    """What was given up in the administrations that a person configures, and what belongs to none of them."""
    mine = set(administrations_for(user, Right.CONFIGURE).values_list("pk", flat=True))
    if not mine and not user.is_superuser:
        raise RightMissing(Right.CONFIGURE, None)
    rows = [about(job) for job in dead_jobs()]
    return [row for row in rows if row.administration is None or row.administration.pk in mine]


def about(job: Job) -> GivenUp:
    """What a job is about, by its subject."""
    kind = KINDS.get(job.kind, job.kind)
    finder = _FINDERS.get(job.kind)
    found = finder(job) if finder else None
    return found or GivenUp(job, kind, job.subject if job.subject != "recurring" else "", None)


def _document(job: Job) -> GivenUp | None:
    row = Document.objects.select_related("administration").filter(pk=_key(job.subject)).first()
    return GivenUp(job, KINDS[job.kind], row.name, row.administration, row.draft_id) if row else None


def _draft(job: Job) -> GivenUp | None:
    row = Draft.objects.select_related("administration").filter(pk=_key(job.subject)).first()
    return GivenUp(job, KINDS[job.kind], str(row), row.administration, row.pk) if row else None


def _intake(job: Job) -> GivenUp | None:
    kind, _colon, key = job.subject.partition(":")
    if kind == "message":
        mail = Message.objects.select_related("administration").filter(pk=_key(key)).first()
        return GivenUp(job, KINDS[job.kind], mail.subject or mail.recipient, mail.administration) if mail else None
    row = IntakeEntry.objects.select_related("administration").filter(pk=_key(key)).first()
    return GivenUp(job, KINDS[job.kind], row.name, row.administration) if row else None


def _books(job: Job) -> GivenUp | None:
    _word, _colon, key = job.subject.partition(":")
    row = Administration.objects.filter(pk=int(key) if key.isdecimal() else 0).first()
    return GivenUp(job, KINDS[job.kind], row.name, row) if row else None


def _posting(job: Job) -> GivenUp | None:
    _word, _colon, key = job.subject.partition(":")
    row = Posting.objects.select_related("administration").filter(pk=int(key) if key.isdecimal() else 0).first()
    return GivenUp(job, KINDS[job.kind], row.your_ref, row.administration, _key(row.subject)) if row else None


def _mailbox(job: Job) -> GivenUp | None:
    _word, _colon, key = job.subject.partition(":")
    row = Mailbox.objects.select_related("administration").filter(pk=_key(key)).first()
    return GivenUp(job, KINDS[job.kind], str(row), row.administration) if row else None


_FINDERS: dict[str, Callable[[Job], GivenUp | None]] = {
    "read": _document,
    "derive": _draft,
    "unpack": _intake,
    "sync_administration": _books,
    "exact_reconcile": _books,
    "exact_post": _posting,
    "mailbox_fetch": _mailbox,
    "mailbox_done": _mailbox,
}


def _key(text: str) -> uuid.UUID:
    """The identity in a subject; the nil one, which nothing has, when there is none."""
    try:
        return uuid.UUID(text)
    except ValueError:
        return uuid.UUID(int=0)


@transaction.atomic
def try_again(job_id: int, *, by: Person) -> None:
    """Run it again with a fresh count of attempts. Raises RightMissing; DraftRefused when it is no longer dead."""
    row = _of(job_id, by)
    if not jobs.retry_now(job_id):
        raise DraftRefused("WORK_GOES_ON")
    audit.record("work.retried", by=by, administration=row.administration, work=row.job.kind, about=row.about[:100])


@transaction.atomic
def leave(job_id: int, *, reason: str, by: Person) -> None:
    """It need not be done. A document that could not be read becomes a draft to type in, so that nothing is lost.

    Raises RightMissing; DraftRefused without a reason or when the job is no longer dead.
    """
    if not reason.strip():
        raise DraftRefused("REASON_NEEDED")
    row = _of(job_id, by)
    if not jobs.discard(job_id, reason=f"{by.get_username()}: {reason.strip()[:200]}"):
        raise DraftRefused("WORK_GOES_ON")
    if row.job.kind == "read":
        _type_in(row.job)
    audit.record(
        "work.left",
        by=by,
        administration=row.administration,
        work=row.job.kind,
        about=row.about[:100],
        reason=reason.strip()[:200],
    )


def _type_in(job: Job) -> None:
    """An unread document gets an empty draft."""
    from domain.reading import Reading
    from workbench.pipeline.drafting import draft_from_reading

    document = Document.objects.select_for_update().filter(pk=_key(job.subject)).first()
    if document is None or document.state not in (DocumentState.WAITING, DocumentState.READING):
        return
    document.state = DocumentState.UNREADABLE
    document.save(update_fields=["state"])
    draft = draft_from_reading(document, Reading())
    if draft is not None:
        jobs.enqueue("derive", subject=str(draft.pk), dedupe_key=f"derive:{draft.pk}")


def _of(job_id: int, by: Person) -> GivenUp:
    row = next((row for row in given_up_for(by) if row.job.pk == job_id), None)
    if row is None:
        raise DraftRefused("WORK_GOES_ON")
    return row


def repair_orphans() -> int:
    """Give documents, mails and files that wait without any job a new one; how many. Normally none.

    One whose job was given up keeps waiting for a person: a file that kills its worker must not do so for ever.
    """
    made = 0
    old = Now() - GRACE
    waiting = Document.objects.filter(state__in=[DocumentState.WAITING, DocumentState.READING], received_at__lt=old)
    for key in _without_job("read", waiting.values_list("pk", flat=True), "read:{}"):
        jobs.enqueue("read", subject=str(key), dedupe_key=f"read:{key}")
        made += 1
    mails = Message.objects.filter(state=MessageState.RECEIVED, received_at__lt=old)
    entries = IntakeEntry.objects.filter(outcome=Outcome.WAITING, document=None, received_at__lt=old)
    for what, rows in (("message", mails), ("entry", entries)):
        for key in _without_job("unpack", rows.values_list("pk", flat=True), "unpack:" + what + ":{}"):
            jobs.enqueue("unpack", subject=f"{what}:{key}", dedupe_key=f"unpack:{what}:{key}")
            made += 1
    return made


def _without_job(kind: str, keys: Iterable[uuid.UUID], pattern: str) -> list[uuid.UUID]:
    named = {pattern.format(key): key for key in keys}
    known = set(
        Job.objects.filter(kind=kind, dedupe_key__in=named)
        .filter(state__in=[JobState.READY, JobState.LEASED, JobState.DEAD])
        .values_list("dedupe_key", flat=True)
    )
    return [key for name, key in named.items() if name not in known]
