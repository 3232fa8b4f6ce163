"""From the evidence of one document to a VAT treatment per line. The order of the rules in one place."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from domain.findings import Finding
from domain.money import ZERO, round_money
from domain.vat import Treatment, profile
from matching.vat.amounts import HUNDRED, Priced, distribute, price_lines, rounding_findings
from matching.vat.boxes import be_grids, nl_boxes
from matching.vat.checklist import checklist, checklist_findings
from matching.vat.claims import Regime, claim_of
from matching.vat.cross_border import decide_cross_border
from matching.vat.decision import Case, Decision, conflict, reason, uncertain, vat_countries, vendor_country
from matching.vat.deduction import PREMISES, deduct
from matching.vat.document_checks import document_findings, flags_of
from matching.vat.domestic import decide_domestic
from matching.vat.evidence import LegalText, Place, VatEvidence
from matching.vat.findings import TREATMENT_CONFLICT, check, hold
from matching.vat.kinds import Kind, kind_of
from matching.vat.parties import canonical
from matching.vat.result import VatLineResult, VatResult
from matching.vat.signals import Hit, Signal, find_signals

_SUPPORTED = frozenset({"NL", "BE"})


def derive_vat(evidence: VatEvidence) -> VatResult:
    """Treatment, amounts, return boxes and reasons of every line, with the document's findings.

    Amounts on the paper decide what is paid, the treatment decides what may be claimed; where stated amounts,
    stated texts and the vendor's profile disagree the result carries a hold and never a silent choice.
    Lines come back in the order given (or one per VAT row when the document has no lines).
    """
    evidence = _with_codes(canonical(evidence))
    hits = find_signals(_texts(evidence))
    silent = _strong(hits, Signal.REVERSE_CHARGE, Signal.BE_CLAUSE_COCONTR, Signal.OWN_COUNTRY_RC) or any(
        line.category == "AE" for line in evidence.lines
    )
    priced, findings = price_lines(evidence, silent)
    # A line without VAT may be the one a text about the whole document speaks of.
    free = [line.index for line in priced if not line.says_charged and line.net != 0]
    by_line: dict[int | None, tuple[Hit, ...]] = {}
    for hit in hits:
        by_line[hit.line] = (*by_line.get(hit.line, ()), hit)
    cases = [
        _case(
            evidence, line, (*by_line.get(line.index, ()), *by_line.get(None, ())), bool(set(free[:2]) - {line.index})
        )
        for line in priced
    ]
    decisions = _decide(cases, any(hit.signal is Signal.BE_CLAUSE_UNKNOWN for hit in hits))
    in_premises = any(case.kind.category in PREMISES for case in cases)
    results = []
    for case, decision in zip(cases, decisions, strict=True):
        final, share = deduct(case, decision, in_premises)
        results.append(_result(case, final, share))
        findings += final.findings
    findings += rounding_findings(evidence, priced)
    findings += document_findings(evidence, hits, cases, results)
    items = checklist(evidence, results)
    findings += checklist_findings(evidence, items)
    results = _in_own_currency(evidence, results)
    return VatResult(tuple(results), tuple(_once(findings)), items, flags_of(hits))


def _with_codes(evidence: VatEvidence) -> VatEvidence:
    """Lines without category code take it from the only VAT row of their rate."""
    lines = []
    for line in evidence.lines:
        rows = [
            row
            for row in evidence.vat_rows
            if row.category and (row.rate == line.rate or (not line.rate and not row.rate))
        ]
        if not line.category and len(rows) == 1 and (line.rate is not None or len(evidence.vat_rows) == 1):
            line = replace(line, category=rows[0].category, exemption=line.exemption or rows[0].exemption)
        elif not line.category and line.rate is None and line.net is not None:
            same = [row for row in evidence.vat_rows if row.category and row.base == line.net]
            if len(same) == 1:
                line = replace(
                    line, category=same[0].category, exemption=line.exemption or same[0].exemption, rate=same[0].rate
                )
        lines.append(line)
    return replace(evidence, lines=tuple(lines))


def _texts(evidence: VatEvidence) -> tuple[LegalText, ...]:
    """The document's legal texts plus what stands on the lines themselves."""
    own = []
    given = {text.line for text in evidence.texts if text.place is Place.DESCRIPTION}
    for index, line in enumerate(evidence.lines):
        if line.description and index not in given:
            own.append(LegalText(line.description, Place.DESCRIPTION, index))
        if line.exemption and not line.exemption.upper().startswith("VATEX"):
            own.append(LegalText(line.exemption, Place.LINE, index))
    for row in evidence.vat_rows:
        if row.exemption and not row.exemption.upper().startswith("VATEX") and not row.amount:
            own.append(LegalText(row.exemption, Place.TOTALS))
    return (*evidence.texts, *own)


def _strong(hits: tuple[Hit, ...], *signals: Signal) -> bool:
    return any(hit.strong and hit.signal in signals for hit in hits)


def _case(evidence: VatEvidence, line: Priced, hits: tuple[Hit, ...], other_uncharged: bool) -> Case:
    kind = kind_of(line.line.description, line.line.nature)
    return Case(evidence, line, kind, claim_of(line, hits, other_uncharged), evidence.tax_point(line.line))


def _decide(cases: list[Case], clause_unclear: bool) -> list[Decision]:
    electronics = sum((abs(c.priced.net) for c in cases if c.kind.category == "electronics"), ZERO)
    return [_with_profile(case, _decide_line(case, electronics, clause_unclear)) for case in cases]


def _decide_line(case: Case, electronics: Decimal, clause_unclear: bool) -> Decision:
    if case.country not in _SUPPORTED:
        return uncertain(case, "country_not_supported")
    if case.day is None:
        return uncertain(case, "no_tax_point")
    if case.kind.category == "import_vat" and not case.priced.says_charged:
        finding = check("IMPORT_DOCUMENT_NEEDED", case.where)
        return Decision(Treatment.IMPORT_CUSTOMS, Decimal(0), (reason("vat.import_document"),), (finding,))
    if case.kind.category == "deposit" and not case.priced.says_charged:
        return uncertain(case, "deposit")
    if clause_unclear and not case.priced.says_charged:
        return uncertain(case, "contestation_clause_unclear", Treatment.BE_COCONTR, Treatment.BE_6)
    country = vendor_country(case.evidence)
    numbers = vat_countries(case.evidence.vendor.vat_ids)
    if country == case.country and numbers and country not in numbers:
        return conflict(case, "vendor_number_of_other_country")
    if country == case.country:
        return decide_domestic(case, electronics)
    if not country and case.claim.regime is Regime.CHARGED and not case.evidence.vendor.vat_ids:
        decision = decide_domestic(case, electronics)
        unknown = check("VENDOR_COUNTRY_UNKNOWN", "supplier_vat")
        return replace(decision, findings=(*decision.findings, unknown))
    return decide_cross_border(case, country)


def _with_profile(case: Case, decision: Decision) -> Decision:
    """The vendor's usual treatment contradicting the paper is a hold, even when the paper is consistent."""
    usual = case.evidence.vendor.usual
    if not usual or decision.treatment is Treatment.REVIEW or usual == decision.treatment:
        return decision
    try:
        before, now = profile(Treatment(usual)), profile(decision.treatment)
    except ValueError:
        return decision
    if before.self_assessed == now.self_assessed and before.deducts == now.deducts:
        return decision
    finding = hold(
        TREATMENT_CONFLICT, case.where, why="unlike_vendor_history", usual=usual, now=decision.treatment.value
    )
    return replace(decision, findings=(*decision.findings, finding))


def _result(case: Case, decision: Decision, share: Decimal) -> VatLineResult:
    """Amounts of one line in the document's currency."""
    rules, priced = profile(decision.treatment), case.priced
    base, stated, due, deductible = priced.net, priced.vat, ZERO, ZERO
    if decision.treatment is Treatment.IMPORT_CUSTOMS:
        base, stated = ZERO, priced.net + priced.vat
    if rules.self_assessed:
        due = round_money(base * decision.rate / HUNDRED)
        deductible = round_money(due * share)
    elif rules.deducts:
        deductible = round_money(stated * share)
    return VatLineResult(
        index=priced.index,
        treatment=decision.treatment,
        rate=decision.rate,
        base=base,
        stated=stated,
        due=due,
        deductible=deductible,
        cost=base + stated + due - deductible,
        share=share,
        nature=_nature(case.kind),
        category=case.kind.category,
        reasons=decision.reasons,
        tax_point=case.day,
        candidates=decision.candidates,
    )


def _nature(kind: Kind) -> str:
    return kind.nature


def _in_own_currency(evidence: VatEvidence, results: list[VatLineResult]) -> list[VatLineResult]:
    """Convert, then lay out the return boxes. Parts are rounded so that their sum is the rounded total."""
    rate = evidence.exchange_rate
    bases = [r.base for r in results]
    stated = [r.stated for r in results]
    if rate != 1:
        bases = distribute(round_money(sum(bases, ZERO) * rate), bases)
        stated = distribute(round_money(sum(stated, ZERO) * rate), stated)
    # A discount line lowers the invoice it stands on; only a document that gives money back is a credit note.
    credit = sum(bases, ZERO) < 0 or (sum(bases, ZERO) == 0 and evidence.document_type == "credit_note")
    return [_boxed(evidence, r, b, s, credit) for r, b, s in zip(results, bases, stated, strict=True)]


def _boxed(evidence: VatEvidence, line: VatLineResult, base: Decimal, stated: Decimal, credit: bool) -> VatLineResult:
    due, deductible = line.due, line.deductible
    if evidence.exchange_rate != 1:
        if profile(line.treatment).self_assessed:
            due = round_money(base * line.rate / HUNDRED)
            deductible = round_money(due * line.share)
        else:
            deductible = round_money(stated * line.share) if deductible else ZERO
    if evidence.own.country == "BE":
        undeducted = stated + due - deductible
        boxes = be_grids(line.treatment, line.nature, base, due, deductible, undeducted, credit)
    else:
        boxes = nl_boxes(line.treatment, base, due, deductible)
    return replace(
        line,
        base=base,
        stated=stated,
        due=due,
        deductible=deductible,
        cost=base + stated + due - deductible,
        boxes=boxes,
    )


def _once(findings: list[Finding]) -> list[Finding]:
    seen: set[tuple[str, str, str]] = set()
    kept = []
    for finding in findings:
        key = (finding.code, finding.field, finding.params.get("why", ""))
        if key not in seen:
            seen.add(key)
            kept.append(finding)
    return kept
