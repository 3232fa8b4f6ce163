"""The administration's tolerances: its own from the policy, and what is nearer to the line."""

from __future__ import annotations

from domain.money import decimal_or_none
from domain.tolerances import Limit, Side, ToleranceKind, ToleranceRule, ToleranceTable
from exact.models import Administration
from workbench.models.policy import Policy, policy_of
from workbench.pipeline.derive.nearer import Nearer, nearer_rules


def tolerance_table(
    administration: Administration, policy: Policy | None = None, nearer: Nearer | None = None
) -> ToleranceTable:
    """All tolerances set in the administration, at every level; what nobody set is the system's. ``policy`` and
    ``nearer``: the administration's, when the caller has them."""
    policy = policy or policy_of(administration.pk)
    rules = []
    for name, limit in policy.tolerances.items():
        kind, _dot, side = name.partition(".")
        rules.append(
            ToleranceRule(
                kind=ToleranceKind(kind),
                side=Side(side or "upper"),
                limit=Limit(
                    decimal_or_none(limit.get("percent")),
                    decimal_or_none(limit.get("amount")),
                    limit.get("checked", True),
                ),
                set_by=str(limit.get("set_by", "")),
            )
        )
    nearer = nearer or nearer_rules(administration)
    return ToleranceTable((*rules, *nearer.tolerances), policy.tolerances_stricter_only)
