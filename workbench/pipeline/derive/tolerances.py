"""The administration's tolerances: its own from the policy, and what is nearer to the line."""

from __future__ import annotations

from domain.money import decimal_or_none
from domain.tolerances import Limit, Side, ToleranceKind, ToleranceRule, ToleranceTable
from exact.models import Administration
from workbench.models import ToleranceException
from workbench.models.policy import Policy, policy_of


def tolerance_table(administration: Administration, policy: Policy | None = None) -> ToleranceTable:
    """All tolerances set in the administration, at every level; what nobody set is the system's. ``policy``: the
    administration's, when the caller has it."""
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
    rows = ToleranceException.objects.filter(administration=administration).select_related(
        "vendor", "vendor_group", "order_line"
    )
    return ToleranceTable((*rules, *map(rule_of, rows)), policy.tolerances_stricter_only)


def rule_of(row: ToleranceException) -> ToleranceRule:
    """The rule of a nearer tolerance (select ``vendor``, ``vendor_group`` and ``order_line`` with the rows)."""
    return ToleranceRule(
        kind=ToleranceKind(row.kind),
        side=Side(row.side),
        limit=Limit(row.percent, row.amount, row.checked),
        vendor=row.vendor.exact_id if row.vendor else "",
        vendor_group=row.vendor_group.exact_id if row.vendor_group else "",
        item=row.item,
        item_group=row.item_group,
        order_line=row.order_line.exact_id if row.order_line else "",
        set_by=row.set_by,
    )
