"""Which column of a table is quantity, price and amount, and whether a row multiplies out."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from ocr.local.numbers import Amount
from ocr.local.row import CENT, Row
from ocr.local.tables import Head
from ocr.local.units import is_unit

_HIGHEST = Decimal("0.28")  # above every rate of VAT


def assign_roles(rows: Sequence[Row], head: Head) -> None:
    """Check quantity x price (x discount, per) = amount; where heads misled, exchange columns that multiply out."""
    if not rows:
        return
    _split_gross(rows)
    names = sorted({k for row in rows for k in row.cells})
    if {"quantity", "price", "amount"} <= set(names) and _fits(rows, "quantity", "price", "amount") >= 0.5 * len(rows):
        for row in rows:
            row.good = row_fits(row, "quantity", "price", "amount")
        return
    best: tuple[float, tuple[str, str, str]] | None = None
    for quantity in names:
        for price in names:
            for amount in names:
                if len({quantity, price, amount}) < 3 or "vat_rate" in (quantity, price, amount):
                    continue
                if "amount" in names and amount != "amount" and head.column("amount") is not None:
                    continue
                fits = _fits(rows, quantity, price, amount)
                if fits < 1 or (fits < 2 and quantity != "quantity" and price != "price"):
                    continue
                prior = 0.3 * (quantity == "quantity") + 0.3 * (price == "price") + 0.3 * (amount == "amount")
                prior += 0.2 * (_decimals(rows, price) > _decimals(rows, quantity))
                prior += 0.2 * (_with_unit(rows, quantity) > _with_unit(rows, price))
                rank = fits + prior
                if best is None or rank > best[0]:
                    best = (rank, (quantity, price, amount))
    if best is not None and _enough(rows, *best):
        quantity, price, amount = best[1]
        for row in rows:
            cells = row.cells
            moved = {"quantity": cells.get(quantity), "price": cells.get(price), "amount": cells.get(amount)}
            for name in (quantity, price, amount, "quantity", "price", "amount"):
                cells.pop(name, None)
            cells.update({k: v for k, v in moved.items() if v is not None})
    for row in rows:
        row.good = row_fits(row, "quantity", "price", "amount")


def _enough(rows: Sequence[Row], rank: float, roles: tuple[str, str, str]) -> bool:
    """Whether columns multiply out in half of the rows; where counts got lost in recognition, in nearly all rows of
    three and more that have them."""
    if rank >= 0.5 * len(rows):
        return True
    whole = [row for row in rows if all(name in row.cells for name in roles)]
    fitting = _fits(whole, *roles)
    scanned = any(cell.confidence < 1.0 for row in rows for cell in row.cells.values())
    return scanned and fitting > 2 and fitting >= 0.8 * len(whole) and roles[0] == "quantity" and roles[2] == "amount"


def _split_gross(rows: Sequence[Row]) -> None:
    """Where three columns of money are net, VAT and their sum, the net one is the amount."""
    names = sorted({k for row in rows for k, cell in row.cells.items() if cell.is_money and not cell.percent})
    found = [
        (net, vat, gross)
        for net in names
        for vat in names
        for gross in names
        if len({net, vat, gross}) == 3 and _adds_vat(rows, net, vat, gross)
    ]
    if len({(vat, gross) for _, vat, gross in found}) != 1:
        return
    net, vat, gross = max(found, key=lambda names: _left_edge(rows, names[0]))  # of equal columns the last before VAT
    for row in rows:
        cells = {"amount": row.cells.get(net), "vat_amount": row.cells.get(vat), "gross_amount": row.cells.get(gross)}
        for name in (net, vat, gross, *cells):
            row.cells.pop(name, None)
        row.cells.update({kind: cell for kind, cell in cells.items() if cell is not None})


def _left_edge(rows: Sequence[Row], name: str) -> float:
    return max(row.cells[name].x0 for row in rows if name in row.cells)


def _adds_vat(rows: Sequence[Row], net: str, vat: str, gross: str) -> bool:
    """Whether net + VAT = gross in every row (on a scan, where digits are misread, in most of three or more), with VAT
    in at least one and nowhere above the highest rate."""
    fitting = taxed = 0
    misread = len(rows) > 2 and any(cell.confidence < 1.0 for row in rows for cell in row.cells.values())
    for row in rows:
        n, v, g = row.value(net), row.value(vat), row.value(gross)
        if n is not None and v is not None and g is not None and n + v == g and abs(v) <= abs(n) * _HIGHEST + CENT:
            fitting += 1
            taxed += bool(v)
    return taxed > 0 and fitting >= (0.6 if misread else 1.0) * len(rows)


def _decimals(rows: Sequence[Row], name: str) -> int:
    """How many numbers of a column have two printed decimals or a currency, as prices do and counts need not."""
    return sum(row.cells[name].is_money for row in rows if name in row.cells)


def _with_unit(rows: Sequence[Row], name: str) -> int:
    """How many numbers of a column have a unit right after them, as counts do."""
    return sum(_unit_after(row.cells[name]) for row in rows if name in row.cells)


def _unit_after(amount: Amount) -> bool:
    last = amount.tokens[-1]
    following = amount.line.tokens[last.index + 1 : last.index + 2]
    return bool(following) and is_unit(following[0].text)


def _fits(rows: Sequence[Row], quantity: str, price: str, amount: str) -> int:
    return sum(row_fits(row, quantity, price, amount) for row in rows)


def row_fits(row: Row, quantity: str, price: str, amount: str) -> bool:
    """Whether quantity times price is the amount, when the row's cells of these kinds are taken for them."""
    q, p, a = row.value(quantity), row.value(price), row.value(amount)
    if q is None or p is None or a is None:
        return False
    if q == 0 or p == 0:
        return a == 0
    product = q * p
    if product == a:
        return True
    slack = max(
        CENT,
        min(
            abs(q) * Decimal(1).scaleb(-max(row.cells[price].decimals, 2)) / 2 + Decimal("0.005"),
            abs(a) * Decimal("0.004"),
        ),
    )
    discount = row.value("discount")
    per = row.value("per")
    factors = [Decimal(1)]
    if discount:
        factors.append(1 - abs(discount) / 100)
    if per and per > 1:
        factors.extend([1 / per, per])
    for factor in factors:
        value = product * factor
        if abs(value - a) <= slack or abs(abs(value) - abs(a)) <= slack:
            return True
    if discount and abs(abs(product) - abs(discount) - abs(a)) <= slack:
        return True
    return any(abs(product / n - a) <= slack for n in (100, 1000)) and abs(q) >= 10


def is_item(row: Row, head: Head) -> bool:
    """Whether a row with these numbers is an item: it multiplies out, or has an amount and says what it is."""
    kinds = head.kinds()
    priced = bool(kinds & {"amount", "gross_amount", "price"})
    amount = row.cells.get("amount") or row.cells.get("gross_amount")
    if amount is None and not kinds & {"amount", "gross_amount"}:
        amount = row.cells.get("price")  # the only column of money
    if row.good:
        return True
    if amount is None:
        once = not kinds & {"amount", "gross_amount"}  # the price may stand on the first row only
        return "quantity" in row.cells and ("price" in row.cells or not priced or once)
    if not ({"quantity", "price"} & row.cells.keys()):
        own = [
            t for t in row.line.tokens if len(t.text) > 2 and any(c.isalpha() for c in t.text) and not is_unit(t.text)
        ]
        if not own:
            return False
    return not (not amount.is_money and amount.decimals != 2 and not {"quantity", "price"} <= row.cells.keys())
