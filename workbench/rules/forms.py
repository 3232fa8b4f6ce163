"""A coding rule as typed: from the screen, from a stored rule, from a draft line; and into what is stored."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from decimal import Decimal, InvalidOperation
from typing import Any

from exact import api as exact
from exact.models import Administration, Vendor
from matching.coding.signature import words as telling_words
from matching.coding.split import SplitError, split_amount
from matching.coding.types import Coding, SplitPart
from matching.models import CodingRule, SplitTemplate
from workbench.drafts.changing import DraftRefused
from workbench.drafts.fields import FieldInvalid, parse_amount
from workbench.models import DraftLine
from workbench.vendors.lookup import vendor_named

CODES = ("gl", "vat_code", "cost_centre", "cost_unit")
PART_NAMES = ("share", "gl", "cost_centre", "cost_unit")
PART_ROWS, MOST_PARTS = 4, 50


@dataclass(frozen=True, slots=True)
class PartText:
    """One part of a divided line, as typed."""

    share: str = ""
    gl: str = ""
    cost_centre: str = ""
    cost_unit: str = ""

    @property
    def filled(self) -> bool:
        """Whether anything was typed."""
        return any(asdict(self).values())


@dataclass(frozen=True, slots=True)
class RuleText:
    """All fields of the rule screen as text. Lists are separated by commas; ``vendors`` are Exact's codes.
    ``template`` names a division that is used as it is; empty: ``parts`` are the rule's own."""

    name: str = ""
    vendors: str = ""
    words: str = ""
    item_codes: str = ""
    item_groups: str = ""
    amount_from: str = ""
    amount_to: str = ""
    order_prefix: str = ""
    recipient: str = ""
    gl: str = ""
    vat_code: str = ""
    cost_centre: str = ""
    cost_unit: str = ""
    spread_months: str = ""
    transitory_gl: str = ""
    template: str = ""
    priority: str = "100"
    parts: tuple[PartText, ...] = field(default=(PartText(),) * PART_ROWS)

    @property
    def digest(self) -> str:
        """What a trial is bound to: a rule changed after its trial is tried again before it is saved."""
        return hashlib.sha256(json.dumps(asdict(self), sort_keys=True).encode()).hexdigest()[:24]


@dataclass(frozen=True, slots=True)
class RuleContent:
    """A checked rule: stored conditions, codes, parts (shares make 100) and months. ``template``: the shared division
    that is used instead of own parts."""

    name: str
    conditions: dict[str, Any]
    codes: dict[str, str]
    parts: list[dict[str, str]]
    spread_months: int | None
    priority: int
    transitory_gl: str = ""
    template: SplitTemplate | None = None


def from_post(post: Mapping[str, str]) -> RuleText:
    """What the screen sent."""
    plain = {f.name: " ".join(post.get(f.name, "").split()) for f in fields(RuleText) if f.name != "parts"}
    return RuleText(**{**plain, "priority": plain["priority"] or "100"}, parts=parts_in(post))


def parts_in(post: Mapping[str, str]) -> tuple[PartText, ...]:
    """The parts of a division as the screen sent them."""
    return tuple(
        PartText(**{f.name: post.get(f"part{n}:{f.name}", "").strip() for f in fields(PartText)})
        for n in range(MOST_PARTS)
        if n < PART_ROWS or f"part{n}:share" in post
    )


def parts_shown(stored: Sequence[Mapping[str, str]]) -> tuple[PartText, ...]:
    """Stored parts as they are shown for editing, with empty rows to add to."""
    rows = [PartText(*(str(part.get(name, "")) for name in PART_NAMES)) for part in stored]
    return (*rows, *(PartText(),) * max(1, PART_ROWS - len(rows)))


def from_rule(rule: CodingRule) -> RuleText:
    """A stored rule as it is shown for editing."""
    given = rule.conditions
    codes = Vendor.objects.filter(administration=rule.administration, exact_id__in=given.get("vendor_ids", ()))
    return RuleText(
        name=rule.name,
        vendors=", ".join(codes.values_list("code", flat=True)),
        **{name: ", ".join(given.get(name, ())) for name in ("words", "item_codes", "item_groups")},
        **{name: str(given.get(name) or "") for name in ("amount_from", "amount_to", "order_prefix", "recipient")},
        **{name: getattr(rule, name) for name in CODES},
        spread_months=str(rule.spread_months or ""),
        transitory_gl=rule.transitory_gl,
        template=rule.template.name if rule.template and shared(rule) else "",
        priority=str(rule.priority),
        parts=parts_shown(rule.template.parts if rule.template and not shared(rule) else []),
    )


def shared(rule: CodingRule) -> bool:
    """Whether the rule's division is a template of its own: named by a person, or used by other rules too."""
    template = rule.template
    if template is None:
        return False
    own = template.name == rule.name or template.name.startswith(f"{rule.name[:90]} (")
    return not own or CodingRule.objects.filter(template=template).exclude(pk=rule.pk).exists()


def with_vendor(text: RuleText, typed: str, administration: Administration) -> RuleText:
    """The rule with one vendor more, found by number or name. Raises DraftRefused("RULE_VENDOR_UNKNOWN")."""
    if not typed.strip():
        return text
    found = vendor_named(administration, typed)
    if found is None:
        raise DraftRefused("RULE_VENDOR_UNKNOWN", typed=typed.strip()[:60])
    return replace(text, vendors=", ".join(dict.fromkeys([*_list(text.vendors), found.code])))


def vendors_of(text: RuleText, administration: Administration) -> list[tuple[str, str]]:
    """Number and name of the rule's vendors; the name is empty for one that is not there."""
    names = dict(
        Vendor.objects.filter(administration=administration, code__in=_list(text.vendors)).values_list("code", "name")
    )
    return [(code, names.get(code, "")) for code in _list(text.vendors)]


def from_line(line: DraftLine) -> RuleText:
    """A rule that would code lines like this one as this one is coded now."""
    vendor = line.draft.vendor
    found = telling_words(line.description)[:4]
    return RuleText(
        name=" ".join(filter(None, [vendor.name if vendor else "", *found]))[:100],
        vendors=vendor.code if vendor else "",
        words=", ".join(found),
        gl=line.gl_account,
        vat_code=line.vat_code if "vat_code" in line.by_person else "",
        cost_centre=line.cost_centre,
        cost_unit=line.cost_unit,
    )


def checked(text: RuleText, administration: Administration) -> RuleContent:
    """The rule's content, every code and vendor looked up. Raises DraftRefused or FieldInvalid."""
    if not text.name:
        raise DraftRefused("RULE_NAME")
    conditions = _conditions(text, administration)
    if not conditions:
        raise DraftRefused("RULE_EMPTY")
    codes = {name: _code(administration, name, getattr(text, name)) for name in CODES}
    template = _template(text.template, administration)
    parts = [] if template else parts_from(text.parts, administration)
    months = _months(text.spread_months)
    transitory = _code(administration, "gl", text.transitory_gl)
    if transitory and (months is None or parts or template):
        raise DraftRefused("RULE_TRANSITORY")
    if not any(codes.values()) and not parts and months is None and template is None:
        raise DraftRefused("RULE_SETS_NOTHING")
    priority = int(text.priority) if text.priority.isdecimal() and len(text.priority) < 6 else 100
    return RuleContent(text.name[:100], conditions, codes, parts, months, priority, transitory, template)


def _template(name: str, administration: Administration) -> SplitTemplate | None:
    if not name:
        return None
    found = SplitTemplate.objects.filter(administration=administration, name=name).first()
    if found is None:
        raise DraftRefused("TEMPLATE_GONE", typed=name[:60])
    return found


def _conditions(text: RuleText, administration: Administration) -> dict[str, Any]:
    low, high = _amount(text.amount_from), _amount(text.amount_to)
    if low is not None and high is not None and low > high:
        raise DraftRefused("RULE_AMOUNTS")
    found: dict[str, Any] = {
        "vendor_ids": [_vendor(code, administration) for code in _list(text.vendors)],
        "words": _list(text.words),
        "item_codes": _list(text.item_codes),
        "item_groups": _list(text.item_groups),
        "amount_from": None if low is None else str(low),
        "amount_to": None if high is None else str(high),
        "order_prefix": text.order_prefix,
        "recipient": text.recipient.lower(),
    }
    return {name: value for name, value in found.items() if value}


def _list(text: str) -> list[str]:
    return list(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))


def _amount(text: str) -> Decimal | None:
    return abs(parse_amount(text)) if text else None


def _vendor(typed: str, administration: Administration) -> str:
    found = vendor_named(administration, typed)
    if found is None:
        raise DraftRefused("RULE_VENDOR_UNKNOWN", typed=typed[:60])
    return found.exact_id


def _code(administration: Administration, name: str, typed: str) -> str:
    code = typed.split(" ")[0]
    if not code:
        return ""
    lists: dict[str, Callable[[Administration], Any]] = {
        "gl": exact.gl_accounts_for,
        "vat_code": exact.vat_codes_for,
        "cost_centre": exact.cost_centres_for,
        "cost_unit": exact.cost_units_for,
    }
    if not lists[name](administration).filter(code=code).exists():
        raise DraftRefused("RULE_CODE_UNKNOWN", typed=code)
    return code


def parts_from(parts: Sequence[PartText], administration: Administration) -> list[dict[str, str]]:
    """Typed parts as stored: none at all, or two and more that make 100. Raises FieldInvalid, DraftRefused."""
    rows = []
    for part in parts:
        if not part.filled:
            continue
        codes = {name: _code(administration, name, getattr(part, name)) for name in ("gl", "cost_centre", "cost_unit")}
        rows.append({"share": part.share.replace(",", ".").strip(" %"), **codes})
    if not rows:
        return []
    shares = " ".join(row["share"] for row in rows)
    try:
        # Dividing a hundred euros proves the shares: positive, and exactly a hundred together.
        split_amount(Decimal(100), [SplitPart(Decimal(row["share"]), Coding()) for row in rows])
    except (SplitError, InvalidOperation) as wrong:
        raise FieldInvalid("SHARES_INVALID", shares) from wrong
    if len(rows) < 2:
        raise FieldInvalid("SHARES_INVALID", shares)
    return rows


def _months(text: str) -> int | None:
    if not text:
        return None
    if not text.isdecimal() or not 2 <= int(text[:4]) <= 120:
        raise DraftRefused("RULE_SPREAD")
    return int(text)
