"""The entity catalogue: which resources exist, with which properties, types and flags.

Facts live in ``catalogue.json``; each property is ``[name, EDM type, flags, default?]``. Flags: ``k`` key, ``m``
mandatory on POST, ``p`` settable on POST, ``u`` settable on PUT, ``w`` a change fires a webhook, ``f`` satisfies the
mandatory filter,
``c`` navigation collection, ``?`` settable as far as known. ``default`` is what the wire shows when a row has no value.
"""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

NO_DIVISION = 0
"""Division number under which rows without an administration (users, administrations) are kept."""

PARENTS = {
    "purchaseentry/PurchaseEntryLines": "EntryID",
    "financialtransaction/TransactionLines": "EntryID",
    "purchaseorder/PurchaseOrderLines": "PurchaseOrderID",
    "purchaseorder/GoodsReceiptLines": "GoodsReceiptID",
    "purchase/PurchaseInvoiceLines": "InvoiceID",
    "salesorder/SalesOrderLines": "OrderID",
    "crm/BankAccounts": "Account",
    "crm/Contacts": "Account",
    "crm/Addresses": "Account",
    "documents/DocumentAttachments": "Document",
    "vat/VatPercentages": "VATCodeID",
    "cashflow/Payments": "EntryID",
    "logistics/SupplierItem": "Item",
}
"""Property of a child row that names its header row; indexed in the ledger."""

NAVIGATIONS = {
    ("crm/Accounts", "BankAccounts"): ("crm/BankAccounts", "Account"),
    ("purchaseentry/PurchaseEntries", "PurchaseEntryLines"): ("purchaseentry/PurchaseEntryLines", "EntryID"),
    ("purchaseorder/PurchaseOrders", "PurchaseOrderLines"): ("purchaseorder/PurchaseOrderLines", "PurchaseOrderID"),
    ("purchaseorder/GoodsReceipts", "GoodsReceiptLines"): ("purchaseorder/GoodsReceiptLines", "GoodsReceiptID"),
    ("purchase/PurchaseInvoices", "PurchaseInvoiceLines"): ("purchase/PurchaseInvoiceLines", "InvoiceID"),
    ("salesorder/SalesOrders", "SalesOrderLines"): ("salesorder/SalesOrderLines", "OrderID"),
    ("vat/VATCodes", "VATPercentages"): ("vat/VatPercentages", "VATCodeID"),
    ("financialtransaction/Transactions", "TransactionLines"): ("financialtransaction/TransactionLines", "EntryID"),
}
"""Navigation collections that hold rows: (header resource, property) → (line resource, property naming the header)."""

SYNC_SOURCES = {
    "sync/Cashflow/PaymentTerms": "cashflow/Payments",
    "sync/CRM/Accounts": "crm/Accounts",
    "sync/CRM/Addresses": "crm/Addresses",
    "sync/CRM/Contacts": "crm/Contacts",
    "sync/Documents/DocumentAttachments": "documents/DocumentAttachments",
    "sync/Documents/Documents": "documents/Documents",
    "sync/Financial/GLAccounts": "financial/GLAccounts",
    "sync/Financial/TransactionLines": "financialtransaction/TransactionLines",
    "sync/Logistics/Items": "logistics/Items",
    "sync/Logistics/PurchaseItemPrices": "logistics/SupplierItem",
    "sync/Logistics/SupplierItem": "logistics/SupplierItem",
    "sync/PurchaseOrder/PurchaseOrders": "purchaseorder/PurchaseOrderLines",
    "sync/SalesOrder/SalesOrderHeaders": "salesorder/SalesOrders",
    "sync/SalesOrder/SalesOrderLines": "salesorder/SalesOrderLines",
    "bulk/Cashflow/Payments": "cashflow/Payments",
    "bulk/CRM/Accounts": "crm/Accounts",
    "bulk/CRM/Addresses": "crm/Addresses",
    "bulk/CRM/Contacts": "crm/Contacts",
    "bulk/Documents/DocumentAttachments": "documents/DocumentAttachments",
    "bulk/Documents/Documents": "documents/Documents",
    "bulk/Financial/GLAccounts": "financial/GLAccounts",
    "bulk/Financial/TransactionLines": "financialtransaction/TransactionLines",
    "bulk/Logistics/Items": "logistics/Items",
    "bulk/SalesOrder/SalesOrderLines": "salesorder/SalesOrderLines",
    "bulk/SalesOrder/SalesOrders": "salesorder/SalesOrders",
}
"""Which stored resource a ``sync/`` or ``bulk/`` resource shows."""

DELETED_TYPES = {
    "financialtransaction/TransactionLines": 1,
    "crm/Accounts": 2,
    "crm/Addresses": 3,
    "documents/DocumentAttachments": 4,
    "crm/Contacts": 5,
    "documents/Documents": 6,
    "financial/GLAccounts": 7,
    "logistics/Items": 9,
    "cashflow/Payments": 10,
    "purchaseorder/PurchaseOrders": 22,
    "logistics/SupplierItem": 30,
    "salesorder/SalesOrders": 32,
    "salesorder/SalesOrderLines": 33,
    "crm/BankAccounts": 48,
}
"""EntityType number that ``sync/Deleted`` gives to a deleted row of a resource."""

DIVISIONLESS = {"current/Me", "system/Divisions", "hrm/Divisions"}
NUMERIC_TYPES = {"Byte", "Int16", "Int32", "Int64", "Double"}
SCALAR_TYPES = NUMERIC_TYPES | {"String", "Guid", "DateTime", "Boolean", "Binary"}


@dataclass(frozen=True)
class Property:
    """One property of an entity: wire name, EDM type without ``Edm.``, flags, and the wire value of an absent value."""

    name: str
    edm: str
    flags: str
    default: Any = None

    @property
    def is_collection(self) -> bool:
        """True for navigation collections (nested rows or a deferred link)."""
        return self.edm not in SCALAR_TYPES

    @property
    def settable(self) -> bool:
        """True when a POST or PUT may carry it with effect; others are known but silently ignored."""
        return any(flag in self.flags for flag in "pu?m")


@dataclass(frozen=True)
class Entity:
    """One resource, e.g. ``purchaseentry/PurchaseEntries``, with its properties in wire order."""

    name: str
    methods: tuple[str, ...]
    key: tuple[str, ...]
    properties: dict[str, Property]
    model: str
    filter_required: bool
    shell: tuple[str, ...]

    @property
    def service(self) -> str:
        """Path part between the division and the resource."""
        return self.name.rsplit("/", 1)[0]

    @property
    def resource(self) -> str:
        """Entity set name."""
        return self.name.rsplit("/", 1)[1]

    @property
    def kind(self) -> str:
        """``sync``, ``bulk``, ``read`` or ``plain``: decides page size and the mandatory parameters."""
        first = self.name.split("/", 1)[0]
        return first if first in ("sync", "bulk", "read") else "plain"

    @property
    def source(self) -> str:
        """Name of the stored resource whose rows this resource shows."""
        return SYNC_SOURCES.get(self.name, self.name)

    @property
    def page_size(self) -> int | None:
        """Rows per page: 60, 1000 on sync and bulk, unpaged (None) on read functions."""
        return {"sync": 1000, "bulk": 1000, "read": None}.get(self.kind, 60)

    @property
    def has_division(self) -> bool:
        """False for the rows that belong to no administration."""
        return self.name not in DIVISIONLESS


def _model_name(name: str) -> str:
    service, resource = name.rsplit("/", 1)
    area = service.split("/")[-1]
    singular = resource[:-3] + "y" if resource.endswith("ies") else resource.removesuffix("s")
    return f"Exact.Web.Api.Models.{area[:1].upper()}{area[1:]}.{singular}"


@cache
def load() -> dict[str, Entity]:
    """Return every served entity by its name ``service/Resource`` (documented letter case)."""
    raw = json.loads(Path(__file__).with_name("catalogue.json").read_text(encoding="utf-8"))
    entities = {}
    for name, facts in raw.items():
        entities[name] = Entity(
            name=name,
            methods=tuple(facts["methods"]),
            key=tuple(facts["key"]),
            properties={p[0]: Property(*p) for p in facts["props"]},
            model=facts.get("model") or _model_name(name),
            filter_required=facts.get("filter_required", False),
            shell=tuple(facts.get("shell", ())),
        )
    return entities


@cache
def _by_folded_service() -> dict[tuple[str, str], Entity]:
    return {(e.service.lower(), e.resource): e for e in load().values()}


def find(service: str, resource: str) -> Entity | None:
    """Entity by path parts; the service is matched without case, the resource with case, as observed in the wild."""
    return _by_folded_service().get((service.lower(), resource))
