"""Limits as people type them, and as the audit log tells them."""

from __future__ import annotations

from decimal import Decimal

from domain.money import decimal_or_none
from domain.tolerances import Limit
from workbench.drafts.fields import FieldInvalid, parse_amount

MOST = Decimal("1000000")


def percent_in(text: str) -> Decimal | None:
    """A percentage; one separator is always a decimal one, so that 0.125 is an eighth and not a hundred and more.

    None when nothing is typed. Raises FieldInvalid.
    """
    bare = text.strip().rstrip("%").strip().replace(",", ".")
    if not bare:
        return None
    number = decimal_or_none(bare)
    if number is None or not 0 <= number <= MOST:
        raise FieldInvalid("TOLERANCE_INVALID", text)
    return number


def number_in(text: str) -> Decimal | None:
    """An amount or quantity, not negative. None when nothing is typed. Raises FieldInvalid."""
    if text.strip().startswith(("0.", "0,")):
        return percent_in(text)
    if not text.strip():
        return None
    try:
        number = parse_amount(text)
    except FieldInvalid as wrong:
        raise FieldInvalid("TOLERANCE_INVALID", text) from wrong
    if not 0 <= number <= MOST:
        raise FieldInvalid("TOLERANCE_INVALID", text)
    return number


def shown_limit(limit: Limit) -> str:
    """A limit as the audit log keeps it; "×" is: not compared."""
    if not limit.checked:
        return "×"
    percent = [] if limit.percent is None else [f"{limit.percent:f} %"]
    return " / ".join(percent + ([] if limit.amount is None else [f"{limit.amount:f}"]))
