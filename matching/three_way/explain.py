"""Why an invoice line was not matched to an order line: every gate it did not pass, in the order they stand."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from domain.evidence import Reason
from domain.money import ZERO
from domain.orders import GoodsReceiptLine, InvoiceForMatch, PurchaseOrderLine
from domain.tolerances import ToleranceKind, ToleranceTable
from matching.receipts import ReceiptShelf
from matching.three_way.checks import HALF_CENT, Facts
from matching.three_way.compare import compare
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
    facts = Facts(invoice, book, shelf, tolerances or ToleranceTable(), policy, known.history)
    reasons = gates(goods, order, facts, known, tuple(part.order_line for part in result.allocations))
    reasons += [*_pair(goods, order, book, known)[1], *price_gate(goods, order, facts, known)]
    return tuple(reasons) or (Reason("why.too_little_evidence", {}),)


def gates(
    goods: BilledGoods, order: PurchaseOrderLine, facts: Facts, known: Known, taken: Sequence[str] = ()
) -> list[Reason]:
    """The gates an unmatched pair fails, the order's first. ``taken``: order lines the invoice line went to."""
    book = facts.book
    reasons = [*_order_gates(facts.invoice, order, book, facts.policy), *_pair(goods, order, book, known)[0]]
    if taken:
        reasons.append(Reason("why.better_elsewhere", {"order_line": ", ".join(taken)}))
    return reasons


def price_gate(goods: BilledGoods, order: PurchaseOrderLine, facts: Facts, known: Known) -> list[Reason]:
    """By how much the line's net price is beyond the tolerance that counts for the order line; empty when it is not.

    ``difference`` is money over the stricter of the limit's percentage and amount, in the invoice's currency.
    """
    factor = conversion(goods.source, order, known.factors, facts.invoice.vendor)
    ours = order.net_unit_price
    if factor is None or ours is None or not goods.quantity:
        return []
    quantity = abs(factor.quantity(goods.quantity))
    found = compare(
        ToleranceKind.PRICE_UNIT,
        facts.table,
        facts.scope(order),
        expected=quantity * ours,
        actual=abs(goods.net),
        rate=facts.invoice.exchange_rate,
        same_below=HALF_CENT,
        order_line=order.key,
    )
    if found is None or found.accepted:
        return []
    limit = found.tolerance.limit
    allowed = [found.expected * limit.percent / 100] if limit.percent is not None else []
    allowed += [limit.amount / facts.invoice.exchange_rate] if limit.amount is not None else []
    beyond = abs(found.difference) - min(allowed, default=ZERO)
    figures = {
        "theirs": plain_figure(abs(goods.net) / quantity, 4),
        "agreed": plain_figure(ours, 4),
        "percent": "" if found.percent is None else f"{found.percent:.2f}",
        "difference": plain_figure(beyond, 2),
    }
    return [Reason("why.price", figures)]


def plain_figure(number: Decimal, places: int) -> str:
    """A figure rounded half up, with at least two decimals and no trailing zeros after them."""
    rounded = number.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    short = rounded.quantize(Decimal("0.01"))
    return f"{short if short == rounded else rounded.normalize():f}"


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


def _pair(
    line: BilledGoods, order: PurchaseOrderLine, book: OrderBook, known: Known
) -> tuple[list[Reason], list[Reason]]:
    """The gates of the pair itself, and the figures it has."""
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
    points = Reason("why.score", {"score": f"{fit.score / 1_000_000:.2f}"})
    return reasons, [points, *explain(line, order, fit, how, book.open_ordered(order))]
