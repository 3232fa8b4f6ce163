"""What waits for a person by name: counted on every page, read by opening, unseen by others."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from tests.workbench.support import desk
from workbench.bell import services as bell
from workbench.models import Batch, BatchItem, Draft, Membership, Notice, NoticeKind
from workbench.posting.services import _tell_of_end
from workbench.talk import services as talk

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft() -> Draft:
    made = desk.made(desk.books(), "B-1")
    assert made.administration is not None
    desk.person("mk", made.administration, "clerk")
    return made


@pytest.fixture
def hanna(draft: Draft, client: Client) -> Client:
    assert draft.administration is not None
    person = desk.person("hanna", draft.administration, "clerk")
    talk.say(draft.pk, "@hanna kijk", by=desk.person("mk", draft.administration))
    client.force_login(person)
    return client


def unread(client: Client, address: str = "/notices/") -> int:
    count: int = client.get(address).context["unread"]
    return count


def test_opening_it_from_the_list_reads_it(hanna: Client, draft: Draft) -> None:
    assert unread(hanna) == 1
    notice = Notice.objects.get()
    answer = hanna.post(reverse("notice-open", args=[notice.pk]))
    assert answer.headers["Location"] == f"/drafts/{draft.pk}/?tab=talk"
    assert unread(hanna) == 0


def test_opening_what_it_is_about_reads_it_too(hanna: Client, draft: Draft) -> None:
    assert unread(hanna, f"/drafts/{draft.pk}/") == 0 == unread(hanna)


def test_all_of_them_at_once(hanna: Client) -> None:
    hanna.post(reverse("notices-seen"))
    assert unread(hanna) == 0


def test_of_books_one_no_longer_sees_nothing_is_told(hanna: Client) -> None:
    Membership.objects.filter(user__username="hanna").delete()
    assert "kijk" not in hanna.get("/notices/").content.decode() and unread(hanna) == 0


def test_a_second_signature_is_told_once_and_to_nobody_after_it(draft: Draft) -> None:
    assert draft.administration is not None
    people = [desk.person(name, draft.administration, "approver").pk for name in ("an", "bo")]
    for _again in range(2):
        bell.tell(people, NoticeKind.SECOND, "bank:1", administration_id=draft.administration_id, what="bank")
    assert Notice.objects.count() == 2
    bell.settle(NoticeKind.SECOND, "bank:1")
    assert not Notice.objects.filter(read_at=None).exists()


@pytest.mark.parametrize(
    ("states", "told"),
    [
        (["failed", "posted"], {"failed": "1", "all": "2"}),
        (["posted", "posted"], None),
        (["failed", "posting"], None),  # it is not done yet
    ],
)
def test_a_run_that_ended_with_failures(draft: Draft, states: list[str], told: dict[str, str] | None) -> None:
    assert draft.administration is not None
    run = Batch.objects.create(token="t", by=desk.person("mk", draft.administration))
    other = desk.made(draft.administration, "B-2")
    Draft.objects.update(state="posting")
    for place, (each, state) in enumerate(zip((draft, other), states, strict=True)):
        BatchItem.objects.create(batch=run, draft=each, position=place, state=state)
    _tell_of_end(run.pk)
    assert [each.params for each in Notice.objects.all()] == ([told] if told else [])
