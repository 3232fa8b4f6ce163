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
from workbench.approval.rules import judge_again, lock_approved
from workbench.audit import services as audit
from workbench.connect.services import rederive
from workbench.drafts.changing import DraftRefused
from workbench.drafts.fields import FieldInvalid
from workbench.models import Policy
from workbench.tuning.levels import level_in
from workbench.tuning.numbers import number_in, percent_in, shown_limit

# Kinds without a default of the system that an administration may set.
MORE = ((ToleranceKind.BILLING_ALLOWANCE, Side.UPPER), (ToleranceKind.QTY_UNDER, Side.LOWER))
TOLERANCES: tuple[tuple[ToleranceKind, Side], ...] = (*SYSTEM_DEFAULTS, *MORE)
NATURES = ("", "goods", "services", "investment")


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


def add_vat_code(administration: Administration, post: Mapping[str, str], *, by: Person) -> VatCodeMapping:
    """Add a row to the VAT table, or change the one of the same treatment, rate, kind and deductible share.

    Typed: ``treatment``, ``rate`` and ``share`` in per cent, ``nature`` (goods, services, investment, or empty for
    all), ``code``. Raises RightMissing; FieldInvalid("RATE_INVALID"); DraftRefused: VAT_TREATMENT_NOT_THERE,
    VAT_CODE_NOT_THERE.
    """
    require(by, Right.CONFIGURE, administration)
    treatment, nature = post.get("treatment", ""), post.get("nature", "")
    if treatment not in {each.value for each in Treatment} - {Treatment.REVIEW.value} or nature not in NATURES:
        raise DraftRefused("VAT_TREATMENT_NOT_THERE", typed=treatment[:40])
    rate, share = percent_in(post.get("rate", "")), percent_in(post.get("share", "") or "100")
    if rate is None or not 0 <= rate <= 100:
        raise FieldInvalid("RATE_INVALID", post.get("rate", ""))
    if share is None or not 0 < share <= 100:
        raise FieldInvalid("RATE_INVALID", post.get("share", ""))
    code = post.get("code", "").strip().split(" ")[0]
    if not exact.vat_codes_for(administration).filter(code=code).exists():
        raise DraftRefused("VAT_CODE_NOT_THERE", typed=code[:20])
    with transaction.atomic():
        row = learned.confirm(
            administration, Treatment(treatment), rate, nature, code, by=by.get_username(), share=share / 100
        )
        audit.record(
            "vat_code.changed",
            by=by,
            administration=administration,
            treatment=treatment,
            rate=str(rate),
            kind_of=nature,
            old="",
            new=code,
        )
        rederive(administration)
    return row


def forget_vat_code(row: VatCodeMapping, *, by: Person) -> None:
    """Forget a treatment's code: lines with it are held until somebody says it again. Raises RightMissing."""
    require(by, Right.CONFIGURE, row.administration)
    with transaction.atomic():
        learned.forget(row.administration, Treatment(row.treatment), row.rate, row.kind, share=row.share)
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
    tolerances_stricter_only: bool = False
    match_level: str | None = None  # None: as it is
    match_level_stricter_only: bool = False
    variance_alone_up_to: Decimal | None = None  # None: as it is
    vendor_group_number: int | None = None  # None: as it is
    investment_from: Decimal | None = None  # None: as it is; 0 is never
    matched_alone_up_to: Decimal | None = None  # None: as it is; 0 is off
    approval_reminder_days: int | None = None  # None: as it is; 0 is never


def policy_from(post: Mapping[str, str]) -> PolicyContent:
    """What the screen sent. An empty tolerance means the system's. Raises FieldInvalid for what is no number or
    no match level."""
    days = post.get("cooling_off_days", "").strip()
    if not days.isdecimal() or not 1 <= int(days[:4]) <= 60:
        raise FieldInvalid("TOLERANCE_INVALID", days)
    group = post.get("vendor_group_number", "").strip()
    if group and group not in {str(number) for number in range(1, exact.CLASSIFICATIONS + 1)}:
        raise FieldInvalid("TOLERANCE_INVALID", group[:20])
    limits = {}
    for kind, side in TOLERANCES:
        name = f"{kind.value}.{side.value}"
        limit = Limit(
            percent_in(post.get(f"{name}:percent", "")),
            number_in(post.get(f"{name}:amount", "")),
            post.get(f"{name}:off") != "1",
        )
        if not limit.empty:
            limits[name] = limit
    four_eyes = number_in(post.get("four_eyes_from", ""))
    if four_eyes is None:
        raise FieldInvalid("TOLERANCE_INVALID", post.get("four_eyes_from", ""))
    return PolicyContent(
        four_eyes_from=four_eyes,
        order_required=post.get("order_required") == "1",
        match_without_reference=post.get("match_without_reference") == "1",
        cooling_off_days=int(days),
        tolerances=limits,
        tolerances_stricter_only=post.get("tolerances_stricter_only") == "1",
        match_level=level_in(post["match_level"]) if post.get("match_level") else None,
        match_level_stricter_only=post.get("match_level_stricter_only") == "1",
        variance_alone_up_to=number_in(post.get("variance_alone_up_to", "")),
        vendor_group_number=int(group) if group else None,
        investment_from=number_in(post.get("investment_from", "")),
        matched_alone_up_to=number_in(post.get("matched_alone_up_to", "")),
        approval_reminder_days=_reminder(post.get("approval_reminder_days", "").strip()),
    )


def _reminder(typed: str) -> int | None:
    if typed and (not typed.isdecimal() or len(typed) > 2 or int(typed) > 60):
        raise FieldInvalid("TOLERANCE_INVALID", typed[:20])
    return int(typed) if typed else None


PLAIN = (
    "four_eyes_from",
    "order_required",
    "match_without_reference",
    "cooling_off_days",
    "tolerances_stricter_only",
    "match_level",
    "match_level_stricter_only",
    "variance_alone_up_to",
    "vendor_group_number",
    "investment_from",
    "matched_alone_up_to",
    "approval_reminder_days",
)


def set_policy(administration: Administration, content: PolicyContent, *, by: Person) -> int:
    """Keep the policy; each change is audited with what it was. Returns how many things changed.

    Raises RightMissing. Who set a tolerance stays with it, for the explanation of a match.
    """
    require(by, Right.CONFIGURE, administration)
    with transaction.atomic():
        policy, _ = Policy.objects.select_for_update().get_or_create(administration=administration)
        approved, count = lock_approved(administration), 0
        for name in PLAIN:
            old, new = getattr(policy, name), getattr(content, name)
            if new is not None and old != new:
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
            # Also judges the open documents again.
            judge_again(administration, approved)
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
    percent, amount = (decimal_or_none(limit.get(name)) for name in ("percent", "amount"))
    return shown_limit(Limit(percent, amount, limit.get("checked", True)))


def _record(administration: Administration, name: str, old: str, new: str, by: Person) -> None:
    audit.record("policy.changed", by=by, administration=administration, name=name, old=old, new=new)
