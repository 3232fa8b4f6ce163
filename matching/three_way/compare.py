"""One comparison of an expected with an actual figure under a tolerance."""

from __future__ import annotations

from decimal import Decimal

from domain.money import ZERO
from domain.tolerances import NOISE, Scope, Side, ToleranceKind, ToleranceTable, exceeds
from matching.three_way.results import Variance

_HOLD = {
    (ToleranceKind.PRICE_UNIT, Side.UPPER): "PRICE_HIGH",
    (ToleranceKind.PRICE_UNIT, Side.LOWER): "PRICE_LOW",
    (ToleranceKind.PRICE_TOTAL, Side.UPPER): "PRICE_TOTAL",
    (ToleranceKind.PRICE_TOTAL, Side.LOWER): "PRICE_LOW",
    (ToleranceKind.BILLING_ALLOWANCE, Side.UPPER): "PRICE_TOTAL",
    (ToleranceKind.LINE_AMOUNT, Side.UPPER): "LINE_AMOUNT",
    (ToleranceKind.LINE_AMOUNT, Side.LOWER): "LINE_AMOUNT",
    (ToleranceKind.INVOICE_TOTAL, Side.UPPER): "INVOICE_TOTAL",
    (ToleranceKind.INVOICE_TOTAL, Side.LOWER): "INVOICE_TOTAL",
    (ToleranceKind.CHARGE, Side.UPPER): "CHARGE_HIGH",
    (ToleranceKind.QTY_ORDERED, Side.UPPER): "QTY_ORDERED",
    (ToleranceKind.QTY_RECEIVED, Side.UPPER): "QTY_RECEIVED",
    (ToleranceKind.QTY_UNDER, Side.LOWER): "QTY_UNDER",
    (ToleranceKind.TAX_OVER, Side.UPPER): "TAX_VARIANCE",
    (ToleranceKind.TAX_UNDER, Side.LOWER): "TAX_VARIANCE",
    (ToleranceKind.ROUNDING, Side.UPPER): "ARITHMETIC",
    (ToleranceKind.ROUNDING, Side.LOWER): "ARITHMETIC",
    (ToleranceKind.DATE, Side.UPPER): "DATE_EARLY",
    (ToleranceKind.BLANKET_AMOUNT, Side.UPPER): "BLANKET_AMOUNT",
    (ToleranceKind.BLANKET_DATE, Side.UPPER): "BLANKET_DATE",
}
# An over-billing allowance is passed by up to a hundredth of a percentage point.
ALLOWANCE_SLACK = Decimal("0.01")


def compare(
    kind: ToleranceKind,
    table: ToleranceTable,
    scope: Scope,
    *,
    expected: Decimal,
    actual: Decimal,
    rate: Decimal = Decimal(1),
    earlier: Decimal = ZERO,
    same_below: Decimal = NOISE,
    order_line: str = "",
    about: str = "",
    hold: str = "",
    unit_value: Decimal = Decimal(1),
) -> Variance | None:
    """The variance of ``actual`` against ``expected``, or None when there is none or nobody compares it.

    ``rate`` turns the difference into accounting currency for the absolute limit; ``earlier`` is the difference of
    the same sign that earlier invoices already had, so that an absolute limit cannot be used up twice.
    ``same_below`` is the size under which two figures are the same (half a cent, a conversion's noise).
    ``unit_value`` is what one unit of the difference is worth in money.
    """
    difference = actual - expected
    if abs(difference) <= same_below:
        return None
    side = Side.UPPER if difference > 0 else Side.LOWER
    tolerance = table.resolve(kind, side, scope)
    if not tolerance.limit.checked:
        return None
    amount = (abs(difference) + (abs(earlier) if (earlier > 0) == (difference > 0) else ZERO)) * rate
    slack = ALLOWANCE_SLACK if ToleranceKind.BILLING_ALLOWANCE in (kind, tolerance.borrowed_from) else ZERO
    failed = exceeds(
        tolerance.limit, expected=abs(expected), difference=abs(difference), amount=amount, slack_percent=slack
    )
    unbounded = abs(expected) <= NOISE
    return Variance(
        kind=kind,
        expected=expected,
        actual=actual,
        difference=difference,
        percent=None if unbounded else difference * 100 / abs(expected),
        unbounded=unbounded,
        amount=amount,
        accepted=not failed,
        tolerance=tolerance,
        hold=(hold or _HOLD.get((kind, side), "")) if failed else "",
        order_line=order_line,
        about=about,
        money=difference * unit_value,
    )
