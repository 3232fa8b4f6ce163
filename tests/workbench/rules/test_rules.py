"""Rules on the screen: checked, tried on what was booked, saved, switched, copied; and only by who may."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from jobs import runner
from matching.models import CodingRule
from tests.workbench.support.books import Books, book_history, make_books, make_draft, person
from workbench.accounts.rights import RightMissing
from workbench.drafts.changing import DraftRefused
from workbench.drafts.fields import FieldInvalid
from workbench.models import AuditEvent, Role
from workbench.pipeline.derive import derive_by_id
from workbench.rules import services
from workbench.rules.forms import PartText, RuleText, checked, from_rule

pytestmark = pytest.mark.django_db
PAST = [
    ("2026-01-05", "Huur kantoor januari", "4100"),
    ("2026-02-05", "Huur kantoor februari", "4100"),
    ("2026-03-05", "Huur opslag maart", "4110"),
    ("2026-04-05", "Koffie", "4120"),
]


@pytest.fixture
def books() -> Books:
    made = make_books()
    book_history(made, PAST)
    return made


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ({"name": ""}, "RULE_NAME"),
        ({"words": ""}, "RULE_EMPTY"),
        ({"gl": ""}, "RULE_SETS_NOTHING"),
        ({"gl": "9999"}, "RULE_CODE_UNKNOWN"),
        ({"cost_centre": "K9"}, "RULE_CODE_UNKNOWN"),
        ({"vendors": "987"}, "RULE_VENDOR_UNKNOWN"),
        ({"amount_from": "100", "amount_to": "50"}, "RULE_AMOUNTS"),
        ({"amount_from": "veel"}, "AMOUNT_INVALID"),
        ({"spread_months": "1"}, "RULE_SPREAD"),
        ({"spread_months": "121"}, "RULE_SPREAD"),
        ({"parts": (PartText("60", "4100"), PartText("30", "4110"))}, "SHARES_INVALID"),
        ({"parts": (PartText("100", "4100"),)}, "SHARES_INVALID"),
        ({"parts": (PartText("150", "4100"), PartText("-50", "4110"))}, "SHARES_INVALID"),
        ({"parts": (PartText("", "4100"), PartText("40", "4110"))}, "SHARES_INVALID"),
        ({"parts": (PartText("60", "4100"), PartText("40", "9999"))}, "RULE_CODE_UNKNOWN"),
    ],
)
def test_what_is_no_rule(books: Books, typed: dict[str, Any], code: str) -> None:
    text = RuleText(**{"name": "huur", "words": "huur", "gl": "4100", **typed})
    with pytest.raises((DraftRefused, FieldInvalid)) as wrong:
        checked(text, books.administration)
    assert wrong.value.code == code  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("typed", "matched", "right", "changed"),
    [
        ({"words": "huur", "gl": "4100"}, 3, 2, 1),
        ({"words": "huur, kantoor", "gl": "4100 Huur"}, 2, 2, 0),
        ({"words": "huur|koffie", "gl": "4120"}, 4, 1, 3),
        ({"words": "leasing", "gl": "4100"}, 0, 0, 0),
        ({"vendors": "100", "gl": "4110"}, 4, 1, 3),
        ({"vendors": "jansen bouw b.v.", "gl": "4110"}, 4, 1, 3),
        ({"words": "huur", "amount_from": "100,01", "gl": "4100"}, 0, 0, 0),
    ],
)
def test_a_rule_is_tried(books: Books, typed: dict[str, str], matched: int, right: int, changed: int) -> None:
    trial = services.try_on_past(checked(RuleText(name="r", **typed), books.administration), books.administration)
    gl = trial.result.fields[0]
    assert (trial.result.looked_at, trial.result.matched, gl.right, gl.changed) == (4, matched, right, changed)
    assert len(trial.result.examples) == changed
    assert CodingRule.objects.count() == 0, "trying writes nothing"


def test_what_cannot_be_tried_is_said(books: Books) -> None:
    text = RuleText(name="r", words="huur", order_prefix="PO-", recipient="huur@", gl="4100")
    trial = services.try_on_past(checked(text, books.administration), books.administration)
    assert (trial.untried, trial.result.matched) == (("order_prefix", "recipient"), 3)


def test_other_books_are_not_looked_at(books: Books) -> None:
    other = make_books("twee", 2)
    trial = services.try_on_past(
        checked(RuleText(name="r", words="huur", gl="4100"), other.administration), other.administration
    )
    assert trial.result.looked_at == 0


FORM = {"name": "huur", "words": "huur", "gl": "4110", "cost_centre": "K2"}


def test_the_screen_saves_only_what_was_tried(books: Books, client: Client) -> None:
    draft = make_draft(books)
    derive_by_id(draft.pk)
    client.force_login(books.people["clerk"])
    sent = {**FORM, "administration": str(books.administration.pk)}
    page = client.post(reverse("rule-new"), {**sent, "action": "save"})
    assert CodingRule.objects.count() == 0 and 'id="trial"' in page.content.decode()
    tried = page.context["text"].digest
    client.post(reverse("rule-new"), {**sent, "gl": "4120", "action": "save", "tried": tried})
    assert CodingRule.objects.count() == 0, "changed after its trial"
    answer = client.post(reverse("rule-new"), {**sent, "action": "save", "tried": tried})
    rule = CodingRule.objects.get()
    assert answer.headers["Location"] == reverse("rule", args=[rule.pk])
    assert (rule.gl, rule.cost_centre, rule.created_by) == ("4110", "K2", "clerk-een")
    runner.drain(("derive",))
    line = draft.lines.get()
    assert (line.gl_account, line.cost_centre) == ("4110", "K2")
    assert AuditEvent.objects.filter(action="rule.made", user=books.people["clerk"]).count() == 1


def test_a_rule_from_a_draft_line(books: Books, client: Client) -> None:
    draft = make_draft(books, [("Huur kantoor mei 2026", "1000.00")])
    derive_by_id(draft.pk)
    draft.lines.update(gl_account="4110", cost_centre="K1")
    client.force_login(books.people["clerk"])
    text = client.get(reverse("rule-new"), {"line": draft.lines.get().pk}).context["text"]
    assert (text.vendors, text.words, text.gl, text.cost_centre) == ("100", "huur, kantoor", "4110", "K1")


def test_editing_keeps_and_changes(books: Books) -> None:
    text = RuleText(name="deel", words="huur", parts=(PartText("60", "4100"), PartText("40", "4110", "K1")))
    rule = services.save_rule(checked(text, books.administration), books.administration, by=books.people["clerk"])
    back = from_rule(rule)
    assert [(part.share, part.gl, part.cost_centre) for part in back.parts if part.filled] == [
        ("60", "4100", ""),
        ("40", "4110", "K1"),
    ]
    again = services.save_rule(
        checked(back, books.administration), books.administration, by=books.people["clerk"], rule=rule
    )
    assert again.pk == rule.pk and again.template_id == rule.template_id


def test_switching_off_and_on_again(books: Books) -> None:
    content = checked(RuleText(name="huur", words="huur", gl="4110"), books.administration)
    rule = services.save_rule(content, books.administration, by=books.people["admin"])
    draft = make_draft(books)
    derive_by_id(draft.pk)
    assert draft.lines.get().gl_account == "4110"
    services.switch(rule, on=False, by=books.people["clerk"])
    runner.drain(("derive",))
    assert draft.lines.get().gl_account != "4110"
    services.switch(rule, on=True, by=books.people["clerk"])
    runner.drain(("derive",))
    assert draft.lines.get().gl_account == "4110"


def test_copying_to_other_books(books: Books) -> None:
    other = make_books("twee", 2)
    clerk = books.people["clerk"]
    text = RuleText(name="huur", vendors="100", gl="4110")
    rule = services.save_rule(checked(text, books.administration), books.administration, by=clerk)
    with pytest.raises(RightMissing):
        services.copy(rule, other.administration, by=clerk)
    both = person(other, "both", Role.CLERK)
    both.memberships.create(administration=books.administration, role=Role.CLERK)
    made = services.copy(rule, other.administration, by=both)
    assert (made.active, made.conditions, made.copied_from_id) == (False, {}, rule.pk)
    with pytest.raises(DraftRefused, match="RULE_EMPTY"):
        services.switch(made, on=True, by=both)


@pytest.mark.parametrize("who", ["viewer", "editor"])
def test_who_may_not(books: Books, who: str, client: Client) -> None:
    content = checked(RuleText(name="huur", words="huur", gl="4110"), books.administration)
    with pytest.raises(RightMissing):
        services.save_rule(content, books.administration, by=books.people[who])
    client.force_login(books.people[who])
    sent = {**FORM, "administration": str(books.administration.pk), "action": "try"}
    assert client.post(reverse("rule-new"), sent).status_code == 403


def test_strangers_see_nothing(books: Books, client: Client) -> None:
    content = checked(RuleText(name="huur", words="huur", gl="4110"), books.administration)
    rule = services.save_rule(content, books.administration, by=books.people["clerk"])
    line = make_draft(books).lines.get()
    other = make_books("twee", 2)
    client.force_login(other.people["clerk"])
    for name in ("rule", "rule-switch", "rule-copy"):
        assert client.post(reverse(name, args=[rule.pk]), {"on": "0"}).status_code == 404
    assert client.get(reverse("rule-new"), {"line": line.pk}).status_code == 404
    assert client.post(reverse("rule-new"), {**FORM, "administration": books.administration.pk}).status_code == 404
    assert "huur" not in client.get(reverse("rules")).content.decode()
