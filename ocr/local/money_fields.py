"""The totals and the currency of a document."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from domain.findings import Severity
from domain.reading import DocumentType, ReadLine
from ocr.local.breakdown import settle_rows
from ocr.local.candidate import Candidate, best_of
from ocr.local.charges import find_charges
from ocr.local.currency import currency_candidates, only_converted
from ocr.local.gross_lines import net_lines, net_price
from ocr.local.marks import CENT, Marked, mark_amounts, near_equal
from ocr.local.rate_rows import find_rate_rows, rows_on_lines, vat_on
from ocr.local.row import Row
from ocr.local.till import paid_at_till
from ocr.local.totals import Totals, solve
from ocr.local.work import Work


def fill_money(work: Work) -> None:
    """Choose net, VAT and gross together and write them down with what proves them."""
    items = work.items
    marked = mark_amounts(work.labels, work.amounts, work.near, items.head_lines, work.layout)
    marked = [m for m in marked if m.amount.line.number not in items.used_lines]
    if work.layout.is_ocr and work.kind.best is not DocumentType.CREDIT_NOTE:
        _drop_false_minus(marked)
    rows = find_rate_rows(work.layout, work.amounts, items.used_lines)
    totals = solve(marked, rows, work.amounts, items.total(), items.used_lines)
    totals.at_till = paid_at_till(marked, totals.gross)
    work.totals = totals
    printed = {abs(a.value) for a in work.amounts if a.percent}
    totals.rows = settle_rows(totals, items.lines, printed, rows_on_lines(work.amounts, items.used_lines))
    _lines_with_vat(work)
    for name, chosen in (("net_total", totals.net), ("vat_total", totals.vat), ("gross_total", totals.gross)):
        if chosen is not None:
            _put(work, name, chosen, totals)
    if totals.vat is None:
        _vat_of_one_row(work, totals)
        _vat_between(work, totals)
    for name, chosen in (("prepaid", totals.prepaid), ("amount_due", totals.payable)):
        if chosen is not None:
            _put(work, name, chosen, totals)
    bases = {row.rate: row.base.value if row.base else Decimal(0) for row in totals.rows}
    totals.charges = find_charges(work.layout, work.amounts, items, totals, bases)
    if totals.broken:
        work.note("ARITHMETIC", Severity.CHECK, "gross_total", what=",".join(totals.broken))
    elif totals.net and (lines := items.total()) is not None and not totals.charges:
        if not near_equal(lines, totals.net.value):
            work.note("LINES_NOT_NET", Severity.INFO, "net_total", lines=f"{lines}", net=f"{totals.net.value}")


def _lines_with_vat(work: Work) -> None:
    """Lines that add up to gross and not to net are printed with VAT: their net amount is not on the page."""
    totals, total = work.totals, work.items.total()
    if total is None or totals.gross is None or totals.net is None or totals.net.value == totals.gross.value:
        return
    if abs(total - totals.gross.value) <= CENT and abs(total - totals.net.value) > CENT:
        lines = work.items.lines
        rows = [(row.rate, row.base.value, row.vat.value) for row in totals.rows if row.base and row.vat]
        told = [Decimal(line.vat_rate) if line.vat_rate else None for line in lines]
        found = net_lines([Decimal(line.net_amount) for line in lines], rows, told)
        if found is None:
            work.items.lines = [replace(line, net_amount="") for line in lines]
            return
        work.items.lines = [
            _line_without_vat(line, row, net, rate)
            for line, row, (net, rate) in zip(lines, work.items.rows, found, strict=True)
        ]


def _line_without_vat(line: ReadLine, row: Row, net: Decimal, rate: Decimal) -> ReadLine:
    """A line printed with VAT as it is without; a price that can neither be found nor worked out is left out."""
    price = line.unit_price
    if price and line.quantity and Decimal(line.quantity) and not line.discount and line.price_per == "1":
        printed = [cell.value for kind, cell in row.cells.items() if kind not in ("quantity", "amount")]
        found = net_price(Decimal(line.quantity), net, [Decimal(price), *printed])
        price = "" if found is None else f"{found:f}"
    return replace(line, net_amount=f"{net:f}", vat_rate=f"{rate.normalize():f}", unit_price=price)


_POSITIVE = frozenset({"net", "subtotal", "vat", "gross", "payable"})


def _drop_false_minus(marked: list[Marked]) -> None:
    """On a scan a dash before a total is a trace of a ruled line unless the totals are negative throughout."""
    totals = [m for m in marked if m.kind in _POSITIVE and m.value]
    negative = [m for m in totals if m.value < 0]
    if negative and len(negative) * 2 <= len(totals):
        for m in negative:
            m.amount.value = abs(m.amount.value)


def _put(work: Work, name: str, chosen: Marked, totals: Totals) -> None:
    proven = "sum" in totals.proof
    candidate = Candidate(
        f"{chosen.value:f}", chosen.strength, chosen.amount.tokens, chosen.amount.raw, f"amount:{chosen.kind}"
    )
    zero = totals.vat is not None and totals.vat.value == 0
    features = {
        "sum": float(proven and not zero),
        "sum_zero": float(proven and zero),
        "lines": float("lines" in totals.proof),
        "rates": float("rates" in totals.proof or "bases" in totals.proof),
        "repeated": float("repeated" in totals.proof),
        "paid": float(bool({"paid", "balance"} & totals.proof)),
        "broken": float(bool(totals.broken)),
        "margin": min(2.0, max(0.0, totals.margin)),
        "unlabelled": float(chosen.label is None),
    }
    work.put(name, candidate, None, checks=("arithmetic",) if proven else (), **features)
    if not work.layout.is_ocr and _made_of_rates(totals):
        work.floors[name] = MADE_OF_RATES
    if proven and "ocr_doubt" in work.features[name]:
        work.features[name]["ocr_doubt"] *= 0.2  # a sum that holds outweighs the recogniser's doubt


# Stated where several rates, each with a base that multiplies out to its VAT, make a total that a label names.
MADE_OF_RATES = 0.88


def _made_of_rates(totals: Totals) -> bool:
    """Two rates at least, whose bases and VAT together make the labelled total, and net and VAT as well."""
    net, vat, gross = totals.net, totals.vat, totals.gross
    if net is None or vat is None or gross is None or gross.label is None or totals.broken:
        return False
    rows = [(row.rate, row.base.value, row.vat.value) for row in totals.rows if row.base is not None and row.vat]
    if len(rows) < 2 or len(rows) != len(totals.rows) or len({rate for rate, _, _ in rows}) != len(rows):
        return False
    if any(abs(vat_on(base, rate) - amount) > CENT for rate, base, amount in rows):
        return False
    bases, amounts = sum(base for _, base, _ in rows), sum(amount for _, _, amount in rows)
    return bases == net.value and amounts == vat.value and bases + amounts == gross.value


def _vat_of_one_row(work: Work, totals: Totals) -> None:
    """VAT printed only beside its one rate is the VAT of the document when the sum then holds."""
    rows = [r for r in totals.rows if r.vat is not None]
    if len(rows) != 1 or totals.net is None or totals.gross is None:
        return
    vat = rows[0].vat
    assert vat is not None
    if totals.net.value + vat.value == totals.gross.value:
        _put(work, "vat_total", Marked("vat", vat, 0.9), totals)


def _vat_between(work: Work, totals: Totals) -> None:
    """A row of totals under the columns of the table: VAT stands between net and gross, and is what parts them."""
    net, gross = totals.net, totals.gross
    if "vat_total" in work.fields or net is None or gross is None or net.amount.line is not gross.amount.line:
        return
    left, right = sorted((net.amount.x1, gross.amount.x1))
    between = [a for a in work.amounts if a.line is net.amount.line and left < a.x1 < right and not a.percent]
    if len(between) == 1 and net.value + between[0].value == gross.value and between[0].value:
        _put(work, "vat_total", Marked("vat", between[0], 0.9), totals)


def fill_currency(work: Work) -> None:
    """The currency of the totals."""
    totals = work.totals
    tokens = {id(t) for m in (totals.net, totals.vat, totals.gross, totals.payable) if m for t in m.amount.tokens}
    vat = work.fields.get("supplier_vat")
    country = vat.value[:2] if vat is not None and vat.value[:2].isalpha() else ""
    found = currency_candidates(work.layout, work.labels, work.near, work.amounts, tokens, country)
    first, second = best_of(found)
    if first is not None:
        found = [c for c in found if c.value == first.value or not only_converted(c.value, work.layout, work.amounts)]
        second = second if second in found else None
    if first is not None:
        values = {c.value for c in found}
        work.put("currency", first, second, several=float(len(values) > 1))
        if len(values) > 1 and first.why != "label":
            work.note("SEVERAL_CURRENCIES", Severity.CHECK, "currency", values=", ".join(sorted(values)))


def credit_signs(work: Work) -> None:
    """A credit note prints amounts with or without a minus; both are left as printed."""
    if work.kind.best is DocumentType.CREDIT_NOTE:
        signs = {m.value < 0 for m in (work.totals.net, work.totals.gross) if m is not None and m.value != Decimal(0)}
        if len(signs) > 1:
            work.note("SIGNS_DIFFER", Severity.CHECK, "gross_total")
