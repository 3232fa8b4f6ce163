"""Bad files, mails, people and moments: each gets a message with its next step, nothing is lost, and work goes on."""

from __future__ import annotations

import errno
import uuid
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from exact.models import Administration
from samples import bad
from tests.workbench.support import desk
from workbench.accounts import guesses
from workbench.accounts.people import Person
from workbench.intake import blobs
from workbench.intake.services import Incoming, receive_files, receive_message
from workbench.messages import describe
from workbench.models import Document, Draft, IntakeEntry, Message
from workbench.models.document import DocumentState

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_store(settings: Settings, tmp_path: Path) -> None:
    settings.BLOB_ROOT = tmp_path / "blobs"
    settings.INBOEK_HOME = tmp_path
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def books() -> Administration:
    return desk.books()


@pytest.fixture
def kim(books: Administration) -> Person:
    return desk.person("kim", books, "clerk")


@pytest.fixture
def browser(client: Client, kim: Person) -> Client:
    client.force_login(kim)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


def upload(browser: Client, books: Administration, *files: tuple[str, bytes]) -> HttpResponse:
    """Drop files on the queue, as the page does."""
    sent = [SimpleUploadedFile(name, data) for name, data in files]
    return browser.post(reverse("upload"), {"administration": books.pk, "files": sent}, HTTP_HX_REQUEST="true")


def next_good_document_is_read(browser: Client, books: Administration) -> Draft:
    """Whatever came before: the next e-invoice becomes a draft with its number."""
    number = f"GOED-{uuid.uuid4().hex[:6]}"
    assert upload(browser, books, (f"{number}.xml", desk.ubl(number))).status_code == 200
    desk.work()
    return Draft.objects.get(invoice_number=number)


def page(browser: Client, name: str, *args: Any) -> str:
    """The text of one of our pages."""
    answer = browser.get(reverse(name, args=args))
    assert answer.status_code == 200
    return answer.content.decode()


def says(text: str, code: str, **params: str) -> bool:
    """Whether a page shows the title and the next step of a message."""
    from django.utils.html import escape

    told = describe(code, params)
    return escape(told.title) in text and escape(told.next_step) in text and bool(told.next_step)


# -- files that are refused where they are handed in -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("leeg.pdf", b"", "FILE_EMPTY"),
        ("factuur.pdf", bad.program_named_pdf(), "FILE_PROGRAM"),
        ("pagina.html", bad.script_html(), "FILE_TYPE"),
    ],
)
def test_a_file_that_is_not_taken_says_why_and_what_to_do(
    browser: Client, books: Administration, name: str, data: bytes, code: str
) -> None:
    text = upload(browser, books, (name, data)).content.decode()
    assert says(text, code), text
    entry = IntakeEntry.objects.get(name=name)
    assert (entry.outcome, entry.reason, entry.size) == ("refused", code, len(data))
    # Refused is not thrown away: the bytes stand behind the row.
    assert data == b"" or blobs.get(entry.blob_id or "") == data
    assert next_good_document_is_read(browser, books)


def test_a_bad_file_does_not_stop_its_neighbours(browser: Client, books: Administration) -> None:
    upload(browser, books, ("leeg.pdf", b""), ("a.xml", desk.ubl("A-1")), ("b.exe", bad.program_named_pdf()))
    desk.work()
    assert sorted(IntakeEntry.objects.values_list("outcome", flat=True)) == ["document", "refused", "refused"]
    assert Draft.objects.get().invoice_number == "A-1"


def test_a_zip_inside_a_zip_is_refused_by_name_and_the_rest_is_opened(browser: Client, books: Administration) -> None:
    inner = bad.packed(("in/diep.zip", bad.packed(("x.xml", desk.ubl("X-1")))), ("goed.xml", desk.ubl("GOED-IN-ZIP")))
    upload(browser, books, ("alles.zip", inner))
    desk.work()
    outer = IntakeEntry.objects.get(name="alles.zip")
    assert outer.outcome == "unpacked"
    nested = IntakeEntry.objects.get(name="diep.zip")
    assert (nested.outcome, nested.reason, nested.parent) == ("refused", "NESTED_ARCHIVE", outer)
    assert blobs.get(nested.blob_id or "")
    assert says(page(browser, "upload-row", outer.pk), "NESTED_ARCHIVE")
    assert Draft.objects.get().invoice_number == "GOED-IN-ZIP"


# -- files that cannot be read -----------------------------------------------------------------------------------------


def test_a_locked_pdf_asks_for_its_password_and_opens_with_it(browser: Client, books: Administration) -> None:
    upload(browser, books, ("met-wachtwoord.pdf", bad.locked_pdf()))
    desk.work()
    document = Document.objects.get()
    assert document.state == DocumentState.LOCKED and document.draft is not None
    assert "LOCKED" in desk.holds_of(document.draft)
    assert says(page(browser, "review", document.draft_id), "LOCKED")

    browser.post(reverse("read-again", args=[document.pk]), {"password": "verkeerd"})
    desk.work()
    document.refresh_from_db()
    assert document.state == DocumentState.LOCKED, "a wrong password changes nothing"
    assert "LOCKED" in desk.holds_of(Draft.objects.get())

    browser.post(reverse("read-again", args=[document.pk]), {"password": "geheim"})
    desk.work()
    document.refresh_from_db()
    draft = Draft.objects.get()
    assert document.state == DocumentState.READ and draft.invoice_number and draft.gross_total
    assert "LOCKED" not in desk.holds_of(draft)
    from jobs.models import Job
    from workbench.models import AuditEvent

    kept = [repr(list(model.objects.values())) for model in (Document, Draft, AuditEvent, Job)]
    assert not any("geheim'" in text or "verkeerd" in text for text in kept), "the password is used once and not kept"
    assert next_good_document_is_read(browser, books)


def test_an_xml_with_a_doctype_is_not_parsed_and_says_so(browser: Client, books: Administration) -> None:
    upload(browser, books, ("doctype.xml", bad.doctype_xml()))
    desk.work()
    document = Document.objects.get()
    assert document.state == DocumentState.UNREADABLE and document.draft is not None
    assert "XML_REFUSED" in desk.holds_of(document.draft)
    assert says(page(browser, "review", document.draft_id), "XML_REFUSED", reason="doctype")
    assert next_good_document_is_read(browser, books)


def test_three_hundred_pages_get_a_verdict_and_say_what_was_not_read(browser: Client, books: Administration) -> None:
    upload(browser, books, ("driehonderd.pdf", bad.many_pages_pdf()))
    desk.work()
    document = Document.objects.get()
    assert document.state in (DocumentState.READ, DocumentState.UNREADABLE)
    codes = {finding["code"]: finding["params"] for finding in document.reading["findings"]}
    assert codes["PAGES_SKIPPED"]["found"] == "300"
    assert document.draft is not None and "PAGES_SKIPPED" in desk.holds_of(document.draft)
    assert says(page(browser, "review", document.draft_id), "PAGES_SKIPPED", **codes["PAGES_SKIPPED"])
    assert next_good_document_is_read(browser, books)


def test_half_a_pdf_becomes_a_draft_to_type_in(browser: Client, books: Administration) -> None:
    upload(browser, books, ("afgebroken.pdf", bad.cut_pdf()))
    desk.work()
    document = Document.objects.get()
    assert document.draft is not None and desk.holds_of(document.draft)
    assert document.state in (DocumentState.UNREADABLE, DocumentState.READ)


# -- mails -------------------------------------------------------------------------------------------------------------


def test_a_mail_without_attachment_asks_a_person_to_read_it(browser: Client, books: Administration) -> None:
    raw = bad.mail_without_attachment()
    message = receive_message(raw, administration=books, recipient="facturen@een.example", source="smtp")
    desk.work()
    message.refresh_from_db()
    assert (message.state, message.note) == ("question", "NO_ATTACHMENT")
    assert blobs.get(message.raw_id) == raw
    assert says(page(browser, "inbox"), "NO_ATTACHMENT")
    assert not Draft.objects.exists()
    assert next_good_document_is_read(browser, books)


def test_an_invoice_that_is_only_html_is_read_and_can_be_seen(browser: Client, books: Administration) -> None:
    rows = "<tr><td>Subtotaal</td><td>50,00</td></tr><tr><td>Btw 21%</td><td>10,50</td></tr><tr><td>Totaal</td>"
    source = f"<h1>Factuur 2026-9911</h1><table>{rows}<td>60,50</td></tr></table>"
    raw = f"From: a@b.example\nSubject: Bestelling\nContent-Type: text/html; charset=utf-8\n\n{source}".encode()
    message = receive_message(raw, administration=books, recipient="facturen@een.example", source="smtp")
    desk.work()
    message.refresh_from_db()
    assert message.state == "processed" and Draft.objects.get().documents.get().kind == "eml"
    assert "2026-9911" in page(browser, "inbox")


def test_the_same_mail_twice_is_two_mails_and_one_case(books: Administration) -> None:
    raw = bad.mail_without_attachment()
    for _ in range(2):
        receive_message(raw, administration=books, recipient="facturen@een.example", source="smtp")
        desk.work()
    assert sorted(Message.objects.values_list("note", flat=True)) == ["NO_ATTACHMENT", "SAME_MAIL"]


# -- people ------------------------------------------------------------------------------------------------------------


def test_a_wrong_password_is_told_and_the_ninth_guess_is_not_looked_at(client: Client, kim: Person) -> None:
    address = reverse("login")
    wrong = {"username": "kim", "password": "fout"}
    first = client.post(address, wrong, HTTP_ACCEPT_LANGUAGE="en")
    assert first.status_code == 401
    assert "ask your administrator for a new password" in first.content.decode()
    for _ in range(guesses.ATTEMPTS - 1):
        assert client.post(address, wrong).status_code == 401
    right = {"username": "kim", "password": "geheim-genoeg-7"}
    limited = client.post(address, right, HTTP_ACCEPT_LANGUAGE="en")
    assert limited.status_code == 429
    assert "Wait 15 minutes" in limited.content.decode()
    assert "_auth_user_id" not in client.session
    # The owner is not locked out: from another address the right password still works.
    assert client.post(address, right, REMOTE_ADDR="10.0.0.9").status_code == 302
    assert client.session["_auth_user_id"] == str(kim.pk)


# -- moments -----------------------------------------------------------------------------------------------------------


def test_a_full_disk_takes_nothing_in_and_says_so(
    browser: Client, books: Administration, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(blobs, "write_durably", full)
        answer = upload(browser, books, ("factuur.xml", desk.ubl("VOL-1")))
    assert answer.status_code == 507
    text = answer.content.decode()
    assert says(text, "STORAGE_FULL") and "factuur.xml" in text
    assert not IntakeEntry.objects.exists() and not Document.objects.exists()
    assert next_good_document_is_read(browser, books)


def test_a_disk_that_fills_up_halfway_keeps_what_it_acknowledged(
    browser: Client, books: Administration, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, written = blobs.write_durably, []

    def fills_up(target: Path, data: bytes) -> None:
        if written:
            raise OSError(errno.ENOSPC, "No space left on device")
        written.append(target)
        real(target, data)

    monkeypatch.setattr(blobs, "write_durably", fills_up)
    answer = upload(browser, books, ("eerste.xml", desk.ubl("EEN-1")), ("tweede.xml", desk.ubl("TWEE-1")))
    assert answer.status_code == 507
    text, kept = answer.content.decode(), IntakeEntry.objects.count()
    # Whatever the page says was not taken in, was not; whatever stands in the ledger is said to be there.
    assert says(text, "STORAGE_FULL") and "tweede.xml" in text
    if kept:
        assert f"entry-{IntakeEntry.objects.get().pk}" in text
    assert not list(Path(written[0]).parent.glob(".part-*"))


def test_an_invoice_in_a_closed_period_waits_for_the_period_or_another_date(
    browser: Client, books: Administration, kim: Person
) -> None:
    from exact.models import Period
    from workbench.drafts.changing import DraftRefused
    from workbench.drafts.services import edit_field, release_hold

    Period.objects.filter(administration=books, number=11).update(closed_journals=["60"])
    draft = desk.draft_from(books, kim, "dicht.xml", desk.ubl("DICHT-1"))
    assert "PERIOD_CLOSED" in desk.holds_of(draft)
    hold = draft.holds.get(code="PERIOD_CLOSED")
    assert says(page(browser, "review", draft.pk), "PERIOD_CLOSED", **hold.params)
    with pytest.raises(DraftRefused) as refused:
        release_hold(draft.pk, hold_id=hold.pk, reason="toch maar", by=kim)
    assert refused.value.code == "HOLD_NEEDS_CAUSE"
    edit_field(draft.pk, name="issue_date", typed="1-12-2026", by=kim)
    assert "PERIOD_CLOSED" not in desk.holds_of(draft)


@pytest.mark.parametrize(
    ("name", "args", "data"),
    [
        ("draft-kind", [], {"kind": "onzin"}),
        ("draft-kind", [], {}),
        ("draft-field", ["onbekend"], {"value": "1"}),
        ("draft-field", ["issue_date"], {"value": "1-1-2026", "boxes": "geen json"}),
        ("draft-lines", [], {"action": "delete", "line": "x"}),
        ("draft-lines", [], {"action": "delete", "line": "999999"}),
        ("draft-lines", [], {"action": "split", "line": "999999", "shares": "50 50"}),
        ("draft-line", [999999, "net_amount"], {"value": "1"}),
        ("draft-line", [0, "state"], {"value": "posted"}),
        ("draft-release", [999999], {"reason": "x"}),
        ("draft-move", [], {"administration": "x"}),
        ("draft-choose-order-line", [], {"line": "x"}),
        ("vendor-choose", [], {"vendor": "x"}),
    ],
)
def test_a_request_that_makes_no_sense_is_refused_and_changes_nothing(
    browser: Client, books: Administration, kim: Person, name: str, args: list[Any], data: dict[str, str]
) -> None:
    draft = desk.made(books, "ONZIN-1")
    if args and args[0] == 0:
        args = [draft.lines.get().pk, *args[1:]]
    before = Draft.objects.filter(pk=draft.pk).values().get()
    answer = browser.post(reverse(name, args=[draft.pk, *args]), data, HTTP_HX_REQUEST="true")
    assert answer.status_code in (400, 404, 409, 422), answer.status_code
    assert Draft.objects.filter(pk=draft.pk).values().get() == before


def test_files_handed_in_by_a_program_keep_their_order(books: Administration) -> None:
    files = [Incoming(f"{number}.pdf", b"") for number in range(5)]
    entries = receive_files(files, administration=books, by=None, source="api")
    assert [entry.name for entry in entries] == [file.name for file in files]
    assert len({entry.batch for entry in entries}) == 1
