"""One sample: a bill, the form it comes in, and what the workbench should make of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from exact.sandbox.seed.orders import Order
from exact.sandbox.seed.world import World
from samples.bill import Bill, Line

# Everything that may be expected of a sample; the tests want every one to occur.
EXPECTED = (
    "clean_match",
    "price_variance",
    "missing_receipt",
    "overbilled",
    "unmapped_vendor",
    "ambiguous_vendor",
    "blocked_vendor",
    "iban_changed",
    "duplicate",
    "reverse_charge",
    "foreign_currency",
    "wrong_administration",
    "not_an_invoice",
    "credit_note",
    "no_order",
    "order",
    "nonstandard_vat",
    "not_structured",
    "lookalike_sender",
    "foreign_vat",
    "xml_page_conflict",
    "hidden_text",
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What should become of a document. ``vendor`` is the seed's key, empty when none is known; ``orders`` are the
    words of the seed's orders; ``holds`` codes of ``domain.holds`` that must stand, others may."""

    administration: int
    vendor: str
    expected: str
    also: tuple[str, ...] = ()  # further expectations that hold at the same time
    holds: tuple[str, ...] = ()
    orders: tuple[str, ...] = ()
    same_as: str = ""  # id of the sample it duplicates
    note: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """``form`` says how the file is made: pdf, scan, photo, ubl:<profile>, facturx, mail; ``mail`` holds its options;
    ``second`` is a further document in the same file; ``of`` takes the bytes of another sample."""

    bill: Bill
    form: str
    outcome: Outcome
    how: str = "upload"
    options: dict[str, Any] = field(default_factory=dict)
    second: Bill | None = None
    of: str = ""
    statement: tuple[tuple[Any, ...], ...] = ()

    @property
    def id(self) -> str:
        return self.bill.id

    @property
    def suffix(self) -> str:
        head = self.form.partition(":")[0]
        return {"ubl": "xml", "photo": "jpg", "mail": "eml"}.get(head, "pdf")


_RATES = {
    "high": (21, "S"),
    "low": (9, "S"),
    "reverse": (0, "AE"),
    "eu_goods": (0, "K"),
    "eu_services": (0, "AE"),
    "non_eu_services": (0, "O"),
    "import": (0, "G"),
    "none": (0, "O"),
    "exempt": (0, "E"),
    "margin": (0, "E"),
    "small": (0, "E"),
}


def rate_of(charge: str, legislation: str = "NL") -> tuple[Decimal, str]:
    """Rate in per cent and EN 16931 category that an invoice shows for a charge."""
    if legislation == "BE" and charge == "low":
        return Decimal(6), "S"
    rate, category = _RATES[charge]
    return Decimal(rate), category


def order_lines(
    world: World,
    order: Order,
    *,
    share: Decimal = Decimal(1),
    prices: dict[int, Decimal] | None = None,
    quantities: dict[int, Decimal] | None = None,
    per: int = 1,
) -> tuple[Line, ...]:
    """Invoice lines for an order: a share of it, with other prices or quantities by line number if given."""
    legislation = world.administrations[order.division].legislation
    lines = []
    for line in order.lines:
        quantity = (quantities or {}).get(line.number, Decimal(int(line.quantity * share)))
        if not quantity:
            continue
        rate, category = rate_of(line.item.charge, legislation)
        price = (prices or {}).get(line.number, line.price) * per
        lines.append(
            Line(
                line.item.description,
                quantity,
                price,
                line.item.unit,
                rate,
                category,
                per,
                line.discount * 100,
                line.item.supplier_code,
                line.item.ean,
                charge=line.item.charge,
                group=line.item.group,
            )
        )
    return tuple(lines)
