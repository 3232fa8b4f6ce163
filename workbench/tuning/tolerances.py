"""Tolerances nearer to the line than the administration's own: who may set which, and for what."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from domain.tolerances import Limit, Side, ToleranceKind
from exact.models import Administration
from workbench.accounts.people import Person
from workbench.accounts.rights import Right, require
from workbench.audit import services as audit
from workbench.connect.services import rederive
from workbench.drafts.fields import FieldInvalid
from workbench.models import ToleranceException
from workbench.tuning.numbers import number_in, percent_in, shown_limit
from workbench.tuning.scopes import scope_named

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


def set_exception(administration: Administration, post: Mapping[str, str], *, by: Person) -> ToleranceException:
    """Set a tolerance for what was typed: ``what`` ("KIND.side"), the scope as ``scope_named`` takes it,
    ``percent``, ``amount``, ``off``. Replaces the one for the same; open drafts are judged again.

    Raises RightMissing; DraftRefused: TOLERANCE_SCOPE when nothing, or something unknown, is named; FieldInvalid for
    what is no number, or when no limit is given.
    """
    require(by, Right.CONFIGURE, administration)
    kind, side = _what(post.get("what", ""))
    scope = scope_named(administration, post)
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
            text=row.scope_text,
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
            text=row.scope_text,
            old=shown_limit(limit_of(row)),
        )
        row.delete()
        rederive(row.administration)


def limit_of(row: ToleranceException) -> Limit:
    """The row's limit."""
    return Limit(row.percent, row.amount, row.checked)


def _what(typed: str) -> tuple[ToleranceKind, Side]:
    name, _dot, side = typed.partition(".")
    try:
        kind, where = ToleranceKind(name), Side(side)
    except ValueError as wrong:
        raise FieldInvalid("TOLERANCE_INVALID", typed[:40]) from wrong
    if kind not in PER_LINE:
        raise FieldInvalid("TOLERANCE_INVALID", typed[:40])
    return kind, where
