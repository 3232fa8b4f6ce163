"""The sandbox's world: valid identifiers, balanced books, every state an order can be in."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from stdnum import ean, iban
from stdnum.be import vat as be_vat
from stdnum.de import vat as de_vat
from stdnum.fr import tva
from stdnum.gb import vat as gb_vat
from stdnum.ie import vat as ie_vat
from stdnum.nl import btw

from exact.sandbox.seed import BELGIUM, EPOCH, HOSPITALITY, INSTALLATION, build, world

VAT = {"NL": btw, "BE": be_vat, "DE": de_vat, "FR": tva, "IE": ie_vat, "GB": gb_vat}
DIVISIONS = (INSTALLATION, HOSPITALITY, BELGIUM)
Rows = dict[int, dict[str, list[dict[str, Any]]]]


@pytest.fixture(scope="module")
def rows() -> Rows:
    return build()


def test_same_seed_same_world_and_the_caller_owns_it(rows: Rows) -> None:
    mine = build()
    assert mine == rows
    mine[INSTALLATION]["crm/Accounts"][0]["Name"] = "changed"
    assert rows[INSTALLATION]["crm/Accounts"][0]["Name"] != "changed"


def test_another_seed_is_another_world(rows: Rows) -> None:
    other = build(seed=7)
    assert other[INSTALLATION]["crm/Accounts"] != rows[INSTALLATION]["crm/Accounts"]


def test_every_identifier_passes_its_check() -> None:
    facts = world()
    for vendor in facts.vendors.values():
        if vendor.vat_number:
            assert VAT[vendor.country].is_valid(vendor.vat_number), vendor
        assert iban.is_valid(vendor.iban) if vendor.iban else vendor.country == "US"
        assert vendor.domain.endswith(".example")
    for admin in facts.administrations.values():
        assert VAT[admin.country].is_valid(admin.vat_number)
        assert iban.is_valid(admin.iban)
    assert all(ean.is_valid(item.ean) for listed in facts.items.values() for item in listed)


def test_vendors_are_many_and_awkward(rows: Rows) -> None:
    facts = world()
    assert len(facts.vendors) >= 200
    assert {vendor.country for vendor in facts.vendors.values()} == {"NL", "BE", "DE", "FR", "IE", "US", "GB"}
    assert sum(len(vendor.codes) > 1 for vendor in facts.vendors.values()) >= 15
    accounts = rows[INSTALLATION]["crm/Accounts"]
    suppliers = [row for row in accounts if row["IsSupplier"]]
    numbers = Counter(row["VATNumber"] for row in suppliers if row["VATNumber"])
    assert any(row["Blocked"] for row in suppliers)
    assert any(not row["VATNumber"] for row in suppliers)
    assert sum(count == 2 for count in numbers.values()) >= 3, "vendors that stand twice"


@pytest.mark.parametrize("division", DIVISIONS)
def test_keys_are_unique_and_references_resolve(rows: Rows, division: int) -> None:
    own = rows[division]
    accounts = {row["ID"] for row in own["crm/Accounts"]}
    ledgers = {row["ID"] for row in own["financial/GLAccounts"]}
    items = {row["ID"] for row in own["logistics/Items"]}
    codes = {row["Code"] for row in own["vat/VATCodes"]}
    centres = {row["Code"] for row in own["hrm/Costcenters"]} | {None}
    order_lines = {row["ID"] for row in own["purchaseorder/PurchaseOrderLines"]}
    keys = {
        "purchaseorder/PurchaseOrders": "PurchaseOrderID",
        "purchaseentry/PurchaseEntries": "EntryID",
        "salesorder/SalesOrders": "OrderID",
    }
    for path, listed in own.items():
        key = keys.get(path, "Code" if path == "general/Currencies" else "ID")
        if path != "read/financial/JournalStatusList":
            assert len({row[key] for row in listed}) == len(listed), path
    for row in own["financialtransaction/TransactionLines"]:
        assert row["GLAccount"] in ledgers
        assert row["Account"] in accounts
        assert row.get("VATCode") in codes or row.get("VATCode") is None
        assert row.get("CostCenter") in centres
    assert all(row["GLAccountPurchase"] in ledgers for row in own["crm/Accounts"] if row.get("GLAccountPurchase"))
    assert all(row["Item"] in items and row["Supplier"] in accounts for row in own["logistics/SupplierItem"])
    assert all(row["PurchaseOrderLineID"] in order_lines for row in own["purchaseorder/GoodsReceiptLines"])


@pytest.mark.parametrize("division", DIVISIONS)
def test_every_entry_balances_and_no_money_is_a_float(rows: Rows, division: int) -> None:
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for row in rows[division]["financialtransaction/TransactionLines"]:
        sums[row["EntryID"]] += row["AmountDC"]
    assert set(sums.values()) == {Decimal(0)}
    assert not any(
        isinstance(value, float) for listed in rows[division].values() for row in listed for value in row.values()
    )


def test_a_year_of_learnable_bookings(rows: Rows) -> None:
    ledger = rows[INSTALLATION]["financialtransaction/TransactionLines"]
    assert sum(row["Type"] in (30, 31) for row in ledger) >= 20_000
    days = [row["Date"] for row in ledger]
    assert min(days) >= EPOCH - timedelta(days=366)
    assert max(days) <= EPOCH
    by_text: dict[str, Counter[str]] = defaultdict(Counter)
    vendor = world().vendor("planwijs").guid(INSTALLATION)
    for row in ledger:
        if row["Account"] == vendor and row["LineNumber"] and row["Description"].startswith("Abonnement"):
            by_text["before" if row["Date"] < date(2026, 7, 1) else "since"][row["GLAccountCode"]] += 1
    assert by_text["before"].most_common(1)[0][0] == "4430"
    assert by_text["since"].most_common(1)[0][0] == "4431", "books elsewhere since the summer"


def test_orders_stand_in_every_state(rows: Rows) -> None:
    states = Counter(
        (row["ReceiptStatus"], row["InvoiceStatus"]) for row in rows[INSTALLATION]["purchaseorder/PurchaseOrders"]
    )
    assert {(10, 10), (20, 10), (30, 10), (30, 30), (40, 40)} <= set(states)
    assert sum(states.values()) >= 60


def test_receipts_add_up_to_what_the_order_lines_say(rows: Rows) -> None:
    for division in DIVISIONS:
        taken: dict[str, Decimal] = defaultdict(Decimal)
        for row in rows[division]["purchaseorder/GoodsReceiptLines"]:
            taken[row["PurchaseOrderLineID"]] += row["QuantityReceived"]
        for row in rows[division]["purchaseorder/PurchaseOrderLines"]:
            assert taken[row["ID"]] == row["ReceivedQuantity"] <= row["Quantity"]


@pytest.mark.parametrize(
    ("division", "code", "day", "percentage"),
    [
        (INSTALLATION, "2", date(2012, 9, 30), "0.19"),
        (INSTALLATION, "2", date(2012, 10, 1), "0.21"),
        (INSTALLATION, "4", date(2018, 12, 31), "0.06"),
        (INSTALLATION, "4", date(2019, 1, 1), "0.09"),
        (BELGIUM, "4", date(2026, 1, 1), "0.12"),
        (BELGIUM, "3", date(2026, 1, 1), "0.06"),
    ],
)
def test_percentages_are_dated(rows: Rows, division: int, code: str, day: date, percentage: str) -> None:
    row = next(row for row in rows[division]["vat/VATCodes"] if row["Code"] == code)
    valid = [
        p for p in row["VATPercentages"] if p["StartDate"] <= day and (p["EndDate"] is None or day <= p["EndDate"])
    ]
    assert [p["Percentage"] for p in valid] == [Decimal(percentage)]


def test_charged_codes_have_both_accounts(rows: Rows) -> None:
    for division in DIVISIONS:
        charged = [row for row in rows[division]["vat/VATCodes"] if row["Charged"]]
        assert len(charged) >= 5
        assert all(row["GLToClaim"] and row["GLToPay"] and row["Percentage"] for row in charged)


def test_early_periods_are_closed_and_the_current_is_open(rows: Rows) -> None:
    status = {
        (r["Year"], r["Period"]): r["Status"]
        for r in rows[INSTALLATION]["read/financial/JournalStatusList"]
        if r["Journal"] == "60"
    }
    assert status[2025, 12] == 1
    assert status[2026, 3] == 1
    assert status[2026, 11] == 0
    assert {year for year, _ in status} == {2024, 2025, 2026, 2027}


def test_charts_are_full_and_some_accounts_need_a_cost_centre(rows: Rows) -> None:
    for division in DIVISIONS:
        chart = rows[division]["financial/GLAccounts"]
        assert len(chart) >= 80
        assert any(row["UseCostcenter"] == 1 for row in chart)


def test_unknown_names_are_refused() -> None:
    with pytest.raises(LookupError):
        world().vendor("nobody")
    with pytest.raises(LookupError):
        world().order("nothing")


@pytest.mark.parametrize("division", DIVISIONS)
def test_purchases_are_booked_as_the_chart_allows(rows: Rows, division: int) -> None:
    chart = {row["Code"]: row for row in rows[division]["financial/GLAccounts"]}
    for row in rows[division]["purchaseentry/PurchaseEntryLines"]:
        account = chart[row["GLAccountCode"]]
        assert not account["IsBlocked"], account
        assert account["Type"] not in (20, 22, 24)
        if account["UseCostcenter"] == 1:
            assert row["CostCenter"], row
        if account["UseCostcenter"] == 2:
            assert not row["CostCenter"], row
