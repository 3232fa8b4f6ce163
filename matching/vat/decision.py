"""The shape of a decision about one line, and the facts all rules share."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from domain.evidence import Reason
from domain.findings import Finding
from domain.parties import vat_country
from domain.vat import Treatment, expected_rates, standard_rate, valid_rates
from matching.vat.amounts import Priced
from matching.vat.claims import Claim
from matching.vat.evidence import VatEvidence
from matching.vat.findings import TREATMENT_CONFLICT, TREATMENT_UNCERTAIN, hold
from matching.vat.kinds import Kind

# Contradictions after which VAT on the paper may not be claimed, and those after which the paper must be made anew.
VAT_CHARGED_WRONGLY = frozenset(
    {"chain_subcontractor_charges_vat", "electronics_above_threshold", "scrap_charged", "immovable_works_charged"}
    | {"small_business_charges_vat", "margin_with_vat", "insurance_with_vat", "exempt_vendor_charges_vat"}
)
INVOICE_WRONG = frozenset(
    {"not_a_reversed_supply", "end_user_reversed", "electronics_below_threshold", "small_business_reverses"}
    | {"ic_supply_of_services", "ic_from_here", "ic_from_outside", "domestic_ic", "domestic_export"}
)


@dataclass(frozen=True, slots=True)
class Case:
    """One line in its document, as every rule sees it. ``day`` is the tax point (None: no date at all)."""

    evidence: VatEvidence
    priced: Priced
    kind: Kind
    claim: Claim
    day: date | None

    @property
    def country(self) -> str:
        """Country of the administration."""
        return self.evidence.own.country

    @property
    def where(self) -> str:
        """Field name for findings about this line."""
        return f"lines.{self.priced.index}.vat"


@dataclass(frozen=True, slots=True)
class Decision:
    """The treatment of one line with its rate (per cent), reasons and findings. ``candidates``: what it could
    be when a person must choose."""

    treatment: Treatment
    rate: Decimal = Decimal(0)
    reasons: tuple[Reason, ...] = ()
    findings: tuple[Finding, ...] = ()
    candidates: tuple[Treatment, ...] = field(default=())


def reason(code: str, **params: object) -> Reason:
    """A reason with its parameters as text."""
    return Reason(code, {key: str(value) for key, value in params.items()})


def conflict(case: Case, why: str, *candidates: Treatment) -> Decision:
    """The evidence contradicts itself: REVIEW and a hold."""
    way = "wrong_vat" if why in VAT_CHARGED_WRONGLY else "wrong_invoice" if why in INVOICE_WRONG else ""
    possible = ", ".join(dict.fromkeys(candidates))
    finding = hold(TREATMENT_CONFLICT, case.where, why=why, candidates=possible, **({"way": way} if way else {}))
    return Decision(Treatment.REVIEW, case.priced.rate or Decimal(0), (reason(f"vat.{why}"),), (finding,), candidates)


def uncertain(case: Case, why: str, *candidates: Treatment) -> Decision:
    """The evidence does not decide, or the rule awaits an adviser: REVIEW and a hold."""
    finding = hold(TREATMENT_UNCERTAIN, case.where, why=why, candidates=", ".join(dict.fromkeys(candidates)))
    return Decision(Treatment.REVIEW, case.priced.rate or Decimal(0), (reason(f"vat.{why}"),), (finding,), candidates)


def self_assessed_rate(case: Case, abroad: bool = False) -> tuple[Decimal, Reason]:
    """The rate we owe on a reverse-charged line: named with it, the category's only rate, else standard.

    ``abroad``: the vendor prints rates of its own country, so only a rate named in the text counts, and only when it
    exists here.
    """
    named, day = case.claim.rate, case.day
    if abroad:
        named = next((hit.rate for hit in case.claim.hits if hit.strong and hit.rate), None)
        named = named if named and day and named in valid_rates(case.country, day) else None
    if named:
        return named, reason("vat.rate_named", rate=named)
    if day is None:
        return Decimal(21), reason("vat.rate_standard", rate=21)
    rows = {row.rate: row for row in expected_rates(case.country, case.kind.category, day)}
    if len(rows) == 1 and (case.kind.told or case.kind.category in {"food", "books"}):
        rate, row = next(iter(rows.items()))
        return rate, reason("vat.rate_category", rate=rate, category=case.kind.category, source=row.source)
    rate = standard_rate(case.country, day) or Decimal(21)
    return rate, reason("vat.rate_standard", rate=rate, date=day)


def vendor_country(evidence: VatEvidence) -> str:
    """Where the vendor is established: its stated country, else the country of its VAT number."""
    if evidence.vendor.country:
        # A Northern Irish number makes goods intra-community although the country is the United Kingdom.
        return evidence.vendor.country.upper()
    return next(iter(vat_countries(evidence.vendor.vat_ids)), "")


def vat_countries(numbers: Iterable[str]) -> list[str]:
    """Countries of VAT numbers, in order, each once."""
    return list(dict.fromkeys(country for number in numbers if (country := vat_country(number))))
