"""Files handed in by a program: what each becomes, when it is said, and that a repeated request does nothing twice."""

from __future__ import annotations

import io
import uuid
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from exact.models import Administration
from jobs.models import Job
from tests.workbench.api.conftest import Ask, made
from tests.workbench.support import desk
from workbench.accounts.people import Person
from workbench.api import receiving, uploading
from workbench.intake import blobs
from workbench.models import ApiAnswer, AuditEvent, Blob, Document, IntakeEntry
from workbench.templatetags.case import event_actor

INVOICE = desk.ubl("2026-1")
RAW = "application/octet-stream"


def file(name: str = "factuur.xml", data: bytes = INVOICE) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def raw(ask: Ask, data: bytes, *, name: str = "factuur.xml", content_type: str = RAW, **how: Any) -> Any:
    return ask("post", f"/api/v1/documents?name={name}", data, content_type=content_type, **how)


def test_a_form_and_a_raw_body_become_documents_that_are_durable_and_have_their_work(
    ask: Ask, books: Administration
) -> None:
    answer = ask("post", data={"files": [file(), file("b.xml", desk.ubl("2026-2"))], "administration": "een"})
    assert answer.status_code == 201 and answer["Cache-Control"] == "private, no-store"
    assert not answer.cookies
    one, two = answer.json()["files"]
    assert (one["name"], one["outcome"], two["outcome"]) == ("factuur.xml", "document", "document")
    document = Document.objects.get(pk=one["document"])
    assert (document.administration, document.source, document.received_by) == (books, "api", None)
    assert blobs.get(one["sha256"]) == INVOICE
    assert Job.objects.filter(kind="read", subject=str(document.pk)).exists()
    assert event_actor(AuditEvent.objects.get(document_id=document.pk)) == "API: Kassa"
    third = raw(ask, desk.ubl("2026-3"), name="map%2Fderde.xml")
    assert (third.status_code, third.json()["files"][0]["name"]) == (201, "derde.xml")
    assert third["Location"].endswith(f"/api/v1/documents/{third.json()['files'][0]['document']}")


@pytest.mark.parametrize("content_type", ["application/x-www-form-urlencoded", "application/pdf", "text/plain"])
def test_a_raw_body_is_taken_whatever_type_it_is_called(ask: Ask, content_type: str) -> None:
    data = b"%PDF-1.4 \0\x01&a=%00&" + b"&" * 20_000
    (found,) = raw(ask, data, name="x.pdf", content_type=content_type).json()["files"]
    assert blobs.get(found["sha256"]) == data


def test_the_same_file_again_is_told_as_a_duplicate_of_the_document_there_is(ask: Ask) -> None:
    first, second = raw(ask, INVOICE).json()["files"][0], raw(ask, INVOICE).json()["files"][0]
    assert (second["outcome"], second["code"], second["document"]) == ("duplicate", "SAME_BYTES", first["document"])
    assert Document.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("leeg.pdf", b"", "FILE_EMPTY"),
        ("x.exe", b"MZ\x90\0program", "FILE_PROGRAM"),
        ("x.pdf", b"just text", "FILE_TYPE"),
    ],
)
def test_a_refused_file_says_which_code_and_what_to_do(ask: Ask, name: str, data: bytes, code: str) -> None:
    answer = ask("post", data={"file": file(name, data)})
    assert (answer.status_code, answer["Content-Type"]) == (422, "application/problem+json")
    told = answer.json()
    (found,) = told["files"]
    assert (told["code"], found["outcome"], found["code"], found["document"]) == ("ALL_REFUSED", "refused", code, None)
    assert found["next_step"] and IntakeEntry.objects.get(pk=found["id"]).reason == code
    mixed = ask("post", data={"file": [file(name, data), file()]})
    assert (mixed.status_code, [each["outcome"] for each in mixed.json()["files"]]) == (201, ["refused", "document"])


def test_a_file_larger_than_the_web_takes_is_refused_and_not_kept(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (uploading, __import__("workbench.intake.outcomes", fromlist=["MAX_BYTES"])):
        monkeypatch.setattr(module, "MAX_BYTES", 1000)
    assert (
        ask("post", data={"file": file("x.pdf", b"%PDF" + b"x" * 997)}).json()["files"][0]["code"] == "FILE_TOO_LARGE"
    )
    assert Blob.objects.count() == 0
    monkeypatch.setattr(uploading, "MOST_BYTES", 2000)
    assert raw(ask, b"x" * 2001).json()["code"] == "REQUEST_TOO_LARGE"
    monkeypatch.setattr(uploading, "MOST_FILES", 1)
    assert ask("post", data={"file": [file(), file()]}).status_code == 413


def test_an_archive_names_its_parts_once_it_was_opened(ask: Ask, ada: Person, books: Administration) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("een.xml", INVOICE)
    handing_in = made(ada, books, read=False)
    (found,) = raw(ask, packed.getvalue(), name="alles.zip", shown=handing_in).json()["files"]
    assert (found["outcome"], found["document"]) == ("waiting", None)
    desk.work()
    opened = ask("get", found["url"].partition(":8000")[2], shown=handing_in).json()
    assert (opened["outcome"], opened["parts"][0]["outcome"]) == ("unpacked", "document")


# -- once per key -----------------------------------------------------------------------------------------------------


def test_a_key_with_the_same_files_gets_the_first_answer_again_and_nothing_is_done(ask: Ask) -> None:
    key = str(uuid.uuid4())
    first = ask("post", data={"file": file()}, key=key)
    rows = IntakeEntry.objects.count(), Job.objects.count(), AuditEvent.objects.count()
    again = ask("post", data={"file": file()}, key=key)  # with another boundary between its parts
    assert (again.status_code, again.content) == (201, first.content)
    assert (again["Idempotent-Replayed"], first.has_header("Idempotent-Replayed")) == ("true", False)
    assert (IntakeEntry.objects.count(), Job.objects.count(), AuditEvent.objects.count()) == rows
    refused = [ask("post", data={"file": file("x.pdf", b"text")}, key="k2") for _ in range(2)]
    assert [answer.status_code for answer in refused] == [422, 422] and refused[0].content == refused[1].content


@pytest.mark.parametrize("other", [{"file": file("anders.xml")}, {"file": file(data=desk.ubl("9"))}])
def test_a_key_with_other_files_is_refused(ask: Ask, other: dict[str, Any]) -> None:
    assert ask("post", data={"file": file()}, key="k").status_code == 201
    answer = ask("post", data=other, key="k")
    assert (answer.status_code, answer.json()["code"]) == (409, "IDEMPOTENCY_KEY_REUSED")
    assert IntakeEntry.objects.count() == 1


def test_a_key_belongs_to_one_token_and_is_forgotten_after_a_month(
    ask: Ask, ada: Person, books: Administration
) -> None:
    ask("post", data={"file": file()}, key="k")
    assert ask("post", data={"file": file("b.xml")}, key="k", shown=made(ada, books)).status_code == 201
    ApiAnswer.objects.update(created_at="2026-09-01T12:00:00Z")
    ask("post", data={"file": file("c.xml")}, key="new")
    assert list(ApiAnswer.objects.values_list("key", flat=True)) == ["new"]


@pytest.mark.parametrize("key", ["a b", "é", "x" * 256])
def test_a_key_that_could_be_mistaken_is_not_used(ask: Ask, key: str) -> None:
    assert ask("post", data={"file": file()}, key=key).json()["code"] == "IDEMPOTENCY_KEY"


# -- nothing is said before it is so -----------------------------------------------------------------------------------


@pytest.mark.parametrize("where", ["keep", "write_durably"])
def test_a_full_disk_takes_nothing_in_and_says_so(ask: Ask, monkeypatch: pytest.MonkeyPatch, where: str) -> None:
    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(blobs, where, full)
    answer = ask("post", data={"file": [file(), file("b.xml", desk.ubl("2"))]}, key="k")
    assert (answer.status_code, answer.json()["code"]) == (507, "STORAGE_FULL")
    assert (IntakeEntry.objects.count(), ApiAnswer.objects.count()) == (0, 0)
    monkeypatch.undo()


def test_a_crash_before_the_answer_leaves_nothing_and_the_same_key_works_afterwards(
    ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(receiving, "_status", lambda body: 1 // 0)
        failed = ask("post", data={"file": file()}, key="k")
    assert (failed.status_code, failed.json()["code"]) == (500, "API_FAILED")
    assert (IntakeEntry.objects.count(), Document.objects.count(), ApiAnswer.objects.count()) == (0, 0, 0)
    assert ask("post", data={"file": file()}, key="k").status_code == 201


def broken_form(ask: Ask) -> Any:
    whole = b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.xml"\r\n\r\n' + INVOICE + b"\r\n--b--\r\n"
    sent = {"wsgi.input": io.BytesIO(whole[:-40])}
    return ask("post", data=whole, content_type="multipart/form-data; boundary=b", **sent)


@pytest.mark.parametrize(
    ("send", "status", "code"),
    [
        (broken_form, 400, "BODY_UNREADABLE"),
        (lambda ask: raw(ask, INVOICE, **{"wsgi.input": io.BytesIO(INVOICE[:-9])}), 400, "BODY_UNREADABLE"),
        (lambda ask: raw(ask, INVOICE, CONTENT_LENGTH=""), 411, "LENGTH_REQUIRED"),
        (lambda ask: raw(ask, b"", CONTENT_LENGTH="0"), 400, "NO_FILE"),
        (lambda ask: ask("post", data={"administration": "een"}), 400, "NO_FILE"),
        (lambda ask: ask("post", data=b"x", content_type="multipart/form-data"), 400, "BODY_UNREADABLE"),
    ],
)
def test_a_body_that_is_not_whole_is_no_file(ask: Ask, send: Callable[[Ask], Any], status: int, code: str) -> None:
    answer = send(ask)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert IntakeEntry.objects.count() == 0
