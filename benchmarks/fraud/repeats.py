"""Invoices that were here before (G1 to G5), in a year of normal traffic."""

from __future__ import annotations

import random
import string
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache

from benchmarks.fraud.labelled import Labelled, labelled
from matching.duplicates.api import Channel, DuplicateHit, DuplicateKind, InvoiceTrace, duplicate_keys, find_duplicates
from matching.duplicates.find import LONG_NUMBER
from matching.duplicates.numbers import plain

JANUARY = date(2026, 1, 1)
EACH = 400
Index = dict[str, list[InvoiceTrace]]


def traffic(draw: random.Random, vendors: int) -> list[InvoiceTrace]:
    """A year of normal bills: monthly fixed amounts, weekly deliveries, per-order bills, credits, yearly numbering."""
    rows: list[InvoiceTrace] = []
    for vendor in range(vendors):
        style, serial = draw.choice(["monthly", "weekly", "orders"]), draw.randint(1, 90_000)
        prefix = draw.choice(["", "F", "INV-", "2026-", "2026/0"])
        fixed = Decimal(draw.randint(2_000, 900_000)) / 100
        day = JANUARY + timedelta(days=draw.randint(0, 27))
        while day.year == 2026:
            amount = fixed if style == "monthly" else Decimal(draw.randint(1_000, 500_000)) / 100
            serial += draw.randint(1, 30)
            rows.append(
                InvoiceTrace(
                    f"{vendor}-{len(rows)}",
                    "NL1",
                    f"V{vendor}",
                    f"{prefix}{serial}",
                    day,
                    amount,
                    credit=draw.random() < 0.03,
                    channel=draw.choice([Channel.MAIL, Channel.PEPPOL, Channel.SCAN, Channel.UPLOAD]),
                    picture=draw.getrandbits(64),
                    sha256=f"{draw.getrandbits(256):064x}",
                )
            )
            day += timedelta(days={"monthly": 30, "weekly": 7, "orders": draw.randint(1, 20)}[style])
    return rows


def restarting(draw: random.Random, vendors: int) -> list[InvoiceTrace]:
    """Two years of vendors who number from 1 (or 1001) each January and bill a fixed amount every month."""
    rows = []
    for vendor in range(vendors):
        amount, first = Decimal(draw.randint(2_000, 90_000)) / 100, draw.choice([1, 101, 1001])
        step, width = draw.randint(1, 6), draw.choice([0, 3, 4])
        day = draw.randint(1, 28)
        for month in range(24):
            number = f"{first + month % 12 * step:0{width}d}"
            issued = date(2025 + month // 12, month % 12 + 1, day)
            key = f"r{vendor}-{month}"
            rows.append(InvoiceTrace(key, "NL1", f"R{vendor}", number, issued, amount, picture=draw.getrandbits(64)))
    return rows


def found_in(index: Index, row: InvoiceTrace) -> tuple[DuplicateHit, ...]:
    """The hits of a row among those that share a key with it, as the product looks them up."""
    near = {other.key: other for key in duplicate_keys(row) for other in index.get(key, ())}
    return find_duplicates(row, near.values())


def indexed(rows: Iterable[InvoiceTrace]) -> Index:
    """Rows by their keys."""
    index: Index = defaultdict(list)
    for row in rows:
        for key in duplicate_keys(row):
            index[key].append(row)
    return index


@lru_cache(maxsize=1)
def _year() -> tuple[list[InvoiceTrace], Index, list[set[DuplicateKind]]]:
    """The traffic, its index, and of which kinds each row was suspected when it came."""
    rows = traffic(random.Random(20260101), 220)
    rows += restarting(random.Random(20260102), 60)
    index: Index = defaultdict(list)
    suspected = []
    for row in rows:
        suspected.append({hit.kind for hit in found_in(index, row)})
        for key in duplicate_keys(row):
            index[key].append(row)
    return rows, index, suspected


Make = Callable[[random.Random, InvoiceTrace], InvoiceTrace]


def _again(draw: random.Random, old: InvoiceTrace) -> InvoiceTrace:
    return replace(old, key="again", sha256=f"{draw.getrandbits(256):064x}", picture=draw.getrandbits(64))


def _separators(draw: random.Random, old: InvoiceTrace) -> InvoiceTrace:
    number = old.number.lower().replace("-", " ").replace("/", ".")
    label = draw.choice(["", "Factuur ", "inv. ", "Nr. ", "000"])
    return replace(_again(draw, old), number=label + number)


def _retyped(draw: random.Random, old: InvoiceTrace) -> InvoiceTrace:
    number = old.number
    way = draw.randrange(3)
    if way == 0 and any(ch in "01582" for ch in number):
        pairs = {"0": "O", "1": "l", "5": "S", "8": "B", "2": "Z"}
        place = draw.choice([at for at, ch in enumerate(number) if ch in pairs])
        return replace(_again(draw, old), number=number[:place] + pairs[number[place]] + number[place + 1 :])
    place = draw.randrange(len(number))
    if way == 1:
        return replace(_again(draw, old), number=number[:place] + draw.choice(string.digits) + number[place + 1 :])
    return replace(_again(draw, old), number=number[:place] + number[place + 1 :])


def _other_year(draw: random.Random, old: InvoiceTrace) -> InvoiceTrace:
    """The whole number again, booked with a date of the next year: around the turn, or much later."""
    issued = old.issued or JANUARY
    return replace(_again(draw, old), issued=issued + timedelta(days=draw.randint(330, 400)))


def _other_day(draw: random.Random, old: InvoiceTrace) -> InvoiceTrace:
    return replace(_again(draw, old), issued=(old.issued or JANUARY) + timedelta(days=draw.randint(1, 40)))


def _other_amount(draw: random.Random, old: InvoiceTrace) -> InvoiceTrace:
    return replace(_again(draw, old), gross=(old.gross or Decimal(1)) * 2)


def _unread(draw: random.Random, old: InvoiceTrace) -> InvoiceTrace:
    """A second scan: the number could not be read, the page looks the same but for a few bits."""
    picture = (old.picture or 0) ^ (1 << draw.randrange(64))
    return replace(_again(draw, old), number="", channel=old.channel, picture=draw.choice([picture, old.picture]))


_OTHER = {Channel.MAIL: Channel.PEPPOL, Channel.PEPPOL: Channel.SCAN, Channel.SCAN: Channel.MAIL}


def _other_road(draw: random.Random, old: InvoiceTrace) -> InvoiceTrace:
    return replace(_again(draw, old), channel=_OTHER.get(old.channel, Channel.PEPPOL))


SORTS: dict[str, tuple[str, Make]] = {
    "same file": ("G2", lambda draw, old: replace(_again(draw, old), sha256=old.sha256)),
    "number written otherwise": ("G1", _separators),
    "number retyped": ("G2", _retyped),
    "number, other day": ("G1", _other_day),
    "number, other amount": ("G1", _other_amount),
    "number, other fiscal year": ("G1", _other_year),
    "amount and date, other number": ("G2", lambda draw, old: replace(_again(draw, old), number=f"X{draw.random()}")),
    "same page, number unread": ("G2", _unread),
    "second vendor record": ("G2", lambda draw, old: replace(_again(draw, old), party=f"{old.party}-copy")),
    "other administration": ("G5", lambda draw, old: replace(_again(draw, old), administration="NL2")),
    "booked in Exact": ("G3", _again),
    "mail, Peppol and scan are one case": ("G4", _other_road),
}


def repeats(name: str) -> Labelled:
    """Repeats of one sort, beside a year of normal traffic in which nothing of the kind may be suspected."""
    capability, make = SORTS[name]
    rows, index, suspected = _year()
    draw = random.Random(name)
    originals = [row for row in draw.choices(rows[: -60 * 24], k=EACH * 4) if _fits(name, row)][:EACH]
    caught = [_caught(name, found_in(_where(name, index, old), make(draw, old))) for old in originals]
    joins = name == "mail, Peppol and scan are one case"
    kinds = [{kind for kind in seen if (kind is DuplicateKind.SAME_CASE) == joins} for seen in suspected]
    return labelled(name, capability, caught, [bool(seen) for seen in kinds])


def _fits(name: str, row: InvoiceTrace) -> bool:
    """Short numbers start again each year; a repeat of those cannot be told from the new one."""
    return name != "number, other fiscal year" or len(plain(row.number)) >= LONG_NUMBER


def _where(name: str, index: Index, old: InvoiceTrace) -> Index:
    return indexed([replace(old, channel=Channel.EXACT)]) if name == "booked in Exact" else index


def _caught(name: str, hits: tuple[DuplicateHit, ...]) -> bool:
    kinds = {hit.kind for hit in hits}
    if name == "mail, Peppol and scan are one case":
        return kinds == {DuplicateKind.SAME_CASE}
    if name == "booked in Exact":
        return DuplicateKind.ALREADY_BOOKED in kinds
    if name == "other administration":
        return DuplicateKind.OTHER_ADMINISTRATION in kinds
    return bool(kinds - {DuplicateKind.SAME_CASE}) or (name != "same file" and bool(kinds))
