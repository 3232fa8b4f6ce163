"""Resources without rules of their own beyond mandatory properties, unique codes and references."""

from typing import Any

from exact.sandbox.booking.books import Books, Problems
from exact.sandbox.errors import BusinessError, first_problem
from exact.sandbox.ledger import Row, row_key
from exact.sandbox.values import canonical, decimal_text

UNIQUE_CODE = {
    "logistics/Items",
    "financial/GLAccounts",
    "financial/Journals",
    "vat/VATCodes",
    "hrm/Costcenters",
    "hrm/Costunits",
    "cashflow/PaymentConditions",
    "crm/Accounts",
    "inventory/Warehouses",
}
TOPICS = {
    "crm/Accounts": "Accounts",
    "crm/BankAccounts": "BankAccounts",
    "crm/Contacts": "Contacts",
    "logistics/Items": "Items",
    "financial/GLAccounts": "GLAccounts",
}
USED_BY = {
    "crm/Accounts": ("purchaseentry/PurchaseEntries", "purchaseorder/PurchaseOrders", "salesorder/SalesOrders"),
}


def create(books: Books, name: str, payload: Any) -> Row:
    """Check mandatory properties and codes, add the defaults of a new row, store it."""
    values, _ = books.accept(name, payload, "POST")
    entity = books.entity(name)
    problems: Problems = []
    for prop in entity.properties.values():
        if "m" in prop.flags and not prop.is_collection and values.get(prop.name) in (None, ""):
            problems.append(("mandatory", prop.name))
    _check(books, name, values, None, problems)
    first_problem(problems)
    row = {key: books.new_id() for key in entity.key if entity.properties[key].edm == "Guid"} | _defaults(
        books, name, values
    )
    row |= {prop: value for prop, value in values.items() if value is not None}
    _unpad(name, row)
    if name in UNIQUE_CODE and books.by_code(name, row.get("Code")):
        raise BusinessError(("exists", ""))
    books.save(name, row)
    if name in TOPICS:
        books.report(TOPICS[name], "Create", name, row_key(entity, row))
    return row


def update(books: Books, name: str, row: Row, payload: Any) -> None:
    """Change the sent properties only."""
    changes, _ = books.accept(name, payload, "PUT")
    entity = books.entity(name)
    for key in entity.key:
        changes.pop(key, None)
    merged = row | changes
    _unpad(name, merged)
    problems: Problems = []
    _check(books, name, merged, row, problems)
    first_problem(problems)
    if name in UNIQUE_CODE and merged.get("Code") != row.get("Code") and books.by_code(name, merged.get("Code")):
        raise BusinessError(("exists", ""))
    books.save(name, merged)
    if name in TOPICS:
        books.report(TOPICS[name], "Update", name, row_key(entity, row))


def delete(books: Books, name: str, row: Row) -> None:
    """Delete a row that nothing refers to."""
    entity = books.entity(name)
    key = row_key(entity, row)
    for resource in USED_BY.get(name, ()):
        if books.ledger.count(books.division, resource, [("account = ?", key)]):
            raise BusinessError(("in_use", "Account"))
    books.remove(name, row)
    if name in TOPICS:
        books.report(TOPICS[name], "Delete", name, key)


def _check(books: Books, name: str, row: Row, before: Row | None, problems: Problems) -> None:
    if name == "crm/Accounts" and row.get("Email") and "@" not in row["Email"]:
        problems.append(("invalid", "Email"))
    if name in ("crm/BankAccounts", "crm/Contacts", "crm/Addresses") and row.get("Account"):
        if books.get("crm/Accounts", row["Account"]) is None:
            problems.append(("reference", "Account"))
    if name == "logistics/SupplierItem":
        if row.get("Supplier") and books.get("crm/Accounts", row["Supplier"]) is None:
            problems.append(("reference", "SupplierReference"))
        if row.get("Item") and books.get("logistics/Items", row["Item"]) is None:
            problems.append(("reference", "Item"))


def _unpad(name: str, row: Row) -> None:
    if isinstance(row.get("Code"), str):
        row["Code"] = row["Code"].strip()
    if isinstance(row.get("Country"), str):
        row["Country"] = row["Country"].strip()


def _defaults(books: Books, name: str, values: Row) -> Row:
    if name == "crm/Accounts":
        row: Row = {"Type": "A", "Status": "N", "PurchaseCurrency": books.currency, "SalesCurrency": books.currency}
        row |= {
            "SecurityLevel": 10,
            "ConsolidationScenario": 6,
            "Source": 2,
            "InvoiceAttachmentType": 1,
            "IsSales": True,
        }
        row |= {"StartDate": books.today(), "IsSupplier": False, "Blocked": False}
        if not values.get("Code"):
            row["Code"] = _account_code(books)
        return row
    if name == "crm/BankAccounts":
        others = books.ledger.count(books.division, name, [("account = ?", values.get("Account"))])
        return {"Type": "A", "Main": others == 0, "Blocked": False}
    if name == "crm/Contacts":
        full = " ".join(part for part in (values.get("FirstName"), values.get("LastName")) if part)
        return {"FullName": full, "StartDate": books.today(), "HID": books.next_number(name, "HID", "contact", 1)}
    if name == "logistics/Items":
        return {"StartDate": books.today(), "SecurityLevel": 10, "IsSalesItem": True, "Stock": decimal_text(0)}
    if name in ("hrm/Costcenters", "hrm/Costunits"):
        return {"Active": True}
    if name == "cashflow/PaymentConditions":
        return {"PaymentDays": 0}
    if name == "financial/ExchangeRates":
        return {"TargetCurrency": books.currency, "StartDate": canonical("DateTime", books.today())}
    return {}


def _account_code(books: Books) -> str:
    top = 0
    name = f"{books.division}:account"
    if books.ledger.counter(name) == 0:
        for stored in books.ledger.rows(books.division, "crm/Accounts"):
            code = str(stored.row.get("Code") or "")
            top = max(top, int(code) if code.isdigit() and len(code) <= 9 else 0)
        books.ledger.set_counter(name, top)
    return f"{books.ledger.next(name):07d}"
