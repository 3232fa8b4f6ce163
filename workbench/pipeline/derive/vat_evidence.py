"""The document as the VAT rules want to see it: both parties, lines, VAT per rate, texts, mandatory particulars."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from domain.money import ZERO, decimal_or_none
from domain.parties import vat_country
from exact.models import Administration, GLAccount
from matching.models.vat_position import VatPosition, position_of
from matching.vat.api import LegalText, OwnSide, Place, StatedVat, VatEvidence, VatLine, VendorSide
from matching.vat.nature import nature_of_account
from workbench.drafts.vat_amounts import typed_amounts
from workbench.models import DraftLine
from workbench.pipeline import reference
from workbench.pipeline.derive.facts import Facts
from workbench.pipeline.drafting import amount_of, day_of, rate_of


def rows_of(facts: Facts) -> list[dict[str, Any]]:
    """The VAT per rate: a person's figure before what was read. Of what was read none counts any more once a person
    set a VAT total that it does not make."""
    draft, typed = facts.draft, typed_amounts(facts.draft.fields)
    read = [row for row in draft.vat_rows if rate_of(row.get("rate") or "") not in typed]
    bases = {rate: _base(draft.vat_rows, rate) for rate in typed}
    own = [{"rate": str(rate), "base": bases[rate], "amount": str(amount)} for rate, amount in typed.items()]
    by_person = draft.fields.get("vat_total", {}).get("source") == "person"
    total = sum((amount_of(row.get("amount") or "", draft.currency) or ZERO for row in (*read, *own)), ZERO)
    return own if by_person and draft.vat_total is not None and total != draft.vat_total else [*read, *own]


def _base(rows: list[dict[str, Any]], rate: Decimal) -> str:
    """The base read for a rate; empty when none was."""
    bases = [decimal_or_none(row.get("base")) for row in rows if rate_of(row.get("rate") or "") == rate]
    known = [base for base in bases if base is not None]
    return str(sum(known, ZERO)) if known else ""


def evidence_of(facts: Facts) -> VatEvidence:
    """The document as the VAT rules want to see it."""
    draft, reading, administration = facts.draft, facts.reading, facts.administration
    vendor = draft.vendor
    vat_ids = tuple(v for v in dict.fromkeys((facts.value("supplier_vat"), vendor.vat_number if vendor else "")) if v)
    texts = page_texts(facts) + ([LegalText(reading.notes, Place.NOTE)] if reading.notes else [])
    texts += [
        LegalText(line.description, Place.DESCRIPTION, index)
        for index, line in enumerate(facts.lines)
        if line.description
    ]
    return VatEvidence(
        own=own_side(administration, facts.lookup.get(reference.VAT_POSITION)),
        vendor=VendorSide(
            country=(vendor.country if vendor else "")
            or facts.value("supplier_country")
            or next((c for number in vat_ids if (c := vat_country(number))), administration.country),
            vat_ids=vat_ids,
        ),
        lines=_lines(facts),
        vat_rows=tuple(
            StatedVat(
                rate_of(row.get("rate") or ""),
                decimal_or_none(row.get("base")),
                decimal_or_none(row.get("amount")),
                row.get("category") or "",
                row.get("exemption") or "",
            )
            for row in rows_of(facts)
        ),
        texts=tuple(texts),
        invoice_date=draft.issue_date,
        supply_date=day_of(facts.value("delivery_date")) or day_of(facts.value("service_start")),
        supply_end=day_of(facts.value("service_end")),
        currency=draft.currency,
        customer_vat_id=facts.value("buyer_vat") if reading.document_type else None,
        document_type="credit_note" if draft.kind == "credit_note" else "invoice",
        structured=any(d.kind == "xml" for d in facts.documents)
        or (
            reading.fields.get("invoice_number") is not None and reading.fields["invoice_number"].source.value == "xml"
        ),
        net_total=draft.net_total,
        vat_total=draft.vat_total,
        gross_total=draft.gross_total,
        language=reading.language,
        particulars=particulars(facts),
    )


def own_side(administration: Administration, position: VatPosition | None = None) -> OwnSide:
    """Our own side: numbers from Exact, the position in VAT as an admin set it (when the caller has it)."""
    position = position or position_of(administration.pk)
    return OwnSide(
        administration.country,
        (administration.vat_number,) if administration.vat_number else (),
        deductible_share=(position.deductible_percent / 100).normalize(),
        import_licence=position.import_licence,
        chain_role=position.chain_role,
        car_share=(position.car_percent / 100).normalize(),
    )


def page_texts(facts: Facts) -> list[LegalText]:
    """The pages as text. A later page without any amount is terms and conditions, whose phrases prove little."""
    if facts.main is None or facts.main.kind == "xml":
        return []
    found = []
    for number, words in facts.words:
        paragraphs = _paragraphs(words)
        terms = number > 1 and not any(_AMOUNT.search(text) for text in paragraphs)
        found += [LegalText(text, Place.TERMS if terms else Place.NOTE) for text in paragraphs]
    return found


def _paragraphs(words: list[list[Any]]) -> list[str]:
    """Words in reading order as paragraphs: a gap of more than one and a half line heights starts a new one."""
    parts: list[list[str]] = []
    bottom, height = -1.0, 0.0
    for text, _x0, y0, _x1, y1 in words:
        gap, own = y0 - bottom, y1 - y0
        if (gap > 0.9 * height and gap > 0.9 * own) or y1 < bottom - 0.05 or not parts:
            parts.append([])
        parts[-1].append(str(text))
        bottom, height = y1, own
    return [" ".join(part) for part in parts]


_AMOUNT = re.compile(r"[-−]?\d[\d.,']*[.,]\d\d")

# Exact's GL account types: fixed assets; inventory and cost of goods; operating costs.
INVESTMENT_KINDS, GOODS_KINDS = frozenset({30}), frozenset({40, 111})
SERVICE_KINDS = frozenset({120, 121, 123, 125, 126, 130})


def _lines(facts: Facts) -> tuple[VatLine, ...]:
    accounts = facts.lookup.get(reference.ACCOUNTS).every
    country = facts.administration.country
    return tuple(_line(line, _nature(line, accounts.get(line.gl_account), country)) for line in facts.lines)


def _nature(line: DraftLine, account: GLAccount | None, country: str) -> str:
    """Goods, services or investment: by the ordered item, the account's type in Exact, its place in the chart."""
    if account is not None and account.kind in INVESTMENT_KINDS:
        return "investment"
    if line.order_line is not None and line.order_line.item_id:
        return "goods"
    if account is None:
        return ""
    by_chart = nature_of_account(account.code, country, account.balance_type, account.description)
    if by_chart:
        return by_chart
    if account.kind in GOODS_KINDS:
        return "goods"
    return "services" if account.kind in SERVICE_KINDS else ""


# What the checklist asks and the draft can answer; addresses are not read, so nobody looked for them.
PARTICULARS = (
    "supplier_name",
    "supplier_vat",
    "supplier_registration",
    "buyer_name",
    "issue_date",
    "invoice_number",
    "net_total",
    "vat_total",
)
NOT_LOOKED_FOR = frozenset({"supplier_address", "buyer_address"})


def particulars(facts: Facts) -> dict[str, str]:
    """The mandatory particulars as the draft has them (art. 35a Wet OB, art. 5 KB nr. 1)."""
    found = {name: facts.value(name) for name in PARTICULARS}
    found["description"] = " ".join(line.description for line in facts.lines)
    found["quantity"] = "".join(str(line.quantity) for line in facts.lines if line.quantity is not None)
    found["vat_rate"] = "".join(str(line.vat_rate) for line in facts.lines if line.vat_rate is not None)
    found["supply_date"] = facts.value("delivery_date") or facts.value("service_start") or facts.value("issue_date")
    return found


def _line(line: DraftLine, nature: str) -> VatLine:
    read = line.read or {}
    return VatLine(
        nature=nature,
        description=line.description,
        net=line.net_amount,
        rate=line.vat_rate,
        category=read.get("vat_category") or "",
        exemption=read.get("vat_exemption") or "",
        quantity=line.quantity,
        unit_price=line.unit_price,
    )
