"""Two documents that are one invoice: one is kept as the other's second source, and taken out again."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from exact.models import Administration
from tests.workbench.support import desk
from workbench.accounts.people import Person
from workbench.drafts.annexes import take_out
from workbench.drafts.changing import DraftRefused
from workbench.drafts.second_source import keep_as_second_source
from workbench.models import AuditEvent, Document, Draft


@pytest.fixture
def books(db: None, settings: Settings, tmp_path: Path) -> Administration:
    settings.BLOB_ROOT = tmp_path / "blobs"
    return desk.books()


@pytest.fixture
def kim(books: Administration) -> Person:
    return desk.person("kim", books, "clerk", "approver")


@pytest.fixture
def twins(books: Administration, kim: Person) -> tuple[Draft, Draft]:
    """Two drafts of one invoice, both touched by a person, so that neither joined the other by itself."""
    first = desk.made(books, "T-1", by=kim)
    second = desk.made(books, "T-1", by=kim)
    assert "DUPLICATE_SUSPECT" in desk.holds_of(second) or "DUPLICATE_CERTAIN" in desk.holds_of(second)
    return first, second


def test_one_is_kept_with_the_other_and_its_hold_goes(twins: tuple[Draft, Draft], kim: Person, client: Client) -> None:
    first, second = twins
    client.force_login(kim)
    page = client.get(reverse("compare", args=[second.pk, first.pk])).content.decode()
    address = reverse("second-source", args=[first.pk, second.pk])
    assert address in page
    answer = client.post(address)
    assert answer["Location"] == reverse("review", args=[second.pk])
    assert client.post(address).status_code == 302, "sent twice does nothing"
    first.refresh_from_db()
    assert (first.state, list(first.superseded_by.all())) == ("superseded", [second])
    roles = sorted(second.documents.values_list("role", flat=True))
    assert roles == ["main", "second_source"]
    assert not [code for code in desk.holds_of(second) if code.startswith("DUPLICATE")]
    assert AuditEvent.objects.filter(action="draft.joined", draft_id=second.pk, user_id=kim.pk).count() == 1


def test_taken_out_again_it_has_a_draft_of_its_own_that_stays(twins: tuple[Draft, Draft], kim: Person) -> None:
    first, second = twins
    keep_as_second_source(first.pk, other_id=second.pk, by=kim)
    document = Document.objects.get(role="second_source")
    again = take_out(document.pk, by=kim)
    assert Draft.objects.filter(pk=again.pk).exists() and again.documents.get() == document
    assert [d.role for d in second.documents.all()] == ["main"]


def test_only_between_documents_in_review(twins: tuple[Draft, Draft], kim: Person) -> None:
    first, second = twins
    Draft.objects.filter(pk=second.pk).update(state="approved")
    with pytest.raises(DraftRefused, match="DRAFT_APPROVED"):
        keep_as_second_source(first.pk, other_id=second.pk, by=kim)
    assert Draft.objects.get(pk=first.pk).state == "review"
