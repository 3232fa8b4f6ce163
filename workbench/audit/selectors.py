"""Reads of the audit log: what somebody may see of it, narrowed to what they look for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from workbench.audit import services as audit
from workbench.audit.kinds import KINDS, actions_of
from workbench.messages.events import EVENTS
from workbench.models import AuditEvent, Document, Draft
from workbench.pipeline.drafting import day_of
from workbench.queue.selectors import search

PAGE = 100
# As many events a file holds at most, the newest that were asked for.
MOST_IN_FILE = 10_000
# As many documents a search is taken to mean at most.
MOST_DOCUMENTS = 200
# Events get their time when they are made and their place when they are kept: those of one moment may change places.
_APART = timedelta(minutes=10)
CHECKED = "audit.checked"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for. ``who``: "" anybody, ``machine``, ``program`` or a person's key; ``kind`` of ``KINDS``;
    ``text`` names documents as the queue's search does; days are within it."""

    who: str = ""
    kind: str = ""
    text: str = ""
    since: date | None = None
    until: date | None = None

    @property
    def anything(self) -> bool:
        """Whether nothing is left out."""
        return self == Wanted()


def wanted_of(asked: Mapping[str, str]) -> Wanted:
    """What an address asks for; what makes no sense is left out."""
    who = asked.get("who", "")
    return Wanted(
        who=who if who in ("machine", "program") or (who.isdecimal() and len(who) < 19) else "",
        kind=asked.get("kind", "") if asked.get("kind", "") in KINDS else "",
        text=asked.get("document", "").strip()[:100],
        since=_day(asked.get("from", "")),
        until=_day(asked.get("to", "")),
    )


def _day(text: str) -> date | None:
    day = day_of(text)
    return day if day and 2000 <= day.year <= 2100 else None


def in_books(rows: QuerySet[Any], path: str, books: Iterable[int]) -> QuerySet[Any]:
    """Rows of these administrations, where another condition or the order is the narrower one.

    Inside a function, so that no database takes the index of the administration and reads its rows of all years.
    """
    return rows.annotate(in_books=Coalesce(path, 0)).filter(in_books__in=list(books))


def first_seq_since(moment: datetime) -> int:
    """A place in the log before which nothing happened at or after the moment, near to the first that did."""
    found = AuditEvent.objects.filter(at__gte=moment - _APART).order_by("at").values_list("seq", flat=True).first()
    return found if found is not None else 2**62


def events(books: Sequence[int], wanted: Wanted) -> QuerySet[AuditEvent]:
    """The events of these administrations that are looked for, newest first."""
    rows = in_books(AuditEvent.objects.all(), "administration_id", books)
    if wanted.since:
        start = _start_of(wanted.since)
        rows = rows.filter(seq__gte=first_seq_since(start), at__gte=start)
    if wanted.until:
        end = _start_of(wanted.until + timedelta(days=1))
        rows = rows.filter(seq__lt=first_seq_since(end + 2 * _APART), at__lt=end)
    if wanted.kind:
        rows = rows.filter(action__in=actions_of(wanted.kind, EVENTS))
    if wanted.who.isdecimal():
        rows = rows.filter(user_id=int(wanted.who))
    elif wanted.who:
        by_program = Q(actor__startswith=audit.PROGRAM)
        # Most events are the machine's: the log is walked, not the list of all that nobody did.
        rows = rows.annotate(person=Coalesce("user_id", 0)).filter(person=0)
        rows = rows.filter(by_program if wanted.who == "program" else ~by_program)
    if wanted.text:
        drafts = _drafts_named(books, wanted.text)
        documents = list(Document.objects.filter(draft_id__in=drafts).values_list("pk", flat=True))
        rows = rows.filter(Q(draft_id__in=drafts) | Q(document_id__in=documents))
    return rows.order_by("-seq")


def _start_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _drafts_named(books: Sequence[int], text: str) -> list[UUID]:
    found = search(Draft.objects.filter(administration_id__in=list(books)), text)
    return list(found.order_by("-received_at").values_list("pk", flat=True)[:MOST_DOCUMENTS])


def documents_of(rows: Iterable[AuditEvent], among: QuerySet[Draft]) -> dict[int, tuple[UUID, str]]:
    """By event number: the draft it is about, by itself or by a file of it, with its vendor and number.

    ``among``: the drafts the person may see. One that was moved to another administration leaves its events behind.
    """
    rows = list(rows)
    files = {row.document_id for row in rows if row.document_id and not row.draft_id}
    of_file = dict(Document.objects.filter(pk__in=files).exclude(draft=None).values_list("pk", "draft_id"))
    of_event = ((row.seq, row.draft_id or (of_file.get(row.document_id) if row.document_id else None)) for row in rows)
    about = {seq: draft for seq, draft in of_event if draft}
    named = among.filter(pk__in=set(about.values())).values_list(
        "pk", "vendor__name", "supplier_name", "invoice_number"
    )
    texts = {pk: " · ".join(filter(None, (known or printed, number))) for pk, known, printed, number in named}
    return {seq: (draft, texts[draft]) for seq, draft in about.items() if draft in texts}


def people_of(books: Sequence[int]) -> list[User]:
    """The people of these administrations, by name."""
    rows = User.objects.filter(memberships__administration_id__in=list(books))
    return list(rows.distinct().order_by("username"))


def last_check() -> AuditEvent | None:
    """The last time the whole chain was checked; None when it never was."""
    return AuditEvent.objects.filter(action=CHECKED).order_by("-seq").first()
