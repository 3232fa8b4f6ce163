"""The amount that limits and rules of approval are held against."""

from __future__ import annotations

from decimal import Decimal

from django.utils import timezone

from domain.money import ZERO, round_money
from exact import api as exact
from workbench.models import Draft


def weight_of(draft: Draft) -> Decimal:
    """The highest of the printed totals and the lines, never negative, in the draft's currency.

    An order often prints no total; what its lines ask for is then what is approved.
    """
    lines = list(draft.lines.all())
    nets = sum((line.net_amount or ZERO for line in lines), ZERO)
    asked = sum(((line.quantity or Decimal(1)) * line.unit_price for line in lines if line.unit_price), ZERO)
    amounts = [draft.gross_total or ZERO, draft.net_total or ZERO, nets]
    if draft.kind in ("purchase_order", "sales_order"):
        amounts.append(asked)
    return max(abs(amount) for amount in amounts)


def weight_in_own_currency(draft: Draft) -> Decimal | None:
    """The weight in the administration's currency, in which limits are; None when it cannot be told.

    By Exact's rate of the invoice's day (today without one, and never a later one): a rate printed on the document is
    the sender's word.
    """
    if draft.administration is None:
        return None
    day = min(draft.issue_date or timezone.localdate(), timezone.localdate())
    rate = exact.rate_for(draft.administration, draft.currency, day)
    return None if rate is None else round_money(weight_of(draft) * rate, draft.administration.currency)
