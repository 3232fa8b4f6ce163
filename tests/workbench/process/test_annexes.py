"""Annexes: what is one, whose it is, how it gets to its invoice and back. An invoice is never taken for an annex."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from domain.evidence import Source
from domain.reading import DocumentType, FieldValue, Reading
from exact.models import Administration
from jobs.models import Job
from tests.workbench.support import desk
from workbench.accounts.people import Person
from workbench.accounts.rights import RightMissing
from workbench.drafts.annexes import put_with, take_out
from workbench.drafts.services import set_kind
from workbench.drafts.states import DraftKind, DraftState
from workbench.intake import blobs
from workbench.models import AuditEvent, Document, Draft, IntakeEntry, Message
from workbench.models.intake import Outcome
from workbench.models.message import MessageState
from workbench.pipeline.derive import derive_by_id
from workbench.pipeline.derive.annex_rules import Paper, annex_kind, belongs, headings_of
from workbench.pipeline.drafting import draft_from_reading
from workbench.posting.payload import attachments_of


@pytest.mark.parametrize(
    ("type_", "headings", "kind"),
    [
        ("other", ["Bakker Advies B.V.", "Algemene voorwaarden"], "terms"),
        ("other", ["General terms and conditions of sale"], "terms"),
        ("other", ["Allgemeine Geschäftsbedingungen"], "terms"),
        ("other", ["Conditions générales de vente"], "terms"),
        ("invoice", ["Urenspecificatie", "Factuur: 2026-8801"], "hours"),
        ("other", ["Timesheet oktober 2026"], "hours"),
        ("other", ["Stundennachweis"], "hours"),
        ("invoice", ["Bakker B.V.", "Specificatie bij factuur 2026-8801"], "specification"),
        ("invoice", ["Factuurspecificatie"], "specification"),
        ("other", ["Annexe 1"], "specification"),
        ("delivery_note", ["Pakbon"], "delivery_note"),
        # Whose heading names an invoice first is one, whatever follows.
        ("invoice", ["FACTUUR", "Urenspecificatie"], ""),
        ("invoice", ["Rechnung 2026-17", "Leistungsnachweis"], ""),
        ("invoice", ["Creditnota", "Specificatie"], ""),
        # The label of a number is no heading.
        ("invoice", ["Factuurnummer 2026-8801", "Specificatie"], "specification"),
        ("invoice", ["Bakker B.V."], ""),
        ("other", ["Nieuwsbrief november"], ""),
        # Papers with a life of their own stay by themselves.
        ("reminder", ["Specificatie openstaande posten"], ""),
        ("statement", ["Specificatie"], ""),
        ("order_confirmation", ["Algemene voorwaarden"], ""),
        ("", ["Specificatie"], ""),
    ],
)
def test_the_heading_says_what_an_annex_is(type_: str, headings: list[str], kind: str) -> None:
    assert annex_kind(Paper(type_, tuple(headings))) == kind


INVOICE = Paper("invoice", ("Factuur",), "", "2026-8801", Decimal("1452.00"), Decimal("1200.00"), "NL1", True)
HOURS = Paper("invoice", ("Urenspecificatie",))


@pytest.mark.parametrize(
    ("paper", "together", "answer"),
    [
        (HOURS, True, True),
        (replace(HOURS, gross=Decimal("1200.00")), True, True),  # the invoice's net
        (replace(HOURS, gross=Decimal("400.00")), True, True),  # one person's part, which asks for nothing
        (replace(HOURS, number="2026-8801", gross=Decimal("1452.00"), asks_payment=True), True, True),
        # A number and a total of its own: an invoice, whatever it calls itself.
        (replace(HOURS, number="2026-9900", gross=Decimal("1210.00"), asks_payment=True), True, False),
        (replace(HOURS, number="2026-9900", gross=Decimal("1210.00")), True, False),
        # Money is asked for, and not the invoice's: its number may just not have been read.
        (replace(HOURS, gross=Decimal("1210.00"), asks_payment=True), True, False),
        # Another supplier's paper.
        (replace(HOURS, vat_number="NL2"), True, False),
        # Not in one mail: then the paper itself must say whose it is.
        (HOURS, False, False),
        (replace(HOURS, text="uren bij factuur 2026-8801"), False, True),
        (replace(HOURS, vat_number="NL1"), False, True),
    ],
)
def test_whose_annex_it_is(paper: Paper, together: bool, answer: bool) -> None:
    assert belongs(paper, INVOICE, together=together) is answer


def test_headings_are_the_short_lines_at_the_top_parted_by_wide_gaps() -> None:
    words = [["ACME", 0.1, 0.05, 0.2, 0.07], ["BV", 0.21, 0.05, 0.24, 0.07], ["Urenstaat", 0.6, 0.052, 0.8, 0.072]]
    low = [["Specificatie", 0.1, 0.8, 0.3, 0.82]]
    assert headings_of([*words, *low]) == ("ACME BV", "Urenstaat")


# ---- with drafts ----


@pytest.fixture
def books(db: None) -> Administration:
    return desk.books()


@pytest.fixture
def clerk(books: Administration) -> Person:
    return desk.person("klerk", books, "clerk")


@pytest.fixture
def mail(books: Administration) -> Message:
    return Message.objects.create(
        administration=books, raw=blobs.put(b"Subject: x\n\n."), state=MessageState.PROCESSED, source="smtp"
    )


def file_of(books: Administration, name: str, mail: Message | None, batch: IntakeEntry | None = None) -> Document:
    """A file that came in and is not read yet."""
    blob = blobs.put(name.encode())
    made = Document.objects.create(administration=books, blob=blob, name=name, kind="pdf", message=mail)
    shared = {"batch": batch.batch} if batch else {}
    IntakeEntry.objects.create(
        administration=books, name=name, document=made, message=mail, blob=blob, outcome=Outcome.DOCUMENT, **shared
    )
    return made


def read(document: Document, found: Reading, heading: str) -> Draft | None:
    """The file read and judged, with one line on its page; its draft, None when it has none any more."""
    document.state, document.reading = "read", found.to_json()
    document.save()
    document.page_rows.create(number=1, words=[[heading, 0.1, 0.05, 0.5, 0.07]])
    draft = draft_from_reading(document, found)
    assert draft is not None
    derive_by_id(draft.pk)
    return Draft.objects.filter(pk=draft.pk).first()


def invoice(document: Document, number: str = "2026-8801") -> Draft:
    draft = read(document, desk.reading(number), "Factuur")
    assert draft is not None
    return draft


TERMS = Reading(document_type=DocumentType.OTHER)
SHEET = Reading(
    document_type=DocumentType.INVOICE, fields={"net_total": FieldValue("100.00", 0.9, Source.TEXT, proven=False)}
)


def outcome(document: Document) -> tuple[str, str, Draft | None]:
    document.refresh_from_db()
    return document.entries.get().outcome, document.role, document.draft


@pytest.mark.parametrize("invoice_first", [True, False])
@pytest.mark.parametrize(("found", "heading"), [(TERMS, "Algemene voorwaarden"), (SHEET, "Urenspecificatie")])
def test_the_annex_of_a_mail_goes_with_its_one_invoice(
    books: Administration, mail: Message, found: Reading, heading: str, invoice_first: bool
) -> None:
    paper, annex = file_of(books, "factuur.pdf", mail), file_of(books, "bijlage.pdf", mail)
    if invoice_first:
        case = invoice(paper)
        assert read(annex, found, heading) is None
    else:
        waiting = read(annex, found, heading)
        assert waiting is not None
        assert "ANNEX_WAITS" in desk.holds_of(waiting)
        case = invoice(paper)
        desk.work()
    assert outcome(annex) == ("annex", "annex", case)
    assert outcome(paper)[0] == "document"
    assert [each["name"] for each in attachments_of(case)] == ["factuur.pdf", "bijlage.pdf"]
    assert AuditEvent.objects.filter(action="annex.attached", draft_id=case.pk).count() == 1
    assert Draft.objects.count() == 1


def test_each_annex_of_a_mail_goes_there(books: Administration, mail: Message) -> None:
    paper, sheet, terms = (file_of(books, f"{n}.pdf", mail) for n in "123")
    case = invoice(paper)
    assert read(sheet, SHEET, "Urenspecificatie") is not None  # the third is not read yet
    assert read(terms, TERMS, "Algemene voorwaarden") is None
    desk.work()
    assert [outcome(each) for each in (sheet, terms)] == [("annex", "annex", case)] * 2


def test_an_invoice_that_joins_another_case_wakes_its_annex(books: Administration, mail: Message) -> None:
    earlier = desk.made(books, "2026-8801", kind="xml")
    paper, annex = file_of(books, "factuur.pdf", mail), file_of(books, "bijlage.pdf", mail)
    assert read(annex, TERMS, "Algemene voorwaarden") is not None
    assert read(paper, desk.reading("2026-8801"), "Factuur") is None
    desk.work()
    assert outcome(paper)[1:] == ("second_source", earlier)
    assert outcome(annex) == ("annex", "annex", earlier)


def test_with_several_invoices_a_person_decides_and_can_take_it_back(
    books: Administration, mail: Message, clerk: Person
) -> None:
    first, second, annex = (file_of(books, f"{n}.pdf", mail) for n in "123")
    cases = [invoice(first), invoice(second, "2026-8802")]
    found = replace(TERMS, fields={"original_invoice": FieldValue("2026-8802", 0.9, Source.TEXT, proven=False)})
    draft = read(annex, found, "Specificatie 2026-8802")
    assert draft is not None
    hold = draft.holds.get(code="ANNEX_PROPOSED")
    assert hold.params["other"] == str(cases[1].pk)

    put_with(draft.pk, other_id=cases[1].pk, by=clerk)
    draft.refresh_from_db()
    assert outcome(annex) == ("annex", "annex", cases[1])
    assert (draft.state, list(draft.superseded_by.all())) == (DraftState.SUPERSEDED, [cases[1]])

    own = take_out(annex.pk, by=clerk)
    assert outcome(annex) == ("document", "main", own)
    assert (own.kind, own.kind_by_person, own.state) == ("purchase_invoice", True, "review")
    derive_by_id(own.pk)
    assert outcome(annex) == ("document", "main", own)  # a person said so


def test_nothing_is_lost(books: Administration, mail: Message, clerk: Person) -> None:
    """What is not surely an annex keeps a draft of its own."""
    paper, other, touched = (file_of(books, f"{n}.pdf", mail) for n in "123")
    case = invoice(paper)
    trick = read(other, desk.reading("2026-9900", "1000.00"), "Urenspecificatie")
    assert trick is not None
    assert trick.invoice_number == "2026-9900"
    waiting = read(touched, TERMS, "Nieuwsbrief")
    assert waiting is not None
    set_kind(waiting.pk, kind=DraftKind.PURCHASE_INVOICE, by=clerk)
    touched.page_rows.update(words=[["Urenspecificatie", 0.1, 0.05, 0.5, 0.07]])
    derive_by_id(waiting.pk)
    assert {row.pk for row in Draft.objects.all()} == {case.pk, trick.pk, waiting.pk}
    assert not Document.objects.filter(role="annex").exists()


def test_files_of_one_upload_wait_until_all_are_here(books: Administration) -> None:
    paper = file_of(books, "factuur.pdf", None)
    annex = file_of(books, "bijlage.pdf", None, paper.entries.get())
    case = invoice(paper)
    found = desk.reading("2026-8801", gross_total="", vat_total="", net_total="")
    draft = read(annex, replace(found, lines=(), vat_breakdown=()), "Urenspecificatie")
    assert draft is not None
    assert "ANNEX_WAITS" in desk.holds_of(draft)
    later = Job.objects.get(kind="derive", dedupe_key__startswith="annex:")
    assert later.run_at > timezone.now()
    IntakeEntry.objects.update(received_at=timezone.now() - timedelta(minutes=1))
    derive_by_id(draft.pk)
    assert outcome(annex) == ("annex", "annex", case)


def test_rights(books: Administration, mail: Message) -> None:
    paper, annex = file_of(books, "factuur.pdf", mail), file_of(books, "bijlage.pdf", mail)
    invoice(paper)
    read(annex, TERMS, "Algemene voorwaarden")
    viewer = desk.person("kijker", books, "viewer")
    with pytest.raises(RightMissing):
        take_out(annex.pk, by=viewer)
    assert outcome(annex)[1] == "annex"
