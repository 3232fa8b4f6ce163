"""The only writer of mails that go out: written in the transaction of their cause, tried by a job."""

from __future__ import annotations

import re
import uuid
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from exact.models import Administration
from jobs import api as jobs
from workbench.accounts.people import Person
from workbench.accounts.rights import Right, require
from workbench.audit import services as audit
from workbench.drafts.changing import DraftRefused
from workbench.inbox.sanitise import safe_text
from workbench.models import MailKind, MailState, OutgoingMail, Policy
from workbench.outgoing.server import configured

LONGEST_SUBJECT, LONGEST_TEXT = 200, 100_000
SWITCHES = ("mail_receipts", "mail_refusals", "mail_letters")
# A person is told what became of these, or decided about them: they stand in the audit log.
AUDITED = (MailKind.RECEIPT, MailKind.REFUSAL, MailKind.VENDOR)


def queue(
    kind: MailKind, *, key: str, to: str, subject: str, text: str, message_id: str = "", **more: Any
) -> OutgoingMail | None:
    """Write a mail and the job that sends it, in the caller's transaction; ``more`` are further fields of its row.

    None when mail is off, the address is none, or a mail with this ``key`` was written before: the same cause is told
    once. Subject and text lose control and direction characters; the subject is one line.
    """
    server = configured()
    to = to.strip()
    if server is None or not is_address(to):
        return None
    key_of_row = uuid.uuid4()
    row, made = OutgoingMail.objects.get_or_create(
        key=key[:120],
        defaults={
            "id": key_of_row,
            "kind": kind,
            "to": to,
            "subject": one_line(subject)[:LONGEST_SUBJECT],
            "text": safe_text(text)[:LONGEST_TEXT],
            "message_id": message_id or f"<{key_of_row}@{server.domain}>",
            "automatic": kind != MailKind.VENDOR,
            **more,
        },
    )
    if not made:
        return None
    _enqueue(row)
    return row


def _enqueue(row: OutgoingMail) -> None:
    jobs.enqueue("mail_send", subject=f"outgoing:{row.pk}", dedupe_key=f"outgoing:{row.pk}")


def one_line(text: str) -> str:
    """A text as it may stand in a header: one line, no signs that the eye does not see."""
    return re.sub(r"\s+", " ", safe_text(text)).strip()


def is_address(text: str) -> bool:
    """Whether this is one mail address and nothing else."""
    try:
        validate_email(text)
    except ValidationError:
        return False
    return len(text) <= 254


def test_mail(*, by: Person, subject: str, text: str) -> OutgoingMail:
    """A mail to oneself. Raises RightMissing; DraftRefused when mail is off or one has no address."""
    require(by, Right.CONFIGURE, None)
    if configured() is None:
        raise DraftRefused("MAIL_OFF")
    with transaction.atomic():
        row = queue(
            MailKind.TEST,
            key=f"test:{by.pk}:{uuid.uuid4()}",
            to=_address_of(by),
            subject=subject,
            text=text,
            person_id=by.pk,
            by_id=by.pk,
        )
        if row is None:
            raise DraftRefused("MAIL_NO_ADDRESS")
        audit.record("mail.tested", by=by, to=row.to)
    return row


def _address_of(person: Person) -> str:
    return str(getattr(person, "email", "") or "")


def try_again(mail_id: uuid.UUID, *, by: Person) -> None:
    """Send once more what failed, or what perhaps arrived. Raises RightMissing; DraftRefused when it is neither."""
    with transaction.atomic():
        row = _open_to(mail_id, by, MailState.FAILED, MailState.UNKNOWN, MailState.GIVEN_UP)
        if configured() is None:
            raise DraftRefused("MAIL_OFF")
        row.state, row.attempts, row.ended_at = MailState.WAITING, 0, None
        row.made_at = timezone.now()
        row.save(update_fields=["state", "attempts", "ended_at", "made_at"])
        _enqueue(row)
        _record("mail.retried", row, by)


def give_up(mail_id: uuid.UUID, *, by: Person) -> None:
    """Have done with a mail that has not gone out. Raises RightMissing; DraftRefused when there is nothing to end."""
    with transaction.atomic():
        row = _open_to(mail_id, by, MailState.WAITING, MailState.FAILED, MailState.UNKNOWN)
        row.state, row.ended_at = MailState.GIVEN_UP, timezone.now()
        row.save(update_fields=["state", "ended_at"])
        _record("mail.given_up", row, by)


def _open_to(mail_id: uuid.UUID, by: Person, *states: MailState) -> OutgoingMail:
    row = OutgoingMail.objects.select_for_update(of=("self",)).select_related("draft").get(pk=mail_id)
    require(by, Right.CONFIGURE, row.administration)
    if row.state not in states:
        raise DraftRefused("MAIL_SETTLED")
    return row


def _record(event: str, row: OutgoingMail, by: Person) -> None:
    audit.record(event, by=by, draft=row.draft, administration=row.administration, to=row.to, text=row.subject)


def set_switch(administration: Administration, name: str, on: bool, *, by: Person) -> None:
    """Have mails of a kind (of SWITCHES) sent for an administration, or not. Raises RightMissing, ValueError."""
    if name not in SWITCHES:
        raise ValueError(name)
    require(by, Right.CONFIGURE, administration)
    with transaction.atomic():
        policy, _made = Policy.objects.select_for_update().get_or_create(administration=administration)
        if getattr(policy, name) != on:
            setattr(policy, name, on)
            policy.save(update_fields=[name])
            event = "mail.switched_on" if on else "mail.switched_off"
            audit.record(event, by=by, administration=administration, mails=name)


def set_own_address(person: User, address: str) -> None:
    """Where a person is mailed. Raises DraftRefused for what is no address; empty: nowhere."""
    address = address.strip()
    if address == person.email:
        return
    if address and not is_address(address):
        raise DraftRefused("MAIL_ADDRESS", to=address[:100])
    with transaction.atomic():
        User.objects.filter(pk=person.pk).update(email=address)
        audit.record("mail.own_address", by=person)
