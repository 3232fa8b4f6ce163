"""Talk reaches who is named, asked or answered, and stands in the chain."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.workbench.support import desk
from workbench.accounts.people import Person
from workbench.audit import services as audit
from workbench.drafts.changing import DraftRefused
from workbench.models import AuditEvent, Comment, Draft, Notice
from workbench.talk import services as talk
from workbench.talk.selectors import talk_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft() -> Draft:
    return desk.made(desk.books(), "T-1")


def worker(draft: Draft, name: str, role: str = "clerk") -> Person:
    assert draft.administration is not None
    return desk.person(name, draft.administration, role)


def told(person: Person) -> list[str]:
    return list(Notice.objects.filter(person=person).order_by("id").values_list("kind", flat=True))


def test_who_is_named_is_told_but_nobody_outside_these_books(draft: Draft) -> None:
    mk, hanna, viewer = worker(draft, "mk"), worker(draft, "hanna"), worker(draft, "jd", "viewer")
    outside = desk.person("buiten", desk.books(900002, "twee", "Twee BV"), "clerk")
    talk.say(draft.pk, "@hanna @jd @buiten @mk zie regel 2", by=mk)
    assert (told(hanna), told(viewer), told(outside), told(mk)) == (["mention"], ["mention"], [], [])


def test_a_question_names_a_person_stands_open_and_is_answered_once(draft: Draft) -> None:
    mk, hanna = worker(draft, "mk"), worker(draft, "hanna")
    question = talk.say(draft.pk, "Klopt de prijs, @hanna?", by=mk, asks=hanna.pk)
    assert question and told(hanna) == ["question"]  # not told twice
    assert talk_of(draft, hanna).open == 1
    talk.say(draft.pk, "Ja", by=hanna, answers=question.pk)
    assert told(mk) == ["answer"] and talk_of(draft, mk).open == 0
    with pytest.raises(DraftRefused, match="QUESTION_CLOSED"):
        talk.say(draft.pk, "Nee", by=mk, answers=question.pk)


def test_nobody_outside_can_be_asked_or_given_anything(draft: Draft) -> None:
    mk, viewer = worker(draft, "mk"), worker(draft, "jd", "viewer")
    outside = desk.person("buiten", desk.books(900002, "twee", "Twee BV"), "clerk")
    with pytest.raises(DraftRefused, match="NOT_A_READER"):
        talk.say(draft.pk, "?", by=mk, asks=outside.pk)
    for person in (outside, viewer):
        with pytest.raises(DraftRefused, match="NOT_AN_EDITOR"):
            talk.give(draft.pk, to=person.pk, by=mk)
    assert not Notice.objects.exists() and not Comment.objects.exists()


def test_what_is_said_is_in_the_chain_word_for_word(draft: Draft) -> None:
    talk.say(draft.pk, "Niet betalen.", by=worker(draft, "mk"))
    event = AuditEvent.objects.get(action="talk.said")
    assert event.data["text"] == "Niet betalen." and event.draft_id == draft.pk
    assert list(audit.broken_links()) == []
    event.data = {**event.data, "text": "Betalen."}
    event.save()
    assert list(audit.broken_links()) == [event.seq]


def test_a_second_click_says_it_once(draft: Draft) -> None:
    mk = worker(draft, "mk")
    assert talk.say(draft.pk, "Zelfde", by=mk) == talk.say(draft.pk, " Zelfde ", by=mk)
    assert talk.say(draft.pk, "   ", by=mk) is None and Comment.objects.count() == 1


def test_what_was_not_read_is_new_until_it_is(draft: Draft) -> None:
    mk, hanna = worker(draft, "mk"), worker(draft, "hanna")
    talk.say(draft.pk, "Een", by=mk)
    assert (talk_of(draft, hanna).new, talk_of(draft, mk).new) == (1, 0)
    talk.read(draft, by=hanna)
    talk.say(draft.pk, "Twee", by=mk)
    assert [each.new for each in talk_of(draft, hanna).said] == [False, True]


def test_given_to_somebody_with_a_note_changes_nothing_that_is_booked(draft: Draft, client: Client) -> None:
    mk, hanna = worker(draft, "mk"), worker(draft, "hanna")
    talk.give(draft.pk, to=hanna.pk, by=mk, note="graag vandaag")
    talk.give(draft.pk, to=hanna.pk, by=mk, note="graag vandaag")
    draft.refresh_from_db()
    assert (draft.owner, draft.version, told(hanna)) == (hanna, 1, ["given"])
    assert AuditEvent.objects.filter(action="draft.given").count() == 1
    client.force_login(hanna)
    assert "graag vandaag" in client.get("/notices/").content.decode()
