"""What the reader holds against a field leads the clerk to it, however sure the field itself was read."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.findings import Finding, Severity
from exact.models import Administration
from tests.workbench.support.desk import books, holds_of, made, person, reading
from workbench.drafts import services as drafts
from workbench.models import Draft
from workbench.review import selectors

pytestmark = pytest.mark.django_db

OPEN = Finding("DATE_ORDER_OPEN", Severity.CHECK, {}, "issue_date")


@pytest.fixture
def administration() -> Administration:
    return books()


@pytest.fixture
def draft(administration: Administration) -> Draft:
    return made(administration, "F-1", reading=replace(reading("F-1", "100.00"), findings=(OPEN,)))


def shown(draft: Draft, name: str) -> selectors.Field:
    return next(f for column in selectors.fields(draft, set()) for f in column if f.name == name)


def test_the_clerk_is_led_to_it_and_told_why(draft: Draft) -> None:
    field = shown(draft, "issue_date")
    assert (field.state, field.doubt, field.needs_attention) == ("check", "DATE_ORDER_OPEN", True)
    assert shown(draft, "invoice_number").doubt == ""
    assert "READ_DOUBTFUL" in holds_of(draft)


def test_a_look_of_a_person_settles_it(draft: Draft, administration: Administration) -> None:
    drafts.confirm_field(draft.pk, name="issue_date", by=person("kim", administration, "clerk"))
    draft.refresh_from_db()
    assert (shown(draft, "issue_date").state, shown(draft, "issue_date").doubt) == ("confirmed", "")
    assert "READ_DOUBTFUL" not in holds_of(draft)
