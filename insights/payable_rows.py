"""What the forecast is made of, in eight statements however many entries and documents there are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Q, prefetch_related_objects
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from domain.money import ZERO
from exact.api import url_of_entry
from exact.models import Administration, Payable, PaymentCondition, Posting, SyncCursor
from insights.accruals import in_own
from insights.month_rows import Rates, chosen_text
from insights.payables import Column, Item, due_on
from workbench.drafts.discount import Discount, discount_of
from workbench.drafts.states import OPEN_STATES, DraftKind, DraftState
from workbench.messages.words import OWNERS, ROLES
from workbench.models import Draft

_KINDS = (DraftKind.PURCHASE_INVOICE, DraftKind.CREDIT_NOTE)
_COLLECTED = (PaymentCondition.COLLECTED, PaymentCondition.COLLECTED_BY_PROVIDER)
_NOT_BY_TRANSFER = (PaymentCondition.CASH, "V")  # paid at the till, or by credit card


@dataclass(frozen=True, slots=True)
class Payables:
    """Everything to pay of some books as of ``today``. ``unread``: names of books whose open entries were never read;
    ``as_of``: when those of the others were read last, the oldest; ``copies``: possible copies that are left out;
    ``without``: documents that have no total yet."""

    books: tuple[Administration, ...]
    today: date
    items: list[Item]
    unread: list[str]
    as_of: datetime | None
    copies: int
    without: int = 0

    @property
    def unrated(self) -> int:
        """How many items have no amount in the books' own currency."""
        return sum(item.amount is None for item in self.items)

    @property
    def expected(self) -> int:
        """How many items have a day that is only expected."""
        return sum(item.expected for item in self.items)


def payables(books: Sequence[Administration]) -> Payables:
    """What is open in Exact by the mirror, and what does not stand in Exact."""
    today = timezone.localdate()
    prefetch_related_objects(books, "connection")
    cursors = SyncCursor.objects.filter(administration__in=books, resource="payables")
    read = {book: at for book, at in cursors.values_list("administration_id", "synced_at") if at is not None}
    rates = Rates(books, today)
    posted = _open_in_exact(books)
    unposted, copies, without = _not_in_exact(books, rates, today, read)
    unread = [each.name for each in books if each.pk not in read]
    return Payables(tuple(books), today, posted + unposted, unread, min(read.values(), default=None), copies, without)


def _open_in_exact(books: Sequence[Administration]) -> list[Item]:
    rows = Payable.objects.filter(administration__in=books, gone_at=None).exclude(method__in=_NOT_BY_TRANSFER)
    rows = rows.select_related("vendor").defer("raw", "vendor__raw").order_by("due_date", "pk")
    by_pk = {each.pk: each for each in books}
    entries = {row.entry_exact_id for row in rows if row.entry_exact_id}
    ours = dict(
        Posting.objects.filter(administration__in=books, state="posted", entry_guid__in=entries).values_list(
            "entry_guid", "subject"
        )
    )
    found = []
    for row in rows:
        subject = ours.get(row.entry_exact_id)
        book = by_pk[row.administration_id]
        foreign = row.own_amount / row.amount if row.amount else Decimal(1)
        due, expected = due_on(row.due_date, None, row.invoice_date, timezone.localdate(row.seen_at))
        found.append(
            Item(
                key=f"e{row.pk}",
                books=row.administration_id,
                column=Column.COLLECTED if row.method in _COLLECTED else Column.OPEN,
                vendor=row.vendor_id or 0,
                vendor_name=row.vendor.name if row.vendor else "",
                number=row.your_ref or row.entry_number,
                due=due,
                expected=expected,
                amount=row.own_amount,
                discount=in_own(row.discount, foreign, book.currency) or ZERO,
                discount_until=row.discount_until,
                holder=_("in a payment run") if row.selected else _("open in Exact"),
                href=_link(subject) if subject else url_of_entry(book, row.entry_exact_id),
            )
        )
    return found


def _link(subject: str) -> str:
    return reverse("review", args=[subject])


_COLUMNS = (
    *("pk", "administration_id", "state", "kind", "turn", "vendor_id", "vendor__name", "vendor__payment_condition"),
    *("supplier_name", "invoice_number", "issue_date", "due_date", "received_at", "currency", "net_total"),
    *("gross_total", "duplicate_of_id", "owner__username", "first_blocker", "posted_at", "chosen"),
)


def _not_in_exact(
    books: Sequence[Administration], rates: Rates, today: date, read: Mapping[int, datetime]
) -> tuple[list[Item], int, int]:
    """What is not in Exact, and what was posted since its open entries were read; then how many possible copies there
    are, and how many documents without a total."""
    conditions = {
        (each.administration_id, each.code): each
        for each in PaymentCondition.objects.filter(administration__in=books, gone_at=None)
    }
    since = Q(pk__in=[])
    for book, moment in read.items():
        since |= Q(administration_id=book, posted_at__gt=moment)
    wanted = Q(state__in=[state.value for state in OPEN_STATES]) | Q(state=DraftState.POSTED) & since
    rows = (
        Draft.objects.filter(wanted, administration__in=books, kind__in=_KINDS)
        .annotate(chosen=chosen_text("fields", "payment_condition"))
        .order_by("due_date", "received_at")
    )
    own = {each.pk: each.currency for each in books}
    found, copies, without = [], 0, 0
    for row in rows.values(*_COLUMNS):
        if row["duplicate_of_id"] and row["state"] in (DraftState.REVIEW, DraftState.FAILED):
            copies += 1
            continue
        if row["gross_total"] is None:
            without += 1
            continue
        code = row["chosen"] or (row["vendor__payment_condition"] or "").strip()
        condition = conditions.get((row["administration_id"], code))
        if condition and not condition.collected and not condition.paid_by_us:
            continue
        found.append(_item(row, condition, rates, own[row["administration_id"]], today))
    return found, copies, without


def _item(row: dict[str, Any], condition: PaymentCondition | None, rates: Rates, own: str, today: date) -> Item:
    book, issued = row["administration_id"], row["issue_date"]
    rate = rates.rate(book, row["currency"], min(issued or today, today))
    sign = -1 if row["kind"] == DraftKind.CREDIT_NOTE else 1
    by_condition = condition.last_day(issued) if condition and issued else None
    due, expected = due_on(row["due_date"], by_condition, issued, timezone.localdate(row["received_at"]))
    discount: Discount | None = None
    if sign > 0:
        discount = discount_of(condition, issued, row["net_total"], row["gross_total"], row["currency"])
    amount = in_own(row["gross_total"], rate, own)
    return Item(
        key=f"d{row['pk']}",
        books=book,
        column=Column.COLLECTED if condition and condition.collected else Column.UNPOSTED,
        vendor=row["vendor_id"] or 0,
        vendor_name=row["vendor__name"] or row["supplier_name"],
        number=row["invoice_number"],
        due=due,
        expected=expected,
        amount=None if amount is None else sign * amount,
        discount=(in_own(discount.amount, rate, own) or ZERO) if discount else ZERO,
        discount_until=discount.until if discount else None,
        holder=_holder(row),
        href=_link(row["pk"]),
    )


def _holder(row: dict[str, Any]) -> str:
    """Who has a document now, in a word or two."""
    if row["state"] == DraftState.FAILED:
        return _("failed, not in Exact")
    if row["state"] == DraftState.POSTED:
        return _("just posted")
    if row["state"] != DraftState.REVIEW:
        return _("approved, not in Exact yet")
    if row["owner__username"]:
        return str(row["owner__username"])
    if row["turn"] == "ready":
        return _("waits for approval")
    role = str((row["first_blocker"] or {}).get("owner") or "clerk")
    return str(ROLES.get(role) or OWNERS.get(role) or role)
