"""``salesorder/SalesOrders`` and their lines: a customer's order."""

from decimal import Decimal
from typing import Any

from exact.sandbox.booking import vat
from exact.sandbox.booking.books import Books, Problems, cents, money
from exact.sandbox.booking.order_lines import OrderKind
from exact.sandbox.errors import BusinessError, first_problem
from exact.sandbox.ledger import Row
from exact.sandbox.values import decimal_text

ORDERS, LINES = "salesorder/SalesOrders", "salesorder/SalesOrderLines"
OPEN = 12


def create(books: Books, payload: Any) -> Row:
    """Enter an order; OrderedBy and at least one line with Item are mandatory."""
    order, nested = books.accept(ORDERS, payload, "POST")
    bodies = nested.get("SalesOrderLines", [])
    problems: Problems = []
    _header(books, order, problems)
    if not bodies:
        problems.append(("mandatory", "Lines"))
    lines = [_line(books, books.accept(LINES, body, "POST")[0], order, problems) for body in bodies]
    first_problem(problems)
    order["OrderID"] = books.new_id()
    order["OrderNumber"] = order.get("OrderNumber") or books.next_number(ORDERS, "OrderNumber", "salesorder", 1)
    order |= {"Status": OPEN, "DeliveryStatus": OPEN, "InvoiceStatus": OPEN, "ApprovalStatus": 1}
    for number, line in enumerate(lines, 1):
        line |= {"ID": books.new_id(), "OrderID": order["OrderID"], "LineNumber": number}
        line["OrderNumber"] = order["OrderNumber"]
        books.save(LINES, line)
    _refresh(books, order)
    books.report("SalesOrders", "Create", ORDERS, order["OrderID"])
    return order


def update(books: Books, order: Row, payload: Any) -> None:
    """Change header properties; who ordered cannot change."""
    changes, _ = books.accept(ORDERS, payload, "PUT")
    if changes.get("OrderedBy") not in (None, order.get("OrderedBy")):
        raise BusinessError(("not_allowed", "OrderedBy"))
    merged = order | changes
    problems: Problems = []
    _header(books, merged, problems)
    first_problem(problems)
    _refresh(books, merged)
    books.report("SalesOrders", "Update", ORDERS, order["OrderID"])


def delete(books: Books, order: Row) -> None:
    """Delete an order with its lines."""
    for line in KIND.lines_of(books, order):
        books.remove(LINES, line)
    books.remove(ORDERS, order)
    books.report("SalesOrders", "Delete", ORDERS, order["OrderID"])


def _header(books: Books, order: Row, problems: Problems) -> None:
    if order.get("OrderedBy") is None:
        problems.append(("mandatory", "OrderedBy"))
    for prop in ("OrderedBy", "DeliverTo", "InvoiceTo"):
        order[prop] = order.get(prop) or order.get("OrderedBy")
        account = books.get("crm/Accounts", order.get(prop))
        if order.get(prop) and account is None:
            problems.append(("reference", prop))
    customer = books.get("crm/Accounts", order.get("OrderedBy"))
    if customer is not None and (customer.get("Status") or "N").strip() != "C":
        problems.append(("invalid", "CustomerType"))
    order["OrderDate"] = order.get("OrderDate") or books.today()
    order["DeliveryDate"] = order.get("DeliveryDate") or order["OrderDate"]
    order["Currency"] = (order.get("Currency") or (customer or {}).get("SalesCurrency") or books.currency).strip()
    order["PaymentCondition"] = order.get("PaymentCondition") or (customer or {}).get("PaymentConditionSales")
    if order.get("PaymentCondition") and not books.by_code("cashflow/PaymentConditions", order["PaymentCondition"]):
        problems.append(("reference", "PaymentCondition"))
    if not order.get("WarehouseID"):
        first = next((s.row for s in books.ledger.rows(books.division, "inventory/Warehouses", limit=1)), None)
        order["WarehouseID"] = first["ID"] if first else None


def _line(books: Books, line: Row, order: Row, problems: Problems) -> Row:
    item = books.get("logistics/Items", line.get("Item"))
    if line.get("Item") is None:
        problems.append(("mandatory", "Item"))
    elif item is None:
        problems.append(("reference", "Item"))
    code_text = line.get("VATCode") or (item or {}).get("SalesVatCode")
    line["VATCode"] = str(code_text).strip() if code_text else None
    code = books.by_code("vat/VATCodes", line["VATCode"]) if line["VATCode"] else None
    if line["VATCode"] and code is None:
        problems.append(("reference", "VATCode"))
    if problems:
        return line
    line["Quantity"] = line.get("Quantity") or "1"
    line["Description"] = line.get("Description") or (item or {}).get("Description")
    line["UnitCode"] = line.get("UnitCode") or ((item or {}).get("Unit") or "").strip() or None
    price = line.get("UnitPrice") or line.get("NetPrice") or (item or {}).get("StandardSalesPrice")
    line["UnitPrice"] = decimal_text(money(price))
    if line.get("NetPrice") is None:
        line["NetPrice"] = decimal_text(money(line["UnitPrice"]) * (1 - money(line.get("Discount"))))
    line["DeliveryDate"] = line.get("DeliveryDate") or order.get("DeliveryDate")
    rate = vat.percentage_on(books, code, order["OrderDate"]) if code else Decimal(0)
    found = vat.compute(cents(money(line["Quantity"]) * money(line["NetPrice"])), code, rate, None)
    line["AmountFC"] = decimal_text(found.base)
    line["AmountDC"] = books.in_own_currency(found.base, books.rate(order["Currency"], order["OrderDate"]))
    line["VATAmount"], line["VATPercentage"] = decimal_text(found.payable - found.base), decimal_text(found.percentage)
    line |= {"DeliveryStatus": OPEN, "InvoiceStatus": OPEN, "OrderStatus": OPEN}
    return line


def _refresh(books: Books, order: Row) -> None:
    lines = KIND.lines_of(books, order)
    net = sum((money(line.get("AmountFC")) for line in lines), Decimal(0))
    tax = sum((money(line.get("VATAmount")) for line in lines), Decimal(0))
    rate = books.rate(order["Currency"], order["OrderDate"])
    order["AmountFC"], order["AmountFCExclVat"] = decimal_text(net + tax), decimal_text(net)
    order["AmountDC"] = books.in_own_currency(net + tax, rate)
    books.save(ORDERS, order)


KIND = OrderKind(ORDERS, LINES, "OrderID", "SalesOrders", _line, _refresh, copied=("OrderNumber",))
