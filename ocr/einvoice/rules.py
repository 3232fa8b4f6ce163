"""The sums of EN 16931 (BR-CO-10 … 16), as findings. Pure. VAT per rate is in ``vat_rules``.

The standard's own tolerance is none for sums; older profiles' ways to state the same sums hold too."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from domain.findings import Finding, Severity
from domain.money import decimal_or_none, round_money
from ocr.einvoice.told import Told
from ocr.einvoice.vat_rules import check_vat

_CENT = Decimal("0.01")
_HALF = Decimal("0.005")


def check(told: Told) -> tuple[Finding, ...]:
    """All rules that the document breaks. HOLD: the document contradicts itself; CHECK: one of its rows does."""
    return (*_sums(told), *check_vat(told), *_lines(told), *_others(told))


def _value(told: Told, name: str) -> Decimal | None:
    return decimal_or_none(told.fields.get(name) or told.totals.get(name))


def _broken(rule: str, field: str, expected: Decimal, found: Decimal, severity: Severity = Severity.HOLD) -> Finding:
    return Finding("EN16931", severity, {"rule": rule, "expected": str(expected), "found": str(found)}, field)


def _sums(told: Told) -> Iterator[Finding]:
    lines = [amount for line in told.lines if (amount := decimal_or_none(line.net_amount)) is not None]
    line_total = _line_total(told, lines)
    if line_total is not None and lines and len(lines) == len(told.lines):
        if abs(sum(lines, Decimal(0)) - line_total) > _HALF * (len(lines) + 1):
            yield _broken("BR-CO-10", "lines", line_total, sum(lines, Decimal(0)))
    if line_total is None and len(lines) == len(told.lines):
        yield from _lines_to_net(told, lines)
    yield from _net(told, line_total)
    yield from _gross(told)


def _parts(told: Told, lines: list[Decimal]) -> list[Decimal]:
    """Lines, discounts and charges."""
    return lines + [amount for charge in told.charges if (amount := decimal_or_none(charge.amount)) is not None]


def _line_total(told: Told, lines: list[Decimal]) -> Decimal | None:
    """BT-106; None also where 0 stands there though the lines make the net total: programs that do not fill it in."""
    stated, net = _value(told, "line_total"), _value(told, "net_total")
    unfilled = stated == 0 and net and len(lines) == len(told.lines) and sum(_parts(told, lines), Decimal(0)) == net
    return None if unfilled else stated


def _lines_to_net(told: Told, lines: list[Decimal]) -> Iterator[Finding]:
    """Lines, discounts and charges make the net total, for a document that does not state the lines' total itself."""
    net = _value(told, "net_total")
    parts = _parts(told, lines)
    if net is not None and lines and abs(sum(parts, Decimal(0)) - net) > _HALF * (len(parts) + 1):
        yield _broken("BR-CO-10", "lines", net, sum(parts, Decimal(0)), Severity.CHECK)


def _net(told: Told, line_total: Decimal | None) -> Iterator[Finding]:
    """Discounts and charges: one by one, as totals, and between the lines and the net total."""
    zero, net = Decimal(0), _value(told, "net_total")
    allowances, surcharges = _value(told, "allowance_total"), _value(told, "charge_total")
    listed = sum((decimal_or_none(charge.amount) or zero for charge in told.charges), zero)
    stated = (surcharges or zero) - (allowances or zero)
    totalled = allowances is not None or surcharges is not None
    if told.charges and totalled and abs(listed - stated) > _HALF:
        yield _broken("BR-CO-11", "net_total", stated, listed, Severity.CHECK)
    if line_total is not None and net is not None:
        ways = [line_total + (stated if totalled else listed), *([line_total + listed] if told.charges else [])]
        if all(abs(way - net) > _HALF for way in ways):
            yield _broken("BR-CO-13", "net_total", ways[0], net)


def _gross(told: Told) -> Iterator[Finding]:
    """Net, VAT, gross and what is to be paid. Before EN 16931 the rounding was part of the gross total (CEN BII)."""
    zero = Decimal(0)
    net, vat, gross = (_value(told, name) for name in ("net_total", "vat_total", "gross_total"))
    due, rounding = _value(told, "amount_due"), _value(told, "rounding") or zero
    if vat is None:
        vat = sum((decimal_or_none(row.amount) or zero for row in told.vat_rows), zero)
    rounded = net is not None and gross is not None and rounding != 0 and abs(net + vat + rounding - gross) <= _HALF
    if net is not None and gross is not None and not rounded and abs(net + vat - gross) > _HALF:
        yield _broken("BR-CO-15", "gross_total" if vat else "vat_total", net + vat, gross)
    if gross is not None and due is not None:
        expected = gross - (_value(told, "prepaid") or zero) + (zero if rounded else rounding)
        third_party = _value(told, "third_party") or zero
        if all(abs(way - due) > _HALF for way in (expected, expected + third_party)):
            yield _broken("BR-CO-16", "amount_due", expected, due)


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


def _others(told: Told) -> Iterator[Finding]:
    """Several invoices in one file; two types at once; totals in another currency than the document's
    (PEPPOL-EN16931-R051); a last day to pay before the date (INFO: it was not misread, and prepaid bills have it)."""
    if told.documents > 1:
        yield Finding("SEVERAL_INVOICES", Severity.HOLD, {"count": str(told.documents)})
    if told.type_unsure and told.document_type is not None:
        yield Finding("TYPE_UNSURE", Severity.CHECK, {"type": told.document_type.value})
    currency = told.fields.get("currency", "")
    if currency and told.currencies and currency not in told.currencies:
        values = ", ".join(sorted({currency, *told.currencies}))
        yield Finding("SEVERAL_CURRENCIES", Severity.HOLD, {"values": values}, "currency")
    issued, due = told.fields.get("issue_date", ""), told.fields.get("due_date", "")
    if issued and due and due < issued:
        yield Finding("DUE_BEFORE_DATE", Severity.INFO, {}, "due_date")
