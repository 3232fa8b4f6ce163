"""Reads for the queue: saved views, groups by whose turn it is, order by cost of delay."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db.models import Case, Count, Exists, F, OrderBy, OuterRef, Q, QuerySet, Sum, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from exact.models import Administration
from workbench.accounts.people import Visitor
from workbench.accounts.rights import administrations_for
from workbench.approval.away import waits_for
from workbench.drafts.fields import FieldInvalid, parse_amount
from workbench.drafts.states import DraftKind, DraftState
from workbench.models import Draft, Hold
from workbench.pipeline.drafting import number_key

PAGE = 200
COUNTED = 1_000  # what is done is counted as far as this: nobody reads the exact number, and counting all takes long
A_DAYS_WORK = 100_000  # but what the start page counts of one day, as far as that
# ``Draft.payable`` for the database: a credit note lowers a sum.
PAYABLE = Case(When(kind=DraftKind.CREDIT_NOTE.value, then=-F("gross_total")), default=F("gross_total"))
MATCH_CODES = [
    "AWAIT_RECEIPT",
    "QTY_RECEIVED",
    "QTY_ORDERED",
    "QTY_ACCEPTED",
    "PRICE_HIGH",
    "PRICE_LOW",
    "PRICE_TOTAL",
    "CHARGE_NOT_ON_PO",
    "CHARGE_HIGH",
    "PO_MISSING",
    "PO_NOT_FOUND",
    "PO_CLOSED",
    "LINE_AMBIGUOUS",
    "UOM_UNKNOWN",
    "CURRENCY_MISMATCH",
    "VENDOR_MISMATCH",
    "BLANKET_AMOUNT",
    "BLANKET_DATE",
    "CREDIT_EXCEEDS",
    "INVOICE_TOTAL",
    "LINE_AMOUNT",
]
COST_OF_DELAY = ("turn_rank", F("due_date").asc(nulls_last=True), F("gross_total").desc(nulls_last=True), "pk")


# Orders that people choose: each has an index that begins with the state.
ORDERS: dict[str, tuple[object, tuple[str | OrderBy, ...]]] = {
    "due": (_("due date"), (F("due_date").asc(nulls_last=True), "pk")),
    "amount": (_("largest amount first"), (F("gross_total").desc(nulls_last=True), "pk")),
    "newest": (_("newest first"), ("-received_at", "pk")),
    "oldest": (_("oldest first"), ("received_at", "pk")),
}


def _given_to(person: int) -> Q:
    return Q(owner_id=person)


def approvable(person: int) -> Q:
    """Ready, and not waiting for somebody else by name: no rule asks for anybody, or for this person (or for one for
    whom they stand in)."""
    return Q(turn="ready") & (Q(route__isnull=True) | Q(route__of=0) | waits_for(person))


@dataclass(frozen=True, slots=True)
class View:
    """A saved view: its name in the address, its title, and which drafts it holds, in one of ``states`` (empty: in
    any). ``order`` is that of its rows; ``flat`` are those of work that is done: newest first, without groups and
    sums, and counted as far as ``counted``. ``own``: only what is ``of`` the person who looks, as by
    default what was given to them."""

    name: str
    title: object
    states: tuple[DraftState, ...]
    condition: Callable[[], Q] = Q
    hot: bool = False
    order: tuple[str | OrderBy, ...] = COST_OF_DELAY
    flat: bool = False
    counted: int = COUNTED
    own: bool = False
    of: Callable[[int], Q] = _given_to

    @property
    def only_done(self) -> bool:
        """Whether nothing in it can be worked on."""
        return self.flat and bool(self.states)


TO_POST = (DraftState.APPROVED, DraftState.POSTING)


def _open(name: str, title: object, condition: Callable[[], Q] = Q, *, hot: bool = False) -> View:
    return View(name, title, (DraftState.REVIEW,), condition, hot)


def _done(name: str, title: object, *states: DraftState, order: str = "-received_at", **more: Any) -> View:
    return View(name, title, states, order=(order, "pk"), flat=True, **more)


def _held(codes: Iterable[str]) -> Q:
    """With an open hold of one of these kinds; asked per draft, so that those without history are all that is read."""
    return Q(Exists(Hold.objects.filter(draft=OuterRef("pk"), released_at=None, code__in=codes)))


def _own(view: View, user: Visitor | None) -> Q:
    return view.of((user.pk if user else 0) or 0) if view.own else Q()


def _due(days: int) -> Q:
    """To be paid within so many days, or late. A credit note is set off, not paid."""
    return Q(due_date__lte=timezone.localdate() + timedelta(days=days)) & ~Q(kind=DraftKind.CREDIT_NOTE)


def _unmapped() -> Q:
    """Whose vendor nobody knows yet; orders to us come from customers."""
    return Q(vendor=None) & ~Q(kind__in=["none", "sales_order"])


VIEWS: tuple[View, ...] = (
    _open("open", _("All open")),
    _open("mine", _("Needs me"), lambda: Q(turn="you"), hot=True),
    View("given", _("Given to me"), (DraftState.REVIEW,), own=True),
    View("to-approve", _("To approve by me"), (DraftState.REVIEW,), own=True, of=waits_for),
    _open("ready", _("Ready"), lambda: Q(turn="ready")),
    _open("others", _("With others"), lambda: Q(turn="others")),
    _open("due", _("Due this week"), lambda: _due(7)),
    _open("match", _("Match"), lambda: _held(MATCH_CODES)),
    _open("new-vendors", _("New vendors"), _unmapped),
    _open("iban", _("IBAN changed"), lambda: _held(["IBAN_CHANGED"]), hot=True),
    _open("credits", _("Credit notes"), lambda: Q(kind="credit_note")),
    _open("orders", _("Orders"), lambda: Q(kind__in=["purchase_order", "sales_order"])),
)
# What figures of the start page lead to; a tab only while one looks at it.
ASKED_VIEWS: tuple[View, ...] = (
    View("approve", _("To approve now"), (DraftState.REVIEW,), own=True, of=approvable),
    _open("today", _("Due today or late"), lambda: _due(0)),
    View("to-post", _("Approved or on their way"), TO_POST),
    _done(
        "posted-today",
        _("Posted today"),
        DraftState.POSTED,
        order="-posted_at",
        condition=lambda: Q(posted_at__gte=start_of_today()),
        counted=A_DAYS_WORK,
    ),
)
CLOSED_VIEWS: tuple[View, ...] = (
    View("approved", _("Approved"), (DraftState.APPROVED,)),
    View("posting", _("On their way"), (DraftState.POSTING,)),
    View("failed", _("Failed"), (DraftState.FAILED,), hot=True),
    _done("posted", _("Posted"), DraftState.POSTED, order="-posted_at"),
    _done("rejected", _("Rejected"), DraftState.REJECTED),
    _done("filed", _("Filed"), DraftState.FILED),
    _done("superseded", _("Pages elsewhere"), DraftState.SUPERSEDED),
    _done("search", _("Found")),
)
BY_NAME = {view.name: view for view in (*VIEWS, *ASKED_VIEWS, *CLOSED_VIEWS)}


def approve_view(approve: int, ready: int) -> str:
    """The view that counts of "approve" and "ready" lead to: the usual one, unless rules leave some to others."""
    return "ready" if approve == ready else "approve"


def start_of_today() -> datetime:
    """Midnight, where the company is."""
    return timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)


def drafts_for(user: Visitor, administration: Administration | None) -> QuerySet[Draft]:
    """The drafts a person may see, in one administration or in all of theirs."""
    scope = administrations_for(user)
    if administration is not None:
        scope = scope.filter(pk=administration.pk)
    return Draft.objects.filter(administration__in=scope)


def in_view(drafts: QuerySet[Draft], view: View, user: Visitor | None = None) -> QuerySet[Draft]:
    """The drafts of a view in its order: what is open by cost of delay (whose turn, due date, amount). ``user`` is who
    looks; a view of what is their own is empty without."""
    if view.states:
        drafts = drafts.filter(state__in=view.states)
    return drafts.filter(view.condition() & _own(view, user)).order_by(*view.order)


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
    """Rows of one turn, with how many there are in all and their sum per currency; without ``turn`` those of a flat
    view, which has no sums and may hold more than ``count``, or those of one heading that a person chose: ``by`` says
    which kind, ``key`` and ``title`` which one, ``books`` whose, for a vendor."""

    turn: str
    rows: list[Draft]
    count: int
    totals: list[tuple[str, Decimal]]
    more: bool = False
    key: str = ""
    title: str = ""
    by: str = ""
    books: str = ""


def grouped(drafts: QuerySet[Draft], limit: int = PAGE, *, counted: int | None = None) -> list[Group]:
    """The first ``limit`` rows of a view in groups, each with its full count and sums; with ``counted`` in one, as that
    of a flat view, and counted as far as that (or as there are rows)."""
    rows = list(
        drafts.select_related("vendor", "administration", "owner").defer(
            "fields", "match_result", "vendor_result", "vat_result"
        )[:limit]
    )
    if counted is not None:
        most = max(limit, counted)
        # Fewer than asked for are all there are.
        found = len(rows) if len(rows) < limit else drafts.order_by().values("pk")[: most + 1].count()
        return [Group("", rows, min(found, most), [], more=found > most)] if rows else []
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


def counts(drafts: QuerySet[Draft], names: Iterable[str] | None = None, user: Visitor | None = None) -> dict[str, int]:
    """How many drafts each open view holds for ``user``, or each of the named ones (not of flat ones), in one query
    that leaves alone what is done."""
    views = VIEWS if names is None else [BY_NAME[name] for name in names]
    states = {state for view in views for state in view.states}
    counted = (
        drafts.order_by()
        .filter(state__in=states)
        .aggregate(
            **{
                f"n{place}": Count("pk", filter=Q(state__in=view.states) & view.condition() & _own(view, user))
                for place, view in enumerate(views)
            }
        )
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
