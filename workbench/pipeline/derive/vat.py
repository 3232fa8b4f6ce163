"""VAT per line: the treatment by the rules, the code by the administration's confirmed table."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from domain.findings import Severity
from domain.money import ZERO, decimal_or_none, round_money
from domain.parties import vat_country
from domain.vat import Treatment, profile
from exact.models import Administration, GLAccount
from matching.models.vat_position import VatPosition, position_of
from matching.vat.api import (
    LegalText,
    OwnSide,
    Place,
    StatedVat,
    VatEvidence,
    VatLine,
    VatLineResult,
    VatResult,
    VendorSide,
    derive_vat,
)
from matching.vat.mapping import LedgerVatCode, deductible_share, vat_code_for
from matching.vat.nature import nature_of_account
from workbench.drafts.states import DraftKind
from workbench.models import Draft, DraftLine
from workbench.pipeline import reference
from workbench.pipeline.derive.causes import Cause, cause_of
from workbench.pipeline.derive.facts import Facts
from workbench.pipeline.derive.vendor import stored_reason
from workbench.pipeline.drafting import amount_of, day_of, rate_of

# Missing particulars stand in the checklist beside the draft; a signal for every unread address would be noise.
SHOWN_AS_CHECKLIST = frozenset({"MISSING_FIELD", "INCOMPLETE_INVOICE"})


def step(facts: Facts) -> list[Cause]:
    """Derive treatments, choose codes, spread the supplier's VAT over the lines; hold contradictions."""
    if not facts.lines:
        return []
    _follow_codes(facts)
    result = derive_vat(evidence_of(facts))
    told = [f for f in result.findings if f.code not in SHOWN_AS_CHECKLIST]
    if any(not line.gl_account for line in facts.lines):
        # The return box follows from the account, and that the account is missing is said already.
        told = [f for f in told if f.code != "BE_GRID_UNKNOWN"]
    causes = [cause_of(f, _place(facts, f.field)) for f in told]
    table = facts.lookup.get(reference.VAT_TABLE)
    codes = facts.lookup.get(reference.VAT_CODES)
    for line, verdict in zip(facts.lines, result.lines, strict=False):
        causes += _code(facts, line, verdict, table, codes)
    _spread(facts, result)
    causes += _other_rates(facts, result, {code.code: code for code in codes})
    facts.draft.vat_result = _stored(result)
    return causes


def _follow_codes(facts: Facts) -> None:
    """A VAT code that a person chose says at which rate the supplier charges, whatever was read or derived before.

    Codes under which we owe the VAT ourselves, of the margin scheme or without a rate say nothing about that.
    """
    codes = {code.code: code for code in facts.lookup.get(reference.VAT_CODES)}
    for line in facts.lines:
        code = codes.get(line.vat_code) if "vat_code" in line.by_person else None
        if code is None or code.kind not in PERCENTAGE_KINDS or code.charged or code.margin:
            continue
        rate = code.rate_on(facts.draft.issue_date or facts.draft.received_at.date())
        if rate is not None and "vat_rate" not in line.by_person:
            line.vat_rate = rate


def rows_of(facts: Facts) -> list[dict[str, Any]]:
    """The VAT per rate as read; none of it once a person set a VAT total that it does not make."""
    rows, total = facts.draft.vat_rows, facts.draft.vat_total
    by_person = facts.draft.fields.get("vat_total", {}).get("source") == "person"
    read = sum((amount_of(row.get("amount") or "", facts.draft.currency) or ZERO for row in rows), ZERO)
    return [] if by_person and total is not None and read != total else rows


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
    for number, words in facts.main.page_rows.values_list("number", "words"):
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

# Kinds of VAT codes whose VAT is claimed back: on top of the amount, or contained in it. A cent or two per line is
# how suppliers round.
PERCENTAGE_KINDS, ROUNDING = frozenset({"E", "I"}), Decimal("0.05")

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


def _place(facts: Facts, field: str) -> str:
    """``lines.N`` of the rules counts from 0, on the screen from 1."""
    head, dot, rest = field.partition(".")
    if head == "lines" and dot and rest.split(".")[0].isdigit():
        index = int(rest.split(".")[0])
        return f"lines.{facts.lines[index].position}" if index < len(facts.lines) else ""
    return field if field in facts.draft.fields else ""


def _code(facts: Facts, line: DraftLine, verdict: VatLineResult, table: Any, codes: Any) -> list[Cause]:
    line.vat_treatment = verdict.treatment.value
    # Of a line without an amount, which somebody is still typing, nothing can be derived that would last.
    if line.vat_rate is None and line.net_amount is not None and verdict.treatment is not Treatment.REVIEW:
        line.vat_rate = verdict.rate
    if "vat_code" in line.by_person:
        return []
    choice = vat_code_for(
        verdict.treatment,
        verdict.rate,
        verdict.nature,
        table,
        codes,
        verdict.tax_point or facts.draft.issue_date,
        verdict.share,
    )
    ruled, rule = facts.vat_by_rule.get(line.pk, ("", ""))
    if ruled and _fits(ruled, verdict, codes, facts):
        line.vat_code = ruled
        reasons = [{"code": "coding.rule", "params": {"rule": rule}}]
        line.choices = {**line.choices, "vat_code": {"source": "rule", "reasons": reasons}}
        return []
    line.vat_code = choice.code
    if profile(verdict.treatment).uncertain:
        return []  # the rule that could not decide has said so itself
    reasons = [stored_reason(r) for r in (*verdict.reasons, *choice.reasons)]
    line.choices = {**line.choices, "vat_code": {"source": "rule", "reasons": reasons}}
    if choice.code:
        return []
    params = {"line": str(line.position), "treatment": verdict.treatment.value}
    return [Cause("VAT_CODE_UNMAPPED", Severity.HOLD, params, f"lines.{line.position}", verdict.treatment.value)]


def _fits(code: str, verdict: VatLineResult, codes: Any, facts: Facts) -> bool:
    """Whether a rule's VAT code may stand: in use for purchases, same rate, same side that owes the VAT.

    A rule chooses between codes of one treatment; it never turns one treatment into another.
    """
    if profile(verdict.treatment).uncertain:
        return False
    row = next((row for row in codes if row.code == code and not row.blocked and row.transaction_type != "S"), None)
    day = verdict.tax_point or facts.draft.issue_date
    if row is None or row.charged != bool(verdict.due):
        return False
    claims = profile(verdict.treatment).deducts
    if claims and verdict.share == 0 and row.kind not in PERCENTAGE_KINDS:
        return True  # booked without VAT: all of it is cost
    return row.rate_on(day) == verdict.rate and (not claims or deductible_share(row) == verdict.share)


def _spread(facts: Facts, result: VatResult) -> None:
    """Give each line its part of the VAT the supplier states per rate; the largest line takes the rounding cent.

    What is booked is the supplier's figure, whichever legal way of rounding produced it (vat-coding §8).
    """
    draft = facts.draft
    charged = {line.pk: verdict for line, verdict in zip(facts.lines, result.lines, strict=False)}
    groups: dict[Decimal, list[DraftLine]] = {}
    for line in facts.lines:
        verdict = charged.get(line.pk)
        if verdict is not None and verdict.due:
            line.vat_amount = ZERO  # reverse charge: the supplier charges nothing
            continue
        groups.setdefault(line.vat_rate if line.vat_rate is not None else ZERO, []).append(line)
    stated = {rate: amount for rate, amount in _stated_per_rate(facts).items() if rate in groups}
    missing = [rate for rate in groups if rate not in stated and rate]
    if draft.vat_total is not None and len(missing) == 1:
        stated[missing[0]] = draft.vat_total - sum(stated.values(), ZERO)
    for rate, lines in groups.items():
        exact = [(line.net_amount or ZERO) * rate / 100 for line in lines]
        parts = [round_money(amount, draft.currency) for amount in exact]
        if rate in stated and parts:
            rest = stated[rate] - sum(parts, ZERO)
            largest = max(range(len(parts)), key=lambda i: abs(exact[i]))
            # Only rounding is absorbed; a real difference is a hold and stays visible.
            if abs(rest) <= max(Decimal("0.05"), Decimal("0.01") * len(parts)):
                parts[largest] += rest
        for line, part in zip(lines, parts, strict=True):
            line.vat_amount = part
    if draft.fields.get("vat_total", {}).get("as_stated"):
        _as_stated(draft, [line for lines in groups.values() for line in lines])


def _as_stated(draft: Draft, lines: Sequence[DraftLine]) -> None:
    """A person let the supplier's VAT pass though no rate explains it: it is owed, so the largest line that bears VAT
    (else the largest) takes what is left."""
    if draft.vat_total is None or not lines:
        return
    rest = draft.vat_total - sum((line.vat_amount or ZERO for line in lines), ZERO)
    taker = max(lines, key=lambda line: (bool(line.vat_rate), abs(line.net_amount or ZERO)))
    taker.vat_amount = (taker.vat_amount or ZERO) + rest


def _other_rates(facts: Facts, result: VatResult, codes: dict[str, LedgerVatCode]) -> list[Cause]:
    """Lines whose VAT code has another rate than is charged on them: the return would not agree with its base.

    Codes that claim nothing back, under which we owe the VAT ourselves, or of the margin scheme say nothing about
    the rate on the paper. A difference that rounding explains is none.
    """
    if facts.draft.kind not in (DraftKind.PURCHASE_INVOICE, DraftKind.CREDIT_NOTE):
        return []
    causes = []
    for line, verdict in zip(facts.lines, result.lines, strict=False):
        code = codes.get(line.vat_code)
        if code is None or code.kind not in PERCENTAGE_KINDS or code.charged or code.margin:
            continue
        rate, charged = code.rate_on(verdict.tax_point or facts.draft.issue_date), line.vat_rate or ZERO
        if rate is None or rate == charged or line.net_amount is None:
            continue
        if abs((line.vat_amount or ZERO) - line.net_amount * rate / 100) <= ROUNDING:
            continue
        stated, expected = (f"{each.normalize():f}" for each in (charged, rate))
        params = {"line": str(line.position), "why": "code_rate", "stated_rate": stated, "expected_rate": expected}
        place = f"lines.{line.position}"
        causes.append(Cause("TAX_VARIANCE", Severity.HOLD, params, place, f"{line.vat_code} {stated}"))
    return causes


def _stated_per_rate(facts: Facts) -> dict[Decimal, Decimal]:
    found: dict[Decimal, Decimal] = {}
    for row in rows_of(facts):
        rate, amount = rate_of(row.get("rate") or ""), amount_of(row.get("amount") or "", facts.draft.currency)
        if rate is not None and amount is not None:
            found[rate] = found.get(rate, ZERO) + amount
    return found


def _stored(result: VatResult) -> dict[str, Any]:
    return {
        "rate_table": result.rate_table,
        "checklist": [
            {"code": item.code, "state": item.state, "rule": item.rule}
            for item in result.checklist
            if item.code not in NOT_LOOKED_FOR
        ],
        "flags": list(result.flags),
        "due": str(result.due),
        "deductible": str(result.deductible),
        "lines": [
            {
                "treatment": line.treatment.value,
                "rate": str(line.rate),
                "reasons": [stored_reason(r) for r in line.reasons],
            }
            for line in result.lines
        ],
    }
