"""How documents went through: what people had to do, how long it took. Pure: handled documents in, figures out."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, tzinfo
from typing import Any

from insights.period import Period, monday_of

# Changes of what is booked. Each of them makes a document one that was not booked as proposed.
CHANGED = frozenset(
    {
        *(
            "field.changed",
            "line.changed",
            "line.added",
            "line.deleted",
            "line.split",
            "lines.spread",
            "lines.unspread",
        ),
        *("lines.pasted", "lines.collapsed", "lines.taken", "draft.stepped_back", "vendor.mapped", "vendor.created"),
        *("draft.moved", "draft.kind_changed", "pages.arranged", "pages.made", "order_line.chosen", "order.linked"),
    }
)
# A person looked, agreed or decided, and nothing of what is booked changed by it.
DECIDED = frozenset(
    {
        *(
            "field.confirmed",
            "pages.confirmed",
            "hold.put",
            "hold.put_until",
            "hold.taken_off",
            "hold.released",
            "unit.confirmed",
        ),
        *("variance.answered", "variance.seconded", "variance.taken_back", "credit.settled", "credit.unsettled"),
        *("bank_change.requested", "bank_change.called", "bank_change.seconded", "bank_change.accepted"),
        *("bank_change.refused", "vendor.proposed", "vendor.confirmed", "vendor.proposal_refused", "vendor.completed"),
        *("receipt.linked", "receipt.unlinked", "draft.reopened"),
    }
)
# The last of them before the approval made a document ready to be approved.
HOLD_ENDS = frozenset({"hold.gone", "hold.released", "variance.answered", "variance.seconded"})


@dataclass(frozen=True, slots=True)
class Handled:
    """One approved document. ``acts``: what persons did to it, per person how often each; ``ready_at``: when its last
    hold went, or when it was made."""

    draft: uuid.UUID
    vendor: int | None
    name: str
    approver: int
    received_at: datetime
    ready_at: datetime
    approved_at: datetime
    posted_at: datetime | None
    acts: Mapping[int, Counter[str]] = field(default_factory=dict)

    @property
    def changed(self) -> bool:
        """Whether a person changed what is booked."""
        return any(not CHANGED.isdisjoint(done) for done in self.acts.values())

    @property
    def touched(self) -> bool:
        """Whether a person changed, confirmed or decided anything before the approval."""
        return any(not (CHANGED | DECIDED).isdisjoint(done) for done in self.acts.values())

    def did(self, action: str) -> int:
        """How often persons did this to it."""
        return sum(done[action] for done in self.acts.values())


def ready_at(made: datetime, last_hold_gone: datetime | None, approved: datetime) -> datetime:
    """When a document could have been approved: its last hold gone, and never after it was approved."""
    return min(approved, max(made, last_hold_gone) if last_hold_gone else made)


@dataclass(frozen=True, slots=True)
class Through:
    """Straight-through figures of some documents, as numbers of documents."""

    approved: int
    unchanged: int
    untouched: int
    posted: int
    posted_unchanged: int

    @property
    def straight(self) -> float | None:
        """Share of the posted documents of which no person changed anything."""
        return share(self.posted_unchanged, self.posted)

    @property
    def as_proposed(self) -> float | None:
        """Share of the approved documents of which no person changed anything."""
        return share(self.unchanged, self.approved)

    @property
    def at_first_sight(self) -> float | None:
        """Share of the approved documents to which nothing at all was done before."""
        return share(self.untouched, self.approved)


def share(part: int, whole: int) -> float | None:
    """Part of the whole, 0 to 1; None of nothing."""
    return part / whole if whole else None


def through(rows: Iterable[Handled]) -> Through:
    """The straight-through figures."""
    rows = list(rows)
    return Through(
        approved=len(rows),
        unchanged=sum(not row.changed for row in rows),
        untouched=sum(not row.touched for row in rows),
        posted=sum(row.posted_at is not None for row in rows),
        posted_unchanged=sum(row.posted_at is not None and not row.changed for row in rows),
    )


def per_week(rows: Iterable[Handled], period: Period, zone: tzinfo) -> list[tuple[date, Through]]:
    """The figures per calendar week of approval (its Monday), from the first with a document to the period's last."""
    weeks: dict[date, list[Handled]] = {monday: [] for monday in period.weeks()}
    for row in rows:
        weeks.setdefault(monday_of(row.approved_at.astimezone(zone).date()), []).append(row)
    first = min((monday for monday, found in weeks.items() if found), default=period.until)
    return [(monday, through(found)) for monday, found in sorted(weeks.items()) if monday >= first]


@dataclass(frozen=True, slots=True)
class Times:
    """How long something took: number of documents, median and 90th percentile (None without any)."""

    count: int
    median: timedelta | None
    p90: timedelta | None


def times(taken: Iterable[timedelta]) -> Times:
    """Median and 90th percentile by nearest rank: every figure is one that really occurred."""
    found = sorted(taken)
    return Times(len(found), _rank(found, 50), _rank(found, 90))


def _rank(found: Sequence[timedelta], percent: int) -> timedelta | None:
    return found[-(-len(found) * percent // 100) - 1] if found else None


def cycle(rows: Iterable[Handled]) -> dict[str, Times]:
    """From receipt to ready, to approved and to posted, in calendar time."""
    rows = list(rows)
    return {
        "ready": times(row.ready_at - row.received_at for row in rows),
        "approved": times(row.approved_at - row.received_at for row in rows),
        "posted": times(row.posted_at - row.received_at for row in rows if row.posted_at),
    }


@dataclass(frozen=True, slots=True)
class Person:
    """What one person did: documents approved, changed, only confirmed or decided on, and single changes."""

    user: int
    approved: int
    changed: int
    decided: int
    changes: int


def per_person(rows: Iterable[Handled]) -> list[Person]:
    """One row per person who did anything, most documents first."""
    counted: dict[int, Counter[str]] = {}
    for row in rows:
        counted.setdefault(row.approver, Counter())["approved"] += 1
        for user, done in row.acts.items():
            changes = sum(done[action] for action in CHANGED)
            decided = not changes and any(done[action] for action in DECIDED)
            kept = counted.setdefault(user, Counter())
            kept["changes"] += changes
            kept["changed"] += bool(changes)
            kept["decided"] += bool(decided)
    people = [
        Person(user, kept["approved"], kept["changed"], kept["decided"], kept["changes"])
        for user, kept in counted.items()
        if kept.total()
    ]
    return sorted(people, key=lambda each: (-(each.approved + each.changed + each.decided), each.user))


def grouped_by(rows: Iterable[Any], key: Any) -> dict[Any, list[Any]]:
    """Rows by a key, in their order."""
    found: dict[Any, list[Any]] = {}
    for row in rows:
        found.setdefault(key(row), []).append(row)
    return found
