"""When a lesson is due: asked by whoever gives or takes an approval, without knowing what a lesson is."""

from __future__ import annotations

from jobs import api as jobs
from workbench.models import Draft


def lesson_due(draft: Draft) -> None:
    """Have the draft's lesson taught or taken back after this transaction: its approval was given or fell."""
    jobs.enqueue("learn", subject=str(draft.pk), dedupe_key=f"learn:{draft.pk}", priority=jobs.BULK)
