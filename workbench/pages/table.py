"""What a person has on the table before anything is applied: it travels with the form, the server keeps nothing."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace

from django.core.exceptions import BadRequest
from django.http import QueryDict

from workbench.accounts.people import Visitor
from workbench.drafts.changing import DraftRefused
from workbench.models import Draft
from workbench.pages import plan as plans
from workbench.pages.bench import Bench, bench_for
from workbench.pages.plan import Plan, PlanInvalid, Use

MAX_PAST = 60


@dataclass(frozen=True)
class Table:
    """``past``: earlier plans for undo, newest last. ``seen``: version by draft. ``chosen``: keys of ticked sheets."""

    bench: Bench
    plan: Plan
    added: tuple[uuid.UUID, ...] = ()
    past: tuple[str, ...] = ()
    seen: dict[str, int] = field(default_factory=dict)
    chosen: tuple[str, ...] = ()

    def then(self, plan: Plan, **changes: object) -> Table:
        """The table after a step; undo leads back here. A step that changes nothing leaves no trace."""
        if plan == self.plan:
            return self
        past = (*self.past, self.plan.encode())[-MAX_PAST:]
        return replace(self, plan=plan, past=past, **changes)  # type: ignore[arg-type]

    def looked_at_again(self) -> Table:
        """The same plan on what is there now: whoever was told of a change and applies again means it."""
        return replace(self, seen=_versions(self.bench))


def fresh(draft: Draft, user: Visitor) -> Table:
    """The table as it lies when the screen is opened."""
    bench = bench_for(draft, user=user)
    return Table(bench, bench.proposed, seen=_versions(bench))


def laid_out(draft: Draft, user: Visitor, posted: QueryDict) -> Table:
    """The table as the form describes it.

    Raises BadRequest for what no form of ours sends; DraftRefused CHANGED_MEANWHILE when the pages are no longer those
    the person sees.
    """
    try:
        plan = plans.decode(posted.get("plan", ""))
    except PlanInvalid as invalid:
        raise BadRequest("no plan") from invalid
    keys = {sheet.key for sheet in plan.sheets}
    added = _identities(posted.getlist("added"))
    bench = _bench_of(draft, added, user, keys)
    try:
        plans.check(plan, [sheet for part in bench.sheets.values() for sheet in part])
    except PlanInvalid as invalid:
        raise DraftRefused("CHANGED_MEANWHILE") from invalid
    there = {draft.pk for draft in bench.drafts.values()}
    return Table(
        bench,
        plan,
        added=tuple(each for each in added if each in there),
        past=tuple(posted.getlist("past")[-MAX_PAST:]),
        seen=_versions(bench) | _seen(posted.getlist("seen")),
        chosen=tuple(key for key in posted.getlist("sheet") if key in keys),
    )


def _bench_of(draft: Draft, added: Collection[uuid.UUID], user: Visitor, keys: set[str]) -> Bench:
    """The bench with those merged documents that the plan still has: undo takes one off again."""
    bench = bench_for(draft, added, user=user)
    gone = {
        bench.drafts[key].pk
        for key, sheets in bench.sheets.items()
        if bench.drafts[key].pk in added and not keys & {sheet.key for sheet in sheets}
    }
    return bench_for(draft, set(added) - gone, user=user) if gone else bench


def _versions(bench: Bench) -> dict[str, int]:
    return {str(draft.pk): draft.version for draft in bench.drafts.values()}


def _seen(rows: Iterable[str]) -> dict[str, int]:
    found = {}
    for row in rows:
        key, _colon, version = row.partition(":")
        if version.isdecimal() and len(version) < 10:
            found[key] = int(version)
    return found


def _identities(rows: Iterable[str]) -> tuple[uuid.UUID, ...]:
    try:
        return tuple(uuid.UUID(row) for row in list(rows)[:50])
    except ValueError as error:
        raise BadRequest("no identity") from error


def step(table: Table, action: str, posted: QueryDict, user: Visitor) -> Table:
    """The table after what the person did. Raises DraftRefused PAGES_NONE_CHOSEN, BadRequest for an unknown action."""
    if action == "undo":
        return undo(table, user)
    if action == "reset":
        return replace(fresh(table.bench.draft, user), past=(*table.past, table.plan.encode())[-MAX_PAST:])
    if action == "merge":
        return merge(table, _identities([posted.get("merge", "")])[0], user)
    if cut := posted.get("cut"):
        return table.then(plans.toggle_cut(table.plan, cut))
    if action not in _STEPS:
        raise BadRequest("unknown action")
    if not table.chosen:
        raise DraftRefused("PAGES_NONE_CHOSEN")
    if action == "place":
        return table.then(plans.move_before(table.plan, table.chosen, posted.get("target", "")))
    return table.then(_STEPS[action](table.plan, table.chosen))


_STEPS = {
    "turn": lambda plan, keys: plans.turn(plan, keys),
    "turn-back": lambda plan, keys: plans.turn(plan, keys, 270),
    "remove": lambda plan, keys: plans.toggle_use(plan, keys, Use.REMOVED),
    "annex": lambda plan, keys: plans.toggle_use(plan, keys, Use.ANNEX),
    "back": lambda plan, keys: plans.move(plan, keys, -1),
    "forward": lambda plan, keys: plans.move(plan, keys, 1),
    "place": lambda plan, keys: plan,
}


def undo(table: Table, user: Visitor) -> Table:
    """The plan before the last step; the table itself when there is none. Raises BadRequest for a past that is none."""
    if not table.past:
        return table
    try:
        plan = plans.decode(table.past[-1])
    except PlanInvalid as invalid:
        raise BadRequest("no plan") from invalid
    bench = _bench_of(table.bench.draft, table.added, user, {sheet.key for sheet in plan.sheets})
    there = {draft.pk for draft in bench.drafts.values()}
    added = tuple(each for each in table.added if each in there)
    return replace(table, bench=bench, plan=plan, past=table.past[:-1], added=added)


def merge(table: Table, draft_id: uuid.UUID, user: Visitor) -> Table:
    """The other draft's document behind this one. Raises DraftRefused when it cannot be had."""
    added = (*table.added, draft_id)
    bench = bench_for(table.bench.draft, added, user=user)
    new = [key for key, draft in bench.drafts.items() if draft.pk == draft_id and key not in table.bench.documents]
    if not new:
        raise DraftRefused("PAGES_NO_PAGES")
    if locked := next((member.locked for member in bench.members if member.key in new and member.locked), ""):
        raise DraftRefused(locked)
    own = next(iter(table.bench.sheets.values()))
    beside = own[0].key if own else ""
    plan = table.plan
    for key in new:
        plan = plans.append(plan, bench.sheets[key], beside)
    return replace(table.then(plan, added=added), bench=bench, seen=_versions(bench) | table.seen)
