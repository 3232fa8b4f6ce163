"""Who must approve a document: its facts held against an administration's rules. Pure: no Django, no clock.

The first rule of which every condition holds decides; without one a document goes as it always did, by one approval of
whoever may approve there. A condition that cannot be shown not to hold (an amount without a rate of exchange) holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

People = frozenset[int]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: its conditions (empty ones always hold), and by key the people of whom one approves first, and of
    whom another one approves after that (empty: nobody need)."""

    key: int
    first: People
    second: People = frozenset()
    amount_from: Decimal | None = None
    cost_centre: str = ""
    gl_from: str = ""
    gl_to: str = ""
    vendor: int = 0
    kind: str = ""

    @property
    def stages(self) -> tuple[People, ...]:
        """Of whom one must approve, step by step."""
        return tuple(people for people in (self.first, self.second) if people)


@dataclass(frozen=True, slots=True)
class LineFacts:
    """Where a line is booked, by code."""

    gl_account: str = ""
    cost_centre: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """What rules ask of a document. ``amount``: in the administration's currency, None when that cannot be told;
    ``spotless``: wholly matched with its order, every figure proven, nothing found and nothing changed."""

    amount: Decimal | None
    kind: str = ""
    vendor: int = 0
    lines: tuple[LineFacts, ...] = ()
    spotless: bool = False


@dataclass(frozen=True, slots=True)
class Route:
    """``rule``: key of the rule that decides, 0 when none does; ``alone``: one would have, but the document is
    spotless and small enough to do without."""

    rule: int = 0
    stages: tuple[People, ...] = ()
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Given:
    """An approval that stands: by whom, and for whom when that is somebody else."""

    by: int
    on_behalf_of: int | None = None

    @property
    def named(self) -> int:
        """In whose name."""
        return self.on_behalf_of or self.by

    @property
    def hands(self) -> People:
        """Everybody who had part in it."""
        return frozenset({self.by, self.named})


@dataclass(frozen=True, slots=True)
class Seat:
    """From where somebody may approve: for which step (from 0), in whose name (None: their own), and whether nothing
    more is needed after it."""

    stage: int = 0
    on_behalf_of: int | None = None
    last: bool = True


def route_of(facts: Facts, rules: Sequence[Rule], alone_up_to: Decimal = Decimal(0)) -> Route:
    """The way a document goes. ``rules`` in their order; ``alone_up_to``: up to this amount a spotless document needs
    no rule's people (0: each does)."""
    for rule in rules:
        if holds(rule, facts):
            if facts.spotless and facts.amount is not None and facts.amount <= alone_up_to:
                return Route(alone=True)
            return Route(rule.key, rule.stages)
    return Route()


def holds(rule: Rule, facts: Facts) -> bool:
    """Whether every condition of a rule holds. Those about lines must hold of one and the same line."""
    if rule.amount_from is not None and facts.amount is not None and facts.amount < rule.amount_from:
        return False
    if (rule.vendor and rule.vendor != facts.vendor) or (rule.kind and rule.kind != facts.kind):
        return False
    if not (rule.cost_centre or rule.gl_from or rule.gl_to):
        return True
    return any(_of_line(rule, line) for line in facts.lines)


def _of_line(rule: Rule, line: LineFacts) -> bool:
    if rule.cost_centre and line.cost_centre != rule.cost_centre:
        return False
    if not (rule.gl_from or rule.gl_to):
        return True
    if not line.gl_account:
        return False
    code = _place(line.gl_account)
    return not ((rule.gl_from and code < _place(rule.gl_from)) or (rule.gl_to and code > _place(rule.gl_to)))


def _place(code: str) -> tuple[int, int, str]:
    """Codes in figures in the order of their figures, whatever their length; others after them."""
    return (0, int(code), "") if code.isdecimal() else (1, 0, code)


def filled(stages: Sequence[People], given: Iterable[Given]) -> tuple[Given, ...]:
    """The approvals that fill the first steps, one each; nobody has part in two of them."""
    found: list[Given] = []
    for people in stages:
        used = frozenset[int]().union(*(each.hands for each in found))
        hit = next((each for each in given if each.named in people and not each.hands & used), None)
        if hit is None:
            break
        found.append(hit)
    return tuple(found)


def open_stage(route: Route, given: Iterable[Given]) -> int:
    """The step that waits, from 0. When all are filled (a rule was changed since) it is the last one: what was not
    approved as a whole is never so by itself."""
    return min(len(filled(route.stages, given)), max(len(route.stages) - 1, 0))


def seat_of(route: Route, given: Sequence[Given], by: int, stands_in_for: People = frozenset()) -> Seat | None:
    """From where ``by`` may approve now; None when it waits for others.

    In one's own name goes before in another's. Somebody who is named in another step of the same route, or had part in
    one, does not stand in: one person would fill both.
    """
    if not route.stages:
        return Seat()
    stage = open_stage(route, given)
    last = stage == len(route.stages) - 1
    before = frozenset[int]().union(*(each.hands for each in filled(route.stages[:stage], given)))
    if by in before:
        return None
    if by in route.stages[stage]:
        return Seat(stage, None, last)
    elsewhere = frozenset[int]().union(*(each for place, each in enumerate(route.stages) if place != stage))
    absent = sorted((route.stages[stage] & stands_in_for) - before - {by})
    return Seat(stage, absent[0], last) if absent and by not in elsewhere else None


def complete(route: Route, given: Iterable[Given]) -> bool:
    """Whether every step is filled; a document without a route needs none."""
    return len(filled(route.stages, given)) == len(route.stages)
