"""How a mailbox does: written down at every look, with a wait that grows while it fails.

Who writes about a mailbox takes the rows of its jobs first, then its own, the end of the audit log last: as picking it
up does, so that none waits for another in a ring.
"""

from __future__ import annotations

from datetime import timedelta

import structlog

from jobs.clock import database_now
from workbench.audit import services as audit
from workbench.mailbox.trouble import MailboxTrouble
from workbench.models import Mailbox

log = structlog.get_logger(__name__)

FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=1)
# Every wrong password counts at the server, which locks the account after some.
FIRST_WAIT_REFUSED, LONGEST_WAIT_REFUSED = timedelta(minutes=30), timedelta(hours=6)
REFUSED = ("MAILBOX_PASSWORD", "MAILBOX_KEY")

FIELDS = ["failure", "failure_params", "failed_at", "failures", "next_at"]


def failed(mailbox: Mailbox, trouble: MailboxTrouble) -> None:
    """Write a failure down, in the caller's transaction; the first of a row, or another cause, goes into the log."""
    news, now = mailbox.failure != trouble.code, database_now()
    mailbox.failed_at = mailbox.failed_at or now
    mailbox.failure, mailbox.failure_params = trouble.code, trouble.params
    mailbox.failures += 1
    mailbox.next_at = now + wait_after(trouble.code, mailbox.failures)
    mailbox.save(update_fields=FIELDS)
    if news:
        audit.record(
            "mailbox.failed",
            actor="mailbox",
            administration=mailbox.administration,
            name=str(mailbox)[:200],
            code=trouble.code,
            params={name: value for name, value in trouble.params.items() if name != "said"},
        )
    log.warning("mailbox_failed", mailbox=str(mailbox.pk), code=trouble.code, failures=mailbox.failures)


def succeeded(mailbox: Mailbox) -> None:
    """Write a success down, in the caller's transaction."""
    failed_before = bool(mailbox.failure)
    mailbox.succeeded_at = database_now()
    forget_failure(mailbox)
    mailbox.save(update_fields=[*FIELDS, "succeeded_at"])
    if failed_before:
        audit.record(
            "mailbox.recovered", actor="mailbox", administration=mailbox.administration, name=str(mailbox)[:200]
        )


def forget_failure(mailbox: Mailbox) -> None:
    """As if it had never failed: the next look is due at once. Does not save."""
    mailbox.failure, mailbox.failure_params, mailbox.failed_at = "", {}, None
    mailbox.failures, mailbox.next_at = 0, None


def wait_after(code: str, failures: int) -> timedelta:
    """How long a mailbox is left alone after so many failures in a row (from 1): doubled each time, up to a limit."""
    first, longest = (FIRST_WAIT_REFUSED, LONGEST_WAIT_REFUSED) if code in REFUSED else (FIRST_WAIT, LONGEST_WAIT)
    return min(longest, first * 2 ** min(failures - 1, 10))
