"""A lesson from its approval to the next document, and what takes it away again."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from domain.reading import Reading
from exact.models import Administration, Vendor
from jobs import runner
from ocr.local.api import read_pages
from ocr.page import Page, ReadContext
from samples.hard_prints import papers
from tests.ocr.local.paper import Row, dutch_invoice, page
from tests.workbench.support import desk
from workbench.accounts.people import Person
from workbench.accounts.rights import RightMissing
from workbench.approval.services import approve_draft, withdraw_approval
from workbench.drafts.services import confirm_field, edit_field
from workbench.intake import blobs
from workbench.learning import services
from workbench.learning.selectors import field_notes, layouts_shown
from workbench.learning.vendor_of import lessons_for
from workbench.models import AuditEvent, Document, DocumentPage, Draft, LayoutLesson, VendorLayout
from workbench.pipeline.derive import derive_by_id
from workbench.pipeline.drafting import draft_from_reading
from workbench.vendors.services import choose_vendor

pytestmark = pytest.mark.django_db


@pytest.fixture
def books() -> Administration:
    return desk.books()


@pytest.fixture
def clerk(books: Administration) -> Person:
    return desk.person("anna", books, "clerk", "approver")


def odd_paper(number: str, **change: str) -> list[Row | None]:
    """The vendor's own paper: the number behind a word that no list holds."""
    rows = dutch_invoice(number="", supplier=desk.BOLTS.name, **change)
    rows[5] = [(0.1, desk.BOLTS.buyer), (0.55, "Volgcode"), (0.75, number)]
    rows[18] = [(0.1, f"KvK 12345678 | Btw {desk.BOLTS.vat} | IBAN NL91 ABNA 0417 1643 00")]
    return rows


def other_paper(number: str) -> list[Row | None]:
    """The same vendor, another program."""
    rows = odd_paper(number)
    return [[(0.93 - x, f"~{text}" if "Btw" not in text else text) for x, text in row] if row else None for row in rows]


def came_in(books: Administration, rows: list[Row | None]) -> Draft:
    """The judged draft of a page, read as the pipeline reads it: with what is known of its vendor by then."""
    sheet: Page = page(rows)
    document = Document.objects.create(
        administration=books, blob=blobs.put(repr(rows).encode()), name="paper.pdf", kind="pdf", state="read"
    )
    words = [[w.text, w.x0, w.y0, w.x1, w.y1] for w in sheet.words]
    DocumentPage.objects.create(document=document, number=1, words=words)
    reading = read_pages([sheet], context=ReadContext(lessons=lessons_for(document)))
    document.reading = reading.to_json()
    document.save()
    draft = draft_from_reading(document, reading)
    assert draft is not None
    derive_by_id(draft.pk)
    return Draft.objects.get(pk=draft.pk)


def approve(draft: Draft, clerk: Person, **typed: str) -> None:
    """What people do with it: type what is missing, confirm what is doubtful, code, approve; then the job runs."""
    for name, value in typed.items():
        edit_field(draft.pk, name=name, typed=value, by=clerk)
    draft.refresh_from_db()
    for name, stored in draft.fields.items():
        if stored.get("state") == "check":
            confirm_field(draft.pk, name=name, by=clerk)
    desk.coded(draft, clerk)
    chief, _ = User.objects.get_or_create(username="chef")
    if not chief.memberships.exists():
        desk.person("chef", Administration.objects.get(), "approver")
    approve_draft(draft.pk, by=chief)
    runner.drain(("learn",))


def confirm(draft: Draft, **values: str) -> None:
    """The same in short: the draft as it stands once it was approved with these values."""
    for name, value in values.items():
        draft.fields[name] = {**draft.fields.get(name, {}), "value": value, "source": "person", "checks": []}
    Draft.objects.filter(pk=draft.pk).update(fields=draft.fields, state="approved")
    services.learn_by_id(draft.pk)


def taught(books: Administration, count: int) -> list[Draft]:
    drafts = [came_in(books, odd_paper(f"AB-10{n:02}", date=f"{n:02}-02-2026")) for n in range(1, count + 1)]
    for n, draft in enumerate(drafts, 1):
        confirm(draft, invoice_number=f"AB-10{n:02}")
    return drafts


@pytest.mark.parametrize(("confirmed", "number"), [(2, ""), (3, "AB-2044")])
def test_three_approved_documents_are_used_for_the_fourth(books: Administration, confirmed: int, number: str) -> None:
    taught(books, confirmed)
    draft = came_in(books, odd_paper("AB-2044"))
    assert draft.invoice_number == number
    notes = field_notes(draft)
    assert ("invoice_number" in notes) is bool(number)
    assert VendorLayout.objects.get().documents == confirmed


def test_what_was_filled_in_as_learned_is_looked_at_by_a_person(books: Administration) -> None:
    taught(books, 3)
    draft = came_in(books, odd_paper("AB-2044"))
    assert draft.fields["invoice_number"]["state"] == "check"
    assert "READ_DOUBTFUL" in desk.holds_of(draft)
    assert not draft.auto_ok


def test_an_approval_teaches_and_its_withdrawal_takes_that_back(books: Administration, clerk: Person) -> None:
    draft = came_in(books, odd_paper("AB-1001"))
    approve(draft, clerk, invoice_number="AB-1001")
    assert VendorLayout.objects.get().documents == 1
    services.learn_by_id(draft.pk)
    assert LayoutLesson.objects.get().draft_id == draft.pk
    withdraw_approval(draft.pk, by=User.objects.get(username="chef"))
    runner.drain(("learn",))
    assert not VendorLayout.objects.exists()


def test_reset_forgets_and_is_in_the_audit_log(books: Administration, clerk: Person) -> None:
    taught(books, 3)
    vendor = Vendor.objects.get()
    assert services.reset(vendor, by=clerk, layout_id=VendorLayout.objects.get().pk) == 1
    assert came_in(books, odd_paper("AB-2044")).invoice_number == ""
    event = AuditEvent.objects.get(action="layout.reset")
    assert (event.user_id, event.data["vendor"], event.data["documents"]) == (clerk.pk, vendor.name, 3)
    assert not LayoutLesson.objects.exists()


def test_who_may_not_map_vendors_may_not_reset(books: Administration) -> None:
    taught(books, 1)
    with pytest.raises(RightMissing):
        services.reset(Vendor.objects.get(), by=desk.person("kijker", books, "viewer"))
    assert VendorLayout.objects.count() == 1


def test_two_documents_put_right_drop_the_place(books: Administration) -> None:
    taught(books, 3)
    for n in (1, 2):
        rows = odd_paper(f"ZZ-30{n:02}", date=f"1{n}-03-2026")
        rows[8] = [(0.55, "Kenteken"), (0.75, f"QX-40{n:02}")]
        draft = came_in(books, rows)
        assert draft.invoice_number == f"ZZ-30{n:02}"
        confirm(draft, invoice_number=f"QX-40{n:02}")
    assert came_in(books, odd_paper("AB-2044")).invoice_number == ""


def test_a_new_layout_is_news_and_no_hold(books: Administration, clerk: Person) -> None:
    taught(books, 3)
    draft = came_in(books, other_paper("AB-2044"))
    assert draft.vendor is not None
    hold = draft.holds.get(code="LAYOUT_CHANGED")
    assert hold.severity == "info"
    assert "LAYOUT_CHANGED" not in draft.first_blocker.values()
    assert not came_in(books, odd_paper("AB-3000")).holds.filter(code="LAYOUT_CHANGED").exists()
    client = Client()
    client.force_login(clerk)
    link = reverse("vendor-learned", args=[draft.vendor.pk])
    assert link in client.get(reverse("review", args=[draft.pk])).content.decode()


def test_the_page_shows_places_in_words_and_forgets_by_a_button(books: Administration, clerk: Person) -> None:
    taught(books, 3)
    vendor = Vendor.objects.get()
    client = Client()
    client.force_login(clerk)
    shown = client.get(reverse("vendor-learned", args=[vendor.pk])).content.decode()
    assert "Volgcode" in shown
    assert reverse("review", args=[LayoutLesson.objects.latest("taught_at").draft_id]) in shown
    assert "AB-1001" not in str(VendorLayout.objects.get().learnt)
    (layout,) = layouts_shown(vendor)
    assert (layout.active, layout.missing) == (True, 0)
    assert next(p for p in layout.places if p.field == "invoice_number").used
    client.post(reverse("vendor-reset", args=[vendor.pk]))
    assert not VendorLayout.objects.exists()


def test_a_vendor_chosen_by_a_person_is_read_as_learned_without_a_new_recognition(
    books: Administration, clerk: Person
) -> None:
    taught(books, 3)
    rows = odd_paper("AB-2044")
    rows[0], rows[18] = [(0.1, "Huisstijl zonder naam"), (0.7, "FACTUUR")], None
    draft = came_in(books, rows)
    assert (draft.vendor, draft.invoice_number) == (None, "")
    edit_field(draft.pk, name="due_date", typed="01-04-2026", by=clerk)
    choose_vendor(draft.pk, vendor=Vendor.objects.get(), by=clerk)
    draft.refresh_from_db()
    assert draft.invoice_number == "AB-2044"
    assert draft.fields["invoice_number"]["state"] == "check"
    assert draft.fields["due_date"]["value"] == "2026-04-01"
    assert "invoice_number" in field_notes(draft)


def test_an_e_invoice_teaches_nothing(books: Administration) -> None:
    confirm(desk.made(books, "X-1"))
    assert not VendorLayout.objects.exists()


def test_a_lesson_is_of_one_administration(books: Administration) -> None:
    taught(books, 3)
    other = desk.books(900002, "twee", "Twee BV")
    assert came_in(other, odd_paper("AB-2044")).invoice_number == ""


def test_at_most_five_layouts_per_vendor(books: Administration) -> None:
    (draft,) = taught(books, 1)
    row = VendorLayout.objects.get()
    for _ in range(5):
        VendorLayout.objects.create(administration=books, vendor=row.vendor, learnt={})
    LayoutLesson.objects.all().delete()
    row.delete()
    services.learn_by_id(draft.pk)
    assert VendorLayout.objects.count() == services.MOST_LAYOUTS


def test_files_teach_from_intake_to_the_next_file(books: Administration, clerk: Person) -> None:
    """The whole way, with PDFs: received, read, approved, and the fourth read as learned."""
    mine = [paper for paper in papers() if paper.print.name.startswith("Volgwerk")][:4]
    first = mine[0].truth["fields"]
    Vendor.objects.update(vat_number=first["supplier_vat"], name=first["supplier_name"], registration="")
    Vendor.objects.get().bank_accounts.update(iban=first["supplier_iban"])
    for paper in mine[:3]:
        truth = paper.truth["fields"]
        draft = desk.draft_from(books, clerk, f"{paper.truth['id']}.pdf", paper.data)
        assert draft.invoice_number != truth["invoice_number"]
        confirm(draft, **{n: truth[n] for n in ("invoice_number", "order_reference")})
    last = mine[3].truth["fields"]
    draft = desk.draft_from(books, clerk, "vierde.pdf", mine[3].data)
    assert (draft.invoice_number, draft.order_reference) == (last["invoice_number"], last["order_reference"])
    reading = Reading.from_json(draft.documents.get(role="main").reading)
    assert "READ_AS_LEARNED" in {f.code for f in reading.findings}
