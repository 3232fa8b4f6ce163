"""Single values of a written-out case, and complaints that name their place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any


class CaseError(ValueError):
    """A case that cannot be understood; the text names the place and what was expected."""


_ALIASES = {
    "quantity": ("quantity", "qty", "ordered"),
    "price": ("price", "unit_price"),
    "per": ("per", "price_per"),
    "net": ("net", "net_amount", "amount"),
    "references": ("references", "order_references", "order_reference", "reference"),
}


def number(value: Any, where: str) -> Decimal | None:
    """A figure as written. A JSON float is taken as the text it was written as (its shortest form)."""
    if value is None or value == "":
        return None
    try:
        found = Decimal(str(value))
    except InvalidOperation:
        found = Decimal("NaN")
    if isinstance(value, bool) or not found.is_finite():
        raise CaseError(f"{where}: a number expected, got {value!r}")
    return found


def pick(row: Mapping[str, Any], name: str) -> Any:
    """The value under any of a key's names; None when absent."""
    return next((row[alias] for alias in _ALIASES.get(name, (name,)) if alias in row), None)


def figure(row: Mapping[str, Any], name: str, where: str, default: Decimal | None = None) -> Any:
    """A number of a row, or the default. Raises CaseError naming the place."""
    found = number(pick(row, name), f"{where}.{name}")
    return default if found is None else found


def above_nothing(row: Mapping[str, Any], name: str, where: str) -> Decimal | None:
    """A number that others are divided by; None when absent. Raises CaseError for what is not more than nothing."""
    found: Decimal | None = figure(row, name, where)
    if found is not None and found <= 0:
        raise CaseError(f"{where}.{name}: a number above 0 expected, got {found}")
    return found


def price_unit(row: Mapping[str, Any], where: str) -> Decimal:
    """How many units the price is for; 1 when not said. Raises CaseError."""
    return above_nothing(row, "per", where) or Decimal(1)


def currency(row: Mapping[str, Any]) -> str:
    """The currency's code in capitals; euro when not said."""
    return str(row.get("currency", "EUR")).strip().upper()


def day(row: Mapping[str, Any], name: str, where: str) -> date | None:
    """A date of a row. Raises CaseError naming the place."""
    value = row.get(name)
    try:
        return date.fromisoformat(value) if value else None
    except (TypeError, ValueError) as error:
        raise CaseError(f"{where}.{name}: a date YYYY-MM-DD expected, got {value!r}") from error


def known_keys(row: Mapping[str, Any], allowed: Iterable[str], where: str) -> None:
    """Refuse keys nobody reads. Raises CaseError naming them."""
    # A misspelt key that is silently ignored would answer another question than was asked.
    names = {alias for name in allowed for alias in _ALIASES.get(name, (name,))}
    strange = sorted(set(row) - names - {"comment"})
    if strange:
        raise CaseError(f"{where}: unknown key {', '.join(strange)}; known are {', '.join(sorted(names))}")


def texts_of(value: Any) -> tuple[str, ...]:
    """One text or several as a tuple."""
    if value is None or value == "":
        return ()
    return (str(value),) if isinstance(value, str | int) else tuple(str(item) for item in value)
