"""Comparisons on the document as a whole: totals, VAT, rounding, prepayments."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal

from domain.holds import Hold
from domain.money import CENT, ZERO
from domain.orders import Totals
from domain.tolerances import Scope, Side, ToleranceKind
from matching.three_way.allocate import Share
from matching.three_way.charge_words import PAYMENT_DISCOUNT
from matching.three_way.charges import ChargeVerdict
from matching.three_way.checks import Facts
from matching.three_way.compare import compare
from matching.three_way.prepare import Prepared
from matching.three_way.results import Variance
from matching.three_way.tax import check_rounding, check_vat
from matching.three_way.totals import compare_totals

LINES = "lines"  # what a variance is about when the lines do not add up to the total


def header_variances(facts: Facts, shares: Sequence[Share], charges: Sequence[ChargeVerdict]) -> tuple[Variance, ...]:
    """Totals (when given, switched on, or somebody set a tolerance for them), VAT per rate, rounding."""
    invoice = facts.invoice
    scope = Scope(vendor=invoice.vendor, vendor_group=invoice.vendor_group)
    found: list[Variance] = []
    if invoice.totals is not None and invoice.expected_totals is not None:
        found.extend(compare_totals(invoice.totals, invoice.expected_totals, facts.table, scope, invoice.exchange_rate))
    elif invoice.net_total is not None and shares and _totals_wanted(facts, scope):
        found.extend(_expected_total(facts, shares, charges, scope))
    found.extend(check_vat(invoice, facts.table, scope))
    rounding = check_rounding(invoice, facts.table, scope)
    return (*found, rounding) if rounding is not None else tuple(found)


def lines_add_up(facts: Facts, prepared: Prepared) -> Variance | None:
    """The lines and charges against the net total, under the tolerance for rounding; a payment discount may have been
    taken off or not."""
    invoice = facts.invoice
    if invoice.net_total is None or not invoice.lines or not invoice.lines_usable or not prepared.goods:
        return None
    as_printed = sum((line.net for line in invoice.lines), ZERO) + sum((c.amount for c in invoice.charges), ZERO)
    sign = Decimal(-1) if invoice.credit else Decimal(1)
    goods = sum((line.net for line in prepared.goods), ZERO) + sum((c.amount for c in prepared.charges), ZERO)
    understood = sign * goods - prepared.netted
    discounts = sum((abs(c.amount) for c in prepared.ignored if c.kind == PAYMENT_DISCOUNT), ZERO)
    sums = (as_printed, understood, understood - discounts, understood + discounts)
    nearest = min(sums, key=lambda total: abs(total - (invoice.net_total or ZERO)))
    scope = Scope(vendor=invoice.vendor, vendor_group=invoice.vendor_group)
    return compare(
        ToleranceKind.ROUNDING,
        facts.table,
        scope,
        expected=nearest,
        actual=invoice.net_total,
        rate=invoice.exchange_rate,
        same_below=CENT / 2,
        about=LINES,
    )


def _totals_wanted(facts: Facts, scope: Scope) -> bool:
    kind = ToleranceKind.INVOICE_TOTAL
    return facts.policy.check_totals or any(facts.table.explicit(kind, side, scope) is not None for side in Side)


def _expected_total(
    facts: Facts, shares: Sequence[Share], charges: Sequence[ChargeVerdict], scope: Scope
) -> tuple[Variance, ...]:
    expected = ZERO
    for share in shares:
        price = share.order.net_unit_price
        expected += share.amount if price is None or share.adjustment else share.quantity * price
    # A charge judged by its own tolerance is not judged again here.
    expected += sum((verdict.charge.amount for verdict in charges), ZERO)
    sign = Decimal(-1) if facts.invoice.credit else Decimal(1)
    actual = sign * (facts.invoice.net_total or ZERO)
    return compare_totals(Totals(total=actual), Totals(total=expected), facts.table, scope, facts.invoice.exchange_rate)


def vat_to_book(facts: Facts, variances: Sequence[Variance]) -> tuple[tuple[Decimal, Decimal], ...]:
    """Rate and amount per stated VAT row that is accepted: always the supplier's own figure."""
    refused = {v.about for v in variances if v.hold == "TAX_VARIANCE"}
    return tuple((row.rate, row.amount) for row in facts.invoice.vat if f"{row.rate.normalize():f}" not in refused)


def prepayment_holds(
    facts: Facts, shares: Sequence[Share], prepaid: Mapping[str, Decimal], netted: Decimal
) -> list[Hold]:
    """An invoice that completes an order must take off what was prepaid on it."""
    if facts.invoice.prepayment or facts.invoice.credit:
        return []
    billed: dict[str, Decimal] = defaultdict(lambda: ZERO)
    for share in shares:
        billed[share.order.key] += share.quantity
    holds = []
    for number in sorted({share.order.order for share in shares}):
        open_prepayment = prepaid.get(number, ZERO) - netted
        lines = [order for order in facts.book.own if order.order == number]
        complete = all(order.billed + billed[order.key] >= order.wanted for order in lines)
        if open_prepayment > 0 and complete:
            holds.append(Hold("PREPAYMENT_OPEN", (), "", {"order": number, "open": f"{open_prepayment:f}"}))
        netted = max(ZERO, netted - prepaid.get(number, ZERO))
    return holds
