"""A written-out VAT case (JSON) through the rules: the format of docs/rules.md and of the tests' tables."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from domain.evidence import Reason
from domain.findings import Finding
from domain.vat import Treatment
from matching.vat.case_values import CaseError, amount, choice, country, day, flag, known_keys, rows, share, text
from matching.vat.checklist import PARTICULARS
from matching.vat.claims import CATEGORY_CODES
from matching.vat.derive import derive_vat
from matching.vat.evidence import LegalText, OwnSide, Place, StatedVat, VatEvidence, VatLine, VendorSide
from matching.vat.kinds import natures
from matching.vat.result import VatLineResult, VatResult

__all__ = ["CaseError", "evidence_from_json", "plain", "reason_json", "result_json", "run_case"]

_DOCUMENT_KEYS = frozenset(
    [
        *["type", "invoice_date", "supply_date", "supply_end", "prepayment_date", "booking_date", "payment_date"],
        *["currency", "exchange_rate", "delivery_country", "dispatch_country", "customer_vat_id", "structured"],
        *["net_total", "vat_total", "gross_total", "language"],
    ]
)
_OWN_KEYS = frozenset(["country", "vat_ids", "vat_id", "deductible_share", "import_licence", "chain_role", "car_share"])
_VENDOR_KEYS = frozenset(["country", "vat_ids", "vat_id", "scheme", "usual", "vat_registered", "established_here"])
_TYPES = frozenset({"invoice", "credit_note", "receipt"})
_CHAIN_ROLES = frozenset({"contractor", "end_user"})
_SCHEMES = frozenset({"small", "margin", "travel", "exempt", "flat"})
_LINE_KEYS = frozenset(
    [
        *["description", "net", "gross", "vat", "rate", "category", "exemption", "vatex", "nature", "quantity"],
        *["unit_price", "supply_date", "supply_end"],
    ]
)


def run_case(case: Mapping[str, Any]) -> dict[str, Any]:
    """Derive the VAT of a written-out case and return the result as plain JSON.

    Raises CaseError for unknown keys, unreadable amounts or dates.
    """
    return result_json(derive_vat(evidence_from_json(case)))


def evidence_from_json(case: Mapping[str, Any]) -> VatEvidence:
    """The case's evidence; unknown keys are refused so that a typing error cannot pass as "not stated"."""
    known = {"administration", "vendor", "document", "lines", "vat_rows", "texts", "particulars"}
    known_keys(case, known | {"id", "title", "expect", "note"}, "case")
    doc = known_keys(case.get("document", {}), _DOCUMENT_KEYS, "document")
    rate = amount(doc, "exchange_rate", "document")
    if rate is not None and rate <= 0:
        raise CaseError(f"document.exchange_rate: {rate} is no rate; own currency per unit of the document's currency")
    lines = tuple(_line(line, i) for i, line in enumerate(rows(case, "lines")))
    return VatEvidence(
        own=_own(case.get("administration", {})),
        vendor=_vendor(case.get("vendor", {})),
        lines=lines,
        vat_rows=tuple(_row(row, i) for i, row in enumerate(rows(case, "vat_rows"))),
        texts=tuple(_text(one, i, len(lines)) for i, one in enumerate(rows(case, "texts"))),
        invoice_date=day(doc, "invoice_date", "document"),
        supply_date=day(doc, "supply_date", "document"),
        supply_end=day(doc, "supply_end", "document"),
        prepayment_date=day(doc, "prepayment_date", "document"),
        booking_date=day(doc, "booking_date", "document"),
        payment_date=day(doc, "payment_date", "document"),
        currency=text(doc, "currency", "document").strip().upper() or "EUR",
        exchange_rate=Decimal(1) if rate is None else rate,
        delivery_country=country(doc, "delivery_country", "document"),
        dispatch_country=country(doc, "dispatch_country", "document"),
        customer_vat_id=text(doc, "customer_vat_id", "document") if "customer_vat_id" in doc else None,
        document_type=choice(doc, "type", "document", _TYPES) or "invoice",
        structured=flag(doc, "structured", "document"),
        net_total=amount(doc, "net_total", "document"),
        vat_total=amount(doc, "vat_total", "document"),
        gross_total=amount(doc, "gross_total", "document"),
        particulars=_particulars(case),
        language=text(doc, "language", "document"),
    )


def _particulars(case: Mapping[str, Any]) -> dict[str, str] | None:
    if case.get("particulars") is None:
        return None
    given = known_keys(case["particulars"], PARTICULARS, "particulars")
    return {key: text(given, key, "particulars") for key in given}


def _own(data: Mapping[str, Any]) -> OwnSide:
    where = "administration"
    known_keys(data, _OWN_KEYS, where)
    return OwnSide(
        country=country(data, "country", where) or "NL",
        vat_ids=_ids(data, where),
        deductible_share=share(data, "deductible_share", where, Decimal(1)),
        import_licence=bool(flag(data, "import_licence", where)),
        chain_role=choice(data, "chain_role", where, _CHAIN_ROLES),
        car_share=share(data, "car_share", where, Decimal("0.5")),
    )


def _vendor(data: Mapping[str, Any]) -> VendorSide:
    where = "vendor"
    known_keys(data, _VENDOR_KEYS, where)
    return VendorSide(
        country=country(data, "country", where),
        vat_ids=_ids(data, where),
        scheme=choice(data, "scheme", where, _SCHEMES),
        usual=choice(data, "usual", where, frozenset(Treatment), upper=True),
        vat_registered=flag(data, "vat_registered", where),
        established_here=flag(data, "established_here", where),
    )


def _ids(data: Mapping[str, Any], where: str) -> tuple[str, ...]:
    single = text(data, "vat_id", where)
    several = rows(data, "vat_ids")
    return tuple(str(number) for number in ([single] if single else []) + several)


def _line(data: Mapping[str, Any], index: int) -> VatLine:
    where = f"lines.{index}"
    known_keys(data, _LINE_KEYS, where)
    return VatLine(
        description=text(data, "description", where),
        net=amount(data, "net", where),
        gross=amount(data, "gross", where),
        vat=amount(data, "vat", where),
        rate=amount(data, "rate", where),
        category=choice(data, "category", where, CATEGORY_CODES, upper=True),
        exemption=text(data, "exemption", where) or text(data, "vatex", where),
        nature=choice(data, "nature", where, natures()),
        quantity=amount(data, "quantity", where),
        unit_price=amount(data, "unit_price", where),
        supply_date=day(data, "supply_date", where),
        supply_end=day(data, "supply_end", where),
    )


def _row(data: Mapping[str, Any], index: int) -> StatedVat:
    where = f"vat_rows.{index}"
    known_keys(data, {"rate", "base", "amount", "category", "exemption", "vatex"}, where)
    return StatedVat(
        amount(data, "rate", where),
        amount(data, "base", where),
        amount(data, "amount", where),
        choice(data, "category", where, CATEGORY_CODES, upper=True),
        text(data, "exemption", where) or text(data, "vatex", where),
    )


def _text(data: Any, index: int, lines: int) -> LegalText:
    where = f"texts.{index}"
    if isinstance(data, str):
        return LegalText(data)
    known_keys(data, {"text", "place", "line"}, where)
    if not isinstance(data.get("text"), str):
        raise CaseError(f"{where}.text: expected the text")
    line = data.get("line")
    if line is not None and (isinstance(line, bool) or not isinstance(line, int) or not 0 <= line < max(lines, 1)):
        raise CaseError(f"{where}.line: {line!r} is no line; lines count from 0")
    place = choice(data, "place", where, frozenset(Place))
    return LegalText(data["text"], Place(place or ("note" if line is None else "line")), line)


def result_json(result: VatResult) -> dict[str, Any]:
    """The result as JSON: amounts as text with two decimals, rates in per cent."""
    return {
        "treatments": [line.treatment.value for line in result.lines],
        "holds": list(result.holds),
        "due": _money(result.due),
        "deductible": _money(result.deductible),
        "cost": _money(result.cost),
        "payable": _money(sum((line.base + line.stated for line in result.lines), Decimal(0))),
        "boxes": {box: _money(amount) for box, amount in result.boxes.items()},
        "flags": list(result.flags),
        "lines": [_line_json(line) for line in result.lines],
        "findings": [_finding_json(finding) for finding in result.findings],
        "checklist": [{"code": i.code, "state": i.state, "rule": i.rule} for i in result.checklist],
        "rate_table": result.rate_table,
    }


def _line_json(line: VatLineResult) -> dict[str, Any]:
    return {
        "treatment": line.treatment.value,
        "rate": plain(line.rate),
        "base": _money(line.base),
        "stated": _money(line.stated),
        "due": _money(line.due),
        "deductible": _money(line.deductible),
        "cost": _money(line.cost),
        "share": plain(line.share),
        "nature": line.nature,
        "category": line.category,
        "tax_point": line.tax_point.isoformat() if line.tax_point else None,
        "boxes": {box: _money(amount) for box, amount in line.boxes.items()},
        "candidates": [candidate.value for candidate in line.candidates],
        "reasons": [reason_json(reason) for reason in line.reasons],
    }


def reason_json(reason: Reason) -> dict[str, Any]:
    """A reason as JSON."""
    return {"code": reason.code, "params": reason.params}


def _finding_json(finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "field": finding.field,
        "params": finding.params,
    }


def _money(amount: Decimal) -> str:
    return str(amount.quantize(Decimal("0.01")))


def plain(number: Decimal) -> str:
    """A number without trailing zeros: "21", "5.5"."""
    return format(number.normalize(), "f")
