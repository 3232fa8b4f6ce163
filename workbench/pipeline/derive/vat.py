"""VAT per line: the treatment by the rules, the code by the administration's confirmed table."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from domain.findings import Finding, Severity
from domain.money import ZERO
from domain.vat import Treatment, profile
from matching.vat.api import VatLineResult, VatResult, derive_vat
from matching.vat.mapping import LedgerVatCode, deductible_share, vat_code_for
from matching.vat.spread import Bearer, Stated, rate_sums, spread
from workbench.drafts.states import DraftKind
from workbench.drafts.vat_amounts import passed
from workbench.models import DraftLine
from workbench.pipeline import reference
from workbench.pipeline.derive.causes import Cause, cause_of
from workbench.pipeline.derive.facts import Facts
from workbench.pipeline.derive.vat_evidence import NOT_LOOKED_FOR, evidence_of, rows_of
from workbench.pipeline.derive.vendor import stored_reason
from workbench.pipeline.drafting import amount_of, rate_of

# Kinds of VAT codes whose VAT is claimed back: on top of the amount, or contained in it. A cent or two per line is
# how suppliers round.
PERCENTAGE_KINDS, ROUNDING = frozenset({"E", "I"}), Decimal("0.05")

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
    causes: list[Cause] = []
    table = facts.lookup.get(reference.VAT_TABLE)
    codes = facts.lookup.get(reference.VAT_CODES)
    for line, verdict in zip(facts.lines, result.lines, strict=False):
        causes += _code(facts, line, verdict, table, codes)
    rates = _spread(facts, result)
    causes = _causes_of(facts, told) + causes
    causes += _other_rates(facts, result, {code.code: code for code in codes})
    facts.draft.vat_result = _stored(result) | {"rates": rates}
    return causes


def _follow_codes(facts: Facts) -> None:
    """A VAT code that a person chose says at which rate the supplier charges, whatever was read or derived before.

    Codes under which we owe the VAT ourselves, of the margin scheme or without a rate say nothing about that: then it
    is what was read, not what a code chosen before left behind.
    """
    codes = {code.code: code for code in facts.lookup.get(reference.VAT_CODES)}
    for line in facts.lines:
        if "vat_code" not in line.by_person or "vat_rate" in line.by_person:
            continue
        code, rate = codes.get(line.vat_code), None
        if code is not None and code.kind in PERCENTAGE_KINDS and not code.charged and not code.margin:
            rate = code.rate_on(facts.draft.issue_date or facts.draft.received_at.date())
        line.vat_rate = rate if rate is not None else rate_of(str((line.read or {}).get("vat_rate") or ""))


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
    params = {"line": str(line.position), "treatment": verdict.treatment.value}
    place = f"lines.{line.position}"
    if "vat_code" in line.by_person:
        # Without a code Exact takes that of the account, and with it another total.
        known = any(line.vat_code == row.code for row in codes)
        why = {**params, "why": "code_unknown"}
        return [] if known else [Cause("VAT_CODE_UNMAPPED", Severity.HOLD, why, place, f"typed {line.vat_code}")]
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
    return [Cause("VAT_CODE_UNMAPPED", Severity.HOLD, params, place, verdict.treatment.value)]


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


def _spread(facts: Facts, result: VatResult) -> list[dict[str, Any]]:
    """Give each line its part of the VAT that the supplier charges; the rates and treatments for the screen."""
    draft, verdicts = facts.draft, [*result.lines, *[None] * (len(facts.lines) - len(result.lines))]
    pairs = list(zip(facts.lines, verdicts, strict=False))
    bearers = [Bearer(line.net_amount or ZERO, line.vat_rate or ZERO, bool(v and v.due)) for line, v in pairs]
    stated = Stated(_stated_per_rate(facts), draft.vat_total, passed(draft.fields))
    for line, part in zip(facts.lines, spread(bearers, stated, draft.currency), strict=True):
        line.vat_amount = part
    rows = [
        {
            "rate": str(each.rate),
            "base": str(each.base),
            "computed": str(each.computed),
            "stated": "" if each.stated is None else str(each.stated),
            "explained": each.explained,
        }
        for each in rate_sums(bearers, stated, draft.currency)
    ]
    ours: dict[str, list[VatLineResult]] = {}
    for verdict in result.lines:
        if verdict.due:
            ours.setdefault(verdict.treatment.value, []).append(verdict)
    for treatment, members in ours.items():
        base, due = (abs(sum((getattr(v, name) for v in members), ZERO)) for name in ("base", "due"))
        rows.append({"treatment": treatment, "base": str(base), "due": str(due)})
    return rows


def _stated_per_rate(facts: Facts) -> dict[Decimal, Decimal]:
    found: dict[Decimal, Decimal] = {}
    for row in rows_of(facts):
        rate, amount = rate_of(row.get("rate") or ""), amount_of(row.get("amount") or "", facts.draft.currency)
        if rate is not None and amount is not None:
            found[rate] = found.get(rate, ZERO) + amount
    return found


def _causes_of(facts: Facts, findings: list[Finding]) -> list[Cause]:
    """What the rules found, without what is said elsewhere or was decided. Figures make a difference that was let
    pass another one when they change."""
    decided = _decided(facts)
    told = [(finding, _place(facts, finding.field)) for finding in findings]
    return [
        cause_of(
            finding, place, "|".join(finding.params.get(name, "") for name in ("rate", "stated", "computed")).strip("|")
        )
        for finding, place in told
        if not (finding.code == "VAT_TREATMENT_UNKNOWN" and place in decided) and not _said_by_sums(facts, finding)
    ]


def _decided(facts: Facts) -> frozenset[str]:
    """Lines whose VAT a person decided, by choosing a code that Exact knows."""
    codes = {code.code for code in facts.lookup.get(reference.VAT_CODES)}
    lines = (line for line in facts.lines if "vat_code" in line.by_person and line.vat_code in codes)
    return frozenset(f"lines.{line.position}" for line in lines)


def _said_by_sums(facts: Facts, finding: Finding) -> bool:
    """Whether the sums of the draft tell it (see ``sums``): net and VAT beside the total, VAT of the lines beside the
    VAT total, or that a person let this pass."""
    if finding.code != "TAX_VARIANCE":
        return False
    why, total = finding.params.get("why"), facts.draft.vat_total
    booked = sum((line.vat_amount or ZERO for line in facts.lines), ZERO)
    differs = None in passed(facts.draft.fields) or (total is not None and booked != total)
    return why == "net_plus_vat" or (why in ("vat_total", "amount") and differs)


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
