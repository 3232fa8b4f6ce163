"""Booked entries as Exact shows them: purchase entries with lines, and the lines of the ledger.

Signs of the ledger: cost and VAT debit positive, creditor negative; a credit note the other way round.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal

from exact.sandbox.seed.administrations import Administration, Row
from exact.sandbox.seed.booked import CENT, Booked
from exact.sandbox.seed.charts import BE_FROM_NL, chart, gl_guid
from exact.sandbox.seed.fixed import exchange_rate
from exact.sandbox.seed.identity import dice, guid
from exact.sandbox.seed.named import CUSTOMERS
from exact.sandbox.seed.taxes import accounts_of, charged, rate_on


def ledger_rows(admin: Administration, entries: list[Booked], today: date) -> dict[str, list[Row]]:
    """``purchaseentry/PurchaseEntries`` and lines, and ``financialtransaction/TransactionLines``."""
    names = {row[0]: row[1] for row in chart(admin.legislation)}
    heads: list[Row] = []
    lines: list[Row] = []
    ledger: list[Row] = []
    for entry in entries:
        heads.append(_head(admin, entry))
        lines += _entry_lines(admin, entry, names)
        ledger += _purchase_lines(admin, entry, names)
    ledger += _other_lines(admin, entries, today, names)
    return {
        "purchaseentry/PurchaseEntries": heads,
        "purchaseentry/PurchaseEntryLines": lines,
        "financialtransaction/TransactionLines": ledger,
    }


def _identity(entry: Booked) -> str:
    return guid(entry.division, "entry", entry.entry_number)


def _type(entry: Booked) -> int:
    return 31 if entry.gross < 0 else 30


def _stamp(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=3), time(14, 20))


def _head(admin: Administration, entry: Booked) -> Row:
    rate = exchange_rate(entry.vendor.currency, entry.day)
    credit = _type(entry) == 31
    sign = -1 if credit else 1
    return {
        "EntryID": _identity(entry),
        "EntryNumber": entry.entry_number,
        "InvoiceNumber": entry.entry_number,
        "Division": admin.code,
        "Journal": "60",
        "JournalDescription": "Inkoopboek",
        "Supplier": entry.vendor.guid(admin.code),
        "SupplierName": entry.vendor.name,
        "YourRef": entry.reference,
        "Description": entry.lines[0].text,
        "EntryDate": entry.day,
        "DueDate": entry.due,
        "Currency": entry.vendor.currency,
        "Rate": rate,
        "AmountFC": entry.gross * sign,
        "AmountDC": (entry.gross * rate * sign).quantize(CENT),
        "VATAmountFC": entry.vat * sign,
        "VATAmountDC": (entry.vat * rate * sign).quantize(CENT),
        "PaymentCondition": entry.vendor.terms,
        "ReportingYear": entry.day.year,
        "ReportingPeriod": entry.day.month,
        "Status": 50,
        "StatusDescription": "Verwerkt",
        "Type": _type(entry),
        "TypeDescription": "Inkoopcreditnota" if credit else "Inkoopboeking",
        "Reversal": False,
        "Created": _stamp(entry.day),
        "Modified": _stamp(entry.day),
    }


def _entry_lines(admin: Administration, entry: Booked, names: dict[str, str]) -> list[Row]:
    rate = exchange_rate(entry.vendor.currency, entry.day)
    sign = -1 if _type(entry) == 31 else 1
    identity = _identity(entry)
    return [
        {
            "ID": guid(identity, "line", place),
            "EntryID": identity,
            "LineNumber": place,
            "Division": admin.code,
            "GLAccount": gl_guid(admin.code, line.account),
            "GLAccountCode": line.account,
            "GLAccountDescription": names[line.account],
            "Description": line.text,
            "AmountFC": line.net * sign,
            "AmountDC": (line.net * rate * sign).quantize(CENT),
            "VATCode": line.vat_code,
            "VATAmountFC": line.vat * sign,
            "VATAmountDC": (line.vat * rate * sign).quantize(CENT),
            "VATPercentage": rate_on(admin.legislation, line.vat_code, entry.day),
            "CostCenter": line.cost_centre or None,
            "Type": _type(entry),
        }
        for place, line in enumerate(entry.lines, start=1)
    ]


def _transaction(admin: Administration, day: date, names: dict[str, str], account: str, **values: object) -> Row:
    return {
        "Division": admin.code,
        "Date": day,
        "FinancialYear": day.year,
        "FinancialPeriod": day.month,
        "Status": 50,
        "GLAccount": gl_guid(admin.code, account),
        "GLAccountCode": account,
        "GLAccountDescription": names[account],
        "Created": _stamp(day),
        "Modified": _stamp(day),
        **values,
    }


def _purchase_lines(admin: Administration, entry: Booked, names: dict[str, str]) -> list[Row]:
    """The creditor line (number 0), the cost lines, then the VAT lines of one entry; together zero."""
    rate = exchange_rate(entry.vendor.currency, entry.day)
    identity = _identity(entry)
    common = {
        "EntryID": identity,
        "EntryNumber": entry.entry_number,
        "InvoiceNumber": entry.entry_number,
        "JournalCode": "60",
        "JournalDescription": "Inkoopboek",
        "Type": _type(entry),
        "YourRef": entry.reference,
        "Account": entry.vendor.guid(admin.code),
        "AccountCode": entry.vendor.codes[admin.code],
        "AccountName": entry.vendor.name,
        "Currency": entry.vendor.currency,
        "ExchangeRate": rate,
    }
    rows: list[Row] = []

    def add(account: str, amount: Decimal, text: str, **more: object) -> None:
        number = len(rows) + 1
        rows.append(
            _transaction(
                admin,
                entry.day,
                names,
                account,
                ID=guid(identity, "ledger", number),
                LineNumber=number,
                Description=text,
                AmountFC=amount,
                AmountDC=(amount * rate).quantize(CENT),
                **common,
                **more,
            )
        )

    for line in entry.lines:
        add(
            line.account,
            line.net,
            line.text,
            VATCode=line.vat_code,
            VATPercentage=rate_on(admin.legislation, line.vat_code, entry.day),
            AmountVATFC=line.vat,
            AmountVATBaseFC=line.net,
            CostCenter=line.cost_centre or None,
        )
    for code in dict.fromkeys(line.vat_code for line in entry.lines):
        vat = sum((line.vat for line in entry.lines if line.vat_code == code), Decimal(0))
        claim, pay = accounts_of(admin.legislation, code)
        if vat and claim:
            add(claim, vat, f"Btw {entry.reference}", VATCode=code)
            if charged(admin.legislation, code):
                add(pay, -vat, f"Btw {entry.reference}", VATCode=code)
    creditors = "1600" if admin.legislation == "NL" else BE_FROM_NL["1600"]
    owed = -sum((row["AmountDC"] for row in rows), Decimal(0))
    head = _transaction(
        admin,
        entry.day,
        names,
        creditors,
        ID=guid(identity, "ledger", 0),
        LineNumber=0,
        Description=entry.lines[0].text,
        AmountFC=-entry.gross,
        AmountDC=owed,
        DueDate=entry.due,
        **common,
    )
    return [head, *rows]


def _other_lines(admin: Administration, entries: list[Booked], today: date, names: dict[str, str]) -> list[Row]:
    """Payments of what fell due (bank, type 40) and weekly sales (type 20), so that purchases are not alone."""
    dutch = admin.legislation == "NL"
    bank, creditors, debtors, revenue, vat = (
        ("1100", "1600", "1300", "8000", "1510") if dutch else ("550000", "440000", "400000", "700000", "451000")
    )
    rows: list[Row] = []
    for entry in entries:
        if entry.due < today - timedelta(days=14) and entry.entry_number % 3 == 0:
            amount = (entry.gross * exchange_rate(entry.vendor.currency, entry.day)).quantize(CENT)
            identity = guid(_identity(entry), "payment")
            for place, (account, value) in enumerate(((creditors, amount), (bank, -amount))):
                rows.append(
                    _transaction(
                        admin,
                        entry.due,
                        names,
                        account,
                        ID=guid(identity, place),
                        EntryID=identity,
                        EntryNumber=entry.entry_number - 400_000,
                        LineNumber=place,
                        JournalCode="20",
                        Type=40,
                        Description=f"Betaling {entry.reference}",
                        Account=entry.vendor.guid(admin.code),
                        AccountCode=entry.vendor.codes[admin.code],
                        AccountName=entry.vendor.name,
                        AmountDC=value,
                        AmountFC=value,
                        Currency="EUR",
                        ExchangeRate=Decimal(1),
                        YourRef=entry.reference,
                    )
                )
    source = dice(0, "sales", admin.code)
    customers = [row for row in CUSTOMERS if row[6] == admin.code]
    for number in range(150):
        day = today - timedelta(days=363 - number * 2)
        key, name = customers[number % len(customers)][:2]
        net = Decimal(source.randrange(40_000, 1_800_000)) / 100
        tax = (net * Decimal("0.21")).quantize(CENT, ROUND_HALF_UP)
        identity = guid(admin.code, "sale", number)
        for place, (account, value) in enumerate(((debtors, net + tax), (revenue, -net), (vat, -tax))):
            rows.append(
                _transaction(
                    admin,
                    day,
                    names,
                    account,
                    ID=guid(identity, place),
                    EntryID=identity,
                    EntryNumber=day.year % 100 * 1_000_000 + 700_000 + number,
                    LineNumber=place,
                    JournalCode="70",
                    Type=20,
                    Description=f"Verkoopfactuur {26_001 + number}",
                    Account=guid(admin.code, "customer", key),
                    AccountName=name,
                    AmountDC=value,
                    AmountFC=value,
                    Currency="EUR",
                    ExchangeRate=Decimal(1),
                )
            )
    return rows
