"""Divisions under a name in any rule, vendors found while typing, and cost through a transitory account."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from matching.models import CodingRule, SplitTemplate
from tests.workbench.support.books import Books, make_books, make_draft
from workbench.drafts.changing import DraftRefused
from workbench.drafts.fields import FieldInvalid
from workbench.drafts.lines import edit_line
from workbench.pipeline.derive import derive_by_id
from workbench.rules import forms, services, templates
from workbench.rules.forms import PartText, RuleText

pytestmark = pytest.mark.django_db
PARTS = (PartText("60", "4100"), PartText("40", "4110"))


@pytest.fixture
def books(settings: Any) -> Books:
    return make_books()


def saved(books: Books, text: RuleText, rule: CodingRule | None = None) -> CodingRule:
    content = forms.checked(text, books.administration)
    return services.save_rule(content, books.administration, by=books.people["clerk"], rule=rule)


def test_one_division_serves_several_rules_and_a_change_reaches_them(books: Books) -> None:
    clerk = books.people["clerk"]
    key = templates.save_template(books.administration, "Vloer  meters", PARTS, by=clerk)
    assert key.name == "Vloer meters"
    first = saved(books, RuleText(name="huur", words="huur", template="Vloer meters"))
    second = saved(books, RuleText(name="schoonmaak", words="schoonmaak", template="Vloer meters"))
    assert first.template == second.template == key
    shown = forms.from_rule(first)
    assert shown.template == "Vloer meters" and not any(part.filled for part in shown.parts)
    templates.save_template(
        books.administration, "Vloer meters", (PartText("50", "4100"), PartText("50", "4120")), by=clerk, row=key
    )
    draft = make_draft(books)
    derive_by_id(draft.pk)
    assert list(draft.lines.values_list("gl_account", flat=True)) == ["4100", "4120"]


def test_a_rules_own_parts_stay_its_own(books: Books) -> None:
    rule = saved(books, RuleText(name="huur", words="huur", parts=PARTS))
    assert forms.from_rule(rule).template == "" and forms.from_rule(rule).parts[:2] == PARTS
    again = saved(books, forms.from_rule(rule), rule)
    assert again.template == rule.template and SplitTemplate.objects.count() == 1
    assert saved(books, RuleText(name="huur", words="huur", gl="4100"), rule).template is None


def test_a_used_division_stays_and_an_unused_one_goes(books: Books) -> None:
    clerk = books.people["clerk"]
    key = templates.save_template(books.administration, "Sleutel", PARTS, by=clerk)
    rule = saved(books, RuleText(name="huur", words="huur", template="Sleutel"))
    with pytest.raises(DraftRefused, match="TEMPLATE_USED"):
        templates.remove_template(key, by=clerk)
    rule.delete()
    templates.remove_template(key, by=clerk)
    assert not SplitTemplate.objects.exists()


@pytest.mark.parametrize(
    ("name", "parts", "error"),
    [
        ("", PARTS, DraftRefused),
        ("Sleutel", (), DraftRefused),
        ("Sleutel", (PartText("60", "4100"), PartText("41", "4110")), FieldInvalid),
        ("Sleutel", (PartText("100", "4100"),), FieldInvalid),
        ("Sleutel", (PartText("60", "4100"), PartText("40", "9999")), DraftRefused),
        ("Bestaat", PARTS, DraftRefused),
    ],
)
def test_a_division_that_divides_nothing_is_refused(
    books: Books, name: str, parts: tuple[PartText, ...], error: type[Exception]
) -> None:
    templates.save_template(books.administration, "Bestaat", PARTS, by=books.people["clerk"])
    with pytest.raises(error):
        templates.save_template(books.administration, name, parts, by=books.people["clerk"])


def test_cost_goes_through_the_transitory_account_whole_and_says_how_it_is_released(books: Books) -> None:
    saved(books, RuleText(name="huur", words="huur", gl="4100", spread_months="12", transitory_gl="1900"))
    draft = make_draft(books)
    for _ in range(2):
        derive_by_id(draft.pk)
        line = draft.lines.get()
        assert (line.gl_account, line.spread_from, line.spread_to) == ("1900", None, None)
        reason = line.choices["gl_account"]["reasons"][0]
        assert reason == {"code": "coding.transitory", "params": {"months": "12", "gl": "4100", "account": "1900"}}
    edit_line(draft.pk, line_id=line.pk, column="gl_account", typed="4110", by=books.people["clerk"])
    line.refresh_from_db()
    assert line.gl_account == "4110" and line.spread_from is not None, "a person's account is spread by Exact"


@pytest.mark.parametrize("more", [{}, {"spread_months": "12", "parts": PARTS}])
def test_a_transitory_account_needs_months_and_an_undivided_line(books: Books, more: dict[str, Any]) -> None:
    with pytest.raises(DraftRefused, match="RULE_TRANSITORY"):
        saved(books, RuleText(name="huur", words="huur", gl="4100", transitory_gl="1900", **more))


def test_vendors_are_added_by_name_on_the_screen(books: Books, client: Client) -> None:
    client.force_login(books.people["clerk"])
    typed = {"administration": books.administration.pk, "name": "huur", "words": "huur", "gl": "4100"}
    answer: Any = client.post(reverse("rule-new"), typed | {"vendor_add": "jansen bouw b.v.", "action": "add"})
    assert answer.status_code == 200 and b'name="vendors" value="100"' in answer.content
    assert b"Jansen Bouw" in answer.content and not CodingRule.objects.exists()
    assert client.post(reverse("rule-new"), typed | {"vendor_add": "nobody", "action": "add"}).status_code == 422


def test_the_screens_of_divisions(books: Books, client: Client) -> None:
    client.force_login(books.people["clerk"])
    sent = {"administration": books.administration.pk, "name": "Sleutel", "part0:share": "60", "part1:share": "40"}
    assert client.post(reverse("template-new"), sent | {"part1:share": "41"}).status_code == 422
    assert client.post(reverse("template-new"), sent).status_code == 302
    row = SplitTemplate.objects.get()
    for address in (reverse("template", args=[row.pk]), reverse("template-new"), reverse("rules")):
        assert client.get(address).status_code == 200
    assert client.post(reverse("template", args=[row.pk]), {"action": "remove"}).status_code == 302
    assert not SplitTemplate.objects.exists()
