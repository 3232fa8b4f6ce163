"""Names and codes the service copies from a referenced row: SupplierName, GLAccountCode, JournalDescription …"""

from collections.abc import Callable
from typing import Any

from exact.sandbox.catalogue import Entity
from exact.sandbox.ledger import Row

BY_KEY = {
    "AccountCode": ("Account", "crm/Accounts", "Code"),
    "AccountName": ("Account", "crm/Accounts", "Name"),
    "SupplierCode": ("Supplier", "crm/Accounts", "Code"),
    "SupplierName": ("Supplier", "crm/Accounts", "Name"),
    "SupplierDescription": ("Supplier", "crm/Accounts", "Name"),
    "OrderedByName": ("OrderedBy", "crm/Accounts", "Name"),
    "DeliverToName": ("DeliverTo", "crm/Accounts", "Name"),
    "InvoiceToName": ("InvoiceTo", "crm/Accounts", "Name"),
    "GLAccountCode": ("GLAccount", "financial/GLAccounts", "Code"),
    "GLAccountDescription": ("GLAccount", "financial/GLAccounts", "Description"),
    "GLAccountType": ("GLAccount", "financial/GLAccounts", "Type"),
    "GLToClaimCode": ("GLToClaim", "financial/GLAccounts", "Code"),
    "GLToClaimDescription": ("GLToClaim", "financial/GLAccounts", "Description"),
    "GLToPayCode": ("GLToPay", "financial/GLAccounts", "Code"),
    "GLToPayDescription": ("GLToPay", "financial/GLAccounts", "Description"),
    "GLCostsCode": ("GLCosts", "financial/GLAccounts", "Code"),
    "GLCostsDescription": ("GLCosts", "financial/GLAccounts", "Description"),
    "GLStockCode": ("GLStock", "financial/GLAccounts", "Code"),
    "GLStockDescription": ("GLStock", "financial/GLAccounts", "Description"),
    "GLRevenueCode": ("GLRevenue", "financial/GLAccounts", "Code"),
    "GLRevenueDescription": ("GLRevenue", "financial/GLAccounts", "Description"),
    "ItemCode": ("Item", "logistics/Items", "Code"),
    "ItemDescription": ("Item", "logistics/Items", "Description"),
    "ItemBarcode": ("Item", "logistics/Items", "Barcode"),
    "ItemGroupCode": ("ItemGroup", "logistics/ItemGroups", "Code"),
    "ItemGroupDescription": ("ItemGroup", "logistics/ItemGroups", "Description"),
    "DocumentNumber": ("Document", "documents/Documents", "HID"),
    "DocumentSubject": ("Document", "documents/Documents", "Subject"),
    "WarehouseCode": ("Warehouse", "inventory/Warehouses", "Code"),
    "WarehouseDescription": ("Warehouse", "inventory/Warehouses", "Description"),
    "CategoryDescription": ("Category", "documents/DocumentCategories", "Description"),
    "PurchaseOrderNumber": ("PurchaseOrderID", "purchaseorder/PurchaseOrders", "OrderNumber"),
}
BY_CODE = {
    "JournalDescription": (("Journal", "JournalCode"), "financial/Journals"),
    "PaymentConditionDescription": (("PaymentCondition",), "cashflow/PaymentConditions"),
    "PaymentConditionPurchaseDescription": (("PaymentConditionPurchase",), "cashflow/PaymentConditions"),
    "VATCodeDescription": (("VATCode",), "vat/VATCodes"),
    "VATDescription": (("VATCode",), "vat/VATCodes"),
    "PurchaseVATCodeDescription": (("PurchaseVATCode",), "vat/VATCodes"),
    "CostCenterDescription": (("CostCenter",), "hrm/Costcenters"),
    "CostUnitDescription": (("CostUnit",), "hrm/Costunits"),
}
TEXTS = {
    ("purchaseentry/PurchaseEntries", "Status"): {5: "Rejected", 20: "Open", 50: "Processed"},
    ("purchaseentry/PurchaseEntries", "Type"): {30: "Purchase entry", 31: "Purchase credit note"},
    ("salesorder/SalesOrders", "Status"): {12: "Open", 20: "Partial", 21: "Complete", 45: "Cancelled"},
    ("read/financial/JournalStatusList", "Status"): {0: "Open", 1: "Closed"},
}

Get = Callable[[str, str | None], Row | None]
ByCode = Callable[[str, Any], Row | None]


def fill(entity: Entity, row: Row, get: Get, by_code: ByCode, only_missing: bool = False) -> None:
    """Fill the copied properties of ``row``; with ``only_missing`` values that are already there stay (seed rows)."""
    for name in entity.properties:
        if only_missing and row.get(name) is not None:
            continue
        if name in BY_KEY:
            source, resource, field = BY_KEY[name]
            if name.startswith("Warehouse") and "WarehouseID" in entity.properties:
                source = "WarehouseID"
            if source in entity.properties and isinstance(row.get(source), str):
                row[name] = (get(resource, row[source]) or {}).get(field)
        elif name in BY_CODE:
            sources, resource = BY_CODE[name]
            code = next((row[source] for source in sources if row.get(source)), None)
            if code is not None and any(source in entity.properties for source in sources):
                row[name] = (by_code(resource, code) or {}).get("Description")
        elif name.endswith("Description"):
            texts = TEXTS.get((entity.name, name.removesuffix("Description")))
            if texts:
                row[name] = texts.get(row.get(name.removesuffix("Description"), -1))
