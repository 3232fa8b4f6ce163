"""The VAT breakdown of EN 16931 (BR-CO-14, BR-CO-17, BR-S-08, BR-Z-09 and their like), as findings. Pure.

The standard allows VAT per rate to be off by one currency unit; here by what rounding per line can add up to, because
real suppliers round per line."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from domain.findings import Finding, Severity
from domain.money import decimal_or_none, round_money
from domain.reading import ReadLine, VatRow
from ocr.einvoice.told import Told

_HALF = Decimal("0.005")
# Categories (UNTDID 5305) under which no VAT is charged, and how their rules are named.
_UNTAXED = {"Z": "BR-Z-09", "E": "BR-E-09", "AE": "BR-AE-09", "K": "BR-IC-09", "G": "BR-G-09", "O": "BR-O-09"}


def check_vat(told: Told) -> Iterator[Finding]:
    """Rules that the breakdown breaks: HOLD when it does not add up to the document's VAT, else CHECK."""
    vat = decimal_or_none(told.fields.get("vat_total"))
    amounts = [amount for row in told.vat_rows if (amount := decimal_or_none(row.amount)) is not None]
    if vat is not None and amounts and len(amounts) == len(told.vat_rows):
        if abs(sum(amounts, Decimal(0)) - vat) > _HALF:
            yield _broken("BR-CO-14", vat, sum(amounts, Decimal(0)), Severity.HOLD, "vat_total")
    for row in told.vat_rows:
        yield from _row(told, row)
    yield from _bases(told)


def _broken(
    rule: str, expected: Decimal, found: Decimal, severity: Severity = Severity.CHECK, field: str = "vat_breakdown"
) -> Finding:
    return Finding("EN16931", severity, {"rule": rule, "expected": str(expected), "found": str(found)}, field)


def _row(told: Told, row: VatRow) -> Iterator[Finding]:
    base, rate, amount = decimal_or_none(row.base), decimal_or_none(row.rate), decimal_or_none(row.amount)
    if amount and row.category in _UNTAXED:
        yield _broken(_UNTAXED[row.category], Decimal(0), amount)
    elif base is not None and rate is not None and amount is not None:
        expected = round_money(base * rate / 100, told.fields.get("currency", "EUR"))
        if abs(expected - amount) > _tolerance(told):
            yield _broken("BR-CO-17", expected, amount)


def _bases(told: Told) -> Iterator[Finding]:
    """The bases are the net total, and each rate's base its lines with discounts and charges, where all of them say
    their rate."""
    bases: dict[Decimal, Decimal] = defaultdict(Decimal)
    rounding = decimal_or_none(told.totals.get("rounding"))
    for row in told.vat_rows:
        base, rate = decimal_or_none(row.base), _rate(row.rate, row.category)
        if base is None or rate is None:
            return
        if not (rounding and base == rounding and decimal_or_none(row.amount) == 0):  # BT-114 as an untaxed row
            bases[rate] += base
    net = decimal_or_none(told.fields.get("net_total"))
    if not bases or net is None:
        return
    total = sum(bases.values(), Decimal(0))
    if abs(total - net) > _tolerance(told):
        yield _broken("BR-S-08", net, total)
        return
    billed = _billed(told)
    if billed is None:
        return
    for rate in sorted({*bases, *billed}):
        if abs(bases[rate] - billed[rate]) > _tolerance(told):
            yield _broken("BR-S-08", billed[rate], bases[rate])
            return


def _billed(told: Told) -> dict[Decimal, Decimal] | None:
    """Lines, discounts and charges per rate; None when one of them does not say its rate or amount."""
    parts: list[tuple[Decimal | None, Decimal | None]] = [_of_line(line) for line in told.lines]
    parts += [(decimal_or_none(charge.vat_rate), decimal_or_none(charge.amount)) for charge in told.charges]
    billed: dict[Decimal, Decimal] = defaultdict(Decimal)
    for rate, amount in parts:
        if rate is None or amount is None:
            return None
        billed[rate] += amount
    return billed if told.lines else None


def _of_line(line: ReadLine) -> tuple[Decimal | None, Decimal | None]:
    return _rate(line.vat_rate, line.vat_category), decimal_or_none(line.net_amount)


def _rate(written: str, category: str) -> Decimal | None:
    """The rate, zero where the category charges none and the document leaves it out."""
    rate = decimal_or_none(written)
    return Decimal(0) if rate is None and category in _UNTAXED else rate


def _tolerance(told: Told) -> Decimal:
    return _HALF * max(len(told.lines), 1) + _HALF
