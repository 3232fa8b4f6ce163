"""Trust: which fields an independent check confirms, what contradicts, and whether a person need look at all."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from domain.findings import Finding, Severity
from domain.reading import DocumentType
from ocr.local.adding_up import ORDERS, adds_up
from ocr.local.digits import unsure_digits
from ocr.local.doctype import is_titled
from ocr.local.language import guess_language
from ocr.local.name_columns import cut_by_column
from ocr.local.name_cuts import cut_in_word
from ocr.local.names import goes_on
from ocr.local.other_firms import billed_for_another, strangers
from ocr.local.payment_words import payment_findings
from ocr.local.roles import buyer_open, foreign_vat, seller_open, vat_elsewhere, vat_owner_open
from ocr.local.text import key
from ocr.local.till import order_told
from ocr.local.work import Work

ESSENTIAL = ("supplier_name", "invoice_number", "issue_date", "currency", "gross_total")
GUARDED = (
    *ESSENTIAL,
    "supplier_vat",
    "supplier_registration",
    "supplier_iban",
    "buyer_name",
    "buyer_vat",
    "order_reference",
    "due_date",
    "net_total",
    "vat_total",
    "payment_reference",
)
BUSINESS = frozenset(DocumentType) - {DocumentType.OTHER, DocumentType.STATEMENT, DocumentType.REMINDER}
# A field below this is shown for checking and keeps the document from passing unseen.
SURE_TEXT = 0.85
SURE_OCR = 0.86


@dataclass(frozen=True, slots=True)
class Verdict:
    """``auto_ok`` and all findings, those that led to it included."""

    auto_ok: bool
    findings: tuple[Finding, ...]


def judge(work: Work) -> Verdict:
    """auto_ok only when the type is sure, every essential field is there, every field present is sure, the money adds
    up, and nothing contradicts."""
    kind = work.kind.best
    business = kind in BUSINESS
    out = list(work.findings)
    if business:
        wanted = [n for n in ESSENTIAL if n != "invoice_number" or kind is not DocumentType.RECEIPT]
        if kind in ORDERS:  # orders may leave VAT out and go without prices
            wanted = [n for n in wanted if n not in ("gross_total", "currency")]
        out.extend(Finding("MISSING_FIELD", Severity.CHECK, {"field": n}, n) for n in wanted if n not in work.fields)
    if business:
        out.extend(_rivals(work))
        if kind not in ORDERS:
            out.extend(payment_findings(work.layout))
    need = SURE_OCR if work.layout.is_ocr else SURE_TEXT
    for name in GUARDED:
        found = work.fields.get(name)
        if found is not None and found.confidence < need:
            out.append(
                Finding("LOW_CONFIDENCE", Severity.CHECK, {"confidence": f"{found.confidence:.2f}"}, name, found.boxes)
            )
    for name in unsure_digits(work):
        out.append(Finding("DIGITS_UNSURE", Severity.CHECK, {}, name, work.fields[name].boxes))
    stopped = any(f.severity is not Severity.INFO for f in out)
    sure_type = work.kind.margin > 0.15 and not _may_credit(work)
    if kind is DocumentType.RECEIPT and work.kind.title is None and not work.totals.at_till:
        sure_type = False  # no heading at all: short bills, quotes and slips look alike
    if kind is DocumentType.DELIVERY_NOTE and "vat_total" in work.fields:
        sure_type = False  # goods are delivered without VAT: an invoice whose heading was lost names its delivery note
    if business and not sure_type:
        out.append(Finding("TYPE_UNSURE", Severity.CHECK, {"type": kind.value}))
    auto = business and sure_type and not stopped and adds_up(work)
    return Verdict(auto, tuple(out))


def _may_credit(work: Work) -> bool:
    """A bill that names another invoice or is negative, and has no heading of its own, may be a credit note whose
    heading was not read."""
    if work.kind.best is not DocumentType.INVOICE:
        return False
    gross = work.totals.gross
    if gross is not None and gross.value < 0:
        return True
    return "original_invoice" in work.fields and not is_titled(work.kind, work.labels)


def _more_below(work: Work) -> bool:
    """A larger amount stands in the column of the total, below it, and no older balance explains it."""
    gross = work.totals.gross
    if gross is None or "balance" in work.totals.proof:
        return False
    payable = work.totals.payable
    if payable is not None and abs(payable.value) > abs(gross.value) + Decimal("0.10"):
        return True  # more is asked for than the total
    place = gross.amount
    return any(
        a.is_money
        and a.value > abs(gross.value)
        and a.page == place.page
        and abs(a.x1 - place.x1) < 0.012
        and 0 < a.line.y - place.line.y < 8 * work.layout.height
        and a.line.number not in work.items.used_lines
        and not work.totals.at_till  # what was given
        for a in work.amounts
    )


_BARE_DATE = frozenset({"date", "datum", "fecha", "data", "dato", "dated"})


def _other_day(work: Work) -> bool:
    """The date is named by the bare word "date" alone, and beside the numbers of the paper stands another day that
    nothing known names."""
    features = work.features.get("issue_date", {})
    named = work.issue_label
    if "issue_date" not in work.fields or named not in _BARE_DATE or features.get("agree"):
        return False
    if any(
        "date" in lb.kinds and lb.phrase not in _BARE_DATE and lb.phrase in work.silent_labels for lb in work.labels
    ):
        return True  # "Invoice date" stands there too, and its day was not read
    first = work.layout.page_numbers[0]
    issued = work.fields["issue_date"].value
    return any(d.page == first and d.tokens[0].y < 0.5 and d.value.isoformat() < issued for d in work.open_days)


_DAY_FIRST = frozenset({"nl", "de", "fr", "es", "it", "pt", "da", "sv", "no", "fi", "pl", "cs", "sl"})
# Distance between the best and the next candidate below which a person decides, whatever the confidence says.
_CLOSE = {
    "supplier_vat": 0.3,
    "supplier_iban": 0.3,
    "invoice_number": 0.12,
    "issue_date": 0.12,
    "due_date": 0.12,
    "currency": 0.15,
}


def _rivals(work: Work) -> list[Finding]:
    """Fields with a second candidate almost as good, dates that can be read two ways, and a due day before the date."""
    out = []
    for name, least in _CLOSE.items():
        features = work.features.get(name)
        if features is None or name not in work.fields:
            continue
        rival = features["score"] - features["gap"] > 0.05
        if rival and features["gap"] < least:
            out.append(Finding("CLOSE_CANDIDATES", Severity.CHECK, {}, name, work.fields[name].boxes))
    for name in ("issue_date", "due_date"):
        if guess_language(work.layout) in _DAY_FIRST:
            break  # day before month throughout
        if work.kind.best is DocumentType.RECEIPT and "currency" in work.fields:
            if order_told(work.layout, work.fields["currency"].value):
                break
        if work.features.get(name, {}).get("swapped") and name in work.fields:
            out.append(Finding("DATE_ORDER_OPEN", Severity.CHECK, {}, name, work.fields[name].boxes))
    if _more_below(work):
        out.append(Finding("CLOSE_CANDIDATES", Severity.CHECK, {}, "gross_total", work.fields["gross_total"].boxes))
    if _other_day(work):
        out.append(Finding("CLOSE_CANDIDATES", Severity.CHECK, {}, "issue_date", work.fields["issue_date"].boxes))
    for name in ("supplier_name", "buyer_name"):
        value = work.fields[name].value if name in work.fields else ""
        if value and work.finder and (key(value) in work.finder.open_ended or goes_on(value)):
            out.append(Finding("CLOSE_CANDIDATES", Severity.CHECK, {}, name, work.fields[name].boxes))
    if buyer_open(work):
        out.append(Finding("CLOSE_CANDIDATES", Severity.CHECK, {}, "buyer_name", work.fields["buyer_name"].boxes))
    if vat_owner_open(work):
        out.append(Finding("CLOSE_CANDIDATES", Severity.CHECK, {}, "buyer_vat", work.fields["buyer_vat"].boxes))
    if foreign_vat(work) or vat_elsewhere(work):
        out.append(Finding("CLOSE_CANDIDATES", Severity.CHECK, {}, "supplier_vat", work.fields["supplier_vat"].boxes))
    for name in strangers(work):
        out.append(Finding("CLOSE_CANDIDATES", Severity.CHECK, {}, name, work.fields[name].boxes))
    if "supplier_name" in work.fields and (
        seller_open(work) or billed_for_another(work.layout) or cut_by_column(work) or cut_in_word(work)
    ):
        out.append(Finding("CLOSE_CANDIDATES", Severity.CHECK, {}, "supplier_name", work.fields["supplier_name"].boxes))
    if work.features.get("due_date", {}).get("before"):
        out.append(Finding("DUE_BEFORE_DATE", Severity.CHECK, {}, "due_date"))
    return out
