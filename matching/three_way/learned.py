"""What people taught about orders: prices taken over, units, item pairs. The only writer of these rows."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from domain.orders import LearnedItems, UnitFactor
from matching.models import AgreedPrice as PriceRow
from matching.models import CustomerItem, LearnedPair, LearnedUnit
from matching.three_way.agreed import AgreedPrice
from matching.three_way.score import fold

if TYPE_CHECKING:
    from exact.models import Vendor


@dataclass(frozen=True, slots=True)
class Taught:
    """All that counts for one vendor's invoices."""

    prices: tuple[AgreedPrice, ...] = ()
    factors: tuple[UnitFactor, ...] = ()
    items: LearnedItems = field(default_factory=LearnedItems)


def taught(vendor: Vendor) -> Taught:
    """What is in force for the vendor, in three queries. Prices that wait for a second person do not count."""
    return Taught(
        tuple(price_of(row) for row in PriceRow.objects.filter(vendor=vendor, ended_at=None) if in_force(row)),
        tuple(
            UnitFactor(row.unit_from, row.unit_to, row.factor, row.item, vendor.exact_id, row.supplier_item)
            for row in LearnedUnit.objects.filter(vendor=vendor, ended_at=None)
        ),
        _pairs(vendor),
    )


def in_force(row: PriceRow) -> bool:
    """Whether an agreed price counts: not ended, and agreed by a second person where one is needed."""
    return row.ended_at is None and (not row.needs_second or row.second_at is not None)


def price_of(row: PriceRow) -> AgreedPrice:
    """The pure form of a row (select ``vendor`` with the rows)."""
    return AgreedPrice(
        vendor=row.vendor.exact_id,
        item=row.item,
        price=row.price,
        instead_of=row.instead_of,
        currency=row.currency,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        unit=row.unit,
        by=row.agreed_by,
        second=row.second_by,
    )


def _pairs(vendor: Vendor) -> LearnedItems:
    rows = list(LearnedPair.objects.filter(vendor=vendor, ended_at=None))
    return LearnedItems(
        {(vendor.exact_id, row.theirs): row.ours for row in reversed(rows) if not row.refused},
        frozenset((vendor.exact_id, row.theirs, row.ours) for row in rows if row.refused),
    )


def agree_price(
    vendor: Vendor,
    *,
    item: str,
    price: Decimal,
    instead_of: Decimal,
    currency: str,
    unit: str,
    valid_from: date,
    valid_until: date | None,
    by: str,
    needs_second: bool,
    reason: str = "",
    description: str = "",
    source: str = "",
) -> PriceRow:
    """Take over a price. It counts at once, or when a second person agreed. Raises ValueError for an end before the
    beginning or a price that is no other."""
    if valid_until is not None and valid_until < valid_from:
        raise ValueError("valid_until")
    if price == instead_of or price < 0 or not item:
        raise ValueError("price")
    return PriceRow.objects.create(
        administration_id=vendor.administration_id,
        vendor=vendor,
        item=item,
        description=description,
        currency=currency,
        unit=unit,
        price=price,
        instead_of=instead_of,
        valid_from=valid_from,
        valid_until=valid_until,
        reason=reason,
        source=source,
        agreed_by=by,
        needs_second=needs_second,
    )


def second_price(row: PriceRow, by: str) -> None:
    """A second person agrees. Raises ValueError for the first one."""
    if row.agreed_by == by:
        raise ValueError("same person")
    row.second_by, row.second_at = by, timezone.now()
    row.save(update_fields=["second_by", "second_at"])


@transaction.atomic
def teach_unit(
    vendor: Vendor, *, unit_from: str, unit_to: str, factor: Decimal, item: str, supplier_item: str, by: str
) -> LearnedUnit:
    """Remember that one ``unit_from`` of our order is ``factor`` × ``unit_to`` of the invoice; replaces what was
    known. Raises ValueError for a factor that is not positive."""
    if factor <= 0:
        raise ValueError("factor")
    given = {"vendor": vendor, "item": item, "supplier_item": supplier_item, "unit_from": unit_from, "unit_to": unit_to}
    for row in LearnedUnit.objects.select_for_update().filter(**given, ended_at=None):
        if row.factor == factor:
            return row
        forget(row, by)
    return LearnedUnit.objects.create(
        administration_id=vendor.administration_id, factor=factor, confirmed_by=by, **given
    )


@transaction.atomic
def teach_pair(vendor: Vendor, *, theirs: str, ours: str, by: str, refused: bool = False) -> LearnedPair | None:
    """Remember that the supplier's code (or text) means our item, or that it does not. Replaces what contradicts.

    None when there is nothing to remember: one of the two is empty.
    """
    theirs = fold(theirs)[:300]
    if not theirs or not ours:
        return None
    live = LearnedPair.objects.select_for_update().filter(vendor=vendor, theirs=theirs, ended_at=None)
    for row in live:
        if row.ours == ours and row.refused == refused:
            return row
        # A code means one item; a refusal concerns only its own pair.
        if row.ours == ours or not (refused or row.refused):
            forget(row, by)
    return LearnedPair.objects.create(
        administration_id=vendor.administration_id,
        vendor=vendor,
        theirs=theirs,
        ours=ours,
        refused=refused,
        confirmed_by=by,
    )


def forget(row: PriceRow | LearnedUnit | LearnedPair | CustomerItem, by: str) -> None:
    """End what was taught; the row stays as history. Ending an ended row changes nothing."""
    if row.ended_at is None:
        row.ended_at, row.ended_by = timezone.now(), by
        row.save(update_fields=["ended_at", "ended_by"])
