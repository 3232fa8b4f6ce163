"""The sync API: row versions, deletions, starting points."""

from exact.sandbox.server import SandboxServer
from tests.exact.sandbox.client import Client
from tests.exact.sandbox.mini_world import ITEM, ORDER, SUPPLIER
from tests.exact.sandbox.test_purchase_entries import booked, entry


def since(client: Client, resource: str, version: int, select: str = "Timestamp,ID") -> list[dict]:
    return client.rows(f"sync/{resource}", filter=f"Timestamp gt {version}L", select=select)


def test_versions_are_rising_strings(client: Client) -> None:
    rows = since(client, "CRM/Accounts", 1)
    versions = [int(row["Timestamp"]) for row in rows]
    assert isinstance(rows[0]["Timestamp"], str) and versions == sorted(set(versions)) and len(rows) == 3


def test_a_changed_row_appears_once_more_in_its_newest_state(client: Client) -> None:
    last = int(since(client, "CRM/Accounts", 1)[-1]["Timestamp"])
    client.call("PUT", f"crm/Accounts(guid'{SUPPLIER}')", {"City": "Zwolle"})
    client.call("PUT", f"crm/Accounts(guid'{SUPPLIER}')", {"City": "Assen"})
    rows = since(client, "CRM/Accounts", last, "Timestamp,ID,City")
    assert [(row["ID"], row["City"]) for row in rows] == [(SUPPLIER, "Assen")]


def test_booking_shows_in_transaction_lines_and_deleting_in_deleted(client: Client) -> None:
    start = max(int(row["Timestamp"]) for row in since(client, "Financial/TransactionLines", 1))
    made = booked(client, entry())
    rows = since(client, "Financial/TransactionLines", start, "Timestamp,ID,EntryID,Type")
    assert {row["EntryID"] for row in rows} == {made["EntryID"]} and len(rows) == 3
    client.call("DELETE", f"purchaseentry/PurchaseEntries(guid'{made['EntryID']}')")
    gone = client.rows(
        "sync/Deleted", filter="Timestamp gt 1L and EntityType eq 1", select="Timestamp,EntityKey,EntityType"
    )
    assert {row["EntityKey"] for row in gone} == {row["ID"] for row in rows}
    assert min(int(row["Timestamp"]) for row in gone) > max(int(row["Timestamp"]) for row in rows)


def test_payment_terms_are_the_payables(client: Client) -> None:
    made = booked(client, entry())
    rows = since(client, "Cashflow/PaymentTerms", 1, "Timestamp,EntryID,AmountDC,LineType")
    assert [(row["EntryID"], row["AmountDC"]) for row in rows] == [(made["EntryID"], 121)]


def test_purchase_orders_come_as_lines_with_their_header(client: Client) -> None:
    row = since(
        client, "PurchaseOrder/PurchaseOrders", 1, "Timestamp,PurchaseOrderID,OrderNumber,Item,SupplierName,AmountFC"
    )[0]
    assert (row["PurchaseOrderID"], row["OrderNumber"], row["Item"]) == (ORDER, 7, ITEM)
    assert (row["SupplierName"], row["AmountFC"]) == ("Bouten & Moeren BV", 200)
    client.call("PUT", f"purchaseorder/PurchaseOrders(guid'{ORDER}')", {"Description": "new"})
    changed = since(client, "PurchaseOrder/PurchaseOrders", int(row["Timestamp"]), "Timestamp,Description")
    assert len(changed) == 1


def test_prices_of_suppliers_are_mapped(client: Client) -> None:
    row = since(client, "Logistics/PurchaseItemPrices", 1, "Timestamp,Account,Price,NumberOfItemsPerUnit,Unit")[0]
    assert (row["Account"], row["Price"], row["NumberOfItemsPerUnit"], row["Unit"]) == (SUPPLIER, 20, 100, "doos")


def test_a_date_becomes_a_version(client: Client) -> None:
    path = "read/sync/Sync/SyncTimestamp?modified=datetime'2026-02-01T10:00:30'&endPoint='TransactionLines'"
    row = client.call("GET", path).json["d"]["results"][0]
    assert row["API"] == "TransactionLines" and row["TimeStampAsBigInt"].isdigit()
    rows = since(client, "Financial/TransactionLines", int(row["TimeStampAsBigInt"]) - 1, "Timestamp,Modified")
    assert rows[0]["Timestamp"] == row["TimeStampAsBigInt"]
    assert client.call("GET", "read/sync/Sync/SyncTimestamp").status == 400


def test_sync_pages_end_in_a_version_token(sandbox: SandboxServer, client: Client) -> None:
    from exact.sandbox import catalogue

    entity = catalogue.load()["hrm/Costunits"]
    assert entity.page_size == 60
    lines = catalogue.load()["financialtransaction/TransactionLines"]
    rows = [
        {"ID": f"00000000-0000-0000-0000-{n:012d}", "EntryID": None, "Modified": "2026-02-02T00:00:00"}
        for n in range(1000)
    ]
    sandbox.ledger.put_many(client.division, lines, rows, 0.0)
    body = client.get("sync/Financial/TransactionLines", filter="Timestamp gt 1L", select="Timestamp").json["d"]
    last = body["results"][-1]["Timestamp"]
    assert len(body["results"]) == 1000 and body["__next"].endswith(f"$skiptoken={last}L")
    rest = client.call("GET", body["__next"]).json["d"]
    assert len(rest["results"]) == 150 and "__next" not in rest
