"""Purchase orders, receipts, invoices against orders, sales orders."""

import pytest

from tests.exact.sandbox.client import Client
from tests.exact.sandbox.mini_world import CUSTOMER, ITEM, ORDER, ORDER_LINE, SUPPLIER, WAREHOUSE

ORDERS, LINES = "purchaseorder/PurchaseOrders", "purchaseorder/PurchaseOrderLines"


def order_state(client: Client) -> tuple[int, int, int]:
    row = client.get(f"{ORDERS}(guid'{ORDER}')").json["d"]
    return row["ReceiptStatus"], row["InvoiceStatus"], row["OrderStatus"]


def line_state(client: Client) -> tuple[float, float]:
    row = client.get(f"{LINES}(guid'{ORDER_LINE}')").json["d"]
    return row["ReceivedQuantity"] or 0, row["InvoicedQuantity"] or 0


def receive(client: Client, quantity: float) -> dict:
    body = {"ReceiptDate": "2026-03-13", "YourRef": "PKB-77"}
    body["GoodsReceiptLines"] = [{"PurchaseOrderLineID": ORDER_LINE, "QuantityReceived": quantity}]
    answer = client.call("POST", "purchaseorder/GoodsReceipts", body)
    assert answer.status == 201, answer.body
    return answer.json["d"]


def invoice(client: Client, quantity: float, **changes: object) -> dict:
    body = {
        "Journal": "60",
        "Supplier": SUPPLIER,
        "Type": 8033,
        "InvoiceDate": "2026-03-14",
        "YourRef": f"I{quantity}",
    } | changes
    body["PurchaseInvoiceLines"] = [{"PurchaseOrderLine": ORDER_LINE, "Quantity": quantity}]
    answer = client.call("POST", "purchase/PurchaseInvoices", body)
    assert answer.status == 201, answer.body
    return answer.json["d"]


def test_a_new_order_takes_price_unit_and_vat_from_the_suppliers_item(client: Client) -> None:
    body = {"Supplier": SUPPLIER, "PurchaseOrderLines": [{"Item": ITEM, "QuantityInPurchaseUnits": 3}]}
    made = client.call("POST", ORDERS, body).json["d"]
    assert (made["OrderNumber"], made["OrderStatus"], made["ApprovalStatus"], made["Source"]) == (8, 10, 1, 11)
    assert (made["AmountFC"], made["VATAmount"], made["AmountFCExclVat"]) == (72.6, 12.6, 60)
    line = client.rows(f"{ORDERS}(guid'{made['PurchaseOrderID']}')/PurchaseOrderLines")[0]
    assert (line["NetPrice"], line["Quantity"], line["Unit"], line["VATCode"]) == (20, 300, "doos", "2  ")
    assert (line["SupplierItemCode"], line["ItemCode"], line["Description"]) == ("BM-6", "M6", "Bout M6")


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({"PurchaseOrderLines": []}, "Mandatory: Relationship\r\nMandatory: Lines"),
        ({"Supplier": SUPPLIER, "PurchaseOrderLines": [{"QuantityInPurchaseUnits": 1}]}, "Mandatory: Item"),
        ({"Supplier": SUPPLIER, "PurchaseOrderLines": [{"Item": ITEM, "Quantity": 5}]}, "Mandatory: Quantity"),
        (
            {"Supplier": CUSTOMER, "PurchaseOrderLines": [{"Item": ITEM, "QuantityInPurchaseUnits": 1}]},
            "Invalid: Supplier (Type)",
        ),
    ],
)
def test_order_rules(client: Client, body: dict, message: str) -> None:
    answer = client.call("POST", ORDERS, body)
    assert (answer.status, answer.message) == (500, message)


def test_discount_makes_the_net_price(client: Client) -> None:
    line = {"Item": ITEM, "QuantityInPurchaseUnits": 1, "UnitPrice": 50, "Discount": 0.1}
    made = client.call("POST", ORDERS, {"Supplier": SUPPLIER, "PurchaseOrderLines": [line]}).json["d"]
    assert made["AmountFCExclVat"] == 45


def test_receipts_count_on_the_order_until_it_is_complete_and_back(client: Client) -> None:
    assert order_state(client) == (10, 10, 10)
    made = receive(client, 4)
    assert made["ReceiptNumber"] and made["EntryNumber"] and made["SupplierName"] == "Bouten & Moeren BV"
    assert line_state(client) == (4, 0) and order_state(client) == (20, 10, 20)
    receive(client, 6)
    assert order_state(client) == (30, 10, 20)
    receive(client, -2)
    assert line_state(client) == (8, 0) and order_state(client)[0] == 20


def test_invoices_count_on_the_order_and_credits_give_back(client: Client) -> None:
    receive(client, 10)
    made = invoice(client, 10)
    assert (made["Amount"], made["VATAmount"], made["Status"], made["Source"]) == (242, 42, 10, 5)
    assert line_state(client) == (10, 10) and order_state(client) == (30, 30, 30)
    invoice(client, 4, Type=8034)
    assert line_state(client) == (10, 6)
    assert client.call("DELETE", f"purchase/PurchaseInvoices(guid'{made['ID']}')").status == 204
    assert line_state(client) == (10, -4)


def test_a_direct_invoice_receives_too_and_needs_a_warehouse(client: Client) -> None:
    invoice(client, 10, Type=8030, Warehouse=WAREHOUSE)
    assert line_state(client) == (10, 10)
    body = {"Journal": "60", "Supplier": SUPPLIER, "Type": 8030, "PurchaseInvoiceLines": [{"Item": ITEM}]}
    answer = client.call("POST", "purchase/PurchaseInvoices", body | {"InvoiceDate": "2026-03-14"})
    assert (answer.status, answer.message) == (500, "Mandatory: Warehouse")


def test_a_received_order_cannot_be_deleted(client: Client) -> None:
    receive(client, 1)
    assert client.call("DELETE", f"{ORDERS}(guid'{ORDER}')").status == 500


def test_an_order_keeps_one_line(client: Client) -> None:
    assert client.call("DELETE", f"{LINES}(guid'{ORDER_LINE}')").message == "Mandatory: Lines"
    added = client.call("POST", LINES, {"PurchaseOrderID": ORDER, "Item": ITEM, "QuantityInPurchaseUnits": 1}).json["d"]
    assert added["LineNumber"] == 2
    assert client.get(f"{ORDERS}(guid'{ORDER}')").json["d"]["AmountFC"] == 266.2
    assert client.call("DELETE", f"{LINES}(guid'{ORDER_LINE}')").status == 204


def test_sales_orders(client: Client) -> None:
    body = {
        "OrderedBy": CUSTOMER,
        "OrderDate": "2026-03-14",
        "SalesOrderLines": [{"Item": ITEM, "Quantity": 4, "NetPrice": 0.45}],
    }
    made = client.call("POST", "salesorder/SalesOrders", body).json["d"]
    assert (made["Status"], made["DeliveryStatus"], made["InvoiceStatus"], made["OrderNumber"]) == (12, 12, 12, 1)
    assert (made["AmountFC"], made["DeliverTo"], made["OrderedByName"]) == (1.8, CUSTOMER, "Klant's Werk")
    assert made["WarehouseCode"] == "1"
    wrong = client.call("POST", "salesorder/SalesOrders", body | {"OrderedBy": SUPPLIER})
    assert wrong.message == "Invalid: Customer (Type)"
