"""Coding rules as stored, turned into the rules that run; copying them to other administrations."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import transaction

from domain.money import decimal_or_none
from matching.coding.rules import CodingRule, Conditions
from matching.coding.types import Coding, SplitPart, Spread
from matching.models import CodingRule as StoredRule
from matching.models import SplitTemplate

if TYPE_CHECKING:
    from exact.models import Administration

_MANY = ("vendor_ids", "item_codes", "item_groups", "words")
_CODES = ("gl", "vat_code", "cost_centre", "cost_unit")


def conditions_from(data: Mapping[str, Any]) -> Conditions:
    """Conditions from their stored form; unknown keys raise ValueError."""
    unknown = set(data) - set(Conditions.__slots__)
    if unknown:
        raise ValueError(f"unknown conditions: {', '.join(sorted(unknown))}")
    return Conditions(
        **{name: tuple(data.get(name, ())) for name in _MANY},
        amount_from=decimal_or_none(data.get("amount_from")),
        amount_to=decimal_or_none(data.get("amount_to")),
        order_prefix=data.get("order_prefix", ""),
        recipient=data.get("recipient", ""),
    )


def rule_from(row: StoredRule) -> CodingRule:
    """The running rule of a stored one."""
    return CodingRule(
        id=str(row.pk),
        name=row.name,
        conditions=conditions_from(row.conditions),
        coding=Coding(row.gl, row.vat_code, row.cost_centre, row.cost_unit),
        split=parts_of(row.template) if row.template else (),
        spread=Spread(row.spread_months, None, row.transitory_gl) if row.spread_months else None,
        priority=row.priority,
        active=row.active,
    )


def parts_of(template: SplitTemplate) -> tuple[SplitPart, ...]:
    """A template's parts."""
    return tuple(
        SplitPart(Decimal(part["share"]), Coding(**{name: part.get(name, "") for name in _CODES}))
        for part in template.parts
    )


def rules_of(administration: Administration) -> tuple[CodingRule, ...]:
    """Active rules of the administration, for ``CodingContext``."""
    rows = StoredRule.objects.filter(administration=administration, active=True).select_related("template")
    return tuple(rule_from(row) for row in rows)


@transaction.atomic
def copy_rule(row: StoredRule, to: Administration, by: str) -> StoredRule:
    """Copy a rule (and its template) to other books, switched off: codes and vendors differ there, a person must
    look first. Vendor conditions are left out."""
    conditions = {name: value for name, value in row.conditions.items() if name != "vendor_ids"}
    template = None
    if row.template:
        template, _ = SplitTemplate.objects.get_or_create(
            administration=to, name=row.template.name, defaults={"parts": row.template.parts}
        )
    return StoredRule.objects.create(
        administration=to,
        name=row.name,
        conditions=conditions,
        **{name: getattr(row, name) for name in _CODES},
        template=template,
        spread_months=row.spread_months,
        transitory_gl=row.transitory_gl,
        priority=row.priority,
        active=False,
        copied_from=row,
        created_by=by,
    )
