"""A small world for the sandbox's tests: one strict Dutch administration, and a second one to be kept apart."""

import datetime as dt
import uuid
from decimal import Decimal
from typing import Any

ONE, TWO = 100001, 100002
_SPACE = uuid.UUID("7c3e2c68-7b56-4a54-9a39-5a4d7a0c0b01")


def ident(name: str) -> str:
    """Stable GUID of a name."""
    return str(uuid.uuid5(_SPACE, name))


SUPPLIER, CUSTOMER, BLOCKED = ident("supplier"), ident("customer"), ident("blocked")
COSTS, STRICT, BARE, PAYABLE = ident("4000"), ident("4100"), ident("4200"), ident("1600")
CLAIM, OWED = ident("1500"), ident("1510")
ITEM, WAREHOUSE = ident("item"), ident("warehouse")
GROUP = ident("group")
ORDER, ORDER_LINE = ident("order"), ident("order line")
DUTCH_USER, ENGLISH_USER = ident("dutch"), ident("english")


def administration(division: int) -> dict[str, list[dict[str, Any]]]:
    """Rows of one administration; the same identities in each (they are only unique per administration)."""
    return {
        "crm/Accounts": [
            {
                "ID": SUPPLIER,
                "Code": "1",
                "Name": "Bouten & Moeren BV",
                "IsSupplier": True,
                "Status": "N",
                "Country": "NL",
                "PaymentConditionPurchase": "30",
                "VATNumber": "NL001234567B01",
                "Blocked": False,
                "Classification1": GROUP,
                "Classification3": ident("group of another sort"),
            },
            {"ID": CUSTOMER, "Code": "2", "Name": "Klant's Werk", "IsSupplier": False, "Status": "C", "Country": "NL"},
            {"ID": BLOCKED, "Code": "3", "Name": "Dicht BV", "IsSupplier": True, "Blocked": True, "Status": "N"},
        ],
        "crm/AccountClassifications": [
            {"ID": GROUP, "Code": "GH", "Description": "Groothandel", "AccountClassificationNameDescription": "Soort"},
        ],
        "financial/GLAccounts": [
            {"ID": COSTS, "Code": "4000", "Description": "Kosten", "Type": 110, "VATCode": "2"},
            {
                "ID": STRICT,
                "Code": "4100",
                "Description": "Per plaats",
                "Type": 110,
                "UseCostcenter": 1,
                "UseCostunit": 0,
            },
            {
                "ID": BARE,
                "Code": "4200",
                "Description": "Zonder plaats",
                "Type": 110,
                "UseCostcenter": 2,
                "UseCostunit": 2,
            },
            {"ID": PAYABLE, "Code": "1600", "Description": "Crediteuren", "Type": 22},
            {"ID": CLAIM, "Code": "1500", "Description": "Te vorderen btw", "Type": 24},
            {"ID": OWED, "Code": "1510", "Description": "Af te dragen btw", "Type": 24},
        ],
        "financial/Journals": [
            {"ID": ident("60"), "Code": "60", "Description": "Inkoop", "Type": 22, "GLAccount": PAYABLE},
            {"ID": ident("70"), "Code": "70", "Description": "Verkoop", "Type": 20},
        ],
        "vat/VATCodes": [
            _vat("0", "N", "0"),
            _vat("1", "I", "0.21"),
            _vat("2", "E", "0.21"),
            _vat("4", "E", "0.09"),
            _vat("7", "B", "0.21", Charged=True, GLToPay=OWED),
            _vat("VN", "E", "0.21", VATTransactionType="S"),
            _vat("XX", "E", "0.21", IsBlocked=True),
            _vat("D", "E", "0.21"),
        ],
        "vat/VatPercentages": [
            {
                "ID": ident("d old"),
                "VATCodeID": ident("vat D"),
                "Percentage": Decimal("0.19"),
                "StartDate": dt.date(2000, 1, 1),
                "EndDate": dt.date(2026, 2, 28),
            },
            {
                "ID": ident("d new"),
                "VATCodeID": ident("vat D"),
                "Percentage": Decimal("0.21"),
                "StartDate": dt.date(2026, 3, 1),
            },
        ],
        "cashflow/PaymentConditions": [
            {"ID": ident("pc30"), "Code": "30", "Description": "30 dagen", "PaymentDays": 30, "PaymentMethod": "B"},
            {
                "ID": ident("pcIN"),
                "Code": "IN",
                "Description": "Incasso",
                "PaymentDays": 14,
                "PaymentEndOfMonths": 1,
                "PaymentMethod": "I",
            },
        ],
        "hrm/Costcenters": [
            {"ID": ident("cc"), "Code": "PROD", "Description": "Productie", "Active": True},
            {
                "ID": ident("cc old"),
                "Code": "OUD",
                "Description": "Oud",
                "Active": True,
                "EndDate": dt.date(2025, 1, 1),
            },
        ],
        "hrm/Costunits": [{"ID": ident("cu"), "Code": "A1", "Description": "Project A1"}],
        "financial/FinancialPeriods": [
            {
                "ID": ident(f"2026-{month}"),
                "FinYear": 2026,
                "FinPeriod": month,
                "StartDate": dt.date(2026, month, 1),
                "EndDate": (dt.date(2026 + month // 12, month % 12 + 1, 1) - dt.timedelta(days=1)),
            }
            for month in range(1, 13)
        ],
        "read/financial/JournalStatusList": [
            {"Journal": "60", "Year": 2026, "Period": month, "Status": 1 if month == 1 else 0} for month in range(1, 13)
        ],
        "financial/ExchangeRates": [
            {
                "ID": ident("usd"),
                "SourceCurrency": "USD",
                "TargetCurrency": "EUR",
                "Rate": Decimal("0.9"),
                "StartDate": dt.date(2026, 1, 1),
            },
        ],
        "general/Currencies": [{"Code": "EUR", "Description": "Euro"}, {"Code": "USD", "Description": "Dollar"}],
        "inventory/Warehouses": [{"ID": WAREHOUSE, "Code": "1", "Description": "Magazijn"}],
        "logistics/Items": [
            {"ID": ITEM, "Code": "M6", "Description": "Bout M6", "Unit": "st", "StandardSalesPrice": Decimal("0.5")}
        ],
        "logistics/SupplierItem": [
            {
                "ID": ident("offer"),
                "Item": ITEM,
                "Supplier": SUPPLIER,
                "PurchasePrice": Decimal("20"),
                "PurchaseUnit": "doos",
                "PurchaseUnitFactor": 100,
                "PurchaseVATCode": "2",
                "SupplierItemCode": "BM-6",
            },
        ],
        "purchaseorder/PurchaseOrders": [
            {
                "PurchaseOrderID": ORDER,
                "OrderNumber": 7,
                "Supplier": SUPPLIER,
                "OrderDate": dt.date(2026, 3, 1),
                "OrderStatus": 10,
                "ReceiptStatus": 10,
                "InvoiceStatus": 10,
                "AmountFC": Decimal("242"),
                "Warehouse": WAREHOUSE,
            },
        ],
        "purchaseorder/PurchaseOrderLines": [
            {
                "ID": ORDER_LINE,
                "PurchaseOrderID": ORDER,
                "LineNumber": 1,
                "Item": ITEM,
                "QuantityInPurchaseUnits": 10,
                "Quantity": 1000,
                "NetPrice": Decimal("20"),
                "UnitPrice": Decimal("20"),
                "VATCode": "2",
                "AmountFC": Decimal("200"),
                "VATAmount": Decimal("42"),
            },
        ],
        "financialtransaction/TransactionLines": [
            {
                "ID": ident(f"tl{number}"),
                "EntryID": ident(f"te{number // 3}"),
                "LineNumber": number % 3,
                "Account": SUPPLIER,
                "GLAccount": COSTS,
                "AmountDC": Decimal(number) / 4,
                "Date": dt.date(2026, 2, 1),
                "JournalCode": "90",
                "FinancialYear": 2026,
                "FinancialPeriod": 2,
                "Type": 90,
                "Modified": dt.datetime(2026, 2, 1, 10, 0, number % 60),
            }
            for number in range(150 if division == ONE else 3)
        ],
    }


def _vat(code: str, kind: str, percentage: str, **extra: Any) -> dict[str, Any]:
    row = {
        "ID": ident(f"vat {code}"),
        "Code": code,
        "Description": f"Btw {code}",
        "Type": kind,
        "GLToClaim": CLAIM,
        "Percentage": Decimal(percentage),
        "VATTransactionType": "B",
        "Charged": False,
        "IsBlocked": False,
    }
    return row | extra


def world() -> dict[int, dict[str, list[dict[str, Any]]]]:
    """The whole world, with one Dutch-speaking and one English-speaking user."""
    return {
        0: {
            "system/Divisions": [
                {
                    "Code": ONE,
                    "Description": "Eén BV",
                    "Country": "NL",
                    "Currency": "EUR",
                    "Hid": 1,
                    "Legislation": "1",
                },
                {
                    "Code": TWO,
                    "Description": "Twee BV",
                    "Country": "NL",
                    "Currency": "EUR",
                    "Hid": 2,
                    "Legislation": "1",
                },
            ],
            "current/Me": [
                {
                    "UserID": DUTCH_USER,
                    "FullName": "Nel",
                    "LanguageCode": "nl-NL",
                    "CurrentDivision": TWO,
                    "CustomerCode": "42",
                },
                {"UserID": ENGLISH_USER, "FullName": "Ed", "LanguageCode": "en-GB", "CurrentDivision": ONE},
            ],
        },
        ONE: administration(ONE),
        TWO: administration(TWO),
    }
