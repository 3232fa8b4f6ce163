"""The public door of coding lines."""

from matching.coding.code import code_lines
from matching.coding.history import HistoryIndex, HistoryLine
from matching.coding.rules import CodingRule, Conditions, RuleTrial, try_rule
from matching.coding.types import (
    Choice,
    Coding,
    CodingContext,
    CodingLine,
    Field,
    GlInfo,
    LineCoding,
    SplitPart,
    Spread,
)

__all__ = [
    "Choice",
    "Coding",
    "CodingContext",
    "CodingLine",
    "CodingRule",
    "Conditions",
    "Field",
    "GlInfo",
    "HistoryIndex",
    "HistoryLine",
    "LineCoding",
    "RuleTrial",
    "SplitPart",
    "Spread",
    "code_lines",
    "try_rule",
]
