"""The rules of approval as they are kept, and as routes know them."""

from __future__ import annotations

from workbench.approval.routes import Rule
from workbench.models import ApprovalRule


def rule_of(row: ApprovalRule) -> Rule:
    """A kept rule as routes know it."""
    return Rule(
        key=row.pk or 0,
        first=frozenset(row.first),
        second=frozenset(row.second),
        amount_from=row.amount_from,
        cost_centre=row.cost_centre,
        gl_from=row.gl_from,
        gl_to=row.gl_to,
        vendor=row.vendor_id or 0,
        kind=row.kind,
    )


def rules_in(administration_id: int) -> tuple[Rule, ...]:
    """The rules of an administration in their order; one statement."""
    return tuple(rule_of(row) for row in ApprovalRule.objects.filter(administration_id=administration_id))
