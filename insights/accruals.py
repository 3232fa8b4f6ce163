"""What belongs to a period and is not in the books yet. Pure: goods and invoices in, amounts per account out.

Two things are accrued at a cut-off day, and nothing twice: goods that came in by then and that no invoice of the
period bills, at the order's price; and invoices of the period that do not stand in Exact yet, by their own amounts.
Goods that such an invoice bills are in its amount. Everything is without VAT, in the books' own currency.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from domain.money import ZERO, round_money

Place = tuple[int, str, str, str]  # key of the administration, GL account, cost centre, cost unit; codes or ""


class Stage(StrEnum):
    """How far an invoice is. COPY: it may be a copy of another one, and is not accrued."""

    REVIEW = "review"
    APPROVED = "approved"
    FAILED = "failed"
    COPY = "copy"


@dataclass(frozen=True, slots=True)
class Goods:
    """An order line with goods that came in. Quantities are in the order line's unit, as of the cut-off day.

    ``received``: received minus returned. ``billed``: what invoices of the period bill, credit notes negative.
    ``price``: net for one unit, discounts off, in ``currency``; None or zero when the order has none.
    ``rate``: the books' own currency for one of ``currency``; None when it is not known.
    """

    place: Place
    order: str
    line: int
    vendor: int | None
    vendor_name: str
    description: str
    received: Decimal
    billed: Decimal
    price: Decimal | None
    currency: str
    rate: Decimal | None
    own_currency: str
    unit: str = ""
    first_receipt: date | None = None

    @property
    def open(self) -> Decimal:
        """Received and not billed; never negative: what was billed ahead of its goods is no debt of ours."""
        return max(ZERO, self.received - self.billed)

    @property
    def net(self) -> Decimal:
        """That quantity at the order's price, in the order's currency."""
        return round_money(self.open * (self.price or ZERO), self.currency)

    @property
    def own(self) -> Decimal | None:
        """The same in the books' own currency; None without a rate."""
        return in_own(self.net, self.rate, self.own_currency)

    @property
    def unpriced(self) -> bool:
        """Whether something is open of which the order does not say what it costs."""
        return bool(self.open) and not self.price


@dataclass(frozen=True, slots=True)
class Part:
    """What one line of an invoice puts on an account, in the books' own currency; None without a rate."""

    place: Place
    own: Decimal | None


@dataclass(frozen=True, slots=True)
class InProcess:
    """An invoice or credit note of the period that does not stand in Exact."""

    draft: uuid.UUID
    stage: Stage
    books: int
    parts: tuple[Part, ...]

    @property
    def own(self) -> Decimal | None:
        """Its net amount in the books' own currency, credit notes negative; None without a rate."""
        amounts = [part.own for part in self.parts]
        return None if None in amounts else sum((each for each in amounts if each is not None), ZERO)


def in_own(net: Decimal, rate: Decimal | None, own_currency: str) -> Decimal | None:
    """An amount in the books' own currency, rounded as that currency is; None without a rate."""
    return None if rate is None else round_money(net * rate, own_currency)


def parts_of(
    books: int,
    lines: Iterable[tuple[str, str, str, Decimal | None]],
    net_total: Decimal | None,
    *,
    credit: bool,
    rate: Decimal | None,
    own_currency: str,
) -> tuple[Part, ...]:
    """An invoice's net by account. ``lines``: GL account, cost centre, cost unit and net amount of each.

    What the lines do not make up of the net total stands on no account, so that the parts always add up to it; without
    a net total the lines are all there is. The last part takes the cent that rounding in another currency leaves.
    """
    sign = -1 if credit else 1
    by_place: dict[Place, Decimal] = {}
    for account, centre, unit, net in lines:
        place = (books, account, centre, unit)
        by_place[place] = by_place.get(place, ZERO) + (net or ZERO)
    rest = ZERO if net_total is None else net_total - sum(by_place.values(), ZERO)
    if rest:
        nowhere = (books, "", "", "")
        by_place[nowhere] = by_place.get(nowhere, ZERO) + rest
    if rate is None:
        return tuple(Part(place, None) for place in by_place)
    whole = round_money(sum(by_place.values(), ZERO) * rate, own_currency)
    parts, left = [], whole
    for number, (place, net) in enumerate(by_place.items(), start=1):
        own = left if number == len(by_place) else round_money(net * rate, own_currency)
        left -= own
        parts.append(Part(place, sign * own))
    return tuple(parts)


@dataclass(frozen=True, slots=True)
class Proposed:
    """One row of the entry that accrues: what came in without an invoice, and what is in process."""

    place: Place
    received: Decimal
    in_process: Decimal

    @property
    def total(self) -> Decimal:
        """What to book on the account at the cut-off day, and to take back on the next."""
        return self.received + self.in_process


def proposal(goods: Iterable[Goods], invoices: Iterable[InProcess]) -> list[Proposed]:
    """The entry that accrues, one row per account, cost centre and cost unit; rows of nothing are left out.

    What has no rate is not in it, nor what may be a copy: both are told apart.
    """
    received: dict[Place, Decimal] = {}
    process: dict[Place, Decimal] = {}
    for each in goods:
        if each.own:
            received[each.place] = received.get(each.place, ZERO) + each.own
    for invoice in invoices:
        if invoice.stage is Stage.COPY:
            continue
        for part in invoice.parts:
            if part.own:
                process[part.place] = process.get(part.place, ZERO) + part.own
    rows = [
        Proposed(place, received.get(place, ZERO), process.get(place, ZERO))
        for place in sorted(received.keys() | process.keys())
    ]
    return [row for row in rows if row.received or row.in_process]
