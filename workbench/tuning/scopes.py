"""For what something is set instead of for the whole administration, as people type it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from exact import api as exact
from exact.models import Administration, PurchaseOrderLine
from workbench.drafts.changing import DraftRefused
from workbench.models.policy import policy_of
from workbench.vendors.lookup import vendor_named

FIELDS = ("vendor", "vendor_group", "item", "item_group", "order_line")
# The levels of the precedence; an item of any vendor goes before an item group of this one, so that they do not mix.
SCOPES = {("vendor",), ("vendor_group",), ("item",), ("item_group",), ("vendor", "item"), ("order_line",)}


def scope_named(administration: Administration, post: Mapping[str, str]) -> dict[str, Any]:
    """The scope fields of a row, of what was typed: ``vendor``, ``vendor_group`` (its code), ``item``, ``item_group``,
    ``order_line`` ("number/line").

    Raises DraftRefused("TOLERANCE_SCOPE") when nothing, something unknown, or what does not go together is named.
    """
    typed = {name: post.get(name, "").strip()[:200] for name in FIELDS}
    if tuple(name for name, text in typed.items() if text) not in SCOPES:
        raise DraftRefused("TOLERANCE_SCOPE", typed=" + ".join(filter(None, typed.values()))[:60] or "–")
    found: dict[str, Any] = {"vendor": None, "vendor_group": None, "item": "", "item_group": "", "order_line": None}
    if typed["vendor"]:
        found["vendor"] = vendor_named(administration, typed["vendor"])
    if typed["vendor_group"]:
        grouping = policy_of(administration.pk).vendor_group_number
        named = typed["vendor_group"].casefold()
        groups = [
            group
            for group in exact.vendor_groups_for(administration, grouping)
            if named in (group.code.casefold(), group.description.casefold(), str(group).casefold())
        ]
        found["vendor_group"] = groups[0] if len(groups) == 1 else None
    items = exact.items_for(administration)
    if typed["item"]:
        code = typed["item"].split(" ")[0]
        found["item"] = code if items.filter(code=code).exists() else ""
    if typed["item_group"]:
        group = items.filter(group__iexact=typed["item_group"]).values_list("group", flat=True).first()
        found["item_group"] = group or ""
    if typed["order_line"]:
        number, _slash, line = typed["order_line"].partition("/")
        rows = PurchaseOrderLine.objects.filter(
            order__administration=administration, order__number=number.strip(), gone_at=None
        )
        hits = list(rows.filter(line_number=int(line))[:2]) if line.strip().isdecimal() else list(rows[:2])
        found["order_line"] = hits[0] if len(hits) == 1 else None
    for name, text in typed.items():
        if text and not found[name]:
            raise DraftRefused("TOLERANCE_SCOPE", typed=text[:60])
    return found
