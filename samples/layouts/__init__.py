"""The layouts: each draws a bill as a PDF page or pages. ``LAYOUTS`` names them all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from samples.bill import Bill
from samples.layouts.abroad import american, belgian, facture, german, subscription
from samples.layouts.dutch import airy, boxed, grid, letter, wholesale
from samples.layouts.paper import carried, energy, hours, pricelist, receipt, typewriter
from samples.layouts.paperwork import circular, delivery_note, order_paper, reminder


@dataclass(frozen=True, slots=True)
class Layout:
    """How a layout draws, which header fields it never prints, and which line columns it shows."""

    draw: Callable[[Bill], bytes]
    columns: str  # of quantity, unit, price, rate
    hides: frozenset[str] = frozenset()


_RECEIPT = frozenset(
    {
        "buyer_name",
        "buyer_vat",
        "supplier_registration",
        "supplier_iban",
        "due_date",
        "order_reference",
        "payment_reference",
    }
)
_NO_TOTALS = frozenset(
    {
        "net_total",
        "vat_total",
        "gross_total",
        "currency",
        "due_date",
        "supplier_iban",
        "supplier_vat",
        "supplier_registration",
    }
)

LAYOUTS = {
    "grid": Layout(grid, "quantity unit price rate"),
    "airy": Layout(airy, "quantity price rate"),
    "letter": Layout(letter, ""),
    "boxed": Layout(boxed, "quantity price rate"),
    "wholesale": Layout(wholesale, "quantity unit price rate"),
    "typewriter": Layout(typewriter, "quantity price"),
    "receipt": Layout(receipt, "quantity", _RECEIPT),
    "carried": Layout(carried, "quantity unit price"),
    "pricelist": Layout(pricelist, "quantity price rate"),
    "hours": Layout(hours, "quantity price"),
    "energy": Layout(energy, "quantity unit price"),
    "german": Layout(german, "quantity unit price"),
    "facture": Layout(facture, "quantity price rate"),
    "belgian": Layout(belgian, "quantity unit price rate"),
    "subscription": Layout(subscription, "quantity price"),
    "american": Layout(american, "quantity price"),
    "order_paper": Layout(order_paper, "quantity unit price", frozenset({"due_date", "payment_reference"})),
    "delivery_note": Layout(delivery_note, "quantity unit", _NO_TOTALS),
    "reminder": Layout(reminder, ""),
    "circular": Layout(circular, ""),
}
