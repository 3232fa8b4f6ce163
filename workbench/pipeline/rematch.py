"""New facts from Exact: what waited for them is judged again."""

from __future__ import annotations

from jobs import api as jobs
from workbench.drafts.states import DraftState
from workbench.models import Draft


def vendors_or_orders_changed(administration_id: int) -> None:
    """A receipt, order or vendor changed: open drafts with a blocker are derived again, each once.

    Jobs of the same draft join, so a burst of changes costs one derivation per draft.
    """
    waiting = Draft.objects.filter(administration_id=administration_id, state=DraftState.REVIEW, blockers__gt=0)
    for key in waiting.values_list("pk", flat=True):
        jobs.enqueue("derive", subject=str(key), dedupe_key=f"derive:{key}", priority=jobs.BULK)
