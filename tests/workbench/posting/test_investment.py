"""A line that may be an asset is told once, with the account; it never stops anything."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from pytest_django import Settings

from exact.models import Administration, GLAccount
from tests.workbench.support import desk
from workbench.accounts.people import Person
from workbench.approval.services import approve_draft
from workbench.drafts import lines
from workbench.models import Draft, DraftLine, Policy
from workbench.pipeline.derive import derive_by_id
from workbench.pipeline.derive.investment import piece_price


@pytest.mark.parametrize(
    ("net", "quantity", "price"),
    [
        ("2900.00", "2", "1450.00"),
        ("100.00", "3", "33.33"),
        ("500.00", None, "500.00"),
        ("500.00", "0.5", "500.00"),
        (None, "1", "0.00"),
    ],
    ids=["two pieces", "rounded", "no quantity", "a part of one", "no amount yet"],
)
def test_what_one_piece_costs(net: str | None, quantity: str | None, price: str) -> None:
    line = DraftLine(
        net_amount=Decimal(net) if net else None, quantity=Decimal(quantity) if quantity is not None else None
    )
    assert piece_price(line) == Decimal(price)


@pytest.fixture
def books(db: None, settings: Settings, tmp_path: Path) -> Administration:
    settings.BLOB_ROOT = tmp_path / "blobs"
    made = desk.books()
    GLAccount.objects.filter(administration=made, code="4000").update(kind=121)
    GLAccount.objects.create(
        administration=made, exact_id=desk.guid(made.division, "0220"), code="0220", description="Computers", kind=30
    )
    return made


@pytest.fixture
def sam(books: Administration) -> Person:
    return desk.person("sam", books, "clerk", "approver", limit=Decimal(100000))


def laptops(books: Administration, sam: Person, net: str) -> Draft:
    draft = desk.made(books, f"L-{net}", net, by=sam)
    lines.edit_line(draft.pk, line_id=draft.lines.get().pk, column="description", typed="Laptop 14 inch", by=sam)
    return Draft.objects.get(pk=draft.pk)


def test_it_is_told_with_the_account_and_stops_nothing(books: Administration, sam: Person) -> None:
    draft = laptops(books, sam, "1450.00")
    hold = draft.holds.get(code="INVESTMENT")
    assert (hold.severity, hold.params["account"]) == ("info", "0220 Computers")
    assert draft.blockers == 0 and approve_draft(draft.pk, by=sam).state == "approved"


def test_the_limit_is_the_administration_s_and_zero_asks_never(books: Administration, sam: Person) -> None:
    draft = laptops(books, sam, "449.99")
    assert not draft.holds.filter(code="INVESTMENT").exists()
    for limit, told in (("400.00", True), ("0.00", False)):
        Policy.objects.update_or_create(administration=books, defaults={"investment_from": Decimal(limit)})
        derive_by_id(draft.pk)
        assert draft.holds.filter(code="INVESTMENT").exists() is told


def test_on_the_asset_account_it_is_settled(books: Administration, sam: Person) -> None:
    draft = laptops(books, sam, "1450.00")
    lines.edit_line(draft.pk, line_id=draft.lines.get().pk, column="gl_account", typed="0220 Computers", by=sam)
    assert not draft.holds.filter(code="INVESTMENT").exists()
