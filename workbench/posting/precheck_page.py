"""The pre-check's page: what goes per administration, what is worth a look, what stays behind and why."""

from __future__ import annotations

import uuid
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.utils import timezone

from exact.models import BookedLine, Period
from workbench.accounts.people import Person
from workbench.accounts.rights import Right, roles_with
from workbench.approval.services import weight_in_own_currency
from workbench.drafts.booking import booking_day
from workbench.drafts.periods import period_on
from workbench.drafts.room import ENTRIES
from workbench.drafts.states import DraftKind, DraftState
from workbench.messages import describe
from workbench.messages.kinds import kind_title
from workbench.messages.message import Message
from workbench.models import Approval, Draft, Hold, Membership
from workbench.posting.cautions import ORDER, Caution, Facts, cautions
from workbench.posting.services import BulkItem
from workbench.posting.sums import Sums, sums_of


@dataclass(slots=True)
class BooksRow:
    """What goes to one administration in one currency; ``approvers`` are user names with how many each."""

    administration: str
    currency: str
    invoices: int = 0
    credits: int = 0
    orders: int = 0
    total: Decimal = Decimal(0)
    approvers: Counter[str] = field(default_factory=Counter)

    @property
    def by(self) -> str:
        """Who approves, in words: the names, with a number where there are several."""
        if len(self.approvers) == 1:
            return next(iter(self.approvers))
        return ", ".join(f"{name} {count}" for name, count in self.approvers.most_common())


@dataclass(frozen=True, slots=True)
class Group:
    """Documents with one reason in common: its heading, and per document what is particular to it."""

    code: str
    title: str
    rows: list[tuple[Draft, Message]]

    @property
    def sums(self) -> Sums:
        """What they are worth together, per currency."""
        return sums_of(draft for draft, _told in self.rows)

    @property
    def names(self) -> list[str]:
        """The first vendors' names, each once."""
        return list(dict.fromkeys(draft.vendor_name for draft, _told in self.rows if draft.vendor_name))[:4]


def books_rows(going: Sequence[Draft], approved_by: dict[uuid.UUID, str], by: Person) -> list[BooksRow]:
    """One row per administration and currency, in order of appearance."""
    rows: dict[tuple[str, str], BooksRow] = {}
    for draft in going:
        key = str(draft.administration), draft.currency
        row = rows.setdefault(key, BooksRow(*key))
        if draft.kind == DraftKind.CREDIT_NOTE:
            row.credits += 1
        elif draft.kind in ENTRIES:
            row.invoices += 1
        else:
            row.orders += 1
        row.total += draft.payable or Decimal(0)
        row.approvers[approved_by.get(draft.pk, by.get_username())] += 1
    return list(rows.values())


def approvers_of(drafts: Sequence[Draft]) -> dict[uuid.UUID, str]:
    """Who approved those that are approved already; one statement."""
    keys = [draft.pk for draft in drafts if draft.state == DraftState.APPROVED]
    rows = Approval.objects.filter(draft__in=keys, voided_at=None).order_by("pk")
    return dict(rows.values_list("draft_id", "by__username"))


class Book:
    """What the cautions of many drafts need, read in a fixed number of statements."""

    def __init__(self, drafts: Sequence[Draft], by: Person, approved_by: dict[uuid.UUID, str]) -> None:
        self._by, self._approved_by, self._today = by, approved_by, timezone.localdate()
        books = {draft.administration_id for draft in drafts}
        vendors = {draft.vendor_id for draft in drafts if draft.vendor_id}
        self._holds: dict[uuid.UUID, list[Hold]] = defaultdict(list)
        for hold in Hold.objects.filter(draft__in=[draft.pk for draft in drafts]):
            self._holds[hold.draft_id].append(hold)
        posted = Draft.objects.filter(vendor__in=vendors, state=DraftState.POSTED).order_by()
        booked = BookedLine.objects.filter(vendor__in=vendors).order_by()
        self._known = {key for rows in (posted, booked) for key in rows.values_list("vendor_id", flat=True).distinct()}
        self._periods: dict[int, list[Period]] = defaultdict(list)
        for period in Period.objects.filter(administration__in=books).defer("raw").order_by("number"):
            self._periods[period.administration_id].append(period)
        limits = Membership.objects.filter(user_id=by.pk, role__in=roles_with(Right.APPROVE))
        self._limits: dict[int, list[Decimal | None]] = defaultdict(list)
        for administration, limit in limits.values_list("administration_id", "approval_limit"):
            self._limits[administration].append(limit)

    def period(self, draft: Draft, day: date | None) -> str:
        """The name of the period that a day falls in, in the draft's administration."""
        found = period_on(self._periods[draft.administration_id or 0], day) if day else None
        return str(found) if found else ""

    def facts(self, draft: Draft) -> Facts:
        """What is known of one draft."""
        holds = self._holds[draft.pk]
        other = self._approved_by.get(draft.pk, "")
        other = "" if other == self._by.get_username() else other
        entry = draft.kind in ENTRIES
        return Facts(
            booked_in=self.period(draft, booking_day(draft)) if entry else "",
            current=self.period(draft, self._today) if entry else "",
            due=draft.due_date if draft.kind == DraftKind.PURCHASE_INVOICE else None,
            first_of_vendor=entry and draft.vendor_id is not None and draft.vendor_id not in self._known,
            passed=tuple((hold.code, hold.params) for hold in holds if hold.released_by_id),
            remarks=tuple(hold.code for hold in holds if hold.released_at is None),
            approved_by=other,
            above_own_limit=bool(other) and not self._within(draft),
        )

    def _within(self, draft: Draft) -> bool:
        own = weight_in_own_currency(draft)
        limits = self._limits[draft.administration_id or 0]
        return any(limit is None or (own is not None and own <= limit) for limit in limits)


def warned(going: Sequence[Draft], book: Book) -> list[Group]:
    """What goes but is worth a look, by reason."""
    today, found = timezone.localdate(), defaultdict[str, list[tuple[Draft, Message]]](list)
    for draft in going:
        for caution in cautions(book.facts(draft), today=today):
            found[caution.code].append((draft, _told(caution)))
    return [Group(code, kind_title(code), found[code]) for code in ORDER if code in found]


def _told(caution: Caution) -> Message:
    codes = caution.params.get("codes")
    if codes:
        return describe(caution.code, {"what": " · ".join(kind_title(str(code)) for code in codes)})
    return describe(caution.code, caution.params)


def left_behind(staying: Sequence[BulkItem]) -> list[Group]:
    """What does not go, by reason; what is blocked by its first point, what waits for somebody by who that is. Those
    with most documents first."""
    found: dict[tuple[str, str], list[tuple[Draft, Message]]] = defaultdict(list)
    for item in staying:
        code, params = item.code, item.params
        first = item.draft.first_blocker
        if code == "STILL_BLOCKED" and first.get("code"):
            code, params = str(first["code"]), first.get("params")
        title = str(describe(code, params).title) if code.startswith("ROUTE_") else kind_title(code)
        found[code, title].append((item.draft, describe(code, params)))
    groups = [Group(code, title, rows) for (code, title), rows in found.items()]
    return sorted(groups, key=lambda group: -len(group.rows))


def periods_counted(going: Sequence[Draft], book: Book) -> list[tuple[str, int]]:
    """How many entries go to each period, by its name; orders go to none."""
    counted = Counter(book.period(d, booking_day(d)) for d in going if d.kind in ENTRIES)
    return sorted((name, count) for name, count in counted.items() if name)


def totals(rows: Sequence[BooksRow]) -> list[tuple[str, int, int, int, Decimal]]:
    """(currency, invoices, credit notes, orders, sum) over all administrations, per currency."""
    found: dict[str, list[BooksRow]] = defaultdict(list)
    for row in rows:
        found[row.currency].append(row)
    return [
        (
            currency,
            sum(row.invoices for row in same),
            sum(row.credits for row in same),
            sum(row.orders for row in same),
            sum((row.total for row in same), Decimal(0)),
        )
        for currency, same in found.items()
    ]
