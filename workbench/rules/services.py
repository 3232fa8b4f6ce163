"""Coding rules: tried on what was booked, saved, switched, copied. The only writer of rules on the screens."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from exact import api as exact
from exact.models import Administration
from matching.coding.history import HistoryLine
from matching.coding.rules import CodingRule as Rule
from matching.coding.rules import RuleTrial, applies, try_rule
from matching.coding.stored import conditions_from, copy_rule
from matching.coding.types import Coding, CodingLine
from matching.models import CodingRule, SplitTemplate
from workbench.accounts.people import Person
from workbench.accounts.rights import Right, may, require
from workbench.audit import services as audit
from workbench.connect.services import rederive
from workbench.rules.forms import RuleContent, checked, from_rule, shared

# The newest lines are tried: older habits no longer count.
TRIED = 20_000
SHOWN = 5
# What a booked line in Exact does not say; such conditions cannot be tried.
NOT_BOOKED = ("item_codes", "item_groups", "order_prefix", "recipient")


def require_rules(by: Person, administration: Administration) -> None:
    """Who codes invoices may make rules, and so may who configures. Raises RightMissing."""
    if not may(by, Right.EDIT, administration):
        require(by, Right.CONFIGURE, administration)


@dataclass(frozen=True, slots=True)
class Trial:
    """A rule on the past. ``untried`` names the conditions that booked lines do not tell; ``samples`` are lines
    it would have touched."""

    result: RuleTrial
    untried: tuple[str, ...]
    samples: tuple[HistoryLine, ...]


def try_on_past(content: RuleContent, administration: Administration) -> Trial:
    """What the rule would have done to booked lines: how often right, what would have changed. Writes nothing."""
    given = {name: value for name, value in content.conditions.items() if name not in NOT_BOOKED}
    untried = tuple(name for name in NOT_BOOKED if content.conditions.get(name))
    rule = Rule("", content.name, conditions_from(given), Coding(**content.codes))
    past = _past(administration, tuple(given.get("vendor_ids", ())))
    samples: list[HistoryLine] = []
    for line in past:
        if len(samples) == SHOWN:
            break
        if applies(rule, CodingLine(line.description, line.net), line.vendor_id):
            samples.append(line)
    return Trial(try_rule(rule, past), untried, tuple(samples))


def _past(administration: Administration, vendor_ids: tuple[str, ...]) -> list[HistoryLine]:
    rows = exact.booked_lines_for(administration).exclude(date=None)
    if vendor_ids:
        rows = rows.filter(vendor__exact_id__in=vendor_ids)
    columns = (
        "vendor__exact_id",
        "date",
        "description",
        "gl_account_code",
        "vat_code",
        "cost_centre",
        "cost_unit",
        "amount",
    )
    return [
        HistoryLine(vendor or "", day, text, Coding(gl, vat, centre, unit), net)
        for vendor, day, text, gl, vat, centre, unit, net in rows.values_list(*columns)[:TRIED]
        if day is not None
    ]


def save_rule(
    content: RuleContent, administration: Administration, *, by: Person, rule: CodingRule | None = None
) -> CodingRule:
    """Make a rule, or change one; open drafts are judged again. Raises RightMissing."""
    require_rules(by, administration)
    with transaction.atomic():
        made = rule is None
        row = rule or CodingRule(administration=administration, created_by=by.get_username())
        row.name, row.conditions, row.priority = content.name, content.conditions, content.priority
        for name, code in content.codes.items():
            setattr(row, name, code)
        row.spread_months, row.transitory_gl = content.spread_months, content.transitory_gl
        own = _own_parts(content, row) if content.parts and not content.template else None
        row.template = content.template or own
        row.save()
        if own is not None:
            audit.record("template.saved", by=by, administration=administration, name=own.name, parts=content.parts)
        audit.record(
            "rule.made" if made else "rule.changed",
            by=by,
            administration=administration,
            name=row.name,
            rule=row.pk,
            conditions=content.conditions,
            codes=content.codes,
            parts=content.parts,
            months=content.spread_months,
            template=content.template.name if content.template else "",
            transitory=content.transitory_gl,
        )
        rederive(administration)
    return row


def _own_parts(content: RuleContent, row: CodingRule) -> SplitTemplate:
    """The rule's own division, under a name nobody else uses."""
    template = row.template
    if template is None or row.pk is None or shared(row):
        name, place = content.name, 2
        while SplitTemplate.objects.filter(administration=row.administration, name=name).exists():
            name, place = f"{content.name[:90]} ({place})", place + 1
        template = SplitTemplate(administration=row.administration, name=name)
    template.parts = content.parts
    template.save()
    return template


def switch(rule: CodingRule, *, on: bool, by: Person) -> CodingRule:
    """Switch a rule on or off; open drafts are judged again. A rule whose codes are not in these books, as after
    copying, is refused on."""
    require_rules(by, rule.administration)
    with transaction.atomic():
        row = CodingRule.objects.select_for_update(of=("self",)).select_related("administration").get(pk=rule.pk)
        if row.active == on:
            return row
        if on:
            checked(from_rule(row), row.administration)
        row.active = on
        row.save(update_fields=["active", "changed_at"])
        name = "rule.switched_on" if on else "rule.switched_off"
        audit.record(name, by=by, administration=row.administration, name=row.name, rule=row.pk)
        rederive(row.administration)
    return row


def copy(rule: CodingRule, to: Administration, *, by: Person) -> CodingRule:
    """Copy a rule to other books, switched off until somebody there looked. Raises RightMissing."""
    require_rules(by, rule.administration)
    require_rules(by, to)
    with transaction.atomic():
        row = copy_rule(rule, to, by.get_username())
        audit.record("rule.copied", by=by, administration=to, name=row.name, to=to.name, rule=row.pk, source=rule.pk)
    return row
