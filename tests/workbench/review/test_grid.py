"""The line grid: the table of a marked row, pasted blocks, evidence of clicked cells, and steps back."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from exact.models import Administration
from tests.ocr.local.paper import Row, page
from tests.workbench.support import desk
from workbench.accounts.people import Person
from workbench.models import AuditEvent, Blob, Document, DocumentPage, Draft, Role

pytestmark = pytest.mark.django_db

HEAD: Row = [(0.1, "Omschrijving"), (0.5, "Aantal"), (0.62, "Prijs"), (0.85, "Bedrag")]
ROWS: list[Row | None] = [
    HEAD,
    [(0.1, "Bout verzinkt"), (0.5, "12"), (0.62, "5,00"), (0.85, "60,00")],
    [(0.1, "Moer verzinkt"), (0.5, "20"), (0.62, "1,50"), (0.85, "30,00")],
    [(0.1, "Ring"), (0.5, "10"), (0.62, "1,00"), (0.85, "10,00")],
    None,
    [(0.6, "Totaal excl. btw"), (0.84, "100,00")],
]
SECOND = [1, 0.05, 0.05 + 2 * 0.018 - 0.006, 0.95, 0.05 + 2 * 0.018 + 0.006]


@pytest.fixture
def administration() -> Administration:
    return desk.books()


@pytest.fixture
def kim(administration: Administration) -> Person:
    return desk.person("kim", administration, Role.CLERK)


@pytest.fixture
def browser(kim: Person, client: Client) -> Client:
    client.force_login(kim)
    return client


@pytest.fixture
def draft(administration: Administration) -> Draft:
    """A draft of one line of 100.00 whose paper has a table of three rows."""
    made = desk.made(administration, "TABEL-1")
    document = Document.objects.create(
        administration=administration,
        draft=made,
        blob=Blob.objects.create(sha256="a" * 64, size=1),
        name="tabel.pdf",
        kind="pdf",
    )
    words = [[w.text, w.x0, w.y0, w.x1, w.y1] for w in page(ROWS).words]
    DocumentPage.objects.create(document=document, number=1, words=words)
    return made


def post(browser: Client, draft: Draft, action: str, **data: Any) -> HttpResponse:
    address = reverse("draft-lines", args=[draft.pk])
    return browser.post(address, {"action": action, **data}, HTTP_HX_REQUEST="true")  # type: ignore[return-value]


def marked(draft: Draft, **more: Any) -> dict[str, Any]:
    document = draft.documents.get(name="tabel.pdf")
    return {"document": str(document.pk), "row": json.dumps([SECOND]), **more}


def lines(draft: Draft) -> list[tuple[str, Decimal | None]]:
    return list(draft.lines.values_list("description", "net_amount"))


TAKEN = [("Bout verzinkt", Decimal("60.00")), ("Moer verzinkt", Decimal("30.00")), ("Ring", Decimal("10.00"))]


def test_a_marked_row_is_shown_as_a_table_that_adds_up_and_nothing_is_saved(browser: Client, draft: Draft) -> None:
    before = Draft.objects.filter(pk=draft.pk).values().get()
    answer = post(browser, draft, "example", **marked(draft))
    assert answer.status_code == 200
    proposal = answer.context["proposal"]  # type: ignore[attr-defined]
    assert [each.line.net_amount for each in proposal.lines] == [Decimal(60), Decimal(30), Decimal(10)]
    assert [each.marked for each in proposal.lines] == [False, True, False]
    assert (proposal.difference, proposal.wrong) == (Decimal(0), 0)
    assert Draft.objects.filter(pk=draft.pk).values().get() == before and draft.lines.count() == 1


def test_taking_the_table_replaces_the_lines_and_one_step_brings_them_back(browser: Client, draft: Draft) -> None:
    old = lines(draft)
    kept = draft.lines.get().pk
    assert post(browser, draft, "take", **marked(draft)).status_code == 200
    assert lines(draft) == TAKEN
    assert "net_amount" in draft.lines.first().read["boxes"]  # type: ignore[union-attr]
    assert AuditEvent.objects.filter(draft_id=draft.pk, action="lines.taken").exists()
    answer = post(browser, draft, "step-back")
    assert answer.status_code == 200
    assert lines(draft) == old and draft.lines.get().pk == kept
    assert post(browser, draft, "step-back").status_code == 409


def test_the_table_can_be_added_below(browser: Client, draft: Draft) -> None:
    old = lines(draft)
    post(browser, draft, "take", **marked(draft, how="add"))
    assert lines(draft) == [*old, *TAKEN]


def test_a_code_a_person_chose_stays_with_its_row(browser: Client, draft: Draft, kim: Person) -> None:
    post(browser, draft, "take", **marked(draft))
    second = draft.lines.get(position=2)
    browser.post(reverse("draft-line", args=[draft.pk, second.pk, "gl_account"]), {"value": "4000"})
    post(browser, draft, "take", **marked(draft))
    assert draft.lines.get(position=2).gl_account == "4000"
    assert "gl_account" in draft.lines.get(position=2).by_person


def test_a_charge_below_the_table_stays_unless_the_rows_are_the_whole(browser: Client, draft: Draft) -> None:
    draft.lines.create(position=2, description="Vracht", net_amount=Decimal("7.50"), is_charge=True)
    post(browser, draft, "take", **marked(draft))
    assert lines(draft) == TAKEN
    Draft.objects.filter(pk=draft.pk).update(net_total=Decimal("107.50"))
    draft.fields["net_total"] = {**draft.fields["net_total"], "value": "107.50"}
    Draft.objects.filter(pk=draft.pk).update(fields=draft.fields)
    draft.lines.create(position=4, description="Vracht", net_amount=Decimal("7.50"), is_charge=True)
    post(browser, draft, "take", **marked(draft))
    assert lines(draft) == [*TAKEN, ("Vracht", Decimal("7.50"))]


@pytest.mark.parametrize(
    ("data", "status"),
    [
        ({"row": "geen json"}, 422),
        ({"row": ""}, 422),
        ({"row": "[[1, 0.1, 0.9, 0.2, 0.95]]"}, 409),  # nothing printed there
        ({"document": "geen"}, 400),
        ({"document": "00000000-0000-0000-0000-000000000000"}, 404),
        ({"cells": "[]"}, 422),
    ],
)
def test_a_mark_that_makes_no_sense_changes_nothing(
    browser: Client, draft: Draft, data: dict[str, str], status: int
) -> None:
    old = lines(draft)
    assert post(browser, draft, "take", **marked(draft) | data).status_code == status
    assert lines(draft) == old


def test_a_viewer_gets_no_table(draft: Draft, administration: Administration, client: Client) -> None:
    client.force_login(desk.person("vic", administration, Role.VIEWER))
    for action in ("example", "take", "step-back", "add"):
        assert post(client, draft, action, **marked(draft)).status_code in (403, 409), action
    assert draft.lines.count() == 1


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        ("9\t2,50\t22,50", [("Bouten M6", Decimal("22.50"))]),
        # heads are left out, rows below the last line become lines
        ("Aantal\tPrijs\tNetto\n1\t40,00\t40,00\n2\t30,00\t60,00", [("Bouten M6", Decimal(40)), ("", Decimal(60))]),
        ("1\t1,234.50\t1.234,50", [("Bouten M6", Decimal("1234.50"))]),
    ],
)
def test_a_block_is_pasted_from_the_cell_on(
    browser: Client, draft: Draft, block: str, expected: list[tuple[str, Decimal]]
) -> None:
    line = draft.lines.get()
    line.description = "Bouten M6"
    line.save()
    answer = post(browser, draft, "paste", line=line.pk, column="quantity", block=block)
    assert answer.status_code == 200
    assert lines(draft) == expected


def test_a_block_with_a_cell_that_is_no_amount_changes_nothing(browser: Client, draft: Draft) -> None:
    old = lines(draft)
    answer = post(browser, draft, "paste", line=draft.lines.get().pk, column="quantity", block="1\t2\nx\ty")
    assert answer.status_code == 422
    assert lines(draft) == old


def test_a_clicked_cell_keeps_where_it_was_taken_from(browser: Client, draft: Draft) -> None:
    line = draft.lines.get()
    boxes = [[1, 0.85, 0.1, 0.88, 0.12], [1, 0.89, 0.1, 0.91, 0.12]]
    address = reverse("draft-line", args=[draft.pk, line.pk, "net_amount"])
    browser.post(address, {"value": "60,00", "boxes": json.dumps(boxes)}, HTTP_HX_REQUEST="true")
    assert draft.lines.get().read["boxes"]["net_amount"] == [1, 0.85, 0.1, 0.91, 0.12]


def test_steps_go_back_one_by_one_in_the_order_they_were_made(browser: Client, draft: Draft) -> None:
    line = draft.lines.get()
    was = draft.fields["invoice_number"]["value"], line.net_amount
    browser.post(reverse("draft-field", args=[draft.pk, "invoice_number"]), {"value": "X-1"}, HTTP_HX_REQUEST="true")
    cell = reverse("draft-line", args=[draft.pk, line.pk, "net_amount"])
    browser.post(cell, {"value": "1,00"}, HTTP_HX_REQUEST="true")
    post(browser, draft, "copy", line=line.pk)
    seen = []
    for _ in range(3):
        post(browser, draft, "step-back")
        draft.refresh_from_db()
        seen.append((draft.lines.count(), draft.lines.first().net_amount, draft.invoice_number))  # type: ignore[union-attr]
    assert seen == [(1, Decimal(1), "X-1"), (1, was[1], "X-1"), (1, was[1], was[0])]


def test_nobody_undoes_what_a_colleague_changed_since(
    browser: Client, draft: Draft, administration: Administration
) -> None:
    post(browser, draft, "add")
    other = Client()
    other.force_login(desk.person("lou", administration, Role.CLERK))
    other.post(reverse("draft-field", args=[draft.pk, "invoice_number"]), {"value": "L-1"}, HTTP_HX_REQUEST="true")
    assert post(browser, draft, "step-back").status_code == 409
    assert draft.lines.count() == 2
    # and the colleague's own steps are theirs alone
    assert post(other, draft, "step-back").status_code == 200
