"""The intake ledger as the inbox shows it: one row per mail or upload, with the outcomes of its parts."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from exact.models import Administration
from workbench.frame.newest import newest_keys
from workbench.models import IntakeEntry, Message, Policy, SenderDecision, SenderPassword
from workbench.models.intake import Outcome
from workbench.models.message import MessageState
from workbench.queue.selectors import start_of_today

LIMIT = 200
WAYS = {"api": "API", "folder": _("folder")}
VIEWS = (("all", _("Everything")), ("mine", _("Waits for you")), ("refused", _("Refused")), ("noise", _("Noise")))


@dataclass(slots=True)
class Row:
    """A mail, or the files of one upload, and what became of each part."""

    key: uuid.UUID
    at: datetime
    sender: str
    address: str
    subject: str
    message: Message | None
    entries: list[IntakeEntry]
    mark: str = "sure"
    noise: bool = False
    outcomes: Counter[str] = field(default_factory=Counter)


def rows(scope: Sequence[Administration], view: str) -> list[Row]:
    """The newest rows of a view."""
    found = _mails(scope, view) + ([] if view == "noise" else _uploads(scope, view))
    found.sort(key=lambda row: row.at, reverse=True)
    return found[:LIMIT]


def _mails(scope: Sequence[Administration], view: str) -> list[Row]:
    wanted = Message.objects.all()
    if view == "mine":
        wanted = wanted.filter(state__in=[MessageState.QUESTION, MessageState.FAILED])
    elif view == "noise":
        wanted = wanted.filter(state=MessageState.NOISE)
    elif view == "refused":
        wanted = wanted.filter(Q(state=MessageState.FAILED) | Q(entries__outcome=Outcome.REFUSED)).distinct()
    keys = newest_keys(wanted, scope, "received_at", LIMIT)
    messages = Message.objects.filter(pk__in=keys).prefetch_related(Prefetch("entries", _entries()))
    return [_row_of_mail(message) for message in messages.order_by("-received_at")]


def _entries() -> QuerySet[IntakeEntry]:
    """Entries with their parts and the drafts they became, without what was read and judged: that is no list's."""
    heavy = ("reading", "draft__fields", "draft__match_result", "draft__vendor_result", "draft__vat_result")
    rows = IntakeEntry.objects.select_related("document__draft").defer(*(f"document__{name}" for name in heavy))
    return rows.prefetch_related("parts")


def _row_of_mail(message: Message) -> Row:
    entries = list(message.entries.all())
    row = Row(
        key=message.pk,
        at=message.received_at,
        sender=message.sender_name or message.sender_address or str(_("unknown sender")),
        address=message.sender_address,
        subject=message.subject or str(_("(no subject)")),
        message=message,
        entries=entries,
        noise=message.state == MessageState.NOISE,
        outcomes=Counter(entry.outcome for entry in entries),
    )
    row.mark = {
        MessageState.QUESTION: "check",
        MessageState.FAILED: "failed",
        MessageState.NOISE: "info",
        MessageState.RECEIVED: "wait",
    }.get(MessageState(message.state), "sure")
    if row.outcomes[Outcome.REFUSED]:
        row.mark = "failed"
    return row


def _uploads(scope: Sequence[Administration], view: str) -> list[Row]:
    wanted = IntakeEntry.objects.filter(message=None, parent=None)
    if view == "refused":
        wanted = wanted.filter(outcome=Outcome.REFUSED)
    elif view == "mine":
        wanted = wanted.filter(outcome=Outcome.REFUSED, received_at__gte=start_of_today())
    keys = newest_keys(wanted, scope, "received_at", LIMIT * 3)
    entries = _entries().filter(pk__in=keys).select_related("document__draft", "received_by")
    batches: dict[uuid.UUID, Row] = {}
    for entry in entries.order_by("-received_at"):
        row = batches.get(entry.batch)
        if row is None:
            who = entry.received_by.get_username() if entry.received_by else entry.source
            how = str(WAYS.get(entry.source, _("upload")))
            row = Row(entry.batch, entry.received_at, who, how, "", None, [])
            batches[entry.batch] = row
        row.entries.append(entry)
        row.outcomes[entry.outcome] += 1
        if entry.outcome == Outcome.REFUSED:
            row.mark = "failed"
    for row in batches.values():
        names = [entry.name for entry in row.entries]
        row.subject = names[0] if len(names) == 1 else f"{names[0]} + {len(names) - 1}"
    return list(batches.values())


def ledger_of_today(scope: Sequence[Administration]) -> dict[str, int]:
    """Everything that came in today, by outcome: the figures add up to ``total``."""
    counted = Counter(
        IntakeEntry.objects.filter(administration__in=scope, received_at__gte=start_of_today()).values_list(
            "outcome", flat=True
        )
    )
    return {"total": sum(counted.values()), **{outcome.value: counted[outcome.value] for outcome in Outcome}}


@dataclass(frozen=True, slots=True)
class Asking:
    """Whether the first mail of an unknown sender waits in an administration."""

    administration: Administration
    asks: bool


def asking_of(administrations: Sequence[Administration]) -> list[Asking]:
    """For each of the administrations."""
    rows = Policy.objects.filter(administration__in=administrations, ask_new_senders=True)
    asks = set(rows.values_list("administration_id", flat=True))
    return [Asking(each, each.pk in asks) for each in administrations]


def decisions_in(administrations: Sequence[Administration]) -> QuerySet[SenderDecision]:
    """What was decided about senders, by sender."""
    rows = SenderDecision.objects.filter(administration__in=administrations)
    return rows.select_related("administration").order_by("sender", "administration__name")[:500]


def passwords_in(administrations: Sequence[Administration]) -> QuerySet[SenderPassword]:
    """Whose locked files open by themselves, by sender; what is secret stays where it is."""
    rows = SenderPassword.objects.filter(administration__in=administrations).defer("secret")
    return rows.select_related("administration").order_by("sender", "administration__name")[:500]
