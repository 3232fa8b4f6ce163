"""An accepted account goes into Exact once, never before its acceptance; an unknown outcome is settled by looking."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from exact.mirror.run import synchronise
from exact.models import Administration, Vendor
from exact.sandbox.server import SandboxServer
from tests.exact.conftest import exact_server
from tests.exact.connecting import administration_for, connect, stored
from tests.exact.sandbox.mini_world import ONE, SUPPLIER
from tests.workbench.support import desk
from workbench.accounts.people import Person
from workbench.accounts.rights import RightMissing
from workbench.bank import writing
from workbench.drafts.changing import DraftRefused
from workbench.models import AuditEvent, BankChange

pytestmark = pytest.mark.django_db
__all__ = ["exact_server"]
NEW = "NL20INGB0001234567"


@pytest.fixture
def books(exact_server: SandboxServer, db: None, settings: Settings, tmp_path: Path) -> Administration:
    settings.BLOB_ROOT = tmp_path / "blobs"
    made = administration_for(connect([ONE]), ONE)
    synchronise(made)
    return made


@pytest.fixture
def editor(books: Administration) -> Person:
    return desk.person("eve", books, "vendor_editor")


def there(server: SandboxServer) -> list[tuple[str, bool]]:
    rows = stored(server, ONE, "crm/BankAccounts")
    return [(row["BankAccount"], bool(row["Main"])) for row in rows if row["Account"] == SUPPLIER]


def test_an_accepted_account_is_put_into_exact_once(
    exact_server: SandboxServer, books: Administration, editor: Person, client: Client, settings: Settings
) -> None:
    vendor = Vendor.objects.get(administration=books, exact_id=SUPPLIER)
    change = BankChange.objects.create(
        administration=books,
        vendor=vendor,
        iban=NEW,
        requested_by=editor,
        requested_at=timezone.now(),
        state="seconded",
    )
    before = there(exact_server)
    client.force_login(editor)
    address = reverse("bank-write", args=[change.pk])
    with pytest.raises(DraftRefused, match="BANK_ORDER"):
        writing.write_to_exact(change.pk, main=True, by=editor)
    assert not client.get(reverse("bank-change", args=[change.pk])).context["page"].may_write
    BankChange.objects.update(state="accepted")
    with pytest.raises(RightMissing):
        writing.write_to_exact(change.pk, main=True, by=desk.person("cas", books, "clerk"))
    assert there(exact_server) == before, "nothing before the end, nothing by others"

    # Exact takes it and does not say so: nothing goes again while it may still arrive; then it is found.
    settings.EXACT_SETTLE = 600 / settings.EXACT_PERIOD_SCALE
    exact_server.faults.arm("error500_before", path="crm/BankAccounts", method="POST")
    client.post(address)
    sent = BankChange.objects.get()
    assert sent.written_at is None and sent.write_sent_at is not None and sent.write_error
    with pytest.raises(DraftRefused, match="BANK_SETTLING"):
        writing.write_to_exact(change.pk, main=True, by=editor)
    assert there(exact_server) == before
    BankChange.objects.update(write_sent_at=timezone.now() - timedelta(hours=1))
    exact_server.faults.arm("reset_after_commit", path="crm/BankAccounts", method="POST")
    client.post(address, {"main": "1"})
    assert len(there(exact_server)) == len(before) + 1
    writing.write_to_exact(change.pk, main=True, by=editor)
    assert len(there(exact_server)) == len(before) + 1 and (NEW, True) in there(exact_server)
    change.refresh_from_db()
    assert (change.written_by, change.write_error) == (editor, "") and change.written_at is not None
    assert vendor.bank_accounts.filter(iban=NEW).exists(), "the mirror knows it at once"
    assert AuditEvent.objects.filter(action="bank_change.written").count() == 1
    with pytest.raises(DraftRefused, match="BANK_WRITTEN"):
        writing.write_to_exact(change.pk, main=True, by=editor)
