"""Garbage in every form and address: an answer with a reason, never a server error, and nothing half done."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import transaction
from django.test import Client
from django.urls import get_resolver, reverse
from pytest_django import Settings

from tests.workbench.support import desk
from workbench.drafts.services import put_on_hold
from workbench.intake.services import receive_message
from workbench.models import Batch

pytestmark = [pytest.mark.django_db, pytest.mark.long]

# No number, no identity, no date; numbers no column holds; digits that int() does not take; what JSON calls a number.
# fmt: off
GARBAGE = ["", "x", "²", "-1", "9" * 40, "9" * 5000, "1e999999", "sNaN", "NaN", "0001-01-01T00:00", "9999-12-31T23:59",
           "[[NaN,0,0,0,0]]", "[[1e999,0,0,0,0]]", "[" * 100_000, "\x00", "\U0001f600", "<script>", "%s", "' OR 1=1--"]
NAMES = ("administration", "following", "batch", "line", "also", "boxes", "version", "value", "order", "order_line",
         "shares", "block", "kind", "reason", "text", "vendor", "customer", "at", "number", "spoke_to", "why", "name",
         "password", "token", "draft", "division", "post", "next", "limit", "q", "view", "chosen", "state", "code",
         "password", "to", "share", "months", "priority", "name", "tab", "page", "part", "username", "language")
ACTIONS = ("", "add", "copy", "delete", "split", "paste", "difference", "collapse", "save", "try")
# fmt: on


class Desk:
    """A person with every role, and one of each thing an address can name."""

    def __init__(self) -> None:
        self.books = desk.books()
        self.sam = desk.person("sam", self.books, "clerk", "approver", "admin", "vendor_editor", "auditor")

    def arguments(self) -> dict[str, Any]:
        """Identities for the parts of an address."""
        draft = desk.made(self.books, "F-1", by=self.sam)
        put_on_hold(draft.pk, reason="wacht", by=self.sam)
        document = draft.documents.get()
        document.page_rows.create(number=1, words=[["woord", 0, 0, 1, 1]])
        message = receive_message(b"Subject: x\n\n.", administration=self.books, recipient="x", source="smtp")
        return {
            "draft_id": draft.pk,
            "other_id": draft.pk,
            "document_id": document.pk,
            "message_id": message.pk,
            "line_id": draft.lines.get().pk,
            "hold_id": draft.holds.get(code="MANUAL").pk,
            "batch_id": Batch.objects.create(token=str(draft.pk), by=self.sam).pk,
            "administration_id": self.books.pk,
            "number": 1,
            "width": 240,
        }


@pytest.fixture
def world(settings: Settings, tmp_path: Path) -> Desk:
    settings.BLOB_ROOT = tmp_path / "blobs"
    settings.INBOEK_HOME = tmp_path
    return Desk()


@pytest.fixture
def browser(client: Client, world: Desk) -> Client:
    client.force_login(world.sam)
    client.raise_request_exception = True
    return client


POSTED = (
    "draft-approve",
    "draft-field",
    "draft-line",
    "draft-lines",
    "draft-hold",
    "draft-release",
    "draft-kind",
    "draft-move",
    "draft-reject",
    "draft-file",
    "draft-undo",
    "draft-retry",
    "draft-comment",
    "draft-link-order",
    "draft-choose-order-line",
    "draft-answer",
    "draft-agree",
    "draft-confirm-unit",
    "draft-unlink-receipt",
    "draft-settle-credit",
    "vendor-choose",
    "upload",
    "precheck",
    "batch-start",
    "choose-administration",
    "preferences",
    "bank-begin",
    "rule-new",
    "confirm-vat",
    "first-posting",
)
FIELDS = ("invoice_number", "issue_date", "gross_total", "currency", "supplier_iban")
FORM = "application/x-www-form-urlencoded"
COLUMNS = ("description", "quantity", "unit_price", "net_amount", "vat_rate", "gl_account")


def addresses(name: str, known: dict[str, Any]) -> list[str]:
    """The address, once per field or column where it has one."""
    (_possibility, _pattern, _defaults, converters) = get_resolver().reverse_dict.getlist(name)[0]
    last = {"name": FIELDS, "column": COLUMNS}
    extra = next((key for key in last if key in converters), None)
    base = {key: known[key] for key in converters if key in known}
    return [
        reverse(name, kwargs={**base, extra: value} if extra else base) for value in (last[extra] if extra else [""])
    ]


def failures(browser: Client, name: str, known: dict[str, Any]) -> list[str]:
    """What made the server fail, each request undone afterwards. Sent as the product's own forms send it."""
    wrong = []
    for garbage in GARBAGE:
        for action in ACTIONS if name in ("draft-lines", "rule-new") else ("",):
            given = {**dict.fromkeys(NAMES, garbage), "action": action}
            if name == "draft-lines" and action in ("split", "paste"):
                given["line"] = str(known["line_id"])
            if name == "rule-new":
                given["administration"] = str(known["administration_id"])
            for address in addresses(name, known):
                try:
                    with transaction.atomic():
                        # A bracket as it is: what arrives is the same, and megabytes of "%5B" need not be taken apart.
                        answer = browser.post(address, urlencode(given, safe="["), content_type=FORM)
                        transaction.set_rollback(True)
                    assert answer.status_code < 500
                except Exception as error:  # whatever it is, it would have been a server error
                    wrong.append(f"{address} {action} {garbage[:12]!r}: {type(error).__name__} {str(error)[:90]}")
    return wrong


@pytest.mark.parametrize("name", POSTED)
def test_no_form_can_be_filled_so_that_the_server_fails(world: Desk, browser: Client, name: str) -> None:
    wrong = failures(browser, name, world.arguments())
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    "name",
    [
        "queue",
        "inbox",
        "vendors",
        "posting",
        "audit",
        "connect",
        "start",
        "vendor-search",
        "rules",
        "rule-new",
        "review",
    ],
)
def test_no_question_can_be_asked_so_that_the_server_fails(world: Desk, browser: Client, name: str) -> None:
    known, wrong = world.arguments(), []
    (address,) = addresses(name, known)
    for garbage in (each for each in GARBAGE if len(each) < 6000):  # longer than a request line may be
        try:
            with transaction.atomic():
                assert browser.get(address, dict.fromkeys(NAMES, garbage)).status_code < 500
                transaction.set_rollback(True)
        except Exception as error:  # whatever it is, it would have been a server error
            wrong.append(f"{garbage[:12]!r}: {type(error).__name__} {str(error)[:90]}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("way", ["form", "question"])
def test_a_nul_character_is_a_bad_request(world: Desk, browser: Client, way: str) -> None:
    draft = desk.made(world.books, "F-1", by=world.sam)
    if way == "form":
        answer = browser.post(reverse("draft-comment", args=[draft.pk]), {"text": "a\x00b"})
    else:
        answer = browser.get(reverse("queue"), {"q": "a\x00b"})
    assert answer.status_code == 400
    assert not draft.comments.exists()
