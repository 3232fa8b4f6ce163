"""Marking or moving what was taken in: a job of its own, so that no mail moves before it is committed."""

from __future__ import annotations

import uuid

import structlog
from django.db.models import QuerySet

from jobs import api as jobs
from workbench.mailbox.session import MOVED_AT_ONCE, logged_in
from workbench.mailbox.trouble import MailboxTrouble
from workbench.models import Mailbox, PickedMail
from workbench.models.mailbox import PickOutcome

log = structlog.get_logger(__name__)

LATER_SECONDS = 900.0


def settle(mailbox_id: uuid.UUID, lease: jobs.Lease) -> None:
    """Mark as seen, and move, every mail of the mailbox that was taken in and is not settled yet.

    May run twice for the same mail: what is not there any more does no harm. Raises RetryLater while the server does
    not do it.
    """
    mailbox = Mailbox.objects.filter(pk=mailbox_id, active=True).first()
    if mailbox is None or not open_rows(mailbox).exists():
        return
    try:
        with logged_in(mailbox) as session:
            folder = session.open(to_change=True)
            # Their numbers mean other mails by now; those taken in are met again under their new ones.
            _settled(lease, list(open_rows(mailbox).exclude(uidvalidity=folder.uidvalidity)))
            session.check_done_folder()
            while rows := list(open_rows(mailbox).filter(uidvalidity=folder.uidvalidity)[:MOVED_AT_ONCE]):
                session.settle([row.uid for row in rows])
                _settled(lease, rows)
                lease.progress()
    except MailboxTrouble as trouble:
        log.warning("mailbox_not_settled", mailbox=str(mailbox.pk), code=trouble.code, **trouble.params)
        Mailbox.objects.filter(pk=mailbox.pk).update(done_failure=trouble.code)
        raise jobs.RetryLater(LATER_SECONDS, trouble.code, free=True) from trouble
    if mailbox.done_failure:
        Mailbox.objects.filter(pk=mailbox.pk).update(done_failure="")


def open_rows(mailbox: Mailbox) -> QuerySet[PickedMail]:
    """Mails that were taken in and are neither marked nor moved yet, oldest first."""
    return PickedMail.objects.filter(
        mailbox=mailbox, settled_at=None, outcome__in=(PickOutcome.TAKEN, PickOutcome.AGAIN)
    ).order_by("pk")


def _settled(lease: jobs.Lease, rows: list[PickedMail]) -> None:
    with lease.transaction():
        PickedMail.objects.filter(pk__in=[row.pk for row in rows]).update(settled_at=jobs.database_now())
