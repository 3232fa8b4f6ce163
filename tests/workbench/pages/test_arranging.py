"""Pages arranged on the screen and read again, end to end: real PDFs, the truth of what is printed on them."""

from __future__ import annotations

import io
from decimal import Decimal
from typing import Any

import pypdfium2
import pytest
from django.urls import reverse
from PIL import Image
from pypdf import PdfReader

from domain.reading import Reading
from exact.models import Administration
from samples.embed import facturx, image_pdf, jpeg
from tests.workbench.pages.conftest import Screen
from tests.workbench.pages.papers import invoice, leaf, pile
from tests.workbench.support import desk
from workbench.accounts.people import Person
from workbench.drafts import services as drafts
from workbench.intake import blobs
from workbench.models import AuditEvent, Document, Draft, IntakeEntry
from workbench.pipeline.drafting import draft_from_reading
from workbench.posting.payload import attachments_of

TERMS = ("Algemene voorwaarden", *("Artikel 1. De leverancier levert zoals overeengekomen, zie blad %n.",) * 40)


def figures() -> list[tuple[str, str]]:
    """Number and total of every draft that stands, by number."""
    rows = Draft.objects.exclude(state="superseded").order_by("invoice_number")
    return [(draft.invoice_number, str(draft.gross_total)) for draft in rows]


def words(data: bytes) -> str:
    """All text of a PDF."""
    return " ".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(data))


def attached(draft: Draft) -> list[bytes]:
    """What would be attached in Exact."""
    return [blobs.get(row["sha256"]) for row in attachments_of(draft)]


def test_a_pile_is_cut_ordered_and_joined_again(books: Administration, clerk: Person) -> None:
    # The second page of the first invoice lies behind the second invoice; a blank sheet between.
    received = pile(invoice("F-101", "100.00"), invoice("F-202", "250.00"), leaf(""), leaf("Bijlage bij F-101, uren"))
    first = desk.draft_from(books, clerk, "stapel.pdf", received)
    everything = {draft.pk for draft in Draft.objects.all()}
    assert figures() == [("F-101", "121.00"), ("F-202", "302.50")], "the machine cut at the second invoice"
    (paper,) = attached(first)
    assert "F-101" in words(paper) and "F-202" not in words(paper), "each goes to Exact with its own pages only"
    assert {"SPLIT_PROPOSED"} <= set(desk.holds_of(first)), "and asks, because it is not wholly sure"

    screen = Screen(clerk, first)
    assert screen.plan == "1 | 2 3 4"
    screen.do("remove", 3)
    screen.do("place", 4, target=screen.key(2))
    assert screen.plan == "1 | 4 2 3r"
    screen.do("back", 2)
    assert screen.plan == "1 4 | 2 3r"
    screen.do("annex", 2)
    answer = screen.do("apply")
    assert answer.status_code == 302
    assert desk.work() > 0

    assert figures() == [("F-101", "121.00"), ("F-202", "302.50")]
    one, two = Draft.objects.exclude(state="superseded").order_by("invoice_number")
    assert "SPLIT_PROPOSED" not in desk.holds_of(one) + desk.holds_of(two), "a person looked"
    (paper,) = attached(one)
    assert "F-101" in words(paper) and "uren" in words(paper) and "F-202" not in words(paper)
    (paper,) = attached(two)
    assert "F-202" in words(paper) and len(pypdfium2.PdfDocument(paper)) == 1, "the blank sheet is not attached"
    # One page of the second was moved away, so it is not the old draft; the first got it and goes on.
    assert one.pk == first.pk
    (gone,) = Draft.objects.filter(state="superseded")
    assert gone.pk in everything and set(gone.superseded_by.all()) == {one, two}

    # And back: put the blank sheet back, everything in one document. Nothing was lost on the way.
    again = Screen(clerk, one)
    assert again.plan == "1 4a | 2 3r"
    again.do("remove", 4)
    again.cut(3)
    assert again.plan == "1 4a 2 3"
    again.do("apply")
    desk.work()
    (whole,) = Draft.objects.exclude(state="superseded")
    document = whole.documents.get(role="main")
    assert [row[1:] for row in document.arrangement] == [[1, 0, "p"], [4, 0, "a"], [2, 0, "p"], [3, 0, "p"]]
    assert blobs.get(document.blob_id) == received, "the original is what came in"
    assert len(pypdfium2.PdfDocument(attached(whole)[0])) == 4


def test_the_pages_as_they_came_in_are_the_file_itself(books: Administration, clerk: Person) -> None:
    received = pile(invoice("F-101", "100.00"), invoice("F-202", "250.00"))
    first = desk.draft_from(books, clerk, "twee.pdf", received)
    screen = Screen(clerk, first)
    screen.cut(2)
    assert screen.plan == "1 2"
    screen.do("apply")
    desk.work()
    first.refresh_from_db()
    assert attached(first) == [received], "all of it, in order, unturned: no copy is made"
    assert figures() == [(first.invoice_number, str(first.gross_total))]


def test_another_waiting_document_goes_behind_this_one(books: Administration, clerk: Person) -> None:
    first = desk.draft_from(books, clerk, "factuur.pdf", invoice("F-101", "100.00"))
    other = desk.draft_from(books, clerk, "specificatie.pdf", leaf("Specificatie van de uren", "maandag 8 uur"))
    drafts.edit_field(first.pk, name="payment_reference", typed="RF18 5390 0754 7034", by=clerk)

    screen = Screen(clerk, first)
    assert [each.draft_id for each in screen.answer.context["candidates"]] == [other.pk]
    screen.do("merge", merge=str(other.pk))
    assert len(screen.table.plan.parts) == 1
    screen.do("undo")
    assert len(screen.table.plan.sheets) == 1, "undo takes the other one off the table"
    screen.do("merge", merge=str(other.pk))
    screen.do("annex", 2)
    screen.do("apply")
    desk.work()

    first.refresh_from_db()
    assert (first.invoice_number, first.gross_total) == ("F-101", Decimal("121.00"))
    assert first.fields["payment_reference"]["value"] == "RF18 5390 0754 7034", "what a person typed stays"
    assert "uren" in words(attached(first)[0]) and len(attached(first)) == 1
    other.refresh_from_db()
    assert other.state == "superseded" and list(other.superseded_by.all()) == [first]
    assert IntakeEntry.objects.get(document__draft=other).outcome == "joined"
    shown = screen.client.get(reverse("review", args=[other.pk]))
    assert reverse("review", args=[first.pk]) in shown.content.decode()


def test_a_turned_page_is_read_and_attached_upright(books: Administration, clerk: Person) -> None:
    upright = pypdfium2.PdfDocument(invoice("F-101", "100.00"))[0].render(scale=150 / 72).to_pil().convert("L")
    lying = jpeg(upright.rotate(-90, expand=True), 80)
    document = Document.objects.create(
        administration=books, blob=blobs.put(lying), name="liggend.jpg", kind="jpeg", state="read", page_count=1
    )
    draft = draft_from_reading(document, Reading())
    assert draft is not None

    screen = Screen(clerk, draft)
    for _quarter in range(3):
        screen.do("turn", 1)
    assert screen.plan == "1@270"
    screen.do("apply")
    assert desk.holds_of(draft).count("PAGES_BEING_READ") == 1, "not to be approved on what was read before"
    desk.work()
    draft.refresh_from_db()
    assert (draft.invoice_number, draft.gross_total) == ("F-101", Decimal("121.00"))
    assert "PAGES_BEING_READ" not in desk.holds_of(draft)
    (paper,) = attached(draft)
    width, height = pypdfium2.PdfDocument(paper)[0].get_size()
    assert width < height and attachments_of(draft)[0]["name"] == "liggend.jpg.pdf"
    assert draft.documents.get().page_rows.get().rotation == 0, "nothing is left to be turned"


def test_an_einvoice_keeps_its_fields_whatever_its_pages(books: Administration, clerk: Person) -> None:
    received = facturx(pile(leaf("Factuur FX-7, zie XML"), leaf("Voorwaarden")), desk.ubl("FX-7", "100.00"))
    draft = desk.draft_from(books, clerk, "fx.pdf", received)
    assert draft.invoice_number == "FX-7"
    screen = Screen(clerk, draft)
    screen.cut(2)
    assert screen.do("apply").status_code == 409, "one invoice cannot be cut in two"
    screen.do("undo")
    screen.do("remove", 2)
    assert screen.do("apply").status_code == 302
    desk.work()
    draft.refresh_from_db()
    assert (draft.invoice_number, str(draft.gross_total)) == ("FX-7", "121.00")
    (paper,) = attached(draft)
    made = pypdfium2.PdfDocument(paper)
    assert len(made) == 1 and made.count_attachments() == 1, "the XML goes along"


def test_terms_are_an_annex_unless_a_person_says_otherwise(books: Administration, clerk: Person) -> None:
    draft = desk.draft_from(books, clerk, "met.pdf", pile(invoice("F-101", "100.00"), leaf(*TERMS)))
    screen = Screen(clerk, draft)
    assert screen.plan == "1 2a"
    screen.do("annex", 2)
    screen.do("apply")
    desk.work()
    document = Document.objects.get()
    assert document.reading["annexes"] == [] and Screen(clerk, draft).plan == "1 2"
    event = AuditEvent.objects.get(action="pages.arranged")
    assert event.draft_id == draft.pk and event.data["arrangement"] == document.arrangement


def test_a_removed_page_is_not_in_what_is_attached(books: Administration, clerk: Person) -> None:
    # The page that stays links to the one that is removed: a link must not carry it along.
    secret = leaf("Blad %n GEHEIM%n", link_to=1, pages=2)
    draft = desk.draft_from(books, clerk, "links.pdf", secret)
    screen = Screen(clerk, draft)
    screen.do("remove", 2)
    screen.do("apply")
    draft.refresh_from_db()
    (paper,) = attached(draft)
    assert len(pypdfium2.PdfDocument(paper)) == 1 and "GEHEIM1" in words(paper)
    assert len(paper) < len(secret) + 1500
    reader = PdfReader(io.BytesIO(paper))
    objects: list[Any] = [reader.get_object(number) for number in reader.xref[0]]
    streams = [each.get_data() for each in objects if hasattr(each, "get_data")]
    assert any(b"GEHEIM1" in stream for stream in streams) and not any(b"GEHEIM2" in stream for stream in streams)


@pytest.mark.parametrize("kind", ["scan", "picture"])
def test_the_same_plan_gives_the_same_bytes(kind: str) -> None:
    from ocr import api as ocr

    drawn = Image.new("L", (400, 560), 240)
    data = image_pdf([drawn, drawn]) if kind == "scan" else jpeg(drawn)
    first, second = (ocr.arrange_pages([data], [(0, 1, 90)]) for _ in range(2))
    assert first.data and first.data == second.data
