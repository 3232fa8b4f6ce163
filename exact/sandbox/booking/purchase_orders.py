"""``purchaseorder/PurchaseOrders`` and their lines."""

from decimal import Decimal
from typing import Any

from exact.sandbox.booking import vat
from exact.sandbox.booking.books import Books, Problems, cents, money
from exact.sandbox.booking.order_lines import OrderKind
from exact.sandbox.errors import BusinessError, first_problem
from exact.sandbox.ledger import Row
from exact.sandbox.values import decimal_text

ORDERS, LINES = "purchaseorder/PurchaseOrders", "purchaseorder/PurchaseOrderLines"
OPEN, PARTIAL, COMPLETE, CANCELLED = 10, 20, 30, 40
SOURCE_REST = 11


def create(books: Books, payload: Any) -> Row:
    """Place an order; Supplier and at least one line with Item and QuantityInPurchaseUnits are mandatory."""
    order, nested = books.accept(ORDERS, payload, "POST")
    bodies = nested.get("PurchaseOrderLines", [])
    problems: Problems = []
    _header(books, order, problems)
    if not bodies:
        problems.append(("mandatory", "Lines"))
    lines = [_line(books, books.accept(LINES, body, "POST")[0], order, problems) for body in bodies]
    first_problem(problems)
    order["PurchaseOrderID"] = books.new_id()
    if order.get("OrderNumber") is None:
        order["OrderNumber"] = books.next_number(ORDERS, "OrderNumber", "purchaseorder", 1)
    elif _number_taken(books, order["OrderNumber"]):
        raise BusinessError(("in_use", "OrderNumber"))
    order |= {"OrderStatus": OPEN, "ReceiptStatus": OPEN, "InvoiceStatus": OPEN, "ApprovalStatus": 1}
    order |= {"Source": SOURCE_REST, "DropShipment": False}
    for number, line in enumerate(lines, 1):
        line |= {"ID": books.new_id(), "PurchaseOrderID": order["PurchaseOrderID"], "LineNumber": number}
        books.save(LINES, line)
    refresh(books, order)
    books.report("PurchaseOrders", "Create", ORDERS, order["PurchaseOrderID"])
    return order


def update(books: Books, order: Row, payload: Any) -> None:
    """Change header properties; the supplier stays."""
    changes, _ = books.accept(ORDERS, payload, "PUT")
    if changes.get("Supplier") not in (None, order.get("Supplier")):
        raise BusinessError(("not_allowed", "SupplierReference"))
    merged = order | changes
    problems: Problems = []
    _header(books, merged, problems)
    first_problem(problems)
    refresh(books, merged)
    for line in KIND.lines_of(books, order):
        books.save(LINES, line)  # the sync API shows header properties on line rows: give them a new row version
    books.report("PurchaseOrders", "Update", ORDERS, order["PurchaseOrderID"])


def delete(books: Books, order: Row) -> None:
    """Delete an order on which nothing was received or invoiced."""
    lines = KIND.lines_of(books, order)
    for line in lines:
        _keep_if_used(line)
    for line in lines:
        books.remove(LINES, line)
    books.remove(ORDERS, order)
    books.report("PurchaseOrders", "Delete", ORDERS, order["PurchaseOrderID"])


def add_progress(books: Books, line: Row, prop: str, quantity: Decimal) -> None:
    """Count ``quantity`` as received or invoiced on an order line and bring the order's statuses up to date."""
    line[prop] = decimal_text(money(line.get(prop)) + quantity)
    books.save(LINES, line)
    refresh(books, KIND.order_of(books, line["PurchaseOrderID"]))


def refresh(books: Books, order: Row) -> None:
    """Totals and statuses of an order from its lines; stores the order."""
    lines = KIND.lines_of(books, order)
    net = sum((money(line.get("AmountFC")) for line in lines), Decimal(0))
    tax = sum((money(line.get("VATAmount")) for line in lines), Decimal(0))
    rate = money(order.get("ExchangeRate") or "1")
    order["AmountFCExclVat"], order["VATAmount"] = decimal_text(net), decimal_text(tax)
    order["AmountFC"] = decimal_text(net + tax)
    order["AmountDC"] = books.in_own_currency(net + tax, rate)
    order["PurchaseOrderLineCount"] = len(lines)
    order["ReceiptStatus"] = _status(lines, "ReceivedQuantity")
    order["InvoiceStatus"] = _status(lines, "InvoicedQuantity")
    done = (order["ReceiptStatus"], order["InvoiceStatus"])
    order["OrderStatus"] = COMPLETE if done == (COMPLETE, COMPLETE) else OPEN if done == (OPEN, OPEN) else PARTIAL
    books.save(ORDERS, order)


def _status(lines: list[Row], prop: str) -> int:
    pairs = [(money(line.get(prop)), money(line.get("QuantityInPurchaseUnits"))) for line in lines]
    if pairs and all(done >= ordered for done, ordered in pairs):
        return COMPLETE
    return PARTIAL if any(done for done, _ in pairs) else OPEN


def _number_taken(books: Books, number: int) -> bool:
    return any(s.row.get("OrderNumber") == number for s in books.ledger.rows(books.division, ORDERS))


def _header(books: Books, order: Row, problems: Problems) -> None:
    supplier = books.get("crm/Accounts", order.get("Supplier"))
    if order.get("Supplier") is None:
        problems.append(("mandatory", "Supplier"))
    elif supplier is None:
        problems.append(("reference", "SupplierReference"))
    elif not supplier.get("IsSupplier"):
        problems.append(("invalid", "SupplierType"))
    order["OrderDate"] = order.get("OrderDate") or books.today()
    order["Currency"] = (order.get("Currency") or (supplier or {}).get("PurchaseCurrency") or books.currency).strip()
    order["ExchangeRate"] = order.get("ExchangeRate") or decimal_text(books.rate(order["Currency"], order["OrderDate"]))
    order["PaymentCondition"] = order.get("PaymentCondition") or (supplier or {}).get("PaymentConditionPurchase")
    if order.get("PaymentCondition") and not books.by_code("cashflow/PaymentConditions", order["PaymentCondition"]):
        problems.append(("reference", "PaymentCondition"))
    if order.get("Warehouse") and not books.get("inventory/Warehouses", order["Warehouse"]):
        problems.append(("reference", "Warehouse"))
    elif not order.get("Warehouse"):
        first = next((s.row for s in books.ledger.rows(books.division, "inventory/Warehouses", limit=1)), None)
        order["Warehouse"] = first["ID"] if first else None


def supplier_item(books: Books, item: str, supplier: str | None) -> Row:
    """The supplier's conditions for an item; empty when there are none."""
    rows = books.ledger.children(books.division, "logistics/SupplierItem", item)
    return next((row for row in rows if row.get("Supplier") == supplier), {})


def _line(books: Books, line: Row, order: Row, problems: Problems) -> Row:
    item = books.get("logistics/Items", line.get("Item"))
    if line.get("Item") is None:
        problems.append(("mandatory", "Item"))
    elif item is None:
        problems.append(("reference", "Item"))
    if line.get("QuantityInPurchaseUnits") is None:
        problems.append(("mandatory", "Quantity"))
    if problems:
        return line
    offer = supplier_item(books, line["Item"], order.get("Supplier"))
    quantity = money(line["QuantityInPurchaseUnits"])
    line["Quantity"] = decimal_text(quantity * money(offer.get("PurchaseUnitFactor") or "1"))
    line["Unit"] = line.get("Unit") or offer.get("PurchaseUnit") or (item or {}).get("Unit")
    line["SupplierItemCode"] = line.get("SupplierItemCode") or offer.get("SupplierItemCode")
    line["Description"] = line.get("Description") or (item or {}).get("Description")
    price = (
        line.get("UnitPrice")
        or line.get("NetPrice")
        or offer.get("PurchasePrice")
        or (item or {}).get("CostPriceStandard")
    )
    line["UnitPrice"] = decimal_text(money(price))
    if line.get("NetPrice") is None:
        line["NetPrice"] = decimal_text(money(line["UnitPrice"]) * (1 - money(line.get("Discount"))))
    line["ReceiptDate"] = line.get("ReceiptDate") or order.get("ReceiptDate")
    for prop in ("ReceivedQuantity", "InvoicedQuantity"):
        line[prop] = line.get(prop) or "0"
    _line_vat(books, line, offer, order, quantity, problems)
    return line


def _line_vat(books: Books, line: Row, offer: Row, order: Row, quantity: Decimal, problems: Problems) -> None:
    supplier = books.get("crm/Accounts", order.get("Supplier")) or {}
    code_text = line.get("VATCode") or offer.get("PurchaseVATCode") or supplier.get("PurchaseVATCode")
    line["VATCode"] = str(code_text).strip() if code_text else None
    code = books.by_code("vat/VATCodes", line["VATCode"]) if line["VATCode"] else None
    if line["VATCode"] and code is None:
        problems.append(("reference", "VATCode"))
    rate = vat.percentage_on(books, code, order["OrderDate"]) if code else Decimal(0)
    found = vat.compute(cents(quantity * money(line["NetPrice"])), code, rate, None)
    line["AmountFC"] = decimal_text(found.base)
    line["AmountDC"] = books.in_own_currency(found.base, money(order.get("ExchangeRate") or "1"))
    line["VATAmount"] = decimal_text(found.payable - found.base)
    line["VATPercentage"] = decimal_text(found.percentage)


def _keep_if_used(line: Row) -> None:
    if money(line.get("ReceivedQuantity")) or money(line.get("InvoicedQuantity")):
        raise BusinessError(("in_use", "PurchaseOrderLine"))


KIND = OrderKind(ORDERS, LINES, "PurchaseOrderID", "PurchaseOrders", _line, refresh, keep_line=_keep_if_used)
