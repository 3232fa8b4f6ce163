"""The public door of Exact for the layers above: reading the mirror, posting, connecting."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db.models import Q, QuerySet

from exact import conf
from exact.events import notify, subscribe, unsubscribe
from exact.models import (
    CLASSIFICATIONS,
    Administration,
    BookedEntry,
    BookedLine,
    Connection,
    CostCentre,
    CostUnit,
    Customer,
    ExchangeRate,
    GLAccount,
    GoodsReceiptLine,
    Item,
    Journal,
    PaymentCondition,
    Period,
    Posting,
    PostingState,
    PurchaseOrder,
    ReconciliationFinding,
    VatCode,
    Vendor,
    VendorBankAccount,
    VendorGroup,
)
from exact.number_key import number_key
from exact.oauth import (
    DivisionChoice,
    choose_administrations,
    disconnect,
    finish_consent,
    list_divisions,
    release,
    start_consent,
)
from exact.posting.actions import (
    adopt,
    discard,
    mark_booked_by_hand,
    release_administration,
    retry,
    withdraw,
)
from exact.posting.candidates import Candidate, look_up, nearby
from exact.posting.payload import (
    EntryDraft,
    EntryLine,
    OrderDraft,
    OrderedInvoiceDraft,
    OrderedInvoiceLine,
    OrderLine,
    entry_amount,
    purchase_entry_payload,
    purchase_invoice_payload,
    purchase_order_payload,
    sales_order_payload,
)
from exact.posting.queue import AlreadyQueued, TwinQueued, queue_posting
from exact.posting.validate import Problem, validate
from exact.subscriptions import address as webhook_address

__all__ = [
    "CLASSIFICATIONS",
    "AlreadyQueued",
    "Candidate",
    "ConnectionStatus",
    "DivisionChoice",
    "EntryDraft",
    "EntryLine",
    "OrderDraft",
    "OrderLine",
    "OrderedInvoiceDraft",
    "OrderedInvoiceLine",
    "Problem",
    "TwinQueued",
    "adopt",
    "bank_accounts_for",
    "booked_entries_for",
    "booked_lines_for",
    "choose_administrations",
    "connection_status",
    "cost_centres_for",
    "cost_units_for",
    "customers_for",
    "discard",
    "disconnect",
    "entry_amount",
    "entry_url",
    "finish_consent",
    "gl_accounts_for",
    "groupings_of",
    "items_for",
    "journals_for",
    "list_divisions",
    "look_up",
    "mark_booked_by_hand",
    "nearby",
    "notify",
    "number_key",
    "open_findings",
    "open_orders_for",
    "payment_conditions_for",
    "period_for",
    "purchase_entry_payload",
    "purchase_invoice_payload",
    "purchase_order_payload",
    "queue_posting",
    "rate_for",
    "receipt_lines_for",
    "release",
    "release_administration",
    "retry",
    "sales_order_payload",
    "start_consent",
    "subscribe",
    "sync_now",
    "unsubscribe",
    "validate",
    "vat_codes_for",
    "vendor_groups_for",
    "vendors_for",
    "webhook_address",
    "withdraw",
]

RATE_DAYS = 100


@dataclass(frozen=True, slots=True)
class ConnectionStatus:
    """One connection as people see it. ``state``: ok, needs_consent, held or disconnected."""

    connection: Connection
    state: str
    reason: str
    since: datetime | None
    token_calls_today: int
    administrations: tuple[Administration, ...]
    waiting_postings: int


def connection_status() -> list[ConnectionStatus]:
    """All connections, with what waits for each; empty before the first consent."""
    found = []
    for connection in Connection.objects.order_by("pk").prefetch_related("administrations"):
        active = tuple(a for a in connection.administrations.all() if a.active)
        state, reason = ("ok" if connection.state == "refreshing" else connection.state), connection.held_reason
        stopped = next((a for a in active if a.posting_hold), None)
        if state == "ok" and stopped is not None:
            state, reason = "held", f"{stopped.name}: {stopped.posting_hold}"
        waiting = Posting.objects.filter(administration__connection=connection, state=PostingState.HELD).count()
        found.append(
            ConnectionStatus(
                connection=connection,
                state=state,
                reason=reason,
                since=connection.received_at,
                token_calls_today=connection.token_calls,
                administrations=active,
                waiting_postings=waiting,
            )
        )
    return found


def entry_url(posting: Posting) -> str:
    """Address of the posted entry in Exact's own pages; empty while there is none."""
    return url_of_entry(posting.administration, posting.entry_guid, posting.division)


def url_of_entry(administration: Administration, guid: str, division: int = 0) -> str:
    """Address of an entry in Exact's own pages by its GUID; empty without one.

    ``EXACT_ENTRY_URL`` may hold another pattern with {base}, {guid} and {division}: Exact does not document its pages.
    """
    if not guid:
        return ""
    pattern = conf.get("ENTRY_URL", "{base}/docs/FinancialTransaction.aspx?EntryID={guid}&_Division_={division}")
    base = administration.connection.base_url.rstrip("/")
    return str(pattern.format(base=base, guid=guid, division=division or administration.division))


def sync_now(administration: Administration, which: str = "all") -> None:
    """Ask for a synchronisation: all, often, hourly, daily or one resource. Progress is in ``sync_progress``."""
    from exact.job_handlers import sync_soon

    sync_soon(administration, which)


def vendors_for(administration: Administration, *, blocked: bool = False) -> QuerySet[Vendor]:
    """Vendors that exist in Exact; blocked ones only when asked for."""
    rows = Vendor.objects.filter(administration=administration, gone_at__isnull=True)
    return rows if blocked else rows.filter(blocked=False)


def customers_for(administration: Administration) -> QuerySet[Customer]:
    """Customers that exist in Exact."""
    return Customer.objects.filter(administration=administration, gone_at__isnull=True)


def vendor_groups_for(administration: Administration, number: int) -> list[VendorGroup]:
    """The groups that vendors have under one of the eight classifications (``number`` 1–8), by code."""
    rows = Vendor.objects.filter(administration=administration, gone_at__isnull=True).exclude(classifications={})
    used = {groups.get(str(number)) for groups in rows.values_list("classifications", flat=True)}
    known = VendorGroup.objects.filter(administration=administration, gone_at__isnull=True)
    return [group for group in known if group.exact_id in used]


def groupings_of(administration: Administration) -> list[tuple[int, str]]:
    """The classifications that vendors of the administration have at all: number and name (empty while unknown)."""
    rows = Vendor.objects.filter(administration=administration, gone_at__isnull=True).exclude(classifications={})
    example = {
        int(number): group
        for groups in rows.values_list("classifications", flat=True)
        for number, group in groups.items()
    }
    names = dict(
        VendorGroup.objects.filter(administration=administration, exact_id__in=example.values()).values_list(
            "exact_id", "name"
        )
    )
    return [(number, names.get(group, "")) for number, group in sorted(example.items())]


def bank_accounts_for(vendor: Vendor) -> QuerySet[VendorBankAccount]:
    """A vendor's bank accounts as known in Exact, the main one first."""
    return VendorBankAccount.objects.filter(vendor=vendor, gone_at__isnull=True).order_by("-main", "pk")


def gl_accounts_for(administration: Administration, *, all_kinds: bool = False) -> QuerySet[GLAccount]:
    """Accounts that purchase lines may go to; with ``all_kinds`` every account that is not gone."""
    rows = GLAccount.objects.filter(administration=administration, gone_at__isnull=True)
    return rows if all_kinds else rows.filter(blocked=False).exclude(kind__in=(10, 12, 20, 22, 24))


def vat_codes_for(administration: Administration, *, purchase: bool = True) -> QuerySet[VatCode]:
    """Usable VAT codes, of purchases (or both) unless told otherwise."""
    rows = VatCode.objects.filter(administration=administration, gone_at__isnull=True, blocked=False)
    return rows.filter(transaction_type__in=("P", "B", "")) if purchase else rows


def cost_centres_for(administration: Administration) -> QuerySet[CostCentre]:
    """Active cost centres."""
    return CostCentre.objects.filter(administration=administration, gone_at__isnull=True, active=True)


def cost_units_for(administration: Administration) -> QuerySet[CostUnit]:
    """Active cost units."""
    return CostUnit.objects.filter(administration=administration, gone_at__isnull=True, active=True)


def journals_for(administration: Administration) -> QuerySet[Journal]:
    """Purchase journals."""
    return Journal.objects.filter(administration=administration, gone_at__isnull=True, kind=22)


def payment_conditions_for(administration: Administration) -> QuerySet[PaymentCondition]:
    """Payment conditions."""
    return PaymentCondition.objects.filter(administration=administration, gone_at__isnull=True)


def period_for(administration: Administration, day: date) -> Period | None:
    """The financial period a day falls in; the lowest number where a thirteenth overlaps."""
    return Period.objects.filter(administration=administration, start__lte=day, end__gte=day).order_by("number").first()


def rate_for(administration: Administration, currency: str, day: date) -> Decimal | None:
    """What one unit of ``currency`` is in the administration's own on a day, by Exact's rates; 1 for its own.

    None when Exact has no rate that began in the RATE_DAYS before that day: an old rate says little.
    """
    currency, own = currency.upper(), administration.currency.upper()
    if currency == own:
        return Decimal(1)
    rows = ExchangeRate.objects.filter(
        administration=administration,
        source=currency,
        target=own,
        start__range=(day - timedelta(days=RATE_DAYS), day),
        gone_at__isnull=True,
    )
    return rows.order_by("-start", "-pk").values_list("rate", flat=True).first()


def items_for(administration: Administration) -> QuerySet[Item]:
    """Items that exist in Exact."""
    return Item.objects.filter(administration=administration, gone_at__isnull=True)


def open_orders_for(administration: Administration, vendor: Vendor | None = None) -> QuerySet[PurchaseOrder]:
    """Orders that are not cancelled and not wholly invoiced, newest first."""
    rows = PurchaseOrder.objects.filter(administration=administration, gone_at__isnull=True)
    rows = rows.exclude(order_status=40).exclude(Q(invoice_status=30) & Q(receipt_status=30))
    if vendor is not None:
        rows = rows.filter(vendor=vendor)
    return rows.order_by("-date", "-pk")


def receipt_lines_for(orders: Iterable[PurchaseOrder]) -> QuerySet[GoodsReceiptLine]:
    """Everything received on these orders."""
    return GoodsReceiptLine.objects.filter(order_line__order__in=list(orders), gone_at__isnull=True).select_related(
        "receipt", "order_line"
    )


def booked_entries_for(administration: Administration, vendor: Vendor | None = None) -> QuerySet[BookedEntry]:
    """Purchase entries that stand in Exact."""
    rows = BookedEntry.objects.filter(administration=administration, gone_at__isnull=True)
    return rows if vendor is None else rows.filter(vendor=vendor)


def booked_lines_for(administration: Administration, vendor: Vendor | None = None) -> QuerySet[BookedLine]:
    """Booked purchase lines, newest first."""
    rows = BookedLine.objects.filter(administration=administration, gone_at__isnull=True)
    return (rows if vendor is None else rows.filter(vendor=vendor)).order_by("-date", "-pk")


def open_findings(administration: Administration | None = None) -> QuerySet[ReconciliationFinding]:
    """Differences that nobody has resolved yet."""
    rows = ReconciliationFinding.objects.filter(resolved_at__isnull=True).select_related("posting")
    return rows if administration is None else rows.filter(administration=administration)
