"""The administration's tolerances from its policy."""

from __future__ import annotations

from domain.money import decimal_or_none
from domain.tolerances import Limit, Side, ToleranceKind, ToleranceRule, ToleranceTable
from exact.models import Administration
from workbench.models.policy import policy_of


def tolerance_table(administration: Administration) -> ToleranceTable:
    """Rules set for the administration: {"PRICE_UNIT.upper": {"percent": "2", "amount": "25"}}; the rest is default."""
    rules = []
    for name, limit in policy_of(administration.pk).tolerances.items():
        kind, _dot, side = name.partition(".")
        rules.append(
            ToleranceRule(
                ToleranceKind(kind),
                Side(side or "upper"),
                Limit(
                    decimal_or_none(limit.get("percent")),
                    decimal_or_none(limit.get("amount")),
                    limit.get("checked", True),
                ),
                set_by=str(limit.get("set_by", "")),
            )
        )
    return ToleranceTable(tuple(rules))
