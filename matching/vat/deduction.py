"""How much of a line's VAT may be claimed (vat-coding §9)."""

from __future__ import annotations

from decimal import Decimal

from domain.evidence import Reason
from domain.findings import Finding
from domain.vat import Treatment as T
from matching.vat.decision import Case, Decision, reason
from matching.vat.findings import check, info
from matching.vat.kinds import contains_meal

# A bill of such a house: food and drink on it were consumed there.
PREMISES = frozenset({"restaurant", "breakfast", "lodging"})
# Belgium: cars are deductible for at most half (art. 45 § 2 W.Btw).
BE_CAR_AT_MOST = Decimal("0.5")
_NL_NEVER = frozenset({"restaurant", "breakfast"})
_NL_IN_PREMISES = frozenset({"food", "alcohol", "spirits", "takeaway"})
_NL_STAFF = frozenset({"food", "canteen", "catering", "takeaway", "alcohol", "spirits"})
_BE_NEVER = frozenset({"restaurant", "breakfast", "tobacco", "spirits", "reception"})
_BE_CAR = frozenset({"car", "fuel"})
_VENUE_WORDS = ("zaal", "locatie", "location", "venue", "feest", "party")

_CHARGED_HERE = {
    "NL": frozenset({T.NL_STD21, T.NL_RED9}),
    "BE": frozenset({T.BE_STD21, T.BE_12, T.BE_6}),
}


def deduct(case: Case, decision: Decision, in_premises: bool) -> tuple[Decision, Decimal]:
    """The decision with its deduction limits applied, and the share of the VAT that may be claimed (0–1).

    ``in_premises``: a line of the document is a restaurant's or hotel's, so food and drink were consumed there.
    A domestic line with a share below 1 becomes *_NONDED; a self-assessed one keeps its treatment, its
    VAT is due in full and claimed in part.
    """
    share, why, findings = _share(case, in_premises)
    share *= case.evidence.own.deductible_share
    reasons = list(why)
    if case.evidence.own.deductible_share != 1:
        reasons.append(reason("vat.pro_rata", share=case.evidence.own.deductible_share))
    treatment = decision.treatment
    if share < 1 and treatment in _CHARGED_HERE.get(case.country, ()):
        treatment = T.NL_NONDED if case.country == "NL" else T.BE_NONDED
    elif treatment in (T.REVIEW, T.OSS_B2C):
        return decision, Decimal(0)
    return (
        Decision(
            treatment,
            decision.rate,
            (*decision.reasons, *reasons),
            (*decision.findings, *findings),
            decision.candidates,
        ),
        share,
    )


def _share(case: Case, in_premises: bool) -> tuple[Decimal, list[Reason], list[Finding]]:
    category = case.kind.category
    if case.country == "NL":
        if category in _NL_NEVER or (in_premises and category in _NL_IN_PREMISES):
            return Decimal(0), [reason("vat.hospitality_not_deductible")], []
        if category == "catering" and any(w in case.priced.line.description.lower() for w in _VENUE_WORDS):
            return Decimal(0), [reason("vat.venue_catering_not_deductible")], []
        if category in _NL_STAFF:
            # Delivered catering is a staff benefit; in a room furnished for it nothing is deductible.
            where = [check("DEDUCTION_LIMIT", case.where, category=category)] if category == "catering" else []
            yearly = info("STAFF_BENEFIT_YEARLY", case.where)
            return Decimal(1), [reason("vat.staff_yearly_correction")], [yearly, *where]
        if category == "lodging" and contains_meal(case.priced.line.description):
            return Decimal(1), [], [check("ALL_IN_PRICE", case.where)]
        return Decimal(1), [], []
    if category in _BE_NEVER or (in_premises and category in _NL_IN_PREMISES):
        return Decimal(0), [reason("vat.be_not_deductible", category=category)], []
    if category in _BE_CAR:
        share = min(case.evidence.own.car_share, BE_CAR_AT_MOST)
        return share, [reason("vat.be_car", share=share)], []
    if category in ("lodging", "takeaway", "catering"):
        return Decimal(1), [], [check("DEDUCTION_LIMIT", case.where, category=category)]
    return Decimal(1), [], []
