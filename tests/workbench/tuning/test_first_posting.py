"""No posting into books before an admin typed their name."""

from __future__ import annotations

import pytest

from tests.workbench.support.books import Books, make_books, make_draft
from workbench.accounts.rights import RightMissing
from workbench.connect.services import confirm_first_posting
from workbench.drafts.changing import DraftRefused
from workbench.models import Approval, AuditEvent
from workbench.posting.payload import payload_hash
from workbench.posting.services import post_draft, precheck

pytestmark = pytest.mark.django_db


@pytest.fixture
def books() -> Books:
    return make_books()


@pytest.mark.parametrize("typed", ["", "Boeken", "Boeken twee B.V.", "een"])
def test_another_name_opens_nothing(books: Books, typed: str) -> None:
    with pytest.raises(DraftRefused, match="NAME_DIFFERS"):
        confirm_first_posting(books.administration, typed, by=books.people["admin"])
    books.administration.refresh_from_db()
    assert not books.administration.first_posting_confirmed


@pytest.mark.parametrize("who", ["viewer", "clerk", "approver", "editor"])
def test_only_who_may_configure_opens(books: Books, who: str) -> None:
    with pytest.raises(RightMissing):
        confirm_first_posting(books.administration, books.administration.name, by=books.people[who])


@pytest.mark.parametrize("typed", ["Boeken een B.V.", "  boeken  EEN b.v. "])
def test_its_name_opens_it_once(books: Books, typed: str) -> None:
    for _ in range(2):
        confirm_first_posting(books.administration, typed, by=books.people["admin"])
    books.administration.refresh_from_db()
    assert books.administration.first_posting_confirmed
    assert AuditEvent.objects.filter(action="first_posting.confirmed").count() == 1


def test_posting_waits_for_it(books: Books) -> None:
    draft = make_draft(books)
    draft.vendor, draft.state = books.vendor, "approved"
    draft.save()
    draft.lines.update(gl_account="4100", vat_code="2")
    draft.refresh_from_db()
    Approval.objects.create(
        draft=draft, version=draft.version, payload_sha256=payload_hash(draft), by=books.people["approver"]
    )
    with pytest.raises(DraftRefused, match="FIRST_POSTING"):
        post_draft(draft.pk, by=books.people["approver"])
    going, staying = precheck([draft], books.people["approver"])
    assert (going, [item.code for item in staying]) == ([], ["FIRST_POSTING"])
    draft.refresh_from_db()
    assert draft.state == "approved"
