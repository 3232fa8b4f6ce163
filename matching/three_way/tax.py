"""Stated against computed VAT, and a document that does not add up by a few cents."""

from __future__ import annotations

from decimal import Decimal

from domain.money import ZERO, round_money
from domain.orders import InvoiceForMatch, StatedVat
from domain.tolerances import Scope, ToleranceKind, ToleranceTable
from matching.three_way.compare import compare
from matching.three_way.results import Variance


def check_vat(invoice: InvoiceForMatch, table: ToleranceTable, scope: Scope) -> tuple[Variance, ...]:
    """Per rate: stated − base × rate under the over- or under-tax tolerance; inside it the stated is booked."""
    found = []
    for row in invoice.vat:
        computed = computed_vat(row, invoice.currency)
        kind = ToleranceKind.TAX_OVER if abs(row.amount) > abs(computed) else ToleranceKind.TAX_UNDER
        variance = compare(
            kind,
            table,
            scope,
            expected=abs(computed),
            actual=abs(row.amount),
            rate=invoice.exchange_rate,
            about=f"{row.rate.normalize():f}",
        )
        if variance is not None:
            found.append(variance)
    return tuple(found)


def computed_vat(row: StatedVat, currency: str) -> Decimal:
    """Base × rate, rounded to the currency's smallest unit."""
    return round_money(row.base * row.rate / 100, currency)


def check_rounding(invoice: InvoiceForMatch, table: ToleranceTable, scope: Scope) -> Variance | None:
    """Net + VAT against the gross total; inside the tolerance the difference goes to the rounding account."""
    if invoice.net_total is None or invoice.gross_total is None or not invoice.vat:
        return None
    adds_to = invoice.net_total + sum((row.amount for row in invoice.vat), ZERO)
    return compare(
        ToleranceKind.ROUNDING, table, scope, expected=adds_to, actual=invoice.gross_total, rate=invoice.exchange_rate
    )
