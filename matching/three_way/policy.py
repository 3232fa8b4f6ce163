"""Which comparisons are made, for whom, and what may happen without a person."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum, StrEnum

from domain.tolerances import Scope


class MatchLevel(IntEnum):
    """NONE: nothing. TWO_WAY: price and ordered quantity. THREE_WAY: plus received. FOUR_WAY: plus accepted."""

    NONE = 0
    TWO_WAY = 2
    THREE_WAY = 3
    FOUR_WAY = 4


class ChargeTreatment(StrEnum):
    """What happens to an accepted charge: its own GL account, or spread over the goods (landed cost)."""

    ACCOUNT = "account"
    SPREAD = "spread"


@dataclass(frozen=True, slots=True)
class PolicyRule(Scope):
    """A match level for an order line, item, item group, vendor, vendor group, or item + vendor. ``set_by`` names the
    person, for the audit trail."""

    match: MatchLevel
    set_by: str = ""


@dataclass(frozen=True, slots=True)
class MatchPolicy:
    """The administration's choices. ``charge_accounts`` is the white list: charge kind → GL account
    (empty text: allowed, coded by the coding rules). ``raise_only`` lets overrides only be stricter.
    ``auto_accept`` lets a document within tolerance go on without a person."""

    match: MatchLevel = MatchLevel.THREE_WAY
    overrides: tuple[PolicyRule, ...] = ()
    raise_only: bool = False
    check_charges: bool = True
    check_totals: bool = False
    charge_accounts: dict[str, str] = field(default_factory=dict)
    charge_treatment: ChargeTreatment = ChargeTreatment.ACCOUNT
    order_required: bool = False
    bill_before_receipt: bool = False
    self_billing_vendors: frozenset[str] = frozenset()
    auto_accept: bool = False
    rematch_days: int = 30
    open_order_days: int = 365

    def nearest(self, scope: Scope) -> PolicyRule | None:
        """The override that is nearest to the line; None when only the administration's level is for it."""
        fitting = [rule for rule in self.overrides if rule.covers(scope)]
        return min(fitting, key=lambda rule: rule.level, default=None)

    def level_for(self, scope: Scope, *, needs_receipt: bool = True) -> MatchLevel:
        """The comparison level for one order line; services without receipts and advance billing drop to two-way."""
        nearest = self.nearest(scope)
        level = nearest.match if nearest else self.match
        if self.raise_only:
            level = max(level, self.match)
        if level > MatchLevel.TWO_WAY and (self.bill_before_receipt or not needs_receipt):
            return MatchLevel.TWO_WAY
        return level
