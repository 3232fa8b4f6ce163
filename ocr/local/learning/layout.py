"""A vendor's layout: what its confirmed documents have in common, and what later ones contradicted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from ocr.local.learning.lesson import Lesson, Mark, Spot, Table, TableColumn

# Confirmed documents of one layout before it is read by; documents that must agree on a place or a habit.
ENOUGH = 3
# Later confirmed documents that contradict a place before it is dropped.
DROPPED_AFTER = 2
# Lessons of one layout that count: older ones no longer say how the vendor prints today.
WINDOW = 12
# What a document more takes from the weight of the ones before it.
DECAY = 0.85
# How far from the learnt place a value may stand, shares of the page.
NEAR_X, NEAR_Y = 0.035, 0.012
# Two documents have one layout when this share of its fixed texts stands where it stood.
ALIKE = 0.5
_MARK_X = 0.04


@dataclass(frozen=True, slots=True)
class LearntSpot:
    """A place with its record: in how many documents it held (``count``), with what weight after decay, and how many
    of the latest in a row contradicted it (``against``). ``shapes`` are the forms its values had."""

    spot: Spot
    count: int
    weight: float
    against: int = 0
    shapes: frozenset[str] = frozenset()

    def to_json(self) -> list[Any]:
        """Plain data."""
        return [self.spot.to_json(), self.count, round(self.weight, 4), self.against, sorted(self.shapes)]

    @classmethod
    def from_json(cls, row: list[Any]) -> LearntSpot:
        """Inverse of ``to_json``; raises TypeError or ValueError on another shape."""
        spot, count, weight, against, shapes = row
        return cls(Spot.from_json(spot), int(count), float(weight), int(against), frozenset(str(s) for s in shapes))


@dataclass(frozen=True, slots=True)
class LearntLayout:
    """One layout of a vendor. ``key`` is the keeper's name for it; ``documents`` how many lessons it rests on;
    ``marks`` the texts that most of them share."""

    documents: int = 0
    spots: tuple[LearntSpot, ...] = ()
    marks: tuple[Mark, ...] = ()
    habits: Mapping[str, str] = field(default_factory=dict)
    table: Table = field(default_factory=Table)
    key: str = ""

    @property
    def active(self) -> bool:
        """Whether enough documents confirmed it to be read by."""
        return self.documents >= ENOUGH

    def to_json(self) -> dict[str, Any]:
        """Plain data, JSON-ready."""
        return {
            "documents": self.documents,
            "spots": [spot.to_json() for spot in self.spots],
            "marks": [[mark.text, round(mark.x, 3)] for mark in self.marks],
            "habits": dict(self.habits),
            "table": self.table.to_json(),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any], key: str = "") -> LearntLayout:
        """Inverse of ``to_json`` under the keeper's ``key``; raises KeyError, TypeError or ValueError on another
        shape."""
        return cls(
            documents=int(data["documents"]),
            spots=tuple(LearntSpot.from_json(row) for row in data["spots"]),
            marks=tuple(Mark(str(text), float(x)) for text, x in data["marks"]),
            habits={str(name): str(value) for name, value in data["habits"].items()},
            table=Table.from_json(data["table"]),
            key=key,
        )

    def places(self, name: str) -> list[LearntSpot]:
        """The places of a field that are read by, most dependable first."""
        good = [s for s in self.spots if s.spot.field == name and s.count >= ENOUGH]
        return sorted(good, key=lambda s: (s.against, -s.weight))


def learnt(lessons: Sequence[Lesson], key: str = "") -> LearntLayout:
    """The layout that these lessons (oldest first) teach."""
    lessons = lessons[-WINDOW:]
    if not lessons:
        return LearntLayout(key=key)
    return LearntLayout(len(lessons), _spots(lessons), _marks(lessons), _habits(lessons), _table(lessons), key)


def likeness(marks: Sequence[Mark], layout: LearntLayout) -> float:
    """The share of the layout's fixed texts that stand at their place among ``marks`` (0-1)."""
    if not layout.marks or not marks:
        return 0.0
    places: dict[str, list[float]] = {}
    for mark in marks:
        places.setdefault(mark.text, []).append(mark.x)
    found = sum(any(abs(x - mark.x) < _MARK_X for x in places.get(mark.text, ())) for mark in layout.marks)
    return found / len(layout.marks)


def best_match(marks: Sequence[Mark], layouts: Sequence[LearntLayout]) -> tuple[LearntLayout | None, float]:
    """The layout a document with these marks has, and how alike; None when it has none of them."""
    ranked = sorted(((likeness(marks, each), each.documents, n) for n, each in enumerate(layouts)), reverse=True)
    if not ranked or ranked[0][0] < ALIKE:
        return None, ranked[0][0] if ranked else 0.0
    return layouts[ranked[0][2]], ranked[0][0]


def same_place(a: Spot, b: Spot) -> bool:
    """Whether two spots are one place: same label at the same distance by the left or the right edge."""
    if a.field != b.field or a.label != b.label or abs(a.dy - b.dy) >= NEAR_Y:
        return False
    return abs(a.dx - b.dx) < NEAR_X or abs(a.dr - b.dr) < NEAR_X


def _spots(lessons: Sequence[Lesson]) -> tuple[LearntSpot, ...]:
    """Each place with its record, the contradicted ones dropped. A field that a document does not print says nothing
    about its places; one printed elsewhere contradicts them."""
    kept: list[LearntSpot] = []
    for lesson in lessons:
        printed: dict[str, list[Spot]] = {}
        for spot in lesson.spots:
            printed.setdefault(spot.field, []).append(spot)
        renewed: list[LearntSpot] = []
        for old in kept:
            here = printed.get(old.spot.field, [])
            hit = next((s for s in here if same_place(s, old.spot)), None)
            if hit is not None:
                here.remove(hit)
                spot = hit if hit.words else replace(hit, words=old.spot.words)
                weight = old.weight * DECAY + (1.0 if hit.own else 0.5)
                renewed.append(LearntSpot(spot, old.count + 1, weight, 0, old.shapes | {hit.shape}))
            elif old.spot.field in lesson.wrong or any(s.field == old.spot.field for s in lesson.spots):
                renewed.append(replace(old, against=old.against + 1, weight=old.weight * DECAY))
            else:
                renewed.append(old)
        kept = [s for s in renewed if s.against < DROPPED_AFTER]
        for rest in printed.values():
            kept.extend(LearntSpot(s, 1, 1.0 if s.own else 0.5, 0, frozenset({s.shape})) for s in rest)
    return tuple(kept)


def _marks(lessons: Sequence[Lesson]) -> tuple[Mark, ...]:
    """The texts that stand at the same place in most lessons; of a single one all of them."""
    groups: list[tuple[Mark, int]] = []
    places: dict[str, list[int]] = {}
    for lesson in lessons:
        met: set[int] = set()
        for mark in lesson.marks:
            at = next((n for n in places.get(mark.text, ()) if abs(groups[n][0].x - mark.x) < _MARK_X), None)
            if at is None:
                places.setdefault(mark.text, []).append(len(groups))
                groups.append((mark, 1))
            elif at not in met:
                groups[at] = (mark, groups[at][1] + 1)
            else:
                continue
            met.add(places[mark.text][-1] if at is None else at)
    need = 1 if len(lessons) == 1 else max(2, 0.6 * len(lessons))
    return tuple(mark for mark, count in groups if count >= need)


def _habits(lessons: Sequence[Lesson]) -> dict[str, str]:
    """What the last ENOUGH documents that tell agree on. One that tells otherwise breaks it until it is old."""
    out = {}
    for name in sorted({name for lesson in lessons for name in lesson.habits}):
        told = [lesson.habits[name] for lesson in lessons if name in lesson.habits][-ENOUGH:]
        if len(told) == ENOUGH and len(set(told)) == 1:
            out[name] = told[0]
    return out


def _table(lessons: Sequence[Lesson]) -> Table:
    """The columns that the last tables with the newest heads agree on."""
    tables = [lesson.table for lesson in lessons if lesson.table.columns]
    if not tables:
        return Table()
    alike = [t for t in tables if _same_heads(t.heads, tables[-1].heads)]
    if len(alike) < ENOUGH:
        return Table()
    columns = []
    for kind in sorted({c.kind for t in alike for c in t.columns}):
        found = [c for t in alike for c in t.columns if c.kind == kind]
        if 2 * len(found) > len(alike):
            columns.append(TableColumn(kind, min(c.x0 for c in found), max(c.x1 for c in found)))
    return Table(alike[-1].heads, tuple(sorted(columns, key=lambda c: c.x0)))


def _same_heads(a: Sequence[str], b: Sequence[str]) -> bool:
    return bool(a) and len(set(a) & set(b)) * 2 > max(len(set(a)), len(set(b)))
