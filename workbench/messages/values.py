"""Values of fields and cells as people write them, by the name of the field. Pure."""

from __future__ import annotations

import re
from decimal import Decimal

from domain.money import decimal_or_none
from domain.parties import normalise_iban
from domain.reading import AMOUNT_FIELDS
from workbench.messages.params import day, figure

_MONEY = AMOUNT_FIELDS | {"net_amount", "vat_amount"}
_FIGURES = frozenset({"quantity", "unit_price", "vat_rate", "price_per"})
_NUMBER = re.compile(r"-?\d+(\.\d+)?")


def written(name: str, value: str) -> str:
    """A stored value as the reader writes it: amounts with two decimals, dates, IBANs in groups; other text stays."""
    if name in _MONEY and _NUMBER.fullmatch(value):
        return figure(value, 2)
    if name in _FIGURES and _NUMBER.fullmatch(value):
        return figure(value, 2 if name == "unit_price" else None)
    if name.endswith("_iban"):
        return re.sub(r"(.{4})(?=.)", r"\1 ", normalise_iban(value))
    return day(value)


def money(value: object, currency: object = "") -> str:
    """An amount of an event, in the reader's format, with its currency where that is known."""
    number: Decimal | None = decimal_or_none(str(value))
    shown = str(value) if number is None else figure(str(number), 2)
    return f"{currency} {shown}".strip()


__all__ = ["money", "written"]
