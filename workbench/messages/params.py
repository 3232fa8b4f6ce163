"""Parameters of a message as people read them: codes in words, dates and figures in the reader's format."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from django.utils.formats import number_format

from workbench.messages.message import Table
from workbench.messages.words import FIELDS, KINDS, LIKENESS, TABLES

# Always two decimals.
AMOUNTS = frozenset(
    {"amount", "billed_amount", "computed", "difference", "gross", "limit", "limit_amount", "lines", "net", "open"}
    | {"stated", "theirs", "total", "agreed", "booked", "payable"}
)
# Digits that are a name, not a figure.
NAMES = frozenset(
    {
        "account",
        "code",
        "entry",
        "field",
        "gl",
        "id",
        "item",
        "journal",
        "key",
        "known",
        "line",
        "marker",
        "name",
        "new",
    }
    | {"number", "old", "order", "order_line", "original", "period", "reference", "rule", "typed", "value", "vat_code"}
    | {"words", "condition", "means", "years", "open_period"}
    | {"vendor", "description", "text", "address", "notes", "who", "by", "whom", "sample", "buyer"}
)
# Free text in which figures stand.
TEXTS = frozenset({"reason", "tolerance", "expected_rate"})
# The same thing under the names its several producers use.
ALIASES: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "IBAN_CHANGED": {"iban": ("printed", "new"), "known": ("old",)},
    "VENDOR_BLOCKED": {"name": ("vendor",)},
    "PO_NOT_FOUND": {"order": ("reference",)},
    "PO_CLOSED": {"order": ("reference",)},
    "GL_UNKNOWN": {"account": ("gl",)},
    "COST_CENTRE_MISSING": {"account": ("gl",)},
    "COST_UNIT_MISSING": {"account": ("gl",)},
    "MISSING_FIELD": {"field": ("name",)},
    "INCOMPLETE_INVOICE": {"field": ("name",)},
    "KIND_MISMATCH": {"named": ("name",)},
}
# These titles say "above" or "below" themselves.
_UNSIGNED = ("PRICE_", "LINE_AMOUNT", "QTY_", "BLANKET_")

# Here the figures that are compared are money, not quantities.
_MONEY = (
    "PRICE_",
    "LINE_AMOUNT",
    "INVOICE_TOTAL",
    "CHARGE_",
    "BLANKET_AMOUNT",
    "TAX_VARIANCE",
    "EN16931",
    "CODE_DIFFERS",
    "AMOUNT_UNUSUAL",
)
_COMPARED = frozenset({"actual", "expected", "found", "in_code", "on_page", "usual"})

_FIGURE = re.compile(r"-?\d+\.\d+")
_FIGURE_INSIDE = re.compile(r"(?<![\w.])-?\d+\.\d+(?![\w.])")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def in_words(params: Mapping[str, object], code: str = "") -> dict[str, str]:
    """The parameters that say something, in words and in the reader's formats; empty ones are left out."""
    given = {name: str(value) for name, value in params.items() if value not in ("", None)}
    for name, others in ALIASES.get(code, {}).items():
        found = next((given[other] for other in (name, *others) if other in given), None)
        if found is not None:
            given[name] = found
    if code.startswith(_UNSIGNED):
        given |= {name: given[name].lstrip("-") for name in ("difference", "percent") if name in given}
    money = AMOUNTS | _COMPARED if code.startswith(_MONEY) else AMOUNTS
    told = {name: _in_words(name, value, money) for name, value in given.items() if name != "problems"}
    if code == "DUPLICATE_SUSPECT" and "reason" in told:
        told["reason"] = _likeness(told["reason"])
    return told


def _likeness(text: str) -> str:
    """``95 %: same number, same amount`` with each part in the reader's language."""
    score, colon, parts = text.partition(": ")
    shown = [str(LIKENESS.get(part.strip(), part.strip())) for part in parts.split(",")]
    return f"{score}{colon}{', '.join(shown)}"


def _in_words(name: str, value: str, money: frozenset[str]) -> str:
    table = TABLES.get(name)
    if table is not None:
        told = _from_table(table, value)
        if told:
            return told
    if name in TEXTS:
        return _FIGURE_INSIDE.sub(lambda found: figure(found.group(), 2), value)
    if name in NAMES:
        return value
    if _DAY.fullmatch(value):
        return day(value)
    if _FIGURE.fullmatch(value):
        return figure(value, 2 if name in money else None)
    return value


def _from_table(table: Table, value: str) -> str:
    """A code, or several with commas between them, in words; "" when one of them is not in the table."""
    parts = [part.strip() for part in value.split(",")]
    if all(part in table for part in parts):
        return ", ".join(str(table[part]) for part in parts)
    return ""


def figure(text: str, places: int | None = None) -> str:
    """A decimal in the reader's format with a true minus sign; ``places`` None: as many as it has, without zeros."""
    number = Decimal(text)
    if places is None:
        number = number.normalize()
        places = max(0, -int(number.as_tuple().exponent))
    places = max(places, -int(number.normalize().as_tuple().exponent)) if number else places
    shown = number_format(abs(number), decimal_pos=places, use_l10n=True, force_grouping=True)
    return f"−{shown}" if number < 0 else str(shown)


def day(text: str) -> str:
    """An ISO date as day-month-year; text that is no date stays."""
    try:
        return date.fromisoformat(text).strftime("%d-%m-%Y")
    except ValueError:
        return text


__all__ = ["FIELDS", "KINDS", "day", "figure", "in_words"]
