"""Reads for the bell: what waits for a person by name, and where each notice leads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.urls import reverse

from exact.models import Administration
from workbench.accounts.people import Person
from workbench.messages.notices import notice_text
from workbench.models import Draft, Notice

SHOWN = 100
# Parts of addresses that name what a notice may be about.
NAMED = {"draft_id": "draft", "batch_id": "batch", "change_id": "bank", "proposal_id": "vendor", "person_id": "person"}
PAGES = {"draft": "review", "batch": "batch", "bank": "bank-change", "vendor": "vendor-proposal", "person": "person"}


def notices_for(person: Person, administrations: Iterable[Administration]) -> QuerySet[Notice]:
    """The notices of a person, newest first; those of books they may no longer see stay out of sight."""
    return Notice.objects.filter(
        Q(administration=None) | Q(administration__in=list(administrations)), person_id=person.pk
    )


def unread_for(person: Person, administrations: Iterable[Administration]) -> list[tuple[int, str]]:
    """(key, subject) of what a person has not opened yet; one statement."""
    return list(notices_for(person, administrations).filter(read_at=None).values_list("pk", "subject"))


def subject_of(values: Mapping[str, object]) -> str:
    """What the page of an address is about, as notices name it; "" when it is none of theirs."""
    return next((f"{kind}:{values[name]}" for name, kind in NAMED.items() if name in values), "")


def address_of(notice: Notice) -> str:
    """Where a notice leads."""
    kind, _colon, key = notice.subject.partition(":")
    if kind == "approve":
        return f"{reverse('queue')}?view=to-approve&administration={key.partition(':')[0]}"
    address = reverse(PAGES[kind], args=[key]) if kind in PAGES else reverse("notices")
    return f"{address}?tab=talk" if kind == "draft" and notice.kind in ("mention", "question", "answer") else address


@dataclass(frozen=True, slots=True)
class Row:
    """A notice ready to draw: its sentence, and the document it is about ("" when it is about none)."""

    notice: Notice
    text: str
    document: str


def rows_for(person: Person, administrations: Iterable[Administration]) -> list[Row]:
    """The newest notices, unread ones first."""
    found = notices_for(person, administrations).select_related("administration", "by")
    rows = _newest(found)
    keys = [notice.subject.partition(":")[2] for notice in rows if notice.subject.startswith("draft:")]
    named = Draft.objects.filter(pk__in=keys).values_list("pk", "vendor__name", "supplier_name", "invoice_number")
    texts = {f"draft:{pk}": " · ".join(filter(None, (known or printed, no))) for pk, known, printed, no in named}
    return [Row(notice, _text(notice), texts.get(notice.subject, "")) for notice in rows]


def _text(notice: Notice) -> str:
    who = (notice.by.get_full_name() or notice.by.get_username()) if notice.by else ""
    return notice_text(notice.kind, notice.params, who)


def _newest(found: QuerySet[Notice]) -> list[Notice]:
    unread = list(found.filter(read_at=None)[:SHOWN])
    return unread + list(found.exclude(read_at=None)[: SHOWN - len(unread)])
