"""GL account, cost centre and cost unit per line, each with its reason; unknown rather than guessed."""

from __future__ import annotations

from collections.abc import Mapping

from domain.evidence import Reason, Source
from domain.findings import Severity
from domain.money import ZERO
from exact import api as exact
from exact.models import GLAccount, Item
from matching.coding.code import code_lines
from matching.coding.types import Choice, Coding, CodingContext, CodingLine, Field, LineCoding
from matching.mirror.history import history_of
from matching.three_way import item_codes
from workbench.drafts.items import party_of, theirs_of
from workbench.drafts.spreading import SPREAD
from workbench.models import DraftLine
from workbench.pipeline import reference
from workbench.pipeline.derive import splitting
from workbench.pipeline.derive.causes import Cause
from workbench.pipeline.derive.facts import Facts
from workbench.pipeline.derive.vendor import stored_reason
from workbench.pipeline.reference import MANDATORY, Accounts
from workbench.suggesting import accounts as suggesting

COLUMNS = {Field.GL: "gl_account", Field.COST_CENTRE: "cost_centre", Field.COST_UNIT: "cost_unit"}


def step(facts: Facts) -> list[Cause]:
    """Code every line; a person's cells stay. Missing account, cost centre or unit stops the draft."""
    chart = facts.lookup.get(reference.ACCOUNTS)
    accounts = chart.usable
    groups = _item_groups(facts)
    coded = code_lines([_line(line, groups) for line in facts.lines], context_of(facts, chart))
    lines: list[DraftLine] = []
    for line, found in zip(facts.lines, coded, strict=True):
        for field, column in COLUMNS.items():
            if column not in line.by_person:
                _take(line, column, found.choice(field))
        parts = splitting.settle(facts, line, found)
        if len(parts) == 1:
            _through_transitory(line, found, accounts)
        facts.vat_by_rule |= _vat_by_rule(parts, found)
        lines += parts
    splitting.renumber(facts, lines)
    suggesting.request(facts.draft, lines)
    causes = [cause for line in lines for cause in _missing(line, accounts.get(line.gl_account))]
    return causes + [_suggested(line) for line in lines if _by_model(line)]


def _by_model(line: DraftLine) -> bool:
    source = line.choices.get("gl_account", {}).get("source")
    return bool(source == Source.LLM and line.gl_account and "gl_account" not in line.by_person)


def _suggested(line: DraftLine) -> Cause:
    """A model's account is never booked unseen; another one asks anew."""
    params = {"line": str(line.position), "account": line.gl_account}
    return Cause("GL_SUGGESTED", Severity.CHECK, params, f"lines.{line.position}", line.gl_account)


def _through_transitory(line: DraftLine, found: LineCoding, accounts: Mapping[str, GLAccount]) -> None:
    """Cost that a rule spreads through a transitory account is booked there whole, without a period.

    Exact spreads a line with a period by itself, from the cost account; with both it would be spread twice. What goes
    to cost each month from the transitory account is a memorandum entry in Exact; the line says how much of it.
    """
    spread = found.spread
    if spread is None or not spread.transitory_gl or not found.gl.value or {"gl_account", SPREAD} & set(line.by_person):
        return
    account = accounts.get(spread.transitory_gl)
    if account is None or account.blocked:
        return
    plan = {"months": str(spread.months), "gl": found.gl.value, "account": account.code}
    reason = Reason("coding.transitory", plan)
    _take(line, "gl_account", Choice(account.code, Source.RULE, 1.0, (reason, *found.gl.reasons)))
    line.spread_from = line.spread_to = None


def _vat_by_rule(lines: list[DraftLine], found: LineCoding) -> dict[int, tuple[str, str]]:
    """The VAT code a rule names for each row, and the rule's name; empty when no rule does."""
    by_rule = found.vat_code.source is Source.RULE
    whole = (found.vat_code.value, found.vat_code.reasons[0].params["rule"]) if by_rule else ("", "")
    named = [coding.vat_code for _amount, coding in found.parts] if len(lines) > 1 else [""]
    both = [(code, found.split_by) if code else whole for code in named]
    return {line.pk: told for line, told in zip(lines, both, strict=True) if told[0]}


def _item_groups(facts: Facts) -> dict[str, str]:
    """Groups of the items that lines name by our own code."""
    named = {line.item_code for line in facts.lines if line.item_code}
    if not named:
        return {}
    return dict(exact.items_for(facts.administration).filter(code__in=named).values_list("code", "group"))


def context_of(facts: Facts, chart: Accounts) -> CodingContext:
    """Everything around the lines: rules, orders, history, defaults, and what the accounts demand."""
    draft, lookup = facts.draft, facts.lookup
    vendor = draft.vendor
    default = Coding(gl=chart.code_of.get(vendor.gl_account_id_default, "")) if vendor else Coding()
    return CodingContext(
        vendor_id=vendor.exact_id if vendor else "",
        day=draft.issue_date or draft.received_at.date(),
        rules=lookup.get(reference.RULES),
        order_lines={index: _from_order(line) for index, line in enumerate(facts.lines) if line.order_line},
        history=history_of(vendor) if vendor else None,
        vendor_default=default,
        gl_accounts=chart.infos,
        cost_centres=lookup.get(reference.COST_CENTRES),
        cost_units=lookup.get(reference.COST_UNITS),
        recipient=facts.message.recipient if facts.message else "",
        suggest=suggesting.kept(facts.lines),
    )


def _line(line: DraftLine, groups: dict[str, str]) -> CodingLine:
    item = line.order_line.item if line.order_line else None
    return CodingLine(
        description=line.description,
        net=line.net_amount or ZERO,
        item_code=line.item_code,
        item_group=item.group if item else groups.get(line.item_code, ""),
        order_reference=line.order_line.order.number if line.order_line else "",
    )


def _from_order(line: DraftLine) -> Coding:
    order_line = line.order_line
    assert order_line is not None
    gl = order_line.item.gl_account_code if order_line.item else ""
    return Coding(gl=gl, cost_centre=order_line.cost_centre, cost_unit=order_line.cost_unit)


def _take(line: DraftLine, column: str, choice: Choice) -> None:
    setattr(line, column, choice.value)
    line.choices = {
        **line.choices,
        column: {
            "source": choice.source.value if choice.source else "",
            "confidence": round(choice.confidence, 3),
            "reasons": [stored_reason(reason) for reason in choice.reasons],
            "alternatives": list(choice.alternatives),
        },
    }


def _missing(line: DraftLine, account: GLAccount | None) -> list[Cause]:
    place, number = f"lines.{line.position}", str(line.position)
    if account is None:
        return [Cause("GL_UNKNOWN", Severity.HOLD, {"line": number, "account": line.gl_account}, place)]
    causes = []
    if account.use_cost_centre == MANDATORY and not line.cost_centre:
        causes.append(Cause("COST_CENTRE_MISSING", Severity.HOLD, {"line": number, "account": account.code}, place))
    if account.use_cost_unit == MANDATORY and not line.cost_unit:
        causes.append(Cause("COST_UNIT_MISSING", Severity.HOLD, {"line": number, "account": account.code}, place))
    return causes


def order_step(facts: Facts) -> list[Cause]:
    """Orders: every line needs one of our items, found by our code, the supplier's code or EAN."""
    rows = list(exact.items_for(facts.administration).only("code", "ean", "supplier_codes", "description"))
    by_code = {row.code: row.code for row in rows}
    by_ean = {row.ean: row.code for row in rows if row.ean}
    by_supplier = _supplier_codes(rows, facts.draft.vendor.exact_id if facts.draft.vendor else "")
    taught = item_codes.taught_by(*party_of(facts.draft))
    causes = []
    for line in facts.lines:
        read = line.read or {}
        # Some papers print the code as the first word of the description.
        first = line.description.split(" ", 1)[0]
        names = [read.get("buyer_item_code"), line.item_code, read.get("item_code"), read.get("ean"), first]
        found = next(
            (code for name in names if name for table in (by_code, by_supplier, by_ean) if (code := table.get(name))),
            "",
        )
        said = taught.get(item_codes.key_of(theirs_of(line)), "")
        if "item_code" not in line.by_person and (said in by_code or found):
            # What a person said about this party's code goes before what codes look like.
            line.item_code = said if said in by_code else found
        if line.item_code not in by_code:
            params = {"line": str(line.position), "item": line.item_code or line.description[:40]}
            causes.append(Cause("ITEM_UNKNOWN", Severity.HOLD, params, f"lines.{line.position}"))
    return causes


def _supplier_codes(rows: list[Item], vendor_id: str) -> dict[str, str]:
    return {row.supplier_codes[vendor_id]: row.code for row in rows if row.supplier_codes.get(vendor_id)}
