"""What would be booked: the paper's type seen from our side."""

from __future__ import annotations

from domain.findings import Severity
from domain.money import ZERO, decimal_or_none
from domain.parties import normalise_vat
from domain.reading import DocumentType
from workbench.drafts.signs import turn
from workbench.drafts.states import DraftKind
from workbench.pipeline.derive.causes import Cause, cause_of
from workbench.pipeline.derive.facts import Facts
from workbench.pipeline.drafting import kind_of


def step(facts: Facts) -> list[Cause]:
    """Decide the kind, turn the signs of a credit note, and say when there is nothing to book."""
    draft, reading = facts.draft, facts.reading
    if not draft.kind_by_person:
        draft.kind = _kind(facts).value
    if draft.kind == DraftKind.CREDIT_NOTE:
        _positive(facts)
    causes = []
    if draft.kind == DraftKind.NONE and not draft.kind_by_person:
        causes.append(Cause("NOT_AN_INVOICE", Severity.HOLD, {"type": reading.document_type or ""}, "kind"))
    if reading.document_type is None and facts.main is not None and not draft.kind_by_person:
        # Whatever kept the reader from reading it is the reason a person sees.
        causes += [cause_of(f) for f in reading.findings if f.severity in (Severity.HOLD, Severity.SECURITY)]
    if draft.kind == DraftKind.NONE:
        # An invoice may stand on what was not read.
        causes += [cause_of(f) for f in reading.findings if f.code == "PAGES_SKIPPED"]
    return causes


def _kind(facts: Facts) -> DraftKind:
    reading = facts.reading
    kind = kind_of(reading)
    # As printed, not as kept: a credit note's amounts are turned positive below.
    gross = decimal_or_none(reading.text("gross_total")) or facts.draft.gross_total
    if kind is DraftKind.PURCHASE_INVOICE and gross is not None and gross < ZERO:
        return DraftKind.CREDIT_NOTE
    if reading.document_type is DocumentType.PURCHASE_ORDER and facts.draft.administration is not None:
        own = normalise_vat(facts.draft.administration.vat_number)
        # Our own order, sent back to us as a copy: we are its buyer, so it is no sale.
        if own and normalise_vat(reading.text("buyer_vat")) == own:
            return DraftKind.PURCHASE_ORDER
    return kind


def _positive(facts: Facts) -> None:
    """A credit note is kept with positive amounts, whichever way it prints them; the kind carries the sign."""
    draft = facts.draft
    if draft.gross_total is None or draft.gross_total >= ZERO:
        return
    for name in ("net_total", "vat_total", "gross_total"):
        amount = getattr(draft, name)
        if amount is not None:
            setattr(draft, name, -amount)
            if name in draft.fields:
                draft.fields[name] = {**draft.fields[name], "value": str(-amount)}
    draft.vat_rows = [{**row, **{key: _flip(row.get(key)) for key in ("base", "amount")}} for row in draft.vat_rows]
    if sum((line.net_amount or ZERO for line in facts.lines), ZERO) < ZERO:
        turn(facts.lines)


def _flip(text: str | None) -> str | None:
    if not text:
        return text
    return text[1:] if text.startswith("-") else f"-{text}"
