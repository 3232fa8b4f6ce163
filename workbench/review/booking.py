"""What the review screen shows of the booking header, and what follows from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from exact import api as exact
from exact.models import PaymentCondition, Period
from matching.coding.split import months_between
from workbench.drafts.booking import booking_day, chosen, condition_of, default_of
from workbench.drafts.discount import Discount, discount_of
from workbench.drafts.fields import BOOKING, WHOLE, FieldKind, FieldSpec
from workbench.drafts.periods import is_open, period_on
from workbench.drafts.room import ENTRIES, Closed, closed_period
from workbench.drafts.spreading import MOST_MONTHS
from workbench.drafts.states import DraftKind, DraftState
from workbench.models import Draft
from workbench.pipeline.drafting import day_of
from workbench.review.selectors import FIELD_LABELS, Field
from workbench.templatetags.case import field_value

# The datalist with the administration's payment conditions.
CONDITIONS = "payment-conditions"


@dataclass(frozen=True, slots=True)
class Service:
    """The days the invoice's service is of, over several months; ``spread``: its lines are spread over them."""

    start: date
    end: date
    months: int
    spread: bool


def service_of(draft: Draft) -> Service | None:
    """The period of the service when there is something to spread: two months or more, days the right way round."""
    start, end = (day_of(chosen(draft, name)) for name in ("service_start", "service_end"))
    if start is None or end is None or end < start or draft.kind not in ENTRIES:
        return None
    months = months_between(start, end)
    if not 2 <= months <= MOST_MONTHS:
        return None
    rows = list(draft.lines.all())
    spread = bool(rows) and all((line.spread_from, line.spread_to) == (start, end) for line in rows)
    return Service(start, end, months, spread)


@dataclass(frozen=True, slots=True)
class Header:
    """The header as drawn: wide fields, two columns of short ones below them, and what follows from them.

    ``last_day`` is the last day to pay; ``as_printed`` true when the invoice names it, else the condition gives it.
    ``closed`` says why the period would refuse the entry, as the books are now. ``discount``: what may be taken off
    when it is paid in time, also when that time has passed.
    """

    columns: list[list[Field]]
    wide: list[Field]
    conditions: list[PaymentCondition]
    condition: PaymentCondition | None
    last_day: date | None
    as_printed: bool
    closed: Closed | None
    service: Service | None = None
    discount: Discount | None = None

    @property
    def discount_had(self) -> bool:
        """Whether the discount can still be had."""
        return self.discount is not None and self.discount.until >= timezone.localdate()


def header_of(draft: Draft, periods: Sequence[Period]) -> Header | None:
    """The booking header of a draft that becomes an entry or order; None for what is not booked. ``periods``: those of
    its administration, by number."""
    if draft.administration is None or draft.kind == DraftKind.NONE:
        return None
    conditions = list(exact.payment_conditions_for(draft.administration).order_by("code"))
    condition = next((each for each in conditions if each.code == condition_of(draft)), None)
    fields = {
        spec.name: _field(draft, spec, conditions, periods, draft.administration.purchase_journal)
        for spec in BOOKING
        if spec.orders or draft.kind in ENTRIES
    }
    last_day = draft.due_date
    if last_day is None and condition is not None and draft.issue_date is not None:
        last_day = condition.last_day(draft.issue_date)
    changeable = draft.state in (DraftState.REVIEW, DraftState.APPROVED, DraftState.FAILED)
    return Header(
        columns=[
            [fields[spec.name] for spec in BOOKING if spec.name in fields and spec.column == column]
            for column in (0, 1)
        ],
        wide=[fields[spec.name] for spec in BOOKING if spec.name in fields and spec.column == WHOLE],
        conditions=conditions,
        condition=condition,
        last_day=last_day,
        as_printed=draft.due_date is not None,
        closed=closed_period(draft, today=timezone.localdate(), periods=periods) if changeable else None,
        service=service_of(draft),
        discount=discount_of(condition, draft.issue_date, draft.net_total, draft.gross_total, draft.currency)
        if draft.kind == DraftKind.PURCHASE_INVOICE
        else None,
    )


def shown(draft: Draft, name: str, conditions: Sequence[PaymentCondition] = ()) -> str:
    """What stands in an input of the header: what was set or else holds, as people write it."""
    value = chosen(draft, name) or default_of(draft, name)
    if name == "payment_condition":
        return next((str(each) for each in conditions if each.code == value), value)
    kind = next(spec.kind for spec in BOOKING if spec.name == name)
    return field_value(value, kind)


def _field(
    draft: Draft, spec: FieldSpec, conditions: Sequence[PaymentCondition], periods: Sequence[Period], journal: str
) -> Field:
    stored = draft.fields.get(spec.name, {})
    by_person = stored.get("source") == "person"
    value = shown(draft, spec.name, conditions)
    word: object = _("set by hand") if by_person else ""
    css = "f-done" if by_person else ""
    if spec.name == "booking_date":
        day = booking_day(draft)
        word = (period_on(periods, day) if day else None) or word
        css = "f-hold" if day and not is_open(periods, day, journal) else css
    return Field(
        name=spec.name,
        label=FIELD_LABELS[spec.name],
        kind=spec.kind if spec.kind is FieldKind.DATE else FieldKind.TEXT,
        value=chosen(draft, spec.name) or default_of(draft, spec.name) if spec.kind is FieldKind.DATE else value,
        source=stored.get("source", ""),
        state="",
        word=word,
        boxes=stored.get("boxes", []),
        raw=stored.get("raw", ""),
        reasons=[],
        needs_attention=False,
        mark="hold" if css == "f-hold" else "confirmed" if by_person else "",
        css=css,
        choices=CONDITIONS if spec.name == "payment_condition" else "",
    )
