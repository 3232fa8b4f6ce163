"""The ways of drafts, as an administration's rules have them; what is the same for many is looked up once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from django.contrib.auth.models import User

from workbench.accounts.people import Person
from workbench.accounts.rights import Right, roles_with
from workbench.approval import routes
from workbench.approval.away import absent_today, name_of
from workbench.approval.routes import Facts, Given, LineFacts, People, Route, Rule, Seat
from workbench.approval.stored import rules_in
from workbench.approval.weights import weight_in_own_currency
from workbench.models import Approval, Draft, Membership
from workbench.models.policy import policy_of


class Router:
    """Use one for one piece of work, then drop it. ``rules``: those of administrations that the caller has at hand
    (or tries out); those of others are read."""

    def __init__(self, rules: Mapping[int, Sequence[Rule]] | None = None) -> None:
        self._rules: dict[int, Sequence[Rule]] = dict(rules or {})
        self._alone: dict[int, Decimal] = {}
        self._names: dict[int, str] = {}
        self._able: dict[int, People] = {}
        self._absent: dict[int, People] = {}

    def rules(self, administration_id: int) -> Sequence[Rule]:
        """The rules of an administration in their order."""
        if administration_id not in self._rules:
            self._rules[administration_id] = rules_in(administration_id)
        return self._rules[administration_id]

    def route(self, draft: Draft) -> Route:
        """The way the draft goes by the rules as they are now."""
        books = draft.administration_id or 0
        rules = self.rules(books)
        if not rules:
            return Route()
        if books not in self._alone:
            self._alone[books] = policy_of(books).matched_alone_up_to
        alone = self._alone[books]
        return routes.route_of(facts_of(draft, look_for_spots=alone > 0), rules, alone)

    def seat(self, draft: Draft, route: Route, approvals: Iterable[Approval], by: Person) -> Seat | None:
        """From where ``by`` may approve the draft now; None when it waits for others."""
        given = [given_of(row) for row in approvals]
        own = routes.seat_of(route, given, by.pk)
        if own is not None:
            return own
        absent = self.stands_in_for(by.pk)
        # Nobody approves in the name of somebody who may not approve here any more.
        return routes.seat_of(route, given, by.pk, absent & self.able(draft.administration_id or 0)) if absent else None

    def next_after(self, draft: Draft, seat: Seat) -> str:
        """Who is asked once this step is taken, by name."""
        route = self.route(draft)
        people = route.stages[seat.stage + 1] if seat.stage + 1 < len(route.stages) else frozenset[int]()
        return ", ".join(self.names(people))

    def stands_in_for(self, person: int) -> People:
        """For whom somebody may approve today."""
        if person not in self._absent:
            rows = absent_today().filter(deputy_id=person)
            self._absent[person] = frozenset(rows.values_list("person_id", flat=True))
        return self._absent[person]

    def able(self, administration_id: int) -> People:
        """Who may approve in an administration at all, and can log in."""
        if administration_id not in self._able:
            rows = Membership.objects.filter(
                administration_id=administration_id, role__in=roles_with(Right.APPROVE), user__is_active=True
            )
            self._able[administration_id] = frozenset(rows.values_list("user_id", flat=True))
        return self._able[administration_id]

    def names(self, people: Iterable[int]) -> list[str]:
        """What people are called, in the order of their names."""
        wanted = list(people)
        if missing := [key for key in wanted if key not in self._names]:
            self._names |= dict.fromkeys(missing, "?")
            for user in User.objects.filter(pk__in=missing):
                self._names[user.pk] = name_of(user)
        return sorted(self._names[key] for key in wanted)

    def name(self, person: int) -> str:
        """What somebody is called."""
        return self.names([person])[0]


def given_of(row: Approval) -> Given:
    """A kept approval as routes know it."""
    return Given(row.by_id, row.on_behalf_of_id)


def facts_of(draft: Draft, *, look_for_spots: bool = False) -> Facts:
    """What rules ask of the draft. ``look_for_spots``: also whether it is spotless."""
    return Facts(
        amount=weight_in_own_currency(draft),
        kind=draft.kind,
        vendor=draft.vendor_id or 0,
        lines=tuple(LineFacts(line.gl_account, line.cost_centre) for line in draft.lines.all()),
        spotless=look_for_spots and is_spotless(draft),
    )


def is_spotless(draft: Draft) -> bool:
    """Whether every line agrees with an order, every figure was proven, nothing was ever found (also nothing that was
    passed), and nobody changed anything."""
    matched = draft.match_summary or {}
    return (
        draft.auto_ok
        and draft.edited_by_id is None
        and draft.match_state == "matched"
        and 0 < matched.get("lines", 0) == matched.get("matched", -1)
        and not draft.holds.all()
    )
