"""Vendor and administration in the same country (or a foreign vendor charging under its number here)."""

from __future__ import annotations

from decimal import Decimal

from domain.findings import Finding
from domain.money import ZERO
from domain.parties import vat_country
from domain.vat import Treatment as T
from matching.vat.claims import Regime
from matching.vat.decision import Case, Decision, conflict, reason, self_assessed_rate, uncertain
from matching.vat.findings import TREATMENT_CONFLICT, WRONG_ADMINISTRATION, check, hold
from matching.vat.rate_check import band_treatment, check_rate

# Reverse charge on telephones, chips, game consoles, tablets and laptops from this net amount per supply.
ELECTRONICS_FROM = Decimal(10000)
# Supplies that no domestic reverse charge covers (art. 24b-24be UB OB; art. 20 KB nr. 1).
_NEVER_REVERSED = frozenset(
    {"lodging", "camping", "breakfast", "restaurant", "takeaway", "books", "culture", "sport"}
    | {"medical", "insurance", "finance", "postage"}
)
_WORKS = frozenset({"construction", "cleaning", "renovation_labour"})

# Per country: reverse charge, exempt, small business, margin, zero, outside.
_CODES = {
    "NL": (T.NL_RC, T.NL_EXEMPT, T.NL_KOR, T.NL_MARGIN, T.NL_ZERO, T.NL_OUTSIDE),
    "BE": (T.BE_COCONTR, T.BE_EXEMPT, T.BE_SMALL, T.BE_MARGIN, T.BE_0, T.BE_EXEMPT),
}


def exempt_code(country: str) -> T:
    """Treatment of an exempt supply in that country."""
    return _CODES[country][1]


def margin_code(country: str) -> T:
    """Treatment of a margin scheme supply in that country."""
    return _CODES[country][3]


def outside_code(country: str) -> T:
    """Treatment of something that is no supply for VAT in that country."""
    return _CODES[country][5]


def decide_domestic(case: Case, electronics_total: Decimal) -> Decision:
    """Treatment of one domestic line. ``electronics_total``: net of all electronics lines of the supply."""
    if case.claim.regime is Regime.CHARGED:
        return _charged(case, electronics_total)
    return _uncharged(case, electronics_total)


def _charged(case: Case, electronics_total: Decimal) -> Decision:
    reverse, exempt, small, margin, zero, _ = _CODES[case.country]
    rate = case.priced.rate or Decimal(0)
    rivals = set(case.claim.rivals)
    band = band_treatment(case.country, rate, case)
    if Regime.INSURANCE_TAX in rivals:
        return Decision(exempt, Decimal(0), (reason("vat.insurance_tax"),))
    if case.kind.category == "insurance":
        return conflict(case, "insurance_with_vat", exempt, band)
    if Regime.ZERO in rivals and not case.priced.says_charged:
        return conflict(case, "rate_without_amount", band, zero)
    if case.evidence.vendor.scheme == "small" or Regime.SMALL in rivals:
        return conflict(case, "small_business_charges_vat", small, band)
    if case.evidence.vendor.scheme in ("margin", "travel") or rivals & {Regime.MARGIN, Regime.TRAVEL}:
        return conflict(case, "margin_with_vat", margin, band)
    if rivals & {Regime.REVERSE, Regime.IC, Regime.EXPORT, Regime.TRIANGULATION}:
        return conflict(case, "charged_and_reverse_charged", reverse, band)
    if rivals & {Regime.EXEMPT, Regime.OUTSIDE, Regime.ZERO, Regime.OTHER}:
        return conflict(case, "charged_and_exempt", exempt, band)
    if case.evidence.vendor.scheme == "exempt":
        return conflict(case, "exempt_vendor_charges_vat", exempt, band)
    wrong = _should_be_reversed(case, electronics_total)
    if wrong:
        return conflict(case, wrong, reverse, band)
    reasons, findings = check_rate(case, rate)
    return Decision(band, rate, (reason("vat.charged", rate=rate), *reasons), (*findings, *_works_hint(case)))


def _should_be_reversed(case: Case, electronics_total: Decimal) -> str:
    """Why VAT should not have been charged (wrongly charged VAT is not deductible); "" when it may be."""
    kind, own = case.kind, case.evidence.own
    if own.chain_role == "contractor" and kind.category in _WORKS:
        return "chain_subcontractor_charges_vat"
    if case.country == "NL" and kind.category == "electronics" and electronics_total >= ELECTRONICS_FROM:
        return "electronics_above_threshold"
    if kind.category == "scrap" and case.country == "NL":
        return "scrap_charged"
    if case.country == "BE" and kind.category == "construction" and kind.told and own.chain_role != "end_user":
        return "immovable_works_charged"
    return ""


def _works_hint(case: Case) -> tuple[Finding, ...]:
    if case.country == "BE" and case.kind.category == "construction" and not case.kind.told:
        return (check("BE_COCONTRACTOR_POSSIBLE", case.where),)
    return ()


def _uncharged(case: Case, electronics_total: Decimal) -> Decision:
    reverse, exempt, small, margin, zero, outside = _CODES[case.country]
    claim = case.claim
    if claim.rivals:
        return conflict(case, "texts_disagree")
    if claim.regime is Regime.NONE:
        return _unsaid(case)
    if not claim.strong:
        return uncertain(case, "only_in_small_print")
    regime = claim.regime
    if regime is Regime.REVERSE:
        return _reverse(case, reverse, electronics_total)
    if regime in (Regime.IC, Regime.EXPORT, Regime.TRIANGULATION):
        return _not_from_here(case, regime)
    simple = {
        Regime.MARGIN: margin,
        Regime.TRAVEL: margin,
        Regime.SMALL: small,
        Regime.EXEMPT: exempt,
        Regime.INSURANCE_TAX: exempt,
        Regime.OUTSIDE: outside,
    }
    if regime in simple:
        if regime is Regime.EXEMPT and case.evidence.vendor.scheme == "small":
            return Decision(small, Decimal(0), (reason("vat.small_profile"),))
        return Decision(simple[regime], Decimal(0), (reason(f"vat.{regime.value}", source=claim.source),))
    if regime is Regime.ZERO:
        reasons, findings = check_rate(case, Decimal(0))
        return Decision(zero, Decimal(0), (reason("vat.zero"), *reasons), findings)
    return uncertain(case, "category_not_booked")


def _reverse(case: Case, treatment: T, electronics_total: Decimal) -> Decision:
    if case.country == "NL" and case.kind.category == "electronics" and electronics_total < ELECTRONICS_FROM:
        return conflict(case, "electronics_below_threshold", T.NL_STD21, T.NL_RC)
    if case.kind.category in _NEVER_REVERSED and (case.kind.told or case.kind.sure):
        return conflict(case, "not_a_reversed_supply", treatment)
    if case.country == "NL" and case.evidence.own.chain_role == "end_user" and case.kind.category in _WORKS:
        return conflict(case, "end_user_reversed", treatment)
    named = {rate for hit in case.claim.hits if hit.strong for rate in hit.rates}
    if named and (case.priced.rate or ZERO) not in named and (case.priced.rate or len(named) > 1):
        return conflict(case, "rates_disagree", treatment)
    rate, why = self_assessed_rate(case)
    findings = [*_our_number(case), *check_rate(case, rate)[1]]
    if case.evidence.vendor.scheme == "small":
        findings.append(hold(TREATMENT_CONFLICT, case.where, why="small_business_reverses", way="wrong_invoice"))
    return Decision(treatment, rate, (reason("vat.reverse", source=case.claim.source), why), tuple(findings))


def _our_number(case: Case) -> list[Finding]:
    """Reverse charge needs our VAT id on the invoice: amber when it is known to be absent."""
    if case.evidence.customer_vat_id == "":
        return [check("CUSTOMER_VAT_ID_MISSING", "buyer_vat")]
    return []


def _not_from_here(case: Case, regime: Regime) -> Decision:
    """An intra-community or export wording between two parties of one country cannot be right here."""
    buyer = vat_country(case.evidence.customer_vat_id or "")
    if regime is Regime.IC and buyer and buyer != case.country:
        finding = hold(WRONG_ADMINISTRATION, "buyer_vat", vat_id=case.evidence.customer_vat_id)
        return Decision(T.REVIEW, Decimal(0), (reason("vat.other_country_number", country=buyer),), (finding,))
    if regime is Regime.TRIANGULATION:
        return uncertain(case, "triangulation", T.EU_GOODS)
    return conflict(case, f"domestic_{regime.value}")


# No VAT and no word about it: only where the kind of supply itself explains it.
OUTSIDE_KINDS = frozenset({"parking_street", "authority"})
_EXEMPT_KINDS = frozenset({"medical", "insurance", "finance", "postage"})


def _unsaid(case: Case) -> Decision:
    _, exempt, small, margin, zero, outside = _CODES[case.country]
    scheme = case.evidence.vendor.scheme
    by_scheme = {"small": small, "margin": margin, "travel": margin, "exempt": exempt}
    if scheme in by_scheme:
        return Decision(by_scheme[scheme], Decimal(0), (reason("vat.vendor_scheme", scheme=scheme),))
    category = case.kind.category
    if category in OUTSIDE_KINDS:
        return Decision(outside, Decimal(0), (reason("vat.kind_outside", category=category),))
    if category in _EXEMPT_KINDS:
        return Decision(exempt, Decimal(0), (reason("vat.kind_exempt", category=category),))
    if category == "solar_home" and case.country == "NL":
        reasons, findings = check_rate(case, Decimal(0))
        return Decision(zero, Decimal(0), (reason("vat.kind_zero", category=category), *reasons), findings)
    if case.priced.net == 0:
        return Decision(outside, Decimal(0), (reason("vat.no_amount"),))
    return uncertain(case, "no_vat_and_no_reason", exempt, small, outside)
