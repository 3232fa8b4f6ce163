"""Coding the lines of one document: who knows best goes first, and nobody guesses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from domain.evidence import Reason, Source
from domain.findings import Finding, Severity
from matching.coding.rules import CodingRule, applies, in_order
from matching.coding.split import split_amount
from matching.coding.types import UNKNOWN, Choice, Coding, CodingContext, CodingLine, Field, GlInfo, LineCoding

GL_UNKNOWN = "GL_UNKNOWN"
COST_CENTRE_MISSING = "COST_CENTRE_MISSING"
COST_UNIT_MISSING = "COST_UNIT_MISSING"


def code_lines(lines: Sequence[CodingLine], context: CodingContext) -> tuple[LineCoding, ...]:
    """A choice per line and field, each with its source and reasons.

    Order: explicit rule, what a person fixed for the vendor, order line or item, booked history of vendor and
    text, the vendor's default in Exact, a model's suggestion, unknown. A code that is blocked or not in the
    books is passed over. A line without account, or without a cost centre its account demands, carries a hold.
    """
    rules = in_order(rule for rule in context.rules if rule.active)
    return tuple(_code(i, line, context, rules) for i, line in enumerate(lines))


def _code(index: int, line: CodingLine, context: CodingContext, rules: list[CodingRule]) -> LineCoding:
    matching = [rule for rule in rules if applies(rule, line, context.vendor_id, context.recipient)]
    choices = {name: _choose(name, index, line, context, matching) for name in Field}
    account = context.gl_accounts.get(choices[Field.GL].value)
    if account and not account.takes_cost_centre and choices[Field.COST_CENTRE].source is not Source.RULE:
        choices[Field.COST_CENTRE] = Choice("", None, 1.0, (Reason("coding.no_cost_centre", {"gl": account.code}),))
    split = next((rule for rule in matching if rule.split), None)
    spread = next((rule.spread for rule in matching if rule.spread), None)
    parts = split_amount(line.net, split.split) if split else ()
    return LineCoding(
        index,
        choices[Field.GL],
        choices[Field.VAT_CODE],
        choices[Field.COST_CENTRE],
        choices[Field.COST_UNIT],
        parts,
        spread,
        tuple(_findings(index, choices, account, bool(parts))),
        split.name if split else "",
    )


def _choose(name: Field, index: int, line: CodingLine, context: CodingContext, rules: list[CodingRule]) -> Choice:
    for choice in _in_order_of_trust(name, index, line, context, rules):
        if choice.value == "" and choice.source is Source.HISTORY:
            return choice  # history says: this line has no cost centre
        if choice.value and _usable(name, choice.value, context):
            return choice
    return UNKNOWN


def _in_order_of_trust(
    name: Field, index: int, line: CodingLine, context: CodingContext, rules: list[CodingRule]
) -> Iterator[Choice]:
    for rule in rules:
        if rule.coding.get(name):
            reason = Reason("coding.rule", {"rule": rule.name, "id": rule.id})
            yield Choice(rule.coding.get(name), Source.RULE, 1.0, (reason,))
    yield from _given(context.mapping_defaults, name, Source.VENDOR, 0.98, "coding.vendor_mapping")
    if index in context.order_lines:
        yield from _given(context.order_lines[index], name, Source.ORDER, 0.98, "coding.order_line")
    if line.item_code in context.items:
        yield from _given(context.items[line.item_code], name, Source.ORDER, 0.95, "coding.item")
    if context.history is not None:
        choice = context.history.choose(name, context.vendor_id, line.description, context.day, line.item_code)
        if choice is not None:
            yield choice
        elif context.history.disagrees(name, context.vendor_id, line.description):
            return  # what was booked contradicts itself: a default would only hide that
    yield from _given(context.vendor_default, name, Source.VENDOR, 0.75, "coding.vendor_default")
    if name is Field.GL and context.suggest is not None and context.gl_accounts:
        allowed = [code for code, info in context.gl_accounts.items() if not info.blocked]
        yield Choice(context.suggest(line, allowed), Source.LLM, 0.5, (Reason("coding.suggested", {}),))


def _given(coding: Coding, name: Field, source: Source, confidence: float, code: str) -> Iterator[Choice]:
    value = coding.get(name)
    if value:
        yield Choice(value, source, confidence, (Reason(code, {"value": value}),))


def _usable(name: Field, value: str, context: CodingContext) -> bool:
    """Whether the books have this code, unblocked. An empty list of codes means: not checked."""
    if name is Field.GL and context.gl_accounts:
        info = context.gl_accounts.get(value)
        return info is not None and not info.blocked
    if name is Field.COST_CENTRE and context.cost_centres:
        return value in context.cost_centres
    if name is Field.COST_UNIT and context.cost_units:
        return value in context.cost_units
    return True


def _findings(index: int, choices: dict[Field, Choice], account: GlInfo | None, split: bool) -> Iterable[Finding]:
    if split:
        return
    if not choices[Field.GL].value:
        yield Finding(GL_UNKNOWN, Severity.HOLD, {}, f"lines.{index}.gl")
        return
    if account is None:
        return
    demands: tuple[tuple[bool, Field, str], ...] = (
        (account.needs_cost_centre, Field.COST_CENTRE, COST_CENTRE_MISSING),
        (account.needs_cost_unit, Field.COST_UNIT, COST_UNIT_MISSING),
    )
    for needed, name, code in demands:
        if needed and not choices[name].value:
            yield Finding(code, Severity.HOLD, {"gl": account.code}, f"lines.{index}.{name.value}")
