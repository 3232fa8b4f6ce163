"""What was booked before, ready to be asked per vendor and text; recent bookings weigh most.

The index is incremental: ``add`` costs the same whatever it holds, a question looks at a handful of short
lists. Time decay and order decay together make a change of habit win after two bookings, while one slip of a
clerk only makes the index silent for a moment.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from domain.evidence import Reason, Source
from matching.coding.signature import signature, words
from matching.coding.types import Choice, Coding, Field

# Only this many latest bookings per key are kept: older ones could no longer win.
_KEPT = 12
_HALF_LIFE_DAYS = 120.0
_ORDER_DECAY = 0.55
_ANSWER_FROM = 0.70
# How much a level is believed when it agrees with itself completely.
_TRUST = {"vendor_text": 0.99, "vendor_item": 0.99, "text": 0.93, "vendor_words": 0.90, "vendor": 0.90}
_FIRST_SEEN = 0.35  # weight of doubt against a single earlier booking
_VENDOR_SHARE = 0.97
_VENDOR_MINIMUM = 6


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """A booked purchase line. ``vendor_id`` as in the directory, ``net`` signed in own currency."""

    vendor_id: str
    day: date
    description: str
    coding: Coding
    net: Decimal = Decimal(0)
    item_code: str = ""
    item_group: str = ""
    order_reference: str = ""


@dataclass(frozen=True, slots=True)
class _Vote:
    day: date
    value: str


@dataclass(slots=True)
class _Shift:
    """A vendor's account changed from one to another: how often seen, and since when."""

    to: str
    since: date
    seen: int = 1


class HistoryIndex:
    """Booked lines by vendor and text, vendor and item, text alone, vendor's words and vendor alone."""

    def __init__(self, lines: Iterable[HistoryLine] = ()) -> None:
        self._votes: dict[tuple[Field, str, str, str], deque[_Vote]] = defaultdict(lambda: deque(maxlen=_KEPT))
        self._vendor_total: dict[tuple[Field, str], dict[str, int]] = defaultdict(lambda: defaultdict(int))
        self._shifts: dict[tuple[Field, str, str], _Shift] = {}
        for line in lines:
            self.add(line)

    def add(self, line: HistoryLine) -> None:
        """Learn one booked line; lines should come in order of date."""
        text = signature(line.description)
        for field_name in Field:
            value = line.coding.get(field_name)
            if not value and field_name is Field.GL:
                continue
            if field_name is Field.GL:
                self._notice_shift(line, text, value)
            vote = _Vote(line.day, value)
            self._votes[field_name, "vendor_text", line.vendor_id, text].append(vote)
            self._votes[field_name, "text", "", text].append(vote)
            if line.item_code:
                self._votes[field_name, "vendor_item", line.vendor_id, line.item_code].append(vote)
            for word in set(words(line.description)):
                self._votes[field_name, "vendor_word", line.vendor_id, word].append(vote)
            self._vendor_total[field_name, line.vendor_id][value] += 1
            self._votes[field_name, "vendor", line.vendor_id, ""].append(vote)

    def _notice_shift(self, line: HistoryLine, text: str, value: str) -> None:
        votes = self._votes.get((Field.GL, "vendor_text", line.vendor_id, text))
        if not votes:
            return
        usual, share = _winner(votes, line.day)[:2]
        known = self._shifts.get((Field.GL, line.vendor_id, usual))
        if value != usual and share >= 0.6:
            if known and known.to == value:
                known.seen += 1
            else:
                self._shifts[Field.GL, line.vendor_id, usual] = _Shift(value, line.day)
        elif value == usual and known and line.day > known.since:
            known.seen -= 1
            if known.seen <= 0:
                del self._shifts[Field.GL, line.vendor_id, usual]

    def choose(
        self, field_name: Field, vendor_id: str, description: str, day: date, item_code: str = ""
    ) -> Choice | None:
        """The code past bookings point at on that day; None when they are silent or disagree."""
        text = signature(description)
        levels = [("vendor_text", vendor_id, text)]
        if item_code:
            levels.insert(0, ("vendor_item", vendor_id, item_code))
        for level, owner, key in levels:
            votes = self._votes.get((field_name, level, owner, key))
            if votes:
                return self._from_votes(field_name, level, votes, vendor_id, day)
        return (
            self._by_words(field_name, vendor_id, description, day)
            or self._by_text(field_name, vendor_id, text, day)
            or self._by_vendor(field_name, vendor_id, day)
        )

    def disagrees(self, field_name: Field, vendor_id: str, description: str) -> bool:
        """Whether this vendor and text were booked before in more than one way."""
        votes = self._votes.get((field_name, "vendor_text", vendor_id, signature(description)))
        return bool(votes) and len({vote.value for vote in votes or ()}) > 1

    def knows(self, vendor_id: str) -> bool:
        """Whether anything was booked for this vendor."""
        return (Field.GL, vendor_id) in self._vendor_total

    def _from_votes(
        self, field_name: Field, level: str, votes: deque[_Vote], vendor_id: str, day: date
    ) -> Choice | None:
        value, share, count, others = _winner(votes, day)
        confidence = share * _TRUST[level] * (1 - _FIRST_SEEN / (2 * count + 1))
        shift = self._shifts.get((field_name, vendor_id, value)) if field_name is Field.GL else None
        if shift and votes[-1].day < shift.since:
            if shift.seen < 2:
                return None  # another text of this vendor just moved away from this account
            reasons = (_reason(level, shift.to, count, votes), Reason("coding.moved", {"from": value, "to": shift.to}))
            return Choice(shift.to, Source.HISTORY, 0.8, reasons, (value,))
        if confidence < _ANSWER_FROM:
            return None
        return Choice(value, Source.HISTORY, round(confidence, 3), (_reason(level, value, count, votes),), others)

    def _by_words(self, field_name: Field, vendor_id: str, description: str, day: date) -> Choice | None:
        """A new text of a known vendor: do its words agree on one code?"""
        found: dict[str, float] = defaultdict(float)
        known = 0
        own = set(words(description))
        for word in own:
            votes = self._votes.get((field_name, "vendor_word", vendor_id, word))
            if votes:
                value, share, _, _ = _winner(votes, day)
                found[value] += share
                known += 1
        if not known or known * 2 < len(own):
            return None
        value = max(found, key=lambda v: (found[v], v))
        confidence = found[value] / known * _TRUST["vendor_words"] * (known / len(own)) ** 0.25
        if confidence < _ANSWER_FROM or len(found) > 1:
            return None
        return Choice(value, Source.HISTORY, round(confidence, 3), (Reason("coding.words", {"value": value}),))

    def _by_text(self, field_name: Field, vendor_id: str, text: str, day: date) -> Choice | None:
        """The same text from other vendors; for accounts only, cost centres are a vendor's own affair."""
        if field_name in (Field.COST_CENTRE, Field.COST_UNIT) or not text:
            return None
        votes = self._votes.get((field_name, "text", "", text))
        return self._from_votes(field_name, "text", votes, vendor_id, day) if votes else None

    def _by_vendor(self, field_name: Field, vendor_id: str, day: date) -> Choice | None:
        """A vendor whose every line goes to one code."""
        totals = self._vendor_total.get((field_name, vendor_id))
        if not totals:
            return None
        count = sum(totals.values())
        value = max(totals, key=lambda v: (totals[v], v))
        recent = self._votes[field_name, "vendor", vendor_id, ""]
        if count < _VENDOR_MINIMUM or totals[value] / count < _VENDOR_SHARE or recent[-1].value != value:
            return None
        confidence = totals[value] / count * _TRUST["vendor"]
        return Choice(value, Source.HISTORY, round(confidence, 3), (_reason("vendor", value, count, recent),))


def _winner(votes: deque[_Vote], day: date) -> tuple[str, float, int, tuple[str, ...]]:
    """The value with most weight, its share of all weight, its number of votes, and the other values."""
    latest = votes[-1].value
    if all(vote.value == latest for vote in votes):
        return latest, 1.0, len(votes), ()
    weights: dict[str, float] = defaultdict(float)
    counts: dict[str, int] = defaultdict(int)
    for position, vote in enumerate(reversed(votes)):
        age = max(0, (day - vote.day).days)
        weights[vote.value] += _ORDER_DECAY**position * 0.5 ** (age / _HALF_LIFE_DAYS)
        counts[vote.value] += 1
    ranked = sorted(weights, key=lambda value: (-weights[value], value))
    return ranked[0], weights[ranked[0]] / sum(weights.values()), counts[ranked[0]], tuple(ranked[1:4])


def _reason(level: str, value: str, count: int, votes: deque[_Vote]) -> Reason:
    return Reason(f"coding.{level}", {"value": value, "times": str(count), "last": votes[-1].day.isoformat()})
