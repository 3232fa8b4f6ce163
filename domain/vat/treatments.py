"""The VAT treatments of a purchase line and where each ends up in the return (vat-coding §2 and §3).

A treatment is independent of any ledger. ``NL_STD21`` and ``NL_RED9`` name the Dutch standard and low
band; the rate itself follows the tax point (19 % standard in 2012, 6 % low until 2018).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Treatment(StrEnum):
    """What happens to the VAT of one line."""

    NL_STD21 = "NL_STD21"
    NL_RED9 = "NL_RED9"
    NL_ZERO = "NL_ZERO"
    NL_EXEMPT = "NL_EXEMPT"
    NL_OUTSIDE = "NL_OUTSIDE"
    NL_RC = "NL_RC"
    NL_MARGIN = "NL_MARGIN"
    NL_KOR = "NL_KOR"
    NL_NONDED = "NL_NONDED"
    EU_GOODS = "EU_GOODS"
    EU_SERV = "EU_SERV"
    NONEU_SERV = "NONEU_SERV"
    IMPORT_ART23 = "IMPORT_ART23"
    IMPORT_CUSTOMS = "IMPORT_CUSTOMS"
    FOREIGN_VAT = "FOREIGN_VAT"
    BE_STD21 = "BE_STD21"
    BE_12 = "BE_12"
    BE_6 = "BE_6"
    BE_0 = "BE_0"
    BE_EXEMPT = "BE_EXEMPT"
    BE_COCONTR = "BE_COCONTR"
    BE_IC_GOODS = "BE_IC_GOODS"
    BE_IC_SERV = "BE_IC_SERV"
    BE_IMPORT_ET14000 = "BE_IMPORT_ET14000"
    BE_SMALL = "BE_SMALL"
    BE_MARGIN = "BE_MARGIN"
    BE_NONDED = "BE_NONDED"
    OSS_B2C = "OSS_B2C"
    REVIEW = "REVIEW"


@dataclass(frozen=True, slots=True)
class TreatmentProfile:
    """How a treatment works.

    ``self_assessed``: we owe the VAT ourselves and (as far as deductible) claim it in the same return.
    ``deducts``: stated VAT may be claimed. ``box``: Dutch box for base and VAT due, or the extra Belgian
    grid beside 81/82/83; ``due_grid``: the Belgian grid of the VAT due. ``uncertain``: the rule awaits an
    adviser, so a line that gets it must be shown to a person.
    """

    self_assessed: bool = False
    deducts: bool = False
    box: str = ""
    due_grid: str = ""
    uncertain: bool = False


_CHARGED = TreatmentProfile(deducts=True)
_NOTHING = TreatmentProfile()

PROFILES: dict[Treatment, TreatmentProfile] = {
    Treatment.NL_STD21: _CHARGED,
    Treatment.NL_RED9: _CHARGED,
    Treatment.NL_ZERO: _NOTHING,
    Treatment.NL_EXEMPT: _NOTHING,
    Treatment.NL_OUTSIDE: _NOTHING,
    Treatment.NL_RC: TreatmentProfile(self_assessed=True, deducts=True, box="2a"),
    Treatment.NL_MARGIN: _NOTHING,
    Treatment.NL_KOR: _NOTHING,
    Treatment.NL_NONDED: _CHARGED,
    Treatment.EU_GOODS: TreatmentProfile(self_assessed=True, deducts=True, box="4b"),
    Treatment.EU_SERV: TreatmentProfile(self_assessed=True, deducts=True, box="4b"),
    Treatment.NONEU_SERV: TreatmentProfile(self_assessed=True, deducts=True, box="4a", due_grid="56"),
    Treatment.IMPORT_ART23: TreatmentProfile(self_assessed=True, deducts=True, box="4a"),
    Treatment.IMPORT_CUSTOMS: _CHARGED,
    Treatment.FOREIGN_VAT: _NOTHING,
    Treatment.BE_STD21: _CHARGED,
    Treatment.BE_12: _CHARGED,
    Treatment.BE_6: _CHARGED,
    Treatment.BE_0: _NOTHING,
    Treatment.BE_EXEMPT: _NOTHING,
    Treatment.BE_COCONTR: TreatmentProfile(self_assessed=True, deducts=True, box="87", due_grid="56"),
    Treatment.BE_IC_GOODS: TreatmentProfile(self_assessed=True, deducts=True, box="86", due_grid="55"),
    Treatment.BE_IC_SERV: TreatmentProfile(self_assessed=True, deducts=True, box="88", due_grid="55"),
    Treatment.BE_IMPORT_ET14000: TreatmentProfile(self_assessed=True, deducts=True, box="87", due_grid="57"),
    Treatment.BE_SMALL: _NOTHING,
    Treatment.BE_MARGIN: _NOTHING,
    Treatment.BE_NONDED: _CHARGED,
    Treatment.OSS_B2C: TreatmentProfile(uncertain=True),
    Treatment.REVIEW: TreatmentProfile(uncertain=True),
}


def profile(treatment: Treatment) -> TreatmentProfile:
    """The profile of a treatment; every treatment has one."""
    return PROFILES[treatment]
