"""Changes a person makes to a draft's lines."""

from __future__ import annotations

import uuid
from decimal import Decimal

from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from domain.money import round_money
from workbench.accounts.people import Person
from workbench.audit import services as audit
from workbench.drafts import items
from workbench.drafts.changing import DraftRefused, changing
from workbench.drafts.fields import FieldInvalid, parse_amount
from workbench.models import Draft, DraftLine

TEXT_COLUMNS = frozenset({"description", "unit", "item_code", "gl_account", "vat_code", "cost_centre", "cost_unit"})
NUMBER_COLUMNS = frozenset({"quantity", "unit_price", "net_amount", "vat_rate"})
EDITABLE = TEXT_COLUMNS | NUMBER_COLUMNS
LENGTHS = {column: getattr(DraftLine._meta.get_field(column), "max_length", 0) for column in TEXT_COLUMNS}


def edit_line(
    draft_id: uuid.UUID,
    *,
    line_id: int,
    column: str,
    typed: str,
    by: Person,
    seen_version: int | None = None,
    boxes: list[list[float]] | None = None,
) -> Draft:
    """Set one cell. A person's cell is never derived again. Raises FieldInvalid, KeyError for an unknown column.

    ``boxes`` say where on the page a person took it from. ``seen_version`` is the draft's version on the person's
    screen: when somebody else was the last to change the draft since, DraftRefused("CHANGED_MEANWHILE") is raised. A
    cell does not remember who changed it.
    """
    with changing(draft_id, by=by) as draft:
        if seen_version is not None and draft.version > seen_version and draft.edited_by_id not in (None, by.pk):
            raise DraftRefused("CHANGED_MEANWHILE", who=str(draft.edited_by))
        line = DraftLine.objects.select_for_update().get(pk=line_id, draft=draft)
        old = getattr(line, column) if column in EDITABLE else None
        item = items.item_in(draft, typed) if column == "item_code" and draft.kind in items.ORDERS else None
        set_cell(line, column, item.code if item else typed, draft.currency)
        if item:
            items.remember(draft, line, by)
        if column in ("quantity", "unit_price") and line.quantity is not None and line.unit_price is not None:
            if not line.discount and "net_amount" not in line.by_person:
                line.net_amount = _product(line, draft.currency, typed)
        if boxes:
            line.read = {**line.read, "boxes": {**line.read.get("boxes", {}), column: _around(boxes)}}
        line.save()
        audit.record(
            "line.changed",
            by=by,
            draft=draft,
            line=line.position,
            column=column,
            old="" if old is None else str(old),
            new="" if getattr(line, column) is None else str(getattr(line, column)),
        )
    return draft


def _around(boxes: list[list[float]]) -> list[float]:
    """The rectangle around words of one page, those of the first one's page."""
    own = [box for box in boxes if box[0] == boxes[0][0]]
    left, top = min(box[1] for box in own), min(box[2] for box in own)
    return [own[0][0], left, top, max(box[3] for box in own), max(box[4] for box in own)]


def _product(line: DraftLine, currency: str, typed: str) -> Decimal:
    """Quantity times price. Raises FieldInvalid when no column holds it."""
    product = (line.quantity or Decimal(0)) * (line.unit_price or Decimal(0)) / (line.price_per or 1)
    if abs(product) >= Decimal("1e14"):
        raise FieldInvalid("AMOUNT_INVALID", typed)
    return round_money(product, currency)


def set_cell(line: DraftLine, column: str, typed: str, currency: str) -> None:
    """Set a cell to what a person typed; not saved. Raises FieldInvalid, KeyError for an unknown column."""
    if column not in EDITABLE:
        raise KeyError(column)
    text = " ".join(typed.split())
    if column in NUMBER_COLUMNS:
        number = parse_amount(text.replace("%", "").strip()) if text else None
        if column == "net_amount" and number is not None:
            number = round_money(number, currency)
        if column == "vat_rate" and number is not None and not 0 <= number <= 100:
            raise FieldInvalid("RATE_INVALID", typed)
        setattr(line, column, number)
    else:
        # Codes are typed or chosen as "7010 Inkoop elektra": the code is the first word.
        limit = LENGTHS[column]
        value = text if column in ("description", "unit", "item_code") else text.split(" ")[0]
        setattr(line, column, value[:limit])
    if column not in line.by_person:
        line.by_person = [*line.by_person, column]


def add_line(draft_id: uuid.UUID, *, by: Person, after: int | None = None, copy: bool = False) -> Draft:
    """Add an empty line at the end, or after line ``after`` (its id), as a copy of it when asked."""
    with changing(draft_id, by=by) as draft:
        if after is None:
            last = draft.lines.aggregate(last=Max("position"))["last"] or 0
            line = DraftLine(draft=draft, position=last + 1)
        else:
            source = DraftLine.objects.get(pk=after, draft=draft)
            draft.lines.filter(position__gt=source.position).update(position=F("position") + 1)
            line = DraftLine(draft=draft, position=source.position + 1)
            if copy:
                for column in (*EDITABLE, "price_per", "discount", "vat_treatment"):
                    setattr(line, column, getattr(source, column))
        line.by_person = ["description"]
        line.save()
        audit.record("line.added", by=by, draft=draft, line=line.position)
    return draft


def add_difference(draft_id: uuid.UUID, *, by: Person) -> Draft:
    """Add one line for what the lines lack of the net amount: freight, a deposit, a discount below the table."""
    with changing(draft_id, by=by) as draft:
        lines = list(draft.lines.all())
        lacking = (draft.net_total or Decimal(0)) - sum((line.net_amount or Decimal(0) for line in lines), Decimal(0))
        if lacking:
            last = lines[-1] if lines else None
            DraftLine.objects.create(
                draft=draft,
                position=(last.position if last else 0) + 1,
                description=str(_("Other charges and discounts")),
                quantity=Decimal(1),
                net_amount=lacking,
                vat_rate=last.vat_rate if last else None,
                is_charge=True,
                by_person=["description", "net_amount"],
            )
            audit.record("line.added", by=by, draft=draft, line=len(lines) + 1, net=str(lacking))
    return draft


def delete_line(draft_id: uuid.UUID, *, line_id: int, by: Person) -> Draft:
    """Remove a line; the rest move up."""
    with changing(draft_id, by=by) as draft:
        line = DraftLine.objects.get(pk=line_id, draft=draft)
        position, description, net = line.position, line.description, line.net_amount
        line.delete()
        draft.lines.filter(position__gt=position).update(position=F("position") - 1)
        audit.record("line.deleted", by=by, draft=draft, line=position, description=description, net=str(net or ""))
    return draft


def collapse(draft_id: uuid.UUID, *, by: Person) -> Draft:
    """One line per GL account, VAT code, cost centre, unit and period; order links are kept only when shared."""
    with transaction.atomic(), changing(draft_id, by=by) as draft:
        groups: dict[tuple[str, ...], list[DraftLine]] = {}
        for line in draft.lines.all():
            period = (str(line.spread_from or ""), str(line.spread_to or ""))
            codes = (line.gl_account, line.vat_code, line.cost_centre, line.cost_unit)
            groups.setdefault((*codes, *period), []).append(line)
        for position, lines in enumerate(groups.values(), start=1):
            first = lines[0]
            if len(lines) > 1:
                first.net_amount = sum((line.net_amount or Decimal(0) for line in lines), Decimal(0))
                first.quantity = first.unit_price = None
                first.order_line = None
                first.by_person = sorted({*first.by_person, "net_amount", "gl_account", "vat_code", "quantity"})
                DraftLine.objects.filter(pk__in=[line.pk for line in lines[1:]]).delete()
            first.position = position
            first.save()
        audit.record("lines.collapsed", by=by, draft=draft, lines=len(groups))
    return draft


def code_lines(draft_id: uuid.UUID, *, column: str, code: str, only_empty: bool, by: Person) -> Draft:
    """Give every line, or those without one, the same GL account, cost centre or cost unit.

    Raises DraftRefused("NOTHING_TO_CHANGE") when no line takes it, KeyError for a column that holds no code.
    """
    if column not in ("gl_account", "cost_centre", "cost_unit"):
        raise KeyError(column)
    with changing(draft_id, by=by) as draft:
        told = [line for line in draft.lines.select_for_update() if not (only_empty and getattr(line, column))]
        changed = [line for line in told if getattr(line, column) != code]
        if not changed:
            raise DraftRefused("NOTHING_TO_CHANGE")
        for line in changed:
            set_cell(line, column, code, draft.currency)
        DraftLine.objects.bulk_update(changed, [column, "by_person"])
        places = " ".join(str(line.position) for line in changed)
        audit.record("lines.coded", by=by, draft=draft, column=column, new=code, places=places)
    return draft
