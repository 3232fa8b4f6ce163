"""What accruals are made of, fetched in seven statements however many orders and invoices there are."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, Min, Q, QuerySet, Sum
from django.db.models.fields.json import KeyTextTransform
from django.utils import timezone

from domain.money import ZERO
from exact.api import RATE_DAYS
from exact.models import Administration, ExchangeRate, GLAccount, PurchaseOrderLine
from insights.accruals import Goods, InProcess, Stage, parts_of
from workbench.drafts.states import OPEN_STATES, DraftKind, DraftState
from workbench.models import Draft, DraftLine
from workbench.pipeline.derive.match_facts import BILLED, LIVE

# Orders older than this at the cut-off are taken to be settled, whatever their figures say.
ORDERS_SINCE = timedelta(days=2 * 366)
_INVOICED = 30  # Exact's InvoiceStatus: complete
_KINDS = (DraftKind.PURCHASE_INVOICE, DraftKind.CREDIT_NOTE)
_OPEN = tuple(sorted(state.value for state in OPEN_STATES))


class Rates:
    """What one unit of a currency is in the own one of the books on a day, as ``exact.api.rate_for``; one statement."""

    def __init__(self, books: Sequence[Administration], until: date) -> None:
        self._own = {each.pk: each.currency.upper() for each in books}
        self._rows: dict[tuple[int, str], list[tuple[date, Decimal]]] = defaultdict(list)
        found = ExchangeRate.objects.filter(
            administration__in=books,
            gone_at=None,
            target__in=set(self._own.values()),
            start__range=(until - ORDERS_SINCE, until),
        ).order_by("-start", "-pk")
        for book, source, target, start, rate in found.values_list(
            "administration_id", "source", "target", "start", "rate"
        ):
            if target == self._own[book]:
                self._rows[book, source].append((start, rate))

    def rate(self, book: int, currency: str, day: date) -> Decimal | None:
        """None when there is none that began in the ``RATE_DAYS`` before that day."""
        if currency.upper() == self._own[book]:
            return Decimal(1)
        first = day - timedelta(days=RATE_DAYS)
        rows = self._rows.get((book, currency.upper()), ())
        return next((rate for start, rate in rows if first <= start <= day), None)


@dataclass(frozen=True, slots=True)
class MonthEnd:
    """Everything that accruals of some books at a cut-off day are computed from."""

    books: tuple[Administration, ...]
    cut_off: date
    goods: list[Goods]
    invoices: list[InProcess]
    accounts: Mapping[tuple[int, str], str]

    @property
    def unpriced(self) -> int:
        """Order lines with open goods that have no price."""
        return sum(each.unpriced for each in self.goods)

    @property
    def unread(self) -> int:
        """Invoices of which no amount is known yet."""
        return sum(not each.parts for each in self.invoices)

    @property
    def unrated(self) -> int:
        """Order lines and invoices whose currency has no rate."""
        open_goods = sum(each.own is None for each in self.goods)
        return open_goods + sum(each.own is None for each in self.invoices)


def month_end(books: Sequence[Administration], cut_off: date) -> MonthEnd:
    """What came in and what is in process, as is known now, of the period that ends with ``cut_off``."""
    names: dict[tuple[int, str], str] = {}
    by_guid: dict[tuple[int, str], str] = {}
    rows = GLAccount.objects.filter(administration__in=books)
    for book, guid, code, text in rows.values_list("administration_id", "exact_id", "code", "description"):
        names[book, code], by_guid[book, guid] = text, code
    rates = Rates(books, cut_off)
    goods = _goods(books, cut_off, rates, by_guid)
    return MonthEnd(tuple(books), cut_off, goods, _in_process(books, cut_off, rates), names)


def _goods(
    books: Sequence[Administration], cut_off: date, rates: Rates, by_guid: Mapping[tuple[int, str], str]
) -> list[Goods]:
    """The order lines with goods that no invoice of the period bills, those of one vendor together."""
    own = {each.pk: each.currency for each in books}
    billed = _billed(books, cut_off)
    found = []
    for row in _received(books, cut_off):
        book = row["order__administration_id"]
        account = row["item__gl_account_code"] or by_guid.get((book, row["order__vendor__gl_account_id_default"]), "")
        currency = row["order__currency"]
        each = Goods(
            place=(book, account, row["cost_centre"], row["cost_unit"]),
            order=row["order__number"],
            line=row["line_number"],
            vendor=row["order__vendor_id"],
            vendor_name=row["order__vendor__name"] or "",
            description=row["description"],
            # Some licences have no receipts: Exact then tells what came in as a sum without a day.
            received=row["got"] if row["known"] else row["received"],
            billed=row["invoiced"] + billed.get((book, row["exact_id"]), ZERO),
            price=row["net_price"],
            currency=currency,
            rate=rates.rate(book, currency, cut_off),
            own_currency=own[book],
            unit=row["unit"],
            first_receipt=row["first"],
        )
        if each.open:
            found.append(each)
    return sorted(found, key=lambda each: (each.place[0], each.vendor_name, each.order, each.line))


def _received(books: Sequence[Administration], cut_off: date) -> QuerySet[PurchaseOrderLine, dict[str, Any]]:
    receipt = Q(receipt_lines__gone_at=None, receipt_lines__receipt__gone_at=None)
    by_then = receipt & Q(receipt_lines__receipt__date__lte=cut_off)
    return (
        PurchaseOrderLine.objects.filter(
            Q(order__date__range=(cut_off - ORDERS_SINCE, cut_off)) | Q(order__date=None),
            order__administration__in=books,
            order__invoice_status__lt=_INVOICED,
            order__gone_at=None,
            gone_at=None,
        )
        .order_by()
        .annotate(
            got=Sum("receipt_lines__quantity", filter=by_then),
            known=Count("receipt_lines", filter=receipt),
            first=Min("receipt_lines__receipt__date", filter=by_then),
        )
        .filter(Q(got__gt=F("invoiced")) | Q(known=0, received__gt=F("invoiced")))
        .values(
            *("exact_id", "line_number", "description", "unit", "received", "invoiced", "net_price", "cost_centre"),
            *("cost_unit", "item__gl_account_code", "order__number", "order__currency", "order__administration_id"),
            *("order__vendor_id", "order__vendor__name", "order__vendor__gl_account_id_default"),
            *("got", "known", "first"),
        )
    )


def chosen_text(fields: str, name: str) -> KeyTextTransform:
    """What a person set in the booking header, out of a draft's fields."""
    return KeyTextTransform("value", KeyTextTransform(name, fields))


def booked_by(issued: date | None, chosen: str | None, came_in: date) -> date:
    """The day that decides about an invoice's period: the booking date, else its own, else the day it came in."""
    return date.fromisoformat(chosen) if chosen else issued or came_in


def _billed(books: Sequence[Administration], cut_off: date) -> dict[tuple[int, str], Decimal]:
    """Per order line, in its unit, what invoices of the period bill, credit notes negative; possible copies do not.

    Ours go to Exact as ledger entries, which do not count as invoiced on the order; so posted ones are told here too.
    """
    rows = (
        DraftLine.objects.filter(
            draft__administration__in=books,
            draft__state__in=LIVE,
            draft__kind__in=_KINDS,
            draft__received_at__date__gte=cut_off - ORDERS_SINCE,
            order_line__isnull=False,
        )
        .exclude(draft__state__in=(DraftState.REVIEW, DraftState.FAILED), draft__duplicate_of__isnull=False)
        .order_by()
        .annotate(chosen=chosen_text("draft__fields", "booking_date"))
    )
    found: dict[tuple[int, str], Decimal] = defaultdict(lambda: ZERO)
    for book, kind, issued, chosen, came_in, key, quantity, told in rows.values_list(
        *("draft__administration_id", "draft__kind", "draft__issue_date", "chosen", "draft__received_at"),
        *("order_line__exact_id", "quantity", "match"),
    ).iterator(chunk_size=2_000):
        if booked_by(issued, chosen, timezone.localdate(came_in)) > cut_off:
            continue
        if BILLED in told:
            for part, many, _net, _order in told[BILLED]:
                found[book, part] += Decimal(many)
        else:
            found[book, key] += (-1 if kind == DraftKind.CREDIT_NOTE else 1) * (quantity or ZERO)
    return found


def _in_process(books: Sequence[Administration], cut_off: date, rates: Rates) -> list[InProcess]:
    """The invoices and credit notes of the period that do not stand in Exact, the oldest first."""
    own = {each.pk: each.currency for each in books}
    open_ones = (
        Draft.objects.filter(administration__in=books, state__in=_OPEN, kind__in=_KINDS)
        .order_by("received_at")
        .annotate(chosen=chosen_text("fields", "booking_date"))
    )
    wanted = [
        row
        for row in open_ones.values(
            *("pk", "administration_id", "state", "kind", "issue_date", "chosen", "received_at", "currency"),
            *("net_total", "duplicate_of_id"),
        )
        if booked_by(row["issue_date"], row["chosen"], timezone.localdate(row["received_at"])) <= cut_off
    ]
    lines = _lines_of(books)
    found = []
    for row in wanted:
        book, currency = row["administration_id"], row["currency"]
        day = min(row["issue_date"] or cut_off, cut_off)
        parts = parts_of(
            book,
            lines.get(row["pk"], ()),
            row["net_total"],
            credit=row["kind"] == DraftKind.CREDIT_NOTE,
            rate=rates.rate(book, currency, day),
            own_currency=own[book],
        )
        found.append(InProcess(row["pk"], _stage(row["state"], copy=row["duplicate_of_id"] is not None), book, parts))
    return found


def _lines_of(books: Sequence[Administration]) -> dict[uuid.UUID, list[tuple[str, str, str, Decimal | None]]]:
    """Lines of what is open: account, cost centre, cost unit, net."""
    found: dict[uuid.UUID, list[tuple[str, str, str, Decimal | None]]] = defaultdict(list)
    rows = DraftLine.objects.filter(draft__administration__in=books, draft__state__in=_OPEN, draft__kind__in=_KINDS)
    for draft, account, centre, unit, net in rows.order_by("position").values_list(
        "draft_id", "gl_account", "cost_centre", "cost_unit", "net_amount"
    ):
        found[draft].append((account, centre, unit, net))
    return found


def _stage(state: str, *, copy: bool) -> Stage:
    if state in (DraftState.REVIEW, DraftState.FAILED) and copy:
        return Stage.COPY
    return {DraftState.REVIEW: Stage.REVIEW, DraftState.FAILED: Stage.FAILED}.get(DraftState(state), Stage.APPROVED)


def drafts_of(keys: Iterable[uuid.UUID]) -> dict[uuid.UUID, Draft]:
    """These drafts as lists show them, by key."""
    rows = Draft.objects.filter(pk__in=list(keys)).select_related("vendor", "administration")
    return {row.pk: row for row in rows.defer("fields", "match_result", "vendor_result", "vat_result")}
