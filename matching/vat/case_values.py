"""Values of a written-out VAT case: each read with its place, so that a slip is named where it stands."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from domain.money import decimal_or_none


class CaseError(ValueError):
    """The case is not written in the documented format; the message names the place and what is expected."""


def known_keys(data: Any, known: Collection[str], where: str) -> Mapping[str, Any]:
    """The object, when it is one and has only keys somebody reads. Raises CaseError naming the others."""
    if not isinstance(data, Mapping):
        raise CaseError(f"{where}: expected an object, not {_shown(data)}")
    unknown = sorted(set(data) - set(known))
    if unknown:
        raise CaseError(f"{where}: unknown key {', '.join(unknown)}; known are {', '.join(sorted(known))}")
    return data


def rows(data: Mapping[str, Any], key: str) -> list[Any]:
    """A list; nothing when it is left out or null."""
    value = data.get(key)
    if value is None:
        return []
    if not isinstance(value, list):
        raise CaseError(f"{key}: expected a list, not {_shown(value)}")
    return value


def text(data: Mapping[str, Any], key: str, where: str) -> str:
    """Text; "" when left out or null. A number stands for its digits."""
    value = data.get(key)
    if value is None:
        return ""
    if isinstance(value, (Mapping, list, bool)):
        raise CaseError(f"{where}.{key}: expected text, not {_shown(value)}")
    return str(value)


def choice(data: Mapping[str, Any], key: str, where: str, allowed: Collection[str], upper: bool = False) -> str:
    """One of the allowed words, whatever its capitals; "" when left out."""
    given = text(data, key, where).strip()
    value = given.upper() if upper else given.lower()
    if value and value not in allowed:
        raise CaseError(f"{where}.{key}: {given!r} is unknown; allowed are {', '.join(sorted(allowed))}")
    return value


def country(data: Mapping[str, Any], key: str, where: str) -> str:
    """A country code of two letters in capitals; "" when left out."""
    value = text(data, key, where).strip().upper()
    if value and not (len(value) == 2 and value.isascii() and value.isalpha()):
        raise CaseError(f"{where}.{key}: {value!r} is no country code of two letters, for example NL")
    return value


def flag(data: Mapping[str, Any], key: str, where: str) -> bool | None:
    """True, false, or None when left out."""
    value = data.get(key)
    if value is None or isinstance(value, bool):
        return value
    raise CaseError(f"{where}.{key}: expected true or false, not {_shown(value)}")


def amount(data: Mapping[str, Any], key: str, where: str) -> Decimal | None:
    """An amount, rate or quantity; None when left out or empty."""
    value = data.get(key)
    if value is None or value == "":
        return None
    if isinstance(value, float):
        raise CaseError(f'{where}.{key}: write amounts as text, for example "{value}"')
    number = None if isinstance(value, (bool, list, Mapping)) else decimal_or_none(value)
    if number is None or not number.is_finite():
        raise CaseError(f'{where}.{key}: {_shown(value)} is no amount, for example "1000.00"')
    return number


def share(data: Mapping[str, Any], key: str, where: str, otherwise: Decimal) -> Decimal:
    """A part of one: "0.6" is 60 %."""
    value = amount(data, key, where)
    if value is not None and not 0 <= value <= 1:
        raise CaseError(f'{where}.{key}: {value} is no share between 0 and 1, for example "0.6"')
    return otherwise if value is None else value


def day(data: Mapping[str, Any], key: str, where: str) -> date | None:
    """A date; None when left out."""
    value = data.get(key)
    if value is None or value == "":
        return None
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise CaseError(f"{where}.{key}: {_shown(value)} is no date (YYYY-MM-DD)") from None


def _shown(value: Any) -> str:
    return "null" if value is None else repr(value)
