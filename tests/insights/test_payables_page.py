"""What is to be paid on the page: open entries of the mirror and documents, each figure with exactly what is behind."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from exact.models import Administration, Payable, PaymentCondition, SyncCursor, Vendor
from insights.table import Table
from tests.insights.support import figures, made_once, tables_at
from tests.workbench.support import desk
from workbench.models import Draft, Role

pytestmark = pytest.mark.django_db

D = Decimal


def entry(books: Administration, key: str, due: date | None, amount: str = "100", **more: Any) -> Payable:
    facts = {"vendor": Vendor.objects.get(administration=books), "currency": "EUR", "method": "B"} | more
    return Payable.objects.create(
        administration=books, exact_id=key, entry_exact_id=f"guid-{key}", entry_number=key, your_ref=f"R-{key}",
        invoice_date=timezone.localdate(), due_date=due, amount=D(amount), own_amount=D(amount), **facts,
    )  # fmt: skip


def document(books: Administration, number: str, gross: str, **more: Any) -> Draft:
    facts: dict[str, Any] = {"state": "review", "kind": "purchase_invoice", "turn": "ready"} | more
    return Draft.objects.create(
        administration=books, vendor=Vendor.objects.get(administration=books), invoice_number=number,
        received_at=timezone.now(), net_total=D(gross) / 2, gross_total=D(gross), **facts,
    )  # fmt: skip


class Money:
    """Entries open in Exact and documents that are not there yet, today and later."""

    def __init__(self) -> None:
        self.books = desk.books()
        self.auditor = desk.person("ac", self.books, Role.AUDITOR)
        self.clerk = desk.person("mk", self.books, Role.CLERK)
        today = timezone.localdate()
        for code, method, raw in (
            ("30", "B", {"DiscountPercentage": "0.02", "DiscountPaymentDays": 10}),
            ("IN", "I", {}),
            ("00", "K", {}),
        ):
            PaymentCondition.objects.create(
                administration=self.books, exact_id=code, code=code, days=30, raw={"PaymentMethod": method} | raw
            )
        SyncCursor.objects.create(administration=self.books, resource="payables", synced_at=timezone.now())
        entry(self.books, "late", today - timedelta(days=40))
        entry(self.books, "now", today, "50", discount=D(1), discount_until=today)
        entry(self.books, "credit", today, "-20")
        entry(self.books, "debit", today, "7", method="I")
        entry(self.books, "cash", today, "999", method="K")
        entry(self.books, "paid", today, "999", gone_at=timezone.now())
        self.told = document(self.books, "F-1", "121", due_date=today, owner=self.clerk)
        self.expected = document(self.books, "F-2", "242", issue_date=today)
        document(self.books, "F-3", "10", fields={"payment_condition": {"value": "IN"}}, due_date=today)
        document(self.books, "F-4", "999", fields={"payment_condition": {"value": "00"}}, due_date=today)
        document(self.books, "F-5", "999", duplicate_of=self.told)
        Draft.objects.filter(pk=document(self.books, "F-6", "999").pk).update(gross_total=None)
        document(self.books, "C-1", "30", kind="credit_note", due_date=today, issue_date=today)
        document(self.books, "P-1", "999", state="posted", posted_at=timezone.now() - timedelta(days=1))
        document(self.books, "P-2", "5", state="posted", posted_at=timezone.now(), due_date=today)


@pytest.fixture(scope="module")
def built(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Money]:
    with made_once(Money, django_db_blocker, tmp_path_factory) as made:
        yield made


@pytest.fixture
def page(built: Money, client: Client, db: None) -> Client:
    client.force_login(built.auditor)
    return client


def tables(client: Client, **asked: str) -> dict[str, Table]:
    return tables_at(client, "/insight/payables/", **asked)


def test_what_is_overdue_and_what_leaves_this_week(page: Client) -> None:
    rows = figures(tables(page)["forecast"])
    assert len(rows) == 15
    assert rows[0][1:] == [D(100), None, None, D(100)]
    # 121 and 5 that was posted since Exact was read, less a credit note of 30; both collected ones
    assert rows[1][1:] == [D(30), D(96), D(17), D(143)]
    assert sum(row[4] for row in rows) == D(100 + 143 + 242)


def test_discounts_that_can_be_had(page: Client) -> None:
    rows = figures(tables(page)["discounts"])
    today = timezone.localdate()
    assert [(row[0], row[2], row[5]) for row in rows] == [
        (today, "R-now", D(1)),
        (today + timedelta(days=10), "F-2", D("4.84")),
    ]


def test_who_has_what_is_not_in_exact(page: Client) -> None:
    rows = {row[0]: row[1:] for row in figures(tables(page)["holders"])}
    assert rows["mk"][0] == 1 and rows["waits for approval"][0] == 3 and rows["just posted"][2] == D(5)


def test_every_figure_leads_to_exactly_what_it_counts(page: Client) -> None:
    looked = 0
    for table in tables(page).values():
        for row in table.cells():
            for column, cell in row:
                if not cell.about:
                    continue
                looked += 1
                behind = page.get("/insight/payables/behind/", {"about": cell.about}, HTTP_ACCEPT_LANGUAGE="en")
                found = behind.context["table"]
                if column.kind == "count":
                    assert len(found.rows) == cell.value, cell.about
                    assert found.foot[0][-1].value == row[-1][1].value
                else:
                    assert found.foot[0][-1].value == cell.value, cell.about
    assert looked >= 10
    for about in ("", "week:x:EUR:", "week:overdue:USD:", "due:EUR:9:x", "holder:EUR", "else:a:b"):
        assert page.get("/insight/payables/behind/", {"about": about}).context["table"].rows == []


def test_a_document_behind_a_figure_is_opened_here_and_an_entry_in_exact(built: Money, page: Client) -> None:
    asked = {"about": "week:overdue:EUR:"}
    assert "EntryID=guid-late" in page.get("/insight/payables/behind/", asked).context["table"].rows[0][0].href
    (about,) = [row[1].about for row in tables(page)["holders"].rows if row[0].value == "mk"]
    behind = page.get("/insight/payables/behind/", {"about": about}).context["table"]
    assert behind.rows[0][0].href == f"/drafts/{built.told.pk}/"


def test_every_table_as_a_file_and_what_is_not_known_is_said(built: Money, page: Client) -> None:
    for name, table in tables(page).items():
        lines = page.get(f"/insight/payables/{name}.csv").content.decode("utf-8-sig").splitlines()
        assert len(lines) == len(table.rows) + 1
    text = page.get("/insight/payables/", HTTP_ACCEPT_LANGUAGE="en").content.decode()
    assert (
        "1 possible copy is left out" in text
        and "1 document has no total yet" in text
        and "names no day to pay" in text
        and "not read yet" not in text
    )
    SyncCursor.objects.filter(resource="payables").update(synced_at=None)
    assert (
        "Open entries of Eén BV were not read yet"
        in page.get("/insight/payables/", HTTP_ACCEPT_LANGUAGE="en").content.decode()
    )


def test_as_many_statements_for_many_entries_as_for_few(built: Money, page: Client) -> None:
    tables(page)
    with CaptureQueriesContext(connection) as few:
        tables(page)
    for number in range(20):
        entry(built.books, f"n{number}", timezone.localdate())
        document(built.books, f"N-{number}", "1")
    with CaptureQueriesContext(connection) as many:
        tables(page)
    assert len(many) == len(few) <= 24


def test_it_is_for_those_who_may_audit_and_of_their_books(built: Money, client: Client, db: None) -> None:
    client.force_login(built.clerk)
    for address in ("/insight/payables/", "/insight/payables/behind/", "/insight/payables/forecast.csv"):
        assert client.get(address).status_code == 403
    client.force_login(desk.person("el", desk.books(900002, "twee", "Twee BV"), Role.AUDITOR))
    assert figures(tables(client, administration=str(built.books.pk))["forecast"]) == []
