"""How an administration judges: its VAT codes, tolerances and approval policy. Admins only, every change audited."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction

from domain.money import decimal_or_none
from domain.tolerances import SYSTEM_DEFAULTS, Limit, Side, ToleranceKind
from domain.vat import Treatment
from exact import api as exact
from exact.models import Administration
from matching.models import VatCodeMapping
from matching.vat import learned
from workbench.accounts.people import Person
from workbench.accounts.rights import Right, require
from workbench.audit import services as audit
from workbench.connect.services import rederive
from workbench.drafts.changing import DraftRefused
from workbench.drafts.fields import FieldInvalid, parse_amount
from workbench.models import Policy

# Kinds without a default of the system that an administration may set.
MORE = ((ToleranceKind.BILLING_ALLOWANCE, Side.UPPER), (ToleranceKind.QTY_UNDER, Side.LOWER))
TOLERANCES: tuple[tuple[ToleranceKind, Side], ...] = (*SYSTEM_DEFAULTS, *MORE)
MOST = Decimal("1000000")


def change_vat_code(row: VatCodeMapping, code: str, *, by: Person) -> VatCodeMapping:
    """Book a treatment with another VAT code from now on; open drafts are judged again.

    Raises RightMissing, DraftRefused("VAT_CODE_NOT_THERE") for a code that is not in the books or not for purchases.
    """
    require(by, Right.CONFIGURE, row.administration)
    if not exact.vat_codes_for(row.administration).filter(code=code).exists():
        raise DraftRefused("VAT_CODE_NOT_THERE", typed=code[:20])
    if code == row.code and row.confirmed_at is not None:
        return row
    with transaction.atomic():
        old = row.code
        row = learned.confirm(
            row.administration,
            Treatment(row.treatment),
            row.rate,
            row.kind,
            code,
            by=by.get_username(),
            share=row.share,
        )
        audit.record(
            "vat_code.changed",
            by=by,
            administration=row.administration,
            treatment=row.treatment,
            rate=str(row.rate),
            kind_of=row.kind,
            old=old,
            new=code,
        )
        rederive(row.administration)
    return row


def forget_vat_code(row: VatCodeMapping, *, by: Person) -> None:
    """Forget a treatment's code: lines with it are held until somebody says it again. Raises RightMissing."""
    require(by, Right.CONFIGURE, row.administration)
    with transaction.atomic():
        learned.forget(row.administration, Treatment(row.treatment), row.rate, row.kind)
        audit.record(
            "vat_code.forgotten",
            by=by,
            administration=row.administration,
            treatment=row.treatment,
            rate=str(row.rate),
            kind_of=row.kind,
            old=row.code,
        )
        rederive(row.administration)


@dataclass(frozen=True, slots=True)
class PolicyContent:
    """An administration's policy as wanted. ``tolerances`` holds what differs from the system, by "KIND.side"."""

    four_eyes_from: Decimal
    order_required: bool
    match_without_reference: bool
    cooling_off_days: int
    tolerances: dict[str, Limit]


def policy_from(post: Mapping[str, str]) -> PolicyContent:
    """What the screen sent. An empty tolerance means the system's. Raises FieldInvalid for what is no number."""
    days = post.get("cooling_off_days", "").strip()
    if not days.isdecimal() or not 1 <= int(days[:4]) <= 60:
        raise FieldInvalid("TOLERANCE_INVALID", days)
    limits = {}
    for kind, side in TOLERANCES:
        name = f"{kind.value}.{side.value}"
        limit = Limit(
            _percent(post.get(f"{name}:percent", "")),
            _number(post.get(f"{name}:amount", "")),
            post.get(f"{name}:off") != "1",
        )
        if not limit.empty:
            limits[name] = limit
    four_eyes = _number(post.get("four_eyes_from", ""))
    if four_eyes is None:
        raise FieldInvalid("TOLERANCE_INVALID", post.get("four_eyes_from", ""))
    return PolicyContent(
        four_eyes_from=four_eyes,
        order_required=post.get("order_required") == "1",
        match_without_reference=post.get("match_without_reference") == "1",
        cooling_off_days=int(days),
        tolerances=limits,
    )


def _percent(text: str) -> Decimal | None:
    """A percentage; one separator is always a decimal one, so that 0.125 is an eighth and not a hundred and more."""
    bare = text.strip().rstrip("%").strip().replace(",", ".")
    if not bare:
        return None
    number = decimal_or_none(bare)
    if number is None or not 0 <= number <= MOST:
        raise FieldInvalid("TOLERANCE_INVALID", text)
    return number


def _number(text: str) -> Decimal | None:
    if text.strip().startswith(("0.", "0,")):
        return _percent(text)
    if not text.strip():
        return None
    try:
        number = parse_amount(text)
    except FieldInvalid as wrong:
        raise FieldInvalid("TOLERANCE_INVALID", text) from wrong
    if not 0 <= number <= MOST:
        raise FieldInvalid("TOLERANCE_INVALID", text)
    return number


def set_policy(administration: Administration, content: PolicyContent, *, by: Person) -> int:
    """Keep the policy; each change is audited with what it was. Returns how many things changed.

    Raises RightMissing. Who set a tolerance stays with it, for the explanation of a match.
    """
    require(by, Right.CONFIGURE, administration)
    with transaction.atomic():
        policy, _ = Policy.objects.select_for_update().get_or_create(administration=administration)
        count = 0
        for name in ("four_eyes_from", "order_required", "match_without_reference", "cooling_off_days"):
            old, new = getattr(policy, name), getattr(content, name)
            if old != new:
                setattr(policy, name, new)
                _record(administration, name, str(old), str(new), by)
                count += 1
        kept: dict[str, Any] = {}
        for name in {**policy.tolerances, **content.tolerances}:
            before, limit = policy.tolerances.get(name), content.tolerances.get(name)
            after = _stored(limit) if limit else None
            if before is not None and after is not None and _same(before, after):
                kept[name] = before
                continue
            if after is not None:
                kept[name] = {**after, "set_by": by.get_username()}
            _record(administration, name, _shown(before), _shown(after), by)
            count += 1
        policy.tolerances = kept
        policy.save()
        if count:
            rederive(administration)
    return count


def _stored(limit: Limit) -> dict[str, Any]:
    return {
        "percent": None if limit.percent is None else format(limit.percent, "f"),
        "amount": None if limit.amount is None else format(limit.amount, "f"),
        "checked": limit.checked,
    }


def _same(one: Mapping[str, Any], two: Mapping[str, Any]) -> bool:
    def value(row: Mapping[str, Any], name: str) -> Decimal | None:
        return None if row.get(name) in (None, "") else Decimal(str(row[name]))

    numbers = all(value(one, name) == value(two, name) for name in ("percent", "amount"))
    return numbers and one.get("checked", True) == two.get("checked", True)


def _shown(limit: Mapping[str, Any] | None) -> str:
    if limit is None:
        return ""
    if not limit.get("checked", True):
        return "×"
    percent, amount = limit.get("percent"), limit.get("amount")
    return " / ".join([f"{percent} %"] * (percent is not None) + [str(amount)] * (amount is not None))


def _record(administration: Administration, name: str, old: str, new: str, by: Person) -> None:
    audit.record("policy.changed", by=by, administration=administration, name=name, old=old, new=new)
