"""Customers' orders as an administration has them, so that one that comes in has company."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from exact.sandbox.seed.administrations import Administration, Row
from exact.sandbox.seed.identity import dice, guid
from exact.sandbox.seed.items import Item
from exact.sandbox.seed.named import CUSTOMERS
from exact.sandbox.seed.orders import CENT, changed_on
from exact.sandbox.seed.taxes import code_for

FIRST = 5001


def sales_order_rows(
    admin: Administration, today: date, listed: dict[tuple[int, str], list[Item]]
) -> dict[str, list[Row]]:
    """A few ``salesorder/SalesOrders`` with lines."""
    customers = [row for row in CUSTOMERS if row[6] == admin.code]
    stock = [item for (division, _), own in listed.items() if division == admin.code for item in own]
    source = dice(admin.code, "sales orders")
    heads: list[Row] = []
    lines: list[Row] = []
    for number in range(12):
        key, name = customers[number % len(customers)][:2]
        day = today - timedelta(days=80 - 6 * number)
        own = [
            _line(admin, number, place, day, item, Decimal(source.randrange(1, 12)))
            for place, item in enumerate(source.sample(stock, 3), start=1)
        ]
        lines += own
        heads.append(_head(admin, number, day, key, name, sum((row["AmountFC"] for row in own), Decimal(0))))
    return {"salesorder/SalesOrders": heads, "salesorder/SalesOrderLines": lines}


def _line(admin: Administration, number: int, place: int, day: date, item: Item, quantity: Decimal) -> Row:
    identity = guid(admin.code, "sales order", number)
    price = (item.price * Decimal("1.35")).quantize(CENT)
    return {
        "ID": guid(identity, place),
        "OrderID": identity,
        "OrderNumber": FIRST + number,
        "LineNumber": place,
        "Item": item.guid,
        "ItemCode": item.code,
        "ItemDescription": item.description,
        "Description": item.description,
        "Quantity": quantity,
        "UnitCode": item.unit,
        "UnitPrice": price,
        "NetPrice": price,
        "AmountFC": quantity * price,
        "AmountDC": quantity * price,
        "VATCode": code_for(admin.legislation, "high"),
        "DeliveryDate": day + timedelta(days=7),
        "Division": admin.code,
    }


def _head(admin: Administration, number: int, day: date, key: str, name: str, total: Decimal) -> Row:
    customer = guid(admin.code, "customer", key)
    return changed_on(admin, day) | {
        "OrderID": guid(admin.code, "sales order", number),
        "OrderNumber": FIRST + number,
        "OrderDate": day,
        "DeliveryDate": day + timedelta(days=7),
        "OrderedBy": customer,
        "OrderedByName": name,
        "InvoiceTo": customer,
        "InvoiceToName": name,
        "DeliverTo": customer,
        "DeliverToName": name,
        "Currency": "EUR",
        "AmountFCExclVat": total,
        "AmountFC": total,
        "AmountDC": total,
        "Status": 12 if number > 8 else 21,
        "DeliveryStatus": 12,
        "InvoiceStatus": 12,
        "YourRef": f"INK-{7700 + number}",
        "Description": f"Order {FIRST + number}",
        "PaymentCondition": "30",
        "WarehouseCode": "1",
        "WarehouseID": guid(admin.code, "warehouse", "1"),
    }
