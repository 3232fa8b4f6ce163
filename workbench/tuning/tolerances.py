"""Tolerances nearer to the line than the administration's own: who may set which, and for what."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from domain.tolerances import Limit, Side, ToleranceKind
from exact import api as exact
from exact.models import Administration, PurchaseOrderLine
from workbench.accounts.people import Person
from workbench.accounts.rights import Right, require
from workbench.audit import services as audit
from workbench.connect.services import rederive
from workbench.drafts.changing import DraftRefused
from workbench.drafts.fields import FieldInvalid
from workbench.models import ToleranceException
from workbench.models.policy import policy_of
from workbench.tuning.numbers import number_in, percent_in, shown_limit
from workbench.vendors.lookup import vendor_named

# What is compared per document or per rate of VAT knows no order line, so no nearer level either.
PER_LINE = frozenset(
    {
        ToleranceKind.PRICE_UNIT,
        ToleranceKind.PRICE_TOTAL,
        ToleranceKind.BILLING_ALLOWANCE,
        ToleranceKind.QTY_ORDERED,
        ToleranceKind.QTY_RECEIVED,
        ToleranceKind.QTY_UNDER,
        ToleranceKind.LINE_AMOUNT,
        ToleranceKind.DATE,
        ToleranceKind.BLANKET_AMOUNT,
        ToleranceKind.BLANKET_DATE,
    }
)

FIELDS = ("vendor", "vendor_group", "item", "item_group", "order_line")
# The levels of the precedence; an item of any vendor goes before an item group of this one, so that they do not mix.
SCOPES = {("vendor",), ("vendor_group",), ("item",), ("item_group",), ("vendor", "item"), ("order_line",)}


def set_exception(administration: Administration, post: Mapping[str, str], *, by: Person) -> ToleranceException:
    """Set a tolerance for what was typed: ``what`` ("KIND.side"), ``vendor``, ``vendor_group`` (its code), ``item``,
    ``item_group``, ``order_line`` ("number/line"), ``percent``, ``amount``, ``off``. Replaces the one for the same;
    open drafts are judged again.

    Raises RightMissing; DraftRefused: TOLERANCE_SCOPE when nothing, or something unknown, is named; FieldInvalid for
    what is no number, or when no limit is given.
    """
    require(by, Right.CONFIGURE, administration)
    kind, side = _what(post.get("what", ""))
    scope = _scope(administration, post)
    limit = Limit(percent_in(post.get("percent", "")), number_in(post.get("amount", "")), post.get("off") != "1")
    if limit.empty:
        raise FieldInvalid("TOLERANCE_INVALID", post.get("percent", ""))
    with transaction.atomic():
        rows = ToleranceException.objects.select_for_update(of=("self",))
        row = rows.filter(administration=administration, kind=kind.value, side=side.value, **scope).first()
        old = shown_limit(limit_of(row)) if row else ""
        row = row or ToleranceException(administration=administration, kind=kind.value, side=side.value, **scope)
        row.percent, row.amount, row.checked, row.set_by = limit.percent, limit.amount, limit.checked, by.get_username()
        row.save()
        audit.record(
            "tolerance.set",
            by=by,
            administration=administration,
            name=f"{kind.value}.{side.value}",
            text=scope_text(row),
            old=old,
            new=shown_limit(limit),
        )
        rederive(administration)
    return row


def remove_exception(row: ToleranceException, *, by: Person) -> None:
    """Remove a nearer tolerance: the next level counts again; open drafts are judged again. Raises RightMissing."""
    require(by, Right.CONFIGURE, row.administration)
    with transaction.atomic():
        audit.record(
            "tolerance.removed",
            by=by,
            administration=row.administration,
            name=f"{row.kind}.{row.side}",
            text=scope_text(row),
            old=shown_limit(limit_of(row)),
        )
        row.delete()
        rederive(row.administration)


def limit_of(row: ToleranceException) -> Limit:
    """The row's limit."""
    return Limit(row.percent, row.amount, row.checked)


def scope_text(row: ToleranceException) -> str:
    """What the tolerance is for, as names and codes."""
    vendor = f"{row.vendor.code} {row.vendor.name}" if row.vendor else ""
    group = str(row.vendor_group or "")
    return " · ".join(filter(None, [str(row.order_line or ""), vendor, group, row.item, row.item_group]))


def _what(typed: str) -> tuple[ToleranceKind, Side]:
    name, _dot, side = typed.partition(".")
    try:
        kind, where = ToleranceKind(name), Side(side)
    except ValueError as wrong:
        raise FieldInvalid("TOLERANCE_INVALID", typed[:40]) from wrong
    if kind not in PER_LINE:
        raise FieldInvalid("TOLERANCE_INVALID", typed[:40])
    return kind, where


def _scope(administration: Administration, post: Mapping[str, str]) -> dict[str, Any]:
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
