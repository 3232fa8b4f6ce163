"""An invoice of one line for everything an order still has to bill ("as per order 4500123")."""

from __future__ import annotations

from collections.abc import Sequence

from domain.evidence import Reason
from domain.money import ZERO
from matching.three_way.allocate import Share
from matching.three_way.linking import Link
from matching.three_way.orderbook import OrderBook
from matching.three_way.totals import CLOSE, remaining


def whole_orders(links: Sequence[Link], book: OrderBook) -> list[Share]:
    """The shares of the document's only line when it is the sum of several open lines of the orders it names.

    Only a line that says nothing of its own: no code, no quantity but one, and no order line at its price. Empty, and
    the link as it was, when the sum is not all that remains (within € 0.02).
    """
    link = links[0] if len(links) == 1 else None
    if link is None or not link.sum_of or link.chosen or link.line.net <= 0 or link.line.quantity not in (None, 1):
        return []
    source = link.line.source
    if source.item or source.supplier_item or source.gtin or (link.fit is not None and link.fit.price):
        return []
    orders = [order for order in link.sum_of if order.currency == book.invoice.currency]
    rows = remaining(orders, book)
    if len(rows) < 2 or abs(sum((row.amount for row in rows), ZERO) - link.line.net) > CLOSE:
        return []
    link.order, link.fit, link.pool, link.ambiguous = rows[0].order, None, tuple(row.order for row in rows), False
    link.candidates = ()
    link.reasons.append(
        Reason("match.total_equals_remaining", {"total": f"{link.line.net:f}", "lines": str(len(rows))})
    )
    shares = [Share(link.line, row.order, row.quantity, row.amount) for row in rows]
    largest = max(range(len(shares)), key=lambda at: shares[at].amount)
    rest = link.line.net - sum((share.amount for share in shares), ZERO)
    last = shares[largest]
    shares[largest] = Share(last.line, last.order, last.quantity, last.amount + rest)
    return shares
