"""Accruals on the page: goods and invoices as they are stored, each figure with exactly what is behind it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoDbBlocker

from exact.models import (
    Administration,
    ExchangeRate,
    GoodsReceipt,
    GoodsReceiptLine,
    Item,
    PurchaseOrder,
    PurchaseOrderLine,
    Vendor,
)
from insights.table import Table
from tests.insights.support import figures, made_once, tables_at
from tests.workbench.support import desk
from workbench.models import Draft, DraftLine, Role

pytestmark = pytest.mark.django_db

D = Decimal
CUT_OFF = date(2026, 10, 31)


def ordered(books: Administration, number: str, came: dict[date, str], **changed: Any) -> PurchaseOrderLine:
    """An order of 100 at 2.50 with these receipts. ``changed``: of the order (``order_…``) or its line."""
    vendor = Vendor.objects.get(administration=books)
    item = Item.objects.filter(administration=books).first() or Item.objects.create(
        administration=books, exact_id=f"item{books.pk}", code="BOLT", gl_account_code="4000"
    )
    head = {"date": date(2026, 9, 1), "vendor": vendor} | {
        name.removeprefix("order_"): value for name, value in changed.items() if name.startswith("order_")
    }
    order = PurchaseOrder.objects.create(administration=books, exact_id=f"o{number}", number=number, **head)
    line = {"item": item, "quantity": 100, "net_price": D("2.50"), "cost_centre": "PROD"}
    made = PurchaseOrderLine.objects.create(
        order=order,
        exact_id=f"l{number}",
        line_number=1,
        **line | {name: value for name, value in changed.items() if not name.startswith("order_")},
    )
    for place, (day, quantity) in enumerate(came.items()):
        receipt = GoodsReceipt.objects.create(
            administration=books, exact_id=f"r{number}{place}", number=f"{number}-{place}", date=day
        )
        GoodsReceiptLine.objects.create(
            receipt=receipt, order_line=made, exact_id=f"g{number}{place}", quantity=D(quantity)
        )
    return made


def billed(books: Administration, number: str, state: str, day: date, **changed: Any) -> Draft:
    """An invoice of 80 at 2.50 on an order line, not judged by anything."""
    line = {name: changed.pop(name) for name in ("order_line", "quantity", "net_amount") if name in changed}
    facts = {"net_total": line.get("net_amount", D(200)), "kind": "purchase_invoice", "received_at": f"{day}T10:00Z"}
    draft = Draft.objects.create(
        administration=books, vendor=Vendor.objects.get(administration=books), invoice_number=number,
        state=state, issue_date=day, gross_total=D(242), **facts | changed,
    )  # fmt: skip
    DraftLine.objects.create(
        draft=draft,
        position=1,
        gl_account="4100",
        cost_centre="PROD",
        **{"quantity": D(80), "net_amount": D(200)} | line,
    )
    return draft


class Month:
    """October: goods in every state of being billed, invoices in every stage."""

    def __init__(self) -> None:
        self.books = desk.books()
        self.auditor = desk.person("ac", self.books, Role.AUDITOR)
        self.clerk = desk.person("mk", self.books, Role.CLERK)
        october, november = date(2026, 10, 20), date(2026, 11, 3)
        ordered(self.books, "open", {october: "40", november: "60"})
        ordered(self.books, "elsewhere", {october: "100"}, invoiced=D(100))
        ordered(self.books, "closed", {october: "100"}, order_invoice_status=30)
        ordered(self.books, "old", {date(2024, 1, 5): "100"}, order_date=date(2024, 1, 2))
        ordered(self.books, "nothing", {})
        ordered(self.books, "sum", {}, received=D(10), net_price=0)
        ordered(self.books, "pounds", {october: "100"}, order_currency="GBP")
        partly = ordered(self.books, "partly", {october: "100"})
        posted = ordered(self.books, "posted", {october: "100"})
        later = ordered(self.books, "later", {october: "100"})
        ExchangeRate.objects.create(
            administration=self.books, exact_id="gbp", source="GBP", target="EUR", rate=D("1.2"), start=october
        )
        self.review = billed(self.books, "F-1", "review", october, order_line=partly)
        self.approved = billed(self.books, "F-2", "approved", october)
        billed(self.books, "F-3", "posted", october, order_line=posted, quantity=D(100))
        billed(self.books, "F-4", "review", november, order_line=later, quantity=D(100))
        self.credit = billed(self.books, "C-1", "review", october, kind="credit_note", net_amount=D(30))
        self.copy = billed(self.books, "F-1", "review", october, duplicate_of=self.review, order_line=partly)
        unread = billed(self.books, "U-1", "review", october, net_total=None)
        unread.lines.all().delete()
        billed(self.books, "O-1", "review", october, kind="purchase_order")


@pytest.fixture(scope="module")
def built(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Month]:
    with made_once(Month, django_db_blocker, tmp_path_factory) as made:
        yield made


@pytest.fixture
def page(built: Month, client: Client, db: None) -> Client:
    client.force_login(built.auditor)
    return client


def tables(client: Client, **asked: str) -> dict[str, Table]:
    return tables_at(client, "/insight/accruals/", **({"on": CUT_OFF.isoformat()} | asked))


def test_the_proposal_is_what_came_in_without_an_invoice_and_what_is_in_process(page: Client) -> None:
    found = tables(page)
    # open: 40 of 100 by then · partly: 100 less 80 billed · later: its invoice is November's · pounds at 1.2
    goods = D(40) * D("2.5") + D(20) * D("2.5") + D(250) + D(250) * D("1.2")
    assert figures(found["proposal"]) == [
        ["4000", "Kosten", "PROD", "", goods, None, goods],
        ["4100", "Kosten", "PROD", "", None, D(370), D(370)],
    ]
    assert [cell.value for cell in found["proposal"].foot[0]][4:] == [goods, D(370), goods + 370]
    ((_vendor, lines, first, net),) = figures(found["received"])
    assert (lines, first, net) == (5, date(2026, 10, 20), goods)  # with the line that has no price
    assert [row[1:] for row in figures(found["process"])] == [[3, D(170)], [1, D(200)], [1, D(200)]]


def test_what_is_missing_is_said(page: Client) -> None:
    text = page.get("/insight/accruals/", {"on": CUT_OFF.isoformat()}, HTTP_ACCEPT_LANGUAGE="en").content.decode()
    assert (
        "1 order line with goods has no price" in text
        and "1 document has no amount yet" in text
        and "no rate of exchange" not in text
    )


def test_every_figure_leads_to_exactly_what_it_counts(page: Client) -> None:
    looked = 0
    for table in tables(page).values():
        for row in table.cells():
            for column, cell in row:
                if not cell.about:
                    continue
                looked += 1
                asked = {"on": CUT_OFF.isoformat(), "about": cell.about}
                behind = page.get("/insight/accruals/behind/", asked).context["table"]
                if column.kind == "count":
                    assert len(behind.rows) == cell.value, cell.about
                    assert behind.foot[0][-1].value == row[-1][1].value
                else:
                    assert behind.foot[0][-1].value == cell.value, cell.about
                asked["as"] = "csv"
                lines = page.get("/insight/accruals/behind/", asked).content.decode("utf-8-sig").splitlines()
                assert len(lines) == len(behind.rows) + 1
    assert looked == 6


@pytest.mark.parametrize(
    "about", ["goods:v:1:x", "goods:a:%%:x", "process:s:9:review", "process:a:", "goods:", "else", ""]
)
def test_what_names_no_figure_lists_nothing(page: Client, about: str) -> None:
    assert page.get("/insight/accruals/behind/", {"about": about}).context["table"].rows == []


def test_the_file_is_the_table(page: Client) -> None:
    answer = page.get("/insight/accruals/proposal.csv", {"on": CUT_OFF.isoformat()}, HTTP_ACCEPT_LANGUAGE="nl")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert rows[1] == ["4000", "Kosten", "PROD", "", "700,00", "", "700,00"]
    assert page.get("/insight/accruals/else.csv").status_code == 404


def test_another_day_is_another_accrual(page: Client) -> None:
    assert figures(tables(page, on="2026-10-01")["received"])[0][1] == 1  # the sum without a day
    november = tables(page, on="2026-11-30")
    assert D(500) in [row[-1] for row in figures(november["proposal"])] or figures(november["received"])[0][1] == 4
    assert tables(page, on="nonsense")["proposal"].rows


def test_as_many_statements_for_many_orders_as_for_few(built: Month, page: Client) -> None:
    tables(page)
    with CaptureQueriesContext(connection) as few:
        tables(page)
    for number in range(20):
        line = ordered(built.books, f"more{number}", {date(2026, 10, 2): "100"})
        billed(built.books, f"M-{number}", "review", date(2026, 10, 3), order_line=line)
    with CaptureQueriesContext(connection) as many:
        assert figures(tables(page)["process"])[0][1] == 23
    assert len(many) == len(few) <= 22


def test_it_is_for_those_who_may_audit(built: Month, client: Client, db: None) -> None:
    client.force_login(built.clerk)
    for address in ("/insight/accruals/", "/insight/accruals/behind/", "/insight/accruals/proposal.csv"):
        assert client.get(address).status_code == 403
    client.force_login(desk.person("el", desk.books(900002, "twee", "Twee BV"), Role.AUDITOR))
    assert figures(tables(client, administration=str(built.books.pk))["proposal"]) == []
