"""Everything of Exact that we remember: the connection, the mirror of master data, the postings."""

from exact.models.administration import Administration
from exact.models.connection import Connection
from exact.models.ledger import CostCentre, CostUnit, GLAccount, Journal, PaymentCondition, Period, VatCode
from exact.models.limits import ErrorWindow, RateWindow
from exact.models.order import GoodsReceipt, GoodsReceiptLine, PurchaseOrder, PurchaseOrderLine
from exact.models.posting import Posting, PostingAttempt, PostingState
from exact.models.sync import BookedEntry, BookedLine, SyncCursor
from exact.models.vendor import Customer, Item, Vendor, VendorBankAccount

__all__ = [
    "Administration",
    "BookedEntry",
    "BookedLine",
    "Connection",
    "CostCentre",
    "CostUnit",
    "Customer",
    "ErrorWindow",
    "GLAccount",
    "GoodsReceipt",
    "GoodsReceiptLine",
    "Item",
    "Journal",
    "PaymentCondition",
    "Period",
    "Posting",
    "PostingAttempt",
    "PostingState",
    "PurchaseOrder",
    "PurchaseOrderLine",
    "RateWindow",
    "SyncCursor",
    "VatCode",
    "Vendor",
    "VendorBankAccount",
]
