"""What a document says: the result of reading, whoever read it.

The JSON form (``Reading.to_json``) is the one the accuracy scorer reads: top-level keys id,
document_type, fields, confidence, auto_ok, vat_breakdown, lines, documents, annexes; further keys
(evidence, findings, sources) are ours. Dates are YYYY-MM-DD, amounts decimal strings.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from domain.evidence import Box, Source
from domain.findings import Finding, Severity


class DocumentType(StrEnum):
    """What a paper is, as printed on it. What *we* book for it is the draft's kind."""

    INVOICE = "invoice"
    CREDIT_NOTE = "credit_note"
    RECEIPT = "receipt"
    PURCHASE_ORDER = "purchase_order"
    ORDER_CONFIRMATION = "order_confirmation"
    DELIVERY_NOTE = "delivery_note"
    REMINDER = "reminder"
    STATEMENT = "statement"
    OTHER = "other"


# The 15 header fields that are scored, in the order a clerk reads them; then our own extras.
HEADER_FIELDS = (
    "supplier_name",
    "supplier_vat",
    "supplier_registration",
    "supplier_iban",
    "buyer_name",
    "buyer_vat",
    "invoice_number",
    "order_reference",
    "issue_date",
    "due_date",
    "currency",
    "net_total",
    "vat_total",
    "gross_total",
    "payment_reference",
)
EXTRA_FIELDS = (
    "supplier_email",
    "supplier_country",
    "buyer_registration",
    "buyer_country",
    "delivery_date",
    "service_start",
    "service_end",
    "delivery_note",
    "prepaid",
    "amount_due",
    "payment_terms_days",
    "original_invoice",  # the invoice a credit note refers to
)
AMOUNT_FIELDS = frozenset({"net_total", "vat_total", "gross_total", "prepaid", "amount_due"})
DATE_FIELDS = frozenset({"issue_date", "due_date", "delivery_date", "service_start", "service_end"})


@dataclass(frozen=True, slots=True)
class FieldValue:
    """One read value. ``value`` is normalised text (ISO date, decimal string, identifier as printed);
    ``raw`` is what stood on the page; ``confidence`` 0–1 says how likely the value was *read* right;
    ``proven`` is true when an independent check confirmed it; ``checks`` name those checks
    ("arithmetic", "checksum", "second_source", "structured")."""

    value: str
    confidence: float
    source: Source
    raw: str = ""
    boxes: tuple[Box, ...] = ()
    proven: bool = False
    checks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadLine:
    """One billed or ordered item in page order. All amounts are decimal strings without VAT, in the
    document's currency; empty string where the document does not say. ``unit_price`` is per
    ``price_per`` units (1, 100, 1000). ``vat_rate`` in per cent ("21")."""

    description: str = ""
    quantity: str = ""
    unit: str = ""
    unit_price: str = ""
    price_per: str = "1"
    discount: str = ""  # per cent, or an amount when discount_is_amount
    discount_is_amount: bool = False
    net_amount: str = ""
    vat_rate: str = ""
    vat_category: str = ""  # EN 16931 category code where the document gives one
    vat_exemption: str = ""  # VATEX code or exemption text of the line's category
    item_code: str = ""  # supplier's code
    buyer_item_code: str = ""
    ean: str = ""
    order_reference: str = ""
    order_line: str = ""
    delivery_note: str = ""
    service_start: str = ""
    service_end: str = ""
    confidence: float = 0.0
    source: Source = Source.TEXT
    boxes: dict[str, Box] = field(default_factory=dict)  # per column, and "row" for the whole line


@dataclass(frozen=True, slots=True)
class VatRow:
    """VAT of one rate (per cent) and category. Empty strings where not printed."""

    rate: str = ""
    base: str = ""
    amount: str = ""
    category: str = ""
    exemption: str = ""


@dataclass(frozen=True, slots=True)
class Charge:
    """A discount (negative) or charge (positive) of the document as a whole, without VAT."""

    description: str
    amount: str
    vat_rate: str = ""


@dataclass(frozen=True, slots=True)
class Annex:
    """A part of the file that is no business document: terms, a logo, a time sheet."""

    name: str
    reason: str
    pages: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Cut:
    """A proposal that a new document starts on ``page`` (from 2), with certainty 0–1."""

    page: int
    certainty: float
    reason: str


@dataclass(frozen=True, slots=True)
class Reading:
    """One document as read. ``document_type`` None means: could not be read (see findings).
    ``page_count`` and ``pages`` (the pages of the file this document occupies, from 1) are empty for
    XML without pages. ``notes`` carries the document's free VAT and legal texts for the VAT rules."""

    document_type: DocumentType | None = None
    fields: dict[str, FieldValue] = field(default_factory=dict)
    lines: tuple[ReadLine, ...] = ()
    vat_breakdown: tuple[VatRow, ...] = ()
    charges: tuple[Charge, ...] = ()
    findings: tuple[Finding, ...] = ()
    auto_ok: bool = False
    language: str = ""
    pages: tuple[int, ...] = ()
    page_count: int = 0
    notes: str = ""
    documents: tuple[Reading, ...] = ()
    annexes: tuple[Annex, ...] = ()
    cuts: tuple[Cut, ...] = ()
    engine: str = ""  # reader and version, e.g. "local-1"

    def text(self, name: str) -> str:
        """The field's normalised value, or an empty string when it was not found."""
        found = self.fields.get(name)
        return found.value if found else ""

    def with_findings(self, *more: Finding) -> Reading:
        """The same reading with findings added."""
        return replace(self, findings=(*self.findings, *more))

    def to_json(self, document_id: str = "") -> dict[str, Any]:
        """A plain dictionary, JSON-ready, with everything in it. ``from_json`` is its inverse."""
        return {
            "id": document_id,
            "document_type": self.document_type.value if self.document_type else None,
            "fields": {name: found.value for name, found in self.fields.items()},
            "confidence": {name: round(found.confidence, 4) for name, found in self.fields.items()},
            "auto_ok": self.auto_ok,
            "vat_breakdown": [_plain(row) for row in self.vat_breakdown],
            "lines": [_line_json(line) for line in self.lines],
            "documents": [part.to_json(document_id) for part in self.documents],
            "annexes": [{"name": a.name, "reason": a.reason, "pages": list(a.pages)} for a in self.annexes],
            "charges": [_plain(charge) for charge in self.charges],
            "evidence": {
                name: {
                    "source": found.source.value,
                    "raw": found.raw,
                    "boxes": [_box_json(box) for box in found.boxes],
                    "proven": found.proven,
                    "checks": list(found.checks),
                }
                for name, found in self.fields.items()
            },
            "findings": [
                {
                    "code": f.code,
                    "severity": f.severity.value,
                    "params": f.params,
                    "field": f.field,
                    "boxes": [_box_json(b) for b in f.boxes],
                }
                for f in self.findings
            ],
            "cuts": [{"page": c.page, "certainty": c.certainty, "reason": c.reason} for c in self.cuts],
            "language": self.language,
            "pages": list(self.pages),
            "page_count": self.page_count,
            "notes": self.notes,
            "engine": self.engine,
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Reading:
        """Rebuild a reading from ``to_json``'s dictionary; unknown keys are ignored."""
        evidence = data.get("evidence", {})
        confidence = data.get("confidence", {})
        fields = {}
        for name, value in data.get("fields", {}).items():
            if value is None:
                continue
            seen = evidence.get(name, {})
            fields[name] = FieldValue(
                value=str(value),
                confidence=confidence.get(name, 1.0),
                source=Source(seen.get("source", Source.TEXT)),
                raw=seen.get("raw", ""),
                boxes=tuple(_box(b) for b in seen.get("boxes", [])),
                proven=seen.get("proven", False),
                checks=tuple(seen.get("checks", [])),
            )
        kind = data.get("document_type")
        return cls(
            document_type=DocumentType(kind) if kind else None,
            fields=fields,
            lines=tuple(_line(line) for line in data.get("lines", [])),
            vat_breakdown=tuple(
                VatRow(**{k: v or "" for k, v in row.items() if k in VatRow.__slots__})
                for row in data.get("vat_breakdown", [])
            ),
            charges=tuple(Charge(**row) for row in data.get("charges", [])),
            findings=tuple(
                Finding(
                    f["code"],
                    Severity(f["severity"]),
                    f.get("params", {}),
                    f.get("field", ""),
                    tuple(_box(b) for b in f.get("boxes", [])),
                )
                for f in data.get("findings", [])
            ),
            auto_ok=data.get("auto_ok", False),
            language=data.get("language", ""),
            pages=tuple(data.get("pages", [])),
            page_count=data.get("page_count", 0),
            notes=data.get("notes", ""),
            documents=tuple(cls.from_json(part) for part in data.get("documents", [])),
            annexes=tuple(Annex(a["name"], a["reason"], tuple(a.get("pages", []))) for a in data.get("annexes", [])),
            cuts=tuple(Cut(c["page"], c["certainty"], c["reason"]) for c in data.get("cuts", [])),
            engine=data.get("engine", ""),
        )


def _plain(row: VatRow | Charge) -> dict[str, Any]:
    return {
        name: (getattr(row, name) if getattr(row, name) != "" else None)
        if isinstance(row, VatRow)
        else getattr(row, name)
        for name in row.__slots__
    }


def _box_json(box: Box) -> list[float]:
    return [box.page, round(box.x0, 5), round(box.y0, 5), round(box.x1, 5), round(box.y1, 5)]


def _box(data: list[float]) -> Box:
    return Box(int(data[0]), *data[1:5])


def _line_json(line: ReadLine) -> dict[str, Any]:
    plain: dict[str, Any] = {}
    for name in line.__slots__:
        value = getattr(line, name)
        if name == "boxes":
            plain["boxes"] = {column: _box_json(box) for column, box in value.items()}
        elif name == "source":
            plain["source"] = value.value
        else:
            plain[name] = None if value == "" else value
    return plain


def _line(data: dict[str, Any]) -> ReadLine:
    known = {
        name: data[name]
        for name in ReadLine.__slots__
        if data.get(name) is not None and name not in ("boxes", "source")
    }
    return ReadLine(
        **known,
        source=Source(data.get("source", Source.TEXT)),
        boxes={column: _box(box) for column, box in data.get("boxes", {}).items()},
    )
