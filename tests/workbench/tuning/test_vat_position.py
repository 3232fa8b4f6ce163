"""An administration's own position in VAT: set by an admin, audited, and seen by the rules."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from tests.workbench.support.books import Books, make_books
from workbench.accounts.rights import RightMissing
from workbench.drafts.fields import FieldInvalid
from workbench.models import AuditEvent
from workbench.pipeline.derive.vat_evidence import own_side
from workbench.tuning.vat_position import position_from, set_position

pytestmark = pytest.mark.django_db
TYPED = {"deductible_percent": "62,5", "import_licence": "1", "chain_role": "contractor", "car_percent": "35"}


@pytest.fixture
def books() -> Books:
    return make_books()


def test_nothing_set_deducts_all(books: Books) -> None:
    own = own_side(books.administration)
    assert (own.deductible_share, own.import_licence, own.chain_role, own.car_share) == (1, False, "", Decimal("0.5"))


def test_the_rules_see_what_was_set(books: Books) -> None:
    assert set_position(books.administration, position_from(TYPED), by=books.people["admin"]) == 4
    own = own_side(books.administration)
    assert (own.deductible_share, own.import_licence, own.chain_role) == (Decimal("0.625"), True, "contractor")
    assert own.car_share == Decimal("0.35")
    changes = AuditEvent.objects.filter(action="policy.changed").values_list("data", flat=True)
    assert {(row["name"], row["new"]) for row in changes} >= {
        ("deductible_percent", "62.5"),
        ("import_licence", "True"),
    }
    assert set_position(books.administration, position_from(TYPED), by=books.people["admin"]) == 0


@pytest.mark.parametrize(
    "typed", [{"deductible_percent": "101"}, {"deductible_percent": ""}, {"car_percent": "60"}, {"car_percent": "1/3"}]
)
def test_a_share_that_is_none_is_refused(typed: dict[str, str]) -> None:
    with pytest.raises(FieldInvalid):
        position_from({**TYPED, **typed})


def test_only_who_configures_sets_it(books: Books) -> None:
    with pytest.raises(RightMissing):
        set_position(books.administration, position_from(TYPED), by=books.people["clerk"])


def test_on_the_page(books: Books) -> None:
    client = Client()
    client.force_login(books.people["admin"])
    where = reverse("vat-position", args=[books.administration.pk])
    assert client.post(where, {"deductible_percent": "veel"}).status_code == 422
    assert client.post(where, {"deductible_percent": "80"}).status_code == 302
    page = client.get(reverse("tuning", args=[books.administration.pk])).content.decode()
    assert 'name="deductible_percent"' in page
    assert 'value="80"' in page
