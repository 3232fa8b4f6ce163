"""Payment discounts that can still be had, for the rows of a list."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from django.db.models.fields.json import KeyTextTransform
from django.utils import timezone

from exact.models import PaymentCondition
from workbench.drafts.discount import Discount, discount_of
from workbench.drafts.states import OPEN_STATES, DraftKind
from workbench.models import Draft


def discounts_of(rows: Iterable[Draft]) -> dict[uuid.UUID, Discount]:
    """The discount of each open invoice whose last day for it has not passed; one statement, and one more where a
    condition gives a discount at all."""
    kept = [
        row for row in rows if row.state in OPEN_STATES and row.kind == DraftKind.PURCHASE_INVOICE and row.issue_date
    ]
    books = {row.administration_id for row in kept if row.administration_id}
    conditions = {
        (each.administration_id, each.code): each
        for each in PaymentCondition.objects.filter(administration_id__in=books, gone_at=None)
        if each.discount
    }
    giving = {book for book, _code in conditions}
    kept = [row for row in kept if row.administration_id in giving]
    if not kept:
        return {}
    chosen = dict(
        Draft.objects.filter(pk__in=[row.pk for row in kept])
        .annotate(chosen=KeyTextTransform("value", KeyTextTransform("payment_condition", "fields")))
        .filter(chosen__isnull=False)
        .values_list("pk", "chosen")
    )
    today, found = timezone.localdate(), {}
    for row in kept:
        vendors = row.vendor.payment_condition.strip() if row.vendor else ""
        condition = conditions.get((row.administration_id or 0, chosen.get(row.pk) or vendors))
        discount = discount_of(condition, row.issue_date, row.net_total, row.gross_total, row.currency)
        if discount is not None and discount.until >= today:
            found[row.pk] = discount
    return found
