"""POST, PUT and DELETE: which rules apply to which resource, and how the answer looks."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from exact.sandbox.booking import (
    documents,
    goods_receipts,
    plain,
    purchase_entries,
    purchase_invoices,
    purchase_orders,
    sales_orders,
)
from exact.sandbox.booking.books import Books
from exact.sandbox.booking.order_lines import OrderKind
from exact.sandbox.ledger import Row


@dataclass(frozen=True)
class Rules:
    """The three writing operations of a resource; None where the generic ones apply."""

    create: Callable[[Books, Any], Row] | None = None
    update: Callable[[Books, Row, Any], None] | None = None
    delete: Callable[[Books, Row], None] | None = None


def order_lines(kind: OrderKind) -> Rules:
    """How lines of this kind of order are written."""
    return Rules(kind.create_line, kind.update_line, kind.delete_line)


RULES = {
    "purchaseentry/PurchaseEntries": Rules(purchase_entries.create, purchase_entries.update, purchase_entries.delete),
    "purchaseentry/PurchaseEntryLines": Rules(
        purchase_entries.create_line, purchase_entries.update_line, purchase_entries.delete_line
    ),
    "documents/Documents": Rules(documents.create, documents.update, documents.delete),
    "documents/DocumentAttachments": Rules(documents.create_attachment, None, documents.delete_attachment),
    "purchaseorder/PurchaseOrders": Rules(purchase_orders.create, purchase_orders.update, purchase_orders.delete),
    "purchaseorder/PurchaseOrderLines": order_lines(purchase_orders.KIND),
    "purchaseorder/GoodsReceipts": Rules(goods_receipts.create, goods_receipts.update, None),
    "purchaseorder/GoodsReceiptLines": Rules(goods_receipts.create_line, None, None),
    "purchase/PurchaseInvoices": Rules(purchase_invoices.create, purchase_invoices.update, purchase_invoices.delete),
    "salesorder/SalesOrders": Rules(sales_orders.create, sales_orders.update, sales_orders.delete),
    "salesorder/SalesOrderLines": order_lines(sales_orders.KIND),
}


def create(books: Books, name: str, payload: Any) -> Row:
    """Carry out a POST and return the stored row."""
    rules = RULES.get(name, Rules())
    return rules.create(books, payload) if rules.create else plain.create(books, name, payload)


def update(books: Books, name: str, row: Row, payload: Any) -> None:
    """Carry out a PUT."""
    rules = RULES.get(name, Rules())
    rules.update(books, row, payload) if rules.update else plain.update(books, name, row, payload)


def delete(books: Books, name: str, row: Row) -> None:
    """Carry out a DELETE."""
    rules = RULES.get(name, Rules())
    rules.delete(books, row) if rules.delete else plain.delete(books, name, row)
