"""The three-way match: order ↔ receipt ↔ invoice. Pure: the same facts give the same answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from domain.evidence import Reason
from domain.money import ZERO
from domain.orders import (
    BilledLine,
    Consumption,
    GoodsReceiptLine,
    InvoiceForMatch,
    InvoiceLine,
    LearnedItems,
    OrderCharge,
    PurchaseOrderLine,
    UnitFactor,
)
from domain.tolerances import ToleranceTable
from matching.receipts import ReceiptShelf
from matching.three_way import document, naming, settle
from matching.three_way.agreed import AgreedPrice, with_agreed_prices
from matching.three_way.allocate import Share, allocate
from matching.three_way.charges import ChargeVerdict, check_charges
from matching.three_way.checks import Facts
from matching.three_way.credits import original_lines
from matching.three_way.linking import Link, Linker, LinkOptions
from matching.three_way.orderbook import OrderBook
from matching.three_way.policy import MatchPolicy
from matching.three_way.prepare import BilledGoods, Prepared, net_of_vat, prepare, upright, with_order_discounts
from matching.three_way.prepayment import match_prepayment
from matching.three_way.results import MatchResult
from matching.three_way.score import Named
from matching.three_way.totals import match_total, only_order_with_total
from matching.three_way.whole_orders import whole_orders


@dataclass(frozen=True, slots=True)
class Known:
    """What the matcher may know besides orders and receipts. ``history`` and ``consumption`` are those of *other*
    documents. ``chosen``: a person's pick per invoice line (empty tuple: none of these). ``prices``: those taken over
    in place of what orders say. ``prepaid``: order number → prepayments billed and not yet netted."""

    charges: tuple[OrderCharge, ...] = ()
    history: tuple[BilledLine, ...] = ()
    consumption: tuple[Consumption, ...] = ()
    factors: tuple[UnitFactor, ...] = ()
    prices: tuple[AgreedPrice, ...] = ()
    learned: LearnedItems = field(default_factory=LearnedItems)
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    prepaid: Mapping[str, Decimal] = field(default_factory=dict)


def match(
    invoice: InvoiceForMatch,
    orders: Sequence[PurchaseOrderLine],
    receipts: Sequence[GoodsReceiptLine] = (),
    *,
    tolerances: ToleranceTable | None = None,
    policy: MatchPolicy | None = None,
    known: Known | None = None,
) -> MatchResult:
    """Match one invoice or credit note.

    ``orders`` carry what *other* documents billed (``invoiced``, ``pending``), ``receipts`` what others consumed;
    running it again without new facts gives the same result. Amounts are net of VAT in invoice currency.
    """
    invoice = net_of_vat(upright(invoice))
    table, policy, known = tolerances or ToleranceTable(), policy or MatchPolicy(), known or Known()
    orders, _agreed = with_agreed_prices(orders, known.prices, invoice.invoice_date)
    orders = with_order_discounts(orders, known.charges)
    shelf = ReceiptShelf(orders, receipts)
    book = OrderBook(invoice, orders, shelf)
    invoice = naming.with_line_numbers(invoice, book)
    prepared = prepare(invoice, book.own, known.charges)
    facts = Facts(invoice, book, shelf, table, policy, known.history)
    if invoice.prepayment and not invoice.credit:
        return match_prepayment(facts, known.prepaid)
    original = original_lines(known.history, invoice.original_invoice)
    links = _link(prepared, facts, known, original)
    extra = _rates(invoice)
    if not prepared.goods and _needs_totals(invoice, prepared):
        links, why = _by_total(facts, known)
        extra += why
    whole = whole_orders(links, book) if len(prepared.goods) == 1 else []
    shares = whole or allocate([link for link in links if not settle.stopped(link, facts)], book, original)
    facts.spend(shares)
    charges = _charges(prepared, shares, links, facts, known)
    return document.build(facts, known.prepaid, prepared, links, shares, charges, original, known.consumption, extra)


def _rates(invoice: InvoiceForMatch) -> list[Reason]:
    """The invoice's exchange rate beside the rate of the day: information, never a hold."""
    if invoice.daily_rate is None or invoice.daily_rate == invoice.exchange_rate or not invoice.daily_rate:
        return []
    percent = (invoice.exchange_rate - invoice.daily_rate) * 100 / invoice.daily_rate
    rates = {"invoice": f"{invoice.exchange_rate:f}", "day": f"{invoice.daily_rate:f}", "percent": f"{percent:+.2f}"}
    return [Reason("match.fx_rate", rates)]


def _needs_totals(invoice: InvoiceForMatch, prepared: Prepared) -> bool:
    return invoice.net_total is not None and not (invoice.lines and invoice.lines_usable)


def _link(prepared: Prepared, facts: Facts, known: Known, original: tuple[BilledLine, ...]) -> list[Link]:
    links: list[Link] = []
    for credit in (False, True):
        lines = [line for line in prepared.goods if _looks_back(line) == credit]
        if not lines:
            continue
        header = naming.header(facts.book, credit=credit)
        if credit and original:
            # The original says which order lines were billed; an order number beside it says less.
            named = {row.order_line for row in original}
            header.lines = tuple(order for order in facts.book.own if order.key in named)
            header.problems.clear()
            header.reasons.append(Reason("match.by_original_invoice", {"number": facts.invoice.original_invoice}))
        if not credit and not header.tried:
            _name_by_total(header, facts)
        options = LinkOptions(known.learned, known.factors, known.chosen, facts.policy.open_order_days)
        links.extend(Linker(facts.book, options, header, credit=credit).link(lines).values())
    place = {line.key: at for at, line in enumerate(prepared.goods)}
    return sorted(links, key=lambda link: place[link.line.key])


def _looks_back(line: BilledGoods) -> bool:
    """Credits and corrections of value are about goods billed before, not about goods still open."""
    if line.ordered_negative:
        return False
    return line.net < 0 or line.adjustment or (line.quantity is not None and line.quantity < 0)


def _name_by_total(header: naming.Naming, facts: Facts) -> None:
    invoice = facts.invoice
    if invoice.net_total is None or any(line.order_reference or line.delivery_note for line in invoice.lines):
        return
    number = only_order_with_total(invoice.net_total, facts.book, facts.policy.open_order_days)
    if number:
        header.lines = facts.book.find(number).lines
        header.reasons.append(Reason("match.total_of_one_order", {"order": number, "total": f"{invoice.net_total:f}"}))


def _by_total(facts: Facts, known: Known) -> tuple[list[Link], list[Reason]]:
    """Lines were not readable: let the net total say which order lines are billed."""
    invoice, book = facts.invoice, facts.book
    header = naming.header(book, credit=invoice.credit)
    total = invoice.net_total
    assert total is not None
    charges = sum((c.amount for c in invoice.charges), ZERO)
    if not header.tried:
        _name_by_total(header, facts)
    found = match_total(total - charges, header.lines, book) if header.lines and not invoice.credit else None
    if found is None or not found.lines:
        return [_unmatched(invoice, header, total, facts)], [found.reason] if found and found.reason else []
    links = []
    for row in found.lines:
        key = f"total:{row.order.key}"
        source = InvoiceLine(key, row.order.description, row.quantity, row.order.unit, net_amount=row.amount)
        line = BilledGoods(source, row.quantity, row.amount, (row.order.order,))
        links.append(Link(line, row.order, pool=(row.order,), named=Named.HEADER, reasons=list(header.reasons)))
    return _cents_to_last(links, total - charges), [found.reason] if found.reason else []


def _cents_to_last(links: list[Link], total: Decimal) -> list[Link]:
    # The cent or two by which the printed total differs stays visible on the largest line.
    rest = total - sum((link.line.net for link in links), ZERO)
    if rest:
        link = max(links, key=lambda link: link.line.net)
        link.line = replace(link.line, net=link.line.net + rest)
    return links


def _unmatched(invoice: InvoiceForMatch, header: naming.Naming, total: Decimal, facts: Facts) -> Link:
    signed = -total if invoice.credit else total
    line = BilledGoods(InvoiceLine("total", net_amount=total), None, signed, ())
    link = Link(
        line, ambiguous=bool(header.lines), named=header.how if header.lines else Named.NOT, order_expected=header.tried
    )
    link.holds.extend(header.problems)
    link.reasons.extend(header.reasons)
    lines = header.lines or ()
    link.candidates = settle.plain_candidates(lines, facts.book)
    return link


def _charges(
    prepared: Prepared, shares: Sequence[Share], links: Sequence[Link], facts: Facts, known: Known
) -> list[ChargeVerdict]:
    orders = frozenset(share.order.order for share in shares) | frozenset(
        order.order for reference in facts.invoice.order_references for order in facts.book.find(reference).lines[:1]
    )
    return check_charges(
        prepared.charges, known.charges, orders, facts.invoice, facts.table, facts.policy, known.history
    )
