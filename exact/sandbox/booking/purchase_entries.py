"""``purchaseentry/PurchaseEntries`` and their lines: a supplier's invoice straight into the ledger."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from exact.sandbox.booking import entry_ledger, numbering, periods, vat
from exact.sandbox.booking.books import Books, Problems, money
from exact.sandbox.booking.documents import link_to_entry, make_document
from exact.sandbox.errors import ApiError, BusinessError, first_problem
from exact.sandbox.ledger import Row
from exact.sandbox.values import decimal_text

ENTRIES, LINES = "purchaseentry/PurchaseEntries", "purchaseentry/PurchaseEntryLines"
OPEN, PROCESSED = 20, 50
PURCHASE_JOURNAL = 22
BALANCE_TYPES = (20, 22, 24)
"""GL account types that a purchase line may not be booked on: receivable, payable, VAT."""
LINE_LIMITS = (("CostCenter", "UseCostcenter", "hrm/Costcenters"), ("CostUnit", "UseCostunit", "hrm/Costunits"))
OPTIONAL, REQUIRED, FORBIDDEN = 0, 1, 2
"""Values of ``UseCostcenter`` and ``UseCostunit`` on a GL account."""


def create(books: Books, payload: Any) -> Row:
    """Book an entry. Raises BusinessError with every broken rule, ApiError for a body that cannot be read."""
    entry, nested = books.accept(ENTRIES, payload, "POST")
    bodies = nested.get("PurchaseEntryLines", [])
    problems: Problems = []
    _header(books, entry, problems)
    if not bodies:
        problems.append(("mandatory", "Lines"))
    lines = [_line(books, books.accept(LINES, body, "POST")[0], entry, problems) for body in bodies]
    first_problem(problems)
    entry["EntryID"] = books.new_id()
    total(books, entry, lines)
    if books.settings.refuse_duplicates and _duplicate(books, entry):
        raise BusinessError(("exists", ""))
    _number(books, entry)
    if entry.get("Document") is None:
        subject = entry.get("Description") or f"{entry['EntryNumber']}"
        document = make_document(
            books, {"Subject": subject, "Type": 20, "Account": entry["Supplier"]}, entry["EntryDate"]
        )
        entry["Document"] = document["ID"]
    entry["Status"] = OPEN
    entry["Reversal"] = entry.get("Reversal") or False
    books.save(ENTRIES, entry)
    for number, line in enumerate(lines, 1):
        line |= {"ID": books.new_id(), "EntryID": entry["EntryID"], "LineNumber": number}
        books.save(LINES, line)
    link_to_entry(books, entry["Document"], entry["EntryID"])
    entry_ledger.rebuild(books, entry)
    books.report("PurchaseEntries", "Create", ENTRIES, entry["EntryID"])
    books.report("FinancialTransactions", "Create", "financialtransaction/Transactions", entry["EntryID"])
    return entry


def update(books: Books, entry: Row, payload: Any) -> None:
    """Change header properties of an open entry."""
    changes, _ = books.accept(ENTRIES, payload, "PUT")
    _changeable(entry)
    changes.pop("Type", None)
    number = changes.get("EntryNumber")
    if number is not None and number != entry.get("EntryNumber") and numbering.taken(books, number):
        raise BusinessError(("in_use", "EntryNumber"))
    document = changes.get("Document")
    merged = entry | changes
    if "EntryDate" in changes and "DueDate" not in changes:
        merged["DueDate"] = None
    if "EntryDate" in changes and "ReportingYear" not in changes:
        merged["ReportingYear"] = merged["ReportingPeriod"] = None
    problems: Problems = []
    _header(books, merged, problems)
    first_problem(problems)
    lines = books.ledger.children(books.division, LINES, entry["EntryID"])
    total(books, merged, lines)
    books.save(ENTRIES, merged)
    if document:
        link_to_entry(books, document, entry["EntryID"])
    entry_ledger.rebuild(books, merged)
    _report_update(books, entry["EntryID"])


def delete(books: Books, entry: Row) -> None:
    """Delete an open entry with its lines, its transaction lines and its payable."""
    _changeable(entry)
    for line in books.ledger.children(books.division, LINES, entry["EntryID"]):
        books.remove(LINES, line)
    entry_ledger.clear(books, entry["EntryID"])
    books.remove(ENTRIES, entry)
    books.report("PurchaseEntries", "Delete", ENTRIES, entry["EntryID"])
    books.report("FinancialTransactions", "Delete", "financialtransaction/Transactions", entry["EntryID"])


def create_line(books: Books, payload: Any) -> Row:
    """Add a line to an open entry."""
    line, _ = books.accept(LINES, payload, "POST")
    entry = books.get(ENTRIES, line.get("EntryID"))
    if entry is None:
        raise BusinessError(("reference", "Entity"))
    _changeable(entry)
    problems: Problems = []
    _line(books, line, entry, problems)
    first_problem(problems)
    others = books.ledger.children(books.division, LINES, entry["EntryID"])
    line |= {"ID": books.new_id(), "LineNumber": max((row.get("LineNumber") or 0 for row in others), default=0) + 1}
    books.save(LINES, line)
    _retotal(books, entry)
    return line


def update_line(books: Books, line: Row, payload: Any) -> None:
    """Change a line of an open entry; VAT is computed anew unless it is sent."""
    changes, _ = books.accept(LINES, payload, "PUT")
    entry = books.get(ENTRIES, line["EntryID"])
    if entry is None:
        raise ApiError(404, "Not Found")
    _changeable(entry)
    changes.pop("EntryID", None)
    merged = line | changes
    if not set(changes) & {"VATAmountFC"} and set(changes) & {"AmountFC", "VATCode", "GLAccount"}:
        merged["VATAmountFC"] = merged["VATPercentage"] = merged["VATBaseAmountFC"] = None
    problems: Problems = []
    _line(books, merged, entry, problems)
    first_problem(problems)
    books.save(LINES, merged)
    _retotal(books, entry)


def delete_line(books: Books, line: Row) -> None:
    """Delete a line; deleting the last one deletes the entry."""
    entry = books.get(ENTRIES, line["EntryID"])
    if entry is None:
        raise ApiError(404, "Not Found")
    _changeable(entry)
    books.remove(LINES, line)
    if books.ledger.children(books.division, LINES, entry["EntryID"]):
        _retotal(books, entry)
    else:
        delete(books, entry)


def total(books: Books, entry: Row, lines: list[Row]) -> None:
    """Set the header's totals from its lines: including VAT, excluding reverse-charged VAT."""
    owed = Decimal(0)
    for line in lines:
        owed += _vat(books, line, entry).payable
    entry["AmountFC"] = decimal_text(owed)
    entry["AmountDC"] = books.in_own_currency(owed, money(entry["Rate"]))


def _retotal(books: Books, entry: Row) -> None:
    total(books, entry, books.ledger.children(books.division, LINES, entry["EntryID"]))
    books.save(ENTRIES, entry)
    entry_ledger.rebuild(books, entry)
    _report_update(books, entry["EntryID"])


def _report_update(books: Books, key: str) -> None:
    books.report("PurchaseEntries", "Update", ENTRIES, key)
    books.report("FinancialTransactions", "Update", "financialtransaction/Transactions", key)


def _changeable(entry: Row) -> None:
    if entry.get("Status") == PROCESSED:
        raise BusinessError(("not_allowed", "Status"))


def _header(books: Books, entry: Row, problems: Problems) -> None:
    supplier = books.get("crm/Accounts", entry.get("Supplier"))
    if entry.get("Supplier") is None:
        problems.append(("mandatory", "Supplier"))
    elif supplier is None:
        problems.append(("reference", "SupplierReference"))
    elif not supplier.get("IsSupplier"):
        problems.append(("invalid", "SupplierType"))
    elif supplier.get("Blocked"):
        problems.append(("not_allowed", "SupplierReference"))
    _journal(books, entry, problems)
    entry["Type"] = entry.get("Type") or 30
    if entry["Type"] not in (30, 31):
        problems.append(("invalid", "Type"))
    entry["EntryDate"] = entry.get("EntryDate") or books.today()
    entry["Currency"] = (entry.get("Currency") or (supplier or {}).get("PurchaseCurrency") or books.currency).strip()
    if books.ledger.count(books.division, "general/Currencies") and not books.get(
        "general/Currencies", entry["Currency"]
    ):
        problems.append(("reference", "Currency"))
    entry["Rate"] = entry.get("Rate") or decimal_text(books.rate(entry["Currency"], entry["EntryDate"]))
    _period(books, entry, problems)
    _payment(books, entry, supplier, problems)
    if entry.get("Document") and books.get("documents/Documents", entry["Document"]) is None:
        problems.append(("reference", "Document"))


def _journal(books: Books, entry: Row, problems: Problems) -> None:
    if not entry.get("Journal"):
        problems.append(("mandatory", "Journal"))
        return
    journal = books.by_code("financial/Journals", entry["Journal"])
    if journal is None:
        problems.append(("reference", "JournalReference"))
    elif journal.get("Type") != PURCHASE_JOURNAL:
        problems.append(("journal_kind", "PurchaseJournal"))
    elif journal.get("IsBlocked"):
        problems.append(("not_allowed", "Journal"))


def _period(books: Books, entry: Row, problems: Problems) -> None:
    if entry.get("ReportingYear") is None or entry.get("ReportingPeriod") is None:
        found = periods.period_of(books, entry["EntryDate"])
        entry["ReportingYear"], entry["ReportingPeriod"] = found or (None, None)
    periods.check_open(books, entry.get("Journal") or "", entry["ReportingYear"], entry["ReportingPeriod"], problems)


def _payment(books: Books, entry: Row, supplier: Row | None, problems: Problems) -> None:
    code = entry.get("PaymentCondition") or (supplier or {}).get("PaymentConditionPurchase")
    condition = books.by_code("cashflow/PaymentConditions", code) if code else None
    if code and condition is None:
        problems.append(("reference", "PaymentCondition"))
    entry["PaymentCondition"] = str(code).strip() if code else None
    if condition:
        entry["PaymentConditionPaymentMethod"] = condition.get("PaymentMethod")
    if entry.get("DueDate") is None:
        days = (condition or {}).get("PaymentDays") or 0
        due = datetime.fromisoformat(entry["EntryDate"]) + timedelta(days=days)
        entry["DueDate"] = due.strftime("%Y-%m-%dT00:00:00")


def _line(books: Books, line: Row, entry: Row, problems: Problems) -> Row:
    account = books.get("financial/GLAccounts", line.get("GLAccount"))
    if line.get("GLAccount") is None:
        problems.append(("mandatory", "GLAccount"))
    elif account is None:
        problems.append(("reference", "GLAccount"))
    elif account.get("Type") in BALANCE_TYPES:
        problems.append(("invalid", "GLAccountType"))
    elif account.get("IsBlocked"):
        problems.append(("not_allowed", "GLAccount"))
    for prop, rule, resource in LINE_LIMITS:
        _dimension(books, line, prop, (account or {}).get(rule), resource, entry, problems)
    # An amount that is missing (AmountDC sent instead, for one) is booked as nothing, without an error.
    line["AmountFC"] = line.get("AmountFC") or "0"
    line["Type"] = entry.get("Type") or 30
    _vat_code(books, line, account, entry, problems)
    found = _vat(books, line, entry)
    rate = money(entry.get("Rate") or "1")
    line["VATAmountFC"] = decimal_text(found.vat)
    line["VATPercentage"] = decimal_text(found.percentage)
    line["VATBaseAmountFC"] = line.get("VATBaseAmountFC") or decimal_text(found.base)
    line["AmountDC"] = books.in_own_currency(money(line["AmountFC"]), rate)
    line["VATAmountDC"] = books.in_own_currency(found.vat, rate)
    line["VATBaseAmountDC"] = books.in_own_currency(money(line["VATBaseAmountFC"]), rate)
    return line


def _dimension(books: Books, line: Row, prop: str, rule: Any, resource: str, entry: Row, problems: Problems) -> None:
    code = str(line.get(prop) or "").strip()
    line[prop] = code or None
    if not code:
        if rule == REQUIRED:
            problems.append(("mandatory", prop))
        return
    if rule == FORBIDDEN:
        problems.append(("not_allowed", prop))
        return
    found = books.by_code(resource, code)
    ended = found is not None and (found.get("EndDate") or "9999") < (entry.get("EntryDate") or books.today())
    if found is None or found.get("Active") is False or ended:
        problems.append(("reference", prop))


def _vat_code(books: Books, line: Row, account: Row | None, entry: Row, problems: Problems) -> None:
    code = line.get("VATCode") or (account or {}).get("VATCode")
    line["VATCode"] = str(code).strip() if code else None
    if not line["VATCode"]:
        return
    found = books.by_code("vat/VATCodes", line["VATCode"])
    if found is None:
        problems.append(("reference", "VATCode"))
    elif found.get("IsBlocked") or (found.get("VATTransactionType") or "B") == "S":
        problems.append(("not_allowed", "VATCodeUse"))
    elif line.get("VATPercentage") is not None:
        expected = vat.percentage_on(books, found, entry["EntryDate"])
        if money(line["VATPercentage"]) != expected and found.get("Type") in ("E", "I"):
            problems.append(("invalid", "VATPercentage"))


def _vat(books: Books, line: Row, entry: Row) -> vat.LineVat:
    code = books.by_code("vat/VATCodes", line.get("VATCode"))
    rate = vat.percentage_on(books, code, entry["EntryDate"]) if code else Decimal(0)
    override = money(line["VATAmountFC"]) if line.get("VATAmountFC") is not None else None
    return vat.compute(money(line.get("AmountFC")), code, rate, override)


def _duplicate(books: Books, entry: Row) -> bool:
    reference = (entry.get("YourRef") or "").strip()
    if not reference:
        return False
    for stored in books.ledger.rows(books.division, ENTRIES, [("account = ?", entry["Supplier"])]):
        other = stored.row
        same = (other.get("YourRef") or "").strip().lower() == reference.lower()
        if same and other["EntryDate"] == entry["EntryDate"] and money(other["AmountFC"]) == money(entry["AmountFC"]):
            return True
    return False


def _number(books: Books, entry: Row) -> None:
    """Give the entry its number; one that was sent must be free."""
    if entry.get("EntryNumber") is None:
        entry["EntryNumber"] = numbering.next_entry_number(books, entry["Journal"], entry["ReportingYear"])
    elif numbering.taken(books, entry["EntryNumber"]):
        raise BusinessError(("in_use", "EntryNumber"))
    if entry.get("InvoiceNumber") is None:
        entry["InvoiceNumber"] = entry["EntryNumber"]
