"""The plan: which pages make which document, and what a person does to it. Pure: no Django, no files.

A plan is a strip of sheets with cuts between them; the sheets between two cuts are one document. A removed sheet keeps
its place, so that it can be put back. Every step gives a new plan with the same sheets: nothing gets lost on the way.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum


class Use(StrEnum):
    """What a page is to its document: read and kept, only kept, or left out (and kept in the original)."""

    PAGE = "p"
    ANNEX = "a"
    REMOVED = "r"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page of an original. ``source`` is the original's SHA-256 in hex, or its beginning; ``page`` counts from 1;
    ``turn`` is in degrees clockwise, on top of how the original shows the page."""

    source: str
    page: int
    turn: int = 0
    use: Use = Use.PAGE

    @property
    def key(self) -> str:
        """Which page it is, whatever is done to it."""
        return f"{self.source}.{self.page}"

    @property
    def kept(self) -> bool:
        """Whether it is in the document."""
        return self.use is not Use.REMOVED


Part = tuple[Sheet, ...]


class PlanInvalid(ValueError):
    """No plan at all, or one that does not hold the sheets it must hold."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Documents in order, each a row of sheets. No part is empty."""

    parts: tuple[Part, ...]

    @property
    def sheets(self) -> Part:
        """All sheets in order."""
        return tuple(sheet for part in self.parts for sheet in part)

    def encode(self) -> str:
        """The plan as a short text; ``decode`` is the inverse."""
        return "|".join(",".join(f"{s.source}.{s.page}.{s.turn}.{s.use.value}" for s in part) for part in self.parts)


_SHEET = re.compile(r"([0-9a-f]{4,64})\.([1-9]\d{0,4})\.(0|90|180|270)\.([par])", re.ASCII)


def decode(text: str) -> Plan:
    """The plan that ``Plan.encode`` wrote. Raises PlanInvalid for anything else, also for a sheet named twice."""
    parts = []
    for row in text.split("|"):
        found = [_SHEET.fullmatch(word) for word in row.split(",")]
        if not all(found):
            raise PlanInvalid("no plan")
        parts.append(tuple(Sheet(m[1], int(m[2]), int(m[3]), Use(m[4])) for m in found if m))
    plan = Plan(tuple(parts))
    keys = [sheet.key for sheet in plan.sheets]
    if len(keys) != len(set(keys)):
        raise PlanInvalid("a sheet twice")
    return plan


def check(plan: Plan, sheets: Iterable[Sheet]) -> None:
    """Raise PlanInvalid unless the plan holds exactly these pages: none lost, none from elsewhere."""
    if sorted(sheet.key for sheet in plan.sheets) != sorted(sheet.key for sheet in sheets):
        raise PlanInvalid("not the same pages")


# -- steps -------------------------------------------------------------------------------------------------------------

_CUT = None
_Token = Sheet | None


def _tokens(plan: Plan) -> list[_Token]:
    """The strip: sheets in order with ``None`` for each cut."""
    found: list[_Token] = []
    for part in plan.parts:
        found += [*([_CUT] if found else []), *part]
    return found


def _from_tokens(tokens: Iterable[_Token]) -> Plan:
    parts: list[list[Sheet]] = [[]]
    for token in tokens:
        if token is _CUT:
            parts.append([])
        else:
            parts[-1].append(token)
    return Plan(tuple(tuple(part) for part in parts if part))


def toggle_cut(plan: Plan, key: str) -> Plan:
    """Begin a new document at this sheet; or, where one begins there, join it to the one before."""
    tokens = _tokens(plan)
    at = next((i for i, token in enumerate(tokens) if token is not _CUT and token.key == key), 0)
    if at == 0:
        return plan
    if tokens[at - 1] is _CUT:
        del tokens[at - 1]
    else:
        tokens.insert(at, _CUT)
    return _from_tokens(tokens)


def _changed(plan: Plan, keys: Collection[str], change: Callable[[Sheet], Sheet]) -> Plan:
    return Plan(tuple(tuple(change(s) if s.key in keys else s for s in part) for part in plan.parts))


def turn(plan: Plan, keys: Collection[str], degrees: int = 90) -> Plan:
    """Turn the sheets clockwise."""
    return _changed(plan, keys, lambda sheet: replace(sheet, turn=(sheet.turn + degrees) % 360))


def toggle_use(plan: Plan, keys: Collection[str], use: Use) -> Plan:
    """Give the sheets this use; when all have it already, make them ordinary pages again."""
    chosen = [sheet for sheet in plan.sheets if sheet.key in keys]
    wanted = Use.PAGE if chosen and all(sheet.use is use for sheet in chosen) else use
    return _changed(plan, keys, lambda sheet: replace(sheet, use=wanted))


def move(plan: Plan, keys: Collection[str], step: int) -> Plan:
    """Move the sheets one place back (-1) or forward (1). A cut is a place: a sheet first changes documents."""
    tokens = _tokens(plan)
    if step > 0:
        tokens.reverse()
    for at in range(1, len(tokens)):
        here, before = tokens[at], tokens[at - 1]
        if here is not _CUT and here.key in keys and not (before is not _CUT and before.key in keys):
            tokens[at - 1], tokens[at] = here, before
    if step > 0:
        tokens.reverse()
    return _from_tokens(tokens)


def move_before(plan: Plan, keys: Collection[str], target: str) -> Plan:
    """Put the sheets, in their order, before the sheet ``target``, into its document; at the very end without one."""
    tokens = _tokens(plan)
    moved = [token for token in tokens if token is not _CUT and token.key in keys]
    if target in keys:
        return plan
    rest = [token for token in tokens if token is _CUT or token.key not in keys]
    at = next((i for i, token in enumerate(rest) if token is not _CUT and token.key == target), len(rest))
    return _from_tokens([*rest[:at], *moved, *rest[at:]])


def append(plan: Plan, sheets: Sequence[Sheet], beside: str) -> Plan:
    """Add another document's sheets at the end of the document that holds the sheet ``beside`` (else of the last)."""
    at = next((i for i, part in enumerate(plan.parts) if any(s.key == beside for s in part)), len(plan.parts) - 1)
    return Plan(tuple((*part, *sheets) if i == at else part for i, part in enumerate(plan.parts)))
