"""What a person said about the VAT on the paper: its amount per rate, and differences that are let pass.

An amount per rate is kept among the draft's fields as ``vat_amount_21`` (``vat_amount_5_5`` for 5.5 %), so that it
outlives another reading and can be undone like any field. A difference that is let pass stands with the VAT total, with
the very figure that was seen.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils import timezone

from domain.money import decimal_or_none
from workbench.accounts.people import Person
from workbench.audit import services as audit
from workbench.drafts.changing import DraftRefused, changing
from workbench.drafts.fields import FieldKind, FieldState, parse
from workbench.models import Draft, Hold

PREFIX = "vat_amount_"


def field_of(rate: Decimal) -> str:
    """The name under which the VAT of a rate (in per cent) is kept."""
    return PREFIX + f"{rate.normalize():f}".replace(".", "_")


def rate_of_field(name: str) -> Decimal | None:
    """The rate that such a name is about; None for any other name."""
    if not name.startswith(PREFIX):
        return None
    rate = decimal_or_none(name[len(PREFIX) :].replace("_", "."))
    return rate if rate is not None and 0 < rate <= 100 else None


def typed_amounts(fields: Mapping[str, Any]) -> dict[Decimal, Decimal]:
    """The VAT amounts that a person set, by rate in per cent."""
    found = {}
    for name, stored in fields.items():
        rate, amount = rate_of_field(name), decimal_or_none(stored.get("value"))
        if rate is not None and amount is not None:
            found[rate] = amount
    return found


def edit_vat_amount(
    draft_id: uuid.UUID, *, rate: Decimal, typed: str, by: Person, seen_version: int | None = None
) -> Draft:
    """Say which VAT the paper states for a rate; empty goes back to what was read. Raises FieldInvalid, and
    DraftRefused("CHANGED_MEANWHILE") when somebody else set it since ``seen_version``."""
    value, name = parse(FieldKind.AMOUNT, typed, today=timezone.localdate()), field_of(rate)
    with changing(draft_id, by=by) as draft:
        before = draft.fields.get(name, {})
        if seen_version is not None and before.get("version", 0) > seen_version and before.get("by") != by.pk:
            raise DraftRefused("CHANGED_MEANWHILE", who=str(before.get("by_name", "")))
        if value:
            draft.fields[name] = {
                "value": value,
                "source": "person",
                "state": FieldState.CONFIRMED.value,
                "by": by.pk,
                "by_name": by.get_username(),
                "version": draft.version + 1,
            }
        else:
            draft.fields.pop(name, None)
        if before.get("value", "") != value:
            audit.record("field.changed", by=by, draft=draft, field=name, old=before.get("value", ""), new=value)
    return draft


def let_pass(draft: Draft, hold: Hold) -> None:
    """The supplier's figure is what we owe: keep the difference of this hold, so that it is booked as stated."""
    if hold.code != "TAX_VARIANCE":
        return
    if hold.params.get("why") == "amount":
        rate, difference = _of_rate(hold.params)
    elif hold.field == "vat_total":
        rate, difference = "", decimal_or_none(hold.params.get("difference"))
    else:
        return
    if difference:
        kept = draft.fields.get("vat_total", {})
        draft.fields["vat_total"] = {**kept, "as_stated": {**_stored(kept), rate: str(difference)}}


def _of_rate(params: Mapping[str, Any]) -> tuple[str, Decimal | None]:
    """Rate and difference of a hold about one rate."""
    rate, stated, computed = (decimal_or_none(params.get(name)) for name in ("rate", "stated", "computed"))
    if rate is None or stated is None or computed is None:
        return "", None
    return f"{rate.normalize():f}", stated - computed


def passed(fields: Mapping[str, Any]) -> dict[Decimal | None, Decimal]:
    """Differences between stated and computed VAT that a person let pass, by rate in per cent; None: in total."""
    kept = _stored(fields.get("vat_total", {}))
    found = {decimal_or_none(rate): decimal_or_none(text) for rate, text in kept.items()}
    return {rate: difference for rate, difference in found.items() if difference is not None}


def _stored(field: Mapping[str, Any]) -> dict[str, str]:
    kept = field.get("as_stated")
    return kept if isinstance(kept, dict) else {}
