"""What a person may do with a verdict: accept a variance, pay short, settle a price difference, remember a pair."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from hashlib import blake2b

from domain.holds import HoldRelease
from domain.money import ZERO, round_money
from domain.orders import InvoiceForMatch, InvoiceLine, LearnedItems, PurchaseOrderLine
from matching.three_way.results import LineResult, MatchResult, MatchState, worst
from matching.three_way.score import fold


class ReleaseError(ValueError):
    """A hold that may not be set aside like this; ``code`` is stable for the screen's text."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(text)
        self.code = code


def accept_variance(
    result: MatchResult,
    code: str,
    order_line: str = "",
    *,
    by: str,
    reason: str,
    second: str = "",
    second_above: Decimal | None = None,
    lines: tuple[str, ...] = (),
) -> MatchResult:
    """Set one named hold aside, and only that one; other holds on the same document stay.

    ``lines`` narrows it further when one code stands on several lines. Needs a reason, and a second person when the
    variance is worth more than ``second_above``. Raises ReleaseError for no reason, no such hold, a missing or equal
    second person, or a hold no one releases by hand (an ambiguous line wants a choice, not a release).
    """
    hits = [
        h for h in result.holds if h.code == code and h.order_line == order_line and (not lines or h.lines == lines)
    ]
    if not hits:
        raise ReleaseError("no_hold", f"the document has no hold {code} there")
    if not reason.strip() or not by.strip():
        raise ReleaseError("reason", "an accepted variance needs a person and a reason")
    if code in ("LINE_AMBIGUOUS", "UOM_UNKNOWN", "CURRENCY_MISMATCH"):
        raise ReleaseError("needs_data", f"{code} needs a choice or corrected data, not a release")
    if second_above is not None and worth(result, code, order_line) > second_above and second.strip() in ("", by):
        raise ReleaseError("second", f"above {second_above} another person must agree")
    kept = tuple(hold for hold in result.holds if hold not in hits)
    release = tuple(HoldRelease(h.code, h.order_line, h.lines, by, reason, second) for h in hits)
    held = {line for hold in kept for line in hold.lines}
    freed = {line for hold in hits for line in hold.lines} - held
    new_lines = tuple(
        replace(line, state=MatchState.WITHIN_TOLERANCE) if line.line in freed else line for line in result.lines
    )
    states = [line.state for line in new_lines] + [MatchState.WITHIN_TOLERANCE]
    if any(not hold.lines for hold in kept):
        states.append(MatchState.EXCEPTION)
    return replace(
        result,
        state=worst(states),
        lines=new_lines,
        holds=kept,
        released=(*result.released, *release),
        auto_accept=True,
    )


def worth(result: MatchResult, code: str, order_line: str = "") -> Decimal:
    """What a hold's variances come to in invoice currency, without sign."""
    seen = {id(v): v for line in result.lines for v in line.variances} | {id(v): v for v in result.variances}
    unique = {
        (v.kind, v.order_line, v.expected, v.actual): v
        for v in seen.values()
        if v.hold == code and v.order_line == order_line
    }
    return sum((abs(v.money) for v in unique.values()), ZERO)


@dataclass(frozen=True, slots=True)
class ShortPayLine:
    """One invoice line, parted in what is booked and what is disputed; quantities in the order line's unit."""

    line: str
    order_line: str
    book_quantity: Decimal
    book_amount: Decimal
    dispute_quantity: Decimal
    dispute_amount: Decimal


@dataclass(frozen=True, slots=True)
class ShortPay:
    """The proposal for a whole document; amounts net of VAT."""

    lines: tuple[ShortPayLine, ...]

    @property
    def book(self) -> Decimal:
        """Net amount to book now."""
        return sum((line.book_amount for line in self.lines), ZERO)

    @property
    def dispute(self) -> Decimal:
        """Net amount to ask a credit for."""
        return sum((line.dispute_amount for line in self.lines), ZERO)


def short_pay(result: MatchResult, orders: Mapping[str, PurchaseOrderLine], currency: str = "EUR") -> ShortPay:
    """Book what was received, at no more than the order's price when the price is held; dispute the rest.

    Booked and disputed amounts of a line always add up to its net.
    """
    parts: list[ShortPayLine] = []
    for line in result.lines:
        if line.charge_kind or not line.allocations:
            continue
        left = line.covered_by_receipt if line.receipt_checked else sum((a.quantity for a in line.allocations), ZERO)
        price_held = any(v.hold == "PRICE_HIGH" for v in line.variances)
        for part in line.allocations:
            book = min(part.quantity, left) if part.quantity > 0 else part.quantity
            left -= max(ZERO, book)
            price = part.amount / part.quantity if part.quantity else ZERO
            ours = orders[part.order_line].net_unit_price
            if price_held and ours is not None:
                price = min(price, ours)
            amount = round_money(book * price, currency)
            parts.append(
                ShortPayLine(line.line, part.order_line, book, amount, part.quantity - book, part.amount - amount)
            )
    return ShortPay(tuple(parts))


class PriceAnswer(StrEnum):
    """The ways out of a price difference, one key each."""

    ACCEPT = "accept"
    ASK_CREDIT = "ask_credit"
    UPDATE_ORDER = "update_order"
    ASK_BUYER = "ask_buyer"


@dataclass(frozen=True, slots=True)
class PriceOption:
    """One way out with its figure: the money accepted or asked back, or the order's new net price."""

    answer: PriceAnswer
    order_line: str
    figure: Decimal | None = None


def price_options(line: LineResult) -> tuple[PriceOption, ...]:
    """What can be done about a line's price variances; empty when its price is not held."""
    options: list[PriceOption] = []
    for found in line.variances:
        if found.hold not in ("PRICE_HIGH", "PRICE_LOW", "PRICE_TOTAL", "LINE_AMOUNT"):
            continue
        part = next((a for a in line.allocations if a.order_line == found.order_line), None)
        options.append(PriceOption(PriceAnswer.ACCEPT, found.order_line, found.difference))
        if found.difference > 0:
            options.append(PriceOption(PriceAnswer.ASK_CREDIT, found.order_line, found.difference))
        if part is not None and part.quantity:
            options.append(PriceOption(PriceAnswer.UPDATE_ORDER, found.order_line, part.amount / part.quantity))
        options.append(PriceOption(PriceAnswer.ASK_BUYER, found.order_line))
    return tuple(options)


def learn_pair(learned: LearnedItems, line: InvoiceLine, order: PurchaseOrderLine) -> LearnedItems:
    """Remember that this vendor's code means our item; nothing to remember without both codes."""
    if not line.supplier_item or not order.item:
        return learned
    return replace(learned, items={**learned.items, (order.vendor, fold(line.supplier_item)): order.item})


def refuse_pair(learned: LearnedItems, line: InvoiceLine, order: PurchaseOrderLine) -> LearnedItems:
    """Remember "none of these" for this pair, so that it is not proposed again."""
    refused = (order.vendor, fold(line.supplier_item or line.description), order.item or order.key)
    return replace(learned, refused=learned.refused | {refused})


def audit_sample(invoice: InvoiceForMatch, per_mille: int, salt: str) -> bool:
    """True for a steady random share of documents; the same document always gets the same answer."""
    digest = blake2b(f"{salt}/{invoice.administration}/{invoice.key}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") % 1000 < per_mille
