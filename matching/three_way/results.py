"""What the matcher answers: per line, per document, with figures and reasons."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from domain.evidence import Reason
from domain.findings import Severity
from domain.holds import Hold, HoldRelease
from domain.money import ZERO
from domain.orders import BilledLine, Consumption
from domain.tolerances import AppliedTolerance, ToleranceKind


class MatchState(StrEnum):
    """Verdict on a line or document. ``not_checked`` is a blank, never a pass."""

    MATCHED = "matched"
    WITHIN_TOLERANCE = "within_tolerance"
    EXCEPTION = "exception"
    AWAITING_RECEIPT = "awaiting_receipt"
    AMBIGUOUS = "ambiguous"
    NO_PO = "no_po"
    NOT_CHECKED = "not_checked"


# The document takes the worst of its lines; a line nobody checked says nothing about the others.
WORST_FIRST = (
    MatchState.EXCEPTION,
    MatchState.AMBIGUOUS,
    MatchState.AWAITING_RECEIPT,
    MatchState.NO_PO,
    MatchState.WITHIN_TOLERANCE,
    MatchState.MATCHED,
    MatchState.NOT_CHECKED,
)


def worst(states: list[MatchState]) -> MatchState:
    """The gravest of the states; ``not_checked`` for none."""
    return min(states, key=WORST_FIRST.index, default=MatchState.NOT_CHECKED)


@dataclass(frozen=True, slots=True)
class Variance:
    """One comparison that came out unequal. ``difference`` is actual − expected. ``percent`` of expected, None
    when ``unbounded`` (expected is zero). ``amount`` is what the absolute limit saw (accounting currency, possibly
    cumulative). ``accepted``: inside the tolerance. ``hold`` is the code it raises when not accepted."""

    kind: ToleranceKind
    expected: Decimal
    actual: Decimal
    difference: Decimal
    percent: Decimal | None
    unbounded: bool
    amount: Decimal
    accepted: bool
    tolerance: AppliedTolerance
    hold: str = ""
    order_line: str = ""
    about: str = ""
    money: Decimal = ZERO  # what the difference is worth in invoice currency


@dataclass(frozen=True, slots=True)
class Candidate:
    """An order line this invoice line could belong to, 0–1, with reasons."""

    order_line: str
    order: str
    score: Decimal
    reasons: tuple[Reason, ...] = ()
    contradiction: bool = False


@dataclass(frozen=True, slots=True)
class Allocation:
    """The part of an invoice line that is billed on one order line, in the order line's unit."""

    order_line: str
    quantity: Decimal
    amount: Decimal


@dataclass(frozen=True, slots=True)
class LineResult:
    """Verdict on one invoice line. ``received`` None: receipts were not compared (shown blank)."""

    line: str
    state: MatchState
    allocations: tuple[Allocation, ...] = ()
    variances: tuple[Variance, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    reasons: tuple[Reason, ...] = ()
    charge_kind: str = ""
    gl_account: str = ""
    receipt_checked: bool = False
    covered_by_receipt: Decimal = ZERO
    spread_from_charges: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class MatchResult:
    """Verdict on a document with everything needed to show, store and re-run it."""

    document: str
    state: MatchState
    lines: tuple[LineResult, ...] = ()
    holds: tuple[Hold, ...] = ()
    variances: tuple[Variance, ...] = ()  # of the document as a whole
    consumption: tuple[Consumption, ...] = ()
    billed: tuple[BilledLine, ...] = ()
    reasons: tuple[Reason, ...] = ()
    released: tuple[HoldRelease, ...] = ()
    vat_to_book: tuple[tuple[Decimal, Decimal], ...] = ()  # rate, the supplier's amount
    auto_accept: bool = False

    @property
    def bulk_postable(self) -> bool:
        """May go with a bulk posting: nothing held, nothing ambiguous, every difference allowed by policy."""
        if self.holds or any(line.state is MatchState.AMBIGUOUS for line in self.lines):
            return False
        if self.state is MatchState.WITHIN_TOLERANCE:
            return self.auto_accept
        return self.state in (MatchState.MATCHED, MatchState.NOT_CHECKED)

    def line(self, key: str) -> LineResult:
        """The result of one invoice line; KeyError when there is none."""
        for found in self.lines:
            if found.line == key:
                return found
        raise KeyError(key)


def blocking(holds: tuple[Hold, ...]) -> tuple[Hold, ...]:
    """The holds that stop a draft (information does not)."""
    return tuple(hold for hold in holds if hold.kind.severity is not Severity.INFO)
