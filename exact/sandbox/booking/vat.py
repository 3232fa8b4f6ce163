"""VAT of one purchase line from its code: base, VAT, and what the supplier is owed."""

from dataclasses import dataclass
from decimal import Decimal

from exact.sandbox.booking.books import Books, cents, money
from exact.sandbox.ledger import Row


@dataclass(frozen=True)
class LineVat:
    """Amounts of a line in its own currency. ``payable`` is what the line adds to the invoice total."""

    base: Decimal
    vat: Decimal
    payable: Decimal
    percentage: Decimal


def percentage_on(books: Books, code: Row, day: str) -> Decimal:
    """Rate of a VAT code on a date as fraction (0.21): dated rows first, else the code's own."""
    best: Row | None = None
    for row in books.ledger.children(books.division, "vat/VatPercentages", code["ID"]):
        starts, ends = row.get("StartDate") or "", row.get("EndDate") or "9999"
        if starts <= day and day[:10] <= ends[:10] and (best is None or starts > (best.get("StartDate") or "")):
            best = row
    return money((best or code).get("Percentage"))


def compute(amount: Decimal, code: Row | None, rate: Decimal, override: Decimal | None) -> LineVat:
    """VAT of a line. Type E: ``amount`` excludes VAT; I: includes it; B and N carry none on the invoice.

    A code with ``Charged`` (reverse charge, acquisitions) computes VAT that is claimed and owed at once, so the
    supplier is paid the base only. ``override`` replaces the computed VAT.
    """
    kind = (code or {}).get("Type") or "N"
    charged = bool((code or {}).get("Charged"))
    if code is None or kind == "N" or (kind == "B" and not charged):
        vat = override or Decimal(0)
        return LineVat(amount, vat, amount + vat, Decimal(0))
    if kind == "I" and not charged:
        vat = cents(amount - amount / (1 + rate)) if override is None else override
        return LineVat(amount - vat, vat, amount, rate)
    vat = cents(amount * rate) if override is None else override
    return LineVat(amount, vat, amount if charged else amount + vat, rate)
