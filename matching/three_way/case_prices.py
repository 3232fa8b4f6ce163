"""Reading prices taken over from a written-out case."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from matching.three_way.agreed import AgreedPrice
from matching.three_way.case_values import CaseError, currency, day, figure, known_keys

_KEYS = ("vendor", "item", "price", "instead_of", "currency", "unit", "from", "until", "by", "second")


def agreed_prices(data: Mapping[str, Any]) -> tuple[AgreedPrice, ...]:
    """The case's ``agreed_prices``. Raises CaseError naming the place of what cannot be understood."""
    return tuple(_price(row, f"agreed_prices[{at}]") for at, row in enumerate(data.get("agreed_prices", ()), 1))


def _price(row: Mapping[str, Any], where: str) -> AgreedPrice:
    known_keys(row, _KEYS, where)
    first, price, before = day(row, "from", where), figure(row, "price", where), figure(row, "instead_of", where)
    if first is None or price is None or before is None or not row.get("item"):
        raise CaseError(f"{where}: item, price, instead_of and from are needed")
    return AgreedPrice(
        vendor=str(row.get("vendor", "")),
        item=str(row["item"]),
        price=price,
        instead_of=before,
        currency=currency(row),
        valid_from=first,
        valid_until=day(row, "until", where),
        unit=str(row.get("unit", "")),
        by=str(row.get("by", "")),
        second=str(row.get("second", "")),
    )
