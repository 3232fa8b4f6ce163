"""Divisions under a name, used by any rule: made, changed, removed. The only writer of those on the screens."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from exact.models import Administration
from matching.models import CodingRule, SplitTemplate
from workbench.accounts.people import Person
from workbench.audit import services as audit
from workbench.connect.services import rederive
from workbench.drafts.changing import DraftRefused
from workbench.rules.forms import PartText, parts_from
from workbench.rules.services import require_rules


def save_template(
    administration: Administration,
    name: str,
    parts: Sequence[PartText],
    *,
    by: Person,
    row: SplitTemplate | None = None,
) -> SplitTemplate:
    """Make a division, or change one; open drafts are judged again when rules use it.

    Raises RightMissing; DraftRefused: RULE_NAME without a name, TEMPLATE_NAME_TAKEN; FieldInvalid when the parts do
    not make 100.
    """
    require_rules(by, administration)
    name = " ".join(name.split())[:100]
    if not name:
        raise DraftRefused("RULE_NAME")
    stored = parts_from(parts, administration)
    if not stored:
        raise DraftRefused("TEMPLATE_EMPTY")
    with transaction.atomic():
        taken = SplitTemplate.objects.filter(administration=administration, name=name)
        if taken.exclude(pk=row.pk if row else 0).exists():
            raise DraftRefused("TEMPLATE_NAME_TAKEN", typed=name[:60])
        template = row or SplitTemplate(administration=administration)
        template.name, template.parts = name, stored
        template.save()
        audit.record("template.saved", by=by, administration=administration, name=name, parts=stored)
        if CodingRule.objects.filter(template=template, active=True).exists():
            rederive(administration)
    return template


def remove_template(row: SplitTemplate, *, by: Person) -> None:
    """Remove a division that no rule uses. Raises RightMissing, DraftRefused("TEMPLATE_USED")."""
    require_rules(by, row.administration)
    with transaction.atomic():
        rules = list(CodingRule.objects.filter(template=row).values_list("name", flat=True)[:3])
        if rules:
            raise DraftRefused("TEMPLATE_USED", rule=", ".join(rules)[:120])
        audit.record("template.removed", by=by, administration=row.administration, name=row.name)
        row.delete()
