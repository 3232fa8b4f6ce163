"""What must be there and add up before anything can be booked."""

from __future__ import annotations

from django.utils import timezone

from domain.findings import Severity
from workbench.drafts.booking import booking_day
from workbench.drafts.fields import FORM, READ, FieldState
from workbench.drafts.room import closed_for
from workbench.drafts.states import DraftKind
from workbench.models.document import DocumentState
from workbench.pipeline import reference
from workbench.pipeline.derive import sums
from workbench.pipeline.derive.causes import Cause, cause_of
from workbench.pipeline.derive.dates import implausible_date
from workbench.pipeline.derive.facts import Facts

# Findings of the reader that a person must see even when every field looks right.
SHOWN = {"HIDDEN_TEXT", "XML_PDF_CONFLICT", "SPLIT_PROPOSED", "PAGES_SKIPPED", "EN16931", "SEVERAL_INVOICES"}
# What an e-invoice says about itself; on a page it is a doubt of one field, which is marked there.
SHOWN_OF_EINVOICES = {"SEVERAL_CURRENCIES", "TYPE_UNSURE"}


def step(facts: Facts) -> list[Cause]:
    """Missing and doubtful fields, sums that do not add up, a closed period, and the reader's own warnings."""
    invoice = facts.draft.kind in (DraftKind.PURCHASE_INVOICE, DraftKind.CREDIT_NOTE)
    causes = [*_missing(facts, invoice), *_doubtful(facts), *_reader(facts), *_pages(facts)]
    if invoice:
        causes += [*sums.step(facts), *_period(facts), *implausible_date(facts.draft.issue_date, timezone.localdate())]
    return causes


def _missing(facts: Facts, invoice: bool) -> list[Cause]:
    needed = [spec.name for spec in FORM if spec.needed] if invoice else ["invoice_number"]
    causes = []
    for name in needed:
        stored = facts.draft.fields.get(name, {})
        if not stored.get("value"):
            if name == "vat_total" and facts.draft.vat_total is not None:
                continue
            if name == "net_total" and facts.draft.net_total is None and stored.get("state") == FieldState.CONFIRMED:
                continue
            causes.append(Cause("MISSING_FIELD", Severity.HOLD, {"field": name}, name))
    if not facts.lines:
        causes.append(Cause("LINES_MISSING", Severity.HOLD, {}, "lines"))
    return causes


def _doubtful(facts: Facts) -> list[Cause]:
    names = [
        name
        for name, field in facts.draft.fields.items()
        if name in READ and field.get("state") == FieldState.CHECK and field.get("value")
    ]
    if not names:
        return []
    return [
        Cause(
            "READ_DOUBTFUL", Severity.CHECK, {"count": str(len(names)), "fields": ", ".join(names)}, "", ",".join(names)
        )
    ]


def _reader(facts: Facts) -> list[Cause]:
    shown = SHOWN | SHOWN_OF_EINVOICES if facts.reading.engine.startswith("einvoice") else SHOWN
    return [
        cause_of(finding, figures=str(sorted(finding.params.items())))
        for finding in facts.reading.findings
        if finding.code in shown and finding.severity is not Severity.INFO
    ]


# From this certainty a cut of the machine is taken over without a question; below it a person is asked.
CUT_SURE = 0.9


def _pages(facts: Facts) -> list[Cause]:
    """Pages that are being read again, and cuts the machine made or thinks of without being sure."""
    main = facts.main
    if main is None:
        return []
    if main.arrangement:
        waiting = main.state in (DocumentState.WAITING, DocumentState.READING)
        return [Cause("PAGES_BEING_READ", Severity.HOLD)] if waiting else []
    cuts = (main.parent or main).reading.get("cuts", [])
    # A cut is about the document before it and the one that begins there; terms between them belong to neither.
    following = min((cut["page"] for cut in cuts if main.pages and cut["page"] > max(main.pages)), default=0)
    return [
        Cause("SPLIT_PROPOSED", Severity.HOLD, {"page": str(cut["page"])}, "", str(cut["page"]))
        for cut in cuts
        if cut["certainty"] < CUT_SURE and (not main.pages or cut["page"] in (*main.pages, following))
    ]


def _period(facts: Facts) -> list[Cause]:
    day = booking_day(facts.draft)
    if day is None:
        return []
    periods, issued = facts.lookup.get(reference.PERIODS), facts.draft.issue_date or day
    closed = closed_for(periods, facts.administration, day, issued=issued, today=timezone.localdate())
    if closed is None:
        return []
    return [Cause("PERIOD_CLOSED", Severity.HOLD, closed.params, "booking_date", closed.period)]
