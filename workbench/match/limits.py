"""What a difference with an order is worth, and whether one person may let it go (matching rules, hold codes)."""

from __future__ import annotations

from decimal import Decimal

from domain.money import ZERO, decimal_or_none
from workbench.models import Draft, Hold
from workbench.models.policy import policy_of

PRICE_CODES = frozenset({"PRICE_HIGH", "PRICE_LOW", "PRICE_TOTAL", "LINE_AMOUNT"})
QUANTITY_CODES = frozenset({"AWAIT_RECEIPT", "QTY_RECEIVED", "QTY_ORDERED", "QTY_ACCEPTED", "QTY_UNDER"})
# Differences in money or goods: letting one go is deciding about that much money.
VARIANCE_CODES = PRICE_CODES | QUANTITY_CODES | {"INVOICE_TOTAL", "CHARGE_NOT_ON_PO", "CHARGE_HIGH", "BLANKET_AMOUNT"}


def worth_of(draft: Draft, hold: Hold) -> Decimal:
    """What the hold's difference is worth in the draft's currency, without sign.

    An order without a price cannot tell what its goods are worth: then the whole line counts, or the whole draft.
    """
    known = decimal_or_none(hold.params.get("worth")) or decimal_or_none(hold.params.get("difference"))
    if known:
        return abs(known)
    line = draft.lines.filter(position=position_of(hold)).first() if position_of(hold) else None
    return abs((line.net_amount if line else draft.net_total) or ZERO)


def position_of(hold: Hold) -> int:
    """The line the hold is about; 0 when it is about the document."""
    number = str(hold.params.get("line", ""))
    return int(number) if number.isdecimal() else 0


def limit_of(draft: Draft) -> Decimal:
    """Up to which worth one person may let a difference go, in the administration's currency."""
    return policy_of(draft.administration_id or 0).variance_alone_up_to


def second_needed(draft: Draft, hold: Hold) -> bool:
    """Whether a second person must agree before this hold is let go.

    A difference in another currency counts as above the limit: it cannot be shown to be below.
    """
    if hold.code not in VARIANCE_CODES:
        return False
    foreign = draft.administration is not None and draft.currency.upper() != draft.administration.currency.upper()
    return foreign or worth_of(draft, hold) > limit_of(draft)
