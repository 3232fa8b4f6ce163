"""``purchase/PurchaseInvoices``: invoices against orders (the purchase module's route)."""

from decimal import Decimal
from typing import Any

from exact.sandbox.booking import numbering, periods, purchase_orders, vat
from exact.sandbox.booking.books import Books, Problems, cents, money
from exact.sandbox.booking.purchase_entries import PURCHASE_JOURNAL
from exact.sandbox.errors import BusinessError, first_problem
from exact.sandbox.ledger import Row
from exact.sandbox.values import decimal_text

INVOICES, LINES = "purchase/PurchaseInvoices", "purchase/PurchaseInvoiceLines"
DIRECT, DIRECT_CREDIT, INVOICE, CREDIT = 8030, 8031, 8033, 8034
DRAFT, PROCESSED = 10, 50
SOURCE_WEB_SERVICE = 5


def create(books: Books, payload: Any) -> Row:
    """Enter an invoice; Journal, Supplier, Type and lines with Item or PurchaseOrderLine are mandatory."""
    invoice, nested = books.accept(INVOICES, payload, "POST")
    bodies = nested.get("PurchaseInvoiceLines", [])
    problems: Problems = []
    _header(books, invoice, problems)
    if not bodies:
        problems.append(("mandatory", "Lines"))
    lines = [_line(books, books.accept(LINES, body, "POST")[0], invoice, problems) for body in bodies]
    first_problem(problems)
    if books.settings.refuse_duplicates and _duplicate(books, invoice, lines):
        raise BusinessError(("exists", ""))
    invoice |= {"ID": books.new_id(), "Status": DRAFT, "Source": SOURCE_WEB_SERVICE}
    invoice["EntryNumber"] = numbering.next_entry_number(books, invoice["Journal"], invoice["FinancialYear"])
    _totals(books, invoice, lines)
    books.save(INVOICES, invoice)
    for number, line in enumerate(lines, 1):
        line |= {"ID": books.new_id(), "InvoiceID": invoice["ID"], "LineNumber": number}
        books.save(LINES, line)
        _progress(books, line, invoice, 1)
    return invoice


def update(books: Books, invoice: Row, payload: Any) -> None:
    """Change header properties of a draft; lines cannot be changed."""
    if invoice.get("Status") == PROCESSED:
        raise BusinessError(("not_allowed", "Status"))
    changes, _ = books.accept(INVOICES, payload, "PUT")
    merged = invoice | changes
    problems: Problems = []
    _header(books, merged, problems)
    first_problem(problems)
    books.save(INVOICES, merged)


def delete(books: Books, invoice: Row) -> None:
    """Delete a draft and give back the invoiced quantities."""
    if invoice.get("Status") == PROCESSED:
        raise BusinessError(("not_allowed", "Status"))
    for line in books.ledger.children(books.division, LINES, invoice["ID"]):
        _progress(books, line, invoice, -1)
        books.remove(LINES, line)
    books.remove(INVOICES, invoice)


def _header(books: Books, invoice: Row, problems: Problems) -> None:
    supplier = books.get("crm/Accounts", invoice.get("Supplier"))
    if invoice.get("Supplier") is None:
        problems.append(("mandatory", "Supplier"))
    elif supplier is None:
        problems.append(("reference", "SupplierReference"))
    elif not supplier.get("IsSupplier"):
        problems.append(("invalid", "SupplierType"))
    journal = books.by_code("financial/Journals", invoice.get("Journal"))
    if not invoice.get("Journal"):
        problems.append(("mandatory", "Journal"))
    elif journal is None:
        problems.append(("reference", "JournalReference"))
    elif journal.get("Type") != PURCHASE_JOURNAL:
        problems.append(("journal_kind", "PurchaseJournal"))
    if invoice.get("Type") not in (DIRECT, DIRECT_CREDIT, INVOICE, CREDIT):
        problems.append(("mandatory" if invoice.get("Type") is None else "invalid", "Type"))
    elif invoice["Type"] in (DIRECT, DIRECT_CREDIT) and not invoice.get("Warehouse"):
        problems.append(("mandatory", "Warehouse"))
    invoice["InvoiceDate"] = invoice.get("InvoiceDate") or books.today()
    invoice["Currency"] = (
        invoice.get("Currency") or (supplier or {}).get("PurchaseCurrency") or books.currency
    ).strip()
    rate = books.rate(invoice["Currency"], invoice["InvoiceDate"])
    invoice["ExchangeRate"] = invoice.get("ExchangeRate") or decimal_text(rate)
    if invoice.get("FinancialYear") is None or invoice.get("FinancialPeriod") is None:
        found = periods.period_of(books, invoice["InvoiceDate"])
        invoice["FinancialYear"], invoice["FinancialPeriod"] = found or (None, None)
    journal_code = invoice.get("Journal") or ""
    periods.check_open(books, journal_code, invoice["FinancialYear"], invoice["FinancialPeriod"], problems)
    if invoice.get("Document") and books.get("documents/Documents", invoice["Document"]) is None:
        problems.append(("reference", "Document"))


def _line(books: Books, line: Row, invoice: Row, problems: Problems) -> Row:
    order_line = books.get(purchase_orders.LINES, line.get("PurchaseOrderLine"))
    if line.get("PurchaseOrderLine") and order_line is None:
        problems.append(("reference", "PurchaseOrderLine"))
    elif order_line is None and line.get("Item") is None:
        problems.append(("mandatory", "Item"))
    elif line.get("Item") and books.get("logistics/Items", line["Item"]) is None:
        problems.append(("reference", "Item"))
    source = order_line or {}
    for own, theirs in (("Item", "Item"), ("Quantity", "QuantityInPurchaseUnits"), ("VATCode", "VATCode")):
        line[own] = line.get(own) or source.get(theirs)
    for prop in ("NetPrice", "UnitPrice", "Description", "CostCenter", "CostUnit", "Project", "Unit"):
        line[prop] = line.get(prop) or source.get(prop)
    if line["NetPrice"] is None:
        line["NetPrice"] = decimal_text(money(line["UnitPrice"]) * (1 - money(line.get("Discount"))))
    line["VATCode"] = str(line["VATCode"]).strip() if line["VATCode"] else None
    code = books.by_code("vat/VATCodes", line["VATCode"]) if line["VATCode"] else None
    if line["VATCode"] and code is None:
        problems.append(("reference", "VATCode"))
        return line
    rate = vat.percentage_on(books, code, invoice["InvoiceDate"]) if code else Decimal(0)
    amount = money(line["Amount"]) if line.get("Amount") else cents(money(line["Quantity"]) * money(line["NetPrice"]))
    override = money(line["VATAmount"]) if line.get("VATAmount") is not None else None
    found = vat.compute(amount, code, rate, override)
    line["Amount"] = decimal_text(found.base)  # always without VAT when read back
    line["AmountDC"] = books.in_own_currency(found.base, money(invoice["ExchangeRate"]))
    line["VATAmount"] = decimal_text(found.payable - found.base)
    line["VATPercentage"] = decimal_text(found.percentage)
    line["Currency"], line["InvoiceType"] = invoice["Currency"], invoice.get("Type")
    return line


def _totals(books: Books, invoice: Row, lines: list[Row]) -> None:
    net = sum((money(line["Amount"]) for line in lines), Decimal(0))
    tax = sum((money(line["VATAmount"]) for line in lines), Decimal(0))
    invoice |= {"Amount": decimal_text(net + tax), "VATAmount": decimal_text(tax), "AmountFCExclVat": decimal_text(net)}
    invoice["AmountDC"] = books.in_own_currency(net + tax, money(invoice["ExchangeRate"]))


def _progress(books: Books, line: Row, invoice: Row, factor: int) -> None:
    order_line = books.get(purchase_orders.LINES, line.get("PurchaseOrderLine"))
    if order_line is None:
        return
    if invoice["Type"] in (DIRECT_CREDIT, CREDIT):
        factor = -factor
    purchase_orders.add_progress(books, order_line, "InvoicedQuantity", money(line["Quantity"]) * factor)
    if invoice["Type"] in (DIRECT, DIRECT_CREDIT):
        fresh = books.get(purchase_orders.LINES, order_line["ID"]) or order_line
        purchase_orders.add_progress(books, fresh, "ReceivedQuantity", money(line["Quantity"]) * factor)
    books.report("PurchaseOrders", "Update", purchase_orders.ORDERS, order_line["PurchaseOrderID"])


def _duplicate(books: Books, invoice: Row, lines: list[Row]) -> bool:
    reference = (invoice.get("YourRef") or "").strip().lower()
    if not reference:
        return False
    amount = sum((money(line["Amount"]) + money(line["VATAmount"]) for line in lines), Decimal(0))
    for stored in books.ledger.rows(books.division, INVOICES, [("account = ?", invoice["Supplier"])]):
        other = stored.row
        same = (other.get("YourRef") or "").strip().lower() == reference and other["InvoiceDate"] == invoice[
            "InvoiceDate"
        ]
        if same and money(other["Amount"]) == amount:
            return True
    return False
