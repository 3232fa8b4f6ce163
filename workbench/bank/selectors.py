"""Reads for the screens of bank changes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone

from matching.fraud.iban_change import ChangeState
from workbench.accounts.people import Visitor
from workbench.accounts.rights import Right, administrations_for, may
from workbench.bank.services import our_numbers
from workbench.models import AuditEvent, BankChange, Draft


def changes_for(user: Visitor) -> QuerySet[BankChange]:
    """The changes of the administrations a person works in, newest first."""
    return BankChange.objects.filter(administration__in=administrations_for(user)).select_related(
        "vendor", "administration", "draft", "requested_by", "called_by", "seconded_by", "closed_by", "written_by"
    )


@dataclass(frozen=True, slots=True)
class ChangePage:
    """One change with what this person may do next. ``printed`` is the telephone number on the document."""

    change: BankChange
    numbers: tuple[str, ...]
    may_call: bool
    may_second: bool
    may_accept: bool
    may_refuse: bool
    may_write: bool
    same_person: bool
    cooling: bool
    waiting: list[Draft]
    refused_before: list[BankChange]
    events: list[AuditEvent]
    now: datetime


def change_page(change: BankChange, user: Visitor) -> ChangePage:
    """Where a change stands for this person."""
    state = ChangeState(change.state)
    bank = may(user, Right.CHANGE_BANK, change.administration)
    either = bank or may(user, Right.EDIT, change.administration)
    first = user.pk in (change.requested_by_id, change.called_by_id)
    cooling = change.cools_until is not None and timezone.now() < change.cools_until
    return ChangePage(
        change=change,
        numbers=tuple(sorted(our_numbers(change.vendor))),
        may_call=either and state is ChangeState.REQUESTED,
        may_second=bank and state is ChangeState.CALLED_BACK and not first,
        may_accept=bank and state is ChangeState.SECONDED and not cooling,
        may_refuse=either and state not in (ChangeState.ACCEPTED, ChangeState.REFUSED),
        may_write=bank and state is ChangeState.ACCEPTED and change.written_at is None,
        same_person=state is ChangeState.CALLED_BACK and first,
        cooling=state is ChangeState.SECONDED and cooling,
        waiting=list(
            Draft.objects.filter(
                vendor=change.vendor, state="review", holds__code="IBAN_CHANGED", holds__released_at=None
            ).distinct()[:50]
        ),
        refused_before=list(
            BankChange.objects.filter(vendor=change.vendor, iban=change.iban, state=ChangeState.REFUSED.value)
            .exclude(pk=change.pk)
            .select_related("closed_by")
        ),
        events=list(
            AuditEvent.objects.filter(
                administration_id=change.administration_id, action__startswith="bank_change.", data__change=change.pk
            ).order_by("seq")
        ),
        now=timezone.localtime(),
    )
