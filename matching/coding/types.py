"""Lines to be coded, what is known around them, and the coding that comes out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from domain.evidence import Reason, Source
from domain.findings import Finding

if TYPE_CHECKING:
    from matching.coding.history import HistoryIndex
    from matching.coding.rules import CodingRule


class Field(StrEnum):
    """What is chosen per line; the words are also the keys of its JSON."""

    GL = "gl"
    VAT_CODE = "vat_code"
    COST_CENTRE = "cost_centre"
    COST_UNIT = "cost_unit"


@dataclass(frozen=True, slots=True)
class CodingLine:
    """One invoice line as far as coding looks at it. ``net`` in the document's currency, signed."""

    description: str
    net: Decimal = Decimal(0)
    item_code: str = ""
    item_group: str = ""
    order_reference: str = ""


@dataclass(frozen=True, slots=True)
class Coding:
    """Codes as text; "" means not given."""

    gl: str = ""
    vat_code: str = ""
    cost_centre: str = ""
    cost_unit: str = ""

    def get(self, field_name: Field) -> str:
        """The code of one field."""
        return str(getattr(self, field_name.value))


@dataclass(frozen=True, slots=True)
class GlInfo:
    """What coding must know of an account: may it be used, and does it demand a cost centre or unit."""

    code: str
    description: str = ""
    blocked: bool = False
    needs_cost_centre: bool = False
    needs_cost_unit: bool = False
    takes_cost_centre: bool = True
    vat_code: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """One chosen code: "" with confidence 0 means unknown. ``confidence`` 0–1 that a clerk would agree."""

    value: str
    source: Source | None = None
    confidence: float = 0.0
    reasons: tuple[Reason, ...] = ()
    alternatives: tuple[str, ...] = ()


UNKNOWN = Choice("", None, 0.0, (Reason("coding.unknown", {}),))


@dataclass(frozen=True, slots=True)
class SplitPart:
    """A share of a line with its own codes; ``share`` in per cent of the line's net."""

    share: Decimal
    coding: Coding


@dataclass(frozen=True, slots=True)
class Spread:
    """Cost over months: equal parts from ``start`` (None: the invoice's month), through the transitory account."""

    months: int
    start: date | None = None
    transitory_gl: str = ""


@dataclass(frozen=True, slots=True)
class LineCoding:
    """The coding of one line; ``parts`` are amounts with codes when the line is split, in order, adding up to
    the line's net exactly; ``split_by`` names the rule that says so."""

    index: int
    gl: Choice
    vat_code: Choice
    cost_centre: Choice
    cost_unit: Choice
    parts: tuple[tuple[Decimal, Coding], ...] = ()
    spread: Spread | None = None
    findings: tuple[Finding, ...] = ()
    split_by: str = ""

    def choice(self, field_name: Field) -> Choice:
        """The choice for one field."""
        return {
            Field.GL: self.gl,
            Field.VAT_CODE: self.vat_code,
            Field.COST_CENTRE: self.cost_centre,
            Field.COST_UNIT: self.cost_unit,
        }[field_name]


# Given the line and the codes allowed, a model may suggest one; "" abstains. Called only when nothing else knows.
Suggest = Callable[[CodingLine, Sequence[str]], str]


@dataclass(frozen=True, slots=True)
class CodingContext:
    """Everything around the lines of one document.

    ``order_lines``: coding of the purchase order line matched to a line, by line index. ``items``: coding by
    item code. ``mapping_defaults``: what a person fixed for this vendor; ``vendor_default``: Exact's own.
    ``gl_accounts`` empty means: not checked.
    """

    vendor_id: str
    day: date
    rules: tuple[CodingRule, ...] = ()
    mapping_defaults: Coding = Coding()
    order_lines: Mapping[int, Coding] = field(default_factory=dict)
    items: Mapping[str, Coding] = field(default_factory=dict)
    history: HistoryIndex | None = None
    vendor_default: Coding = Coding()
    gl_accounts: Mapping[str, GlInfo] = field(default_factory=dict)
    cost_centres: frozenset[str] = frozenset()
    cost_units: frozenset[str] = frozenset()
    recipient: str = ""
    suggest: Suggest | None = None
