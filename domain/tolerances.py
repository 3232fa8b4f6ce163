"""How far an invoice may differ: kinds, limits, who set them, and which one counts.

A limit *equal to* the variance accepts it. Percentages are compared in the invoice's currency, amounts in
the administration's. When a limit has both, exceeding either one fails.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from enum import IntEnum, StrEnum

from domain.money import ZERO

# Noise of a decimal division, far below any smallest unit of money.
NOISE = Decimal("1e-9")


class ToleranceKind(StrEnum):
    """What a tolerance compares."""

    PRICE_UNIT = "PRICE_UNIT"
    PRICE_TOTAL = "PRICE_TOTAL"
    BILLING_ALLOWANCE = "BILLING_ALLOWANCE"
    QTY_ORDERED = "QTY_ORDERED"
    QTY_RECEIVED = "QTY_RECEIVED"
    QTY_UNDER = "QTY_UNDER"
    LINE_AMOUNT = "LINE_AMOUNT"
    INVOICE_TOTAL = "INVOICE_TOTAL"
    CHARGE = "CHARGE"
    TAX_OVER = "TAX_OVER"
    TAX_UNDER = "TAX_UNDER"
    ROUNDING = "ROUNDING"
    FX_RATE = "FX_RATE"
    DATE = "DATE"
    BLANKET_AMOUNT = "BLANKET_AMOUNT"
    BLANKET_DATE = "BLANKET_DATE"


class Side(StrEnum):
    """UPPER: billed more than expected. LOWER: billed less."""

    UPPER = "upper"
    LOWER = "lower"


class Level(IntEnum):
    """Where a tolerance is set; the smaller number is nearer to the line and wins."""

    ORDER_LINE = 1
    VENDOR_ITEM = 2
    ITEM = 3
    ITEM_GROUP = 4
    VENDOR = 5
    VENDOR_GROUP = 6
    ADMINISTRATION = 7
    SYSTEM = 8


# Kinds that judge the same money from different sides.
MONEY_KINDS = (ToleranceKind.PRICE_UNIT, ToleranceKind.PRICE_TOTAL, ToleranceKind.LINE_AMOUNT)
QUANTITY_KINDS = frozenset({ToleranceKind.QTY_ORDERED, ToleranceKind.QTY_RECEIVED, ToleranceKind.QTY_UNDER})


@dataclass(frozen=True, slots=True)
class Limit:
    """The largest accepted variance. ``percent`` of the expected value; ``amount`` in money, or in units for
    quantity kinds, or in days for dates. None: that criterion is not part of this limit. ``checked`` false is
    the explicit choice not to compare at all."""

    percent: Decimal | None = None
    amount: Decimal | None = None
    checked: bool = True

    @property
    def empty(self) -> bool:
        """True when nothing was filled in, which means: inherit."""
        return self.checked and self.percent is None and self.amount is None


NOT_CHECKED = Limit(checked=False)
NOTHING_ALLOWED = Limit(percent=ZERO)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What a line belongs to; and, on a rule, what the rule is for: the fields that are filled say at which level it
    stands, none filled is the administration's own."""

    order_line: str = ""
    vendor: str = ""
    vendor_group: str = ""
    item: str = ""
    item_group: str = ""

    @property
    def level(self) -> Level:
        """The precedence row a rule with this scope stands on."""
        if self.order_line:
            return Level.ORDER_LINE
        if self.item:
            return Level.VENDOR_ITEM if self.vendor else Level.ITEM
        if self.item_group:
            return Level.ITEM_GROUP
        if self.vendor:
            return Level.VENDOR
        return Level.VENDOR_GROUP if self.vendor_group else Level.ADMINISTRATION

    def covers(self, line: Scope) -> bool:
        """True when every field filled here is the line's own."""
        return all(
            not named or named == own
            for named, own in (
                (self.order_line, line.order_line),
                (self.vendor, line.vendor),
                (self.vendor_group, line.vendor_group),
                (self.item, line.item),
                (self.item_group, line.item_group),
            )
        )


@dataclass(frozen=True, slots=True)
class ToleranceRule(Scope):
    """One filled-in tolerance. ``set_by`` names the person, for the audit trail."""

    kind: ToleranceKind
    side: Side
    limit: Limit
    set_by: str = ""


@dataclass(frozen=True, slots=True)
class AppliedTolerance:
    """The limit that counted, where it stands and who set it. ``borrowed_from`` names the kind whose explicit
    limit stood in for an unconfigured one."""

    kind: ToleranceKind
    side: Side
    limit: Limit
    level: Level
    set_by: str = ""
    borrowed_from: str = ""


def _d(text: str) -> Decimal:
    return Decimal(text)


SYSTEM_DEFAULTS: dict[tuple[ToleranceKind, Side], Limit] = {
    (ToleranceKind.PRICE_UNIT, Side.UPPER): Limit(_d("2"), _d("25")),
    (ToleranceKind.PRICE_UNIT, Side.LOWER): Limit(_d("10"), _d("25")),
    (ToleranceKind.PRICE_TOTAL, Side.UPPER): Limit(_d("2"), _d("100")),
    (ToleranceKind.QTY_ORDERED, Side.UPPER): NOTHING_ALLOWED,
    (ToleranceKind.QTY_RECEIVED, Side.UPPER): NOTHING_ALLOWED,
    (ToleranceKind.LINE_AMOUNT, Side.UPPER): Limit(None, _d("1.00")),
    (ToleranceKind.LINE_AMOUNT, Side.LOWER): Limit(None, _d("1.00")),
    (ToleranceKind.INVOICE_TOTAL, Side.UPPER): Limit(_d("2"), _d("50")),
    (ToleranceKind.INVOICE_TOTAL, Side.LOWER): Limit(_d("2"), _d("50")),
    (ToleranceKind.CHARGE, Side.UPPER): Limit(_d("25"), _d("50")),
    (ToleranceKind.TAX_OVER, Side.UPPER): Limit(None, _d("0.05")),
    (ToleranceKind.TAX_UNDER, Side.LOWER): Limit(None, _d("0.05")),
    (ToleranceKind.ROUNDING, Side.UPPER): Limit(None, _d("0.05")),
    (ToleranceKind.ROUNDING, Side.LOWER): Limit(None, _d("0.05")),
    (ToleranceKind.BLANKET_AMOUNT, Side.UPPER): NOTHING_ALLOWED,
    (ToleranceKind.BLANKET_DATE, Side.UPPER): Limit(None, ZERO),
}


@dataclass(frozen=True, slots=True)
class ToleranceTable:
    """All tolerances of one administration. With ``stricter_only`` nearer levels may tighten what the
    administration (or the system) allows, never loosen it."""

    rules: tuple[ToleranceRule, ...] = ()
    stricter_only: bool = False

    def resolve(self, kind: ToleranceKind, side: Side, scope: Scope) -> AppliedTolerance:
        """The tolerance that counts for a line: nearest filled-in rule, else the system default, else not checked."""
        explicit = self.explicit(kind, side, scope)
        if explicit is not None:
            return explicit
        if kind in MONEY_KINDS:
            borrowed = self._borrow(kind, side, scope)
            if borrowed is not None:
                return borrowed
        return AppliedTolerance(kind, side, SYSTEM_DEFAULTS.get((kind, side), NOT_CHECKED), Level.SYSTEM)

    def explicit(self, kind: ToleranceKind, side: Side, scope: Scope) -> AppliedTolerance | None:
        """The nearest rule someone filled in for exactly this kind, or None."""
        found = self._nearest(kind, side, scope)
        if found is None:
            return None
        limit = found.limit
        if self.stricter_only and found.level < Level.ADMINISTRATION:
            ceiling = self._nearest(kind, side, Scope())
            base = ceiling.limit if ceiling else SYSTEM_DEFAULTS.get((kind, side), NOT_CHECKED)
            limit = stricter(limit, base)
        return AppliedTolerance(kind, side, limit, found.level, found.set_by)

    def _nearest(self, kind: ToleranceKind, side: Side, scope: Scope) -> ToleranceRule | None:
        fitting = [
            rule
            for rule in self.rules
            if rule.kind is kind and rule.side is side and not rule.limit.empty and rule.covers(scope)
        ]
        return min(fitting, key=lambda rule: rule.level, default=None)

    def _borrow(self, kind: ToleranceKind, side: Side, scope: Scope) -> AppliedTolerance | None:
        # A default must not undo what someone allowed on purpose: when only one of the money kinds is
        # configured, the others judge by that same limit instead of by the system's.
        for other in (*MONEY_KINDS, ToleranceKind.BILLING_ALLOWANCE):
            if other is not kind:
                found = self.explicit(other, side, scope)
                # Who does not compare the price wants no total made of it either; no more than that is silenced.
                silent = kind is ToleranceKind.PRICE_TOTAL and other is ToleranceKind.PRICE_UNIT
                if found is not None and (found.limit.checked or silent):
                    return replace(found, kind=kind, borrowed_from=other.value)
        return None


def stricter(one: Limit, two: Limit) -> Limit:
    """The tighter of two limits, criterion by criterion; "not checked" is the loosest there is."""
    if not one.checked:
        return two
    if not two.checked:
        return one
    return Limit(_smaller(one.percent, two.percent), _smaller(one.amount, two.amount))


def _smaller(one: Decimal | None, two: Decimal | None) -> Decimal | None:
    if one is None or two is None:
        return two if one is None else one
    return min(one, two)


def exceeds(
    limit: Limit, *, expected: Decimal, difference: Decimal, amount: Decimal, slack_percent: Decimal = ZERO
) -> bool:
    """True when a difference (its size, ≥ 0) is more than the limit allows.

    ``expected`` and ``difference`` are in the invoice's currency, ``amount`` is the size of the difference
    as the absolute criterion sees it (accounting currency, possibly cumulative). An expected value of zero
    with anything billed is an unbounded variance and always exceeds. ``slack_percent`` are percentage points.
    """
    if not limit.checked or (difference <= NOISE and amount <= NOISE):
        return False
    if expected <= NOISE:
        return True
    if limit.percent is not None and difference * 100 > (limit.percent + slack_percent) * expected + NOISE:
        return True
    return limit.amount is not None and amount > limit.amount + NOISE
