"""What a program is told about documents, and the list of what happened since."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from exact.models import Administration
from tests.workbench.api.conftest import ADDRESS, Ask, made
from tests.workbench.support import desk
from workbench.accounts.people import Person
from workbench.api import changes
from workbench.drafts.services import put_on_hold
from workbench.models import Document, Draft


def document_of(draft: Draft) -> Document:
    return draft.documents.get()


def test_a_read_document_shows_header_lines_and_holds_as_codes_and_words(ask: Ask, books: Administration) -> None:
    draft = desk.made(books, "2026-9", "100.00")
    put_on_hold(draft.pk, reason="eerst bellen", by=desk.person("cas", books, "clerk"))
    found = ask("get", f"{ADDRESS}/{document_of(draft).pk}").json()
    assert (found["state"], found["administration"], found["parts"]) == ("read", "een", [])
    told = found["draft"]
    header = ("invoice_number", "issue_date", "currency", "net_total", "vat_total", "gross_total", "state")
    wanted = ("2026-9", "2026-11-03", "EUR", "100.00", "21.00", "121.00", "review")
    assert tuple(told[name] for name in header) == wanted
    assert told["vendor"] == {"code": "1", "name": desk.BOLTS.name}
    assert told["fields"]["invoice_number"]["value"] == "2026-9"
    (line,) = told["lines"]
    assert (line["description"], line["net_amount"], line["vat_rate"]) == (desk.BOLTS.text, "100.00", "21.000")
    held = {hold["code"]: hold for hold in told["holds"]}
    assert set(held) >= set(desk.holds_of(draft)) >= {"MANUAL"} and held["MANUAL"]["next_step"]


def test_words_come_in_the_language_that_is_asked_for(ask: Ask) -> None:
    titles = {
        language: ask("get", f"{ADDRESS}/{uuid.uuid4()}", headers={"Accept-Language": language}).json()
        for language in ("en", "nl")
    }
    assert titles["en"]["code"] == titles["nl"]["code"] == "NOT_HERE"
    assert titles["en"]["title"] != titles["nl"]["title"]


def test_a_document_that_waits_has_no_draft_yet(ask: Ask) -> None:
    sent = ask("post", f"{ADDRESS}?name=a.xml", desk.ubl("1"), content_type="application/xml").json()["files"][0]
    found = ask("get", f"{ADDRESS}/{sent['document']}").json()
    assert (found["state"], found["draft"], found["sha256"]) == ("waiting", None, sent["sha256"])


# -- what happened since ----------------------------------------------------------------------------------------------


def test_asking_on_from_the_cursor_tells_each_change_and_then_nothing(ask: Ask, books: Administration) -> None:
    one, two = desk.made(books, "1"), desk.made(books, "2")
    first = ask("get").json()
    assert [row["draft"]["invoice_number"] for row in first["documents"]] == ["1", "2"] and not first["more"]
    assert "lines" not in first["documents"][0]["draft"]
    quiet = ask("get", data={"since": first["next"]}).json()
    assert quiet["documents"] == []
    put_on_hold(one.pk, reason="bellen", by=desk.person("cas", books, "clerk"))
    changed = ask("get", data={"since": quiet["next"]}).json()["documents"]
    assert [row["id"] for row in changed] == [str(document_of(one).pk)]
    assert two.pk != one.pk


def test_no_page_leaves_anything_out_however_small(
    ask: Ask, books: Administration, monkeypatch: pytest.MonkeyPatch
) -> None:
    drafts = {str(document_of(desk.made(books, str(number))).pk) for number in range(4)}
    monkeypatch.setattr(changes, "PAGE", 1)
    monkeypatch.setattr(changes, "WINDOW", 2)
    seen, since, more = set[str](), "", True
    while more:
        found = ask("get", data={"since": since}).json()
        seen |= {row["id"] for row in found["documents"]}
        since, more = found["next"], found["more"]
    assert seen == drafts


@pytest.mark.parametrize(
    ("since", "told"),
    [("2026-01-01", 1), ("2099-01-01", 0), ("2026-01-01T00:00:00+01:00", 1), ("2099-01-01T00:00:00Z", 0), ("", 1)],
)
def test_a_date_or_a_moment_begins_there(ask: Ask, books: Administration, since: str, told: int) -> None:
    desk.made(books, "1")
    assert len(ask("get", f"{ADDRESS}?since={since}").json()["documents"]) == told


@pytest.mark.parametrize("since", ["0", "gisteren", "2026-13-01", "gAAAAAB"])
def test_what_is_no_cursor_is_refused(ask: Ask, since: str) -> None:
    answer = ask("get", data={"since": since})
    assert (answer.status_code, answer.json()["code"]) == (400, "CURSOR_INVALID")


def test_the_list_costs_the_same_for_two_as_for_six_documents(ask: Ask, books: Administration) -> None:
    counts = []
    for number in range(6):
        desk.made(books, str(number))
        if number in (1, 5):
            with CaptureQueriesContext(connection) as queries:
                assert len(ask("get").json()["documents"]) == number + 1
            counts.append(len(queries))
    assert counts[0] == counts[1] <= 8


# -- whose it is ------------------------------------------------------------------------------------------------------


@pytest.fixture
def foreign(books: Administration) -> Draft:
    return desk.made(desk.books(900002, "twee", "Twee BV"), "GEHEIM-1")


def test_what_is_anothers_is_told_as_what_does_not_exist(ask: Ask, foreign: Draft) -> None:
    none = ask("get", f"{ADDRESS}/{uuid.uuid4()}")
    theirs = ask("get", f"{ADDRESS}/{document_of(foreign).pk}")
    assert (theirs.status_code, theirs.content, theirs.headers) == (404, none.content, none.headers)
    assert ask("get").json()["documents"] == []
    for asked in ("twee", "900002", "nergens"):
        answer = ask("post", f"{ADDRESS}?administration={asked}", desk.ubl("1"), content_type="application/xml")
        assert (answer.status_code, answer.json()["code"]) == (404, "ADMINISTRATION_UNKNOWN")
    assert not Document.objects.filter(source="api").exists()


def test_a_draft_that_moved_away_is_no_longer_told(ask: Ask, foreign: Draft, books: Administration) -> None:
    mine = document_of(desk.made(books, "1"))
    Document.objects.filter(pk=mine.pk).update(draft=foreign)
    found = ask("get", f"{ADDRESS}/{mine.pk}")
    assert found.json()["draft"] is None and b"GEHEIM" not in found.content


def test_a_token_for_several_must_say_which(ask: Ask, books: Administration, ada: Person, foreign: Draft) -> None:
    assert foreign.administration
    desk.person("ada", foreign.administration, "admin")
    both = made(ada, books, foreign.administration)
    send: dict[str, Any] = {"content_type": "application/xml", "shown": both}
    assert ask("post", ADDRESS, desk.ubl("1"), **send).json()["code"] == "ADMINISTRATION_NEEDED"
    assert ask("post", f"{ADDRESS}?administration=900002", desk.ubl("1"), **send).json()["administration"] == "twee"
    Administration.objects.filter(pk=foreign.administration.pk).update(active=False)
    assert ask("get", f"{ADDRESS}/{document_of(foreign).pk}", shown=both).status_code == 404
