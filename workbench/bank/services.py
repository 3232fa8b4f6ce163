"""A vendor's new bank account, step by step: asked, called back, seconded, cooled off, accepted or refused.

The steps and their order are ``matching.fraud.iban_change``; here they are kept, guarded by rights and audited.
No step before acceptance writes to Exact; putting an accepted account into the vendor's record there is a step of its
own (workbench.bank.writing).
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from domain.parties import normalise_iban, valid_iban
from exact import api as exact
from exact.models import Vendor
from jobs import api as jobs
from matching.fraud import iban_change as procedure
from matching.fraud.iban_change import CallBack, ChangeState, IbanChange, ProcedureError, Route
from workbench.accounts.people import Person
from workbench.accounts.rights import Right, may, require
from workbench.audit import services as audit
from workbench.bell import services as bell
from workbench.drafts.changing import DraftRefused
from workbench.drafts.states import DraftState
from workbench.models import BankChange, Draft, NoticeKind
from workbench.models.policy import policy_of


def begin(draft_id: uuid.UUID, *, by: Person) -> BankChange:
    """Begin (or find) the change to the account printed on a draft.

    Raises RightMissing, or DraftRefused("BANK_NOTHING") without a vendor, a valid IBAN, or anything new in it.
    """
    with transaction.atomic():
        draft = Draft.objects.select_for_update().get(pk=draft_id)
        _require_either(by, draft)
        iban = normalise_iban(str(draft.fields.get("supplier_iban", {}).get("value") or ""))
        vendor = draft.vendor
        if vendor is None or draft.administration is None or not valid_iban(iban):
            raise DraftRefused("BANK_NOTHING")
        known = sorted(exact.bank_accounts_for(vendor).values_list("iban", flat=True))
        if iban in known:
            raise DraftRefused("BANK_NOTHING")
        live = BankChange.objects.filter(vendor=vendor, iban=iban).exclude(state=ChangeState.REFUSED.value).first()
        if live is not None:
            return live
        change = BankChange.objects.create(
            administration=draft.administration,
            vendor=vendor,
            draft=draft,
            iban=iban,
            old=known,
            requested_by_id=by.pk,
            requested_at=timezone.now(),
        )
        audit.record("bank_change.requested", by=by, draft=draft, iban=iban, vendor=vendor.name, change=change.pk)
    return change


def _require_either(by: Person, draft: Draft) -> None:
    if not may(by, Right.CHANGE_BANK, draft.administration):
        require(by, Right.EDIT, draft.administration)


def our_numbers(vendor: Vendor) -> frozenset[str]:
    """Telephone numbers of the vendor in our own records; none of them comes from a document."""
    return frozenset(number for number in (vendor.phone,) if number.strip())


def printed_text(draft: Draft | None) -> str:
    """All that the documents of a case and their mails say: a number in it is the sender's word."""
    if draft is None:
        return ""
    said = []
    for document in draft.documents.select_related("message").prefetch_related("page_rows"):
        said += [str(word[0]) for page in document.page_rows.all() for word in page.words]
        said.append(json.dumps(document.reading))
        if document.message is not None:
            said += [document.message.subject, document.message.text]
    return " ".join(said)


def record_call(
    change_id: int,
    *,
    spoke_to: str,
    number: str,
    at: datetime,
    by: Person,
    route: Route = Route.PHONE,
    source: str = "",
) -> BankChange:
    """Keep the proof of the call-back: whom, on which of our own numbers, when (aware), by whom.

    ``route`` and ``source``: how and by what record a vendor without a number in Exact was reached.
    """

    def step(change: IbanChange, row: BankChange) -> IbanChange:
        if at > timezone.now() + timedelta(minutes=1):
            raise ProcedureError("time", "the call is in the future")
        call = CallBack(spoke_to[:100], number[:50], at, by.get_username(), route, source[:200])
        return procedure.call_back(change, call, our_numbers=our_numbers(row.vendor), printed=printed_text(row.draft))

    return _take(change_id, "called", step, by=by, clerks_too=True)


def second(change_id: int, *, by: Person) -> BankChange:
    """A second person, who may change bank details, agrees; the cooling-off of the policy begins."""

    def step(change: IbanChange, row: BankChange) -> IbanChange:
        cooling = timedelta(days=policy_of(row.administration_id).cooling_off_days)
        return procedure.second(change, by=by.get_username(), at=timezone.now(), cooling=cooling)

    return _take(change_id, "seconded", step, by=by)


def accept(change_id: int, *, by: Person) -> BankChange:
    """The end of the cooling-off: the account counts as known, and what waited for it is judged again."""
    return _take(
        change_id,
        "accepted",
        lambda change, _row: procedure.accept(change, by=by.get_username(), at=timezone.now()),
        by=by,
    )


def refuse(change_id: int, *, why: str, by: Person) -> BankChange:
    """Stop the change; the old account stays, and so does the hold."""
    return _take(
        change_id,
        "refused",
        lambda change, _row: procedure.refuse(change, by=by.get_username(), at=timezone.now(), why=why[:300]),
        by=by,
        clerks_too=True,
    )


Step = Callable[[IbanChange, BankChange], IbanChange]


def _take(change_id: int, name: str, step: Step, *, by: Person, clerks_too: bool = False) -> BankChange:
    """Take one step under a lock. A step the procedure refuses is audited too, then raised as DraftRefused."""
    try:
        with transaction.atomic():
            row = (
                BankChange.objects.select_for_update(of=("self",))
                .select_related("vendor", "administration", "requested_by", "called_by", "seconded_by")
                .get(pk=change_id)
            )
            if not (clerks_too and may(by, Right.EDIT, row.administration)):
                require(by, Right.CHANGE_BANK, row.administration)
            after = step(_pure(row), row)
            _keep(row, after, by)
            audit.record(
                f"bank_change.{name}",
                by=by,
                draft=row.draft,
                administration=row.administration,
                iban=row.iban,
                vendor=row.vendor.name,
                change=row.pk,
                spoke_to=row.spoke_to,
                reason=row.refusal,
            )
            _tell(row, after.state, by)
            if after.state is ChangeState.ACCEPTED:
                _judge_waiting(row)
    except ProcedureError as error:
        refused = _refusal(error)
        row = BankChange.objects.select_related("vendor", "administration").get(pk=change_id)
        audit.record(
            "bank_change.step_refused",
            by=by,
            draft=row.draft,
            administration=row.administration,
            code=refused.code,
            step=name,
            iban=row.iban,
            vendor=row.vendor.name,
            change=row.pk,
        )
        raise refused from error
    return row


def _tell(row: BankChange, state: ChangeState, by: Person) -> None:
    """Whoever may be the second person hears of the call; after the next step nobody need look."""
    if state is not ChangeState.CALLED_BACK:
        bell.settle(NoticeKind.SECOND, f"bank:{row.pk}")
        return
    people = set(bell.people_with(Right.CHANGE_BANK, row.administration_id)) - {row.requested_by_id}
    about = f"bank:{row.pk}"
    books = row.administration_id
    bell.tell(people, NoticeKind.SECOND, about, administration_id=books, by=by, what="bank", vendor=row.vendor.name)


def _refusal(error: ProcedureError) -> DraftRefused:
    match error.code:
        case "who":
            return DraftRefused("BANK_WHO")
        case "number":
            return DraftRefused("BANK_NUMBER")
        case "source":
            return DraftRefused("BANK_SOURCE")
        case "time":
            return DraftRefused("BANK_TIME")
        case "second":
            return DraftRefused("BANK_SECOND")
        case "cooling":
            return DraftRefused("BANK_COOLING")
        case "why":
            return DraftRefused("BANK_WHY")
        case _:
            return DraftRefused("BANK_ORDER")


def _pure(row: BankChange) -> IbanChange:
    """The stored change as the procedure sees it; people by user name."""
    call = None
    if row.called_at is not None and row.called_by is not None:
        call = CallBack(
            row.spoke_to, row.number, row.called_at, row.called_by.get_username(), Route(row.route), row.source
        )
    return IbanChange(
        vendor=row.vendor.exact_id,
        old=frozenset(row.old),
        new=row.iban,
        requested_by=row.requested_by.get_username(),
        requested_at=row.requested_at,
        state=ChangeState(row.state),
        call=call,
        seconded_by=row.seconded_by.get_username() if row.seconded_by else "",
        seconded_at=row.seconded_at,
        cools_until=row.cools_until,
    )


def _keep(row: BankChange, after: IbanChange, by: Person) -> None:
    match after.state:
        case ChangeState.CALLED_BACK if after.call is not None:
            row.spoke_to, row.number, row.called_at = after.call.spoke_to, after.call.number, after.call.at
            row.called_by_id, row.route, row.source = by.pk, after.call.route.value, after.call.source
        case ChangeState.SECONDED:
            row.seconded_by_id, row.seconded_at, row.cools_until = by.pk, after.seconded_at, after.cools_until
        case ChangeState.ACCEPTED | ChangeState.REFUSED:
            row.closed_by_id, row.closed_at, row.refusal = by.pk, after.closed_at, after.refusal
    row.state = after.state.value
    row.save()


def _judge_waiting(row: BankChange) -> None:
    waiting = Draft.objects.filter(vendor=row.vendor, state=DraftState.REVIEW, holds__code="IBAN_CHANGED").distinct()
    for key in waiting.values_list("pk", flat=True):
        jobs.enqueue("derive", subject=str(key), dedupe_key=f"derive:{key}")
