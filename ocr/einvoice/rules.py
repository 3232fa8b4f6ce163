"""The sums of EN 16931 (BR-CO-10 … 17), as findings. Pure.

The standard's own tolerance is none for sums and one currency unit for VAT per rate; here VAT per rate may differ by
what rounding per line can add up to, because real suppliers round per line."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from domain.findings import Finding, Severity
from domain.money import decimal_or_none, round_money
from ocr.einvoice.told import Told

_CENT = Decimal("0.01")
_HALF = Decimal("0.005")


def check(told: Told) -> tuple[Finding, ...]:
    """All rules that the document breaks. HOLD: the document contradicts itself; CHECK: one of its rows does."""
    return (*_sums(told), *_vat(told), *_lines(told))


def _value(told: Told, name: str) -> Decimal | None:
    return decimal_or_none(told.fields.get(name) or told.totals.get(name))


def _broken(rule: str, field: str, expected: Decimal, found: Decimal, severity: Severity = Severity.HOLD) -> Finding:
    return Finding("EN16931", severity, {"rule": rule, "expected": str(expected), "found": str(found)}, field)


def _sums(told: Told) -> Iterator[Finding]:
    zero = Decimal(0)
    lines = [amount for line in told.lines if (amount := decimal_or_none(line.net_amount)) is not None]
    line_total, net, vat = _value(told, "line_total"), _value(told, "net_total"), _value(told, "vat_total")
    gross, due = _value(told, "gross_total"), _value(told, "amount_due")
    allowances = _value(told, "allowance_total")
    surcharges = _value(told, "charge_total")
    given = [(charge, decimal_or_none(charge.amount) or zero) for charge in told.charges]
    if line_total is not None and lines and len(lines) == len(told.lines):
        if abs(sum(lines, zero) - line_total) > _tolerance(len(lines)):
            yield _broken("BR-CO-10", "lines", line_total, sum(lines, zero))
    if (
        allowances is not None
        and (told_off := -sum((a for _, a in given if a < 0), zero)) != allowances
        and told.charges
    ):
        yield _broken("BR-CO-11", "net_total", allowances, told_off, Severity.INFO)
    if surcharges is not None and (told_on := sum((a for _, a in given if a > 0), zero)) != surcharges and told.charges:
        yield _broken("BR-CO-12", "net_total", surcharges, told_on, Severity.INFO)
    if line_total is not None and net is not None:
        expected = line_total - (allowances or zero) + (surcharges or zero)
        if allowances is None and surcharges is None:
            expected = line_total + sum((amount for _, amount in given), zero)
        if abs(expected - net) > _HALF:
            yield _broken("BR-CO-13", "net_total", expected, net)
    if net is not None and gross is not None:
        if vat is None and net != gross:
            yield _broken("BR-CO-15", "vat_total", gross - net, zero)
        if vat is not None and abs(net + vat - gross) > _HALF:
            yield _broken("BR-CO-15", "gross_total", net + vat, gross)
    if gross is not None and due is not None:
        expected = gross - (_value(told, "prepaid") or zero) + (_value(told, "rounding") or zero)
        if abs(expected - due) > _HALF:
            yield _broken("BR-CO-16", "amount_due", expected, due)


def _vat(told: Told) -> Iterator[Finding]:
    currency = told.fields.get("currency", "EUR")
    vat = _value(told, "vat_total")
    amounts = [decimal_or_none(row.amount) for row in told.vat_rows]
    if vat is not None and amounts and None not in amounts:
        total = sum((amount for amount in amounts if amount is not None), Decimal(0))
        if abs(total - vat) > _HALF:
            yield _broken("BR-CO-14", "vat_total", total, vat)
    for row in told.vat_rows:
        base, rate, amount = decimal_or_none(row.base), decimal_or_none(row.rate), decimal_or_none(row.amount)
        if base is None or rate is None or amount is None:
            continue
        expected = round_money(base * rate / 100, currency)
        if abs(expected - amount) > _tolerance(len(told.lines)):
            yield _broken("BR-CO-17", "vat_breakdown", expected, amount, Severity.CHECK)


def _lines(told: Told) -> Iterator[Finding]:
    """quantity × price / base quantity − discounts = net amount; INFO only, because prices are often shown rounded."""
    for index, line in enumerate(told.lines):
        quantity, price, net = (decimal_or_none(v) for v in (line.quantity, line.unit_price, line.net_amount))
        per = decimal_or_none(line.price_per)
        if quantity is None or price is None or net is None or not per:
            continue
        expected = quantity * price / per
        places = max(0, -int(price.normalize().as_tuple().exponent))  # how finely the price is given
        slack = abs(quantity / per) * Decimal(1).scaleb(-places) / 2 + _CENT
        if abs(abs(expected) - abs(net)) > slack and not line.discount:
            found = Finding(
                "EN16931",
                Severity.INFO,
                {"rule": "BR-LINE", "expected": str(round_money(expected)), "found": str(net)},
                f"lines.{index}.net_amount",
            )
            yield found


def _tolerance(rows: int) -> Decimal:
    return _HALF * max(rows, 1) + _HALF
