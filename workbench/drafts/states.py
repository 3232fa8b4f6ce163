"""The states of a draft and the moves between them. Pure: no Django."""

from __future__ import annotations

from enum import StrEnum


class DraftKind(StrEnum):
    """What we would book. ``NONE``: nothing (reminder, statement, advert …)."""

    PURCHASE_INVOICE = "purchase_invoice"
    CREDIT_NOTE = "credit_note"
    PURCHASE_ORDER = "purchase_order"
    SALES_ORDER = "sales_order"
    NONE = "none"


class DraftState(StrEnum):
    """REVIEW: open work. APPROVED: waits to be posted. POSTING: on its way to Exact. POSTED: stands in
    Exact. FAILED: Exact refused, or the outcome needs a person. REJECTED: a person said no.
    FILED: kept without booking (not an invoice, duplicate of another case). SUPERSEDED: its pages went to
    other drafts, which it names."""

    REVIEW = "review"
    APPROVED = "approved"
    POSTING = "posting"
    POSTED = "posted"
    FAILED = "failed"
    REJECTED = "rejected"
    FILED = "filed"
    SUPERSEDED = "superseded"


MOVES: dict[DraftState, frozenset[DraftState]] = {
    DraftState.REVIEW: frozenset({DraftState.APPROVED, DraftState.REJECTED, DraftState.FILED, DraftState.SUPERSEDED}),
    DraftState.APPROVED: frozenset({DraftState.REVIEW, DraftState.POSTING, DraftState.REJECTED}),
    # Back to APPROVED only while nothing left for Exact (undo); the posting protocol decides that.
    DraftState.POSTING: frozenset({DraftState.POSTED, DraftState.FAILED, DraftState.APPROVED}),
    DraftState.POSTED: frozenset(),
    DraftState.FAILED: frozenset({DraftState.REVIEW, DraftState.POSTING, DraftState.POSTED, DraftState.REJECTED}),
    DraftState.REJECTED: frozenset({DraftState.REVIEW}),
    DraftState.FILED: frozenset({DraftState.REVIEW}),
    DraftState.SUPERSEDED: frozenset(),
}
OPEN_STATES = frozenset({DraftState.REVIEW, DraftState.APPROVED, DraftState.POSTING, DraftState.FAILED})


class ImpossibleMove(ValueError):
    """A move that is not in ``MOVES``; the text names both states."""


def check_move(now: DraftState, to: DraftState) -> None:
    """Raise ImpossibleMove unless a draft may go from ``now`` to ``to``."""
    if to not in MOVES[now]:
        raise ImpossibleMove(f"a draft cannot go from {now.value} to {to.value}")
