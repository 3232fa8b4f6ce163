"""VAT table, tolerances and policy of an administration: changed by an admin, audited, felt by open drafts."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from domain.tolerances import Limit, Scope, Side, ToleranceKind
from domain.vat import Treatment
from jobs import runner
from matching.models import VatCodeMapping
from matching.vat import learned
from tests.workbench.support.books import Books, make_books, make_draft
from workbench.accounts.rights import RightMissing
from workbench.drafts.changing import DraftRefused
from workbench.drafts.fields import FieldInvalid
from workbench.models import AuditEvent, Policy
from workbench.pipeline.derive import derive_by_id
from workbench.pipeline.derive.tolerances import tolerance_table
from workbench.tuning import services

pytestmark = pytest.mark.django_db
PLAIN = {"four_eyes_from": "2500", "cooling_off_days": "3", "match_without_reference": "1"}


@pytest.fixture
def books() -> Books:
    return make_books()


def vat_row(books: Books) -> VatCodeMapping:
    return learned.confirm(books.administration, Treatment("NL_STD21"), Decimal(21), "", "2", by="x")


@pytest.mark.parametrize(
    ("typed", "limit"),
    [
        ({}, None),
        ({"PRICE_UNIT.upper:percent": "5"}, Limit(Decimal(5))),
        ({"PRICE_UNIT.upper:percent": "0.125"}, Limit(Decimal("0.125"))),
        (
            {"PRICE_UNIT.upper:percent": "2,5 %", "PRICE_UNIT.upper:amount": "1.000"},
            Limit(Decimal("2.5"), Decimal(1000)),
        ),
        ({"PRICE_UNIT.upper:amount": "0.125"}, Limit(None, Decimal("0.125"))),
        ({"PRICE_UNIT.upper:percent": "0"}, Limit(Decimal(0))),
        ({"PRICE_UNIT.upper:off": "1"}, Limit(checked=False)),
    ],
)  # fmt: skip
def test_a_tolerance_reaches_the_match(books: Books, typed: dict[str, str], limit: Limit | None) -> None:
    content = services.policy_from({**PLAIN, **typed})
    services.set_policy(books.administration, content, by=books.people["admin"])
    found = tolerance_table(books.administration).explicit(ToleranceKind.PRICE_UNIT, Side.UPPER, Scope())
    if limit is None or not limit.checked:
        assert (found.limit if found else None) == limit
        return
    assert found is not None and found.limit == limit and found.set_by == "admin-een"


@pytest.mark.parametrize(
    "typed",
    [
        {"PRICE_UNIT.upper:percent": "-1"},
        {"PRICE_UNIT.upper:amount": "veel"},
        {"four_eyes_from": ""},
        {"cooling_off_days": "0"},
        {"cooling_off_days": "x"},
    ],
)
def test_what_is_no_policy(typed: dict[str, str]) -> None:
    with pytest.raises(FieldInvalid, match="TOLERANCE_INVALID"):
        services.policy_from({**PLAIN, **typed})


def test_each_change_is_audited_once(books: Books) -> None:
    admin = books.people["admin"]
    typed = {**PLAIN, "four_eyes_from": "1000", "order_required": "1", "PRICE_UNIT.upper:percent": "5"}
    assert services.set_policy(books.administration, services.policy_from(typed), by=admin) == 3
    assert services.set_policy(books.administration, services.policy_from(typed), by=admin) == 0
    assert services.set_policy(books.administration, services.policy_from(PLAIN), by=admin) == 3
    events = AuditEvent.objects.filter(action="policy.changed").order_by("seq")
    told = [(event.data["name"], event.data["old"], event.data["new"]) for event in events]
    assert told[2] == ("PRICE_UNIT.upper", "", "5 %") and told[5] == ("PRICE_UNIT.upper", "5 %", "")
    policy = Policy.objects.get()
    assert (policy.four_eyes_from, policy.order_required, policy.tolerances) == (Decimal("2500"), False, {})


@pytest.mark.parametrize("who", ["viewer", "clerk", "approver", "editor"])
def test_admins_only(books: Books, who: str, client: Client) -> None:
    person, row = books.people[who], vat_row(books)
    with pytest.raises(RightMissing):
        services.set_policy(books.administration, services.policy_from(PLAIN), by=person)
    with pytest.raises(RightMissing):
        services.change_vat_code(row, "1", by=person)
    with pytest.raises(RightMissing):
        services.forget_vat_code(row, by=person)
    client.force_login(person)
    assert client.get(reverse("tuning", args=[books.administration.pk])).status_code == 403


def test_another_code_and_none_are_felt_by_open_drafts(books: Books) -> None:
    row, admin = vat_row(books), books.people["admin"]
    draft = make_draft(books)
    derive_by_id(draft.pk)
    assert draft.lines.get().vat_code == "2"
    with pytest.raises(DraftRefused, match="VAT_CODE_NOT_THERE"):
        services.change_vat_code(row, "99", by=admin)
    services.change_vat_code(row, "1", by=admin)
    assert VatCodeMapping.objects.get().code == "1"
    services.forget_vat_code(VatCodeMapping.objects.get(), by=admin)
    runner.drain(("derive",))
    assert draft.holds.filter(code="VAT_CODE_UNMAPPED").exists()
    actions = AuditEvent.objects.filter(action__startswith="vat_code").order_by("seq").values_list("action", flat=True)
    assert list(actions) == ["vat_code.changed", "vat_code.forgotten"]


def test_the_page(books: Books, client: Client) -> None:
    row = vat_row(books)
    client.force_login(books.people["admin"])
    page = reverse("tuning", args=[books.administration.pk])
    assert client.get(page).status_code == 200
    assert client.post(page, {**PLAIN, "PRICE_UNIT.upper:percent": "x"}).status_code == 422
    assert client.post(page, {**PLAIN, "PRICE_UNIT.upper:percent": "7"}).status_code == 302
    assert Policy.objects.get().tolerances["PRICE_UNIT.upper"]["percent"] == "7"
    assert client.get(reverse("connect")).status_code == 200
    other = make_books("twee", 2)
    client.force_login(other.people["admin"])
    assert client.get(page).status_code == 404
    assert client.post(reverse("vat-code-forget", args=[row.pk])).status_code == 404
    assert client.post(reverse("vat-code-change", args=[row.pk]), {"code": "1"}).status_code == 404
