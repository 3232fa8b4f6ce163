"""One document from its words: every step in order, then the verdict."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from domain.evidence import Source
from domain.findings import Finding, Severity
from domain.reading import DocumentType, FieldValue, Reading, ReadLine, VatRow
from ocr.local import datefields, references
from ocr.local.bank import iban_candidates
from ocr.local.candidate import Candidate, best_of
from ocr.local.currency import currency_candidates
from ocr.local.dates import DateFound, find_dates
from ocr.local.doctype import TypeGuess, guess_type
from ocr.local.identifiers import Identifier, find_addresses, find_ibans, find_registrations, find_vat_ids
from ocr.local.labels import Label, find_labels
from ocr.local.language import guess_language
from ocr.local.layout import Layout, box_of, lay_out
from ocr.local.lines import Items, read_items
from ocr.local.numbers import Amount, decimal_mark, find_amounts
from ocr.local.parties import Parties, PartyFinder, side_of
from ocr.local.relations import Neighbours
from ocr.local.totals import Marked, Totals, find_rate_rows, mark_amounts, solve
from ocr.local.verify import judge
from ocr.page import Page, ReadContext

ENGINE = "local-1"


@dataclass(slots=True)
class Work:
    """Everything known about the document while it is read."""

    layout: Layout
    context: ReadContext
    mark: str = ","
    labels: list[Label] = field(default_factory=list)
    near: Neighbours = None  # type: ignore[assignment]
    amounts: list[Amount] = field(default_factory=list)
    dates: list[DateFound] = field(default_factory=list)
    identifiers: list[Identifier] = field(default_factory=list)
    kind: TypeGuess = None  # type: ignore[assignment]
    items: Items = None  # type: ignore[assignment]
    totals: Totals = None  # type: ignore[assignment]
    finder: PartyFinder = None  # type: ignore[assignment]
    parties: Parties = None  # type: ignore[assignment]
    fields: dict[str, FieldValue] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


def read_document(pages: Sequence[Page], context: ReadContext) -> Reading:
    """Read one document; a page without words gives an empty reading with a finding."""
    layout = lay_out(pages)
    if not layout.lines:
        return Reading(
            None,
            findings=(Finding("NO_TEXT", Severity.CHECK),),
            pages=tuple(p.number for p in pages),
            page_count=len(pages),
            engine=ENGINE,
        )
    work = Work(layout, context)
    _gather(work)
    _amount_fields(work)
    _party_fields(work)
    _reference_fields(work)
    _date_fields(work)
    _currency_field(work)
    _sign(work)
    kind = work.kind.best
    _drop_by_type(work, kind)
    verdict = judge(
        work.fields,
        work.findings,
        ocr=layout.is_ocr,
        type_sure=work.kind.margin > 0.15,
        is_business=kind is not DocumentType.OTHER,
    )
    return Reading(
        document_type=kind,
        fields=work.fields,
        lines=tuple(work.items.lines),
        vat_breakdown=_breakdown(work),
        findings=verdict.findings,
        auto_ok=verdict.auto_ok,
        language=guess_language(layout),
        pages=tuple(p.number for p in pages),
        page_count=len(pages),
        engine=ENGINE,
    )


def _gather(work: Work) -> None:
    layout = work.layout
    work.mark = decimal_mark(line.text for line in layout.lines)
    work.labels = find_labels(layout)
    work.near = Neighbours(layout, work.labels)
    work.amounts = find_amounts(layout, work.mark)
    work.dates = find_dates(layout, today=work.context.today)
    _without_dates(work)
    work.identifiers = [
        *find_vat_ids(layout, work.labels),
        *find_ibans(layout),
        *find_registrations(layout),
        *find_addresses(layout),
    ]
    work.kind = guess_type(layout, work.labels)
    work.items = read_items(layout, work.amounts, work.labels, work.near, work.mark)


def _without_dates(work: Work) -> None:
    """Digits that are part of a date are no amounts."""
    taken = {id(t) for d in work.dates if not d.compact for t in d.tokens}
    work.amounts = [a for a in work.amounts if not all(id(t) in taken for t in a.tokens)]


def _amount_fields(work: Work) -> None:
    items = work.items
    marked = mark_amounts(work.labels, work.amounts, work.near, items.head_lines, work.layout)
    marked = [m for m in marked if m.amount.line.number not in items.used_lines]
    rows = find_rate_rows(work.layout, work.amounts, items.used_lines)
    totals = solve(marked, rows, work.amounts, items.total(), items.used_lines, work.layout)
    work.totals = totals
    proven_sum = "sum" in totals.proof
    for name, chosen in (("net_total", totals.net), ("vat_total", totals.vat), ("gross_total", totals.gross)):
        if chosen is None:
            continue
        checks = tuple(sorted(totals.proof)) if proven_sum else ()
        confidence = (
            0.95
            if proven_sum and len(totals.proof) > 1
            else 0.88
            if proven_sum
            else 0.55
            if totals.margin < 0.3
            else 0.68
        )
        _put(work, name, _amount_text(chosen), confidence, chosen, proven_sum, checks)
    if totals.vat is None and totals.net and totals.gross and totals.rows:
        vat_sum = sum((r.vat.value for r in totals.rows if r.vat), Decimal(0))
        if totals.net.value + vat_sum == totals.gross.value and len([r for r in totals.rows if r.vat]) == 1:
            row = totals.rows[0]
            assert row.vat is not None
            _put(
                work,
                "vat_total",
                _amount_text(Marked("vat", row.vat, 1.0)),
                0.9,
                Marked("vat", row.vat, 1.0),
                True,
                ("sum",),
            )
    if totals.broken:
        work.findings.append(Finding("ARITHMETIC", Severity.CHECK, {"what": ",".join(totals.broken)}, "gross_total"))


def _amount_text(chosen: Marked) -> str:
    return f"{chosen.value:f}"


def _put(
    work: Work, name: str, value: str, confidence: float, chosen: Marked, proven: bool, checks: tuple[str, ...]
) -> None:
    tokens = chosen.amount.tokens
    work.fields[name] = FieldValue(
        value, round(confidence, 3), _source(work), chosen.amount.raw, (box_of(tokens),), proven, checks
    )


def _source(work: Work) -> Source:
    return Source.OCR if work.layout.is_ocr else Source.TEXT


def _put_candidate(
    work: Work, name: str, candidate: Candidate, confidence: float, checks: tuple[str, ...] = ()
) -> None:
    boxes = (box_of(candidate.tokens),) if candidate.tokens else ()
    source = _source(work) if candidate.tokens else Source.DERIVED
    checks = (*candidate.checks, *checks)
    work.fields[name] = FieldValue(
        candidate.value, round(max(0.05, min(0.99, confidence)), 3), source, candidate.raw, boxes, bool(checks), checks
    )


def _party_fields(work: Work) -> None:
    finder = PartyFinder(
        work.layout, work.labels, work.near, work.identifiers, work.context.own_identifiers, work.kind.best, work.items.head_lines | work.items.text_lines | work.items.used_lines
    )
    work.finder = finder
    work.parties = finder.find()
    suppliers, buyers = work.parties.suppliers, work.parties.buyers
    supplier = suppliers[0] if suppliers else None
    buyer = buyers[0] if buyers else None
    if supplier:
        second = suppliers[1].score if len(suppliers) > 1 else 0.0
        _put_candidate(work, "supplier_name", supplier, _name_confidence(supplier.score, second))
    if buyer:
        second = buyers[1].score if len(buyers) > 1 else 0.0
        _put_candidate(work, "buyer_name", buyer, _name_confidence(buyer.score, second))
    _vat_fields(work, supplier, buyer)
    _registration_field(work, supplier, buyer)
    iban = iban_candidates(work.layout, work.identifiers, finder)
    first, second_best = best_of(iban)
    if first is not None and first.score > 0.3:
        rival = second_best.score if second_best else 0.0
        valid = "checksum" in first.checks
        confidence = 0.93 if first.score - rival > 0.25 else 0.6
        if not valid:
            _checksum_finding(work, "supplier_iban", first)
        _put_candidate(work, "supplier_iban", first, confidence)


def _name_confidence(score: float, second: float) -> float:
    base = 0.5 + 0.25 * min(1.0, max(0.0, score - 0.5)) + 0.2 * min(1.0, max(0.0, score - second) / 0.6)
    return min(0.95, base)


def _checksum_finding(work: Work, name: str, candidate: Candidate) -> None:
    boxes = (box_of(candidate.tokens),) if candidate.tokens else ()
    work.findings.append(Finding("CHECKSUM_FAILED", Severity.INFO, {"value": candidate.value}, name, boxes))


def _vat_fields(work: Work, supplier: Candidate | None, buyer: Candidate | None) -> None:
    sides: dict[str, list[Candidate]] = {"supplier": [], "buyer": []}
    groups: dict[str, list[tuple[str, float, Identifier]]] = {}
    for identifier in work.identifiers:
        if identifier.kind == "vat":
            side, sure = side_of(identifier, work.finder, buyer, supplier)
            groups.setdefault(identifier.value, []).append((side, sure, identifier))
    for group in groups.values():
        # The same number in several places has one owner: the surest mention tells; on a tie the supplier.
        side, sure, identifier = max(group, key=lambda g: (g[1], g[0] == "supplier"))
        if side not in sides:
            continue
        score = sure + (0.2 if identifier.valid else 0.0) + (0.15 if identifier.label else 0.0)
        checks = ("checksum",) if identifier.valid else ()
        sides[side].append(Candidate(identifier.value, score, identifier.tokens, identifier.raw, f"vat:{sure}", checks))
    for side, name in (("supplier", "supplier_vat"), ("buyer", "buyer_vat")):
        first, second = best_of(sides[side])
        if first is None:
            continue
        if (
            side == "supplier"
            and second is not None
            and "buyer_vat" not in work.fields
            and not sides["buyer"]
            and second.score > 0.6
        ):
            pass
        rival = second.score if second else 0.0
        sure = float(first.why.split(":")[1])
        confidence = 0.6 + 0.35 * sure if first.score - rival > 0.15 or second is None else 0.55
        _put_candidate(work, name, first, confidence)
        if not first.checks:
            _checksum_finding(work, name, first)


def _registration_field(work: Work, supplier: Candidate | None, buyer: Candidate | None) -> None:
    found = []
    for identifier in work.identifiers:
        if identifier.kind != "registration":
            continue
        side, sure = side_of(identifier, work.finder, buyer, supplier)
        if side != "supplier":
            continue
        digits = "".join(c for c in identifier.value if c.isdigit())
        score = (
            sure
            + (0.2 if identifier.valid else 0.0)
            + (0.1 if len(digits) == 14 else 0.0)
            - (0.1 if "other" in identifier.label else 0.0)
        )
        found.append(
            Candidate(
                identifier.value,
                score,
                identifier.tokens,
                identifier.raw,
                "registration",
                ("checksum",) if identifier.valid else (),
            )
        )
    first, second = best_of(found)
    if first is not None:
        confidence = 0.9 if second is None or first.score - second.score > 0.15 else 0.8
        _put_candidate(work, "supplier_registration", first, confidence)


def _reference_fields(work: Work) -> None:
    kind = work.kind.best
    numbers = references.number_candidates(work.layout, work.labels, work.near, kind, work.kind.headings)
    first, second = best_of(numbers)
    if first is not None and first.score > 0.3:
        _put_candidate(work, "invoice_number", first, _margin_confidence(first, second))
    number = work.fields["invoice_number"].value if "invoice_number" in work.fields else ""
    orders = [c for c in references.order_candidates(work.layout, work.labels, work.near, kind)]
    if kind is not DocumentType.PURCHASE_ORDER:
        orders = [c for c in orders if c.value != number]
        first, second = best_of(orders)
        strong = {c.value for c in orders if c.score > 0.75 and c.why != "sentence"} or {
            c.value for c in orders if c.score > 0.75
        }
        if first is not None and first.score > 0.4 and len(strong) <= 1:
            _put_candidate(work, "order_reference", first, _margin_confidence(first, second))
        elif len(strong) > 1:
            work.findings.append(
                Finding(
                    "SEVERAL_CANDIDATES", Severity.INFO, {"values": ", ".join(sorted(strong)[:5])}, "order_reference"
                )
            )
    payment, second = best_of(references.payment_candidates(work.layout, work.labels, work.near))
    if payment is not None and payment.score > 0.5:
        _put_candidate(work, "payment_reference", payment, _margin_confidence(payment, second))


def _margin_confidence(first: Candidate, second: Candidate | None) -> float:
    gap = first.score - (second.score if second else 0.0)
    return min(0.97, 0.45 + 0.35 * min(1.0, first.score) + 0.25 * min(1.0, gap / 0.5))


def _date_fields(work: Work) -> None:
    roles = datefields.DateRoles(work.layout, work.dates, work.labels, work.near)
    issue, second = best_of(datefields.issue_candidates(roles, work.layout, work.kind.best, work.kind.headings))
    swapped = {d.value.isoformat() for d in work.dates if d.swapped}
    if issue is not None and issue.score > 0.25:
        confidence = _margin_confidence(issue, second)
        if issue.value in swapped:
            confidence -= 0.06
        _put_candidate(work, "issue_date", issue, confidence)
    due, second = best_of(datefields.due_candidates(roles, issue.value if issue else None))
    if due is not None and due.score > 0.4:
        checks = (
            ("term",)
            if issue and datefields.due_follows(issue.value, due.value, datefields.term_days(work.layout))
            else ()
        )
        _put_candidate(work, "due_date", due, _margin_confidence(due, second), checks)


def _currency_field(work: Work) -> None:
    totals = work.totals
    tokens = {id(t) for m in (totals.net, totals.vat, totals.gross, totals.payable) if m for t in m.amount.tokens}
    country = ""
    vat = work.fields.get("supplier_vat")
    if vat is not None and vat.value[:2].isalpha():
        country = vat.value[:2]
    first, second = best_of(currency_candidates(work.layout, work.labels, work.near, work.amounts, tokens, country))
    if first is not None:
        _put_candidate(work, "currency", first, min(0.97, _margin_confidence(first, second) + 0.03))


def _sign(work: Work) -> None:
    """A paper titled invoice with negative totals is a credit note in fact; the type stays what is printed."""


def _drop_by_type(work: Work, kind: DocumentType) -> None:
    """A paper that must not be booked carries no header fields of an invoice."""
    if kind is DocumentType.OTHER:
        work.fields.clear()


def _breakdown(work: Work) -> tuple[VatRow, ...]:
    out = []
    for row in work.totals.rows:
        out.append(
            VatRow(
                rate=f"{row.rate.normalize():f}",
                base=f"{row.base.value:f}" if row.base else "",
                amount=f"{row.vat.value:f}" if row.vat else "",
                category=row.category,
            )
        )
    return tuple(out)


__all__ = ["ReadLine", "read_document"]
