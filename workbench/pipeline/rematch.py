"""New facts, from Exact or from another draft: what waited for them is judged again."""

from __future__ import annotations

from jobs import api as jobs
from workbench.drafts.states import DraftKind, DraftState
from workbench.models import Draft


def vendors_or_orders_changed(administration_id: int) -> None:
    """A receipt, order or vendor changed: open drafts with a blocker are derived again, each once.

    Jobs of the same draft join, so a burst of changes costs one derivation per draft.
    """
    waiting = Draft.objects.filter(administration_id=administration_id, state=DraftState.REVIEW, blockers__gt=0)
    for key in waiting.values_list("pk", flat=True):
        jobs.enqueue("derive", subject=str(key), dedupe_key=f"derive:{key}", priority=jobs.BULK)


def periods_changed(administration_id: int) -> None:
    """A period was closed or opened: drafts held for one are judged again. What was ready asks when it is posted."""
    held = Draft.objects.filter(
        administration_id=administration_id,
        state=DraftState.REVIEW,
        holds__code="PERIOD_CLOSED",
        holds__released_at=None,
    )
    for key in held.values_list("pk", flat=True).distinct():
        jobs.enqueue("derive", subject=str(key), dedupe_key=f"derive:{key}", priority=jobs.BULK)


def original_matched(invoice: Draft) -> None:
    """An invoice was linked to orders: credit notes that came before it and name it find their order lines by it."""
    number = invoice.invoice_number.strip().casefold()
    if not number or invoice.vendor_id is None:
        return
    waiting = Draft.objects.filter(
        administration=invoice.administration_id,
        vendor=invoice.vendor_id,
        kind=DraftKind.CREDIT_NOTE,
        state=DraftState.REVIEW,
        blockers__gt=0,
    )
    for key, fields in waiting.values_list("pk", "fields"):
        named = (fields.get("original_invoice") or {}).get("value") or ""
        if str(named).strip().casefold() == number:
            jobs.enqueue("derive", subject=str(key), dedupe_key=f"derive:{key}", priority=jobs.BULK)
