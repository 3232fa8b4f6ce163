"""A person puts the VAT of a draft right: by its codes, by its total, or by letting the supplier's figure pass."""

from __future__ import annotations

from decimal import Decimal

import pytest

from exact.models import Administration
from exact.posting.payload import entry_amount
from tests.workbench.support import desk
from workbench.accounts.people import Person
from workbench.drafts import lines
from workbench.drafts.services import edit_field, release_hold
from workbench.models import Draft
from workbench.posting.payload import entry_of


@pytest.fixture
def kim(books: Administration) -> Person:
    return desk.person("kim", books, "clerk")


def set_totals(draft: Draft, kim: Person, **typed: str) -> None:
    for name, text in typed.items():
        edit_field(draft.pk, name=f"{name}_total", typed=text, by=kim)


def set_cells(draft: Draft, kim: Person, line: int, **typed: str) -> None:
    for column, text in typed.items():
        lines.edit_line(draft.pk, line_id=line, column=column, typed=text, by=kim)


def booked(draft: Draft) -> tuple[list[str], Decimal]:
    """The VAT per line, and what we would owe."""
    found = Draft.objects.get(pk=draft.pk)
    return [str(line.vat_amount) for line in found.lines.all()], entry_amount(entry_of(found))


def test_a_rate_that_was_misread_follows_the_code(books: Administration, kim: Person) -> None:
    draft = desk.made(books, "V-1", by=kim)
    set_cells(draft, kim, draft.lines.get().pk, vat_code="4")
    set_totals(draft, kim, vat="9,00", gross="109,00")
    assert booked(draft) == (["9.00"], Decimal("109.00"))
    assert not desk.holds_of(draft) and draft.lines.get().vat_treatment == "NL_RED9"


def test_lines_typed_by_hand_have_the_vat_of_their_codes(books: Administration, kim: Person) -> None:
    draft = desk.made(books, "V-2", by=kim)
    draft.lines.all().delete()
    set_totals(draft, kim, net="150", vat="25,50", gross="175,50")
    for net, code in (("100", "2"), ("50", "4")):
        lines.add_line(draft.pk, by=kim)
        last = draft.lines.order_by("position").last()
        assert last is not None
        set_cells(draft, kim, last.pk, description=f"Los {net}", net_amount=net, vat_code=code, gl_account="4000")
    assert booked(draft) == (["21.00", "4.50"], Decimal("175.50"))
    assert not desk.holds_of(draft)


def test_vat_that_no_rate_explains_is_booked_as_stated_once_a_person_lets_it_pass(
    books: Administration, kim: Person
) -> None:
    draft = desk.made(books, "V-3", by=kim)
    set_totals(draft, kim, vat="20,00", gross="120,00")
    assert set(desk.holds_of(draft)) == {"TAX_VARIANCE"}
    while hold := draft.holds.filter(released_at=None, code="TAX_VARIANCE").first():
        release_hold(draft.pk, hold_id=hold.pk, reason="zo staat het er", by=kim)
    assert booked(draft) == (["20.00"], Decimal("120.00"))
    assert not desk.holds_of(draft)
    set_totals(draft, kim, vat="19,00", gross="119,00")
    assert "TAX_VARIANCE" in desk.holds_of(draft)
