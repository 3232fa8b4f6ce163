"""The review form sent as a whole, which is how it is saved without JavaScript."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from exact import api as exact
from workbench.accounts.people import Person
from workbench.drafts import lines as line_services
from workbench.drafts import services as drafts
from workbench.drafts.booking import DEFAULTED
from workbench.drafts.fields import SPECS
from workbench.drafts.items import item_in
from workbench.drafts.vat_amounts import edit_vat_amount, rate_of_field
from workbench.models import Draft
from workbench.review import vat_rates
from workbench.review.booking import shown
from workbench.templatetags.case import NAMED, field_value, shown_cell


def changes(draft: Draft, posted: Mapping[str, str], *, by: Person) -> list[Callable[[], object]]:
    """What saves each input that differs from what was shown; ``posted`` has ``field:NAME``, ``vat:RATE`` and
    ``line:ID:COLUMN``. All are compared before the first is saved: saving one derives the others anew."""
    found: list[Callable[[], object]] = []
    rows = {str(row.pk): row for row in draft.lines.all()}
    for name, typed in posted.items():
        part, _colon, key = name.partition(":")
        line_id, _colon, column = key.partition(":")
        if part == "field" and key in SPECS:
            if typed != _shown(draft, key):
                found.append(partial(drafts.edit_field, draft.pk, name=key, typed=typed, by=by))
        elif part == "vat" and (rate := rate_of_field(key)) is not None:
            if typed != vat_rates.shown(draft, rate):
                found.append(partial(edit_vat_amount, draft.pk, rate=rate, typed=typed, by=by))
        elif part == "line" and line_id in rows and column in line_services.EDITABLE:
            typed = _code_in(draft, column, typed) if column in NAMED else typed
            if typed != shown_cell(rows[line_id], column):
                edit = partial(line_services.edit_line, draft.pk, line_id=int(line_id), column=column, typed=typed)
                found.append(partial(edit, by=by))
    return found


def _code_in(draft: Draft, column: str, typed: str) -> str:
    """A code without the name it was shown with; codes of items may hold spaces."""
    item = item_in(draft, typed) if column == "item_code" else None
    return item.code if item else typed.partition(" ")[0]


def _shown(draft: Draft, name: str) -> str:
    if name in DEFAULTED:
        conditions = exact.payment_conditions_for(draft.administration) if draft.administration else ()
        return shown(draft, name, list(conditions))
    return field_value(draft.fields.get(name, {}).get("value", ""), SPECS[name].kind)
