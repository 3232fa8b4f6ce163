"""Goods that come in after the bill: linked once, to one bill only; and who goes first when two claim the same."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.workbench.match.conftest import Purchasing, open_codes
from workbench.drafts.changing import DraftRefused
from workbench.drafts.states import DraftState
from workbench.match import receipts
from workbench.models import AuditEvent, Draft, ReceiptConsumption


def used(draft: Draft) -> list[Any]:
    """Quantities of receipts the draft uses, by when they came in."""
    rows = ReceiptConsumption.objects.filter(draft_line__draft=draft).order_by("receipt_line__receipt__date", "pk")
    return list(rows.values_list("quantity", flat=True))


@pytest.fixture
def posted(purchasing: Purchasing) -> Draft:
    """Ten billed and posted before anything came in."""
    purchasing.order()
    return purchasing.decided(purchasing.bill("F-1"))


def test_late_receipts_are_linked_oldest_first_up_to_what_was_billed(purchasing: Purchasing, posted: Draft) -> None:
    line = posted.lines.get().order_line
    assert line is not None
    purchasing.receive(line, "8", day=20)
    purchasing.receive(line, "4", day=12)
    (row,) = receipts.coverage(posted)
    told: Any = (row.billed, row.short, [late.free for late in row.late])
    assert told == (10, 10, [4, 8])
    assert receipts.link_late(posted.pk, by=purchasing.ann) == 2
    assert used(posted) == [4, 6]
    (row,) = receipts.coverage(posted)
    told = (row.short, [late.free for late in row.late])
    assert told == (0, [2])
    assert AuditEvent.objects.filter(draft_id=posted.pk, action="receipt.linked").count() == 2
    with pytest.raises(DraftRefused, match="RECEIPT_NOT_FREE"):
        receipts.link_late(posted.pk, by=purchasing.ann)


def test_what_is_linked_another_invoice_cannot_use_until_it_is_unlinked(purchasing: Purchasing, posted: Draft) -> None:
    line = posted.lines.get().order_line
    assert line is not None
    line.quantity = Decimal(20)
    line.save()
    purchasing.receive(line, "10")
    rival = purchasing.bill("F-2", "9")
    assert open_codes(rival) == ["AWAIT_RECEIPT"], "the posted bill has the older claim"
    receipts.link_late(posted.pk, by=purchasing.ann)
    rival.refresh_from_db()
    assert open_codes(rival) == ["AWAIT_RECEIPT"] and used(rival) == []
    purchasing.receive(line, "10", day=15)
    assert open_codes(purchasing.again(rival)) == [] and used(rival) == [9]
    (row,) = receipts.coverage(posted)
    receipts.unlink(row.linked[0].consumption_id, by=purchasing.bob)
    assert used(posted) == []
    assert AuditEvent.objects.filter(draft_id=posted.pk, action="receipt.unlinked").exists()


def test_linking_takes_the_goods_from_a_draft_in_review_at_once(purchasing: Purchasing) -> None:
    line = purchasing.order(quantity="20")
    first = purchasing.bill("F-1")
    other = purchasing.bill("F-2", "9")
    purchasing.receive(line, "10")
    purchasing.again(first), purchasing.again(other)
    assert (used(first), used(other)) == ([10], [])
    purchasing.decided(other)  # approved all the same, before its goods came
    receipts.link_late(other.pk, by=purchasing.ann)
    assert (used(first), used(other)) == ([1], [9])
    assert open_codes(first) == ["AWAIT_RECEIPT"]


def test_a_draft_in_review_takes_receipts_by_its_match(purchasing: Purchasing) -> None:
    line = purchasing.order()
    draft = purchasing.bill("F-1")
    purchasing.receive(line, "10")
    with pytest.raises(DraftRefused, match="RECEIPT_BY_MATCH"):
        receipts.link_late(draft.pk, by=purchasing.ann)
    purchasing.again(draft)
    row = ReceiptConsumption.objects.get(draft_line__draft=draft)
    with pytest.raises(DraftRefused, match="RECEIPT_BY_MATCH"):
        receipts.unlink(row.pk, by=purchasing.ann)


def test_the_tab_of_a_posted_draft_shows_and_links_what_came_later(
    purchasing: Purchasing, posted: Draft, client: Client
) -> None:
    line = posted.lines.get().order_line
    assert line is not None
    receipt = purchasing.receive(line, "10")
    client.force_login(purchasing.ann)
    page = reverse("review", args=[posted.pk])
    assert receipt.receipt.number in client.get(page).content.decode()
    answer: Any = client.post(
        reverse("draft-link-receipts", args=[posted.pk]), {"receipt": receipt.pk}, HTTP_HX_REQUEST="true"
    )
    assert answer.status_code == 200 and used(posted) == [10]
    client.post(
        reverse("draft-unlink-receipt", args=[posted.pk]),
        {"consumption": ReceiptConsumption.objects.get().pk},
        HTTP_HX_REQUEST="true",
    )
    assert used(posted) == []


# -- who goes first: of drafts that claim the same goods exactly one gets them -----------------------------------------


@pytest.mark.parametrize(
    ("first", "second", "who"),
    [
        (DraftState.REVIEW, DraftState.REVIEW, "first"),  # the one that came first
        (DraftState.REVIEW, DraftState.APPROVED, "second"),  # decided goes before waiting
        (DraftState.REVIEW, DraftState.POSTED, "second"),
        (DraftState.APPROVED, DraftState.REVIEW, "first"),
        (DraftState.POSTED, DraftState.REVIEW, "first"),
        (DraftState.REJECTED, DraftState.REVIEW, "second"),  # what is not booked claims nothing
        (DraftState.FILED, DraftState.REVIEW, "second"),
    ],
)
def test_two_drafts_never_get_the_same_receipt(
    purchasing: Purchasing, first: DraftState, second: DraftState, who: str
) -> None:
    line = purchasing.order(quantity="10")
    drafts = [purchasing.bill("F-1"), purchasing.bill("F-2", "9")]
    purchasing.receive(line, "10")
    for draft, state in zip(drafts, (first, second), strict=True):
        if state in (DraftState.REJECTED, DraftState.FILED):
            ReceiptConsumption.objects.filter(draft_line__draft=draft).delete()
        elif state is not DraftState.REVIEW:
            purchasing.again(draft)
        purchasing.decided(draft, state)
    for place in (0, 1, 1, 0):  # whichever is judged last
        purchasing.again(drafts[place])
    winner, loser = drafts if who == "first" else reversed(drafts)
    waiting = {"AWAIT_RECEIPT", "QTY_RECEIVED", "QTY_ORDERED"}
    if winner.state == DraftState.REVIEW:
        assert used(winner) == [winner.lines.get().quantity] and not waiting & set(open_codes(winner))
    if loser.state == DraftState.REVIEW:
        assert waiting & set(open_codes(loser))
    assert sum(used(drafts[0]) + used(drafts[1]), Decimal(0)) <= 10
