"""The public door of the three-way match."""

from matching.three_way.engine import Known, match
from matching.three_way.policy import ChargeTreatment, MatchLevel, MatchPolicy, PolicyRule
from matching.three_way.results import Candidate, LineResult, MatchResult, MatchState, Variance

__all__ = [
    "Candidate",
    "ChargeTreatment",
    "Known",
    "LineResult",
    "MatchLevel",
    "MatchPolicy",
    "MatchResult",
    "MatchState",
    "PolicyRule",
    "Variance",
    "match",
]
