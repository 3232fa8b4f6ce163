"""A vendor from a document: checked, compared, confirmed by somebody else, made once in Exact, and then known."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.test import Client
from django.urls import reverse

from exact import relations
from exact.errors import OutcomeUnknown
from exact.models import Administration, Vendor
from exact.sandbox.server import SandboxServer
from tests.exact.connecting import stored
from tests.exact.sandbox.mini_world import ONE
from tests.workbench.support.books import Books, make_books, make_draft, person
from workbench.accounts.rights import RightMissing
from workbench.drafts.changing import DraftRefused
from workbench.models import AuditEvent, Draft, Role
from workbench.newvendors import services
from workbench.newvendors.forms import VendorText, checked, from_draft
from workbench.pipeline.derive import derive_by_id

pytestmark = pytest.mark.django_db
VAT, IBAN = "NL004495445B01", "NL20INGB0001234567"
TEXT = VendorText(name="Nieuwe Bouw B.V.", vat_number=VAT, iban=IBAN, country="NL", city="Utrecht")


@pytest.fixture
def books(administration: Administration) -> Books:
    made = Books(administration)
    for name, role in (("clerk", Role.CLERK), ("clerk2", Role.CLERK), ("editor", Role.VENDOR_EDITOR)):
        person(made, name, role)
    person(made, "viewer", Role.VIEWER)
    return made


def document(books: Books) -> Draft:
    """An invoice of a sender nobody knows."""
    draft = make_draft(books, iban=IBAN)
    for name, value in (("supplier_name", TEXT.name), ("supplier_vat", VAT), ("supplier_country", "NL")):
        draft.fields[name] = {"value": value, "state": "confirmed"}
    draft.save()
    derive_by_id(draft.pk)
    draft.refresh_from_db()
    assert draft.vendor is None
    return draft


def accounts(server: SandboxServer, name: str = TEXT.name) -> list[str]:
    return [row["ID"] for row in stored(server, ONE, "crm/Accounts") if row.get("Name") == name]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"name": ""}, "VENDOR_NAME"),
        ({"country": "Nederland"}, "VENDOR_COUNTRY_INVALID"),
        ({"vat_number": "NL004495446B01"}, "VENDOR_VAT_INVALID"),
        ({"registration": "1234567"}, "VENDOR_REGISTRATION_INVALID"),
        ({"country": "BE", "vat_number": "", "registration": "0403.019.262"}, "VENDOR_REGISTRATION_INVALID"),
        ({"iban": "NL21INGB0001234567"}, "VENDOR_IBAN_INVALID"),
        ({"email": "geen adres"}, "VENDOR_EMAIL_INVALID"),
    ],
)
@pytest.mark.django_db
def test_what_is_no_vendor(change: dict[str, str], code: str) -> None:
    with pytest.raises(DraftRefused, match=code):
        checked(replace(TEXT, **change))


def test_our_own_number_is_nobodys_vendor() -> None:
    own = make_books()
    own.administration.vat_number = VAT
    own.administration.save()
    with pytest.raises(DraftRefused, match="VENDOR_OURS"):
        checked(TEXT)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        (TEXT, "vat"),
        (replace(TEXT, vat_number="", iban="NL91ABNA0417164300"), "iban"),
        (replace(TEXT, name="JANSEN BOUW BV", vat_number="", iban=""), "name"),
        (replace(TEXT, vat_number="", iban=""), ""),
    ],
)
def test_duplicates_are_shown(text: VendorText, key: str) -> None:
    here = make_books()
    found = services.same_vendors(here.administration, checked(text))
    assert [each.key for each in found] == ([key] if key else [])


def test_a_duplicate_needs_a_persons_word() -> None:
    here = make_books()
    draft = make_draft(here)
    with pytest.raises(DraftRefused, match="VENDOR_EXISTS"):
        services.propose(draft.pk, checked(TEXT), by=here.people["clerk"])
    assert services.propose(draft.pk, checked(TEXT, separate=True), by=here.people["clerk"]).data["separate"]


def test_a_second_person_makes_it_and_what_waited_is_solved(books: Books, exact_server: SandboxServer) -> None:
    draft, waiting = document(books), document(books)
    row = services.propose(draft.pk, checked(from_draft(draft)), by=books.people["clerk"])
    assert accounts(exact_server) == []
    for who, refusal in (("clerk", RightMissing), ("clerk2", RightMissing), ("viewer", RightMissing)):
        with pytest.raises(refusal):
            services.confirm(row.pk, by=books.people[who])
    assert accounts(exact_server) == []
    done = services.confirm(row.pk, by=books.people["editor"])
    (made,) = accounts(exact_server)
    banks = [bank for bank in stored(exact_server, ONE, "crm/BankAccounts") if bank["Account"] == made]
    assert [bank["BankAccount"] for bank in banks] == [IBAN]
    vendor = Vendor.objects.get(administration=books.administration, exact_id=made)
    assert (done.state, done.vendor, vendor.vat_number) == ("done", vendor, VAT)
    assert list(vendor.bank_accounts.values_list("iban", flat=True)) == [IBAN]
    for each in (draft, waiting):
        each.refresh_from_db()
        assert each.vendor == vendor
    actions = AuditEvent.objects.filter(action__startswith="vendor.c").values_list("action", flat=True)
    assert sorted(set(actions)) == ["vendor.confirmed", "vendor.created"]
    with pytest.raises(DraftRefused, match="VENDOR_CLOSED"):
        services.confirm(row.pk, by=books.people["editor"])
    assert len(accounts(exact_server)) == 1


def test_the_proposer_may_not_confirm(books: Books, exact_server: SandboxServer) -> None:
    draft = document(books)
    row = services.propose(draft.pk, checked(TEXT), by=books.people["editor"])
    with pytest.raises(DraftRefused, match="VENDOR_SAME_PERSON"):
        services.confirm(row.pk, by=books.people["editor"])
    assert accounts(exact_server) == []


def test_a_lost_answer_makes_no_second_vendor(
    books: Books, exact_server: SandboxServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = document(books)
    row = services.propose(draft.pk, checked(TEXT), by=books.people["clerk"])

    def lost(*_: object) -> None:
        raise OutcomeUnknown("the answer was lost")

    with monkeypatch.context() as broken:
        broken.setattr(relations, "_bank_account", lost)
        with pytest.raises(DraftRefused, match="VENDOR_NOT_MADE"):
            services.confirm(row.pk, by=books.people["editor"])
    row.refresh_from_db()
    assert (row.state, row.error, len(accounts(exact_server))) == ("confirmed", "the answer was lost", 1)
    services.confirm(row.pk, by=books.people["editor"])
    assert len(accounts(exact_server)) == 1


def test_making_twice_is_one_vendor(books: Books, exact_server: SandboxServer) -> None:
    data = checked(TEXT)
    first = relations.create_vendor(books.administration, data, "x")
    assert relations.create_vendor(books.administration, data, "x") == first
    other = relations.create_vendor(books.administration, checked(replace(TEXT, name="Ander"), separate=True), "x")
    assert other != first


def test_completing_fills_only_what_is_empty(books: Books, exact_server: SandboxServer) -> None:
    exact_id = relations.create_vendor(books.administration, checked(replace(TEXT, vat_number="", iban="")), "x")
    vendor = Vendor.objects.get(exact_id=exact_id)
    data = checked(replace(TEXT, city="Elders", email="info@nieuwebouw.nl"))
    row = services.propose_completion(vendor, data, by=books.people["clerk"])
    assert sorted(row.data) == ["email", "name", "vat_number"], "no city, and never a bank account"
    with pytest.raises(DraftRefused, match="VENDOR_SAME_PERSON"):
        services.confirm(row.pk, by=books.people["clerk"])
    services.confirm(row.pk, by=books.people["clerk2"])
    vendor.refresh_from_db()
    assert (vendor.vat_number, vendor.email, vendor.city) == (VAT, "info@nieuwebouw.nl", "Utrecht")
    with pytest.raises(DraftRefused, match="VENDOR_FILLED"):
        services.propose_completion(vendor, data, by=books.people["clerk"])


def test_a_refused_proposal_goes_nowhere(books: Books, exact_server: SandboxServer) -> None:
    row = services.propose(document(books).pk, checked(TEXT), by=books.people["clerk"])
    with pytest.raises(DraftRefused, match="REASON_NEEDED"):
        services.refuse(row.pk, why=" ", by=books.people["editor"])
    services.refuse(row.pk, why="spookfactuur", by=books.people["editor"])
    with pytest.raises(DraftRefused, match="VENDOR_CLOSED"):
        services.confirm(row.pk, by=books.people["editor"])
    assert accounts(exact_server) == []


def test_the_pages(client: Client) -> None:
    here = make_books()
    draft = make_draft(here)
    client.force_login(here.people["clerk"])
    page = client.get(reverse("vendor-new", args=[draft.pk])).content.decode()
    assert VAT in page and "Jansen Bouw" in page
    sent = {**TEXT.as_dict(), "separate": "1"}
    answer = client.post(reverse("vendor-new", args=[draft.pk]), sent)
    assert client.get(answer.headers["Location"]).status_code == 200
    assert client.get(reverse("vendor-proposals")).status_code == 200
    assert client.post(reverse("vendor-new", args=[draft.pk]), {**sent, "iban": "NL00"}).status_code == 422
    other = make_books("twee", 2)
    client.force_login(other.people["editor"])
    assert client.get(answer.headers["Location"]).status_code == 404
    assert client.post(answer.headers["Location"] + "confirm/").status_code == 404
    assert client.get(reverse("vendor-new", args=[draft.pk])).status_code == 404
