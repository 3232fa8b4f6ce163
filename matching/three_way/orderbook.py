"""The order lines this invoice may be about, found by number, code, price or words."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from domain.money import ZERO
from domain.orders import OPEN_STATUSES, InvoiceForMatch, OrderStatus, PurchaseOrderLine
from matching.receipts import ReceiptShelf, note_key
from matching.three_way.prepare import BilledGoods
from matching.three_way.references import exact, line_number, loose, with_line, words
from matching.three_way.score import fold

_NUMBERS = re.compile(r"(\d+)")
# Below this many lines every pair is scored; above it the indexes choose.
FEW = 40
WINDOW = 12


def _natural(text: str) -> tuple[tuple[int, str], ...]:
    return tuple((int(part), "") if part.isdigit() else (-1, part) for part in _NUMBERS.split(text) if part)


def age_key(order: PurchaseOrderLine) -> tuple[object, ...]:
    """Oldest order first, then order number and line number as people count."""
    return (order.order_date or date.min, _natural(order.order), _natural(order.line), order.key)


@dataclass(frozen=True, slots=True)
class Found:
    """The outcome of looking up one reference: lines, or why there are none."""

    lines: tuple[PurchaseOrderLine, ...] = ()
    problem: str = ""  # "not_found" | "closed" | "several" | "other_vendor"
    closed: tuple[PurchaseOrderLine, ...] = ()  # beside lines that take invoices, those of the order that do not


class OrderBook:
    """All order lines handed to the matcher, split by whether this vendor and administration may bill them."""

    def __init__(self, invoice: InvoiceForMatch, orders: Iterable[PurchaseOrderLine], shelf: ReceiptShelf) -> None:
        self.invoice = invoice
        self.shelf = shelf
        self.by_key: dict[str, PurchaseOrderLine] = {}
        self.own: list[PurchaseOrderLine] = []
        self._numbers: dict[str, dict[str, list[PurchaseOrderLine]]] = {
            "exact": defaultdict(list),
            "loose": defaultdict(list),
        }
        self._theirs: dict[str, list[PurchaseOrderLine]] = defaultdict(list)
        self._foreign: set[str] = set()
        self._open: dict[str, Decimal] = {}
        self.rank: dict[str, int] = {}  # oldest order line first
        for order in sorted(orders, key=age_key):
            self.rank[order.key] = len(self.rank)
            self.by_key[order.key] = order
            self._place(order)

    def _place(self, order: PurchaseOrderLine) -> None:
        if not self.may_bill(order):
            self._foreign.update((exact(order.order), loose(order.order)))
            return
        self.own.append(order)
        for number in {order.order, order.your_reference} - {""}:
            self._numbers["exact"][exact(number)].append(order)
            self._numbers["loose"][loose(number)].append(order)
        if order.supplier_reference:
            self._theirs[loose(order.supplier_reference)].append(order)

    def may_bill(self, order: PurchaseOrderLine) -> bool:
        """Same administration, and the vendor's own order or one of a party it bills for."""
        invoice = self.invoice
        if order.administration and invoice.administration and order.administration != invoice.administration:
            return False
        if not order.vendor or not invoice.vendor:
            return True
        return order.vendor == invoice.vendor or order.vendor in invoice.ordering_parties

    def open_for(self, order: PurchaseOrderLine, *, credit: bool) -> bool:
        """Whether the order line's state takes an invoice (or a credit) at all."""
        if credit:
            return order.status is not OrderStatus.CANCELLED or order.billed > 0
        return order.status in OPEN_STATUSES

    def find(self, reference: str, *, credit: bool = False) -> Found:
        """Order lines of our order number: exact first, then without "PO", zeros and separators."""
        lines = self._lines_of(reference)
        if not lines:
            foreign = {exact(reference), loose(reference)} & self._foreign
            if foreign:
                return Found(problem="other_vendor")
            told = self.told_with_line(reference)
            lines = self._lines_of(told[0]) if told else self._among_words(reference)
        return self._usable(lines, credit) if lines else Found(problem="not_found")

    def _lines_of(self, reference: str) -> Sequence[PurchaseOrderLine]:
        return self._numbers["exact"].get(exact(reference)) or self._numbers["loose"].get(loose(reference)) or ()

    def _among_words(self, reference: str) -> Sequence[PurchaseOrderLine]:
        """Last try: the words of the text that are order numbers, each as it stands. Two of them are two orders."""
        hits = (self._numbers["exact"].get(exact(word), ()) for word in words(reference))
        return [line for lines in hits for line in lines]

    def told_with_line(self, reference: str) -> tuple[str, str] | None:
        """Order and line of a reference such as "4500123/10", when that is no number of its own and the order has
        such a line; else None."""
        told = None if self._lines_of(reference) else with_line(reference)
        if told and any(line_number(line.line) == line_number(told[1]) for line in self._lines_of(told[0])):
            return told
        return None

    def find_theirs(self, reference: str, *, credit: bool = False) -> Found:
        """Order lines by the supplier's own order number, which is never compared with ours."""
        lines = self._theirs.get(loose(reference), [])
        return self._usable(lines, credit) if lines else Found(problem="not_found")

    def _usable(self, lines: Sequence[PurchaseOrderLine], credit: bool) -> Found:
        if len({line.order for line in lines}) > 1:
            return Found(problem="several")
        usable = tuple(line for line in lines if self.open_for(line, credit=credit))
        if not usable:
            return Found(problem="closed")
        return Found(usable, closed=tuple(line for line in lines if not self.open_for(line, credit=credit)))

    def by_delivery_notes(self, notes: frozenset[str]) -> tuple[PurchaseOrderLine, ...]:
        """Order lines with a receipt under one of these (folded) delivery note numbers."""
        if not notes:
            return ()
        return tuple(order for order in self.own if self.shelf.named(order.key, notes))

    def open_lines(self, days: int, *, credit: bool) -> list[PurchaseOrderLine]:
        """All lines of this vendor that may be billed (credited), ordered in the last ``days`` before the invoice."""
        since = self.invoice.invoice_date - timedelta(days=days) if self.invoice.invoice_date else None
        return [
            order
            for order in self.own
            if self.open_for(order, credit=credit)
            and (order.billed > 0 if credit else True)
            and (since is None or order.order_date is None or order.order_date >= since)
        ]

    def open_ordered(self, order: PurchaseOrderLine) -> Decimal:
        """open_to_bill_2way: ordered − returned − invoiced − pending, in the order line's unit; may be negative.

        A return that was delivered again does not lower it.
        """
        known = self._open.get(order.key)
        if known is not None:
            return known
        returned = self.shelf.returned(order.key)
        replaced = min(returned, max(ZERO, self.shelf.received(order.key) - order.wanted))
        self._open[order.key] = order.wanted - (returned - replaced) - order.billed
        return self._open[order.key]

    def open_received(self, order: PurchaseOrderLine, *, accepted_only: bool = False) -> Decimal:
        """open_to_bill_3way: accepted − returned − invoiced − pending; negative means: claim a credit."""
        return self.shelf.total(order.key, accepted_only=accepted_only) - order.billed


_KEYS: dict[str, Callable[[PurchaseOrderLine], Iterable[str]]] = {
    "code": lambda order: {fold(code) for code in (order.item, order.supplier_item, order.gtin) if code},
    "line": lambda order: (line_number(order.line),) if order.line else (),
    "price": lambda order: () if order.net_unit_price is None else (_price_key(order.net_unit_price),),
    "text": lambda order: (fold(order.description),) if order.description else (),
    "word": lambda order: _words(order.description),
}


class PairFinder:
    """Proposes the few order lines worth scoring for a line, from a given set of order lines."""

    def __init__(self, orders: Sequence[PurchaseOrderLine]) -> None:
        self.orders = orders
        # Each index is built when first asked. Most keys belong to one line: a bare position is kept for those.
        self._indexes: dict[str, dict[str, int | list[int]]] = {}
        self._turn: dict[str, int] = {}

    def places(self, line: BilledGoods, learned_item: str = "") -> list[int]:
        """Positions in ``orders`` to score, in order. Large groups of equals are dealt out in turn.
        ``learned_item`` is our item for the line's supplier code."""
        if len(self.orders) <= FEW:
            return list(range(len(self.orders)))
        found: set[int] = set()
        source = line.source
        for code in (source.item, source.supplier_item, source.gtin, learned_item):
            if code:
                found.update(self._window("code", fold(code)))
        if not found:
            if source.order_line:
                found.update(self._window("line", line_number(source.order_line)))
            same_text = self._window("text", fold(source.description)) if source.description else ()
            found.update(same_text)
            if not same_text and line.unit_price is not None:
                found.update(self._window("price", _price_key(line.unit_price)))
        if not found:
            # Words only when nothing harder points anywhere: the rarest three.
            words = sorted((self._size(word), word) for word in _words(source.description))
            for _, word in [pair for pair in words if pair[0]][:3]:
                found.update(self._window("word", word))
        return sorted(found)

    def _index(self, kind: str) -> dict[str, int | list[int]]:
        index = self._indexes.get(kind)
        if index is None:
            index = self._indexes[kind] = {}
            keys_of = _KEYS[kind]
            for place, order in enumerate(self.orders):
                for key in keys_of(order):
                    known = index.get(key)
                    if known is None:
                        index[key] = place
                    elif isinstance(known, list):
                        known.append(place)
                    else:
                        index[key] = [known, place]
        return index

    def _size(self, word: str) -> int:
        hits = self._index("word").get(word, ())
        return len(hits) if isinstance(hits, list | tuple) else 1

    def _window(self, kind: str, key: str) -> Sequence[int]:
        hits = self._index(kind).get(key)
        if hits is None:
            return ()
        if not isinstance(hits, list):
            return (hits,)
        if len(hits) <= WINDOW:
            return hits
        turn = f"{kind}:{key}"
        start = self._turn.get(turn, 0) % len(hits)
        self._turn[turn] = start + 1
        end = start + WINDOW
        return hits[start:end] + (hits[: end - len(hits)] if end > len(hits) else [])


def _price_key(price: Decimal) -> str:
    return str(price.quantize(Decimal("0.0001")))


def _words(text: str) -> set[str]:
    return {word for word in re.split(r"\W+", text.casefold()) if len(word) > 2}


_NO_NOTES: frozenset[str] = frozenset()


def note_keys(*numbers: str) -> frozenset[str]:
    """Folded delivery note numbers, empty ones left out."""
    return frozenset(note_key(number) for number in numbers if number) if any(numbers) else _NO_NOTES
