"""A written-out VAT case (JSON) through the rules: the format of docs/rules.md and of the tests' tables."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from domain.evidence import Reason
from domain.findings import Finding
from domain.money import decimal_or_none
from matching.vat.derive import derive_vat
from matching.vat.evidence import LegalText, OwnSide, Place, StatedVat, VatEvidence, VatLine, VendorSide
from matching.vat.result import VatLineResult, VatResult


class CaseError(ValueError):
    """The case is not written in the documented format; the message names the key."""


_DOCUMENT_KEYS = frozenset(
    [
        *["type", "invoice_date", "supply_date", "supply_end", "prepayment_date", "booking_date", "payment_date"],
        *["currency", "exchange_rate", "delivery_country", "dispatch_country", "customer_vat_id", "structured"],
        *["net_total", "vat_total", "gross_total", "language"],
    ]
)
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
    _only(case, known | {"id", "title", "expect", "note"}, "case")
    doc = case.get("document", {})
    _only(doc, _DOCUMENT_KEYS, "document")
    return VatEvidence(
        own=_own(case.get("administration", {})),
        vendor=_vendor(case.get("vendor", {})),
        lines=tuple(_line(line, i) for i, line in enumerate(case.get("lines", []))),
        vat_rows=tuple(_row(row, i) for i, row in enumerate(case.get("vat_rows", []))),
        texts=tuple(_text(text, i) for i, text in enumerate(case.get("texts", []))),
        invoice_date=_date(doc, "invoice_date"),
        supply_date=_date(doc, "supply_date"),
        supply_end=_date(doc, "supply_end"),
        prepayment_date=_date(doc, "prepayment_date"),
        booking_date=_date(doc, "booking_date"),
        payment_date=_date(doc, "payment_date"),
        currency=doc.get("currency", "EUR"),
        exchange_rate=_amount(doc, "exchange_rate") or Decimal(1),
        delivery_country=doc.get("delivery_country") or "",
        dispatch_country=doc.get("dispatch_country") or "",
        customer_vat_id=_customer(doc),
        document_type=doc.get("type", "invoice"),
        structured=doc.get("structured"),
        net_total=_amount(doc, "net_total"),
        vat_total=_amount(doc, "vat_total"),
        gross_total=_amount(doc, "gross_total"),
        particulars=dict(case["particulars"]) if "particulars" in case else None,
        language=doc.get("language", ""),
    )


def _customer(doc: Mapping[str, Any]) -> str | None:
    return (doc["customer_vat_id"] or "") if "customer_vat_id" in doc else None


def _own(data: Mapping[str, Any]) -> OwnSide:
    _only(
        data,
        {"country", "vat_ids", "vat_id", "deductible_share", "import_licence", "chain_role", "car_share"},
        "administration",
    )
    share, car = _amount(data, "deductible_share"), _amount(data, "car_share")
    return OwnSide(
        country=data.get("country", "NL").upper(),
        vat_ids=_ids(data),
        deductible_share=Decimal(1) if share is None else share,
        import_licence=bool(data.get("import_licence", False)),
        chain_role=data.get("chain_role", ""),
        car_share=Decimal("0.5") if car is None else car,
    )


def _vendor(data: Mapping[str, Any]) -> VendorSide:
    _only(data, {"country", "vat_ids", "vat_id", "scheme", "usual", "vat_registered", "established_here"}, "vendor")
    return VendorSide(
        country=(data.get("country") or "").upper(),
        vat_ids=_ids(data),
        scheme=data.get("scheme", ""),
        usual=data.get("usual", ""),
        vat_registered=data.get("vat_registered"),
        established_here=data.get("established_here"),
    )


def _ids(data: Mapping[str, Any]) -> tuple[str, ...]:
    single = [data["vat_id"]] if data.get("vat_id") else []
    return tuple(str(number) for number in [*single, *data.get("vat_ids", [])])


def _line(data: Mapping[str, Any], index: int) -> VatLine:
    _only(data, _LINE_KEYS, f"lines.{index}")
    return VatLine(
        description=data.get("description", ""),
        net=_amount(data, "net"),
        gross=_amount(data, "gross"),
        vat=_amount(data, "vat"),
        rate=_amount(data, "rate"),
        category=data.get("category", ""),
        exemption=data.get("exemption") or data.get("vatex") or "",
        nature=data.get("nature", ""),
        quantity=_amount(data, "quantity"),
        unit_price=_amount(data, "unit_price"),
        supply_date=_date(data, "supply_date"),
        supply_end=_date(data, "supply_end"),
    )


def _row(data: Mapping[str, Any], index: int) -> StatedVat:
    _only(data, {"rate", "base", "amount", "category", "exemption", "vatex"}, f"vat_rows.{index}")
    return StatedVat(
        _amount(data, "rate"),
        _amount(data, "base"),
        _amount(data, "amount"),
        data.get("category", ""),
        data.get("exemption") or data.get("vatex") or "",
    )


def _text(data: Mapping[str, Any] | str, index: int) -> LegalText:
    if isinstance(data, str):
        return LegalText(data)
    _only(data, {"text", "place", "line"}, f"texts.{index}")
    try:
        place = Place(data.get("place", "line" if data.get("line") is not None else "note"))
    except ValueError as error:
        raise CaseError(f"texts.{index}.place: {error}") from None
    return LegalText(data["text"], place, data.get("line"))


def _amount(data: Mapping[str, Any], key: str) -> Decimal | None:
    value = data.get(key)
    if value is None or value == "":
        return None
    if isinstance(value, float):
        raise CaseError(f'{key}: write amounts as text, for example "{value}"')
    number = decimal_or_none(value)
    if number is None:
        raise CaseError(f"{key}: {value!r} is no amount")
    return number


def _date(data: Mapping[str, Any], key: str) -> date | None:
    value = data.get(key)
    if not value:
        return None
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise CaseError(f"{key}: {value!r} is no date (YYYY-MM-DD)") from None


def _only(data: Mapping[str, Any], known: frozenset[str] | set[str], where: str) -> None:
    if not isinstance(data, Mapping):
        raise CaseError(f"{where}: expected an object")
    unknown = sorted(set(data) - known)
    if unknown:
        raise CaseError(f"{where}: unknown key {', '.join(unknown)}; known are {', '.join(sorted(known))}")


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
