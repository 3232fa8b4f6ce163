"""Holds of several lines with one cause stand in one row of the blockers card."""

from __future__ import annotations

import pytest
from django.utils import translation

from exact.models import Administration
from tests.workbench.support.desk import books
from workbench.models import Draft, Hold
from workbench.review.selectors import STATE_WORDS, blockers, fields, lines_held

pytestmark = pytest.mark.django_db


@pytest.fixture
def administration() -> Administration:
    return books()


@pytest.fixture
def draft(administration: Administration) -> Draft:
    from django.utils import timezone

    return Draft.objects.create(administration=administration, received_at=timezone.now())


def hold(draft: Draft, code: str, severity: str = "hold", **params: str) -> Hold:
    key = "|".join([code, *params.values()])
    return Hold.objects.create(draft=draft, code=code, key=key, severity=severity, params=params)


def test_lines_with_the_same_cause_share_a_row(draft: Draft) -> None:
    first, *others = (hold(draft, "COST_UNIT_MISSING", line=str(line), account="7060") for line in (1, 2, 5))
    with translation.override("en"):
        (row,) = blockers(draft)
    assert str(row.told.title).startswith("3 lines: ")
    assert "Line 1" not in str(row.told.title)
    assert (row.hold, row.also) == (first, tuple(other.pk for other in others))
    assert lines_held(draft, "COST_UNIT_MISSING") == {1, 2, 5}


def test_lines_that_differ_in_their_figures_keep_their_own_words(draft: Draft) -> None:
    for line, percent in (("1", "6.1"), ("2", "9.4")):
        hold(draft, "PRICE_HIGH", line=line, percent=percent, tolerance="2 %", difference="66.00")
    with translation.override("en"):
        (row,) = blockers(draft)
    title = str(row.told.title)
    assert "Line 1" in title and "Line 2" in title


def test_a_cause_ends_before_the_next_step_begins(draft: Draft) -> None:
    hold(draft, "READ_DOUBTFUL", severity="check", count="1", fields="delivery_date")
    (row,) = blockers(draft)
    assert str(row.told.cause).endswith(".") and not str(row.told.cause).endswith("..")


def test_security_stands_first_and_alone(draft: Draft) -> None:
    hold(draft, "COST_UNIT_MISSING", line="1", account="7060")
    hold(draft, "IBAN_CHANGED", severity="security", iban="NL91ABNA0417164300")
    assert [row.hold.code for row in blockers(draft)] == ["IBAN_CHANGED", "COST_UNIT_MISSING"]


def test_what_was_released_is_not_shown(draft: Draft) -> None:
    from django.utils import timezone

    gone = hold(draft, "PRICE_HIGH", line="1")
    gone.released_at = timezone.now()
    gone.save()
    assert blockers(draft) == []


def test_missing_fields_stand_in_one_row_that_leads_through_them(draft: Draft) -> None:
    for name in ("invoice_number", "gross_total"):
        hold(draft, "MISSING_FIELD", field=name)
    Hold.objects.filter(code="MISSING_FIELD", params__field="invoice_number").update(field="invoice_number")
    Hold.objects.filter(code="MISSING_FIELD", params__field="gross_total").update(field="gross_total")
    with translation.override("en"):
        (row,) = blockers(draft)
        assert (str(row.told.title), row.told.cause, row.target) == (
            "2 fields are missing",
            "Invoice number, Total.",
            "next",
        )
    Hold.objects.filter(field="gross_total").delete()
    with translation.override("en"):
        (row,) = blockers(draft)
    assert (str(row.told.title), row.target) == ("Invoice number is missing", "field:invoice_number")


def test_an_empty_field_that_is_held_is_missing_and_does_not_differ(draft: Draft) -> None:
    shown = {field.name: str(field.word) for column in fields(draft, {"invoice_number"}) for field in column}
    assert shown["invoice_number"] == str(STATE_WORDS["missing"])
