"""Taking the new mails of a mailbox in: by the door of mails over SMTP, each committed before the cursor moves."""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import structlog
from django.db import transaction
from django.db.models import QuerySet

from jobs import api as jobs
from workbench.audit import services as audit
from workbench.intake import blobs
from workbench.intake.outcomes import MAX_MAIL
from workbench.intake.services import receive_message
from workbench.mailbox import health
from workbench.mailbox.session import Folder, Session, logged_in
from workbench.mailbox.settling import open_rows
from workbench.mailbox.trouble import MailboxTrouble, said
from workbench.models import Mailbox, Message, PickedMail
from workbench.models.mailbox import PickOutcome

log = structlog.get_logger(__name__)

# How long one run takes mails; what is left then is taken by the next, so that every mailbox gets its turn.
RUN_SECONDS = 60.0
SIZES_AT_ONCE = 100
# How many mails are fetched and committed together, and how many bytes of them.
TOGETHER, TOGETHER_BYTES = 20, 8 * 1024 * 1024


def pick_up(mailbox_id: uuid.UUID, lease: jobs.Lease) -> None:
    """Take what is new in a mailbox. What is wrong is written down in the mailbox and tried again later."""
    mailbox = Mailbox.objects.select_related("administration").filter(pk=mailbox_id).first()
    if mailbox is None or not mailbox.active or not mailbox.administration.active:
        return
    try:
        with logged_in(mailbox) as session:
            folder = session.open()
            with lease.transaction():
                begin(mailbox, folder)
            renumbered = _under_earlier_numbers(mailbox).exists()
            until = time.monotonic() + RUN_SECONDS
            done = _take_new(_Run(mailbox, folder, session, lease, until, renumbered))
    except _Stopped:
        return
    except MailboxTrouble as trouble:
        with lease.transaction():
            health.failed(mailbox, trouble)
        return
    with lease.transaction():
        health.succeeded(mailbox)
        if not done:
            ask_for(mailbox)


class _Stopped(Exception):
    """The mailbox was paused or removed meanwhile: nothing more is taken from it."""


def ask_for(mailbox: Mailbox) -> None:
    """Have a mailbox picked up soon; in the caller's transaction."""
    jobs.enqueue("mailbox_fetch", subject=f"mailbox:{mailbox.pk}", dedupe_key=str(mailbox.pk))


def ask_to_settle(mailbox: Mailbox) -> None:
    """Have what was taken marked or moved soon; in the caller's transaction."""
    jobs.enqueue("mailbox_done", subject=f"mailbox:{mailbox.pk}", dedupe_key=str(mailbox.pk))


def ask_for_all_due() -> None:
    """Have every mailbox picked up that is due, and settle what somehow lost its job."""
    for mailbox in Mailbox.objects.filter(active=True, administration__active=True):
        with transaction.atomic():
            if mailbox.next_at is None or mailbox.next_at <= jobs.database_now():
                ask_for(mailbox)
            if not mailbox.done_failure and open_rows(mailbox).exists():
                ask_to_settle(mailbox)


def begin(mailbox: Mailbox, folder: Folder) -> None:
    """Start from the beginning in a folder that is new to us, or that the server numbered anew.

    Then every number means another mail: what was taken before is known by its bytes.
    """
    if mailbox.uidvalidity == folder.uidvalidity:
        return
    if mailbox.uidvalidity is not None:
        log.warning("mailbox_renumbered", mailbox=str(mailbox.pk))
        audit.record(
            "mailbox.renumbered", actor="mailbox", administration=mailbox.administration, name=str(mailbox)[:200]
        )
    mailbox.uidvalidity, mailbox.last_uid = folder.uidvalidity, 0
    mailbox.save(update_fields=["uidvalidity", "last_uid"])


@dataclass(frozen=True, slots=True)
class _Run:
    """One look into a mailbox. ``renumbered``: mails were taken under earlier numbers of this folder."""

    mailbox: Mailbox
    folder: Folder
    session: Session
    lease: jobs.Lease
    until: float
    renumbered: bool

    @property
    def over(self) -> bool:
        return time.monotonic() >= self.until


@dataclass(frozen=True, slots=True)
class _Fetched:
    """A mail's bytes, or only its head with the code of why (``refused``); None: it is gone."""

    uid: int
    raw: bytes | None
    refused: str = ""


def _take_new(run: _Run) -> bool:
    """Take new mails in until there are none or the time is up; whether there are none left."""
    mailbox = run.mailbox
    # Asked for once: what arrives from now on has a higher number and is the next run's.
    last = run.session.last_uid(run.folder)
    for end, uids in run.session.uids_between(mailbox.last_uid, last, mailbox.since):
        for start in range(0, len(uids), SIZES_AT_ONCE):
            some = uids[start : start + SIZES_AT_ONCE]
            for group in groups(some, run.session.sizes(some)):
                if run.over:
                    return False
                _take(run, _fetch(run, group))
                run.lease.progress()
        run.lease.progress()
        # Numbers that no mail has, or an older one that is left alone, are not asked for again.
        if end > mailbox.last_uid and (run.over or end == last):
            with run.lease.transaction():
                _move_cursor(mailbox, end)
        if run.over and end < last:
            return False
    return True


def groups(uids: Sequence[int], sizes: Mapping[int, int]) -> Iterator[dict[int, int | None]]:
    """Mails to fetch and commit together, ascending, with their sizes (None: gone): few and small enough to hold in
    memory; one that is large goes alone."""
    group: dict[int, int | None] = {}
    total = 0
    for uid in uids:
        size = sizes.get(uid)
        if group and (len(group) == TOGETHER or total + (size or 0) > TOGETHER_BYTES):
            yield group
            group, total = {}, 0
        group[uid] = size
        total += size or 0
    if group:
        yield group


def _fetch(run: _Run, group: Mapping[int, int | None]) -> list[_Fetched]:
    wanted = [uid for uid, size in group.items() if size is not None and size <= MAX_MAIL]
    try:
        given = run.session.fetch(wanted) if wanted else {}
    except MailboxTrouble as trouble:
        if trouble.code != "MAILBOX_WITHHELD":
            raise
        return [_fetch_one(run, uid, size) for uid, size in group.items()]
    return [_Fetched(uid, given[uid]) if uid in given else _fetch_one(run, uid, size) for uid, size in group.items()]


def _fetch_one(run: _Run, uid: int, size: int | None) -> _Fetched:
    """A mail by itself: what is too large, or what the server has and does not give, comes as its head only.

    Raises MAILBOX_WITHHELD when it does not give that either.
    """
    if size is None:
        return _Fetched(uid, None)
    if size > MAX_MAIL:
        return _Fetched(uid, run.session.head(uid), "MAIL_TOO_LARGE")
    try:
        raw, why = run.session.fetch([uid]).get(uid), ""
    except MailboxTrouble as trouble:
        if trouble.code != "MAILBOX_WITHHELD":
            raise
        raw, why = None, trouble.params["said"]
    if raw is not None or uid not in run.session.sizes([uid]):
        return _Fetched(uid, raw)
    log.warning("mail_withheld", mailbox=str(run.mailbox.pk), uid=uid, said=why)
    head = run.session.head(uid)
    if head is None:
        raise MailboxTrouble("MAILBOX_WITHHELD", host=run.mailbox.host, said=why)
    return _Fetched(uid, head, "MAIL_NOT_GIVEN")


def _take(run: _Run, fetched: Sequence[_Fetched]) -> None:
    """Store mails durably, then one commit for all their rows and the cursor."""
    # Outside the transaction: others need not wait for this disk.
    digests = {each.uid: _kept(each.raw) for each in fetched if each.raw is not None}
    with run.lease.transaction(), audit.together():
        _move_cursor(run.mailbox, fetched[-1].uid)
        now = jobs.database_now()
        rows = [_row(run, each, digests.get(each.uid, ""), now) for each in fetched]
        PickedMail.objects.bulk_create(rows)
        if any(row.settled_at is None for row in rows):
            ask_to_settle(run.mailbox)


def _row(run: _Run, fetched: _Fetched, digest: str, now: datetime) -> PickedMail:
    """The row of one mail, with its message. What came in whole is marked or moved by a job."""
    row = PickedMail(
        mailbox=run.mailbox,
        uidvalidity=run.folder.uidvalidity,
        uid=fetched.uid,
        sha256=digest,
        outcome=PickOutcome.GONE,
        settled_at=now,
    )
    if fetched.raw is None:
        return row
    known = _taken_before(run, digest) if run.renumbered else None
    row.message = known or receive_message(
        fetched.raw,
        administration=run.mailbox.administration,
        recipient=run.mailbox.username if "@" in run.mailbox.username else "",
        source="mailbox",
        mailbox=run.mailbox,
        refused=fetched.refused,
    )
    if fetched.refused:
        row.outcome = PickOutcome.AGAIN if known else PickOutcome.REFUSED
    else:
        row.outcome, row.settled_at = (PickOutcome.AGAIN if known else PickOutcome.TAKEN), None
    return row


def _kept(raw: bytes) -> str:
    try:
        return blobs.keep(raw)
    except OSError as error:
        raise MailboxTrouble("MAILBOX_STORAGE", said=said(error)) from error


def _taken_before(run: _Run, digest: str) -> Message | None:
    """The message made of these bytes under the folder's earlier numbers: one mail, met again, not a second one."""
    rows = _under_earlier_numbers(run.mailbox).filter(sha256=digest).exclude(message=None).select_related("message")
    earlier = rows.first()
    return earlier.message if earlier else None


def _under_earlier_numbers(mailbox: Mailbox) -> QuerySet[PickedMail]:
    return PickedMail.objects.filter(mailbox=mailbox).exclude(uidvalidity=mailbox.uidvalidity or 0)


def _move_cursor(mailbox: Mailbox, uid: int) -> None:
    """In the caller's transaction, which is taken back when the mailbox was paused or removed."""
    if not Mailbox.objects.filter(pk=mailbox.pk, active=True).update(last_uid=uid):
        raise _Stopped
    mailbox.last_uid = uid
