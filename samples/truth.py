"""The truth beside each sample, in the schema of the accuracy scorer, plus what the workbench should do with it."""

from __future__ import annotations

import hashlib
from decimal import Decimal
from typing import Any

from domain.reading import HEADER_FIELDS
from exact.sandbox.seed.world import World
from samples.bill import Bill
from samples.case import Case
from samples.coding import coding
from samples.layouts import LAYOUTS
from samples.layouts.parts import shows_buyer_vat
from samples.structured import UNIT_CODES

_KINDS = {
    "pdf": "digital_pdf",
    "scan": "scanned_pdf",
    "photo": "image",
    "ubl": "ubl",
    "facturx": "facturx",
    "mail": "email",
}
# Papers whose own type the scorer knows only as "other".
_PRINTS_VAT_SUM = ("wholesale",)
_PRINTS_BASE = ("wholesale", "boxed", "receipt")
_OTHERS = {"reminder": ["reminder"], "statement": ["statement"], "other": []}


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"


def _structured(case: Case) -> bool:
    return case.form.startswith(("ubl", "facturx")) or bool(case.options.get("ubl"))


def fields(bill: Bill, structured: bool) -> tuple[dict[str, str | None], dict[str, str]]:
    """Header values and their status: what is printed is known, what is not printed is absent."""
    hidden = set() if structured else LAYOUTS[bill.layout].hides | bill.hides
    order = bill.kind == "purchase_order"
    supplier, buyer = bill.supplier, bill.buyer
    buyer_vat = structured or shows_buyer_vat(bill) or bill.layout in ("subscription", "belgian")
    sign = bill.sign
    reference = (
        bill.reference.strip("+").replace("/", "") if structured and bill.reference.startswith("+") else bill.reference
    )
    values: dict[str, str | None] = {
        "supplier_name": supplier.name,
        "supplier_vat": supplier.vat_number if not order else None,
        "supplier_registration": supplier.registration if not order else None,
        "supplier_iban": supplier.iban if not order else None,
        "buyer_name": buyer.name,
        "buyer_vat": buyer.vat_number if buyer_vat or order else None,
        "invoice_number": bill.number,
        "order_reference": bill.order,
        "issue_date": bill.day.isoformat(),
        "due_date": bill.due.isoformat() if bill.due else None,
        "currency": bill.currency,
        "net_total": f"{bill.net * sign:.2f}",
        "vat_total": f"{bill.vat * sign:.2f}",
        "gross_total": f"{bill.gross * sign:.2f}",
        "payment_reference": reference,
    }
    if structured and bill.kind == "credit_note":
        values["due_date"] = None
    status = {name: "known" if values[name] and name not in hidden else "absent" for name in HEADER_FIELDS}
    if order:
        status["order_reference"] = "unknown"
    if "supplier_iban" not in hidden and order:
        status["supplier_iban"] = "absent"
    if len(bill.rows()) > 1 and bill.layout not in _PRINTS_VAT_SUM and not structured:
        status["vat_total"] = "not_visible"  # printed per rate only
        if bill.layout == "receipt":
            status["net_total"] = "not_visible"
    shown = ("known", "not_visible")
    return {name: values[name] if status[name] in shown else None for name in HEADER_FIELDS}, status


def lines(bill: Bill, structured: bool) -> list[dict[str, Any]]:
    """Line rows with the columns the layout shows; amounts with the document's sign."""
    shown = {"quantity", "unit", "price", "rate"} if structured else set(LAYOUTS[bill.layout].columns.split())
    with_vat = bill.layout == "receipt" and not structured
    rows = []
    for line in bill.lines:
        row: dict[str, Any] = {
            "description": line.description,
            "quantity": _plain(line.quantity) if "quantity" in shown else None,
            "unit": (UNIT_CODES[line.unit] if structured else line.unit) if "unit" in shown else None,
            "unit_price": _plain(line.price) if "price" in shown else None,
            "net_amount": None if with_vat or bill.layout == "delivery_note" else f"{line.net * bill.sign:.2f}",
            "vat_rate": _plain(line.rate) if "rate" in shown else None,
        }
        alternatives = []
        if line.discount:
            alternatives.append(_plain((line.price * (100 - line.discount) / 100).quantize(Decimal("0.0001"))))
        if line.per != 1:
            alternatives.append(_plain(line.price / line.per))
        if alternatives:
            row["unit_price_alternatives"] = alternatives
        rows.append(row)
    return rows


def _document(bill: Bill, structured: bool) -> dict[str, Any]:
    values, status = fields(bill, structured)
    kind = "other" if bill.kind in _OTHERS else bill.kind
    printed = structured or len(bill.rows()) > 1 or bill.layout in _PRINTS_BASE
    bare = kind in ("other", "delivery_note")
    breakdown = [
        {
            "rate": _plain(rate),
            "base": f"{base * bill.sign:.2f}" if printed else None,
            "amount": f"{amount * bill.sign:.2f}",
            "category": category if structured else None,
        }
        for rate, category, base, amount in bill.rows()
    ]
    if kind == "other":
        status = dict.fromkeys(HEADER_FIELDS, "unknown")
    return {
        "document_type": kind,
        "document_type_alternatives": _OTHERS.get(bill.kind, []),
        "fields": values,
        "status": status,
        "alternatives": {},
        "vat_status": "unknown" if bare else "complete",
        "vat_breakdown": [] if bare else breakdown,
        "lines_status": "unknown" if kind == "other" else "complete",
        "lines": [] if kind == "other" else lines(bill, structured),
        "extra": {"amount_due": None if bare else f"{bill.gross * bill.sign:.2f}"},
    }


def truth(case: Case, world: World, content: bytes) -> dict[str, Any]:
    """The truth of one sample file, JSON-ready; ``content`` are the file's bytes (for the digest)."""
    structured = _structured(case)
    outcome = case.outcome
    vendor = world.vendors.get(outcome.vendor)
    bookable = case.bill.kind in ("invoice", "credit_note", "receipt")
    writer = case.bill.buyer if case.bill.kind == "purchase_order" else case.bill.supplier
    result: dict[str, Any] = {
        "schema_version": 1,
        "id": case.id,
        "set": "own",
        "file": f"documents/{case.id}.{case.suffix}",
        "sha256": hashlib.sha256(content).hexdigest(),
        "kind": _KINDS[case.form.partition(":")[0]],
        "language": case.bill.language,
        "family": f"own-{case.form.partition(':')[2] or case.form}" if structured else f"own-{case.bill.layout}",
        "cv_group": f"own-{case.bill.layout}",
        "truth_origin": "generated",
        "source": {"repository": "own", "commit": "", "path": "samples/generate.py", "licence": "Apache-2.0"},
        "derive": {"op": case.form},
        **_document(case.bill, structured),
        "notes": outcome.note or None,
        "outcome": {
            "administration": outcome.administration,
            "vendor_code": vendor.codes.get(outcome.administration) if vendor else None,
            "vendor_name": vendor.name if vendor else None,
            "expected": outcome.expected,
            "also": list(outcome.also),
            "holds": list(outcome.holds),
            "order_numbers": [str(world.order(name).number) for name in outcome.orders],
            "same_as": outcome.same_as or None,
            "how": case.how,
            "coding": coding(world, outcome.administration, vendor, case.bill) if vendor and bookable else [],
            "sender": {"name": writer.name, "email": writer.email},
        },
    }
    if case.second:
        result["documents"] = [_document(case.second, False)]
    if case.form in ("scan", "photo"):
        result["scan"] = {
            key: value for key, value in case.options.items() if key in ("skew", "noise", "dpi", "quarter_turns")
        }
    return result
