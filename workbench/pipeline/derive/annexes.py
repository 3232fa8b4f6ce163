"""Annexes find their invoice: terms, time sheets, specifications and delivery notes that came in with it.

Only what came in together is looked at: the files of one mail, or of one hand-in. With exactly one invoice among them
an untouched annex joins its case; with several a person decides, and the one it names is proposed. It is always the
annex that looks for its invoice, so that drafts are locked in one order.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from domain.findings import Severity
from domain.money import decimal_or_none
from domain.parties import normalise_vat
from domain.reading import DocumentType
from exact.prepared import Prepared
from jobs import api as jobs
from workbench.drafts.annexes import attach
from workbench.drafts.states import DraftKind, DraftState
from workbench.models import Document, DocumentPage, Draft, Hold, IntakeEntry
from workbench.models.document import DocumentState
from workbench.models.intake import Outcome
from workbench.models.message import MessageState
from workbench.pipeline.derive.annex_rules import Paper, annex_kind, belongs, headings_of, names
from workbench.pipeline.derive.causes import Cause
from workbench.pipeline.derive.facts import Facts

CODES = ("ANNEX_WAITS", "ANNEX_PROPOSED")
# A browser sends the files of one upload one after the other: only when none has come for so long are they all here.
QUIET = timedelta(seconds=30)
CAME_IN = (Outcome.DOCUMENT, Outcome.JOINED, Outcome.ANNEX)
BILLS = (DraftKind.PURCHASE_INVOICE, DraftKind.CREDIT_NOTE)
SOURCES = ("main", "second_source")
OPEN = (DraftState.REVIEW, DraftState.APPROVED, DraftState.FAILED)


def step(facts: Facts) -> list[Cause] | None:
    """What stands in the way of an annex; None when it joined its invoice and its draft is gone."""
    draft, main = facts.draft, facts.main
    if main is None or not _untouched(draft) or not _may_be_annex(facts):
        return []
    group = _group(main)
    others = list(Document.objects.filter(group).exclude(pk=main.pk).select_related("draft").defer("reading"))
    if not others:
        return []
    pages = _pages([main, *others])
    own = _paper(draft, pages[main.pk], whole=main)
    kind = annex_kind(own)
    if not kind:
        return []
    bills = _bills(own, others, pages)
    fitting = [bill for bill, paper in bills if belongs(own, paper, together=main.message_id is not None)]
    settled = _settled(main, others, group)
    if settled and len(bills) == 1 and fitting:
        invoice = Draft.objects.select_for_update().get(pk=fitting[0].pk)
        if invoice.state == DraftState.REVIEW:
            _join(facts, invoice, kind)
            return None
    named = next((bill for bill, paper in bills if names(own, paper)), fitting[0] if fitting else None)
    if named is not None and named.state in OPEN and (settled or len(bills) > 1):
        number = named.invoice_number or named.supplier_name or str(named.received_at.date())
        params = {"annex": kind, "number": number, "other": str(named.pk)}
        return [Cause("ANNEX_PROPOSED", Severity.HOLD, params, figures=str(named.pk))]
    return [] if settled else [Cause("ANNEX_WAITS", Severity.HOLD, {"annex": kind})]


def wake(facts: Facts) -> None:
    """Have the annexes judged anew that wait for an invoice of what this draft came in with."""
    main = facts.main
    if main is None:
        return
    whose = (facts.draft.pk, main.administration_id, main.message_id)  # a draft that joined another has no key left
    shape = tuple(each is not None for each in whose)
    for key in {key for (key,) in _WAITING.ask(*whose, main.parent_id or main.pk, shape=shape)}:
        jobs.enqueue("derive", subject=str(key), dedupe_key=f"derive:{key}")


def _untouched(draft: Draft) -> bool:
    return draft.edited_by_id is None and not draft.kind_by_person and not draft.administration_by_person


def _may_be_annex(facts: Facts) -> bool:
    """By what is known without looking anything up; an invoice that is complete is not looked at any further."""
    kind = facts.reading.document_type
    assert facts.main is not None
    if facts.main.kind in ("xml", "eml") or facts.main.arrangement:
        return False
    if kind in (DocumentType.INVOICE, DocumentType.RECEIPT):
        return not facts.reading.auto_ok
    return kind in (DocumentType.OTHER, DocumentType.DELIVERY_NOTE)


def _group(main: Document) -> Q:
    """The documents that came in together, in one mail or else in one hand-in, without those that are annexes."""
    return _together(main.administration_id, main.message_id, main.parent_id or main.pk)


def _together(administration: Any, message: Any, document: Any) -> Q:
    if message is not None:
        return Q(message=message, administration=administration, role__in=SOURCES)
    batches = IntakeEntry.objects.filter(document=document, outcome__in=CAME_IN).values("batch")
    keys = IntakeEntry.objects.filter(batch__in=batches, outcome__in=CAME_IN).values("document")
    return (Q(pk__in=keys) | Q(parent__in=keys)) & Q(administration=administration, role__in=SOURCES)


def _waiting(
    draft: Any, administration: Any, message: Any, document: Any, shape: tuple[bool, ...]
) -> QuerySet[Any, Any]:
    kept, owned, mailed = shape
    rows = Hold.objects.filter(code__in=CODES, draft__state=DraftState.REVIEW)
    rows = rows.exclude(draft=draft) if kept else rows
    group = _together(administration if owned else None, message if mailed else None, document)
    return rows.filter(draft__documents__in=Document.objects.filter(group)).values_list("draft")


_WAITING = Prepared(
    _waiting, (Hold, "draft"), (Document, "administration"), (Document, "message"), (IntakeEntry, "document")
)


def _settled(main: Document, others: Sequence[Document], group: Q) -> bool:
    """Whether all that came in together is read and judged, and nothing more is to be expected."""
    if main.message is not None:
        entries = IntakeEntry.objects.filter(message=main.message_id)
        if main.message.state == MessageState.RECEIVED:
            return False
    else:
        batches = IntakeEntry.objects.filter(document=main.parent_id or main.pk).values("batch")
        entries = IntakeEntry.objects.filter(batch__in=batches)
        newest = entries.order_by("-received_at").values_list("received_at", flat=True).first()
        if main.source != "api" and newest is not None and newest > timezone.now() - QUIET:
            _look_again(main, newest + QUIET)
            return False
    if entries.filter(outcome=Outcome.WAITING).exists():
        return False
    unread = (DocumentState.WAITING, DocumentState.READING)
    return all(
        each.state not in unread and each.draft is not None and each.draft.derived_at is not None for each in others
    )


def _look_again(main: Document, at: datetime) -> None:
    key = f"annex:{main.draft_id}:{int(at.timestamp())}"
    jobs.enqueue("derive", subject=str(main.draft_id), dedupe_key=key, run_at=at + timedelta(seconds=1))


def _pages(documents: Sequence[Document]) -> dict[object, DocumentPage | None]:
    """The first page of each document."""
    rows = DocumentPage.objects.filter(document__in=documents).order_by("-number")
    first = {document.pk: min(document.pages or [1]) for document in documents}
    found: dict[object, DocumentPage | None] = dict.fromkeys(first)
    for row in rows.filter(number__in=set(first.values())):
        if row.number == first[row.document_id]:
            found[row.document_id] = row
    return found


def _bills(
    own: Paper, others: Sequence[Document], pages: dict[object, DocumentPage | None]
) -> list[tuple[Draft, Paper]]:
    """The invoices and credit notes among the others, each draft once; what is an annex of one of them is none."""
    drafts = {each.draft.pk: (each.draft, pages[each.pk]) for each in others if each.draft is not None}
    papers = [(draft, _paper(draft, page)) for draft, page in drafts.values() if draft.kind in BILLS]
    closed = (DraftState.REJECTED, DraftState.FILED, DraftState.SUPERSEDED)
    papers = [(draft, paper) for draft, paper in papers if draft.state not in closed]
    clear = [(draft, paper) for draft, paper in papers if draft.kind_by_person or not annex_kind(paper)]
    numbers = {paper.named for _draft, paper in clear}
    also = [
        (draft, paper)
        for draft, paper in papers
        if (draft, paper) not in clear
        and paper.named
        and paper.gross
        and paper.asks_payment
        and paper.named not in numbers
    ]
    return clear + also


def _paper(draft: Draft, page: DocumentPage | None, *, whole: Document | None = None) -> Paper:
    def text(name: str) -> str:
        return str(draft.fields.get(name, {}).get("value") or "")

    return Paper(
        type=draft.document_type,
        headings=headings_of(page.words) if page is not None else (),
        text=_text(whole) if whole is not None else "",
        number=text("invoice_number"),
        gross=_amount(text("gross_total")),
        net=_amount(text("net_total")),
        vat_number=normalise_vat(text("supplier_vat")) or "",
        asks_payment=any(text(name) for name in ("vat_total", "due_date", "payment_reference")),
    )


def _amount(text: str) -> Decimal | None:
    number = decimal_or_none(text)
    return abs(number) if number is not None else None


def _text(document: Document) -> str:
    wanted = document.page_rows.filter(number__in=document.pages) if document.pages else document.page_rows.all()
    return " ".join(str(word[0]) for page in wanted[:20] for word in page.words)


def _join(facts: Facts, invoice: Draft, kind: str) -> None:
    """The annex goes to the invoice's case; its own draft, which nobody touched, goes away."""
    draft = facts.draft
    attach(draft, invoice, what=kind)
    draft.lines.all().delete()
    draft.holds.all().delete()
    draft.delete()
