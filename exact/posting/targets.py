"""The kinds of thing we make in Exact, and how each is recognised again."""

from __future__ import annotations

from dataclasses import dataclass

from exact.models import PostingTarget


@dataclass(frozen=True, slots=True)
class Target:
    """Names of one entity: path, key, human number, party, lines; ``amount`` only where its meaning is certain.

    ``seen`` are further columns that a look-up reads. ``document_type`` is the type of the Document it hangs on.
    """

    path: str
    key: str
    number: str
    party: str
    lines: str
    date: str
    document_type: int
    amount: str = ""
    subject: str = ""

    @property
    def columns(self) -> tuple[str, ...]:
        """What a look-up selects."""
        optional = tuple(name for name in (self.amount, self.subject) if name)
        return (self.key, self.number, self.party, "YourRef", "Document", self.date, "Modified", *optional)


PURCHASE_INVOICE_DOCUMENT, MISCELLANEOUS_DOCUMENT = 20, 55

TARGETS: dict[str, Target] = {
    PostingTarget.PURCHASE_ENTRY: Target(
        path="purchaseentry/PurchaseEntries",
        key="EntryID",
        number="EntryNumber",
        party="Supplier",
        lines="PurchaseEntryLines",
        date="EntryDate",
        document_type=PURCHASE_INVOICE_DOCUMENT,
        amount="AmountFC",
        subject="DocumentSubject",
    ),
    PostingTarget.PURCHASE_INVOICE: Target(
        path="purchase/PurchaseInvoices",
        key="ID",
        number="EntryNumber",
        party="Supplier",
        lines="PurchaseInvoiceLines",
        date="InvoiceDate",
        document_type=PURCHASE_INVOICE_DOCUMENT,
    ),
    PostingTarget.PURCHASE_ORDER: Target(
        path="purchaseorder/PurchaseOrders",
        key="PurchaseOrderID",
        number="OrderNumber",
        party="Supplier",
        lines="PurchaseOrderLines",
        date="OrderDate",
        document_type=MISCELLANEOUS_DOCUMENT,
        subject="DocumentSubject",
    ),
    PostingTarget.SALES_ORDER: Target(
        path="salesorder/SalesOrders",
        key="OrderID",
        number="OrderNumber",
        party="OrderedBy",
        lines="SalesOrderLines",
        date="OrderDate",
        document_type=MISCELLANEOUS_DOCUMENT,
        subject="DocumentSubject",
    ),
}
