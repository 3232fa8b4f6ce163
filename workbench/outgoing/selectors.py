"""Mails that go out as the screens show them."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count, Q, QuerySet
from django.utils.functional import Promise

from exact.models import Administration
from workbench.accounts.people import Person
from workbench.accounts.selectors import configured_by, people_of
from workbench.inbox.addresses import address_of, receives_mail
from workbench.messages import Message, describe
from workbench.messages.outgoing import MAIL_KINDS, MAIL_STATES
from workbench.models import Comment, MailKind, MailState, OutgoingMail, Policy
from workbench.models import Message as ReceivedMail
from workbench.outgoing.server import MailServer, configured, wrong_with_settings

LIMIT = 200
OPEN = (MailState.WAITING, MailState.SENDING, MailState.UNKNOWN, MailState.FAILED)
MARKS = {
    MailState.WAITING: "wait",
    MailState.SENDING: "wait",
    MailState.SENT: "sure",
    MailState.UNKNOWN: "check",
    MailState.FAILED: "failed",
    MailState.GIVEN_UP: "info",
}
# What stands in these is for one person's eyes.
PERSONAL = (MailKind.DIGEST, MailKind.TEST, MailKind.ALARM, MailKind.OVER)


@dataclass(frozen=True, slots=True)
class Row:
    """A mail ready to draw; ``told``: why it has not gone out (None: it has, or waits for its first try)."""

    mail: OutgoingMail
    kind: str | Promise
    state: str | Promise
    mark: str
    told: Message | None

    @property
    def may_try(self) -> bool:
        """Whether a person may have it sent (again)."""
        return self.mail.state in (MailState.FAILED, MailState.UNKNOWN, MailState.GIVEN_UP)

    @property
    def may_end(self) -> bool:
        """Whether a person may give it up."""
        return self.mail.state in (MailState.WAITING, MailState.FAILED, MailState.UNKNOWN)

    @property
    def readable(self) -> bool:
        """Whether its text may be shown to an admin."""
        return self.mail.kind not in PERSONAL


def row_of(mail: OutgoingMail) -> Row:
    """One mail."""
    state = MailState(mail.state)
    told = describe(mail.reason, mail.params) if mail.reason else None
    return Row(mail, MAIL_KINDS[mail.kind], MAIL_STATES[state], MARKS[state], told)


def answer_to(message: ReceivedMail | None) -> Row | None:
    """What the sender of a mail was told by itself."""
    mail = OutgoingMail.objects.filter(answers=message).defer("text").first() if message else None
    return row_of(mail) if mail else None


def letter_answered_by(message: ReceivedMail | None) -> uuid.UUID | None:
    """The draft whose letter a mail answers, by key."""
    rows = Comment.objects.filter(message=message) if message and message.note == "LETTER_ANSWERED" else ()
    return next((row.draft_id for row in rows), None)


def visible(user: Person) -> QuerySet[OutgoingMail]:
    """The mails of the books that a person sets up, and those to its people. Raises RightMissing."""
    mine = list(configured_by(user).values_list("pk", flat=True))
    personal = Q(administration=None, person__in=people_of(user).order_by().values("pk"))
    rows = OutgoingMail.objects.filter(Q(administration__in=mine) | personal)
    return rows.select_related("administration", "draft", "person")


def rows_for(user: Person, view: str) -> list[Row]:
    """The newest mails, or ("open") those that have not gone out."""
    rows = visible(user)
    if view == "open":
        rows = rows.filter(state__in=OPEN)
    return [row_of(mail) for mail in rows.defer("text").order_by("-made_at")[:LIMIT]]


@dataclass(frozen=True, slots=True)
class Switches:
    """What an administration sends, and where answers to its letters come back ("" to the sender's address only)."""

    administration: Administration
    receipts: bool
    refusals: bool
    letters: bool
    answers_to: str


def switches_of(administrations: Sequence[Administration]) -> list[Switches]:
    """For each of the administrations."""
    known = {row.administration_id: row for row in Policy.objects.filter(administration__in=administrations)}
    found = []
    for each in administrations:
        policy = known.get(each.pk) or Policy(administration=each)
        back = address_of(each) if receives_mail() else ""
        found.append(Switches(each, policy.mail_receipts, policy.mail_refusals, policy.mail_letters, back))
    return found


@dataclass(frozen=True, slots=True)
class State:
    """How outgoing mail stands: the server (None: off), what is wrong with its settings, and what has not gone out."""

    server: MailServer | None
    wrong: str
    waiting: int
    unknown: int
    failed: int
    domain: str


def state_for(user: Person) -> State:
    """For the page of a person who sets up."""
    counted = dict(
        visible(user)
        .filter(state__in=OPEN)
        .order_by()
        .values_list("state")
        .annotate(n=Count("pk"))
        .values_list("state", "n")
    )
    return State(
        configured(),
        wrong_with_settings(),
        counted.get(MailState.WAITING, 0) + counted.get(MailState.SENDING, 0),
        counted.get(MailState.UNKNOWN, 0),
        counted.get(MailState.FAILED, 0),
        settings.INBOEK_MAIL_DOMAIN,
    )
