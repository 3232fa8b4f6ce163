"""Which order line each invoice line is about: score, one optimal assignment, and honesty about doubt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from domain.evidence import Reason
from domain.money import ZERO
from domain.orders import LearnedItems, PurchaseOrderLine, UnitFactor
from matching.three_way import naming as names
from matching.three_way.assignment import assign
from matching.three_way.orderbook import OrderBook, PairFinder
from matching.three_way.prepare import BilledGoods
from matching.three_way.results import Candidate
from matching.three_way.score import MILLION, TEXT_FLOOR, Fit, Named, explain, far_apart, fold, score
from matching.three_way.units import conversion

SURE, LEAD, MARGIN = 900_000, 150_000, 10_000
ELSEWHERE_TEXT = 80
SHOWN = 3


@dataclass(frozen=True, slots=True)
class LinkOptions:
    """What people taught and chose: ``chosen`` maps an invoice line to the order lines a person picked
    (empty tuple: "none of these")."""

    learned: LearnedItems = field(default_factory=LearnedItems)
    factors: Sequence[UnitFactor] = ()
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    open_days: int = 365


@dataclass(slots=True)
class Pair:
    """A scored pair of the table: ``place`` is the order line's column."""

    place: int
    order: PurchaseOrderLine
    fit: Fit
    named: Named


@dataclass(slots=True)
class Link:
    """Where an invoice line goes. ``order`` None: nowhere by itself; ``holds`` are (code, params)."""

    line: BilledGoods
    order: PurchaseOrderLine | None = None
    fit: Fit | None = None
    pool: tuple[PurchaseOrderLine, ...] = ()
    ambiguous: bool = False
    chosen: bool = False
    named: Named = Named.NOT
    order_expected: bool = False  # an order was named, so an unlinked line is a variance
    candidates: tuple[Candidate, ...] = ()
    reasons: list[Reason] = field(default_factory=list)
    holds: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    closed: tuple[PurchaseOrderLine, ...] = ()  # lines of the named orders that take no invoice
    sum_of: tuple[PurchaseOrderLine, ...] = ()  # all lines of the named orders that do


def interchangeable(one: PurchaseOrderLine, two: PurchaseOrderLine) -> bool:
    """Same item, text, price, unit and coding: it does not matter which of the two is billed."""
    return (
        fold(one.item) == fold(two.item)
        and fold(one.supplier_item) == fold(two.supplier_item)
        and one.gtin == two.gtin
        and fold(one.description) == fold(two.description)
        and one.net_unit_price == two.net_unit_price
        and (one.unit, one.currency, one.gl_account, one.cost_centre, one.cost_unit)
        == (two.unit, two.currency, two.gl_account, two.cost_centre, two.cost_unit)
    )


def canonical(line: BilledGoods) -> tuple[object, ...]:
    """An order of invoice lines that does not depend on the order they were printed in."""
    s = line.source
    return (
        s.order_reference,
        s.order_line.zfill(8),
        s.item,
        s.supplier_item,
        s.gtin,
        s.description,
        s.delivery_note,
        line.net,
        line.quantity or Decimal(0),
        s.key,
    )


class Linker:
    """Links one direction (billed or credited) of one invoice."""

    def __init__(self, book: OrderBook, options: LinkOptions, header: names.Naming, *, credit: bool) -> None:
        self.book, self.options, self.header, self.credit = book, options, header, credit
        self.columns: dict[str, int] = {}
        self.orders: list[PurchaseOrderLine] = []
        self._finders: dict[tuple[str, ...], PairFinder] = {}
        self._named: dict[tuple[str, ...], names.Naming] = {}
        self._open: list[PurchaseOrderLine] | None = None
        self._assigned: dict[int, Decimal] = {}  # by column: what the assignment bills on it

    def link(self, lines: Sequence[BilledGoods]) -> dict[str, Link]:
        """One link per line, by line key."""
        ordered = sorted(lines, key=canonical)
        links = {line.key: Link(line) for line in ordered}
        free = [line for line in ordered if not self._person_chose(links[line.key])]
        tables = [self._table(line, links[line.key]) for line in free]
        rows = [self._row(line, table, links[line.key]) for line, table in zip(free, tables, strict=True)]
        columns = assign(rows, len(self.orders))
        taken = {column: place for place, column in enumerate(columns) if column >= 0}
        for column, place in taken.items():
            pair = next(pair for pair in tables[place] if pair.place == column)
            self._assigned[column] = self._billed_in(free[place], pair)
        for place, (line, table) in enumerate(zip(free, tables, strict=True)):
            self._settle(links[line.key], table, columns, place, taken, tables)
        return links

    def _person_chose(self, link: Link) -> bool:
        chosen = self.options.chosen.get(link.line.key)
        if chosen is None:
            return False
        link.chosen = True
        orders = [self.book.by_key[key] for key in chosen if key in self.book.by_key]
        if not orders:
            link.reasons.append(Reason("match.none_of_these", {}))
            return True
        link.order, link.pool, link.named = orders[0], tuple(orders), Named.LINE
        link.fit = self._fit(link.line, orders[0], Named.LINE, scaled=False)
        link.reasons.append(Reason("match.chosen_by_person", {"order": orders[0].order}))
        if any(not self.book.may_bill(order) for order in orders):
            link.holds.append(("VENDOR_MISMATCH", {"order": orders[0].order, "vendor": orders[0].vendor}))
        return True

    def _table(self, line: BilledGoods, link: Link) -> list[Pair]:
        source = line.source
        told = (*line.references, source.supplier_reference, source.delivery_note)
        if told not in self._named:
            self._named[told] = names.for_line(line, self.book, credit=self.credit)
        own = self._named[told]
        naming = own if own.tried else self.header
        link.holds.extend(naming.problems)
        link.reasons.extend(naming.reasons)
        link.named = naming.how if naming.lines else Named.NOT
        link.order_expected = naming.tried or self.header.tried
        link.sum_of = () if self.credit else naming.lines
        if naming.closed and not self.credit:
            link.closed = self._near(line, naming.closed, ("closed", *(told if own.tried else ("header",))))
        if naming.lines:
            return self._score(line, naming.lines, naming.how, told if own.tried else ("header",))
        told = ("open", "expected") if link.order_expected else ("open",)
        return self._score(line, self._open_lines(), Named.NOT, told, scaled=not link.order_expected)

    def _open_lines(self) -> list[PurchaseOrderLine]:
        if self._open is None:
            self._open = self.book.open_lines(self.options.open_days, credit=self.credit)
        return self._open

    def _score(
        self,
        line: BilledGoods,
        orders: Sequence[PurchaseOrderLine],
        how: Named,
        told: tuple[str, ...],
        *,
        scaled: bool = False,
    ) -> list[Pair]:
        pairs = []
        for order in self._near(line, orders, told):
            pairs.append(Pair(self._column(order), order, self._fit(line, order, how, scaled=scaled), how))
        pairs.sort(key=lambda pair: (-pair.fit.score, self.book.rank[pair.order.key]))
        return pairs

    def _near(
        self, line: BilledGoods, orders: Sequence[PurchaseOrderLine], told: tuple[str, ...]
    ) -> tuple[PurchaseOrderLine, ...]:
        # ``told`` names the set of order lines, so that its index is built once.
        if told not in self._finders:
            self._finders[told] = PairFinder(orders)
        ours = self.options.learned.items.get((self.book.invoice.vendor, fold(line.source.supplier_item)), "")
        return tuple(orders[place] for place in self._finders[told].places(line, ours))

    def _column(self, order: PurchaseOrderLine) -> int:
        if order.key not in self.columns:
            self.columns[order.key] = len(self.orders)
            self.orders.append(order)
        return self.columns[order.key]

    def open_quantity(self, order: PurchaseOrderLine) -> Decimal:
        """What may still be billed, or for a credit what was billed."""
        return order.billed if self.credit else self.book.open_ordered(order)

    def _fit(
        self,
        line: BilledGoods,
        order: PurchaseOrderLine,
        how: Named,
        *,
        scaled: bool,
        open_quantity: Decimal | None = None,
    ) -> Fit:
        factor = conversion(line.source, order, self.options.factors, self.book.invoice.vendor)
        return score(
            line,
            order,
            named=how,
            conversion=factor,
            open_quantity=self.open_quantity(order) if open_quantity is None else open_quantity,
            learned=self.options.learned,
            scaled=scaled,
            vendor=self.book.invoice.vendor,
        )

    def _row(self, line: BilledGoods, table: list[Pair], link: Link) -> list[tuple[int, int]]:
        if not link.named:
            # Nothing named: only clear leaders take part in the assignment; the rest is shown, not guessed.
            table = [pair for pair in table if pair.fit.score >= SURE]
        row = []
        for pair in table:
            if pair.fit.contradiction or not (pair.fit.evidence or self._quantity_speaks(line, pair, table)):
                continue
            row.append((pair.place, pair.fit.score * 1000 + self._preference(line, pair)))
        return row

    def _quantity_speaks(self, line: BilledGoods, pair: Pair, table: list[Pair]) -> bool:
        # With nothing but numbers on both sides, the only line with this open quantity is the one meant.
        if pair.fit.conversion is None or not line.quantity or 0 <= pair.fit.text < 40:
            return False
        quantity = abs(pair.fit.conversion.quantity(line.quantity))
        if self.open_quantity(pair.order) != quantity:
            return False
        return not any(other is not pair and self.open_quantity(other.order) == quantity for other in table)

    def _preference(self, line: BilledGoods, pair: Pair) -> int:
        # Between equals: a line whose goods are in, then one with room.
        if not line.quantity or pair.fit.conversion is None or self.credit:
            return 0
        quantity = pair.fit.conversion.quantity(line.quantity)
        covered = self.book.open_received(pair.order) >= quantity
        return (400 if covered else 0) + (200 if self.book.open_ordered(pair.order) >= quantity else 0)

    def _settle(
        self,
        link: Link,
        table: list[Pair],
        columns: list[int],
        place: int,
        taken: dict[int, int],
        tables: list[list[Pair]],
    ) -> None:
        column = columns[place]
        mine = next((pair for pair in table if pair.place == column), None)
        if mine is None:
            mine = self._second_look(link, table)
        closed = self._closed(link, mine)
        if closed is not None:
            mine, link.ambiguous = None, False
            link.holds.append(("PO_CLOSED", {"reference": f"{closed.order}/{closed.line}", "why": "closed"}))
        if mine is None:
            link.candidates = self._candidates(link.line, table)
            link.ambiguous = link.ambiguous and bool(link.candidates)
            return
        link.order, link.fit = mine.order, mine.fit
        rivals = [
            p
            for p in table
            if p.place != mine.place and not p.fit.contradiction and not self._same(p.order, mine.order, link)
        ]
        if link.named:
            link.ambiguous = any(self._rivals(mine, rival, place, taken, columns, tables) for rival in rivals)
        else:
            link.ambiguous = any(rival.fit.score > mine.fit.score - LEAD for rival in rivals)
        link.ambiguous = link.ambiguous or self._orders_tie(link, mine, table, own=mine.place == column)
        link.pool = tuple(p.order for p in table if self._same(p.order, mine.order, link))
        link.reasons.extend(explain(link.line, mine.order, mine.fit, mine.named, self.open_quantity(mine.order)))
        if link.ambiguous or not mine.fit.price:
            # A line that fits without doubt and at its price needs no second choice beside it.
            link.candidates = self._candidates(link.line, table)
        if link.ambiguous:
            link.order = None

    def _orders_tie(self, link: Link, mine: Pair, table: list[Pair], *, own: bool) -> bool:
        """True when another named order has an equal line with room for this one: equal lines of one order are one
        thing, but which of two orders is billed is for a person to say. ``own``: the assignment gave it this one."""
        if link.named is not Named.HEADER or self.credit:
            return False
        quantity = self._billed_in(link.line, mine)
        others = self._assigned.get(mine.place, ZERO) - (quantity if own else ZERO)
        if quantity > self.open_quantity(mine.order) - others:
            return False  # it takes from both, or the other lines leave only one
        equals = [pair for pair in table if interchangeable(pair.order, mine.order)]
        left = sum((self.open_quantity(p.order) - self._assigned.get(p.place, ZERO) for p in equals), ZERO)
        if left <= (ZERO if own else quantity):
            return False  # the document bills all there is on both
        return any(
            rival.order.order != mine.order.order
            and abs(rival.fit.score - mine.fit.score) <= MARGIN
            and self._preference(link.line, rival) == self._preference(link.line, mine)
            and quantity <= self.open_quantity(rival.order) - self._assigned.get(rival.place, ZERO)
            for rival in equals
            if rival.place != mine.place
        )

    def _billed_in(self, line: BilledGoods, pair: Pair) -> Decimal:
        if not line.quantity or pair.fit.conversion is None:
            return ZERO
        return abs(pair.fit.conversion.quantity(line.quantity))

    def _closed(self, link: Link, mine: Pair | None) -> PurchaseOrderLine | None:
        """The closed line of the named order that this line is about: it fits, and better than any open one does.

        What is still open on either says nothing here.
        """
        found: tuple[int, PurchaseOrderLine] | None = None
        for order in link.closed:
            fit = self._fit(link.line, order, link.named, scaled=False, open_quantity=ZERO)
            fits = fit.code or (fit.text >= TEXT_FLOOR and fit.price)
            if fits and not fit.contradiction and (found is None or fit.score > found[0]):
                found = (fit.score, order)
        if found is None:
            return None
        own = self._fit(link.line, mine.order, mine.named, scaled=False, open_quantity=ZERO).score if mine else 0
        return found[1] if found[0] > own + MARGIN else None

    def _same(self, one: PurchaseOrderLine, two: PurchaseOrderLine, link: Link) -> bool:
        return one.key == two.key or (interchangeable(one, two) and (bool(link.named) or one.order == two.order))

    def _rivals(
        self, mine: Pair, rival: Pair, place: int, taken: dict[int, int], columns: list[int], tables: list[list[Pair]]
    ) -> bool:
        if not rival.fit.evidence or rival.fit.score < mine.fit.score - MARGIN:
            return False
        holder = taken.get(rival.place)
        if holder is None or holder == place:
            return True
        theirs = {pair.place: pair.fit.score for pair in tables[holder] if not pair.fit.contradiction}
        if mine.place not in theirs:
            return False
        swapped = rival.fit.score + theirs[mine.place]
        return swapped >= mine.fit.score + theirs[rival.place] - MARGIN

    def _second_look(self, link: Link, table: list[Pair]) -> Pair | None:
        """A line that got no order line of its own: share one, take the only one left, or propose another order."""
        line = link.line
        if not line.net:
            return None  # given free beside what was ordered: nothing of it is billed
        if not link.named:
            sure = [p for p in table if p.fit.score >= SURE and not p.fit.contradiction]
            if sure and not link.order_expected:
                return sure[0]
            if table and table[0].fit.evidence:
                link.ambiguous = True
            return None
        shared = [p for p in table if p.fit.evidence and not p.fit.contradiction]
        if shared:
            return shared[0]
        elsewhere = self._elsewhere(line, {pair.order.key for pair in table})
        if elsewhere:
            table[:0] = elsewhere
            link.ambiguous = True
            link.reasons.append(Reason("match.fits_other_order", {"order": elsewhere[0].order.order}))
            return None
        # Naming an order with one line is naming that line, unless the texts plainly speak of something else.
        if len(table) == 1 and not table[0].fit.contradiction and (table[0].fit.text < 0 or table[0].fit.text >= 30):
            return table[0]
        return None

    def _elsewhere(self, line: BilledGoods, known: set[str]) -> list[Pair]:
        others = [order for order in self._open_lines() if order.key not in known]
        pairs = []
        for order in others if len(others) <= 2000 else ():
            fit = self._fit(line, order, Named.NOT, scaled=True)
            strong = fit.code or (fit.text >= ELSEWHERE_TEXT and fit.price)
            if strong and not fit.contradiction:
                pairs.append(Pair(self._column(order), order, fit, Named.NOT))
        return sorted(pairs, key=lambda pair: (-pair.fit.score, self.book.rank[pair.order.key]))[:SHOWN]

    def _candidates(self, line: BilledGoods, table: list[Pair]) -> tuple[Candidate, ...]:
        told = (pair for pair in table if pair.named is Named.LINE or not far_apart(line, pair.order, pair.fit))
        sensible = [pair for pair in told if pair.fit.score > 0]
        return tuple(
            Candidate(
                pair.order.key,
                pair.order.order,
                Decimal(pair.fit.score) / MILLION,
                explain(line, pair.order, pair.fit, pair.named, self.open_quantity(pair.order)),
                pair.fit.contradiction,
            )
            for pair in sensible[:SHOWN]
        )
