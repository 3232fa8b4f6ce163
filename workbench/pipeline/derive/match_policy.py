"""With what the administration compares its invoices, and what may go on without a person."""

from __future__ import annotations

from exact.models import Administration
from matching.three_way.api import MatchLevel, MatchPolicy
from workbench.models.policy import Policy, policy_of
from workbench.pipeline.derive.nearer import Nearer, nearer_rules

# What is billed beside goods without standing on the order (matching rule R23), within the tolerance for charges. The
# account comes from the coding rules.
USUAL_CHARGES = {"freight": "", "packaging": ""}


def match_policy(
    administration: Administration, policy: Policy | None = None, nearer: Nearer | None = None
) -> MatchPolicy:
    """The administration's choices (matching rule R7): its match level, and those set nearer to the line. ``policy``
    and ``nearer``: the administration's, when the caller has them."""
    policy = policy or policy_of(administration.pk)
    nearer = nearer or nearer_rules(administration)
    return MatchPolicy(
        match=MatchLevel[policy.match_level.upper()],
        overrides=nearer.levels,
        raise_only=policy.match_level_stricter_only,
        order_required=policy.order_required,
        auto_accept=True,
        charge_accounts=USUAL_CHARGES,
    )
