"""Before many documents go: what is counted, what is worth a look, what stays and why; and the run's figures."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.workbench.support.books import Books, make_books, make_draft
from workbench.drafts.states import DraftState
from workbench.messages.catalogue import CATALOGUE
from workbench.models import Approval, Batch, BatchItem, Draft, Hold
from workbench.posting.cautions import ORDER, Facts, cautions
from workbench.posting.run_page import parts_of, reasons_of, run_context
from workbench.posting.services import precheck

TODAY = date(2026, 5, 20)
UNUSUAL = ("AMOUNT_UNUSUAL", {"amount": "9000.00", "usual": "900.00", "times": "10.0"})


@pytest.mark.parametrize(
    ("facts", "codes"),
    [
        (Facts(), []),
        (Facts(booked_in="2026-05", current="2026-05"), []),
        (Facts(booked_in="2026-04", current="2026-05"), ["GOES_OTHER_PERIOD"]),
        (Facts(booked_in="2026-04"), []),
        (Facts(due=date(2026, 5, 21)), []),
        (Facts(due=TODAY), ["GOES_DUE_TODAY"]),
        (Facts(due=date(2026, 5, 19)), ["GOES_OVERDUE"]),
        (Facts(first_of_vendor=True), ["GOES_NEW_VENDOR"]),
        (Facts(passed=(UNUSUAL,)), ["GOES_UNUSUAL"]),
        (Facts(passed=(("PRICE_HIGH", {}), ("PRICE_HIGH", {}), UNUSUAL)), ["GOES_UNUSUAL", "GOES_PASSED"]),
        (Facts(remarks=("ROUND_AMOUNT", "ASSET_POSSIBLE")), ["GOES_ROUND"]),
        (Facts(approved_by="hb"), ["GOES_OTHER_APPROVER"]),
        (Facts(approved_by="hb", above_own_limit=True), ["GOES_ABOVE_OWN_LIMIT"]),
    ],
)
def test_what_is_worth_a_look(facts: Facts, codes: list[str]) -> None:
    assert [caution.code for caution in cautions(facts, today=TODAY)] == codes


def test_every_reason_to_look_has_words() -> None:
    assert set(ORDER) <= CATALOGUE.keys()


def ready(books: Books, net: str, **changes: Any) -> Draft:
    """A draft that only waits for its approval."""
    draft = make_draft(books, (("Huur", net),))
    gross = Decimal(net) * Decimal("1.21")
    values = {"vendor": books.vendor, "turn": "ready", "gross_total": gross, "net_total": Decimal(net)} | changes
    Draft.objects.filter(pk=draft.pk).update(**values)
    draft.lines.update(gl_account="4100", vat_code="2")
    return Draft.objects.get(pk=draft.pk)


@pytest.fixture
def books(db: None) -> Books:
    made = make_books()
    type(made.administration).objects.update(first_posting_confirmed=True)
    made.administration.refresh_from_db()
    return made


def checked(client: Client, books: Books, *drafts: Draft) -> Any:
    client.force_login(books.people["approver"])
    return client.post(reverse("precheck"), {"draft": [str(draft.pk) for draft in drafts]}).context


def test_invoices_and_credit_notes_are_counted_and_what_stays_is_grouped_by_its_first_point(
    books: Books, client: Client
) -> None:
    blocked = {"blockers": 1, "first_blocker": {"code": "GL_UNKNOWN", "params": {}, "severity": "hard"}}
    drafts = [
        ready(books, "100.00", issue_date=None),
        ready(books, "40.00", kind="credit_note"),
        ready(books, "200.00", **blocked),
        ready(books, "300.00", **blocked),
        ready(books, "50.00", state=DraftState.REJECTED),
    ]
    context = checked(client, books, *drafts)
    (row,) = context["rows"]
    assert (row.invoices, row.credits, row.orders, row.total) == (1, 1, 0, Decimal("72.60"))
    assert context["totals"] == [("EUR", 1, 1, 0, Decimal("72.60"))]
    assert [(group.code, len(group.rows), group.sums) for group in context["left"]] == [
        ("GL_UNKNOWN", 2, [("EUR", Decimal("605.00"))]),
        ("DRAFT_REJECTED", 1, [("EUR", Decimal("60.50"))]),
    ]
    assert context["left_sums"] == [("EUR", Decimal("665.50"))]
    assert Draft.objects.filter(state=DraftState.REVIEW).count() == 4, "nothing is changed"


def test_reasons_to_look_are_grouped_and_who_approved_stands_beside_the_books(books: Books, client: Client) -> None:
    today = timezone.localdate()
    mine, others = ready(books, "100.00", due_date=today), ready(books, "200.00", state=DraftState.APPROVED)
    Approval.objects.create(draft=others, version=1, payload_sha256="x", by=books.people["admin"])
    Hold.objects.create(
        draft=mine, code="AMOUNT_UNUSUAL", key="a", severity="check", params=UNUSUAL[1],
        released_at=timezone.now(), released_by=books.people["clerk"],
    )  # fmt: skip
    context = checked(client, books, mine, others)
    assert [(group.code, [draft.pk for draft, _told in group.rows]) for group in context["warned"]] == [
        ("GOES_UNUSUAL", [mine.pk]),
        ("GOES_NEW_VENDOR", [mine.pk, others.pk]),
        ("GOES_OTHER_APPROVER", [others.pk]),
        ("GOES_DUE_TODAY", [mine.pk]),
    ]
    assert dict(context["rows"][0].approvers) == {"approver-een": 1, "admin-een": 1}


def test_a_run_adds_up_and_its_failures_can_be_tried_again_by_cause(books: Books) -> None:
    outcomes = [
        ("posted", "", {}),
        ("failed", "EXACT_REFUSED", {"text": "Account blocked"}),
        ("failed", "EXACT_REFUSED", {"text": "Account blocked"}),
        ("failed", "EXACT_REFUSED", {"text": "Period closed"}),
        ("left_out", "FOUR_EYES", {}),
    ]
    run = Batch.objects.create(token="t", by=books.people["approver"])
    for place, (state, code, params) in enumerate(outcomes):
        draft = ready(books, "100.00", state="posted" if state == "posted" else "failed")
        BatchItem.objects.create(batch=run, draft=draft, position=place, state=state, code=code, params=params)
    context = run_context(run, books.people["approver"])
    each = Decimal("121.00")
    assert [(part.name, part.start, part.count, part.sums) for part in parts_of(context["rows"])] == [
        ("posted", 0, 1, [("EUR", each)]),
        ("failed", 1, 3, [("EUR", 3 * each)]),
        ("left_out", 4, 1, [("EUR", each)]),
    ]
    assert context["sums"] == [("EUR", 5 * each)]
    assert [reason.count for reason in reasons_of(context["rows"])] == [2, 1]


def test_as_many_statements_for_many_documents(books: Books, django_assert_max_num_queries: Any) -> None:
    from workbench.posting.precheck_page import Book, approvers_of, warned

    drafts = [ready(books, "100.00") for _ in range(6)]
    with django_assert_max_num_queries(7):
        by = books.people["approver"]
        warned(drafts, Book(drafts, by, approvers_of(drafts)))


def test_who_may_what_is_looked_up_once_for_all_and_anew_for_the_next_page(
    books: Books,
) -> None:
    approver, counted = books.people["approver"], []
    for many in (2, 6):
        made = [ready(books, "100.00").pk for _ in range(many)]
        drafts = list(Draft.objects.filter(pk__in=made).select_related("administration"))
        with CaptureQueriesContext(connection) as asked:
            going, _staying = precheck(drafts, approver)
        assert len(going) == many
        counted.append(len(asked))
    assert counted[0] == counted[1]
    approver.memberships.all().delete()
    going, staying = precheck(drafts, approver)
    assert (going, {item.code for item in staying}) == ([], {"RIGHT_MISSING"})
