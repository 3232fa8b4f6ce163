"""The booking header arrives in Exact: an invoice of a closed period stands in an open one, under its own date."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from pytest_django import Settings

from exact.mirror.run import synchronise
from exact.models import Administration, Vendor
from exact.sandbox.server import SandboxServer
from jobs import api as jobs
from jobs import runner
from jobs.models import Job
from tests.exact.conftest import exact_server
from tests.exact.connecting import administration_for, connect, entries
from tests.exact.sandbox.mini_world import ONE, SUPPLIER
from tests.workbench.support import desk
from workbench.approval.services import approve_draft
from workbench.drafts.services import book_in_open_period, edit_field
from workbench.models import Draft, Policy
from workbench.posting.services import post_draft

# Subscribers are told after a commit, so this test commits.
pytestmark = pytest.mark.django_db(transaction=True)
__all__ = ["exact_server"]


def test_period_text_and_condition_stand_in_the_entry(
    exact_server: SandboxServer, transactional_db: None, settings: Settings, tmp_path: Path
) -> None:
    settings.BLOB_ROOT = tmp_path / "blobs"
    books: Administration = administration_for(connect([ONE]), ONE)
    synchronise(books)
    Vendor.objects.filter(administration=books, exact_id=SUPPLIER).update(vat_number=desk.BOLTS.vat)
    Administration.objects.filter(pk=books.pk).update(first_posting_confirmed=True)
    books.refresh_from_db()
    Policy.objects.create(administration=books, match_without_reference=False)
    sam = desk.person("sam", books, "clerk", "approver")
    draft = desk.made(books, "JAN-1", by=sam, supplier_iban="", day="2026-01-15")
    assert desk.holds_of(draft) == ["PERIOD_CLOSED"]

    book_in_open_period(draft.pk, by=sam)
    edit_field(draft.pk, name="description", typed="Bouten januari", by=sam)
    edit_field(draft.pk, name="payment_condition", typed="IN Incasso", by=sam)
    assert desk.holds_of(draft) == []
    approve_draft(draft.pk, by=sam)
    post_draft(draft.pk, by=sam)
    for _ in range(20):
        Job.objects.filter(kind="exact_post", state="ready").update(run_at=jobs.database_now() - timedelta(seconds=1))
        if runner.run_next(("exact_post",)) is None:
            break
    (entry,) = entries(exact_server, ONE, "JAN-1")
    assert str(entry["EntryDate"])[:10] == "2026-01-15" and entry["ReportingPeriod"] > 1
    assert (entry["Description"], entry["PaymentCondition"].strip()) == ("Bouten januari", "IN")
    assert Draft.objects.get(pk=draft.pk).state == "posted"
