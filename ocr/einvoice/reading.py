"""What an e-invoice tells, judged: fields with confidence, findings, and whether it may pass alone."""

from __future__ import annotations

from domain.evidence import Source
from domain.findings import Finding, Severity
from domain.reading import AMOUNT_FIELDS, DocumentType, FieldValue, Reading
from ocr.einvoice.rules import check
from ocr.einvoice.told import Told

ENGINE = "einvoice-1"
_BILLS = (DocumentType.INVOICE, DocumentType.CREDIT_NOTE)
_NOT_ALONE = (None, DocumentType.OTHER, DocumentType.REMINDER, DocumentType.STATEMENT)
_ALWAYS = ("supplier_name", "invoice_number", "issue_date")
_FOR_BILLS = ("currency", "net_total", "gross_total")


def to_reading(told: Told) -> Reading:
    """A reading with a value for everything told; ``auto_ok`` when what its type requires is there and sums agree."""
    findings = [*check(told), *_missing(told), *_payment(told)]
    sums_agree = not any(f.code == "EN16931" and f.severity is not Severity.INFO for f in findings)
    fields = {name: _field(name, value, sums_agree) for name, value in told.fields.items()}
    stopped = any(f.severity is not Severity.INFO for f in findings)
    return Reading(
        document_type=told.document_type or DocumentType.OTHER,
        fields=fields,
        lines=tuple(told.lines),
        vat_breakdown=tuple(told.vat_rows),
        charges=tuple(told.charges),
        findings=tuple(findings),
        auto_ok=told.document_type not in _NOT_ALONE and not stopped,
        notes="\n".join(dict.fromkeys(told.notes))[:8000],
        engine=f"{ENGINE} {told.flavour}",
    )


def _field(name: str, value: str, sums_agree: bool) -> FieldValue:
    checks = ["structured"]
    if name in AMOUNT_FIELDS and sums_agree:
        checks.append("arithmetic")
    doubtful = name in AMOUNT_FIELDS and not sums_agree
    return FieldValue(
        value=value,
        confidence=0.7 if doubtful else 0.99,
        source=Source.XML,
        raw=value,
        proven=not doubtful,
        checks=tuple(checks),
    )


def _payment(told: Told) -> list[Finding]:
    """Told, no doubt: how it is paid is for whoever books it."""
    if not told.collected:
        return []
    return [Finding("DIRECT_DEBIT", Severity.INFO, {"words": told.collected}, "payment_condition")]


def _missing(told: Told) -> list[Finding]:
    required = list(_ALWAYS)
    if told.document_type in _BILLS:
        required += _FOR_BILLS
    missing = [name for name in required if not told.fields.get(name)]
    return [Finding("FIELD_MISSING", Severity.CHECK, {"field": name}, name) for name in missing]
