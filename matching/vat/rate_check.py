"""Is the rate on the paper one that can be right for this supply on this date?"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from domain.evidence import Reason
from domain.findings import Finding
from domain.vat import Treatment, expected_rates, standard_rate, valid_rates
from domain.vat.rates import RATES, transition_for
from matching.vat.decision import Case, reason
from matching.vat.findings import TAX_VARIANCE, TREATMENT_UNCERTAIN, hold

# Dutch lodging left the low rate; payments before the other date are the disputed ones.
DUTCH_LODGING_FROM, DISPUTED_BEFORE = date(2026, 1, 1), date(2025, 7, 1)


def band_treatment(country: str, rate: Decimal, case: Case) -> Treatment:
    """The domestic treatment of a rate: by the band it has, or had, in that country."""
    rows = [row for row in RATES if row.country == country and row.rate == rate]
    day = case.day
    now = [row for row in rows if day is None or row.covers(day)] or rows
    bands = {row.category for row in now}
    table = {
        "NL": {"standard": Treatment.NL_STD21, "low": Treatment.NL_RED9, "zero": Treatment.NL_ZERO},
        "BE": {
            "standard": Treatment.BE_STD21,
            "middle": Treatment.BE_12,
            "low": Treatment.BE_6,
            "zero": Treatment.BE_0,
        },
    }[country]
    return next((treatment for band, treatment in table.items() if band in bands), Treatment.REVIEW)


def check_rate(case: Case, rate: Decimal) -> tuple[tuple[Reason, ...], tuple[Finding, ...]]:
    """Reasons for accepting the rate, or a TAX_VARIANCE with what was expected.

    A category that was only guessed from words contradicts the paper only where the words are telling
    (lodging, camping, pesticides); otherwise any rate that exists on that day is accepted.
    """
    day, country = case.day, case.country
    if day is None:
        return (reason("vat.no_date"),), ()
    kind = case.kind
    rows = expected_rates(country, kind.category, day) if kind.category and (kind.told or kind.sure) else ()
    # Alcohol, drinks and the like beside a meal follow the standard rate; food in a bill the meal's rows.
    if rows:
        allowed = {row.rate for row in rows}
        straddles = _straddles(case, allowed)
        if _disputed(case, rate):
            return (), (hold(TREATMENT_UNCERTAIN, case.where, why="transition_disputed", date=case.day),)
        if rate in allowed and not straddles:
            source = next(row.source for row in rows if row.rate == rate)
            return (reason("vat.rate_category", rate=rate, category=kind.category, date=day, source=source),), ()
        e = case.evidence
        due = min((d for d in (e.payment_date, e.prepayment_date, day) if d), default=None)
        transition = transition_for(country, kind.category, rate, day, e.booking_date, due)
        if transition:
            return (
                reason("vat.rate_transition", rate=rate, booked=e.booking_date, due=due, source=transition.source),
            ), ()
        why = "period_spans_change" if straddles else "category"
        return (), (_variance(case, rate, allowed, why),)
    allowed = set(valid_rates(country, day))
    if rate in allowed:
        return (reason("vat.rate_valid", rate=rate, date=day),), ()
    standard = standard_rate(country, day)
    return (), (_variance(case, rate, allowed if standard is None else allowed | {standard}, "date"),)


def _disputed(case: Case, rate: Decimal) -> bool:
    """Dutch lodging in 2026 paid before July 2025: sources disagree whether 9 % stays (vat-coding §4)."""
    e = case.evidence
    paid = min((d for d in (e.payment_date, e.prepayment_date) if d), default=None)
    late = case.day is not None and case.day >= DUTCH_LODGING_FROM
    lodging = case.country == "NL" and case.kind.category == "lodging" and rate in (Decimal(9), Decimal(21))
    return lodging and late and paid is not None and paid < DISPUTED_BEFORE


def _straddles(case: Case, allowed: set[Decimal]) -> bool:
    """Whether the supply period runs over a change of the category's rate."""
    end = case.priced.line.supply_end or (case.evidence.supply_end if not case.priced.line.supply_date else None)
    if end is None or case.day is None:
        return False
    later = {row.rate for row in expected_rates(case.country, case.kind.category, end)}
    return bool(later) and later != allowed


def _variance(case: Case, rate: Decimal, allowed: set[Decimal], why: str) -> Finding:
    expected = " / ".join(str(r) for r in sorted(allowed))
    return hold(
        TAX_VARIANCE,
        case.where,
        why=why,
        stated_rate=rate,
        expected_rate=expected,
        category=case.kind.category,
        date=case.day,
    )
