"""Who may arrange pages, when it is refused, and what two people at once can do to each other. Nothing is read here."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from exact.models import Administration
from tests.workbench.pages.conftest import Screen
from tests.workbench.pages.papers import leaf
from tests.workbench.support import desk
from workbench.accounts.people import Person
from workbench.approval.services import refusal_of
from workbench.intake import blobs
from workbench.messages import describe
from workbench.models import Approval, AuditEvent, Document, Draft
from workbench.pages.plan import Use
from workbench.pipeline import reading
from workbench.pipeline.derive import derive_by_id
from workbench.posting.payload import attachments_of

THREE = leaf("Blad %n", pages=3)


@pytest.fixture
def draft(books: Administration, clerk: Person) -> Draft:
    """A coded draft of a file of three pages, as if it had been read."""
    made = desk.made(books, "F-1", by=clerk)
    document = made.documents.get()
    evidence = {name: {**seen, "source": "text"} for name, seen in document.reading["evidence"].items()}
    document.reading = document.reading | {"evidence": evidence}
    document.blob, document.page_count = blobs.put(THREE), 3
    document.save()
    return made


def code_told(answer: Any, code: str, **params: str) -> bool:
    """Whether the page shows the message of a code."""
    told = answer.context["error"]
    return bool(answer.status_code == 409 and str(told.title) == str(describe(code, params).title))


def state_of(draft: Draft) -> tuple[str, int]:
    draft.refresh_from_db()
    return draft.state, draft.version


def test_steps_change_nothing_until_applied(draft: Draft, clerk: Person) -> None:
    before = state_of(draft)
    screen = Screen(clerk, draft)
    steps = [
        (lambda: screen.cut(2), "1 | 2 3"),
        (lambda: screen.do("turn", 1), "1@90 | 2 3"),
        (lambda: screen.do("turn-back", 1), "1 | 2 3"),
        (lambda: screen.do("forward", 1), "1 2 3"),
        (lambda: screen.do("forward", 1), "2 1 3"),
        (lambda: screen.do("back", 2, 3), "1 3 2"),
        (lambda: screen.do("annex", 3), "1 3 2a"),
        (lambda: screen.do("remove", 1, 2), "1r 3r 2a"),
        (lambda: screen.do("undo"), "1 3 2a"),
        (lambda: screen.do("undo"), "1 3 2"),
        (lambda: screen.do("place", 3, target=screen.key(1)), "2 1 3"),
        (lambda: screen.do("reset"), "1 2 3"),
        (lambda: screen.do("undo"), "2 1 3"),
    ]
    for step, wanted in steps:
        step()
        assert screen.plan == wanted
    assert state_of(draft) == before
    assert not AuditEvent.objects.filter(action__startswith="pages.").exists()


def test_a_step_needs_a_page(draft: Draft, clerk: Person) -> None:
    screen = Screen(clerk, draft)
    assert code_told(screen.do("turn"), "PAGES_NONE_CHOSEN")


@pytest.mark.parametrize("role", ["viewer", "auditor", "vendor_editor", "admin"])
def test_looking_is_not_arranging(draft: Draft, books: Administration, role: str) -> None:
    screen = Screen(desk.person("iemand", books, role), draft)
    assert screen.answer.status_code == 200 and 'value="apply"' not in screen.answer.content.decode()
    before = state_of(draft)
    assert code_told(screen.do("apply"), "RIGHT_MISSING", right="edit")
    assert code_told(screen.do("remove", 1), "RIGHT_MISSING", right="edit")
    assert state_of(draft) == before


@pytest.mark.parametrize("state", ["posting", "posted", "rejected", "filed", "superseded"])
def test_a_draft_that_is_done_keeps_its_pages(draft: Draft, clerk: Person, state: str) -> None:
    screen = Screen(clerk, draft)
    Draft.objects.filter(pk=draft.pk).update(state=state)
    screen.do("remove", 3)
    assert screen.do("apply").status_code == 409
    assert str(screen.answer.context["summary"].refusal.title) == str(describe(f"DRAFT_{state.upper()}").title)
    assert state_of(draft)[0] == state and not Document.objects.get().arrangement


def test_an_approval_falls_when_pages_change_and_only_then(draft: Draft, clerk: Person, books: Administration) -> None:
    Approval.objects.create(draft=draft, version=draft.version, payload_sha256="x", by_id=clerk.pk)
    Draft.objects.filter(pk=draft.pk).update(state="approved")
    screen = Screen(clerk, draft)
    screen.do("apply")
    assert state_of(draft)[0] == "approved", "nothing was changed"
    screen.do("remove", 3)
    assert [each.pk for each in screen.answer.context["summary"].voided] == [draft.pk], "and it is said before"
    assert screen.do("apply").status_code == 302
    assert state_of(draft)[0] == "review" and draft.approvals.get().voided_at is not None
    review = screen.client.get(reverse("review", args=[draft.pk])).content
    assert b"data-being-read" in review and b'class="einvoice' not in review
    boss = desk.person("baas", books, "approver")
    assert refusal_of(draft, boss) is not None, "not before it is read again"


def test_of_two_clerks_the_second_is_told(draft: Draft, clerk: Person, books: Administration) -> None:
    other = desk.person("cor", books, "clerk")
    mine, theirs = Screen(clerk, draft), Screen(other, draft)
    mine.do("remove", 3)
    theirs.cut(2)
    assert mine.do("apply").status_code == 302
    assert code_told(theirs.do("apply"), "CHANGED_MEANWHILE", who="claire")
    assert Document.objects.count() == 1
    assert Document.objects.get().arrangement[2][3] == Use.REMOVED.value
    # Their plan still lies there, on the pages as they are now; whoever applies it after being told means it.
    assert theirs.plan == "1 | 2 3"
    assert theirs.do("apply").status_code == 302
    assert state_of(draft)[0] == "superseded"


def test_a_change_to_the_draft_counts_too(draft: Draft, clerk: Person, books: Administration) -> None:
    screen = Screen(clerk, draft)
    desk.coded(draft, desk.person("cor", books, "clerk"), account="4100")
    screen.do("remove", 3)
    assert code_told(screen.do("apply"), "CHANGED_MEANWHILE", who="cor")


def test_pages_cut_off_meanwhile_are_no_longer_here(draft: Draft, clerk: Person) -> None:
    screen = Screen(clerk, draft)
    Document.objects.update(page_count=2)
    assert code_told(screen.do("turn", 1), "CHANGED_MEANWHILE")
    assert screen.plan == "1 2"


@pytest.mark.parametrize(
    "sent",
    [
        {"plan": "", "action": "apply"},
        {"plan": "nonsense", "action": "apply"},
        {"action": "explode"},
        {"action": "merge", "merge": "x"},
        {"added": "x", "action": "turn"},
    ],
)
def test_what_no_form_of_ours_sends(draft: Draft, clerk: Person, sent: dict[str, str]) -> None:
    screen = Screen(clerk, draft)
    answer = screen.client.post(screen.url, {**screen.form(1), **sent})
    assert answer.status_code == 400


def test_a_plan_cannot_name_somebody_elses_pages(draft: Draft, clerk: Person, tmp_path: Any) -> None:
    elsewhere = desk.made(desk.books(900002, "twee", "Twee BV"), "GEHEIM-1")
    secret = elsewhere.documents.get()
    Document.objects.filter(pk=secret.pk).update(page_count=1)
    screen = Screen(clerk, draft)
    foreign = f"{secret.blob_id[:16]}.1.0.p"
    sent = {**screen.form(), "plan": f"{screen.table.plan.encode()},{foreign}", "action": "apply"}
    assert screen.client.post(screen.url, sent).status_code == 409
    sent |= {"added": str(elsewhere.pk)}
    assert screen.client.post(screen.url, sent).status_code == 409
    assert screen.do("merge", merge=str(elsewhere.pk)).status_code == 409
    picture = reverse("sheet-picture", args=[secret.pk, secret.blob_id[:16], 1, 0])
    assert screen.client.get(picture).status_code == 404
    mixed = reverse("sheet-picture", args=[draft.documents.get().pk, secret.blob_id[:16], 1, 0])
    assert screen.client.get(mixed).status_code == 404


def test_a_cut_makes_drafts_that_are_held_until_they_are_read(draft: Draft, clerk: Person) -> None:
    screen = Screen(clerk, draft)
    screen.cut(3)
    answer = screen.client.post(screen.url, {**screen.form(), "action": "apply"}, headers={"HX-Request": "true"})
    state, _version = state_of(draft)
    one, two = draft.superseded_by.order_by("documents__name")
    assert state == "superseded" and answer.headers["HX-Redirect"] == reverse("review", args=[one.pk])
    for new, name in ((one, "F-1.pdf (1-2)"), (two, "F-1.pdf (3)")):
        assert new.documents.get().name == name and "PAGES_BEING_READ" in desk.holds_of(new)
        assert new.received_at == draft.received_at, "it does not become younger"
    assert AuditEvent.objects.filter(action="draft.superseded", draft_id=draft.pk).count() == 1
    assert screen.client.post(reverse("draft-reopen", args=[draft.pk])).status_code in (302, 409)
    assert state_of(draft)[0] == "superseded", "it does not come back"
    led = screen.client.get(screen.url)
    assert led.headers["Location"] in [reverse("draft-pages", args=[each.pk]) for each in (one, two)]
    assert screen.do("apply").status_code == 409


def test_a_sibling_that_is_posted_stays_as_it_is(draft: Draft, clerk: Person) -> None:
    screen = Screen(clerk, draft)
    screen.cut(3)
    screen.do("apply")
    one, two = draft.superseded_by.order_by("documents__name")
    Draft.objects.filter(pk=two.pk).update(state="posted")
    again = Screen(clerk, one)
    assert again.plan == "1 2 | 3"
    again.do("place", 3, target=again.key(1))
    assert again.do("apply").status_code == 409
    again.do("undo")
    again.do("turn", 1)
    assert again.do("apply").status_code == 302
    document = two.documents.get()
    assert [row[1:] for row in document.arrangement] == [[3, 0, "p"]] and document.state == "waiting"


@pytest.mark.parametrize(("state", "plan"), [("review", "1 2@90 3"), ("approved", "1 2 3"), ("posted", "1 2 3")])
def test_a_page_that_was_read_lying_is_proposed_upright_while_all_is_open(
    draft: Draft, clerk: Person, state: str, plan: str
) -> None:
    draft.documents.get().page_rows.create(number=2, rotation=90)
    Draft.objects.filter(pk=draft.pk).update(state=state)
    assert Screen(clerk, draft).plan == plan


def test_saying_that_it_is_one_document_ends_the_question(draft: Draft, clerk: Person) -> None:
    document = draft.documents.get()
    document.reading = document.reading | {"cuts": [{"page": 2, "certainty": 0.6, "reason": "NEW_HEADING"}]}
    document.save()
    derive_by_id(draft.pk)
    assert desk.holds_of(draft) == ["SPLIT_PROPOSED"]
    screen = Screen(clerk, draft)
    assert "60" in screen.answer.content.decode()
    assert screen.do("apply").status_code == 302
    assert desk.holds_of(draft) == []
    document.refresh_from_db()
    assert document.arranged_id is None and document.state == "read", "the file itself, not read anew"


def test_what_was_being_read_meanwhile_is_not_taken_over(
    draft: Draft, clerk: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A reading that began before the pages changed ends after it: it speaks of pages that are no longer there."""
    document = draft.documents.get()
    screen = Screen(clerk, draft)
    screen.do("remove", 3)

    def read_slowly(*_parts: Any, **_more: Any) -> Any:
        screen.do("apply")
        return reading.ocr.ReadResult(desk.reading("OLD-1"))

    monkeypatch.setattr(reading.ocr, "read_document", read_slowly)
    reading.read_document(document)
    state_of(draft)
    assert draft.invoice_number == "F-1"


def test_small_pictures_are_turned_and_kept(draft: Draft, clerk: Person) -> None:
    screen = Screen(clerk, draft)
    document = draft.documents.get()
    upright, turned = (
        screen.client.get(reverse("sheet-picture", args=[document.pk, document.blob_id[:16], 2, turn])).content
        for turn in (0, 90)
    )
    assert upright[:2] == turned[:2] == b"\xff\xd8" and upright != turned
    gone = reverse("sheet-picture", args=[document.pk, document.blob_id[:16], 4, 0])
    assert screen.client.get(gone).status_code == 404
    odd = reverse("sheet-picture", args=[document.pk, document.blob_id[:16], 2, 45])
    assert screen.client.get(odd).status_code == 404


def test_an_xml_has_no_pages(books: Administration, clerk: Person) -> None:
    other = desk.made(books, "X-1", kind="xml")
    screen = Screen(clerk, other)
    assert screen.answer.status_code == 200 and not screen.answer.context["parts"]
    answer = screen.client.post(screen.url, {"action": "apply", "plan": "abcd.1.0.p"})
    assert code_told(answer, "PAGES_NO_PAGES")


def test_the_pdf_beside_an_einvoice_can_be_put_in_order_but_not_cut(
    draft: Draft, books: Administration, clerk: Person
) -> None:
    case = desk.made(books, "X-1", kind="xml")
    pdf = draft.documents.get()
    Document.objects.filter(pk=pdf.pk).update(draft=case, role="second_source")
    screen = Screen(clerk, case)
    assert screen.plan == "1 2 3" and screen.answer.context["einvoice"]
    screen.cut(2)
    assert screen.do("apply").status_code == 409
    screen.do("undo")
    screen.do("remove", 3)
    assert screen.do("apply").status_code == 302
    case.refresh_from_db()
    pdf.refresh_from_db()
    assert (case.state, case.invoice_number, pdf.role) == ("review", "X-1", "second_source")
    assert [row["sha256"] for row in attachments_of(case)][1] == pdf.arranged_id


def test_another_source_of_a_merged_case_goes_along(draft: Draft, books: Administration, clerk: Person) -> None:
    other = desk.made(books, "F-2", "250.00")
    main = other.documents.get()
    Document.objects.filter(pk=main.pk).update(page_count=1, blob=blobs.put(leaf("Los blad")), reading={})
    slip = Document.objects.create(
        administration=books, blob=blobs.put(b"slip"), name="bon.xml", kind="xml", draft=other, role="second_source"
    )
    screen = Screen(clerk, draft)
    screen.do("merge", merge=str(other.pk))
    assert screen.do("apply").status_code == 302
    slip.refresh_from_db()
    assert (slip.draft_id, slip.role) == (draft.pk, "annex") and state_of(other)[0] == "superseded"


def test_the_screen_asks_the_database_as_often_for_many_pages_as_for_few(
    draft: Draft, clerk: Person, django_assert_max_num_queries: Any
) -> None:
    Document.objects.update(page_count=150)
    client = Screen(clerk, draft).client
    with django_assert_max_num_queries(45):
        assert len(client.get(reverse("draft-pages", args=[draft.pk])).context["parts"][0].sheets) == 150


def test_nobody_is_sent_to_log_in(draft: Draft) -> None:
    answer = Client().get(reverse("draft-pages", args=[draft.pk]))
    assert answer.status_code == 302 and "/login/" in answer.headers["Location"]
    assert Client().get(reverse("draft-pages", args=[uuid.uuid4()])).status_code == 302
