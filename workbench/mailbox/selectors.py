"""Mailboxes as the screens show them."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Now

from exact.models import Administration
from workbench.accounts.people import Person
from workbench.accounts.rights import Right, RightMissing, administrations_for
from workbench.mailbox.oauth.addresses import redirect_uri
from workbench.mailbox.oauth.providers import PRESETS
from workbench.messages import Message, describe
from workbench.models import Mailbox, MailboxAccess
from workbench.models.mailbox import PickOutcome
from workbench.models.mailbox_access import AccessFlow, AccessState, Provider

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
    def access(self) -> MailboxAccess | None:
        """The app that opens it; None: a password does."""
        return getattr(self.mailbox, "access", None)

    @property
    def provider(self) -> str:
        """Who gives the tokens, by name."""
        access = self.access
        if access is None:
            return ""
        preset = PRESETS.get(access.provider)
        return preset.name if preset else urlsplit(access.token_url).hostname or ""

    @property
    def to_connect(self) -> bool:
        """Must a person consent before it can be picked up?"""
        access = self.access
        return access is not None and access.flow == AccessFlow.PERSON and access.state != AccessState.OPEN

    @property
    def mark(self) -> str:
        """The sign in the margin."""
        if not self.mailbox.active:
            return "info"
        if self.trouble or self.done_trouble:
            return "failed"
        if self.to_connect:
            return "check"
        return "sure" if self.mailbox.succeeded_at else "wait"


def configurable_by(user: Person) -> QuerySet[Administration]:
    """The administrations whose mailboxes a person sets up. Raises RightMissing when there are none."""
    rows = administrations_for(user, Right.CONFIGURE).order_by("name")
    if not rows.exists():
        raise RightMissing(Right.CONFIGURE, None)
    return rows


@dataclass(frozen=True, slots=True)
class Way:
    """A way into a mailbox: by its ``password`` or a provider's token. ``host`` is a known provider's mail server,
    ``receiver`` the name in its word on origins, ``has_app`` whether the instance has an app there, and
    ``redirect_uri`` the address to register with an app."""

    code: str
    host: str = ""
    receiver: str = ""
    has_app: bool = False
    redirect_uri: str = ""

    @property
    def by_token(self) -> bool:
        """Not by a password?"""
        return self.code != "password"


def ways(host: str = "") -> list[Way]:
    """All ways into a mailbox, the most usual first; for one at ``host`` those that can lead there."""
    known = [
        Way(code, preset.host, preset.receiver, bool(settings.INBOEK_MAILBOX_APPS[code][0]), redirect_uri(code))
        for code, preset in PRESETS.items()
        if not host or host in preset.hosts
    ]
    return [*known, Way("password"), Way(Provider.OTHER.value, redirect_uri=redirect_uri(Provider.OTHER.value))]


def rows_for(administrations: Iterable[Administration], *, only: uuid.UUID | None = None) -> list[Row]:
    """The mailboxes of these administrations, or ``only`` that of them."""
    counted = Mailbox.objects.filter(administration__in=administrations).select_related("administration", "access")
    counted = counted.filter(pk=only) if only else counted
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
    given = {"folder": mailbox.done_folder, "host": mailbox.host, "user": mailbox.username, "said": ""}
    return describe(mailbox.done_failure, given)


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
