"""Sending one mail, at most once as far as SMTP allows.

The row becomes SENDING, committed, right before the command that hands the text over; whatever breaks before it is
tried again, what breaks after it is not known. Nothing here is repeated because a process died.
"""

from __future__ import annotations

import smtplib
import uuid
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import structlog
from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend
from django.db import transaction
from django.utils import timezone

from jobs import api as jobs
from jobs.runner import full_jitter
from workbench.audit import services as audit
from workbench.bell.services import tell
from workbench.models import MailKind, MailState, NoticeKind, OutgoingMail
from workbench.outgoing.outcomes import (
    FIRST_WAIT,
    LOGIN_WAIT,
    LONGEST_WAIT,
    Tried,
    may_try_again,
    outcome_of,
)
from workbench.outgoing.server import MailServer, configured
from workbench.outgoing.services import AUDITED

log = structlog.get_logger(__name__)

SECONDS = 30.0
OFF_WAIT = 15 * 60.0


class Connection(EmailBackend):
    """Django's connection to a mail server; ``before_text`` is called right before a mail's text is handed over."""

    def __init__(self, server: MailServer, before_text: Callable[[], None]) -> None:
        super().__init__(
            host=server.host,
            port=server.port,
            username=server.user,
            password=server.password,
            use_tls=server.scheme == "smtp+starttls",
            use_ssl=server.scheme == "smtps",
            timeout=SECONDS,
        )
        self._before_text = before_text

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        """The library's class, with our word before DATA."""
        before_text, base = self._before_text, smtplib.SMTP_SSL if self.use_ssl else smtplib.SMTP

        class Marked(base):  # type: ignore[valid-type,misc]
            def data(self, msg: Any) -> Any:
                before_text()
                return super().data(msg)

        return Marked

    def let_go(self) -> None:
        """Close without a word: what was sent is sent, whatever becomes of the connection."""
        with suppress(smtplib.SMTPException, OSError):
            self.close()


def send(mail_id: uuid.UUID) -> None:
    """Try to send a mail. Raises RetryLater when it is to be tried again."""
    server = configured()
    row = _claim(mail_id, counted=server is not None)
    if row is None:
        return
    if server is None:
        raise jobs.RetryLater(OFF_WAIT, "mail is off", free=True)
    begun = False

    def begin() -> None:
        nonlocal begun
        if not _began(row):
            raise Taken
        begun = True

    connection = Connection(server, begin)
    tried = Tried(MailState.SENT)
    try:
        connection.open()
        connection.send_messages([as_email(row, server)])
    except Taken:
        return
    except Exception as error:
        tried = outcome_of(error, begun=begun, host=server.host)
    finally:
        connection.let_go()
    _settle(row, tried)


class Taken(Exception):
    """Somebody ended the mail while the connection was made."""


def as_email(row: OutgoingMail, server: MailServer) -> EmailMessage:
    """The mail as it goes over the line. A header with a line break raises BadHeaderError (a ValueError)."""
    headers = {"Message-ID": row.message_id, "From": server.sender}
    if row.references:
        headers |= {"In-Reply-To": row.references, "References": row.references}
    if row.automatic:
        replied = row.kind in (MailKind.RECEIPT, MailKind.REFUSAL)
        headers |= {
            "Auto-Submitted": "auto-replied" if replied else "auto-generated",
            "Precedence": "bulk",
            "X-Auto-Response-Suppress": "All",
        }
    back = [row.reply_to] if row.reply_to else None
    return EmailMessage(row.subject, row.text, server.address, [row.to], headers=headers, reply_to=back)


def _claim(mail_id: uuid.UUID, *, counted: bool) -> OutgoingMail | None:
    """The mail to try, its attempt ``counted``; None when there is nothing to do. One that stands as SENDING was left
    by a process that died with it: nobody knows. While mail is off nothing is tried, and so nothing used up."""
    with transaction.atomic():
        row = OutgoingMail.objects.select_for_update(of=("self",)).filter(pk=mail_id).first()
        if row is None or row.state not in (MailState.WAITING, MailState.SENDING):
            return None
        if row.state == MailState.SENDING:
            _end(row, Tried(MailState.UNKNOWN, "MAIL_UNKNOWN", {"host": "", "said": ""}))
            return None
        row.attempts += counted
        row.save(update_fields=["attempts"])
    return row


def _began(row: OutgoingMail) -> bool:
    """Commit that the text is about to go."""
    with transaction.atomic():
        waiting = OutgoingMail.objects.filter(pk=row.pk, state=MailState.WAITING, attempts=row.attempts)
        return bool(waiting.update(state=MailState.SENDING))


def _settle(row: OutgoingMail, tried: Tried) -> None:
    """Write down what became of the try. Raises RetryLater when it is tried again."""
    if tried.state == MailState.WAITING and not may_try_again(row.attempts, timezone.now() - row.made_at):
        tried = Tried(MailState.FAILED, tried.code, tried.params)
    log.info("mail_tried", mail=str(row.pk), kind=row.kind, state=tried.state.value, code=tried.code)
    with transaction.atomic():
        fresh = OutgoingMail.objects.select_for_update(of=("self",)).get(pk=row.pk)
        # What this process knows of its own try goes before what another had to guess.
        if fresh.attempts != row.attempts or fresh.state in (MailState.SENT, MailState.FAILED, MailState.GIVEN_UP):
            return
        _end(fresh, tried)
    if tried.state == MailState.WAITING:
        wait = full_jitter(row.attempts, base=FIRST_WAIT, cap=LONGEST_WAIT)
        least = LOGIN_WAIT if tried.code == "MAIL_LOGIN" else 1.0
        raise jobs.RetryLater(max(wait, least), tried.code, free=True)


def _end(row: OutgoingMail, tried: Tried) -> None:
    """Keep an outcome, in the caller's transaction; who wrote the letter is told when it did not go."""
    row.state, row.reason, row.params = tried.state, tried.code, tried.params
    row.ended_at = None if tried.state == MailState.WAITING else timezone.now()
    row.save(update_fields=["state", "reason", "params", "ended_at"])
    if tried.state == MailState.WAITING:
        return
    if row.kind in AUDITED:
        event = {MailState.SENT: "mail.sent", MailState.UNKNOWN: "mail.unknown"}.get(tried.state, "mail.failed")
        audit.record(
            event,
            actor="mail",
            draft=row.draft,
            administration=row.administration,
            to=row.to,
            text=row.subject,
            mail=row.message_id,
        )
    if tried.state != MailState.SENT and row.kind == MailKind.VENDOR and row.by_id and row.draft_id:
        tell(
            {row.by_id},
            NoticeKind.MAIL_FAILED,
            f"draft:{row.draft_id}",
            administration_id=row.administration_id,
            what="unknown" if tried.state == MailState.UNKNOWN else "",
            to=row.to,
        )
