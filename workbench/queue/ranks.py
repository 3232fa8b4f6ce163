"""The order of turns in the queue. Pure."""

from __future__ import annotations

RANKS = {"you": 0, "ready": 1, "others": 2}


def rank_of(turn: str) -> int:
    """Sort key of a turn; unknown ones come last."""
    return RANKS.get(turn, 9)
