"""Books with two clerks and four approvers, and documents that are ready to be approved."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest
from django.utils.datastructures import MultiValueDict

from exact.models import Administration
from tests.workbench.support import desk
from workbench.accounts.people import Person
from workbench.approval.rules import keep_rule, rule_from
from workbench.models import ApprovalRule, Draft, Policy


@dataclass
class House:
    """An administration and its people: a clerk, an admin, and the approvers Anna, Ben, Cas and Dirk."""

    books: Administration
    people: dict[str, Person]

    def __getattr__(self, name: str) -> Person:
        return self.people[name]

    def draft(self, number: str, net: str = "100.00", **changes: Any) -> Draft:
        """A document that is ready, coded by the clerk."""
        return desk.made(self.books, number, net, by=self.people["clerk"], **changes)

    def rule(self, first: str, second: str = "", **conditions: str) -> ApprovalRule:
        """Add a rule as the screen sends it; people by name."""
        typed: MultiValueDict[str, str] = MultiValueDict({name: [value] for name, value in conditions.items()})
        for step, names in (("first", first), ("second", second)):
            typed.setlist(step, [str(self.people[name].pk) for name in names.split()])
        keep_rule(self.books, rule_from(self.books, typed), by=self.people["admin"])
        desk.work()
        made = ApprovalRule.objects.last()
        assert made is not None
        return made


@pytest.fixture
def house(db: None) -> House:
    books = desk.books()
    Policy.objects.create(administration=books, four_eyes_from=Decimal(2500))
    people = {name: desk.person(name, books, "approver") for name in ("anna", "ben", "cas", "dirk")}
    people |= {"clerk": desk.person("clerk", books, "clerk"), "admin": desk.person("admin", books, "admin")}
    return House(books, people)
