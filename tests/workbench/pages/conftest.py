"""Books, a clerk, and what the pages screen is sent."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import reverse

from exact.models import Administration
from tests.workbench.support import desk
from workbench.accounts.people import Person
from workbench.models import Draft


@pytest.fixture
def books(db: None, tmp_path: Path) -> Iterator[Administration]:
    """One administration, with a place for originals."""
    with override_settings(BLOB_ROOT=tmp_path / "blobs", INBOEK_HOME=tmp_path):
        yield desk.books()


@pytest.fixture
def clerk(books: Administration) -> Person:
    return desk.person("claire", books, "clerk")


class Screen:
    """The pages screen of one person, as a browser without scripts uses it: every step sends the whole form."""

    def __init__(self, person: Person, draft: Draft) -> None:
        self.client = Client(HTTP_ACCEPT_LANGUAGE="en")
        self.client.force_login(person)
        self.url = reverse("draft-pages", args=[draft.pk])
        self.answer: Any = self.client.get(self.url)

    @property
    def table(self) -> Any:
        return self.answer.context["table"]

    @property
    def plan(self) -> str:
        """The documents on the screen: page numbers with their marks, | between documents."""
        from tests.workbench.pages.test_plan import text

        return text(self.table.plan)

    def key(self, place: int) -> str:
        """The sheet at a place of the strip, from 1."""
        return str(self.table.plan.sheets[place - 1].key)

    def form(self, *places: int) -> dict[str, Any]:
        table = self.table
        return {
            "plan": table.plan.encode(),
            "past": list(table.past),
            "added": [str(each) for each in table.added],
            "seen": [f"{key}:{version}" for key, version in table.seen.items()],
            "sheet": [self.key(place) for place in places],
        }

    def do(self, action: str, *places: int, **more: Any) -> HttpResponse:
        """Press a button with these sheets ticked."""
        answer: Any = self.client.post(self.url, {**self.form(*places), "action": action, **more})
        if answer.context is not None:
            self.answer = answer
        return answer  # type: ignore[no-any-return]

    def cut(self, place: int) -> HttpResponse:
        """Press the button between two sheets."""
        self.answer = self.client.post(self.url, {**self.form(), "cut": self.key(place)})
        return self.answer  # type: ignore[no-any-return]
