"""The header fields of a draft: their kinds, how they are parsed when typed, and how sure they are. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from domain.money import decimal_or_none
from domain.reading import AMOUNT_FIELDS, FieldValue

# Below this the reader itself doubts; the clerk is led to the field.
SURE = 0.9


class FieldState(StrEnum):
    """What the word beside a field says."""

    SURE = "sure"
    CHECK = "check"
    MISSING = "missing"
    CONFIRMED = "confirmed"


class FieldKind(StrEnum):
    """How a field of the form is typed, checked and written: amounts, for instance, in the person's own notation."""

    TEXT = "text"
    DATE = "date"
    AMOUNT = "amount"
    CURRENCY = "currency"
    IBAN = "iban"
    CODE = "code"  # a code of the books, typed or chosen as "30 30 dagen": the first word counts


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """A header field as the form shows it. ``column`` 0 or 1 of the form; ``needed`` must be filled before posting."""

    name: str
    kind: FieldKind
    column: int
    needed: bool = False
    orders: bool = True  # shown for orders too


FORM: tuple[FieldSpec, ...] = (
    FieldSpec("invoice_number", FieldKind.TEXT, 0, needed=True),
    FieldSpec("issue_date", FieldKind.DATE, 0, needed=True),
    FieldSpec("due_date", FieldKind.DATE, 0),
    FieldSpec("delivery_date", FieldKind.DATE, 0),
    FieldSpec("order_reference", FieldKind.TEXT, 0),
    FieldSpec("payment_reference", FieldKind.TEXT, 0),
    FieldSpec("original_invoice", FieldKind.TEXT, 0),
    FieldSpec("net_total", FieldKind.AMOUNT, 1, needed=True),
    FieldSpec("vat_total", FieldKind.AMOUNT, 1, needed=True),
    FieldSpec("gross_total", FieldKind.AMOUNT, 1, needed=True),
    FieldSpec("currency", FieldKind.CURRENCY, 1, needed=True),
    FieldSpec("supplier_iban", FieldKind.IBAN, 1),
    FieldSpec("supplier_vat", FieldKind.TEXT, 1),
    FieldSpec("supplier_registration", FieldKind.TEXT, 1),
    FieldSpec("supplier_name", FieldKind.TEXT, 1),
)
WHOLE = 2  # over both columns
# What is decided about the entry besides what the invoice says (``drafts/booking.py``), and the period that it says the
# service is of. No fields that are read and checked like the form's: nothing counts them as such.
BOOKING: tuple[FieldSpec, ...] = (
    FieldSpec("booking_date", FieldKind.DATE, WHOLE, orders=False),
    FieldSpec("description", FieldKind.TEXT, WHOLE),
    FieldSpec("payment_condition", FieldKind.CODE, WHOLE),
    FieldSpec("service_start", FieldKind.DATE, 0, orders=False),
    FieldSpec("service_end", FieldKind.DATE, 1, orders=False),
)
READ = frozenset(spec.name for spec in FORM)
SPECS = {spec.name: spec for spec in (*FORM, *BOOKING)}


def field_state(found: FieldValue) -> FieldState:
    """Sure when proven by an independent check or read with high confidence, else to be checked."""
    return FieldState.SURE if found.proven or found.confidence >= SURE else FieldState.CHECK


def same_value(name: str, one: str, other: str) -> bool:
    """Whether two normalised values of a field say the same: amounts by figure, all else by letters and digits."""
    if name in AMOUNT_FIELDS and (amount := decimal_or_none(one)) is not None:
        return amount == decimal_or_none(other)
    return _bare(one) == _bare(other)


def _bare(text: str) -> str:
    return "".join(sign for sign in text.casefold() if sign.isalnum())


class FieldInvalid(ValueError):
    """Typed input that is no value of its field; ``code`` names the message."""

    def __init__(self, code: str, typed: str) -> None:
        super().__init__(f"{code}: {typed!r}")
        self.code = code
        self.typed = typed


_MONTHS = {
    name: number
    for number, names in enumerate(
        [
            "jan januari january janvier januar",
            "feb februari february fevrier février februar",
            "mrt maart mar march mars märz",
            "apr april avril",
            "mei may mai",
            "jun juni june juin",
            "jul juli july juillet",
            "aug augustus august août aout",
            "sep sept september septembre",
            "okt oktober oct october octobre",
            "nov november novembre",
            "dec december dez dezember décembre decembre",
        ],
        start=1,
    )
    for name in names.split()
}


def parse(kind: FieldKind, typed: str, *, today: date) -> str:
    """Typed text as the normalised value of a field ("" clears it). Raises FieldInvalid.

    Dates: 20-11-2026, 20/11/26, 20 nov, 2026-11-20, 20112026. Amounts: 1.234,56 · 1,234.56 · 1234,5.
    """
    text = " ".join(typed.split())
    if not text:
        return ""
    if kind is FieldKind.DATE:
        return parse_date(text, today).isoformat()
    if kind is FieldKind.AMOUNT:
        return str(parse_amount(text))
    if kind is FieldKind.CURRENCY:
        code = {"€": "EUR", "$": "USD", "£": "GBP"}.get(text, text.upper())
        if not re.fullmatch(r"[A-Z]{3}", code):
            raise FieldInvalid("CURRENCY_INVALID", typed)
        return code
    if kind is FieldKind.CODE:
        return text.split(" ")[0][:20]
    if kind is FieldKind.IBAN:
        return re.sub(r"[^A-Za-z0-9]", "", text).upper()
    return text[:200]


def parse_date(text: str, today: date) -> date:
    """A day as people type it; day before month; a missing year is the one nearest to today."""
    if found := re.fullmatch(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", text):
        return _day(int(found[1]), int(found[2]), int(found[3]), text)
    if found := re.fullmatch(r"(\d{1,2})[-/. ](\d{1,2})(?:[-/. ](\d{2}|\d{4}))?", text):
        return _day(_year(found[3], int(found[2]), today), int(found[2]), int(found[1]), text)
    if found := re.fullmatch(r"(\d{2})(\d{2})(\d{4}|\d{2})", text):
        return _day(_year(found[3], int(found[2]), today), int(found[2]), int(found[1]), text)
    if found := re.fullmatch(r"(\d{1,2})\.? ([^\W\d]+)\.?(?: (\d{2}|\d{4}))?", text):
        month = _MONTHS.get(found[2].lower())
        if month:
            return _day(_year(found[3], month, today), month, int(found[1]), text)
    raise FieldInvalid("DATE_INVALID", text)


def _year(text: str | None, month: int, today: date) -> int:
    if text is None:
        return min(
            (today.year - 1, today.year, today.year + 1), key=lambda y: abs((y - today.year) * 12 + month - today.month)
        )
    return 2000 + int(text) if len(text) == 2 else int(text)


def _day(year: int, month: int, day: int, text: str) -> date:
    try:
        found = date(year, month, day)
    except ValueError as error:
        raise FieldInvalid("DATE_INVALID", text) from error
    if not 1990 <= year <= 2100:
        raise FieldInvalid("DATE_INVALID", text)
    return found


def parse_amount(text: str) -> Decimal:
    """An amount in Dutch or English notation. ``1.234`` alone reads as one thousand two hundred thirty-four."""
    bare = re.sub(r"[€$£\s'’]|EUR|USD|GBP", "", text).replace("−", "-").replace("–", "-")
    negative = bare.startswith("-") or bare.endswith("-") or (bare.startswith("(") and bare.endswith(")"))
    digits = bare.strip("-()+")
    if not re.fullmatch(r"\d[\d.,]*", digits):
        raise FieldInvalid("AMOUNT_INVALID", text)
    last = max(digits.rfind(","), digits.rfind("."))
    if last >= 0 and (len(digits) - last - 1 != 3 or {",", "."} <= set(digits)):
        whole, fraction = re.sub(r"[.,]", "", digits[:last]), digits[last + 1 :]
    else:
        whole, fraction = re.sub(r"[.,]", "", digits), ""
    if len(whole) > 11 or len(fraction) > 8:
        raise FieldInvalid("AMOUNT_INVALID", text[:40])  # more than any column holds, and than anybody bills
    value = Decimal(f"{whole or '0'}.{fraction or '00'}")
    return -value if negative else value
