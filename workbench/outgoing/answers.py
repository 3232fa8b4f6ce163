"""Receipts and refusals: a mail's sender is told what came in, once everything in it has been opened and read.

Only who is surely meant is written to (:mod:`workbench.outgoing.guard`), at the address in From and never at another
one that the mail names.
"""

from __future__ import annotations

import re
import uuid
from datetime import timedelta

import structlog
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from jobs import api as jobs
from workbench.inbox.addresses import mail_domain
from workbench.inbox.senders import FROM_OUTSIDE, decision_for
from workbench.intake import blobs
from workbench.models import IntakeEntry, Mailbox, MailKind, Message, OutgoingMail
from workbench.models.document import DocumentState
from workbench.models.intake import Outcome
from workbench.models.message import MessageState
from workbench.models.policy import policy_of
from workbench.outgoing.guard import Asker, Silence, silence_about
from workbench.outgoing.server import MailServer, configured, mail_is_on
from workbench.outgoing.services import one_line, queue
from workbench.outgoing.wording import AGAIN, BUSY, TAKEN, CameIn, answer, language_of_sender

log = structlog.get_logger(__name__)

# Reading takes seconds; a queue that is long must not keep the answer for ever.
LOOK_AGAIN, PATIENCE = 30.0, timedelta(minutes=30)
_REASONS = {
    "FILE_EMPTY": "empty",
    "FILE_TOO_LARGE": "large",
    "FILE_OFFICE": "office",
    "FILE_PROGRAM": "program",
    "NESTED_ARCHIVE": "archive",
    "ARCHIVE_REFUSED": "archive",
}
_OF_MAIL = {"NO_ATTACHMENT": "none", "LINK_ONLY": "link", "MAIL_REFUSED": "refused"}
_OPEN = (DocumentState.WAITING, DocumentState.READING)


def expect(message: Message) -> None:
    """A mail was opened: have its answer written once its files are read, in the caller's transaction."""
    if not mail_is_on() or message.source not in FROM_OUTSIDE or message.same_as_id or message.administration is None:
        return
    policy = policy_of(message.administration.pk)
    if policy.mail_receipts or policy.mail_refusals:
        jobs.enqueue("mail_answer", subject=f"message:{message.pk}", dedupe_key=f"answer:{message.pk}")


def write(message_id: uuid.UUID) -> OutgoingMail | None:
    """Write a mail's answer; None when it gets none. Raises RetryLater while its files are being read."""
    message = Message.objects.select_related("administration").filter(pk=message_id).first()
    server = configured()
    if message is None or server is None or message.administration is None:
        return None
    entries = list(message.entries.select_related("document").order_by("received_at", "pk"))
    newest = max((entry.received_at for entry in entries), default=message.received_at)
    late = timezone.now() - newest > PATIENCE
    if not late and (message.state == MessageState.RECEIVED or any(map(_under_way, entries))):
        raise jobs.RetryLater(LOOK_AGAIN, "still being read", free=True)
    came = _came_in(message, entries)
    policy = policy_of(message.administration.pk)
    if came is None or not (policy.mail_receipts if came.usable else policy.mail_refusals):
        return None
    silence = silence_for(message, server)
    if silence is not Silence.NONE:
        log.info("mail_not_answered", message=str(message.pk), why=silence.value)
        return None
    read = next((str((e.document.reading or {}).get("language") or "") for e in entries if e.document), "")
    language = language_of_sender(read, message.sender_address, settings.LANGUAGE_CODE)
    written = answer(came, language)
    with transaction.atomic():
        return queue(
            MailKind.RECEIPT if came.usable else MailKind.REFUSAL,
            key=f"answer:{message.pk}",
            to=message.sender_address,
            subject=written.subject,
            text=written.text,
            references=_reference(message),
            administration=message.administration,
            answers=message,
        )


def silence_for(message: Message, server: MailServer) -> Silence:
    """Why a mail is not answered by itself."""
    passed = message.authentication.get("passed")
    decided = decision_for(message.administration, message.sender_address)
    asker = Asker(
        address=message.sender_address,
        passed=passed if isinstance(passed, bool) else None,
        known=decided.take if decided else _is_vendors(message),
        today=_automatic_today(message.sender_address),
        null_sender=message.source == "smtp" and not message.envelope_sender,
    )
    ours = {server.address.lower(), *(name.lower() for name in Mailbox.objects.values_list("username", flat=True))}
    if decided is not None and not decided.take:
        return Silence.UNPROVEN
    if (thread := re.findall(r"<[^<>\s]+>", message.references)[:50]) and (
        OutgoingMail.objects.filter(message_id__in=thread).exists()
    ):
        return Silence.OURSELVES  # somebody answers a mail of ours: that ends with them
    return silence_about(blobs.get(message.raw_id), asker, ours, {mail_domain().lower()})


def _is_vendors(message: Message) -> bool:
    """Whether the address is the one that Exact has of a vendor in these books."""
    from exact.models import Vendor

    return Vendor.objects.filter(
        administration=message.administration, email__iexact=message.sender_address, gone_at=None
    ).exists()


def _automatic_today(address: str) -> int:
    since = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    return OutgoingMail.objects.filter(to__iexact=address, automatic=True, made_at__gte=since).count()


def _reference(message: Message) -> str:
    """Their Message-ID, when it is fit to stand in a header of ours."""
    known = message.message_id.strip()
    plain = known.isascii() and known.isprintable() and " " not in known and len(known) <= 300
    return known if plain and known.startswith("<") and known.endswith(">") else ""


def _under_way(entry: IntakeEntry) -> bool:
    busy = entry.document is not None and entry.document.state in _OPEN
    return entry.outcome == Outcome.WAITING or (busy and entry.outcome == Outcome.DOCUMENT)


def _came_in(message: Message, entries: list[IntakeEntry]) -> CameIn | None:
    """The mail from its sender's side; None when there is nothing to tell."""
    files = [(one_line(entry.name)[:100], fate) for entry in entries if (fate := fate_of(entry))]
    whole = _OF_MAIL.get(message.note, "")
    if not files and not whole:
        return None
    assert message.administration is not None
    subject = one_line(message.subject)[:120] or "–"
    return CameIn(subject, message.administration.name, files, "" if files else whole)


def fate_of(entry: IntakeEntry) -> str:
    """What became of a file, as its sender is told; "" for what is no file of theirs (signatures, opened archives)."""
    if entry.outcome in (Outcome.IGNORED, Outcome.UNPACKED):
        return ""
    if entry.outcome == Outcome.REFUSED:
        return _REASONS.get(entry.reason, "type")
    if entry.outcome == Outcome.DUPLICATE:
        return AGAIN
    state = entry.document.state if entry.document else DocumentState.WAITING
    if entry.outcome == Outcome.WAITING or state in _OPEN:
        return BUSY
    return {DocumentState.LOCKED: "locked", DocumentState.UNREADABLE: "unreadable"}.get(DocumentState(state), TAKEN)
