"""Dividing a line by hand: by per cent, by amounts, or by a division that was saved for rules."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from django.db.models import F

from domain.money import ZERO, decimal_or_none, round_money
from matching.coding.split import SplitError, split_amount
from matching.coding.types import Coding, SplitPart
from matching.models import SplitTemplate
from workbench.accounts.people import Person
from workbench.audit import services as audit
from workbench.drafts.changing import changing
from workbench.drafts.fields import FieldInvalid, parse_amount
from workbench.models import Draft, DraftLine

HUNDRED, MOST = Decimal(100), 50
QUANTITY = Decimal("0.0001")
# Columns of a line by their names in a saved division.
CODES = {"gl_account": "gl", "vat_code": "vat_code", "cost_centre": "cost_centre", "cost_unit": "cost_unit"}


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a line: its net amount, and the codes that a division gives it."""

    net: Decimal
    codes: dict[str, str] = field(default_factory=dict)


def parts_in(typed: str, net: Decimal, currency: str) -> list[Part]:
    """ "60 40" (per cent, together 100; the last part takes the rounding) or "75,00 25,00" (amounts, together the
    line's net). Raises FieldInvalid for anything else."""
    words = typed.replace("%", " ").replace("/", " ").replace(";", " ").split()
    if not 2 <= len(words) <= MOST:
        raise FieldInvalid("SHARES_INVALID", typed)
    shares = [_share(word) for word in words]
    if all(share is not None and share > 0 for share in shares) and sum(s or ZERO for s in shares) == HUNDRED:
        parts = [round_money(net * (share or ZERO) / HUNDRED, currency) for share in shares[:-1]]
        return [Part(amount) for amount in (*parts, net - sum(parts, ZERO))]
    try:
        amounts = [parse_amount(word) for word in words]
    except FieldInvalid as invalid:
        raise FieldInvalid("SHARES_INVALID", typed) from invalid
    if not net or sum(amounts, ZERO) != net or any(round_money(each, currency) != each or not each for each in amounts):
        raise FieldInvalid("SHARES_INVALID", typed)
    return [Part(amount) for amount in amounts]


def _share(word: str) -> Decimal | None:
    try:
        share = Decimal(word.replace(",", "."))
    except InvalidOperation:
        return None
    return share if share.is_finite() else None


def parts_of(division: SplitTemplate, net: Decimal, currency: str) -> list[Part]:
    """A saved division of this net, with its codes; cents add up exactly. Raises FieldInvalid for a division whose
    shares do not make 100."""
    shares = [SplitPart(decimal_or_none(part.get("share")) or ZERO, Coding()) for part in division.parts]
    try:
        amounts = split_amount(net, shares, currency)
    except SplitError as error:
        raise FieldInvalid("SHARES_INVALID", division.name) from error
    return [
        Part(amount, {column: str(part[name]) for column, name in CODES.items() if part.get(name)})
        for (amount, _coding), part in zip(amounts, division.parts, strict=True)
    ]


def split_line(draft_id: uuid.UUID, *, line_id: int, typed: str, by: Person) -> Draft:
    """Divide a line by per cent or by amounts (see ``parts_in``). Raises FieldInvalid, DraftLine.DoesNotExist."""
    with changing(draft_id, by=by) as draft:
        line = DraftLine.objects.get(pk=line_id, draft=draft)
        _divide(draft, line, parts_in(typed, line.net_amount or ZERO, draft.currency), by, typed)
    return draft


def apply_division(draft_id: uuid.UUID, *, line_id: int, division_id: int, by: Person) -> Draft:
    """Divide a line by a saved division of the draft's administration; the parts keep its codes. Raises FieldInvalid,
    DraftLine.DoesNotExist, SplitTemplate.DoesNotExist."""
    with changing(draft_id, by=by) as draft:
        line = DraftLine.objects.get(pk=line_id, draft=draft)
        division = SplitTemplate.objects.get(pk=division_id, administration_id=draft.administration_id or 0)
        _divide(draft, line, parts_of(division, line.net_amount or ZERO, draft.currency), by, division.name)
    return draft


def _divide(draft: Draft, line: DraftLine, parts: Sequence[Part], by: Person, how: str) -> None:
    """The line becomes its first part, the others stand below it; quantities go in the same shares."""
    whole, quantities = line.net_amount or ZERO, _quantities(line, parts)
    draft.lines.filter(position__gt=line.position).update(position=F("position") + len(parts) - 1)
    rows = [line, *(DraftLine.objects.get(pk=line.pk) for _part in parts[1:])]
    by_person = {*line.by_person, "net_amount", "description"}
    for place, (row, part) in enumerate(zip(rows, parts, strict=True)):
        if place:
            row.pk, row.order_line, row.position = None, None, line.position + place
        row.net_amount, row.quantity = part.net, quantities[place]
        for column, code in part.codes.items():
            setattr(row, column, code)
        # A part is a line of its own: read again, it stays as it is.
        row.by_person = sorted({*by_person, *part.codes})
        row.save(force_insert=bool(place))
    audit.record("line.split", by=by, draft=draft, line=line.position, shares=how[:200], net=str(whole))


def _quantities(line: DraftLine, parts: Sequence[Part]) -> list[Decimal | None]:
    """The quantity in the same shares, so that it is not told once per part."""
    if line.quantity is None or not line.net_amount:
        return [line.quantity if place == 0 else None for place in range(len(parts))]
    shares = [(line.quantity * part.net / line.net_amount).quantize(QUANTITY) for part in parts[:-1]]
    return [*shares, line.quantity - sum(shares, ZERO)]
