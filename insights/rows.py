"""What figures are made of, fetched set by set: a handful of statements however many documents there are.

Counting a hundred thousand documents would take seconds. Of a period with more than ``SAMPLE`` of them so many are
looked at, chosen by their random keys and so spread over all of it; how many there are in all is always counted.
"""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Case, Count, IntegerField, Max, Q, QuerySet, Sum, TextField, Value, When
from django.db.models.functions import Cast, Coalesce
from django.utils import timezone

from exact.models import Administration
from insights.definitions import SOON
from insights.fates import Fate, Lines, fate_of, way_of
from insights.flow import CHANGED, DECIDED, HOLD_ENDS, Handled, ready_at
from insights.period import Period
from workbench.audit.selectors import first_seq_since, in_books
from workbench.drafts.fields import FORM
from workbench.drafts.states import OPEN_STATES, DraftKind, DraftState
from workbench.models import Approval, AuditEvent, Draft, DraftLine, Hold, MatchAnswer

SAMPLE = 4_000
# Per document and person how often they did what.
Acts = dict[uuid.UUID, dict[int, Counter[str]]]
# Holds of these severities are told in the log when they come up.
_KEPT = ("hold", "security")
_RAISED = ("hold.raised", "hold.put", "hold.put_until")
_LETS_THROUGH = (MatchAnswer.Kind.ACCEPT, MatchAnswer.Kind.SHORT_PAY)
_SHOWN_FIELDS = tuple(spec.name for spec in FORM)


@dataclass(frozen=True)
class Scope:
    """Whose books and which days. ``books``: keys of administrations the person may look into."""

    books: tuple[int, ...]
    period: Period

    @cached_property
    def every_book(self) -> bool:
        """Whether these are all administrations there are: then nothing needs to be asked of each document."""
        return set(Administration.objects.values_list("pk", flat=True)) <= set(self.books)


def moment(day: date) -> datetime:
    """The first moment of a day where the people are."""
    return timezone.make_aware(datetime.combine(day, time.min))


def approvals(scope: Scope, period: Period) -> QuerySet[Approval]:
    """The approvals of the period that stand: one per document."""
    since, until = moment(period.since), moment(period.until + timedelta(days=1))
    rows = Approval.objects.filter(at__gte=since, at__lt=until, voided_at=None, final=True).order_by()
    return rows if scope.every_book else in_books(rows, "draft__administration_id", scope.books)


@dataclass(frozen=True, slots=True)
class Looked:
    """The documents looked at, of this period and of the one before, and how many there are in all.

    ``lines_wrong`` names documents of which a person changed printed lines."""

    now: list[Handled]
    before: list[Handled]
    total: int
    total_before: int
    lines: Lines = field(default_factory=Lines)
    fates: dict[uuid.UUID, dict[str, Fate]] = field(default_factory=dict)
    ways: dict[uuid.UUID, str] = field(default_factory=dict)
    lines_wrong: frozenset[uuid.UUID] = frozenset()

    @property
    def sampled(self) -> bool:
        """Whether fewer documents were looked at than there are."""
        return len(self.now) < self.total


def looked_at(scope: Scope) -> Looked:
    """Everything of the approved documents, in four statements."""
    both = Period(scope.period.name, scope.period.before.since, scope.period.until)
    start = moment(scope.period.since)
    totals = approvals(scope, both).aggregate(now=Count("pk", filter=Q(at__gte=start)), all=Count("pk"))
    total, total_before = totals["now"], totals["all"] - totals["now"]
    chosen = approvals(scope, both)
    if (most := max(total, total_before)) > SAMPLE:
        chosen = chosen.filter(draft_id__lt=uuid.UUID(int=2**128 * SAMPLE // most))
    rows, fates, ways = _documents(chosen)
    acts, ends = _acts(chosen)
    rows = [_with_acts(row, acts, ends) for row in rows]
    now = [row for row in rows if row.approved_at >= start]
    kept = {row.draft for row in now}
    lines, lines_wrong = _lines(chosen, kept)
    lines.removed = sum(row.did("line.deleted") for row in now)
    before = [row for row in rows if row.approved_at < start]
    return Looked(now, before, total, total_before, lines, fates, ways, lines_wrong)


def _with_acts(row: Handled, acts: Acts, ends: dict[uuid.UUID, datetime]) -> Handled:
    ready = ready_at(row.ready_at, ends.get(row.draft), row.approved_at)
    return replace(row, acts=acts.get(row.draft, {}), ready_at=ready)


def _documents(
    chosen: QuerySet[Approval],
) -> tuple[list[Handled], dict[uuid.UUID, dict[str, Fate]], dict[uuid.UUID, str]]:
    columns = ("at", "by_id", "draft_id", "draft__vendor_id", "draft__vendor__name", "draft__supplier_name")
    moments = ("draft__received_at", "draft__created_at", "draft__posted_at", "draft__fields")
    rows, fates, ways = [], {}, {}
    for at, by, draft, vendor, known, printed, received, made, posted, stored in chosen.values_list(
        *columns, *moments
    ).iterator(chunk_size=500):
        rows.append(Handled(draft, vendor, known or printed, by, received, made, at, posted))
        found = {name: fate_of(name, stored[name]) for name in _SHOWN_FIELDS if name in stored}
        fates[draft] = {name: fate for name, fate in found.items() if fate}
        ways[draft] = way_of(stored)
    return rows, fates, ways


def _acts(
    chosen: QuerySet[Approval],
) -> tuple[Acts, dict[uuid.UUID, datetime]]:
    """What people did to each document, and when the last hold of each went."""
    told = (
        AuditEvent.objects.filter(draft_id__in=chosen.values("draft_id"))
        # The document's own few events are the narrow way to them, not all events of a kind.
        .annotate(did=Coalesce("action", Value("")))
        .filter(Q(user__isnull=False, did__in=CHANGED | DECIDED) | Q(did__in=HOLD_ENDS))
        .order_by()
        .values_list("draft_id", "user_id", "did")
        .annotate(last=Max("at"), many=Count("pk"))
    )
    acts: Acts = {}
    ends: dict[uuid.UUID, datetime] = {}
    for draft, user, action, last, many in told:
        if user is not None:
            acts.setdefault(draft, {}).setdefault(user, Counter())[action] += many
        if action in HOLD_ENDS:
            ends[draft] = max(last, ends.get(draft, last))
    return acts, ends


def _lines(chosen: QuerySet[Approval], kept: set[uuid.UUID]) -> tuple[Lines, frozenset[uuid.UUID]]:
    """The lines of the ``kept`` documents, and all documents whose printed lines a person changed."""
    counted = (
        DraftLine.objects.filter(draft_id__in=chosen.values("draft_id"))
        .annotate(was=Cast("read", TextField()))
        .annotate(was_read=Case(When(was="{}", then=0), default=1, output_field=IntegerField()))
        .order_by()
        .values_list("draft_id", "by_person", "was_read")
        .annotate(many=Count("pk"))
    )
    lines, elsewhere, wrong = Lines(), Lines(), set()
    for draft, by_person, was_read, many in counted:
        into = lines if draft in kept else elsewhere
        if into.take(by_person, was_read=bool(was_read), many=many):
            wrong.add(draft)
    return lines, frozenset(wrong)


@dataclass(frozen=True, slots=True)
class Cause:
    """A cause that stopped documents: how many wait for it now, in how many it came up in the period (None: doubts are
    not kept when they come up), how many were let through by a person in spite of it."""

    code: str
    owner: str
    waiting: int
    raised: int | None
    overridden: int


def exceptions(scope: Scope) -> list[Cause]:
    """Holds by cause, in three statements; those that most documents wait for first."""
    waiting, came = _waiting(scope), _came_up(scope)
    found = []
    for code in filter(None, waiting.keys() | came.keys()):
        owner, many, kept = waiting.get(code, ("", 0, True))
        counted = came.get(code, Counter())
        raised = counted["raised"] if kept or counted["raised"] else None
        found.append(Cause(code, owner, many, raised, counted["overridden"]))
    return sorted(found, key=lambda each: (-each.waiting, -(each.raised or 0), each.code))


def stopping(scope: Scope) -> QuerySet[Hold]:
    """The open holds of documents in review; what is only told stops nothing."""
    return Hold.objects.filter(
        released_at=None, draft__state=DraftState.REVIEW, draft__administration_id__in=scope.books
    ).exclude(severity="info")


def _waiting(scope: Scope) -> dict[str, tuple[str, int, bool]]:
    """Per code of what is open now: who acts, how many documents, whether it is told when it comes up."""
    kept = Case(When(severity__in=_KEPT, then=1), default=0, output_field=IntegerField())
    counted = (
        stopping(scope)
        .order_by()
        .values_list("code")
        .annotate(owner=Max("owner_role"), many=Count("draft_id", distinct=True), kept=Max(kept))
    )
    return {code: (owner, many, bool(told)) for code, owner, many, told in counted}


def _came_up(scope: Scope) -> dict[str, Counter[str]]:
    """Per code of what the log tells of the period: documents for which it was ``raised`` and ``overridden``."""
    since, until = moment(scope.period.since), moment(scope.period.until + timedelta(days=1))
    told = AuditEvent.objects.filter(
        action__in=(*_RAISED, "hold.released", "variance.answered", "variance.seconded"),
        seq__gte=first_seq_since(since),
        at__gte=since,
        at__lt=until,
    )
    # The answer to a difference releases its hold when it is given, or when a second person agrees.
    answered = Q(action="variance.answered", data__second=False) | Q(action="variance.seconded")
    let_through = Q(action="hold.released") | answered & Q(data__answer__in=_LETS_THROUGH)
    counted = (
        in_books(told, "administration_id", scope.books)
        .order_by()
        .values_list("data__code")
        .annotate(
            raised=Count("draft_id", filter=Q(action__in=_RAISED), distinct=True),
            overridden=Count("draft_id", filter=let_through, distinct=True),
        )
    )
    return {
        str(code or ""): Counter(raised=raised, overridden=over) for code, raised, over in counted if raised or over
    }


LATE_STATES = tuple(sorted(state.value for state in OPEN_STATES))


def not_yet_in_exact(scope: Scope) -> QuerySet[Draft]:
    """Open invoices to be paid that are late or due within ``SOON`` days; a credit note is set off, not paid."""
    return Draft.objects.filter(
        administration_id__in=scope.books,
        state__in=LATE_STATES,
        kind=DraftKind.PURCHASE_INVOICE,
        due_date__lte=timezone.localdate() + timedelta(days=SOON),
    )


def late(scope: Scope) -> list[dict[str, Any]]:
    """How many of them and for how much: per whether late, whether approved, and currency; one statement."""
    today = timezone.localdate()
    rows = (
        not_yet_in_exact(scope)
        .annotate(
            is_late=Case(When(due_date__lt=today, then=1), default=0, output_field=IntegerField()),
            is_approved=Case(When(state=DraftState.REVIEW, then=0), default=1, output_field=IntegerField()),
        )
        .order_by("-is_late", "is_approved", "currency")
        .values("is_late", "is_approved", "currency")
        .annotate(many=Count("pk"), gross=Sum("gross_total"))
    )
    return [dict(row) for row in rows]


def user_names(keys: Iterable[int]) -> dict[int, str]:
    """Log-in names of people by their keys."""
    rows = get_user_model().objects.filter(pk__in=sorted(set(keys))).values_list("pk", "username")
    return dict(rows)


def drafts_by_id(keys: Sequence[uuid.UUID]) -> list[Draft]:
    """These drafts as a list shows them, newest first."""
    rows = Draft.objects.filter(pk__in=keys).select_related("vendor", "administration")
    return list(rows.defer("fields", "match_result", "vendor_result", "vat_result").order_by("-received_at"))
