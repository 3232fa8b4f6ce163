"""Rules a person wrote: conditions on a line, codes it then gets; and trying a rule on the past."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from domain.parties import fold
from matching.coding.history import HistoryLine
from matching.coding.types import Coding, CodingLine, Field, SplitPart, Spread

_EXAMPLES = 5
NOTHING = Coding()


@dataclass(frozen=True, slots=True)
class Conditions:
    """All that are given must hold. ``words``: each must stand in the text (any case, accents ignored, "|"
    between alternatives). Amounts are net without sign, both bounds included. ``order_prefix`` "*" means any
    order. ``recipient``: mail address or part of it the document came to."""

    vendor_ids: tuple[str, ...] = ()
    item_codes: tuple[str, ...] = ()
    item_groups: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    amount_from: Decimal | None = None
    amount_to: Decimal | None = None
    order_prefix: str = ""
    recipient: str = ""

    def count(self) -> int:
        """How many conditions are given; more conditions make a rule more specific."""
        given = (self.vendor_ids, self.item_codes, self.item_groups, self.words, self.order_prefix, self.recipient)
        bounds = (self.amount_from, self.amount_to)
        return sum(bool(value) for value in given) + sum(value is not None for value in bounds)


@dataclass(frozen=True, slots=True)
class CodingRule:
    """A rule with what it sets. Lower ``priority`` goes first, then the rule with more conditions. A rule
    without conditions never applies."""

    id: str
    name: str
    conditions: Conditions
    coding: Coding = NOTHING
    split: tuple[SplitPart, ...] = ()
    spread: Spread | None = None
    priority: int = 100
    active: bool = True


def applies(rule: CodingRule, line: CodingLine, vendor_id: str, recipient: str = "") -> bool:
    """Whether every given condition of the rule holds for the line."""
    c = rule.conditions
    if not rule.active or not c.count():
        return False
    amount = abs(line.net)
    order_ok = not c.order_prefix or (
        bool(line.order_reference) and (c.order_prefix == "*" or line.order_reference.startswith(c.order_prefix))
    )
    return (
        (not c.vendor_ids or vendor_id in c.vendor_ids)
        and (not c.item_codes or line.item_code in c.item_codes)
        and (not c.item_groups or line.item_group in c.item_groups)
        and (c.amount_from is None or amount >= c.amount_from)
        and (c.amount_to is None or amount <= c.amount_to)
        and order_ok
        and (not c.recipient or c.recipient.lower() in recipient.lower())
        and _words_hold(c.words, line.description)
    )


def _words_hold(wanted: Sequence[str], description: str) -> bool:
    if not wanted:
        return True
    text = f" {_folded(description)} "
    return all(any(f" {_folded(option)}" in text for option in word.split("|")) for word in wanted)


@lru_cache(maxsize=20_000)
def _folded(text: str) -> str:
    """Every rule asks the same lines about the same words."""
    return fold(text)


def in_order(rules: Iterable[CodingRule]) -> list[CodingRule]:
    """Rules as they are asked: by priority, then the more specific, then by id."""
    return sorted(rules, key=lambda rule: (rule.priority, -rule.conditions.count(), rule.id))


@dataclass(frozen=True, slots=True)
class TrialExample:
    """A past line the rule would have touched: what was booked and what the rule says."""

    line: HistoryLine
    field: Field
    booked: str
    proposed: str


@dataclass(frozen=True, slots=True)
class FieldTrial:
    """Per field: lines the rule sets, of which booked the same way, and booked otherwise."""

    field: Field
    set: int
    right: int

    @property
    def changed(self) -> int:
        """Lines that would have been booked differently."""
        return self.set - self.right


@dataclass(frozen=True, slots=True)
class RuleTrial:
    """A rule on the past: ``matched`` of ``looked_at`` lines, per field how often right, some changed lines."""

    looked_at: int
    matched: int
    fields: tuple[FieldTrial, ...]
    examples: tuple[TrialExample, ...]


def try_rule(rule: CodingRule, past_lines: Iterable[HistoryLine], recipient: str = "") -> RuleTrial:
    """What the rule would have done to booked lines: how often it says what was booked, and where it differs."""
    looked, matched = 0, 0
    counts = {name: [0, 0] for name in Field if rule.coding.get(name)}
    examples: list[TrialExample] = []
    for past in past_lines:
        looked += 1
        line = CodingLine(past.description, past.net, past.item_code, past.item_group, past.order_reference)
        if not applies(rule, line, past.vendor_id, recipient):
            continue
        matched += 1
        for name, tally in counts.items():
            wanted, booked = rule.coding.get(name), past.coding.get(name)
            tally[0] += 1
            tally[1] += wanted == booked
            if wanted != booked and len(examples) < _EXAMPLES:
                examples.append(TrialExample(past, name, booked, wanted))
    fields = tuple(FieldTrial(name, *tally) for name, tally in counts.items())
    return RuleTrial(looked, matched, fields, tuple(examples))
