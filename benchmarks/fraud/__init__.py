"""Every signal of fraud and sort of duplicate on a generated, labelled set: share found, share of false alarms."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from benchmarks.fraud import accounts, hidden, patterns, procedure, repeats, senders
from benchmarks.fraud.labelled import FALSE_ALARMS, RECALL, Labelled
from benchmarks.registry import benchmark

SETS: dict[str, Callable[[], Labelled]] = {
    **{name: partial(repeats.repeats, name) for name in repeats.SORTS},
    **{name: partial(accounts.accounts, code) for code, (name, _) in accounts.ACCOUNTS.items()},
    "way around the change procedure": procedure.procedures,
    "look-alike domain": senders.lookalike_domains,
    **{name: partial(senders.senders, code) for code, name in senders.SENDERS.items()},
    "split under limit": patterns.splits,
    "unusual amount": patterns.amounts,
    "unusual rhythm": patterns.rhythms,
    "round amount": patterns.round_amounts,
    "hidden text": hidden.hidden_texts,
}


@benchmark("fraud")
def run() -> dict[str, Any]:
    """All sets; the ratio is the worst share missed against the share that may be missed, or of false alarms."""
    rows = {name: made() for name, made in SETS.items()}
    worst = max(max((1 - row.recall) / (1 - RECALL), row.false_alarms / FALSE_ALARMS) for row in rows.values())
    figures = {
        name: f"{row.capability} {row.recall:.3f}/{len(row.caught)}, false {row.false_alarms:.4f}/{len(row.alarms)}"
        for name, row in rows.items()
    }
    return {
        "name": "fraud",
        "quantity": f"missed (≤ {1 - RECALL:.2f}) or falsely alarmed (≤ {FALSE_ALARMS}), the worst set",
        "floor": "what may be missed or falsely alarmed",
        "ratio": round(worst, 3),
        "ceiling": 1.0,
        "ok": all(row.good for row in rows.values()),
        **figures,
    }
