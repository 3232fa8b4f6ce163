"""Mailboxes as the screens show them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Now

from exact.models import Administration
from workbench.accounts.people import Person
from workbench.accounts.rights import Right, RightMissing, administrations_for
from workbench.messages import Message, describe
from workbench.models import Mailbox
from workbench.models.mailbox import PickOutcome

# A mail server that is away for a moment is no news.
PATIENCE = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Row:
    """A mailbox, what is wrong with picking it up and with marking or moving (None: nothing), and what came of it."""

    mailbox: Mailbox
    trouble: Message | None
    done_trouble: Message | None
    taken: int
    refused: int

    @property
    def mark(self) -> str:
        """The sign in the margin."""
        if not self.mailbox.active:
            return "info"
        if self.trouble or self.done_trouble:
            return "failed"
        return "sure" if self.mailbox.succeeded_at else "wait"


def configurable_by(user: Person) -> QuerySet[Administration]:
    """The administrations whose mailboxes a person sets up. Raises RightMissing when there are none."""
    rows = administrations_for(user, Right.CONFIGURE).order_by("name")
    if not rows.exists():
        raise RightMissing(Right.CONFIGURE, None)
    return rows


def rows_for(administrations: Iterable[Administration]) -> list[Row]:
    """The mailboxes of these administrations."""
    counted = Mailbox.objects.filter(administration__in=administrations).select_related("administration")
    counted = counted.annotate(
        taken=Count("picked", filter=Q(picked__outcome=PickOutcome.TAKEN)),
        refused=Count("picked", filter=Q(picked__outcome=PickOutcome.REFUSED)),
    )
    return [Row(each, told(each), done_told(each), each.taken, each.refused) for each in counted]


def told(mailbox: Mailbox) -> Message | None:
    """What is wrong with picking a mailbox up, in words."""
    return describe(mailbox.failure, mailbox.failure_params) if mailbox.failure else None


def done_told(mailbox: Mailbox) -> Message | None:
    """What is wrong with marking or moving its taken mails, in words."""
    if not mailbox.done_failure:
        return None
    return describe(mailbox.done_failure, {"folder": mailbox.done_folder, "host": mailbox.host})


def failing(administrations: Iterable[Administration]) -> list[Row]:
    """The mailboxes of these administrations that have not been picked up for a while, though they should."""
    rows = Mailbox.objects.filter(
        administration__in=administrations, active=True, failed_at__lt=Now() - PATIENCE
    ).exclude(failure="")
    return [Row(each, told(each), None, 0, 0) for each in rows.select_related("administration")]


def health_line() -> str:
    """For the page of readiness: how many mailboxes fail. Empty when none does."""
    active = Mailbox.objects.filter(active=True)
    bad = active.exclude(failure="", done_failure="").count()
    return f"{bad} of {active.count()} mailboxes cannot be picked up" if bad else ""
