"""Short ways to make bills and lines for the cases."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from exact.sandbox.seed.ledger import Booked
from exact.sandbox.seed.world import World
from samples.bill import Bill, Line, of_administration, of_vendor
from samples.case import order_lines, rate_of

D = Decimal
IC = {
    "de": "Steuerfreie innergemeinschaftliche Lieferung gemäß § 4 Nr. 1b in Verbindung mit § 6a UStG.",
    "fr": "Exonération de TVA, article 262 ter I du CGI (livraison intracommunautaire).",
    "nl": "Intracommunautaire levering, btw 0 % (artikel 138 btw-richtlijn).",
}


def line(
    text: str, quantity: str, price: str, charge: str = "high", unit: str = "st", legislation: str = "NL", **more: Any
) -> Line:
    """A line of free text; ``charge`` as the seed names it ("high", "low", "reverse", …)."""
    rate, category = rate_of(charge, legislation)
    return Line(text, D(quantity), D(price), unit, rate, category, charge=charge, **more)


def customer_number(vendor: str, division: int) -> str:
    """The number a vendor knows an administration by."""
    return f"K{division % 1000}{sum(map(ord, vendor)) % 1000:03d}"


def billed(
    world: World, word: str, name: str, layout: str, language: str, number: str, *, after: int = 2, **more: Any
) -> Bill:
    """A bill for a seed order, dated some days after its first receipt; ``more`` overrides any fact."""
    order = world.order(word)
    vendor = order.vendor
    arrived = order.receipts[0][0] if order.receipts else 1
    day: date = order.day + timedelta(days=arrived + after)
    facts: dict[str, Any] = {
        "lines": order_lines(world, order),
        "due": day + timedelta(days=vendor.term_days),
        "currency": vendor.currency,
        "order": str(order.number),
        "customer_number": customer_number(vendor.key, order.division),
        "terms": vendor.term_days,
    } | more
    return Bill(
        name,
        layout,
        language,
        "invoice",
        of_vendor(vendor),
        of_administration(world.administrations[order.division]),
        number,
        day,
        **facts,
    )


def costs(
    world: World,
    vendor: str,
    division: int,
    name: str,
    layout: str,
    language: str,
    number: str,
    ago: int,
    *lines: Line,
    **more: Any,
) -> Bill:
    """A bill without an order, dated ``ago`` days before the seed's today; ``more`` overrides any fact."""
    seller = world.vendor(vendor)
    day = world.today - timedelta(days=ago)
    facts: dict[str, Any] = {
        "kind": "invoice",
        "due": day + timedelta(days=seller.term_days or 8),
        "currency": seller.currency,
        "customer_number": customer_number(vendor, division),
        "terms": seller.term_days,
        "supplier": of_vendor(seller),
        "buyer": of_administration(world.administrations[division]),
    } | more
    return Bill(id=name, layout=layout, language=language, number=number, day=day, lines=lines, **facts)


def rebilled(world: World, entry: Booked, name: str, layout: str, charge: str = "high") -> Bill:
    """The invoice that a booked entry came from, as the vendor drew it."""
    rate, category = rate_of(charge, entry.legislation)
    lines = tuple(Line(booked.text, D(1), booked.net, "st", rate, category, charge=charge) for booked in entry.lines)
    return Bill(
        name,
        layout,
        "nl",
        "invoice",
        of_vendor(entry.vendor),
        of_administration(world.administrations[entry.division]),
        entry.reference,
        entry.day,
        lines,
        due=entry.due,
        customer_number=customer_number(entry.vendor.key, entry.division),
    )


def renamed(bill: Bill, name: str, **more: Any) -> Bill:
    """The same bill under another id, with facts changed if given."""
    return replace(bill, id=name, **more)


def received_period(world: World, word: str) -> tuple[date, date]:
    """The days in which an order's first delivery was performed."""
    order = world.order(word)
    arrived = order.day + timedelta(days=order.receipts[0][0])
    return arrived - timedelta(days=3), arrived
