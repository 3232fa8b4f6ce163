"""Everything of Exact that we remember: the connection, the mirror of master data, the postings."""

from exact.models.administration import Administration
from exact.models.connection import Connection, ConnectionState
from exact.models.finding import FindingClass, ReconciliationFinding
from exact.models.ledger import (
    CostCentre,
    CostUnit,
    ExchangeRate,
    GLAccount,
    Journal,
    PaymentCondition,
    Period,
    VatCode,
)
from exact.models.limits import ErrorWindow, RateWindow
from exact.models.order import GoodsReceipt, GoodsReceiptLine, PurchaseOrder, PurchaseOrderLine
from exact.models.payable import Payable
from exact.models.posting import Posting, PostingAttempt, PostingState, PostingTarget
from exact.models.sync import BookedEntry, BookedLine, SyncCursor
from exact.models.vendor import CLASSIFICATIONS, Customer, Item, Vendor, VendorBankAccount, VendorGroup
from exact.models.webhook import WebhookState

__all__ = [
    "CLASSIFICATIONS",
    "Administration",
    "BookedEntry",
    "BookedLine",
    "Connection",
    "ConnectionState",
    "CostCentre",
    "CostUnit",
    "Customer",
    "ErrorWindow",
    "ExchangeRate",
    "FindingClass",
    "GLAccount",
    "GoodsReceipt",
    "GoodsReceiptLine",
    "Item",
    "Journal",
    "Payable",
    "PaymentCondition",
    "Period",
    "Posting",
    "PostingAttempt",
    "PostingState",
    "PostingTarget",
    "PurchaseOrder",
    "PurchaseOrderLine",
    "RateWindow",
    "ReconciliationFinding",
    "SyncCursor",
    "VatCode",
    "Vendor",
    "VendorBankAccount",
    "VendorGroup",
    "WebhookState",
]
