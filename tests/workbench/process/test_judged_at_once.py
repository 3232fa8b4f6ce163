"""What is read is judged in the same commit; a judging that fails costs neither the reading nor the document."""

from __future__ import annotations

import pytest

from exact.models import Administration
from jobs import runner
from jobs.models import Job
from tests.workbench.support import desk
from workbench.accounts.people import Person
from workbench.audit import services as audit
from workbench.intake.services import Incoming, receive_files
from workbench.models import AuditEvent, Document, Draft
from workbench.models.document import DocumentState
from workbench.pipeline import reading

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(db: None) -> tuple[Administration, Person]:
    books = desk.books()
    return books, desk.person("claire", books, "clerk")


def handed_in(clerk: tuple[Administration, Person]) -> Document:
    administration, by = clerk
    receive_files([Incoming("a.xml", desk.ubl("S-1"))], administration=administration, by=by, source="upload")
    return Document.objects.get()


def read_one(clerk: tuple[Administration, Person]) -> Draft:
    document = handed_in(clerk)
    runner.drain(("read",))
    document.refresh_from_db()
    assert document.state == DocumentState.READ
    assert document.draft.lines.count() == 1
    return document.draft


def waiting() -> list[str]:
    return list(Job.objects.filter(state="ready").values_list("kind", flat=True))


def fails(draft: Draft) -> None:
    draft.invoice_number = "half judged"
    draft.save()
    audit.record("half.told", draft=draft)
    raise ZeroDivisionError


def test_read_and_judged_is_one_job(clerk: tuple[Administration, Person]) -> None:
    draft = read_one(clerk)
    assert draft.derived_at is not None and draft.vendor is not None
    assert waiting() == []


def test_a_judging_that_fails_leaves_the_reading_and_is_tried_again(
    clerk: tuple[Administration, Person], monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(reading, "derive", fails)
        draft = read_one(clerk)
    assert draft.derived_at is None and draft.invoice_number == "S-1"
    assert waiting() == ["derive"]
    assert not AuditEvent.objects.filter(action="half.told").exists()
    assert list(audit.broken_links()) == []
    runner.drain(("derive",))
    draft.refresh_from_db()
    assert draft.derived_at is not None


def test_after_a_lost_attempt_it_is_judged_apart(clerk: tuple[Administration, Person]) -> None:
    """What ended the process may have been the judging."""
    document = handed_in(clerk)
    Job.objects.filter(kind="read").update(attempts=1)
    runner.drain(("read",))
    document.refresh_from_db()
    assert document.draft.derived_at is None
    assert waiting() == ["derive"]


def test_of_a_pile_each_is_judged_by_a_job(
    clerk: tuple[Administration, Person], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Judged together, a hundred invoices in one file would keep everybody else from writing for seconds."""
    document = handed_in(clerk)
    monkeypatch.setattr(reading, "_parts", lambda whole, read: [(whole, read), (whole, read)])
    runner.drain(("read",))
    document.refresh_from_db()
    assert document.draft.derived_at is None
    assert set(waiting()) == {"derive"}


def test_where_many_write_at_once_it_is_judged_when_committed(
    clerk: tuple[Administration, Person], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two copies that are judged before either is committed would not find each other."""
    handed_in(clerk)
    monkeypatch.setattr(reading, "one_writes_at_a_time", lambda: False)
    runner.drain(("read",))
    assert waiting() == ["derive"]
