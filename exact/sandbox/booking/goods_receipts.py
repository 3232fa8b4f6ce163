"""``purchaseorder/GoodsReceipts``: what arrived, counted on the order lines."""

from typing import Any

from exact.sandbox.booking import purchase_orders
from exact.sandbox.booking.books import Books, Problems, money
from exact.sandbox.errors import ApiError, BusinessError, first_problem
from exact.sandbox.ledger import Row

RECEIPTS, LINES = "purchaseorder/GoodsReceipts", "purchaseorder/GoodsReceiptLines"


def create(books: Books, payload: Any) -> Row:
    """Receive goods; all lines belong to orders of one supplier. A negative quantity undoes a receipt."""
    receipt, nested = books.accept(RECEIPTS, payload, "POST")
    bodies = nested.get("GoodsReceiptLines", [])
    problems: Problems = []
    if receipt.get("ReceiptDate") is None:
        problems.append(("mandatory", "Date"))
    if not bodies:
        problems.append(("mandatory", "Lines"))
    lines = [_line(books, books.accept(LINES, body, "POST")[0], problems) for body in bodies]
    first_problem(problems)
    orders = [books.get(purchase_orders.ORDERS, line["PurchaseOrderID"]) or {} for line in lines]
    if len({order.get("Supplier") for order in orders}) > 1:
        raise BusinessError(("invalid", "SupplierReference"))
    receipt |= {"ID": books.new_id(), "Supplier": orders[0].get("Supplier"), "Warehouse": orders[0].get("Warehouse")}
    receipt["ReceiptNumber"] = books.next_number(RECEIPTS, "ReceiptNumber", "receipt", 1)
    receipt["EntryNumber"] = books.next_number(RECEIPTS, "EntryNumber", "receiptentry", 80000001)
    receipt["GoodsReceiptLineCount"] = len(lines)
    books.save(RECEIPTS, receipt)
    for number, line in enumerate(lines, 1):
        _store_line(books, line, receipt, number)
    return receipt


def update(books: Books, receipt: Row, payload: Any) -> None:
    """Change the remarks of a receipt; quantities are corrected by a negative receipt."""
    changes, _ = books.accept(RECEIPTS, payload, "PUT")
    changes.pop("ReceiptDate", None)
    books.save(RECEIPTS, receipt | changes)


def create_line(books: Books, payload: Any) -> Row:
    """Add a line to a receipt that exists."""
    receipt_id = payload.get("GoodsReceiptID") if isinstance(payload, dict) else None
    receipt = books.get(RECEIPTS, str(receipt_id).lower() if receipt_id else None)
    if receipt is None:
        raise BusinessError(("reference", "Entity"))
    problems: Problems = []
    line = _line(books, books.accept(LINES, payload, "POST")[0], problems)
    first_problem(problems)
    receipt["GoodsReceiptLineCount"] += 1
    books.save(RECEIPTS, receipt)
    return _store_line(books, line, receipt, receipt["GoodsReceiptLineCount"])


def _line(books: Books, line: Row, problems: Problems) -> Row:
    order_line = books.get(purchase_orders.LINES, line.get("PurchaseOrderLineID"))
    if line.get("PurchaseOrderLineID") is None:
        problems.append(("mandatory", "PurchaseOrderLine"))
    elif order_line is None:
        problems.append(("reference", "PurchaseOrderLine"))
    if line.get("QuantityReceived") is None:
        problems.append(("mandatory", "Quantity"))
    if order_line is None or problems:
        return line
    if money(order_line.get("ReceivedQuantity")) + money(line["QuantityReceived"]) < 0:
        problems.append(("invalid", "Quantity"))
    line["PurchaseOrderID"] = order_line["PurchaseOrderID"]
    line["Item"] = order_line.get("Item")
    line["Description"] = line.get("Description") or order_line.get("Description")
    line["QuantityOrdered"] = order_line.get("QuantityInPurchaseUnits")
    line["ItemUnitCode"] = order_line.get("Unit")
    line["SupplierItemCode"] = order_line.get("SupplierItemCode")
    line["Project"] = order_line.get("Project")
    return line


def _store_line(books: Books, line: Row, receipt: Row, number: int) -> Row:
    line |= {"ID": books.new_id(), "GoodsReceiptID": receipt["ID"], "LineNumber": number}
    books.save(LINES, line)
    order_line = books.get(purchase_orders.LINES, line["PurchaseOrderLineID"])
    if order_line is None:
        raise ApiError(404, "Not Found")
    purchase_orders.add_progress(books, order_line, "ReceivedQuantity", money(line["QuantityReceived"]))
    books.report("PurchaseOrders", "Update", purchase_orders.ORDERS, order_line["PurchaseOrderID"])
    return line
