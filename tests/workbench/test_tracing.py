"""The life of one document, from what the database kept: found by any of its names, told in order, without secrets."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from exact.models import Administration, Posting, PostingAttempt
from jobs.models import Job
from tests.workbench.support import desk
from workbench.drafts.services import put_on_hold
from workbench.models import Document, Draft, IntakeEntry
from workbench.tracing.found import documents_called
from workbench.tracing.life import life_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def books(db: None) -> Administration:
    return desk.books()


@pytest.fixture
def draft(books: Administration) -> Draft:
    return desk.made(books, "F-77")


@pytest.fixture
def document(draft: Draft) -> Document:
    return draft.documents.get()


@pytest.fixture
def posting(books: Administration, draft: Draft) -> Posting:
    row = Posting.objects.create(
        subject=str(draft.pk), administration=books, division=books.division, marker="WB-MARK", amount=121, payload={}
    )
    begun = timezone.now() + timedelta(minutes=1)
    PostingAttempt.objects.create(
        posting=row,
        step="entry",
        status="500",
        started_at=begun,
        ended_at=begun + timedelta(seconds=2),
        reason="refused for NL91ABNA0417164300",
    )
    return row


def run(name: str, **options: Any) -> str:
    out = StringIO()
    call_command("trace", name, stdout=out, **options)
    return out.getvalue()


@pytest.mark.parametrize("way", ["document", "draft", "number", "mark", "digest", "name", "part of the name"])
def test_a_document_is_found_by_any_of_its_names(draft: Draft, document: Document, posting: Posting, way: str) -> None:
    named = {
        "document": str(document.pk),
        "draft": str(draft.pk),
        "number": "f-77",
        "mark": posting.marker,
        "digest": document.blob_id[:12],
        "name": document.name,
        "part of the name": "77.PDF",
    }
    assert documents_called(named[way]) == [document]


def test_what_is_several_or_nothing_is_said(books: Administration, draft: Draft) -> None:
    other = desk.made(books, "F-78")
    with pytest.raises(CommandError, match="several documents") as told:
        run("F-7")
    assert str(draft.documents.get().pk) in str(told.value) and str(other.documents.get().pk) in str(told.value)
    for nothing in ("X-1", "", "00000000-0000-0000-0000-000000000000"):
        with pytest.raises(CommandError, match="there is no document"):
            run(nothing)


def test_all_of_its_life_in_order(books: Administration, draft: Draft, document: Document, posting: Posting) -> None:
    IntakeEntry.objects.create(administration=books, blob=document.blob, document=document, name="F-77.pdf", size=36)
    put_on_hold(draft.pk, reason="eerst bellen", by=desk.person("kim", books, "clerk"))
    now = timezone.now()
    Job.objects.create(
        kind="exact_post",
        subject=f"posting:{posting.pk}",
        dedupe_key="x",
        state="dead",
        attempts=10,
        last_error="Traceback\nboom of NL91ABNA0417164300",
        started=now,
        finished=now + timedelta(minutes=3),
    )
    steps = life_of(document)
    assert [step.at for step in steps] == sorted(step.at for step in steps)
    assert {"intake", "job", "event", "posting", "attempt"} <= {step.sort for step in steps}
    text = run("F-77")
    for told in ("eerst bellen", "WB-MARK", "entry: 500 in 2.0 s", "exact_post", "dead – boom", "draft.created"):
        assert told in text, told
    assert "NL91ABNA0417164300" not in text, "masked as in the logs"
    assert text.index("draft.created") < text.index("eerst bellen")
    assert run("F-77", json=True).count('"sort"') == len(life_of(document))
