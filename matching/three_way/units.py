"""Units of measure: one name per unit, and conversion only with a factor somebody knows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from domain.orders import ONE, InvoiceLine, PurchaseOrderLine, UnitFactor

# UN/ECE Recommendation 20 codes and what suppliers print instead, in four languages.
_NAMES = {
    "PCE": "pce pcs pc st stk stuk stuks stck stück stueck ea each c62 h87 xpp piece pieces pièce pièces "
    "unit units eenheid nar nmb",
    "BOX": "box bx doos dozen_ ds boxes karton ctn ct xbx xct cs carton case boîte boite",
    "PK": "pk pak pack pakje packet pck xpk paquet packung verpakking",
    "PAL": "pal pallet palette pf xpx plt",
    "SET": "set sets stel",
    "PR": "pr paar pair paire npr",
    "ROL": "rol roll rolle rouleau ro xro",
    "KGM": "kg kgm kilo kilogram",
    "GRM": "g gr grm gram",
    "TNE": "t ton tne tonne",
    "MTR": "m mtr meter metre mètre",
    "CMT": "cm cmt",
    "MMT": "mm mmt",
    "KMT": "km kmt",
    "LTR": "l ltr liter litre",
    "MLT": "ml mlt",
    "MTK": "m2 mtk m²",
    "MTQ": "m3 mtq m³",
    "HUR": "h hr hrs hur uur uren hour hours std stunde stunden heure heures",
    "MIN": "min minuut minuten minute minutes",
    "DAY": "day dag dagen days tag tage jour jours d",
    "MON": "mon maand maanden month months monat mois mnd",
    "ANN": "ann jaar year jahr an",
    "DZN": "dzn dozijn dozen dutzend douzaine dz",
    "GRO": "gro gros gross",
    "CEN": "cen honderd hundred",
    "MIL": "mil duizend thousand",
    "KWH": "kwh",
}
_CODE = {name.rstrip("_"): code for code, names in _NAMES.items() for name in names.split()}

# One of the left is so many of the right: physics and counting, the same for every item.
_STANDARD = {
    ("KGM", "GRM"): 1000,
    ("TNE", "KGM"): 1000,
    ("MTR", "CMT"): 100,
    ("MTR", "MMT"): 1000,
    ("CMT", "MMT"): 10,
    ("KMT", "MTR"): 1000,
    ("LTR", "MLT"): 1000,
    ("MTQ", "LTR"): 1000,
    ("HUR", "MIN"): 60,
    ("DZN", "PCE"): 12,
    ("GRO", "PCE"): 144,
    ("CEN", "PCE"): 100,
    ("MIL", "PCE"): 1000,
    ("TNE", "GRM"): 1_000_000,
}


def unit_code(text: str) -> str:
    """The one name of a unit as printed; unknown names stay themselves, folded. Empty stays empty."""
    folded = text.strip().casefold().rstrip(".")
    return _CODE.get(folded, folded.upper())


@dataclass(frozen=True, slots=True)
class Conversion:
    """Invoice quantity × ``up`` ÷ ``down`` is order quantity. Two whole figures, so that 120 ÷ 12 stays exact."""

    up: Decimal = ONE
    down: Decimal = ONE
    how: str = "same"  # same | adopted | order | learned | standard

    def quantity(self, invoiced: Decimal) -> Decimal:
        """The same quantity in the order line's unit."""
        return invoiced if self.up == self.down else invoiced * self.up / self.down


def conversion(
    line: InvoiceLine, order: PurchaseOrderLine, learned: Sequence[UnitFactor] = (), vendor: str = ""
) -> Conversion | None:
    """How to express the invoice line's quantity in the order line's unit; None when no factor is known.

    A line without a unit adopts the order line's; an order line without one takes any.
    """
    theirs, ours = unit_code(line.unit), unit_code(order.unit)
    if not theirs or not ours:
        return Conversion(how="adopted")
    if theirs == ours:
        return Conversion()
    if order.unit_factor is not None and theirs == (unit_code(order.base_unit) or "PCE"):
        return Conversion(ONE, order.unit_factor, "order")
    return _learned(theirs, ours, line, order, learned, vendor) or _standard(theirs, ours)


def _learned(
    theirs: str, ours: str, line: InvoiceLine, order: PurchaseOrderLine, learned: Sequence[UnitFactor], vendor: str
) -> Conversion | None:
    best: tuple[int, Conversion] | None = None
    for known in learned:
        named = (
            (known.item, order.item),
            (known.vendor, vendor or order.vendor),
            (known.supplier_item, line.supplier_item),
        )
        if any(want and want != have for want, have in named):
            continue
        pair = (unit_code(known.unit_from), unit_code(known.unit_to))
        if pair == (theirs, ours):
            found = Conversion(known.factor, ONE, "learned")
        elif pair == (ours, theirs):
            found = Conversion(ONE, known.factor, "learned")
        else:
            continue
        nearness = sum(1 for want, _ in named if want)
        if best is None or nearness > best[0]:
            best = (nearness, found)
    return best[1] if best else None


def _standard(theirs: str, ours: str) -> Conversion | None:
    if (theirs, ours) in _STANDARD:
        return Conversion(Decimal(_STANDARD[theirs, ours]), ONE, "standard")
    if (ours, theirs) in _STANDARD:
        return Conversion(ONE, Decimal(_STANDARD[ours, theirs]), "standard")
    return None


def implied_factor(line: InvoiceLine, order: PurchaseOrderLine) -> Decimal | None:
    """How many of the invoice's unit would go into one of the order's, judged by price, else by quantity.

    120 pieces for 10 boxes is 12 per box. A proposal for a person, never used by itself.
    """
    quantity = line.quantity
    price = order.net_unit_price
    if quantity and price and line.net:
        by_price = price * quantity / line.net
        if by_price == by_price.to_integral_value() and by_price > 0:
            return by_price
    if quantity and order.wanted:
        return abs(quantity) / order.wanted
    return None


def propose_factor(line: InvoiceLine, order: PurchaseOrderLine, vendor: str = "") -> UnitFactor | None:
    """The factor to remember when a person confirms the implied one."""
    implied = implied_factor(line, order)
    if implied is None:
        return None
    return UnitFactor(order.unit, line.unit, implied, order.item, vendor or order.vendor, line.supplier_item)
