"""Trust: which fields an independent check confirms, what contradicts, and whether a person need look at all."""

from __future__ import annotations

from dataclasses import dataclass

from domain.findings import Finding, Severity
from domain.reading import AMOUNT_FIELDS, DATE_FIELDS, FieldValue

# Fields that must be sure before a document may pass unseen.
GUARDED = (
    "supplier_name", "supplier_vat", "supplier_registration", "supplier_iban", "buyer_name", "buyer_vat", "invoice_number",
    "order_reference", "issue_date", "due_date", "currency", "net_total", "vat_total", "gross_total", "payment_reference",
)  # fmt: skip
ESSENTIAL = ("supplier_name", "invoice_number", "issue_date", "currency", "gross_total")
SURE_TEXT = 0.8
SURE_OCR = 0.9


@dataclass(frozen=True, slots=True)
class Verdict:
    """``auto_ok`` and the findings that led to it."""

    auto_ok: bool
    findings: tuple[Finding, ...]


def judge(
    fields: dict[str, FieldValue], findings: list[Finding], *, ocr: bool, type_sure: bool, is_business: bool
) -> Verdict:
    """auto_ok only when every essential field is there, every field present is sure, and nothing contradicts."""
    out = list(findings)
    for name in ESSENTIAL:
        if is_business and name not in fields:
            out.append(Finding("MISSING_FIELD", Severity.CHECK, {"field": name}, name))
    need = SURE_OCR if ocr else SURE_TEXT
    low = [name for name, found in fields.items() if name in GUARDED and found.confidence < need]
    for name in low:
        out.append(
            Finding(
                "LOW_CONFIDENCE",
                Severity.CHECK,
                {"confidence": f"{fields[name].confidence:.2f}"},
                name,
                fields[name].boxes,
            )
        )
    stops = any(f.severity in (Severity.CHECK, Severity.HOLD, Severity.SECURITY) for f in out)
    money = fields.get("gross_total")
    proven = money is not None and money.proven
    auto = is_business and type_sure and not stops and proven
    return Verdict(auto, tuple(out))


def is_amount(name: str) -> bool:
    return name in AMOUNT_FIELDS


def is_date(name: str) -> bool:
    return name in DATE_FIELDS
