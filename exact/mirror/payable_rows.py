"""From Exact's payment terms to what is open to vendors."""

from __future__ import annotations

from typing import Any

from exact import clock, wire
from exact.mirror.upsert import ids, upsert
from exact.models import Administration, Payable, Vendor

Rows = list[dict[str, Any]]

TO_PAY = 22  # LineType: a payment; 20 would be a receipt
_OPEN = (20, 30)  # Status: open, selected for a payment run; 40 is paid, 50 matched
_SELECTED = 30


def payment_terms(administration: Administration, rows: Rows) -> None:
    """Rows of ``sync/Cashflow/PaymentTerms``: open ones to pay are kept, and those that no longer are open end."""
    mine = [row for row in rows if wire.integer(row, "LineType") == TO_PAY]
    is_open = [row for row in mine if wire.integer(row, "Status") in _OPEN and wire.day(row, "EndDate") is None]
    vendors = ids(Vendor, administration.pk, (wire.text(row, "Account") for row in is_open))
    upsert(
        Payable,
        [
            Payable(
                administration=administration,
                exact_id=wire.text(row, "ID", 64),
                vendor_id=vendors.get(wire.text(row, "Account")),
                entry_exact_id=wire.text(row, "TransactionEntryID", 64),
                entry_number=wire.text(row, "EntryNumber", 32),
                your_ref=wire.text(row, "YourRef", 100),
                invoice_date=wire.day(row, "InvoiceDate"),
                due_date=wire.day(row, "DueDate"),
                currency=wire.text(row, "Currency", 3).strip() or administration.currency,
                amount=wire.decimal(row, "AmountFC" if row.get("AmountFC") is not None else "AmountDC", 2),
                own_amount=wire.decimal(row, "AmountDC", 2),
                discount=wire.decimal(row, "AmountDiscountFC", 2),
                discount_until=wire.day(row, "DiscountDueDate"),
                method=wire.text(row, "PaymentMethod", 1),
                selected=wire.integer(row, "Status") == _SELECTED,
            )
            for row in is_open
        ],
        ["administration", "exact_id"],
    )
    kept = {wire.text(row, "ID", 64) for row in is_open}
    ended = sorted({wire.text(row, "ID", 64) for row in mine} - kept)
    terms_gone(administration, ended)


def terms_gone(administration: Administration, keys: list[str]) -> None:
    """These are paid, matched or deleted."""
    rows = Payable.objects.filter(administration=administration, gone_at=None)
    for start in range(0, len(keys), 900):
        rows.filter(exact_id__in=keys[start : start + 900]).update(gone_at=clock.now())
