"""What the match tab shows of one draft."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Q

from exact.models import GoodsReceiptLine, PurchaseOrder
from workbench.accounts.people import Visitor
from workbench.accounts.rights import Right, may
from workbench.drafts.fields import FieldInvalid, parse_amount
from workbench.drafts.holding import open_holds
from workbench.drafts.states import DraftState
from workbench.match import answers, expected, receipts
from workbench.match.limits import VARIANCE_CODES, limit_of, position_of, second_needed, worth_of
from workbench.messages import Message, describe
from workbench.models import Draft, Hold, MatchAnswer

FOUND = 12


@dataclass(frozen=True, slots=True)
class Question:
    """An open hold of the match with its answers. ``alone``: one person may let it go."""

    hold: Hold
    told: Message
    offered: tuple[str, ...]
    worth: Decimal
    alone: bool
    price: dict[str, str]


@dataclass(frozen=True, slots=True)
class Given:
    """An answer that stands. ``second``: this person may be the second one; ``stale``: its hold is gone."""

    answer: MatchAnswer
    told: Message
    second: bool
    stale: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the tab: the stored row, its questions, the answers to it, and the receipts it uses."""

    shown: dict[str, Any]
    questions: tuple[Question, ...]
    given: tuple[Given, ...]
    receipts: tuple[dict[str, Any], ...]
    live: bool

    @property
    def asks(self) -> bool:
        """Whether there is something to do, or something was done that can be taken back."""
        if not self.live:
            return bool(self.given)
        state = self.shown["state"]
        unsettled = state in ("exception", "ambiguous", "awaiting_receipt") or (
            state == "no_po" and bool(self.shown["candidates"])
        )
        return unsettled or bool(self.questions or self.given)


@dataclass(frozen=True, slots=True)
class Tab:
    """Everything of the tab. ``rest`` are questions and answers about the document as a whole or a line that went;
    ``coverage`` the receipts of a decided draft; ``credits`` what a credit note may settle."""

    rows: tuple[Row, ...]
    rest: tuple[Question, ...]
    rest_given: tuple[Given, ...]
    coverage: tuple[receipts.Covered, ...]
    credits: tuple[MatchAnswer, ...]
    limit: Decimal
    may_answer: bool
    may_link: bool

    @property
    def late(self) -> bool:
        """Whether receipts came in that could be linked."""
        return any(row.late and row.short for row in self.coverage)


def tab_of(draft: Draft, user: Visitor) -> Tab:
    """The match tab for one person."""
    edit = may(user, Right.EDIT, draft.administration)
    changeable = draft.state in (DraftState.REVIEW, DraftState.APPROVED, DraftState.FAILED)
    shown = draft.match_result.get("lines", [])
    questions = _questions(draft, shown) if draft.state in (DraftState.REVIEW, DraftState.FAILED) else []
    given = _given(draft, user)
    used = _used(shown)
    rows = tuple(
        Row(
            row,
            tuple(q for q in questions if position_of(q.hold) == row["position"]),
            tuple(g for g in given if g.answer.line_id == row["line"]),
            tuple(used.get(each["receipt_line"], {}) | each for each in row.get("receipts", [])),
            changeable,
        )
        for row in shown
    )
    placed = {q.hold.pk for row in rows for q in row.questions} | {-g.answer.pk for row in rows for g in row.given}
    return Tab(
        rows,
        tuple(q for q in questions if q.hold.pk not in placed),
        tuple(g for g in given if -g.answer.pk not in placed),
        tuple(receipts.coverage(draft)) if draft.state in receipts.DECIDED else (),
        tuple(expected.expected_on(draft)),
        limit_of(draft),
        edit and changeable,
        edit and draft.state in receipts.DECIDED,
    )


def _questions(draft: Draft, shown: list[dict[str, Any]]) -> list[Question]:
    prices = {row["position"]: row.get("new_price") or {} for row in shown}
    rows = sorted((hold for hold in open_holds(draft) if hold.code in VARIANCE_CODES), key=lambda hold: hold.pk)
    return [
        Question(
            hold,
            describe(hold.code, hold.params),
            answers.offered(hold),
            worth_of(draft, hold),
            not second_needed(draft, hold),
            prices.get(position_of(hold), {}),
        )
        for hold in rows
    ]


def _given(draft: Draft, user: Visitor) -> list[Given]:
    rows = answers.live_answers(draft)
    keys = set(draft.holds.values_list("key", flat=True)) if rows else set()
    return [
        Given(
            row,
            describe(row.code, {}),
            row.waits and row.by_id != user.pk,
            row.hold_key not in keys and row.kind != MatchAnswer.Kind.NEW_PRICE,
        )
        for row in rows
    ]


def _used(shown: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    keys = {each["receipt_line"] for row in shown for each in row.get("receipts", [])}
    if not keys:
        return {}
    rows = GoodsReceiptLine.objects.filter(exact_id__in=keys).select_related("receipt")
    return {
        row.exact_id: {"number": row.receipt.number, "date": row.receipt.date, "note": row.receipt.your_ref}
        for row in rows
    }


def find_orders(draft: Draft, text: str) -> list[PurchaseOrder]:
    """Orders of the draft's administration by number, reference, item, text or amount; the vendor's own first."""
    text = text.strip()
    if len(text) < 2 or draft.administration_id is None:
        return []
    wanted = (
        Q(number__icontains=text)
        | Q(your_ref__icontains=text)
        | Q(lines__item_code__iexact=text)
        | Q(lines__supplier_item_code__iexact=text)
        | Q(lines__description__icontains=text)
    )
    try:
        amount: Decimal | None = parse_amount(text)
    except FieldInvalid:
        amount = None
    if amount:
        wanted |= Q(lines__net_amount=amount)
    rows = PurchaseOrder.objects.filter(wanted, administration_id=draft.administration_id, gone_at=None)
    found = rows.select_related("vendor").prefetch_related("lines").distinct().order_by("-date", "-number")
    own = list(found.filter(vendor_id=draft.vendor_id)[:FOUND]) if draft.vendor_id else []
    return own + list(
        found.exclude(vendor_id=draft.vendor_id)[: FOUND - len(own)] if draft.vendor_id else found[:FOUND]
    )
