"""How well one invoice line fits one order line: 0–1 in millionths, with the reasons."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import IntEnum
from functools import lru_cache

from rapidfuzz import fuzz

from domain.evidence import Reason
from domain.money import CENT, ZERO
from domain.orders import LearnedItems, PurchaseOrderLine
from matching.three_way.prepare import BilledGoods
from matching.three_way.references import line_number
from matching.three_way.units import Conversion

MILLION = 1_000_000
# Share of each feature, in millionths.
LINE_REFERENCE, HEADER_REFERENCE, LINE_NUMBER, CODE = 300_000, 200_000, 100_000, 250_000
PRICE_EQUAL, PRICE_NEAR, QUANTITY_EQUAL, QUANTITY_FITS, TEXT = 150_000, 80_000, 100_000, 50_000, 100_000
CONTRADICTION_CAP = 300_000
# What can be had at most when the invoice names no order: code, price, quantity, text.
WITHOUT_REFERENCE = CODE + PRICE_EQUAL + QUANTITY_EQUAL + TEXT
TEXT_FLOOR = 60
UNLIKE = 50  # descriptions less alike than this speak of different things
# "Near" is a fixed band, not the configured tolerance: a tolerance judges, it must never steer which
# order line is meant, or tightening one could turn a failure into a pass elsewhere.
NEAR_ABOVE, NEAR_BELOW = Decimal("1.02"), Decimal("0.90")


class Named(IntEnum):
    """How an invoice line names the order of a pair."""

    NOT = 0
    HEADER = 1
    LINE = 2


@dataclass(frozen=True, slots=True)
class Fit:
    """A scored pair. ``evidence`` is true when something of the line itself (not only the order's number or
    a quantity) speaks for the pair. ``text`` is the likeness of the descriptions, 0–100, -1 when one is empty."""

    score: int
    evidence: bool
    contradiction: bool
    code: bool
    price: bool
    text: int
    conversion: Conversion | None


def gtin_valid(code: str) -> bool:
    """GTIN-8/12/13/14 with the right check digit (GS1 General Specifications, mod 10 with weights 3 and 1)."""
    digits = code.strip()
    if not (digits.isascii() and digits.isdigit()) or len(digits) not in (8, 12, 13, 14):
        return False
    total = sum(int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(digits[:-1])))
    return (10 - total % 10) % 10 == int(digits[-1])


@lru_cache(maxsize=65_536)
def fold(text: str) -> str:
    """Codes and descriptions compared without case and spaces at the ends."""
    return " ".join(text.split()).casefold()


def text_likeness(one: str, two: str) -> int:
    """Token-set likeness 0–100; -1 when either is empty."""
    a, b = fold(one), fold(two)
    if not a or not b:
        return -1
    return 100 if a == b else round(fuzz.token_set_ratio(a, b))


def score(
    line: BilledGoods,
    order: PurchaseOrderLine,
    *,
    named: Named,
    conversion: Conversion | None,
    open_quantity: Decimal,
    learned: LearnedItems,
    scaled: bool,
    vendor: str = "",
) -> Fit:
    """Score a pair. ``vendor`` sent the invoice; what was learned of it counts for any order it bills.
    ``scaled``: the invoice names no order at all, so the score is a share of what is left."""
    code, contradiction = _codes(line, order, learned, {order.vendor, vendor})
    numbered = bool(line.source.order_line) and line_number(line.source.order_line) == line_number(order.line)
    price = _price(line, order, conversion)
    text = text_likeness(line.source.description, order.description)
    points = (0, HEADER_REFERENCE, LINE_REFERENCE)[named]
    points += LINE_NUMBER if numbered and named else 0
    points += CODE if code else 0
    points += price
    points += _quantity(line, conversion, open_quantity)
    points += TEXT * text // 100 if text >= TEXT_FLOOR else 0
    if scaled:
        points = min(MILLION, points * MILLION // WITHOUT_REFERENCE)
    if contradiction:
        points = min(points, CONTRADICTION_CAP)
    evidence = code or price > 0 or text >= TEXT_FLOOR or (numbered and named > 0)
    return Fit(points, evidence, contradiction, code, price > 0, text, conversion)


def _codes(line: BilledGoods, order: PurchaseOrderLine, learned: LearnedItems, vendors: set[str]) -> tuple[bool, bool]:
    source = line.source
    same = contradiction = False
    if gtin_valid(source.gtin) and gtin_valid(order.gtin):
        equal = source.gtin.strip().lstrip("0") == order.gtin.strip().lstrip("0")
        same, contradiction = same or equal, contradiction or not equal
    if source.item and order.item:
        equal = fold(source.item) == fold(order.item)
        same, contradiction = same or equal, contradiction or not equal
    if source.supplier_item:
        if order.supplier_item and fold(source.supplier_item) == fold(order.supplier_item):
            same = True
        ours = {fold(learned.items.get((vendor, fold(source.supplier_item)), "")) for vendor in vendors}
        if order.item and fold(order.item) in ours:
            same = True
    if learned.refused:
        theirs = fold(source.supplier_item or source.description)
        if any((vendor, theirs, order.item or order.key) in learned.refused for vendor in vendors):
            contradiction = True
    return same, contradiction


def _price(line: BilledGoods, order: PurchaseOrderLine, conversion: Conversion | None) -> int:
    ours = order.net_unit_price
    if ours is None or conversion is None or not line.quantity:
        return 0
    quantity = abs(conversion.quantity(line.quantity))
    net, expected = abs(line.net), quantity * abs(ours)
    if abs(net - expected) <= CENT / 2:
        return PRICE_EQUAL
    return PRICE_NEAR if expected * NEAR_BELOW <= net <= expected * NEAR_ABOVE else 0


def far_apart(line: BilledGoods, order: PurchaseOrderLine, fit: Fit) -> bool:
    """Whether nobody would take the two for one: another item, other words, and a price off by more than half.

    Where a price or a quantity is missing nothing is said; nor where the line bills all that was ordered in one sum.
    """
    if fit.code or fit.text >= UNLIKE or not order.net_unit_price or fit.conversion is None or not line.quantity:
        return False
    expected, whole = (
        abs(many * order.net_unit_price) for many in (fit.conversion.quantity(line.quantity), order.wanted)
    )
    if whole * NEAR_BELOW <= abs(line.net) <= whole * NEAR_ABOVE:
        return False
    return expected > ZERO and abs(abs(line.net) - expected) * 2 > expected


def _quantity(line: BilledGoods, conversion: Conversion | None, open_quantity: Decimal) -> int:
    if conversion is None or not line.quantity:
        return 0
    quantity = abs(conversion.quantity(line.quantity))
    if quantity == open_quantity:
        return QUANTITY_EQUAL
    return QUANTITY_FITS if quantity < open_quantity else 0


def explain(
    line: BilledGoods, order: PurchaseOrderLine, fit: Fit, named: Named, open_quantity: Decimal
) -> tuple[Reason, ...]:
    """The reasons a person sees beside a candidate."""
    reasons: list[Reason] = []
    if named:
        reasons.append(
            Reason(
                "match.order_named" if named is Named.HEADER else "match.order_named_on_line", {"order": order.order}
            )
        )
    if fit.contradiction:
        reasons.append(
            Reason(
                "match.code_differs", {"ours": order.item or order.gtin, "theirs": line.source.item or line.source.gtin}
            )
        )
    elif fit.code:
        reasons.append(Reason("match.same_code", {"code": order.item or order.supplier_item or order.gtin}))
    ours = order.net_unit_price
    if ours is not None and fit.conversion is not None and line.quantity:
        quantity = abs(fit.conversion.quantity(line.quantity))
        expected = quantity * ours
        if abs(abs(line.net) - expected) <= CENT / 2:
            reasons.append(Reason("match.price_equal", {"price": f"{ours.normalize():f}"}))
        elif expected > ZERO:
            percent = (abs(line.net) - expected) * 100 / expected
            reasons.append(Reason("match.price_delta", {"percent": f"{percent:.2f}"}))
        reasons.append(
            Reason(
                "match.open_quantity", {"billed": f"{quantity.normalize():f}", "open": f"{open_quantity.normalize():f}"}
            )
        )
    if fit.conversion is None:
        reasons.append(Reason("match.unit_unknown", {"theirs": line.source.unit, "ours": order.unit}))
    if fit.text >= TEXT_FLOOR:
        reasons.append(Reason("match.text_likeness", {"ratio": str(fit.text)}))
    return tuple(reasons)
