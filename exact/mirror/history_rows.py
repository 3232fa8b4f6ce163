"""Booked purchases: from Exact's transaction lines to entries (for duplicates) and lines (for coding)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from exact import clock, wire
from exact.mirror.upsert import ids, upsert
from exact.models import Administration, BookedEntry, BookedLine, GLAccount, Posting, Vendor
from exact.number_key import number_key

Rows = list[dict[str, Any]]

PURCHASE_TYPES = (30, 31)  # purchase entry, purchase credit note
PAYABLE, VAT = 22, 24  # kinds of ledger account


def transaction_lines(administration: Administration, rows: Rows) -> None:
    """Rows of ``sync/Financial/TransactionLines``.

    The line on the payables account (its credit side is negative) gives the entry with its gross amount; lines on
    VAT accounts are passed over; the rest are the booked lines with their net amount.
    """
    rows = [row for row in rows if wire.integer(row, "Type") in PURCHASE_TYPES]
    kinds = dict(GLAccount.objects.filter(administration=administration).values_list("code", "kind"))
    vendors = ids(Vendor, administration.pk, (wire.text(row, "Account") for row in rows))
    entries: dict[str, BookedEntry] = {}
    lines = []
    for row in rows:
        kind = kinds.get(wire.text(row, "GLAccountCode"))
        amount = wire.decimal(row, "AmountFC" if row.get("AmountFC") is not None else "AmountDC", 2)
        entry_id = wire.text(row, "EntryID", 64)
        if kind == PAYABLE or (kind is None and wire.integer(row, "LineNumber", -1) == 0):
            _entry(entries, administration, row, vendors).amount -= amount
        elif kind != VAT:
            lines.append(
                BookedLine(
                    administration=administration,
                    exact_id=wire.text(row, "ID", 64),
                    vendor_id=vendors.get(wire.text(row, "Account")),
                    entry_exact_id=entry_id,
                    date=wire.day(row, "Date"),
                    description=wire.text(row, "Description"),
                    gl_account_code=wire.text(row, "GLAccountCode", 20),
                    vat_code=wire.text(row, "VATCode", 8),
                    cost_centre=wire.text(row, "CostCenter", 20),
                    cost_unit=wire.text(row, "CostUnit", 20),
                    amount=amount,
                )
            )
    upsert(BookedEntry, list(entries.values()), ["administration", "exact_id"])
    upsert(BookedLine, lines, ["administration", "exact_id"])


def _entry(
    entries: dict[str, BookedEntry], administration: Administration, row: dict[str, Any], vendors: dict[str, int]
) -> BookedEntry:
    entry_id = wire.text(row, "EntryID", 64)
    if entry_id not in entries:
        your_ref = wire.text(row, "YourRef", 100)
        entries[entry_id] = BookedEntry(
            administration=administration,
            exact_id=entry_id,
            vendor_id=vendors.get(wire.text(row, "Account")),
            entry_number=wire.text(row, "EntryNumber", 32),
            your_ref=your_ref,
            number_key=number_key(your_ref),
            date=wire.day(row, "Date"),
            amount=Decimal(0),
            currency=wire.text(row, "Currency", 3) or administration.currency,
        )
    return entries[entry_id]


def lines_gone(administration: Administration, exact_ids: list[str]) -> None:
    """Transaction lines were deleted: mark them, and the entries of which no line is left."""
    now = clock.now()
    lines = BookedLine.objects.filter(administration=administration, exact_id__in=exact_ids, gone_at__isnull=True)
    entries = set(lines.values_list("entry_exact_id", flat=True))
    lines.update(gone_at=now)
    alive = set(
        BookedLine.objects.filter(
            administration=administration, entry_exact_id__in=entries, gone_at__isnull=True
        ).values_list("entry_exact_id", flat=True)
    )
    BookedEntry.objects.filter(administration=administration, exact_id__in=entries - alive).update(gone_at=now)


def remember_posted(posting: Posting, entry_guid: str, entry_number: str) -> None:
    """Put our own entry among the booked ones at once: duplicates are looked for before the next delta."""
    vendors = ids(Vendor, posting.administration_id, [posting.supplier_exact_id])
    day = str(posting.payload.get("EntryDate") or posting.payload.get("InvoiceDate") or "")[:10]
    upsert(
        BookedEntry,
        [
            BookedEntry(
                administration_id=posting.administration_id,
                exact_id=entry_guid,
                vendor_id=vendors.get(posting.supplier_exact_id),
                entry_number=entry_number,
                your_ref=posting.your_ref,
                number_key=number_key(posting.your_ref),
                date=date.fromisoformat(day) if day else None,
                amount=posting.amount,
                currency=posting.currency,
            )
        ],
        ["administration", "exact_id"],
    )
