"""Accounts from a language model, over HTTP: last in line, only codes of the books, and a person looks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from exact.models import Administration
from tests.ocr.llm_stub import Stub
from tests.workbench.support import desk
from workbench.accounts.people import Person
from workbench.drafts import lines
from workbench.models import AuditEvent, Draft, DraftLine
from workbench.pipeline.second_reader import second_reader

pytestmark = pytest.mark.django_db


@pytest.fixture
def model(settings: Any) -> Iterator[Stub]:
    stub = Stub()
    settings.LLM_ENABLED, settings.LLM_MODEL = True, "test-model"
    settings.LLM_BASE_URL, settings.LLM_API_KEY = stub.url, "key"
    second_reader.cache_clear()
    yield stub
    second_reader.cache_clear()
    stub.server.shutdown()
    stub.server.server_close()


@pytest.fixture
def clerk(db: None) -> tuple[Administration, Person]:
    books = desk.books()
    return books, desk.person("claire", books, "clerk")


def judged(clerk: tuple[Administration, Person]) -> tuple[Draft, DraftLine]:
    draft = desk.draft_from(*clerk, "a.xml", desk.ubl("S-1"))
    desk.work()
    draft.refresh_from_db()
    return draft, draft.lines.get()


def test_an_account_that_nothing_else_knows_is_suggested_and_waits_for_a_person(
    model: Stub, clerk: tuple[Administration, Person]
) -> None:
    model.content = {"lines": [{"line": 1, "account": "4000"}]}
    draft, line = judged(clerk)
    assert line.gl_account == "4000"
    assert line.choices["gl_account"]["source"] == "llm"
    assert "GL_SUGGESTED" in desk.holds_of(draft) and "GL_UNKNOWN" not in desk.holds_of(draft)
    assert AuditEvent.objects.filter(action="coding.suggested", draft_id=draft.pk).count() == 1
    assert len(model.requests) == 1, "asked once, also though the draft was judged twice"
    told = str(model.requests[0]["messages"])
    assert line.description in told and "4000" in told
    lines.edit_line(draft.pk, line_id=line.pk, column="gl_account", typed="4000", by=clerk[1])
    assert "GL_SUGGESTED" not in desk.holds_of(draft)


@pytest.mark.parametrize(
    ("mode", "content"),
    [
        ("answer", {"lines": [{"line": 1, "account": "9999"}]}),  # no such account
        ("answer", {"lines": [{"line": 7, "account": "4000"}]}),  # no such line
        ("answer", {"lines": [{"line": 1, "account": None}]}),
        ("answer", {"lines": []}),
        ("answer", "I would say 4000"),
        ("garbage", {}),
        ("rate", {}),
        ("refuse", {}),
        ("endless", {"lines": [{"line": 1, "account": "4000"}]}),
    ],
)
def test_whatever_else_a_model_says_the_account_stays_unknown(
    model: Stub, clerk: tuple[Administration, Person], mode: str, content: object
) -> None:
    model.mode, model.content = mode, content
    draft, line = judged(clerk)
    assert line.gl_account == ""
    assert "GL_UNKNOWN" in desk.holds_of(draft)


def test_without_a_model_nobody_is_asked(clerk: tuple[Administration, Person]) -> None:
    draft, line = judged(clerk)
    assert "GL_UNKNOWN" in desk.holds_of(draft) and "suggested" not in line.choices
