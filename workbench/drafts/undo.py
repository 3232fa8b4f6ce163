"""A step back: what a change is about to overwrite, kept so that the person who made it can undo it."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core import serializers

from exact.models import PurchaseOrderLine
from workbench.accounts.people import Person
from workbench.audit import services as audit
from workbench.drafts import items
from workbench.drafts.changing import DraftRefused, changing
from workbench.models import Draft, DraftLine
from workbench.pipeline.drafting import copy_fields_to_columns


@dataclass(frozen=True, slots=True)
class Before:
    """How a part of a draft stood: header fields by name (None: not there) and lines in Django's JSON form.

    ``every_line``: ``lines`` are all lines of the draft, so that undoing also removes those that came later.
    """

    fields: dict[str, Any]
    lines: str = ""
    every_line: bool = False


def before_field(draft: Draft, names: Sequence[str]) -> Before:
    """These header fields as they stand."""
    return Before({name: draft.fields.get(name) for name in names})


def before_line(draft: Draft, line_id: int) -> Before:
    """One line as it stands."""
    return Before({}, serializers.serialize("json", draft.lines.filter(pk=line_id)))


def before_lines(draft: Draft) -> Before:
    """All lines as they stand."""
    return Before({}, serializers.serialize("json", draft.lines.all()), every_line=True)


def step_back(draft_id: uuid.UUID, *, before: Before, version: int, by: Person) -> Draft:
    """Put a part of the draft back as it was. ``version`` is the draft's version right after the change to undo;
    raises DraftRefused("CHANGED_MEANWHILE") when anything changed since."""
    with changing(draft_id, by=by) as draft:
        if draft.version != version:
            raise DraftRefused("CHANGED_MEANWHILE", who=str(draft.edited_by or ""))
        for name, stored in before.fields.items():
            if stored is None:
                draft.fields.pop(name, None)
            else:
                draft.fields[name] = {**stored, "version": draft.version + 1} if "version" in stored else stored
        if before.fields:
            copy_fields_to_columns(draft)
        if before.lines or before.every_line:
            _put_back_lines(draft, before, by)
        audit.record("draft.stepped_back", by=by, draft=draft, fields=sorted(before.fields), lines=bool(before.lines))
    return draft


def _put_back_lines(draft: Draft, before: Before, by: Person) -> None:
    """Lines get the very rows they had, under the same keys. An order line that is gone is left out: it is matched
    again with everything else that is derived."""
    found = (each.object for each in serializers.deserialize("json", before.lines or "[]"))
    rows = [row for row in found if isinstance(row, DraftLine)]
    if before.every_line:
        draft.lines.exclude(pk__in=[row.pk for row in rows]).delete()
    wanted = {row.order_line_id for row in rows if row.order_line_id}
    known = set(PurchaseOrderLine.objects.filter(pk__in=wanted).values_list("pk", flat=True))
    chosen = {line.pk: line for line in draft.lines.all() if "item_code" in line.by_person}
    for row in rows:
        if row.draft_id != draft.pk:
            raise ValueError("a line of another draft")
        now = chosen.get(row.pk)
        if now is not None and now.item_code != row.item_code and draft.kind in items.ORDERS:
            items.take_back(draft, now, by)
        if row.order_line_id not in known:
            row.order_line_id = None
        row.save()
