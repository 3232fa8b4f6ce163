"""VAT as we think of it: treatments (never a ledger's codes) and rates with the dates they hold."""

from domain.vat.rates import RATE_TABLE_VERSION, RateRow, Transition, expected_rates, standard_rate, valid_rates
from domain.vat.treatments import PROFILES, Treatment, TreatmentProfile, profile

__all__ = [
    "PROFILES",
    "RATE_TABLE_VERSION",
    "RateRow",
    "Transition",
    "Treatment",
    "TreatmentProfile",
    "expected_rates",
    "profile",
    "standard_rate",
    "valid_rates",
]
