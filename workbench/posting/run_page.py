"""A bulk run's page: what came of each document, what that adds up to, and what can be tried again together."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import Any

from exact.models import Posting, PostingState
from workbench.accounts.people import Person
from workbench.accounts.rights import administrations_for
from workbench.drafts.states import DraftState
from workbench.messages import describe
from workbench.models import Batch, BatchItem
from workbench.posting import services
from workbench.posting.run_table import minutes_for
from workbench.posting.sums import Sums, sums_of

ORDER = {"failed": 0, "left_out": 1, "held": 2, "looking": 3, "posting": 4, "elsewhere": 5, "cancelled": 6}
# Which states stand together in the bar and under it.
PARTS = (
    ("posted", ("posted",)),
    ("failed", ("failed",)),
    ("left_out", ("left_out",)),
    ("looking", ("looking", "held")),
    ("posting", ("posting",)),
    ("stopped", ("cancelled", "elsewhere")),
)


@dataclass(frozen=True, slots=True)
class Part:
    """Documents in one state: how many, where they begin in the bar, and their sum per currency."""

    name: str
    count: int
    start: int
    sums: Sums


@dataclass(frozen=True, slots=True)
class Reason:
    """Failed documents with the same cause: ``key`` names it in a form, ``title`` to people."""

    key: str
    title: str
    count: int


def reason_key(item: BatchItem) -> str:
    """What names the cause of a failure: the code with what Exact said, in as many letters as a form needs."""
    said = f"{item.code}|{(item.params or {}).get('text', '')}"
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def parts_of(rows: list[dict[str, Any]]) -> list[Part]:
    """The run's documents by what came of them, in the bar's order; parts without a document are left out."""
    found: list[Part] = []
    start = 0
    for name, states in PARTS:
        same = [row for row in rows if row["state"] in states]
        if same:
            seen = [row["draft"] for row in same if not row["hidden"]]
            found.append(Part(name, len(same), start, sums_of(seen)))
        start += len(same)
    return found


def reasons_of(rows: list[dict[str, Any]]) -> list[Reason]:
    """The causes that more than one document failed for, most documents first."""
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        if row["state"] == "failed" and not row["hidden"]:
            found[reason_key(row["item"])].append(row)
    several = [(key, same) for key, same in found.items() if len(same) > 1 or len(found) > 1]
    made = [Reason(key, str(same[0]["told"].title), len(same)) for key, same in several if same[0]["told"]]
    return sorted(made, key=lambda reason: -reason.count)


def run_context(batch: Batch, user: Person) -> dict[str, Any]:
    """What the page of a run shows to the person who started it; what moved out of their sight is only counted."""
    rows = _rows(batch, user)
    counted: Counter[str] = Counter(row["state"] for row in rows)
    running = counted["posting"] + counted["looking"] + counted["held"]
    return {
        "batch": batch,
        "rows": rows,
        "counted": counted,
        "running": running,
        "total": len(rows),
        "parts": parts_of(rows),
        "sums": sums_of([row["draft"] for row in rows if not row["hidden"]]),
        "minutes": minutes_for(running),
        "reasons": reasons_of(rows),
        "show_books": len({row["draft"].administration_id for row in rows if not row["hidden"]}) > 1,
    }


def _rows(batch: Batch, user: Person) -> list[dict[str, Any]]:
    visible = set(administrations_for(user).values_list("pk", flat=True))
    items = list(batch.items.select_related("draft__vendor", "draft__administration"))
    postings = {
        p.subject: p
        for p in Posting.objects.filter(subject__in=[str(i.draft_id) for i in items]).exclude(state=PostingState.VOID)
    }
    rows: list[dict[str, Any]] = []
    for item in items:
        posting = postings.get(str(item.draft_id))
        state = _state(item, posting)
        told = describe(item.code, item.params) if item.code else None
        if state in ("held", "looking") and posting:
            told = describe(*services.failure_message(posting))
        if state == "elsewhere":
            told = None
        hidden = item.draft.administration_id not in visible
        rows.append(
            {"item": item, "draft": item.draft, "posting": posting, "state": state, "told": told, "hidden": hidden}
        )
    rows.sort(key=lambda row: (ORDER.get(str(row["state"]), 9), row["item"].position))
    return rows


def _state(item: BatchItem, posting: Posting | None) -> str:
    """An item's state as the page tells it."""
    if item.state == "posting" and posting and posting.state == PostingState.UNKNOWN:
        return "looking"
    if item.state == "posting" and posting and posting.state == PostingState.HELD:
        return "held"
    if item.state in ("posting", "failed") and item.draft.state not in (DraftState.POSTING, DraftState.FAILED):
        return "elsewhere"  # taken back, changed, rejected or moved since; the run waits for it no longer
    return item.state
