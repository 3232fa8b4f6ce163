"""One document from its words: every step in order, then the verdict."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from domain.findings import Finding, Severity
from domain.reading import DocumentType, Reading, VatRow
from ocr.local.confidence import confidence
from ocr.local.dates import find_dates
from ocr.local.doctype import guess_type
from ocr.local.ibans import find_ibans
from ocr.local.identifiers import find_addresses
from ocr.local.labels import find_labels
from ocr.local.language import guess_language
from ocr.local.layout import Layout, Sheet, lay_out
from ocr.local.learning.apply import apply as apply_lessons
from ocr.local.left_out import leave_out
from ocr.local.lines import read_items
from ocr.local.money_fields import credit_signs, fill_currency, fill_money
from ocr.local.numbers import decimal_mark, find_amounts
from ocr.local.other_fields import fill_dates, fill_references
from ocr.local.party_fields import fill_parties
from ocr.local.qr import compare_codes
from ocr.local.registrations import find_registrations
from ocr.local.relations import Neighbours
from ocr.local.vat_ids import find_vat_ids
from ocr.local.verify import judge
from ocr.local.work import Work
from ocr.page import Page, ReadContext

ENGINE = "local-1"


def read_document(pages: Sequence[Page], context: ReadContext, sheets: Mapping[int, Sheet] | None = None) -> Reading:
    """Read one document; pages without words give an empty reading with a finding. ``sheets``: the pages as laid out
    before, by number."""
    numbers = tuple(p.number for p in pages)
    layout = lay_out(pages, sheets)
    if not layout.lines:
        return Reading(
            None, findings=(Finding("NO_TEXT", Severity.CHECK),), pages=numbers, page_count=len(pages), engine=ENGINE
        )
    work = gather(layout, context)
    fill(work)
    alone = leave_out(work, judge(work)).auto_ok
    apply_lessons(work)
    kind = work.kind.best
    if kind is DocumentType.OTHER:  # a paper that must not be booked carries no header fields of an invoice
        work.fields.clear()
    verdict = leave_out(work, judge(work))
    return Reading(
        document_type=kind,
        fields=work.fields,
        lines=tuple(work.items.lines),
        vat_breakdown=_breakdown(work),
        charges=work.totals.charges,
        findings=verdict.findings,
        auto_ok=verdict.auto_ok and alone,  # what was learned never lets a document through by itself
        language=guess_language(layout),
        pages=numbers,
        page_count=len(pages),
        engine=ENGINE,
    )


def gather(layout: Layout, context: ReadContext) -> Work:
    """Everything that can be found without choosing: labels, numbers, dates, identifiers, items, the type."""
    mark = decimal_mark(line.text for line in layout.lines)
    labels = find_labels(layout)
    near = Neighbours(layout, labels)
    dates = find_dates(layout, today=context.today)
    taken = {id(t) for d in dates if not d.compact for t in d.tokens}
    amounts = [a for a in find_amounts(layout, mark) if not all(id(t) in taken for t in a.tokens)]
    ibans = find_ibans(layout)
    banked = {id(t) for i in ibans for t in i.tokens}
    vat_ids = [i for i in find_vat_ids(layout, labels) if not any(id(t) in banked for t in i.tokens)]
    numbered = banked | {id(t) for i in vat_ids for t in i.tokens}
    amounts = [a for a in amounts if not all(id(t) in numbered for t in a.tokens)]
    identifiers = [*vat_ids, *ibans, *find_registrations(layout), *find_addresses(layout)]
    items = read_items(layout, amounts, labels, near, mark)
    return Work(layout, context, labels, near, mark, amounts, dates, identifiers, guess_type(layout, labels), items)


def fill(work: Work) -> None:
    """Choose the fields, then say how sure each is."""
    fill_money(work)
    fill_parties(work)
    fill_references(work)
    fill_dates(work)
    fill_currency(work)
    credit_signs(work)
    compare_codes(work, work.layout.qr)
    for name, features in work.features.items():
        if name in work.fields:
            _rate(work, name, features)


def _rate(work: Work, name: str, features: dict[str, float]) -> None:
    """State the confidence of a field; a second source that agrees lifts it."""
    stated = max(confidence(name, features), work.floors.get(name, 0.0))
    stated = min(stated, work.caps.get(name, 1.0))
    found = work.fields[name]
    if name in work.confirmed:
        checks = (*found.checks, "second_source")
        work.fields[name] = replace(found, confidence=max(stated, 0.985), proven=True, checks=checks)
    else:
        work.fields[name] = replace(found, confidence=round(stated, 4))


def _breakdown(work: Work) -> tuple[VatRow, ...]:
    return tuple(
        VatRow(
            rate=f"{row.rate.normalize():f}",
            base=f"{row.base.value:f}" if row.base else "",
            amount=f"{row.vat.value:f}" if row.vat else "",
            category=row.category,
        )
        for row in work.totals.rows
    )
