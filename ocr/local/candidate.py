"""A possible value of a field, with its place and how strongly the page speaks for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ocr.local.layout import Token


@dataclass(slots=True, eq=False)
class Candidate:
    """``value`` is the normalised text; ``score`` roughly 0-1.5, comparable within one field only. ``why`` names the
    evidence, for tests and for the confidence model."""

    value: str
    score: float
    tokens: list[Token] = field(default_factory=list)
    raw: str = ""
    why: str = ""
    checks: tuple[str, ...] = ()
    sure: float = 0.0  # for identifiers: how sure the owner is
    domain: bool = False  # for names: the mail or web domain bears the name


def best_of(candidates: Sequence[Candidate]) -> tuple[Candidate | None, Candidate | None]:
    """The best candidate and the best one with another value (scores of equal values support each other a little)."""
    groups: dict[str, list[Candidate]] = {}
    for candidate in candidates:
        groups.setdefault(candidate.value, []).append(candidate)
    ranked = []
    for group in groups.values():
        group.sort(key=lambda c: -c.score)
        group[0].score += 0.05 * min(len(group) - 1, 3)
        ranked.append(group[0])
    ranked.sort(key=lambda c: -c.score)
    first = ranked[0] if ranked else None
    return first, (ranked[1] if len(ranked) > 1 else None)
