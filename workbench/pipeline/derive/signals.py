"""Signs that money may go to the wrong person: the sender, the amount, the rhythm, invoices cut under a limit."""

from __future__ import annotations

import uuid
from collections import defaultdict
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from domain.money import ZERO
from domain.parties import normalise_iban, valid_iban
from exact import api as exact
from exact.models import Administration, BookedEntry, Vendor
from exact.prepared import Prepared
from matching.fraud.api import (
    Bill,
    KnownVendor,
    Sender,
    Signal,
    check_iban,
    check_sender,
    round_amount,
    split_under_limit,
    unusual_amount,
    unusual_rhythm,
)
from workbench.drafts.states import OPEN_STATES
from workbench.models import Draft, DraftLine, Hold, Message
from workbench.pipeline import reference
from workbench.pipeline.derive.causes import Cause
from workbench.pipeline.derive.facts import Facts

# A year of bills tells a vendor's habits; older ones describe another business.
YEAR = timedelta(days=400)


def step(facts: Facts) -> list[Cause]:
    """Look at the mail's sender and at the bill beside the vendor's earlier ones. Credit notes raise no signal."""
    signals = [*_of_sender(facts)]
    if facts.draft.kind == "purchase_invoice":
        signals += _of_bill(facts)
        signals += _of_account(facts)
    return [Cause(s.code, s.severity, dict(s.params), "", str(sorted(s.params.items()))) for s in signals]


def _of_sender(facts: Facts) -> tuple[Signal, ...]:
    message = facts.message
    if message is None or not message.sender_address:
        return ()
    passed = message.authentication.get("passed")
    sender = Sender(message.sender_address, message.sender_name, message.reply_to, passed)
    administration = facts.administration
    signals = check_sender(sender, facts.lookup.get(reference.SENDERS), seen=_seen(administration, message))
    return tuple(s for s in signals if s.code != "LOOKALIKE_SENDER" or not _accepted(facts, s.params["domain"]))


def _accepted(facts: Facts, domain: str) -> bool:
    """Whether a person who may change bank details let this look-alike domain pass before, in these books."""
    draft = facts.draft
    passed = Hold.objects.filter(code="LOOKALIKE_SENDER", released_at__isnull=False, params__domain=domain)
    return passed.filter(draft__administration=draft.administration).exclude(draft=draft).exists()


def _seen(administration: Administration, message: Message) -> bool:
    """Whether this address wrote before; a forged mail does not make its sender known."""
    earlier = Message.objects.filter(administration=administration, received_at__lt=message.received_at)
    same = earlier.filter(sender_address__iexact=message.sender_address)
    return same.exclude(authentication__passed=False).exists()


def _of_account(facts: Facts) -> list[Signal]:
    """A bank in a country that is neither the vendor's nor that of an account we know, or a service for moving money
    on where the vendor had none. Accounts that differ, and those
    of other vendors, are told by the vendor's resolution."""
    vendor, printed = facts.draft.vendor, normalise_iban(facts.value("supplier_iban"))
    if vendor is None or not valid_iban(printed):
        return []
    known = reference.ibans_of(facts.lookup, vendor) | reference.accepted_ibans(facts.lookup, vendor)
    countries = frozenset(normalise_iban(iban)[:2] for iban in known)
    of = KnownVendor(vendor.exact_id, vendor.name, vendor.country, known, accepted_countries=countries)
    return [signal for signal in check_iban(printed, of, {}) if signal.code in ("IBAN_COUNTRY", "IBAN_PAYMENT_SERVICE")]


def _of_bill(facts: Facts) -> list[Signal]:
    draft = facts.draft
    if draft.vendor is None or draft.gross_total is None or draft.issue_date is None:
        return []
    orders = frozenset(line.order_line.order.number for line in facts.lines if line.order_line)
    bill = Bill(str(draft.pk), draft.issue_date, draft.gross_total, orders)
    history = _history(draft, draft.vendor)
    found = [
        unusual_amount(bill, history),
        # What was ordered comes when it is delivered; only bills without an order have a rhythm of their own.
        None if orders else unusual_rhythm(bill, history),
        round_amount(bill, history),
        _split(facts, bill, history),
    ]
    return [signal for signal in found if signal is not None]


def _split(facts: Facts, bill: Bill, history: list[Bill]) -> Signal | None:
    """Cutting a bill in two pays only near the limit, and only among what is still to be approved here: what a
    vendor billed and was booked before says how it does business."""
    limit = facts.policy.four_eyes_from
    if limit <= ZERO or bill.amount * 2 < limit:
        return None
    return split_under_limit(bill, [old for old in history if not old.key.startswith("exact:")], limit)


def _history(draft: Draft, vendor: Vendor) -> list[Bill]:
    """The vendor's bills of the last year: booked in Exact, and our own drafts that came earlier."""
    assert draft.issue_date is not None
    since = draft.issue_date - YEAR
    bills = [
        Bill(f"exact:{pk}", day, Decimal(amount))
        for pk, day, amount in _BOOKED.ask(vendor.administration_id, vendor.pk, since)
        if day is not None
    ]
    earlier = (vendor.pk, since, draft.received_at)
    open_bills = _OPEN.ask(*earlier)
    named: dict[uuid.UUID, set[str]] = defaultdict(set)
    if open_bills:
        for pk, number in _ORDERS.ask(*earlier):
            named[pk].add(number)
    bills += [
        Bill(str(pk), date, amount, frozenset(named[pk]))
        for pk, date, amount in open_bills
        if date is not None and amount is not None
    ]
    return bills


def _booked(administration: Any, vendor: Any, since: Any) -> QuerySet[Any, Any]:
    rows = exact.booked_entries_for(administration, vendor).filter(date__gte=since, amount__gt=0)
    return rows.values_list("pk", "date", "amount")


def _earlier(vendor: Any, since: Any, before: Any) -> QuerySet[Any, Any]:
    open_ones = Draft.objects.filter(vendor=vendor, state__in=OPEN_STATES, kind="purchase_invoice").order_by()
    return open_ones.filter(issue_date__gte=since, received_at__lt=before)


def _open(vendor: Any, since: Any, before: Any) -> QuerySet[Any, Any]:
    return _earlier(vendor, since, before).values_list("pk", "issue_date", "gross_total")


def _orders(vendor: Any, since: Any, before: Any) -> QuerySet[Any, Any]:
    matched = DraftLine.objects.filter(draft__in=_earlier(vendor, since, before), order_line__isnull=False)
    return matched.values_list("draft_id", "order_line__order__number")


_BOOKED = Prepared(_booked, (BookedEntry, "administration"), (BookedEntry, "vendor"), (BookedEntry, "date"))
_OPEN = Prepared(_open, (Draft, "vendor"), (Draft, "issue_date"), (Draft, "received_at"))
_ORDERS = Prepared(_orders, (Draft, "vendor"), (Draft, "issue_date"), (Draft, "received_at"))
