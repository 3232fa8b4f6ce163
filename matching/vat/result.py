"""What the VAT rules answer, per line and for the document."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from domain.evidence import Reason
from domain.findings import Finding, Severity
from domain.vat import RATE_TABLE_VERSION, Treatment


@dataclass(frozen=True, slots=True)
class VatLineResult:
    """One line's VAT. Amounts are signed (a credit is negative) in the administration's currency.

    ``base`` net amount; ``due`` self-assessed VAT; ``stated`` VAT the supplier charged; ``deductible`` what may
    be claimed; ``cost`` what lands on the expense account (net plus VAT that cannot be claimed); ``boxes``
    return boxes or grids with their amounts; ``nature`` goods, services, investment or "" unknown.
    """

    index: int
    treatment: Treatment
    rate: Decimal
    base: Decimal
    stated: Decimal
    due: Decimal
    deductible: Decimal
    cost: Decimal
    share: Decimal = Decimal(1)
    nature: str = ""
    category: str = ""
    boxes: dict[str, Decimal] = field(default_factory=dict)
    reasons: tuple[Reason, ...] = ()
    tax_point: date | None = None
    candidates: tuple[Treatment, ...] = ()


@dataclass(frozen=True, slots=True)
class ChecklistItem:
    """One mandatory particular of an invoice: ``state`` green, amber or red (vat-coding §7)."""

    code: str
    state: str
    rule: str = ""


@dataclass(frozen=True, slots=True)
class VatResult:
    """The document's VAT: lines, findings (those with severity HOLD stop the draft) and the checklist."""

    lines: tuple[VatLineResult, ...]
    findings: tuple[Finding, ...] = ()
    checklist: tuple[ChecklistItem, ...] = ()
    flags: tuple[str, ...] = ()
    rate_table: str = RATE_TABLE_VERSION

    @property
    def holds(self) -> tuple[str, ...]:
        """Codes of the findings that stop the draft, in order of appearance, each once."""
        stops = (f.code for f in self.findings if f.severity in (Severity.HOLD, Severity.SECURITY))
        return tuple(dict.fromkeys(stops))

    @property
    def boxes(self) -> dict[str, Decimal]:
        """Sum of the return boxes over all lines."""
        total: dict[str, Decimal] = {}
        for line in self.lines:
            for box, amount in line.boxes.items():
                total[box] = total.get(box, Decimal(0)) + amount
        return total

    @property
    def due(self) -> Decimal:
        """VAT we owe ourselves."""
        return sum((line.due for line in self.lines), Decimal(0))

    @property
    def deductible(self) -> Decimal:
        """VAT we claim."""
        return sum((line.deductible for line in self.lines), Decimal(0))

    @property
    def cost(self) -> Decimal:
        """What ends on expense accounts."""
        return sum((line.cost for line in self.lines), Decimal(0))
