"""What is mirrored, from where, how often, and by which function. Order matters: later rows point to earlier ones."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from exact.mirror import history_rows, ledger_rows, order_rows, payable_rows, relation_rows
from exact.models import Administration

Rows = list[dict[str, Any]]


class Rhythm(StrEnum):
    """How often a resource is asked for. The day's calls allow few every five minutes, some hourly, the rest daily."""

    OFTEN = "often"
    HOURLY = "hourly"
    DAILY = "daily"


class Mode(StrEnum):
    """SYNC by row version, MODIFIED by Exact's change moment, WHOLE as a full list."""

    SYNC = "sync"
    MODIFIED = "modified"
    WHOLE = "whole"


@dataclass(frozen=True)
class Resource:
    """One mirrored list. ``beside`` is a second list the rows are joined with, (path, columns).

    ``optional``: the administration's licence may lack it; 403 and 404 are then no failure.
    ``event`` is told to the layers above when rows changed. ``wanted`` says whether the administration has any use for
    the list; such a list waits until the first synchronisation is over, whose calls are many enough.
    """

    name: str
    path: str
    mode: Mode
    rhythm: Rhythm
    select: tuple[str, ...]
    save: Callable[..., None]
    beside: tuple[str, tuple[str, ...]] | None = None
    optional: bool = False
    event: str = ""
    # What the first run leaves out: (a date column, days). Later runs ask by moment of change alone.
    recent: tuple[str, int] | None = None
    wanted: Callable[[Administration], bool] | None = None


def _columns(text: str) -> tuple[str, ...]:
    return tuple(text.split())


RESOURCES: tuple[Resource, ...] = (
    Resource(
        "journals", "financial/Journals", Mode.WHOLE, Rhythm.DAILY,
        _columns("ID Code Description Type IsBlocked Currency BankAccountIBAN"), ledger_rows.journals,
    ),
    Resource(
        "gl_accounts", "sync/Financial/GLAccounts", Mode.SYNC, Rhythm.HOURLY,
        _columns("ID Code Description Type BalanceType IsBlocked VATCode UseCostcenter UseCostunit Division"),
        ledger_rows.gl_accounts,
    ),
    Resource(
        "vat_codes", "vat/VATCodes", Mode.WHOLE, Rhythm.DAILY,
        _columns(
            "ID Code Description Percentage Type VATTransactionType Charged EUSalesListing IntraStat VatMargin "
            "IsBlocked"
        ),
        ledger_rows.vat_codes,
        beside=("vat/VatPercentages", _columns("ID VATCodeID Percentage StartDate EndDate Type")),
    ),
    Resource(
        "cost_centres", "hrm/Costcenters", Mode.WHOLE, Rhythm.DAILY,
        _columns("ID Code Description Active EndDate"), ledger_rows.cost_centres, optional=True,
    ),
    Resource(
        "cost_units", "hrm/Costunits", Mode.WHOLE, Rhythm.DAILY,
        _columns("ID Code Description EndDate"), ledger_rows.cost_units, optional=True,
    ),
    Resource(
        "periods", "financial/FinancialPeriods", Mode.WHOLE, Rhythm.DAILY,
        _columns("ID FinYear FinPeriod StartDate EndDate"), ledger_rows.periods,
        beside=("read/financial/JournalStatusList", _columns("Journal Period Year Status")),
    ),
    Resource(
        "payment_conditions", "cashflow/PaymentConditions", Mode.WHOLE, Rhythm.DAILY,
        _columns(
            "ID Code Description PaymentDays PaymentEndOfMonths PaymentMethod DiscountPercentage DiscountPaymentDays "
            "DiscountCalculation"
        ),
        ledger_rows.payment_conditions,
    ),
    Resource(
        "exchange_rates", "financial/ExchangeRates", Mode.MODIFIED, Rhythm.DAILY,
        _columns("ID SourceCurrency TargetCurrency Rate StartDate Modified Division"), ledger_rows.exchange_rates,
        optional=True, recent=("StartDate", 100),
    ),
    Resource(
        "vendors", "sync/CRM/Accounts", Mode.SYNC, Rhythm.HOURLY,
        _columns(
            "ID Code Name VATNumber ChamberOfCommerce Email Website Phone AddressLine1 Postcode City Country Status "
            "IsSupplier Blocked EndDate PurchaseCurrency GLAccountPurchase PurchaseVATCode PaymentConditionPurchase "
            "Classification1 Classification2 Classification3 Classification4 Classification5 Classification6 "
            "Classification7 Classification8 Division"
        ),
        relation_rows.accounts, event="vendors_changed",
    ),
    Resource(
        "vendor_groups", "crm/AccountClassifications", Mode.WHOLE, Rhythm.DAILY,
        _columns("ID Code Description AccountClassificationName AccountClassificationNameDescription"),
        relation_rows.vendor_groups, optional=True, wanted=relation_rows.has_groups,
    ),
    Resource(
        "bank_accounts", "crm/BankAccounts", Mode.MODIFIED, Rhythm.HOURLY,
        _columns("ID Account BankAccount BICCode Main Modified Division"), relation_rows.bank_accounts,
        event="vendors_changed",
    ),
    Resource(
        "item_groups", "logistics/ItemGroups", Mode.WHOLE, Rhythm.DAILY,
        _columns("ID Code GLPurchaseAccountCode GLCostsCode"), relation_rows.item_groups, optional=True,
    ),
    Resource(
        "items", "sync/Logistics/Items", Mode.SYNC, Rhythm.HOURLY,
        _columns("ID Code Description ItemGroupCode Unit Barcode GLCostsCode Division"), relation_rows.items,
        optional=True,
    ),
    Resource(
        "supplier_items", "sync/Logistics/SupplierItem", Mode.SYNC, Rhythm.DAILY,
        _columns("ID Item Supplier SupplierItemCode Division"), relation_rows.supplier_items, optional=True,
    ),
    Resource(
        "purchase_orders", "sync/PurchaseOrder/PurchaseOrders", Mode.SYNC, Rhythm.OFTEN,
        _columns(
            "ID PurchaseOrderID OrderNumber Supplier OrderDate YourRef Description Currency ReceiptStatus "
            "InvoiceStatus OrderStatus LineNumber Item ItemCode ItemBarcode ItemDescription SupplierItemCode Unit "
            "QuantityInPurchaseUnits ReceivedQuantity InvoicedQuantity NetPrice UnitPrice Discount VATCode "
            "CostCenterCode CostUnitCode Division"
        ),
        order_rows.purchase_orders, optional=True, event="orders_changed",
    ),
    Resource(
        "receipts", "purchaseorder/GoodsReceipts", Mode.MODIFIED, Rhythm.OFTEN,
        _columns("ID ReceiptNumber ReceiptDate YourRef Modified Division"), order_rows.receipts, optional=True,
    ),
    Resource(
        "receipt_lines", "purchaseorder/GoodsReceiptLines", Mode.MODIFIED, Rhythm.OFTEN,
        _columns("ID GoodsReceiptID PurchaseOrderLineID LineNumber QuantityReceived Modified Division"),
        order_rows.receipt_lines, optional=True, event="receipts_changed",
    ),
    Resource(
        "booked_lines", "sync/Financial/TransactionLines", Mode.SYNC, Rhythm.HOURLY,
        _columns(
            "ID EntryID EntryNumber LineNumber Type Date Account GLAccountCode Description AmountDC AmountFC Currency "
            "VATCode CostCenter CostUnit YourRef Division"
        ),
        history_rows.transaction_lines,
    ),
    Resource(
        "payables", "sync/Cashflow/PaymentTerms", Mode.SYNC, Rhythm.HOURLY,
        _columns(
            "ID Account LineType Status EntryNumber TransactionEntryID YourRef InvoiceDate DueDate EndDate Currency "
            "AmountFC AmountDC AmountDiscountFC DiscountDueDate PaymentMethod Division"
        ),
        payable_rows.payment_terms, optional=True,
    ),
)  # fmt: skip

BY_NAME = {resource.name: resource for resource in RESOURCES}


def due(which: str) -> list[Resource]:
    """Resources of a run: ``all``, ``often``, ``hourly`` (with the frequent ones), ``daily`` or one name."""
    if which in BY_NAME:
        return [BY_NAME[which]]
    if which == "all":
        return list(RESOURCES)
    if which == "hourly":
        return [resource for resource in RESOURCES if resource.rhythm in (Rhythm.HOURLY, Rhythm.OFTEN)]
    return [resource for resource in RESOURCES if resource.rhythm.value == which]
