"""A rule divides a line over accounts: the parts add up, stay together, and a person's edit wins."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from matching.models import CodingRule, SplitTemplate
from tests.workbench.support.books import Books, make_books, make_draft
from workbench.drafts.lines import delete_line, edit_line
from workbench.models import AuditEvent, Draft
from workbench.pipeline.derive import derive_by_id
from workbench.posting.payload import posting_request

pytestmark = pytest.mark.django_db
TWO = [{"share": "60", "gl": "4100", "cost_centre": "K1"}, {"share": "40", "gl": "4110"}]
THREE = [{"share": share, "gl": "4100"} for share in ("33.33", "33.33", "33.34")]


@pytest.fixture
def books() -> Books:
    return make_books()


def rule(books: Books, parts: list[dict[str, str]] | None = None, words: str = "huur", **sets: Any) -> CodingRule:
    template = None
    if parts:
        template = SplitTemplate.objects.create(administration=books.administration, name="sleutel", parts=parts)
    return CodingRule.objects.create(
        administration=books.administration, name="huur", conditions={"words": [words]}, template=template, **sets
    )


def rows(draft: Draft) -> list[tuple[int, str, str, str]]:
    """(position, net, account, centre) per line."""
    return [(li.position, str(li.net_amount), li.gl_account, li.cost_centre) for li in draft.lines.all()]


@pytest.mark.parametrize(
    ("net", "parts", "amounts"),
    [
        ("1000.00", TWO, ["600.00", "400.00"]),
        ("0.01", TWO, ["0.01", "0.00"]),
        ("100.00", THREE, ["33.33", "33.33", "33.34"]),
        ("-1000.01", TWO, ["-600.01", "-400.00"]),
    ],
)
def test_parts_make_the_whole(books: Books, net: str, parts: list[dict[str, str]], amounts: list[str]) -> None:
    rule(books, parts)
    draft = make_draft(books, [("Huur kantoor", net), ("Koffie", "5000.00")])
    derive_by_id(draft.pk)
    assert [amount for _, amount, *_ in rows(draft)] == [*amounts, "5000.00"]


def test_again_changes_nothing(books: Books) -> None:
    rule(books, TWO)
    draft = make_draft(books, [("Koffie", "10.00"), ("Huur kantoor", "1000.00"), ("Water", "5.00")])
    derive_by_id(draft.pk)
    first, keys = rows(draft), list(draft.lines.values_list("pk", flat=True))
    assert [(place, net) for place, net, *_ in first] == [(1, "10.00"), (2, "600.00"), (3, "400.00"), (4, "5.00")]
    assert first[1][2:] == ("4100", "K1")
    holds = sorted(draft.holds.values_list("key", flat=True))
    for _ in range(2):
        derive_by_id(draft.pk)
        assert rows(draft) == first
        assert list(draft.lines.values_list("pk", flat=True)) == keys
        assert sorted(draft.holds.values_list("key", flat=True)) == holds
    assert "lines.4" in {key.split("|")[1] for key in holds}, "the unknown line is named by its place on the screen"
    assert AuditEvent.objects.filter(action="line.divided").count() == 1


def test_quantity_is_divided_with_the_amount(books: Books) -> None:
    rule(books, TWO)
    draft = make_draft(books)
    draft.lines.update(quantity=Decimal("10"), unit_price=Decimal("100"))
    derive_by_id(draft.pk)
    derive_by_id(draft.pk)
    assert [(li.quantity, li.unit_price) for li in draft.lines.all()] == [(6, 100), (4, 100)]


def test_the_rule_goes_and_the_line_is_whole_again(books: Books) -> None:
    made = rule(books, TWO)
    draft = make_draft(books)
    derive_by_id(draft.pk)
    made.delete()
    derive_by_id(draft.pk)
    assert [(place, net) for place, net, *_ in rows(draft)] == [(1, "1000.00")]
    assert draft.lines.get().split == {}


def test_another_key_divides_anew(books: Books) -> None:
    made = rule(books, TWO)
    draft = make_draft(books)
    derive_by_id(draft.pk)
    assert made.template is not None
    made.template.parts = THREE
    made.template.save()
    derive_by_id(draft.pk)
    assert [net for _, net, *_ in rows(draft)] == ["333.30", "333.30", "333.40"]


@pytest.mark.parametrize(("column", "typed"), [("net_amount", "700"), ("description", "Iets anders")])
def test_a_persons_amount_or_text_ends_the_rule(books: Books, column: str, typed: str) -> None:
    rule(books, TWO)
    draft = make_draft(books)
    derive_by_id(draft.pk)
    first = draft.lines.all()[0]
    edit_line(draft.pk, line_id=first.pk, column=column, typed=typed, by=books.people["clerk"])
    derive_by_id(draft.pk)
    wanted = "700.00" if column == "net_amount" else "600.00"
    assert [net for _, net, *_ in rows(draft)] == [wanted, "400.00"]


def test_a_deleted_part_stays_away(books: Books) -> None:
    rule(books, TWO)
    draft = make_draft(books)
    derive_by_id(draft.pk)
    delete_line(draft.pk, line_id=draft.lines.all()[1].pk, by=books.people["clerk"])
    derive_by_id(draft.pk)
    assert [net for _, net, *_ in rows(draft)] == ["600.00"]


def test_a_persons_account_stays_on_its_part(books: Books) -> None:
    rule(books, TWO)
    draft = make_draft(books)
    derive_by_id(draft.pk)
    edit_line(draft.pk, line_id=draft.lines.all()[1].pk, column="gl_account", typed="4120", by=books.people["clerk"])
    derive_by_id(draft.pk)
    assert [(net, account) for _, net, account, _ in rows(draft)] == [("600.00", "4100"), ("400.00", "4120")]


def test_a_line_coded_by_a_person_is_not_divided(books: Books) -> None:
    draft = make_draft(books)
    derive_by_id(draft.pk)
    edit_line(draft.pk, line_id=draft.lines.get().pk, column="gl_account", typed="4120", by=books.people["clerk"])
    rule(books, TWO)
    derive_by_id(draft.pk)
    assert [(net, account) for _, net, account, _ in rows(draft)] == [("1000.00", "4120")]


def test_spread_reaches_the_entry(books: Books) -> None:
    rule(books, gl="4100", spread_months=3)
    draft = make_draft(books)
    derive_by_id(draft.pk)
    draft.refresh_from_db()
    line = posting_request(draft)["payload"]["PurchaseEntryLines"][0]
    assert (line["From"], line["To"]) == (date(2026, 5, 1), date(2026, 7, 31))
    CodingRule.objects.update(active=False)
    derive_by_id(draft.pk)
    assert draft.lines.get().spread_from is None
