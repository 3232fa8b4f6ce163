"""Why lines stayed alone: each unmatched invoice line beside the order lines nearest to it, and what to do next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from domain.evidence import Reason
from domain.orders import GoodsReceiptLine, InvoiceForMatch, PurchaseOrderLine
from domain.tolerances import ToleranceTable
from matching.receipts import ReceiptShelf
from matching.three_way.checks import Facts
from matching.three_way.engine import Known
from matching.three_way.explain import gates, plain_figure, price_gate
from matching.three_way.orderbook import OrderBook
from matching.three_way.policy import MatchPolicy
from matching.three_way.prepare import BilledGoods, prepare
from matching.three_way.results import MatchResult
from matching.three_way.score import TEXT_FLOOR, Named, fold, score, text_likeness
from matching.three_way.units import conversion

# The first gate that a pair fails says what a person can do about it; in order of how hard the gate is.
NEXT: dict[str, str] = {
    "why.other_administration": "next.move_administration",
    "why.other_vendor": "next.check_vendor",
    "why.order_state": "next.reopen_order",
    "why.currency": "next.check_currency",
    "why.nothing_open": "next.raise_order_or_credit",
    "why.po_not_found": "next.correct_reference",
    "why.po_closed": "next.reopen_order",
    "why.code_differs": "next.check_item",
    "why.unit": "next.confirm_unit",
    "why.other_order_named": "next.link_order",
    "why.too_old": "next.link_order",
    "why.no_common_code": "next.check_item",
    "why.text": "next.check_item",
    "why.price": "next.take_and_answer",
    "why.better_elsewhere": "next.nothing",
}
ANYWAY = "next.take"
# More order lines than this are not compared one by one.
MOST = 2000


@dataclass(frozen=True, slots=True)
class WhyNot:
    """One invoice line beside one order line it was not matched with: the gates it fails, and the next action."""

    line: str
    order_line: str
    reasons: tuple[Reason, ...]
    action: Reason


def why_alone(
    invoice: InvoiceForMatch,
    result: MatchResult,
    orders: Sequence[PurchaseOrderLine],
    receipts: Sequence[GoodsReceiptLine] = (),
    *,
    tolerances: ToleranceTable | None = None,
    policy: MatchPolicy | None = None,
    known: Known | None = None,
    most: int = 3,
) -> tuple[tuple[WhyNot, ...], tuple[WhyNot, ...]]:
    """What is unmatched, from both sides; ``result`` is the match of these same facts.

    First, per invoice line without an order line, the ``most`` nearest order lines. Second, per order line that is
    still open on an order the invoice is about, the invoice line nearest to it (none at all: ``line`` is empty).
    """
    policy, known = policy or MatchPolicy(), known or Known()
    shelf = ReceiptShelf(orders, receipts)
    book = OrderBook(invoice, orders, shelf)
    facts = Facts(invoice, book, shelf, tolerances or ToleranceTable(), policy, known.history)
    goods = prepare(invoice, book.own, known.charges).goods
    taken = {line.line: tuple(part.order_line for part in line.allocations) for line in result.lines}
    candidates = list(book.by_key.values())[:MOST]

    def nearness(line: BilledGoods, order: PurchaseOrderLine) -> int:
        factor = conversion(line.source, order, known.factors, invoice.vendor)
        return score(
            line,
            order,
            named=Named.NOT,
            conversion=factor,
            open_quantity=book.open_ordered(order),
            learned=known.learned,
            scaled=True,
        ).score

    def pair(line: BilledGoods, order: PurchaseOrderLine) -> WhyNot:
        reasons = gates(line, order, facts, known, taken.get(line.key, ()))
        reasons += [*_weak(line, order, book, known), *price_gate(line, order, facts, known)]
        return WhyNot(line.key, order.key, tuple(reasons), next_action(reasons))

    alone = [line for line in goods if not taken.get(line.key)]
    near = [
        pair(line, order)
        for line in alone
        for order in sorted(candidates, key=lambda order: -nearness(line, order))[:most]
    ]
    waiting = []
    told = {each.order_line for each in near}
    for order in (order for order in _open_on_its_orders(result, book) if order.key not in told):
        line = max(goods, key=lambda each: nearness(each, order), default=None)
        if line is None:
            waiting.append(WhyNot("", order.key, (), Reason("next.wait_for_invoice", {})))
        else:
            waiting.append(pair(line, order))
    return tuple(near), tuple(waiting)


def _weak(line: BilledGoods, order: PurchaseOrderLine, book: OrderBook, known: Known) -> list[Reason]:
    """What speaks for the pair too weakly: another text, no code in common, more than is open."""
    source, reasons = line.source, []
    likeness = text_likeness(source.description, order.description)
    if 0 <= likeness < TEXT_FLOOR:
        reasons.append(Reason("why.text", {"ratio": str(likeness)}))
    theirs = {fold(code) for code in (source.item, source.supplier_item, source.gtin)} - {""}
    ours = {fold(code) for code in (order.item, order.supplier_item, order.gtin)} - {""}
    learned = known.learned.items.get((order.vendor, fold(source.supplier_item)), "")
    if theirs and ours and not (theirs | {fold(learned)}) & ours:
        shown = {
            "theirs": source.supplier_item or source.item or source.gtin,
            "ours": order.item or order.supplier_item,
        }
        reasons.append(Reason("why.no_common_code", shown))
    factor = conversion(source, order, known.factors, book.invoice.vendor)
    open_quantity = book.open_ordered(order)
    if factor is not None and line.quantity and abs(factor.quantity(line.quantity)) > open_quantity > 0:
        billed = plain_figure(abs(factor.quantity(line.quantity)), 4)
        reasons.append(Reason("why.quantity", {"billed": billed, "open_quantity": plain_figure(open_quantity, 4)}))
    return reasons


def _open_on_its_orders(result: MatchResult, book: OrderBook) -> list[PurchaseOrderLine]:
    """Order lines with something open, not billed by this invoice, on the orders it bills or names."""
    billed = {part.order_line for line in result.lines for part in line.allocations}
    numbers = {book.by_key[key].order for key in billed if key in book.by_key}
    numbers |= {order.order for reference in book.invoice.order_references for order in book.find(reference).lines}
    return [o for o in book.own if o.order in numbers and o.key not in billed and book.open_ordered(o) > 0][:50]


def next_action(reasons: Sequence[Reason]) -> Reason:
    """What to do about the hardest of the gates; taking it by hand when nothing hard stands in the way."""
    codes = {reason.code for reason in reasons}
    return Reason(next((action for gate, action in NEXT.items() if gate in codes), ANYWAY), {})
