"""Vendor abroad: acquisitions, services, imports and foreign VAT."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from domain.findings import Finding
from domain.parties import valid_vat, vat_country
from domain.vat import Treatment as T
from domain.vat import valid_rates
from domain.vat.rates import FOREIGN_RATES
from matching.vat.claims import Regime
from matching.vat.decision import (
    Case,
    Decision,
    conflict,
    reason,
    self_assessed_rate,
    uncertain,
    vat_countries,
)
from matching.vat.domestic import OUTSIDE_KINDS, exempt_code, margin_code, outside_code
from matching.vat.findings import TAX_VARIANCE, check, hold, info
from matching.vat.parties import in_union, registered_in
from matching.vat.rate_check import band_treatment, check_rate
from matching.vat.signals import Signal

# Taxed where they happen, not where the customer is; a refund request is the way for that VAT.
_ON_THE_SPOT = frozenset(
    {"lodging", "camping", "restaurant", "breakfast", "parking_street", "parking_garage", "culture", "fuel", "takeaway"}
)
# Exempt in every country of the Union (art. 135 of the directive), so nothing is reverse-charged.
_EXEMPT_EVERYWHERE = frozenset({"insurance", "finance"})
_EXEMPT_KINDS = frozenset({"insurance", "finance", "medical", "education", "postage"})


def decide_cross_border(case: Case, country: str) -> Decision:
    """Treatment of one line from a vendor established in ``country`` (ISO, "" unknown)."""
    if not country:
        return uncertain(case, "vendor_country_unknown")
    case = _one_wording(case)
    if case.claim.regime is Regime.CHARGED:
        return _charged(case, country)
    if case.claim.rivals:
        return conflict(case, "texts_disagree")
    if case.claim.regime in (Regime.MARGIN, Regime.TRAVEL) and case.claim.strong:
        return Decision(margin_code(case.country), Decimal(0), (reason("vat.margin", source=case.claim.source),))
    if country == "XI" or (country == "GB" and "XI" in vat_countries(case.evidence.vendor.vat_ids)):
        return _northern_ireland(case)
    if in_union(country, case.day):
        return _from_union(case, country)
    if case.claim.regime is Regime.IC and case.claim.strong:
        return _union_supply_of_outsider(case)
    return _from_outside(case)


def _one_wording(case: Case) -> Case:
    """ "Exempt, reverse charge": to a vendor abroad its own country exempts what we owe the VAT on. One claim."""
    claim = case.claim
    if claim.structured or {claim.regime, *claim.rivals} - {Regime.EXEMPT, Regime.REVERSE}:
        return case
    if not any(hit.strong and hit.signal in (Signal.REVERSE_CHARGE, Signal.OWN_COUNTRY_RC) for hit in claim.hits):
        return case
    return replace(case, claim=replace(claim, regime=Regime.REVERSE, strong=True, rivals=()))


def _union_supply_of_outsider(case: Case) -> Decision:
    """A vendor from outside the Union can make intra-community supplies only from a country where it is registered."""
    numbers = vat_countries(case.evidence.vendor.vat_ids)
    there = next((c for c in numbers if c != case.country and in_union(c, case.day)), "")
    if there:
        return _from_union(case, there)
    return conflict(case, "ic_from_outside", _own_kinds(case)[0])


def _charged(case: Case, country: str) -> Decision:
    rate = case.priced.rate or Decimal(0)
    rivals = set(case.claim.rivals)
    if case.priced.line.category.strip().upper() == "B":
        return uncertain(case, "split_payment", T.FOREIGN_VAT)
    if rivals & {Regime.REVERSE, Regime.IC, Regime.EXPORT, Regime.TRIANGULATION, Regime.EXEMPT, Regime.SMALL}:
        return conflict(case, "charged_and_reverse_charged", *_own_kinds(case))
    if rivals & {Regime.MARGIN, Regime.TRAVEL}:
        return conflict(case, "margin_with_vat", margin_code(case.country))
    if not case.priced.says_charged:
        return conflict(case, "rate_without_amount", *_own_kinds(case))
    if registered_in(case.evidence, case.country):
        reasons, findings = check_rate(case, rate)
        why = reason("vat.charged_under_number_here", rate=rate)
        return Decision(band_treatment(case.country, rate, case), rate, (why, *reasons), findings)
    foreign = FOREIGN_RATES.get("GB" if country == "XI" else country)
    here = case.day is not None and rate in valid_rates(case.country, case.day)
    if (foreign is not None and rate in foreign) or (foreign is None and not here):
        return _foreign_vat(case, country, rate)
    if here:
        # Our country's rate from a vendor without a number here: distance-selling VAT or an error.
        decision = uncertain(case, "our_rate_without_number_here", T.OSS_B2C, *_own_kinds(case))
        return Decision(T.OSS_B2C, rate, decision.reasons, decision.findings, decision.candidates)
    finding = hold(TAX_VARIANCE, case.where, why="foreign_rate", stated_rate=rate, country=country)
    return Decision(T.FOREIGN_VAT, rate, (reason("vat.foreign", country=country, rate=rate),), (finding,))


def _foreign_vat(case: Case, country: str, rate: Decimal) -> Decision:
    way = "refund" if case.kind.category in _ON_THE_SPOT else "corrected_invoice"
    finding = check("FOREIGN_VAT", case.where, country=country, rate=rate, way=way)
    return Decision(T.FOREIGN_VAT, rate, (reason("vat.foreign", country=country, rate=rate, way=way),), (finding,))


def _own_kinds(case: Case) -> tuple[T, T]:
    return (T.EU_GOODS, T.EU_SERV) if case.country == "NL" else (T.BE_IC_GOODS, T.BE_IC_SERV)


def _self_assessed(case: Case, treatment: T, code: str, *findings: Finding) -> Decision:
    rate, why = self_assessed_rate(case, abroad=True)
    number = [check("CUSTOMER_VAT_ID_MISSING", "buyer_vat")] if case.evidence.customer_vat_id == "" else []
    if treatment in _own_kinds(case):
        number += _their_number(case)
    return Decision(treatment, rate, (reason(code, source=case.claim.source), why), (*findings, *number))


def _their_number(case: Case) -> list[Finding]:
    """A supply from another country of the Union needs the vendor's VAT number of such a country (boxes 4b, 86/88)."""
    numbers = [n for n in case.evidence.vendor.vat_ids if vat_country(n) != case.country]
    if not numbers:
        return [check("VENDOR_VAT_ID_MISSING", "supplier_vat")]
    return (
        []
        if any(valid_vat(n) for n in numbers)
        else [check("VENDOR_VAT_ID_INVALID", "supplier_vat", number=numbers[0])]
    )


def _misplaced(case: Case) -> Decision | None:
    """Goods that did not travel from the other country to ours are no acquisition here, whatever the text says."""
    e, goods = case.evidence, _own_kinds(case)[0]
    if case.claim.regime is not Regime.IC and case.kind.nature not in ("goods", "investment"):
        return None
    if e.delivery_country and e.delivery_country != case.country:
        return uncertain(case, "delivered_elsewhere", goods)
    if case.claim.regime is Regime.IC and e.dispatch_country == case.country:
        return conflict(case, "ic_from_here", goods)
    return None


def _northern_ireland(case: Case) -> Decision:
    goods, services = _own_kinds(case)[0], T.NONEU_SERV
    if case.kind.nature in ("goods", "investment") or case.claim.regime is Regime.IC:
        return _self_assessed(case, goods, "vat.northern_ireland_goods")
    if case.kind.nature == "services":
        return _self_assessed(case, services, "vat.northern_ireland_services")
    return uncertain(case, "goods_or_services", goods, services)


def _from_union(case: Case, country: str) -> Decision:
    goods, services = _own_kinds(case)
    regime, kind = case.claim.regime, case.kind
    if regime is not Regime.NONE and not case.claim.strong:
        regime = Regime.NONE  # small print does not decide; the kind of supply does, visibly
    if regime is Regime.OUTSIDE and not case.claim.structured:
        regime = Regime.NONE  # outside the VAT of the vendor's country says nothing about ours
    if regime is Regime.TRIANGULATION:
        return uncertain(case, "triangulation", goods)
    if regime is Regime.SMALL or (regime is Regime.NONE and case.evidence.vendor.scheme == "small"):
        return uncertain(case, "foreign_small_business", services, exempt_code(case.country))
    misplaced = _misplaced(case)
    if misplaced:
        return misplaced
    if regime is Regime.IC:
        # Freight goes with the goods it brought.
        if kind.nature == "services" and kind.told and kind.category != "transport":
            return conflict(case, "ic_supply_of_services", goods, services)
        return _self_assessed(case, goods, "vat.ic_supply")
    if kind.category in OUTSIDE_KINDS:
        why = reason("vat.kind_outside", category=kind.category)
        return Decision(outside_code(case.country), Decimal(0), (why,))
    if kind.category in _ON_THE_SPOT:
        return uncertain(case, "taxed_on_the_spot", T.FOREIGN_VAT, services)
    if regime is Regime.REVERSE:
        return _union_reverse(case, goods, services)
    if regime in (Regime.EXEMPT, Regime.INSURANCE_TAX) and (case.claim.structured or kind.category in _EXEMPT_KINDS):
        code = exempt_code(case.country)
        return Decision(code, Decimal(0), (reason("vat.exempt"),), (check("FOREIGN_EXEMPTION", case.where),))
    if regime in (Regime.EXPORT, Regime.EXEMPT, Regime.OUTSIDE, Regime.OTHER, Regime.INSURANCE_TAX):
        return uncertain(case, f"union_{regime.value}", goods, services)
    return _union_silent(case, country, goods, services)


def _union_reverse(case: Case, goods: T, services: T) -> Decision:
    kind, e = case.kind, case.evidence
    local = any(hit.signal is Signal.OWN_COUNTRY_RC for hit in case.claim.hits)
    here = e.dispatch_country == case.country or kind.category in ("construction", "renovation_labour")
    # Goods under a number of our country left from a stock here, unless the paper says otherwise.
    stock = kind.nature in ("goods", "investment") and not e.dispatch_country and registered_in(e, case.country)
    if here or local or stock:
        if case.country == "BE":
            return _self_assessed(case, T.BE_COCONTR, "vat.supply_already_here")
        return uncertain(case, "foreign_vendor_supplies_here", T.NL_RC, goods, services)
    if kind.nature in ("goods", "investment"):
        if not kind.told:
            return uncertain(case, "goods_or_services", goods, services)
        return _self_assessed(case, goods, "vat.reverse_goods", check("IC_TEXT_MISSING", case.where))
    if kind.nature == "" and case.country == "BE":
        return uncertain(case, "goods_or_services", goods, services)  # the grids differ
    assumed = [check("SERVICE_ASSUMED", case.where)] if kind.nature == "" else []
    return _self_assessed(case, services, "vat.reverse_services", *assumed)


def _union_silent(case: Case, country: str, goods: T, services: T) -> Decision:
    """No VAT and no strong word about it, from a vendor in the Union."""
    numbers = [c for c in vat_countries(case.evidence.vendor.vat_ids) if c != case.country]
    if not numbers:
        return uncertain(case, "no_vat_and_no_reason", goods, services)
    missing = check("REVERSE_CHARGE_TEXT_MISSING", case.where, country=country)
    if case.kind.category in _EXEMPT_EVERYWHERE:
        why = reason("vat.kind_exempt", category=case.kind.category)
        return Decision(exempt_code(case.country), Decimal(0), (why,), (check("FOREIGN_EXEMPTION", case.where),))
    if case.kind.nature == "services":
        return _self_assessed(case, services, "vat.union_services", missing)
    if case.kind.nature in ("goods", "investment"):
        return _self_assessed(case, goods, "vat.union_goods", missing)
    return uncertain(case, "goods_or_services", goods, services)


def _from_outside(case: Case) -> Decision:
    kind, e, regime = case.kind, case.evidence, case.claim.regime
    if regime is Regime.TRIANGULATION:
        return uncertain(case, "triangulation")
    if kind.category in _EXEMPT_KINDS and regime in (Regime.EXEMPT, Regime.INSURANCE_TAX, Regime.NONE):
        if kind.category in _EXEMPT_EVERYWHERE:
            return Decision(exempt_code(case.country), Decimal(0), (reason("vat.kind_exempt", category=kind.category),))
    if kind.category in _ON_THE_SPOT:
        return uncertain(case, "taxed_on_the_spot", T.FOREIGN_VAT, T.NONEU_SERV)
    dispatch = e.dispatch_country
    if kind.nature in ("goods", "investment") and e.delivery_country not in ("", case.country):
        return uncertain(case, "delivered_elsewhere", T.IMPORT_ART23)
    if kind.nature in ("goods", "investment") and dispatch and in_union(dispatch, case.day):
        return uncertain(case, "goods_from_inside_the_union", T.NL_RC, T.EU_GOODS)
    if kind.nature in ("goods", "investment"):
        return _import(case)
    if kind.nature == "services":
        return _self_assessed(case, T.NONEU_SERV, "vat.outside_services")
    if regime is Regime.EXPORT and case.claim.strong:
        return _import(case)
    if regime is Regime.REVERSE and case.claim.strong:
        return _self_assessed(case, T.NONEU_SERV, "vat.outside_services")
    return uncertain(case, "goods_or_services", T.NONEU_SERV, T.IMPORT_ART23)


def _import(case: Case) -> Decision:
    if case.evidence.own.import_licence:
        treatment = T.IMPORT_ART23 if case.country == "NL" else T.BE_IMPORT_ET14000
        rate, why = self_assessed_rate(case, abroad=True)
        return Decision(treatment, rate, (reason("vat.import_deferred"), why))
    finding = info("IMPORT_VAT_ELSEWHERE", case.where)
    return Decision(outside_code(case.country), Decimal(0), (reason("vat.import_at_customs"),), (finding,))
