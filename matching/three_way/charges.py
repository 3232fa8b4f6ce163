"""Charges on the invoice against charges agreed on the order, per kind; each is counted once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from domain.money import ZERO
from domain.orders import BilledLine, InvoiceForMatch, OrderCharge
from domain.tolerances import Scope, Side, ToleranceKind, ToleranceTable
from matching.three_way.charge_words import PREPAYMENT, ROUNDING
from matching.three_way.compare import compare
from matching.three_way.policy import MatchPolicy
from matching.three_way.prepare import BilledCharge
from matching.three_way.references import same_number
from matching.three_way.results import MatchState, Variance


@dataclass(slots=True)
class ChargeVerdict:
    """The outcome for one charge line."""

    charge: BilledCharge
    state: MatchState
    variances: list[Variance] = field(default_factory=list)
    gl_account: str = ""
    order: str = ""


def check_charges(
    billed: Sequence[BilledCharge],
    agreed: Sequence[OrderCharge],
    orders: frozenset[str],
    invoice: InvoiceForMatch,
    table: ToleranceTable,
    policy: MatchPolicy,
    history: Sequence[BilledLine] = (),
) -> list[ChargeVerdict]:
    """Compare per kind. ``orders`` are the order numbers this invoice bills; ``history`` holds charges earlier
    invoices billed on them, which count towards what may be unplanned."""
    if not policy.check_charges:
        return [
            ChargeVerdict(c, MatchState.NOT_CHECKED, gl_account=policy.charge_accounts.get(c.kind, "")) for c in billed
        ]
    groups: dict[str, list[BilledCharge]] = defaultdict(list)
    for charge in billed:
        groups[charge.kind].append(charge)
    relevant = [c for c in agreed if not orders or any(same_number(c.order, order) for order in orders)]
    scope = Scope(vendor=invoice.vendor, vendor_group=invoice.vendor_group)
    verdicts: list[ChargeVerdict] = []
    unplanned: list[BilledCharge] = []
    for kind, charges in groups.items():
        planned = [c for c in relevant if c.kind == kind]
        if planned:
            verdicts.extend(_planned(kind, charges, planned, invoice, table, scope))
        else:
            unplanned.extend(charges)
    verdicts.extend(_unplanned(unplanned, invoice, table, policy, scope, _earlier(history, relevant, orders)))
    for verdict in verdicts:
        verdict.gl_account = verdict.gl_account or policy.charge_accounts.get(verdict.charge.kind, "")
    place = {charge.key: at for at, charge in enumerate(billed)}
    return sorted(verdicts, key=lambda verdict: place[verdict.charge.key])


def _planned(
    kind: str,
    charges: list[BilledCharge],
    planned: list[OrderCharge],
    invoice: InvoiceForMatch,
    table: ToleranceTable,
    scope: Scope,
) -> list[ChargeVerdict]:
    expected = sum((c.amount for c in planned), ZERO)
    actual = sum((c.billed for c in planned), ZERO) + sum((c.amount for c in charges), ZERO)
    found = None
    if actual > expected:
        found = compare(
            ToleranceKind.CHARGE, table, scope, expected=expected, actual=actual, rate=invoice.exchange_rate, about=kind
        )
    state = MatchState.MATCHED if found is None else MatchState.EXCEPTION if found.hold else MatchState.WITHIN_TOLERANCE
    return [ChargeVerdict(c, state, [found] if found else [], order=planned[0].order) for c in charges]


def _earlier(history: Sequence[BilledLine], planned: Sequence[OrderCharge], orders: frozenset[str]) -> Decimal:
    kinds = {c.kind for c in planned} | {PREPAYMENT}
    return sum(
        (row.amount for row in history if row.charge_kind and row.charge_kind not in kinds and row.order in orders),
        ZERO,
    )


def _cents(amount: Decimal, invoice: InvoiceForMatch, table: ToleranceTable, scope: Scope) -> bool:
    """A line that says it rounds the total, within the tolerance for rounding."""
    limit = table.resolve(ToleranceKind.ROUNDING, Side.UPPER, scope).limit
    return not limit.checked or (limit.amount is not None and amount * invoice.exchange_rate <= limit.amount)


def _unplanned(
    charges: list[BilledCharge],
    invoice: InvoiceForMatch,
    table: ToleranceTable,
    policy: MatchPolicy,
    scope: Scope,
    earlier: Decimal,
) -> list[ChargeVerdict]:
    """Allowed when the kind is on the white list and everything unplanned together stays within the amount."""
    if not charges:
        return []
    tolerance = table.resolve(ToleranceKind.CHARGE, Side.UPPER, scope)
    total = sum((c.amount for c in charges), ZERO) + earlier
    money = total * invoice.exchange_rate
    fits = not tolerance.limit.checked or (tolerance.limit.amount is not None and money <= tolerance.limit.amount)
    verdicts = []
    for charge in charges:
        cents = charge.kind == ROUNDING and _cents(charge.amount, invoice, table, scope)
        allowed = charge.amount <= 0 or cents or (fits and charge.kind in policy.charge_accounts)
        variance = Variance(
            ToleranceKind.CHARGE,
            ZERO,
            charge.amount,
            charge.amount,
            None,
            True,
            money,
            allowed,
            tolerance,
            "" if allowed else "CHARGE_NOT_ON_PO",
            about=charge.kind,
            money=charge.amount,
        )
        state = MatchState.WITHIN_TOLERANCE if allowed else MatchState.EXCEPTION
        verdicts.append(ChargeVerdict(charge, state, [variance], order=charge.order))
    return verdicts
