"""What a plan comes down to: which drafts stay, which are new, which are superseded. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from workbench.pages.plan import Part, Plan, Use


@dataclass(frozen=True, slots=True)
class Member:
    """A document as it is now. ``key`` names it; ``sheets`` hold removed ones too, in place.

    ``settled``: these sheets are what is read and attached today (a whole file, or an arrangement a person made); a
    part cut off by the machine is not, its file is attached whole. ``locked``: the code why nothing about it may change
    (empty: it may). ``whole``: the code why it cannot be taken apart (an e-invoice is one invoice, whatever its pages).
    """

    key: str
    sheets: Part
    settled: bool = True
    locked: str = ""
    whole: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """One document that the plan makes. ``stays``: the member whose draft goes on with it (empty: a new draft).
    ``changed``: the document is to be made and read anew. ``of``: the members that have a sheet in it."""

    sheets: Part
    stays: str
    changed: bool
    of: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """Documents in order, and each superseded member with the results its sheets went to (indexes)."""

    results: tuple[Result, ...]
    superseded: dict[str, tuple[int, ...]]


class PlanRefused(Exception):
    """A plan that cannot be carried out; carries a message code and its parameters."""

    def __init__(self, code: str, **params: str) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


def outcome_of(plan: Plan, members: Sequence[Member]) -> Outcome:
    """What becomes of the members under this plan.

    A draft goes on with the document that has all of its ordinary pages that are kept: turning, removing, putting in
    order, marking, merging into it and moving annexes keep what people did there; where several are complete in one
    document, the first of ``members`` goes on. A draft whose pages end up in several documents, or in another one's, is
    superseded. Raises PlanRefused.
    """
    parts = _without_empty(plan.parts)
    owner = {sheet.key: member for member in members for sheet in member.sheets}
    body = {sheet.key for member in members for sheet in member.sheets if sheet.use is Use.PAGE}
    homes: dict[str, set[int]] = {member.key: set() for member in members}
    touched: dict[str, set[int]] = {member.key: set() for member in members}
    for index, part in enumerate(parts):
        for sheet in part:
            touched[owner[sheet.key].key].add(index)
            if sheet.kept and sheet.key in body:
                homes[owner[sheet.key].key].add(index)
    for member in members:
        _check_member(member, [parts[index] for index in sorted(touched[member.key])], homes[member.key])
    results = tuple(_result(part, index, members, homes, touched) for index, part in enumerate(parts))
    staying = {result.stays for result in results}
    superseded = {m.key: tuple(sorted(touched[m.key])) for m in members if m.key not in staying}
    return Outcome(results, superseded)


def _without_empty(parts: Sequence[Part]) -> list[Part]:
    """The parts; one without a kept sheet goes with the part before it, or after it when it is the first.

    Raises PlanRefused when nothing is kept, or a document would have annexes only."""
    found: list[Part] = []
    waiting: Part = ()
    for part in parts:
        if any(sheet.kept for sheet in part):
            found.append((*waiting, *part))
            waiting = ()
        elif found:
            found[-1] = (*found[-1], *part)
        else:
            waiting = (*waiting, *part)
    if not found:
        raise PlanRefused("PAGES_NONE_LEFT")
    for number, part in enumerate(found, start=1):
        if not any(sheet.use is Use.PAGE for sheet in part):
            raise PlanRefused("PAGES_ONLY_ANNEX", number=str(number))
    return found


def _check_member(member: Member, parts: list[Part], homes: set[int]) -> None:
    if member.locked and parts != [member.sheets]:
        raise PlanRefused(member.locked)
    if member.whole and (len(parts) != 1 or not homes):
        raise PlanRefused(member.whole)


def _result(
    part: Part,
    index: int,
    members: Sequence[Member],
    homes: dict[str, set[int]],
    touched: dict[str, set[int]],
) -> Result:
    of = [member for member in members if index in touched[member.key]]
    whole = [member for member in of if member.whole]
    if len(whole) > 1:
        raise PlanRefused("PAGES_TWO_WHOLE")
    complete = [member for member in of if homes[member.key] == {index}]
    stays = next((member for member in complete if member.whole), complete[0] if complete else None)
    changed = stays is None or (not stays.locked and (part != stays.sheets or not stays.settled))
    return Result(part, stays.key if stays else "", changed, tuple(member.key for member in of))
