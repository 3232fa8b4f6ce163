"""Credit notes that are expected because a bill was paid short, until they come in."""

from __future__ import annotations

from decimal import Decimal

from django.db import transaction
from django.db.models import Q, QuerySet

from workbench.accounts.people import Person
from workbench.accounts.rights import Right, require
from workbench.audit import services as audit
from workbench.drafts.changing import DraftRefused
from workbench.drafts.states import DraftKind, DraftState
from workbench.models import Draft, MatchAnswer

GONE = (DraftState.REJECTED, DraftState.FILED)


def standing() -> QuerySet[MatchAnswer]:
    """Answers that expect a credit note: given, agreed where a second person is needed, of a draft that is kept."""
    agreed = Q(needs_second=False) | ~Q(second_at=None)
    rows = MatchAnswer.objects.filter(agreed, kind=MatchAnswer.Kind.SHORT_PAY, ended_at=None)
    return rows.exclude(draft__state__in=GONE).select_related("draft__vendor", "draft__administration", "settled_by")


def open_credits() -> QuerySet[MatchAnswer]:
    """Those whose credit note did not come in (or was thrown away)."""
    return standing().filter(Q(settled_by=None) | Q(settled_by__state__in=GONE))


def expected_on(draft: Draft) -> list[MatchAnswer]:
    """For a credit note: what its vendor still owes us, and what this note was said to settle; likeliest first."""
    if draft.kind != DraftKind.CREDIT_NOTE or draft.vendor_id is None:
        return []
    mine = Q(settled_by=draft) | Q(settled_by=None) | Q(settled_by__state__in=GONE)
    rows = list(standing().filter(mine, draft__vendor_id=draft.vendor_id)[:50])
    original = str(draft.fields.get("original_invoice", {}).get("value") or "").casefold()
    net = draft.net_total or Decimal(0)
    return sorted(
        rows, key=lambda row: (row.draft.invoice_number.casefold() != original, abs(row.amount - net), row.pk)
    )


def settle(answer_id: int, credit: Draft, *, by: Person, settled: bool = True) -> MatchAnswer:
    """Say that this credit note is (or is not) the one that was expected.

    Raises RightMissing; DraftRefused("ANSWER_NOT_OFFERED") when it is none of this credit note's.
    """
    require(by, Right.EDIT, credit.administration)
    with transaction.atomic():
        if answer_id not in {row.pk for row in expected_on(credit)}:
            raise DraftRefused("ANSWER_NOT_OFFERED")
        row = MatchAnswer.objects.select_for_update(of=("self",)).get(pk=answer_id)
        row.settled_by = credit if settled else None
        row.save(update_fields=["settled_by"])
        name = "credit.settled" if settled else "credit.unsettled"
        audit.record(name, by=by, draft=credit, amount=str(row.amount), number=row.draft.invoice_number)
    return row
