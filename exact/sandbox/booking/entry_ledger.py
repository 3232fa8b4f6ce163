"""What a purchase entry does in the general ledger: its transaction, transaction lines and the open payable."""

import uuid
from decimal import Decimal

from exact.sandbox.booking.books import Books, cents, money
from exact.sandbox.ledger import Row
from exact.sandbox.values import decimal_text

TRANSACTIONS, LINES, PAYMENTS = (
    "financialtransaction/Transactions",
    "financialtransaction/TransactionLines",
    "cashflow/Payments",
)
ENTRY_LINES = "purchaseentry/PurchaseEntryLines"
PAYMENT_OPEN = 20
_SPACE = uuid.UUID("6f0d9b1a-4f0e-4b7e-8a6b-2f8f0e6d1c11")


def rebuild(books: Books, entry: Row) -> None:
    """Write the ledger side of an entry anew. Row identities are stable, so a change shows as an update."""
    wanted = _lines(books, entry)
    keep = {row["ID"] for row in wanted}
    for old in books.ledger.children(books.division, LINES, entry["EntryID"]):
        if old["ID"] not in keep:
            books.remove(LINES, old)
    for row in wanted:
        before = books.get(LINES, row["ID"])
        row["Created"] = before["Created"] if before else None
        books.save(LINES, row)
    books.save(TRANSACTIONS, _transaction(entry))
    books.save(PAYMENTS, _payment(books, entry))


def clear(books: Books, entry_id: str) -> None:
    """Remove the ledger side of a deleted entry."""
    for resource in (LINES, PAYMENTS):
        for row in books.ledger.children(books.division, resource, entry_id):
            books.remove(resource, row)
    transaction = books.get(TRANSACTIONS, entry_id)
    if transaction:
        books.remove(TRANSACTIONS, transaction)


def sign(entry: Row) -> int:
    """-1 for a credit note that was sent with positive amounts, else 1 (negative amounts speak for themselves)."""
    return -1 if entry.get("Type") == 31 and money(entry["AmountFC"]) > 0 else 1


def _identity(entry: Row, role: str) -> str:
    return str(uuid.uuid5(_SPACE, f"{entry['EntryID']}:{role}"))


def _common(entry: Row) -> Row:
    copied = ["EntryID", "EntryNumber", "InvoiceNumber", "Currency", "Document", "DueDate", "YourRef", "Type", "Status"]
    copied += ["PaymentReference", "OrderNumber", "ExternalLinkReference"]
    row = {name: entry.get(name) for name in copied}
    row |= {"Date": entry["EntryDate"], "JournalCode": entry["Journal"], "ExchangeRate": entry["Rate"]}
    row |= {
        "FinancialYear": entry["ReportingYear"],
        "FinancialPeriod": entry["ReportingPeriod"],
        "Account": entry["Supplier"],
    }
    return row


def _lines(books: Books, entry: Row) -> list[Row]:
    rate, factor = money(entry["Rate"]), sign(entry)
    journal = books.by_code("financial/Journals", entry["Journal"]) or {}
    rows: list[Row] = []

    def add(role: str, account: str | None, amount: Decimal, **extra: object) -> None:
        row = _common(entry) | {
            "ID": _identity(entry, role),
            "GLAccount": account,
            "Description": entry.get("Description"),
        }
        row |= {"AmountFC": decimal_text(amount * factor), "AmountDC": books.in_own_currency(amount * factor, rate)}
        rows.append(row | extra)

    add("payable", journal.get("GLAccount"), -money(entry["AmountFC"]), LineNumber=0, LineType=0)
    for line in books.ledger.children(books.division, ENTRY_LINES, entry["EntryID"]):
        number = line["LineNumber"]
        code = books.by_code("vat/VATCodes", line.get("VATCode")) or {}
        tax = money(line.get("VATAmountFC"))
        base = money(line["AmountFC"])
        if code.get("Type") == "I" and not code.get("Charged"):
            base -= tax
        lost = cents(tax * money(line.get("VATNonDeductiblePercentage")))
        details = {
            "Description": line.get("Description") or entry.get("Description"),
            "CostCenter": line.get("CostCenter"),
            "CostUnit": line.get("CostUnit"),
            "Quantity": line.get("Quantity"),
            "Project": line.get("Project"),
            "Notes": line.get("Notes"),
            "VATCode": line.get("VATCode"),
            "VATPercentage": line.get("VATPercentage"),
            "VATType": "P" if line.get("VATCode") else None,
            "AmountVATFC": decimal_text(tax * factor),
            "AmountVATBaseFC": decimal_text(money(line.get("VATBaseAmountFC")) * factor),
        }
        add(f"cost{line['ID']}", line["GLAccount"], base + lost, LineNumber=number, LineType=0, **details)
        if tax:
            # VAT that is only computed on a code without ledger account stays on the cost line's account.
            claim = code.get("GLToClaim") or line["GLAccount"]
            add(f"vat{line['ID']}", claim, tax - lost, LineNumber=number, LineType=5, VATCode=line.get("VATCode"))
            if code.get("Charged"):
                owed = code.get("GLToPay") or claim
                add(f"owed{line['ID']}", owed, -tax, LineNumber=number, LineType=5, VATCode=line.get("VATCode"))
    _balance(rows)
    return rows


def _balance(rows: list[Row]) -> None:
    """Put the rounding of currency conversion on the payable, so that the entry sums to zero in own currency."""
    difference = sum((money(row["AmountDC"]) for row in rows), Decimal(0))
    if difference:
        rows[0]["AmountDC"] = decimal_text(money(rows[0]["AmountDC"]) - difference)


def _transaction(entry: Row) -> Row:
    row = _common(entry)
    row.pop("Account")
    return row | {"TypeDescription": "Purchase entry" if entry["Type"] == 30 else "Purchase credit note"}


def _payment(books: Books, entry: Row) -> Row:
    factor = sign(entry)
    before = books.get(PAYMENTS, _identity(entry, "payment")) or {}
    amount_fc, amount_dc = (decimal_text(money(entry[name]) * factor) for name in ("AmountFC", "AmountDC"))
    journal = books.by_code("financial/Journals", entry["Journal"]) or {}
    copied = (
        "EntryID",
        "EntryNumber",
        "InvoiceNumber",
        "Currency",
        "Document",
        "DueDate",
        "YourRef",
        "PaymentReference",
    )
    row: Row = before | {
        name: entry.get(name) for name in (*copied, "PaymentCondition", "Description", "Journal", "EntryDate")
    }
    row |= {"ID": _identity(entry, "payment"), "Account": entry["Supplier"], "GLAccount": journal.get("GLAccount")}
    row |= {
        "AmountFC": amount_fc,
        "AmountDC": amount_dc,
        "TransactionAmountFC": amount_fc,
        "TransactionAmountDC": amount_dc,
    }
    row |= {"InvoiceDate": entry["EntryDate"], "RateFC": entry["Rate"], "Status": before.get("Status") or PAYMENT_OPEN}
    row |= {"TransactionEntryID": entry["EntryID"], "TransactionID": _identity(entry, "payable"), "Source": 1}
    row |= {"TransactionStatus": entry.get("Status"), "TransactionType": entry["Type"], "TransactionIsReversal": False}
    row |= {"TransactionReportingYear": entry["ReportingYear"], "TransactionReportingPeriod": entry["ReportingPeriod"]}
    row |= {"PaymentMethod": entry.get("PaymentConditionPaymentMethod"), "TransactionDueDate": entry.get("DueDate")}
    return row
