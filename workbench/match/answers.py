"""Answers to a difference between order, receipt and invoice: accept, expect a credit, ask, or take over the price.

One click and a reason each; audited; taken back until the draft is posted. Above what one person may decide, an
answer that lets the draft go on waits for a second person. The only writer of ``MatchAnswer``.
"""

from __future__ import annotations

import uuid
from datetime import date

from django.db.models import prefetch_related_objects
from django.utils import timezone

from domain.money import decimal_or_none
from jobs import api as jobs
from matching.models import AgreedPrice
from matching.three_way import learned
from workbench.accounts.people import Person
from workbench.accounts.rights import Right
from workbench.audit import services as audit
from workbench.bell import services as bell
from workbench.drafts.changing import DraftRefused, changing
from workbench.drafts.states import DraftState
from workbench.match.limits import VARIANCE_CODES, position_of, second_needed, worth_of
from workbench.messages import describe
from workbench.models import CommentKind, Draft, DraftLine, Hold, MatchAnswer, NoticeKind
from workbench.talk import services as talk
from workbench.talk.selectors import readers_of

Kind = MatchAnswer.Kind
# Differences in what the order says itself: only there an order price can be wrong.
CORRECTABLE = frozenset({"PRICE_HIGH", "PRICE_LOW"})


def offered(hold: Hold) -> tuple[str, ...]:
    """The answers this hold can be given, in the order of the screen's buttons."""
    if hold.code not in VARIANCE_CODES:
        return ()
    more = str(hold.params.get("difference", "")).startswith("-") is False and hold.code != "PRICE_LOW"
    found = [Kind.ACCEPT]
    if more and hold.code != "QTY_UNDER":
        found.append(Kind.SHORT_PAY)
    found.append(Kind.ASK_BUYER)
    if hold.code in CORRECTABLE:
        found.append(Kind.NEW_PRICE)
    return tuple(kind.value for kind in found)


def answer(
    draft_id: uuid.UUID,
    *,
    hold_id: int,
    kind: str,
    reason: str,
    by: Person,
    valid_until: date | None = None,
    asks: int = 0,
) -> MatchAnswer:
    """Give an answer to one open hold; an earlier answer to it is replaced. ``asks``: the key of who in purchasing is
    asked (0: nobody by name).

    Raises DraftRefused: ANSWER_NOT_OFFERED, REASON_NEEDED (asking purchasing needs none), PRICE_NOT_KNOWN when the
    line has no price that could be taken over; Hold.DoesNotExist when the hold is not open on this draft.
    """
    with changing(draft_id, by=by) as draft:
        hold = Hold.objects.select_for_update().get(pk=hold_id, draft=draft, released_at=None)
        if kind not in offered(hold):
            raise DraftRefused("ANSWER_NOT_OFFERED")
        if not reason.strip() and kind != Kind.ASK_BUYER:
            raise DraftRefused("REASON_NEEDED")
        for earlier in draft.match_answers.filter(hold_key=hold.key, ended_at=None):
            _end(earlier, by)
        line = draft.lines.filter(position=position_of(hold)).first()
        given = MatchAnswer(
            draft=draft,
            line=line,
            code=hold.code,
            hold_key=hold.key,
            kind=kind,
            reason=reason.strip()[:300],
            amount=worth_of(draft, hold),
            by_id=by.pk,
            needs_second=kind != Kind.ASK_BUYER and second_needed(draft, hold),
        )
        if kind == Kind.NEW_PRICE:
            given.price = _agree(draft, line, given, valid_until, by)
        given.save()
        audit.record(
            "variance.answered",
            by=by,
            draft=draft,
            code=hold.code,
            answer=kind,
            amount=str(given.amount),
            currency=draft.currency,
            reason=given.reason,
            second=given.needs_second,
        )
        if given.waits:
            people = bell.people_with(Right.EDIT, draft.administration_id)
            about, books = f"draft:{draft.pk}", draft.administration_id
            bell.tell(people, NoticeKind.SECOND, about, administration_id=books, by=by, what="variance")
        else:
            _take_effect(draft, given, by)
        if kind == Kind.ASK_BUYER:
            _ask(draft, _question(given, hold), by, asks)
    return given


def _ask(draft: Draft, text: str, by: Person, asks: int) -> None:
    """The question in the talk, told to who is asked by name."""
    person = next((each for each in readers_of(draft) if each.pk == asks), None)
    if asks and person is None:
        raise DraftRefused("NOT_A_READER")
    talk.keep(draft, text, by=by, kind=CommentKind.QUESTION, asks=person)


def _question(given: MatchAnswer, hold: Hold) -> str:
    """The difference in words, in the language of who asks, and what they ask."""
    title = str(describe(hold.code, hold.params).title)
    return f"{title}: {given.reason}" if given.reason else title


def _agree(draft: Draft, line: DraftLine | None, given: MatchAnswer, until: date | None, by: Person) -> AgreedPrice:
    """The invoice's price as the vendor's price for this item, from the invoice's date on."""
    row = price_offered(draft, line)
    price, ours = decimal_or_none(row.get("price")), decimal_or_none(row.get("ours"))
    if line is None or draft.vendor is None or price is None or ours is None:
        raise DraftRefused("PRICE_NOT_KNOWN")
    try:
        return learned.agree_price(
            draft.vendor,
            item=row["item"],
            price=price,
            instead_of=ours,
            currency=draft.currency,
            unit=row["unit"],
            valid_from=draft.issue_date or timezone.localdate(),
            valid_until=until,
            by=by.get_username(),
            needs_second=given.needs_second,
            reason=given.reason,
            description=line.description,
            source=draft.invoice_number,
        )
    except ValueError as wrong:
        raise DraftRefused("PRICE_DATES" if "valid_until" in str(wrong) else "PRICE_NOT_KNOWN") from wrong


def price_offered(draft: Draft, line: DraftLine | None) -> dict[str, str]:
    """What the last match said about a price that could be taken over from this line; empty when there is none."""
    rows = draft.match_result.get("lines", []) if line is not None else []
    found: dict[str, str] = next((row.get("new_price", {}) for row in rows if line and row["line"] == line.pk), {})
    return found


def _take_effect(draft: Draft, given: MatchAnswer, by: Person) -> None:
    if given.kind in (Kind.ACCEPT, Kind.SHORT_PAY):
        _release(draft, given, by)
    elif given.kind == Kind.NEW_PRICE and draft.vendor is not None:
        judge_again(draft)


def _release(draft: Draft, given: MatchAnswer, by: Person) -> None:
    hold = Hold.objects.select_for_update().filter(draft=draft, key=given.hold_key, released_at=None).first()
    if hold is None:
        raise DraftRefused("CHANGED_MEANWHILE", who="")
    hold.released_at, hold.released_by_id, hold.release_reason = timezone.now(), by.pk, given.reason
    hold.save(update_fields=["released_at", "released_by", "release_reason"])


def agree(answer_id: int, *, by: Person) -> MatchAnswer:
    """A second person agrees, and the answer takes effect. Raises DraftRefused("SECOND_IS_FIRST") for the first."""
    row = MatchAnswer.objects.get(pk=answer_id)
    with changing(row.draft_id, by=by) as draft:
        row = MatchAnswer.objects.select_for_update().get(pk=answer_id)
        if not row.waits:
            raise DraftRefused("ANSWER_NOT_OFFERED")
        if row.by_id == by.pk:
            raise DraftRefused("SECOND_IS_FIRST")
        row.second_by_id, row.second_at = by.pk, timezone.now()
        row.save(update_fields=["second_by", "second_at"])
        bell.settle(NoticeKind.SECOND, f"draft:{draft.pk}")
        if row.price is not None:
            learned.second_price(row.price, by.get_username())
        audit.record(
            "variance.seconded",
            by=by,
            draft=draft,
            code=row.code,
            answer=row.kind,
            amount=str(row.amount),
            currency=draft.currency,
        )
        _take_effect(draft, row, by)
    return row


def take_back(answer_id: int, *, by: Person) -> MatchAnswer:
    """Undo an answer, or refuse to be its second person: the hold stands again, a price taken over ends.

    Raises DraftRefused (DRAFT_POSTED …) once the draft is on its way; ANSWER_NOT_OFFERED for an ended answer.
    """
    row = MatchAnswer.objects.get(pk=answer_id)
    with changing(row.draft_id, by=by) as draft:
        row = MatchAnswer.objects.select_for_update().get(pk=answer_id)
        if row.ended_at is not None:
            raise DraftRefused("ANSWER_NOT_OFFERED")
        _end(row, by)
        draft.holds.filter(key=row.hold_key).exclude(released_at=None).update(
            released_at=None, released_by=None, release_reason=""
        )
        audit.record("variance.taken_back", by=by, draft=draft, code=row.code, answer=row.kind, amount=str(row.amount))
        if row.price is not None:
            judge_again(draft)
    return row


def _end(row: MatchAnswer, by: Person) -> None:
    bell.settle(NoticeKind.SECOND, f"draft:{row.draft_id}")
    row.ended_at, row.ended_by_id = timezone.now(), by.pk
    row.save(update_fields=["ended_at", "ended_by"])
    if row.price is not None:
        learned.forget(row.price, by.get_username())


def judge_again(draft: Draft) -> None:
    """Judge the vendor's other waiting drafts again: what was taught counts for them too."""
    waiting = Draft.objects.filter(
        administration_id=draft.administration_id or 0, vendor=draft.vendor, state=DraftState.REVIEW
    ).exclude(pk=draft.pk)
    for key in waiting.values_list("pk", flat=True)[:1000]:
        jobs.enqueue("derive", subject=str(key), dedupe_key=f"derive:{key}")


def live_answers(draft: Draft) -> list[MatchAnswer]:
    """The answers that stand, oldest first."""
    rows = list(draft.match_answers.filter(ended_at=None))
    prefetch_related_objects(rows, "by", "second_by", "line", "price")  # most drafts have none: no joins for them
    return rows
