"""Reads for the queue: saved views, groups by whose turn it is, order by cost of delay."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal, InvalidOperation

from django.db.models import Case, Count, F, Q, QuerySet, Sum, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from exact.models import Administration
from workbench.accounts.people import Visitor
from workbench.accounts.rights import administrations_for
from workbench.drafts.fields import FieldInvalid, parse_amount
from workbench.drafts.states import DraftKind, DraftState
from workbench.frame.selectors import MATCH_CODES
from workbench.models import Draft
from workbench.pipeline.drafting import number_key

PAGE = 200
_REVIEW = Q(state=DraftState.REVIEW.value)
TO_POST = (DraftState.APPROVED.value, DraftState.POSTING.value)
# ``Draft.payable`` for the database: a credit note lowers a sum.
PAYABLE = Case(When(kind=DraftKind.CREDIT_NOTE.value, then=-F("gross_total")), default=F("gross_total"))


@dataclass(frozen=True, slots=True)
class View:
    """A saved view: its name in the address, its title, and which drafts it holds."""

    name: str
    title: object
    condition: Callable[[], Q]
    hot: bool = False


def _due(days: int) -> Q:
    """To be paid within so many days, or late. A credit note is set off, not paid."""
    return _REVIEW & Q(due_date__lte=timezone.localdate() + timedelta(days=days)) & ~Q(kind=DraftKind.CREDIT_NOTE)


VIEWS: tuple[View, ...] = (
    View("open", _("All open"), lambda: _REVIEW),
    View("mine", _("Needs me"), lambda: _REVIEW & Q(turn="you"), hot=True),
    View("ready", _("Ready"), lambda: _REVIEW & Q(turn="ready")),
    View("others", _("With others"), lambda: _REVIEW & Q(turn="others")),
    View("due", _("Due this week"), lambda: _due(7)),
    View("match", _("Match"), lambda: _REVIEW & Q(holds__released_at=None, holds__code__in=MATCH_CODES)),
    View("new-vendors", _("New vendors"), lambda: _REVIEW & Q(vendor=None) & ~Q(kind__in=["none", "sales_order"])),
    View("iban", _("IBAN changed"), lambda: _REVIEW & Q(holds__released_at=None, holds__code="IBAN_CHANGED"), hot=True),
    View("credits", _("Credit notes"), lambda: _REVIEW & Q(kind="credit_note")),
    View("orders", _("Orders"), lambda: _REVIEW & Q(kind__in=["purchase_order", "sales_order"])),
)
# What figures of the start page lead to; a tab only while one looks at it.
ASKED_VIEWS: tuple[View, ...] = (
    View("today", _("Due today or late"), lambda: _due(0)),
    View("to-post", _("Approved or on their way"), lambda: Q(state__in=TO_POST)),
)
CLOSED_VIEWS: tuple[View, ...] = (
    View("approved", _("Approved"), lambda: Q(state=DraftState.APPROVED.value)),
    View("posting", _("On their way"), lambda: Q(state=DraftState.POSTING.value)),
    View("failed", _("Failed"), lambda: Q(state=DraftState.FAILED.value), hot=True),
    View("posted", _("Posted"), lambda: Q(state=DraftState.POSTED.value)),
    View("rejected", _("Rejected"), lambda: Q(state=DraftState.REJECTED.value)),
    View("filed", _("Filed"), lambda: Q(state=DraftState.FILED.value)),
    View("superseded", _("Pages elsewhere"), lambda: Q(state=DraftState.SUPERSEDED.value)),
    View("search", _("Found"), lambda: Q()),
)
BY_NAME = {view.name: view for view in (*VIEWS, *ASKED_VIEWS, *CLOSED_VIEWS)}


def drafts_for(user: Visitor, administration: Administration | None) -> QuerySet[Draft]:
    """The drafts a person may see, in one administration or in all of theirs."""
    scope = administrations_for(user)
    if administration is not None:
        scope = scope.filter(pk=administration.pk)
    return Draft.objects.filter(administration__in=scope)


def in_view(drafts: QuerySet[Draft], view: View) -> QuerySet[Draft]:
    """The drafts of a view, in order of cost of delay: whose turn, then due date, then amount."""
    found = drafts.filter(view.condition())
    if view.name in ("match", "iban"):
        found = drafts.filter(pk__in=found.values("pk"))
    if view.name in ("posted", "rejected", "filed", "superseded"):
        return found.order_by(F("posted_at").desc(nulls_last=True), "-received_at")
    return found.order_by("turn_rank", F("due_date").asc(nulls_last=True), F("gross_total").desc(nulls_last=True), "pk")


def search(drafts: QuerySet[Draft], text: str) -> QuerySet[Draft]:
    """Drafts whose vendor, number, order, entry number or total fits the text."""
    text = text.strip()
    if not text:
        return drafts
    wanted = (
        Q(supplier_name__icontains=text)
        | Q(vendor__name__icontains=text)
        | Q(invoice_number__icontains=text)
        | Q(order_reference__icontains=text)
        | Q(entry_number=text)
    )
    if key := number_key(text):
        wanted |= Q(number_key=key)
    try:
        amount = parse_amount(text)
    except (FieldInvalid, InvalidOperation):
        pass
    else:
        wanted |= Q(gross_total=amount) | Q(net_total=amount)
    return drafts.filter(wanted)


@dataclass(frozen=True, slots=True)
class Group:
    """Rows of one turn, with how many there are in all and their sum per currency."""

    turn: str
    rows: list[Draft]
    count: int
    totals: list[tuple[str, Decimal]]


def grouped(drafts: QuerySet[Draft], limit: int = PAGE) -> list[Group]:
    """The first ``limit`` rows of a view in groups, each with its full count and sums."""
    rows = list(
        drafts.select_related("vendor", "administration", "edited_by").defer(
            "fields", "match_result", "vendor_result", "vat_result"
        )[:limit]
    )
    sums: dict[str, list[tuple[str, Decimal]]] = {}
    counts: dict[str, int] = {}
    for row in drafts.order_by().values("turn", "currency").annotate(n=Count("pk"), total=Sum(PAYABLE)):
        counts[row["turn"]] = counts.get(row["turn"], 0) + row["n"]
        sums.setdefault(row["turn"], []).append((row["currency"], row["total"] or Decimal(0)))
    return [
        Group(turn, [row for row in rows if row.turn == turn], counts.get(turn, 0), sums.get(turn, []))
        for turn in ("you", "ready", "others")
        if counts.get(turn)
    ]


def counts(drafts: QuerySet[Draft], names: Iterable[str] | None = None) -> dict[str, int]:
    """How many drafts each open view holds, or each of the named ones, in one query."""
    views = VIEWS if names is None else [BY_NAME[name] for name in names]
    counted = drafts.order_by().aggregate(
        **{f"n{place}": Count("pk", filter=view.condition(), distinct=True) for place, view in enumerate(views)}
    )
    return {view.name: counted[f"n{place}"] for place, view in enumerate(views)}


def neighbours(drafts: QuerySet[Draft], draft: Draft) -> tuple[int, int, Draft | None, Draft | None]:
    """(place from 1, how many, previous, next) of a draft in a view; place 0 when it is not in it."""
    keys = list(drafts.values_list("pk", flat=True)[:2000])
    if draft.pk not in keys:
        following = Draft.objects.filter(pk=keys[0]).first() if keys else None
        return 0, len(keys), None, following
    here = keys.index(draft.pk)
    before = Draft.objects.filter(pk=keys[here - 1]).first() if here else None
    after = Draft.objects.filter(pk=keys[here + 1]).first() if here + 1 < len(keys) else None
    return here + 1, len(keys), before, after
