"""Two people changed the same value: theirs and mine, beside each other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from workbench.drafts.fields import SPECS
from workbench.drafts.lines import EDITABLE
from workbench.models import Draft
from workbench.templatetags.case import column_label, field_label, field_value, shown_cell


@dataclass(frozen=True, slots=True)
class Conflict:
    """What is disputed, the value that stands and the one that was not saved, and the input it was typed in."""

    label: str
    theirs: str
    mine: str
    input_id: str


def conflict_of(draft: Draft, parts: Mapping[str, Any], typed: str) -> Conflict | None:
    """The conflict about the field or cell that an address names; None when it names none, or both say the same.

    ``draft`` as it stands now.
    """
    found = _field(draft, parts, typed) or _cell(draft, parts, typed)
    return found if found and found.theirs.strip() != found.mine.strip() else None


def _field(draft: Draft, parts: Mapping[str, Any], typed: str) -> Conflict | None:
    name = parts.get("name")
    if name not in SPECS:
        return None
    theirs = field_value(draft.fields.get(name, {}).get("value", ""), SPECS[name].kind)
    return Conflict(field_label(name), theirs, typed, f"field-{name}")


def _cell(draft: Draft, parts: Mapping[str, Any], typed: str) -> Conflict | None:
    column = parts.get("column")
    line = draft.lines.filter(pk=parts.get("line_id") or 0).first()
    if line is None or column not in EDITABLE:
        return None
    return Conflict(
        f"{column_label(column)} {line.position}", shown_cell(line, column), typed, f"line-{line.pk}-{column}"
    )
