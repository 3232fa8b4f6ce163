"""Rows that were deleted in Exact are marked here, never removed: drafts may point to them.

Exact keeps its list of deletions for two months; after a longer pause everything must be read again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import timedelta

from django.db import transaction

from exact import clock, wire
from exact.gateway import ExactGateway
from exact.mirror.history_rows import lines_gone
from exact.mirror.payable_rows import terms_gone
from exact.models import (
    Administration,
    Customer,
    GLAccount,
    Item,
    PurchaseOrder,
    PurchaseOrderLine,
    SyncCursor,
    Vendor,
    VendorBankAccount,
)

KEPT = timedelta(days=55)
# Exact's EntityType numbers.
TRANSACTION_LINE, ACCOUNT, GL_ACCOUNT, ITEM, PAYMENT_TERM, PURCHASE_ORDER, BANK_ACCOUNT = 1, 2, 7, 9, 10, 22, 48


def apply(administration: Administration, gateway: ExactGateway) -> int:
    """Mark what was deleted since the last look; how many deletions were read."""
    cursor, _ = SyncCursor.objects.get_or_create(administration=administration, resource="deleted")
    if cursor.synced_at and cursor.synced_at < clock.now() - KEPT:
        # The list no longer reaches back far enough: start all row versions again.
        SyncCursor.objects.filter(administration=administration).update(timestamp=1, modified="")
    total = 0
    for rows in gateway.sync("sync/Deleted", cursor.timestamp, ("EntityType", "EntityKey", "Division")):
        keys: dict[int, list[str]] = defaultdict(list)
        for row in rows:
            keys[wire.integer(row, "EntityType")].append(wire.text(row, "EntityKey"))
        highest = max((int(row["Timestamp"]) for row in rows), default=cursor.timestamp)
        with transaction.atomic():
            for kind, gone in keys.items():
                handler = _HANDLERS.get(kind)
                if handler:
                    handler(administration, gone)
            SyncCursor.objects.filter(pk=cursor.pk, timestamp__lt=highest).update(timestamp=highest)
        total += len(rows)
    SyncCursor.objects.filter(pk=cursor.pk).update(synced_at=clock.now())
    return total


def _accounts(administration: Administration, keys: list[str]) -> None:
    for model in (Vendor, Customer):
        model.objects.filter(administration=administration, exact_id__in=keys).update(gone_at=clock.now())


def _of(model: type[GLAccount] | type[Item] | type[VendorBankAccount]) -> Callable[[Administration, list[str]], None]:
    def mark(administration: Administration, keys: list[str]) -> None:
        model.objects.filter(administration=administration, exact_id__in=keys).update(gone_at=clock.now())

    return mark


def _orders(administration: Administration, keys: list[str]) -> None:
    """The key of a deletion may be the order's or one line's."""
    now = clock.now()
    PurchaseOrder.objects.filter(administration=administration, exact_id__in=keys).update(gone_at=now)
    PurchaseOrderLine.objects.filter(order__administration=administration, exact_id__in=keys).update(gone_at=now)


_HANDLERS: dict[int, Callable[[Administration, list[str]], None]] = {
    TRANSACTION_LINE: lines_gone,
    ACCOUNT: _accounts,
    GL_ACCOUNT: _of(GLAccount),
    ITEM: _of(Item),
    PAYMENT_TERM: terms_gone,
    PURCHASE_ORDER: _orders,
    BANK_ACCOUNT: _of(VendorBankAccount),
}
