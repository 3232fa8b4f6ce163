"""Which orders an invoice names, per line and as a whole, and what is wrong with the names."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from domain.evidence import Reason
from domain.orders import InvoiceForMatch, PurchaseOrderLine
from matching.three_way.orderbook import Found, OrderBook, note_keys
from matching.three_way.prepare import BilledGoods
from matching.three_way.references import names_project, split
from matching.three_way.score import Named

# Reference problems and the hold each one is.
_HOLD = {
    "not_found": "PO_NOT_FOUND",
    "other_vendor": "PO_NOT_FOUND",
    "closed": "PO_CLOSED",
    "several": "LINE_AMBIGUOUS",
}


@dataclass(slots=True)
class Naming:
    """Order lines named for one invoice line (or for all), how, and the problems met on the way."""

    how: Named = Named.NOT
    lines: tuple[PurchaseOrderLine, ...] = ()
    closed: tuple[PurchaseOrderLine, ...] = ()
    problems: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    reasons: list[Reason] = field(default_factory=list)

    @property
    def tried(self) -> bool:
        """True when a reference was given, found or not."""
        return bool(self.lines or self.problems)


def with_line_numbers(invoice: InvoiceForMatch, book: OrderBook) -> InvoiceForMatch:
    """The invoice with references such as "4500123/10" on its lines taken apart into order and order line."""
    lines = list(invoice.lines)
    for at, line in enumerate(lines):
        told = book.told_with_line(line.order_reference) if line.order_reference and not line.order_line else None
        if told:
            lines[at] = replace(line, order_reference=told[0], order_line=told[1])
    return replace(invoice, lines=tuple(lines)) if tuple(lines) != invoice.lines else invoice


def header(book: OrderBook, *, credit: bool) -> Naming:
    """What the document as a whole names: our order numbers, then the supplier's, then delivery notes, and for a
    credit the lines billed by the original invoice (added by the caller)."""
    invoice = book.invoice
    naming = Naming(Named.HEADER)
    _resolve(naming, book, invoice.order_references, invoice.supplier_references, credit=credit)
    by_note = book.by_delivery_notes(note_keys(*invoice.delivery_notes))
    if by_note and not naming.lines:
        naming.reasons.append(Reason("match.by_delivery_note", {"notes": ", ".join(invoice.delivery_notes)}))
        naming.lines = tuple(order for order in by_note if book.open_for(order, credit=credit))
    return naming


def for_line(line: BilledGoods, book: OrderBook, *, credit: bool) -> Naming:
    """What one line names; nothing tried means: the document's own naming counts."""
    naming = Naming(Named.LINE)
    source = line.source
    _resolve(
        naming, book, line.references, (source.supplier_reference,) if source.supplier_reference else (), credit=credit
    )
    if not naming.tried and source.delivery_note:
        named = book.by_delivery_notes(note_keys(source.delivery_note))
        naming.lines = tuple(order for order in named if book.open_for(order, credit=credit))
        if naming.lines:
            naming.reasons.append(Reason("match.by_delivery_note", {"notes": source.delivery_note}))
    return naming


def _resolve(naming: Naming, book: OrderBook, ours: tuple[str, ...], theirs: tuple[str, ...], *, credit: bool) -> None:
    found: dict[str, PurchaseOrderLine] = {}
    problems: list[tuple[str, dict[str, str]]] = []
    for reference in split(ours):
        hit = book.find(reference, credit=credit)
        naming.closed += hit.closed
        _note(hit, reference, found, problems)
    for reference in split(theirs):
        hit = book.find_theirs(reference, credit=credit)
        if hit.lines:
            found.update((line.key, line) for line in hit.lines)
            # The supplier's number vouches for the order when ours was misread.
            naming.reasons.append(Reason("match.by_supplier_reference", {"reference": reference}))
    naming.lines = tuple(found.values())
    naming.problems = problems


def _note(
    hit: Found, reference: str, found: dict[str, PurchaseOrderLine], problems: list[tuple[str, dict[str, str]]]
) -> None:
    if hit.lines:
        found.update((line.key, line) for line in hit.lines)
    elif hit.problem and not names_project(reference):
        problems.append((_HOLD[hit.problem], {"reference": reference, "why": hit.problem}))
