"""From a confirmed document to its lesson."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from domain.evidence import Box
from domain.reading import DATE_FIELDS
from ocr.local.layout import Token
from ocr.local.learning.item_table import table_of
from ocr.local.learning.lesson import TAUGHT, Confirmed, Lesson, Spot
from ocr.local.learning.places import fixed_texts, label_key, runs_of, spot_of
from ocr.local.text import key
from ocr.local.work import Work

_MOST_PLACES = 4  # of one value that are remembered
_MOST_TITLES = 3
_NUMERIC_DAY = re.compile(r"(\d{1,2})\s?[-/]\s?(\d{1,2})\s?[-/]\s?\d{2,4}")


def lesson_of(work: Work, confirmed: Confirmed) -> Lesson:
    """What this document teaches; values that are not printed teach no place."""
    spots: list[Spot] = []
    for name in TAUGHT:
        if value := confirmed.fields.get(name, ""):
            spots.extend(_spots_of(work, name, value, confirmed.boxes.get(name, ())))
    habits = _titles(work, confirmed)
    if currency := confirmed.fields.get("currency"):
        habits["currency"] = currency
    if order := _date_order(work, confirmed):
        habits["date_order"] = order
    table = table_of(work, confirmed.lines)
    return Lesson(tuple(spots), fixed_texts(work), habits, table, confirmed.wrong)


def _spots_of(work: Work, name: str, value: str, boxes: Sequence[Box]) -> list[Spot]:
    runs = runs_of(work, name, value)
    taken = [run for run in runs if any(_touches(box, run) for box in boxes)]
    others = [run for run in runs if run not in taken]
    spots = [spot_of(work.layout, name, run, own=True) for run in taken]
    spots += [spot_of(work.layout, name, run, own=not taken) for run in others]
    return sorted(spots, key=lambda spot: (not spot.own, not spot.label))[:_MOST_PLACES]


def _touches(box: Box, run: Iterable[Token]) -> bool:
    return any(
        token.page == box.page
        and token.x0 < box.x1
        and token.x1 > box.x0
        and token.box.y0 < box.y1
        and token.box.y1 > box.y0
        for token in run
    )


def _date_order(work: Work, confirmed: Confirmed) -> str:
    """ "dm" or "md" as the confirmed dates prove; "" when none of them does or they differ. A date that can be read two
    ways proves it only when a person looked at it: else a wrong reading that nobody noticed would prove itself."""
    found = set()
    for name in DATE_FIELDS & confirmed.fields.keys():
        value = confirmed.fields[name]
        for date in work.dates:
            match = _NUMERIC_DAY.search(date.raw)
            if match is None or value not in (date.value.isoformat(), date.swapped and date.swapped.isoformat()):
                continue
            if date.swapped is not None and name not in confirmed.seen:
                continue
            month, day = int(value[5:7]), int(value[8:10])
            if month != day:
                found.add("dm" if (int(match[1]), int(match[2])) == (day, month) else "md")
    return found.pop() if len(found) == 1 else ""


def titles(work: Work) -> list[str]:
    """Text keys of the largest words in the upper half of the first page, the parties' names excepted."""
    first = work.layout.page_numbers[0] if work.layout.page_numbers else 1
    names = {key(work.fields[n].value) for n in ("supplier_name", "buyer_name") if n in work.fields}
    found = []
    for line in work.layout.lines:
        if line.page != first or line.y > 0.5:
            continue
        for cell in line.cells:
            text = label_key([t for t in cell.tokens if not any(c.isdigit() for c in t.text)])
            if (
                len(text) >= 4
                and cell.size > 1.25 * work.layout.height
                and not any(text in n or n in text for n in names)
            ):
                found.append((-cell.size, text))
    return [text for _, text in sorted(found)[:_MOST_TITLES]]


def _titles(work: Work, confirmed: Confirmed) -> dict[str, str]:
    if not confirmed.type:
        return {}
    names = {key(confirmed.fields.get(n, "")) for n in ("supplier_name", "buyer_name")} - {""}
    told = [t for t in titles(work) if not any(t in name or name in t for name in names)]
    return {f"title:{text}": confirmed.type for text in told}
