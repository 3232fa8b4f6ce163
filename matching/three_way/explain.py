"""Why an invoice line was not matched to an order line: every gate it did not pass, in the order they stand."""

from __future__ import annotations

from collections.abc import Sequence

from domain.evidence import Reason
from domain.orders import GoodsReceiptLine, InvoiceForMatch, PurchaseOrderLine
from domain.tolerances import ToleranceTable
from matching.receipts import ReceiptShelf
from matching.three_way.engine import Known, match
from matching.three_way.naming import for_line, header
from matching.three_way.orderbook import OrderBook
from matching.three_way.policy import MatchPolicy
from matching.three_way.prepare import BilledGoods, prepare
from matching.three_way.score import Named, explain, score
from matching.three_way.units import conversion, implied_factor


def why_not_matched(
    invoice: InvoiceForMatch,
    line: str,
    order_line: str,
    orders: Sequence[PurchaseOrderLine],
    receipts: Sequence[GoodsReceiptLine] = (),
    *,
    tolerances: ToleranceTable | None = None,
    policy: MatchPolicy | None = None,
    known: Known | None = None,
) -> tuple[Reason, ...]:
    """The gates this pair fails and the figures it has. A single ``why.matched`` when it *is* matched.

    KeyError when the invoice has no such line or the orders no such order line.
    """
    policy, known = policy or MatchPolicy(), known or Known()
    shelf = ReceiptShelf(orders, receipts)
    book = OrderBook(invoice, orders, shelf)
    order = book.by_key[order_line]
    prepared = prepare(invoice, book.own, known.charges)
    charge = next((c for c in (*prepared.charges, *prepared.ignored) if c.key == line), None)
    if charge is not None:
        return (Reason("why.is_charge", {"kind": charge.kind}),)
    goods = next((g for g in prepared.goods if g.key == line), None)
    if goods is None:
        raise KeyError(line)
    result = match(invoice, orders, receipts, tolerances=tolerances, policy=policy, known=known).line(line)
    if any(part.order_line == order_line for part in result.allocations):
        return (Reason("why.matched", {"order": order.order, "state": result.state.value}),)
    reasons = [*_order_gates(invoice, order, book, policy), *_pair_gates(goods, order, book, known)]
    taken = [part.order_line for part in result.allocations]
    if taken:
        reasons.append(Reason("why.better_elsewhere", {"order_line": ", ".join(taken)}))
    return tuple(reasons) or (Reason("why.too_little_evidence", {}),)


def _order_gates(
    invoice: InvoiceForMatch, order: PurchaseOrderLine, book: OrderBook, policy: MatchPolicy
) -> list[Reason]:
    reasons = []
    if order.administration and invoice.administration and order.administration != invoice.administration:
        reasons.append(
            Reason("why.other_administration", {"ours": invoice.administration, "order": order.administration})
        )
    elif not book.may_bill(order):
        reasons.append(Reason("why.other_vendor", {"invoice": invoice.vendor, "order": order.vendor}))
    if not book.open_for(order, credit=invoice.credit):
        reasons.append(Reason("why.order_state", {"state": order.status.value}))
    if order.currency != invoice.currency:
        reasons.append(Reason("why.currency", {"invoice": invoice.currency, "order": order.currency}))
    if invoice.invoice_date and order.order_date and not invoice.order_references:
        days = (invoice.invoice_date - order.order_date).days
        if days > policy.open_order_days:
            reasons.append(Reason("why.too_old", {"days": str(days), "most": str(policy.open_order_days)}))
    if not invoice.credit and book.open_ordered(order) <= 0:
        reasons.append(
            Reason("why.nothing_open", {"open": f"{book.open_ordered(order):f}", "billed": f"{order.billed:f}"})
        )
    return reasons


def _pair_gates(line: BilledGoods, order: PurchaseOrderLine, book: OrderBook, known: Known) -> list[Reason]:
    reasons = []
    own = for_line(line, book, credit=line.net < 0)
    naming = own if own.tried else header(book, credit=line.net < 0)
    for code, params in naming.problems:
        reasons.append(Reason(f"why.{code.lower()}", params))
    named = any(other.key == order.key for other in naming.lines)
    if naming.lines and not named:
        reasons.append(Reason("why.other_order_named", {"named": ", ".join(sorted({o.order for o in naming.lines}))}))
    factor = conversion(line.source, order, known.factors, book.invoice.vendor)
    if factor is None:
        implied = implied_factor(line.source, order)
        params = {
            "theirs": line.source.unit,
            "ours": order.unit,
            "implied": "" if implied is None else f"{implied.normalize():f}",
        }
        reasons.append(Reason("why.unit", params))
    how = naming.how if named else Named.NOT
    fit = score(
        line,
        order,
        named=how,
        conversion=factor,
        open_quantity=book.open_ordered(order),
        learned=known.learned,
        scaled=not naming.tried,
    )
    if fit.contradiction:
        reasons.append(
            Reason(
                "why.code_differs", {"ours": order.item or order.gtin, "theirs": line.source.item or line.source.gtin}
            )
        )
    reasons.append(Reason("why.score", {"score": f"{fit.score / 1_000_000:.2f}"}))
    return reasons + list(explain(line, order, fit, how, book.open_ordered(order)))
