"""Putting the document's verdict together: checks per order line, receipts consumed, holds, state."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from domain.evidence import Reason
from domain.holds import Hold
from domain.money import ZERO
from domain.orders import BilledLine, Consumption, PurchaseOrderLine
from matching.receipts import QUANTITY_NOISE
from matching.three_way import settle
from matching.three_way.allocate import Share
from matching.three_way.blanket import check_blanket
from matching.three_way.charge_words import PREPAYMENT
from matching.three_way.charges import ChargeVerdict
from matching.three_way.checks import Facts, Verdict, check_billed
from matching.three_way.credits import CreditVerdict, check_adjustment, check_credit
from matching.three_way.header_checks import header_variances, lines_add_up, prepayment_holds, vat_to_book
from matching.three_way.linking import Link
from matching.three_way.orderbook import note_keys
from matching.three_way.policy import ChargeTreatment, MatchLevel
from matching.three_way.prepare import Prepared
from matching.three_way.results import Allocation, LineResult, MatchResult, MatchState, Variance, worst


@dataclass(slots=True)
class _Sheet:
    """Findings collected per invoice line while order lines are checked."""

    variances: dict[str, list[Variance]] = field(default_factory=lambda: defaultdict(list))
    holds: list[Hold] = field(default_factory=list)
    levels: dict[str, list[MatchLevel]] = field(default_factory=lambda: defaultdict(list))
    consumption: list[Consumption] = field(default_factory=list)
    held_lines: set[str] = field(default_factory=set)
    awaiting_lines: set[str] = field(default_factory=set)

    def hold(self, code: str, lines: Sequence[str], order_line: str, params: dict[str, str]) -> None:
        self.holds.append(Hold(code, tuple(dict.fromkeys(lines)), order_line, params))
        (self.awaiting_lines if code == "AWAIT_RECEIPT" else self.held_lines).update(lines)


def build(
    facts: Facts,
    prepaid: Mapping[str, Decimal],
    prepared: Prepared,
    links: Sequence[Link],
    shares: Sequence[Share],
    charges: Sequence[ChargeVerdict],
    original: Sequence[BilledLine],
    consumption: Sequence[Consumption],
    reasons: Sequence[Reason],
) -> MatchResult:
    """The result of the whole document from its links, shares and charges."""
    sheet = _Sheet()
    by_order: dict[str, list[Share]] = defaultdict(list)
    for share in shares:
        by_order[share.order.key].append(share)
    for order in (facts.book.by_key[key] for key in facts.book.by_key if key in by_order):
        _check_order(order, by_order[order.key], facts, sheet, original, consumption)
    by_line: dict[str, list[Share]] = defaultdict(list)
    for share in shares:
        by_line[share.line.key].append(share)
    used: dict[str, Decimal] = defaultdict(lambda: ZERO)
    for row in sheet.consumption:
        used[row.line] += row.quantity
    lines = [_line(link, by_line[link.line.key], sheet, facts, used[link.line.key]) for link in links]
    lines += [_charge_line(verdict, sheet) for verdict in charges]
    lines += [LineResult(c.key, MatchState.NOT_CHECKED, charge_kind=c.kind) for c in prepared.ignored]
    if facts.policy.charge_treatment is ChargeTreatment.SPREAD:
        lines = _spread_charges(lines, charges, shares)
    variances = header_variances(facts, shares, charges)
    sums = lines_add_up(facts, prepared)
    if sums is not None:
        variances = (*variances, sums)
    for found in variances:
        if found.hold:
            sheet.hold(found.hold, (), "", figures(found))
    for hold in prepayment_holds(facts, shares, prepaid, prepared.netted):
        sheet.holds.append(hold)
    state = worst([line.state for line in lines] + [_state_of(found) for found in variances])
    if any(not hold.lines for hold in sheet.holds):
        state = worst([state, MatchState.EXCEPTION])
    return MatchResult(
        document=facts.invoice.key,
        state=state,
        lines=tuple(lines),
        holds=_unique(sheet.holds),
        variances=variances,
        consumption=tuple(sheet.consumption),
        billed=_billed(facts, shares, charges, prepared.netted),
        reasons=tuple(reasons),
        vat_to_book=vat_to_book(facts, variances),
        auto_accept=facts.policy.auto_accept,
    )


def _state_of(found: Variance) -> MatchState:
    return MatchState.WITHIN_TOLERANCE if found.accepted else MatchState.EXCEPTION


def figures(found: Variance) -> dict[str, str]:
    """A variance as strings for the text of a hold or reason."""
    limit = found.tolerance.limit
    return {
        "kind": found.kind.value,
        "expected": f"{found.expected:f}",
        "actual": f"{found.actual:f}",
        "difference": f"{found.difference:f}",
        "percent": "" if found.percent is None else f"{found.percent:.4f}",
        "unbounded": "yes" if found.unbounded else "",
        "limit_percent": "" if limit.percent is None else f"{limit.percent:f}",
        "limit_amount": "" if limit.amount is None else f"{limit.amount:f}",
        "level": found.tolerance.level.name.lower(),
        "set_by": found.tolerance.set_by,
        "about": found.about,
    }


def _check_order(
    order: PurchaseOrderLine,
    shares: Sequence[Share],
    facts: Facts,
    sheet: _Sheet,
    original: Sequence[BilledLine],
    consumption: Sequence[Consumption],
) -> None:
    billed = [s for s in shares if (not s.adjustment and s.quantity > 0) or (not s.adjustment and not s.quantity)]
    credits = [s for s in shares if not s.adjustment and s.quantity < 0]
    adjusted = [s for s in shares if s.adjustment]
    if order.blanket_limit is not None:
        verdict = check_blanket(order, shares, facts)
        _collect(sheet, order, shares, facts.level(order), verdict.per_line, verdict.shared)
        return
    if billed:
        level = facts.level(order)
        short = _consume(order, billed, facts, sheet, level)
        found = check_billed(order, billed, facts, short)
        _collect(sheet, order, billed, found.level, found.per_line, _with_waiting(found))
        _waiting_holds(sheet, order, billed, found)
    if credits:
        _collect_credit(sheet, order, credits, check_credit(order, credits, facts, original))
        _give_back(order, credits, facts, sheet, original, consumption)
    if adjusted:
        _collect_credit(sheet, order, adjusted, check_adjustment(order, adjusted, facts))


def _consume(
    order: PurchaseOrderLine, shares: Sequence[Share], facts: Facts, sheet: _Sheet, level: MatchLevel
) -> Decimal:
    """Use up receipts for these shares; what named delivery notes do not cover comes back."""
    short = ZERO
    if level < MatchLevel.THREE_WAY:
        return short
    for share in shares:
        source = share.line.source
        notes = note_keys(source.delivery_note) or note_keys(*facts.invoice.delivery_notes)
        taken = facts.shelf.take(order.key, share.quantity, accepted_only=level >= MatchLevel.FOUR_WAY, notes=notes)
        for receipt, quantity in taken:
            sheet.consumption.append(Consumption(facts.invoice.key, share.line.key, receipt.key, order.key, quantity))
        if facts.shelf.named(order.key, notes) is not None:
            short += share.quantity - sum((quantity for _, quantity in taken), ZERO)
    return short if short > QUANTITY_NOISE else ZERO


def _give_back(
    order: PurchaseOrderLine,
    shares: Sequence[Share],
    facts: Facts,
    sheet: _Sheet,
    original: Sequence[BilledLine],
    consumption: Sequence[Consumption],
) -> None:
    """A credit frees receipts as far as more is consumed than stays billed."""
    documents = {row.document for row in original}
    used: dict[str, Decimal] = defaultdict(lambda: ZERO)
    for row in consumption:
        if row.document in documents and row.order_line == order.key:
            used[row.receipt_line] += row.quantity
    stays = max(ZERO, order.billed + sum((share.quantity for share in shares), ZERO))
    surplus = facts.shelf.consumed(order.key) - stays
    for receipt, quantity in facts.shelf.give_back(order.key, surplus, dict(used)) if surplus > 0 else ():
        sheet.consumption.append(Consumption(facts.invoice.key, shares[0].line.key, receipt.key, order.key, -quantity))


def _with_waiting(verdict: Verdict) -> list[Variance]:
    return [
        replace(v, hold="AWAIT_RECEIPT") if v.hold == "QTY_RECEIVED" and not verdict.missing else v
        for v in verdict.shared
    ]


def _waiting_holds(sheet: _Sheet, order: PurchaseOrderLine, shares: Sequence[Share], verdict: Verdict) -> None:
    keys = [share.line.key for share in shares]
    for code, quantity in (("AWAIT_RECEIPT", verdict.awaiting), ("QTY_RECEIVED", verdict.missing)):
        if quantity > QUANTITY_NOISE:
            params = {"quantity": f"{quantity.normalize():f}", "unit": order.unit, "order": order.order}
            sheet.hold(code, keys, order.key, params)


def _collect(
    sheet: _Sheet,
    order: PurchaseOrderLine,
    shares: Sequence[Share],
    level: MatchLevel,
    per_line: Mapping[str, Sequence[Variance]],
    shared: Sequence[Variance],
) -> None:
    keys = [share.line.key for share in shares]
    for key in dict.fromkeys(keys):
        sheet.levels[key].append(level)
        for found in (*per_line.get(key, ()), *shared):
            sheet.variances[key].append(found)
    for key, found_ones in per_line.items():
        for found in found_ones:
            if found.hold:
                sheet.hold(found.hold, (key,), order.key, figures(found) | {"order": order.order})
    for found in shared:
        if found.hold and found.hold not in ("AWAIT_RECEIPT", "QTY_RECEIVED"):
            sheet.hold(found.hold, keys, order.key, figures(found) | {"order": order.order})


def _collect_credit(sheet: _Sheet, order: PurchaseOrderLine, shares: Sequence[Share], verdict: CreditVerdict) -> None:
    _collect(sheet, order, shares, verdict.level, verdict.per_line, ())
    for code, params in verdict.holds:
        sheet.hold(code, [share.line.key for share in shares], order.key, params)


def _line(link: Link, shares: Sequence[Share], sheet: _Sheet, facts: Facts, used: Decimal) -> LineResult:
    key = link.line.key
    stop = settle.stopped(link, facts)
    if link.order is None or stop:
        state, holds = (
            settle.unlinked(link, facts)
            if link.order is None
            else (MatchState.EXCEPTION, [settle.stop_hold(stop, link, facts)])
        )
        sheet.holds.extend(holds)
        return LineResult(key, state, candidates=link.candidates, reasons=tuple(link.reasons))
    found = sheet.variances[key]
    levels = sheet.levels[key]
    if levels and all(level is MatchLevel.NONE for level in levels):
        state = MatchState.NOT_CHECKED
    elif key in sheet.held_lines:
        state = MatchState.EXCEPTION
    elif key in sheet.awaiting_lines:
        state = MatchState.AWAITING_RECEIPT
    else:
        state = MatchState.WITHIN_TOLERANCE if found else MatchState.MATCHED
    reasons = [
        *link.reasons,
        *(Reason(f"match.{'within' if v.accepted else 'outside'}.{v.kind.lower()}", figures(v)) for v in found),
    ]
    return LineResult(
        line=key,
        state=state,
        allocations=tuple(Allocation(s.order.key, ZERO if s.adjustment else s.quantity, s.amount) for s in shares),
        variances=tuple(found),
        candidates=link.candidates,
        reasons=tuple(reasons),
        gl_account=shares[0].order.gl_account if shares else "",
        receipt_checked=any(level >= MatchLevel.THREE_WAY for level in levels),
        covered_by_receipt=used,
    )


def _charge_line(verdict: ChargeVerdict, sheet: _Sheet) -> LineResult:
    charge = verdict.charge
    for found in verdict.variances:
        if found.hold:
            sheet.hold(found.hold, (charge.key,), "", figures(found))
    reasons = tuple(
        Reason("match.charge_" + ("within" if v.accepted else "outside"), figures(v)) for v in verdict.variances
    )
    return LineResult(
        charge.key,
        verdict.state,
        variances=tuple(verdict.variances),
        reasons=reasons,
        charge_kind=charge.kind,
        gl_account=verdict.gl_account,
    )


def _spread_charges(
    lines: list[LineResult], charges: Sequence[ChargeVerdict], shares: Sequence[Share]
) -> list[LineResult]:
    """Landed cost: accepted charges go to the goods lines by their net, the odd cent to the largest."""
    total = sum((c.charge.amount for c in charges if c.state is not MatchState.EXCEPTION), ZERO)
    net: dict[str, Decimal] = defaultdict(lambda: ZERO)
    for share in shares:
        net[share.line.key] += share.amount
    base = sum(net.values(), ZERO)
    if not total or not base:
        return lines
    parts = {key: (total * amount / base).quantize(Decimal("0.01")) for key, amount in net.items()}
    largest = max(net, key=lambda key: (abs(net[key]), key))
    parts[largest] += total - sum(parts.values(), ZERO)
    return [replace(line, spread_from_charges=parts.get(line.line, ZERO)) for line in lines]


def _billed(
    facts: Facts, shares: Sequence[Share], charges: Sequence[ChargeVerdict], netted: Decimal
) -> tuple[BilledLine, ...]:
    document = facts.invoice.key
    rows = [
        BilledLine(
            document,
            s.line.key,
            s.order.key,
            ZERO if s.adjustment else s.quantity,
            s.amount,
            item=s.order.item,
            order=s.order.order,
        )
        for s in shares
    ]
    orders = {share.order.order for share in shares}
    only = next(iter(orders)) if len(orders) == 1 else ""
    rows += [
        BilledLine(
            document,
            c.charge.key,
            "",
            ZERO,
            c.charge.amount,
            charge_kind=c.charge.kind,
            order=c.order or c.charge.order or only,
        )
        for c in charges
    ]
    if netted:
        rows.append(BilledLine(document, PREPAYMENT, "", ZERO, -netted, charge_kind=PREPAYMENT, order=only))
    return tuple(rows)


def _unique(holds: Sequence[Hold]) -> tuple[Hold, ...]:
    """One hold per code, order line and figures; the lines it concerns are joined."""
    merged: dict[tuple[str, str, tuple[tuple[str, str], ...]], Hold] = {}
    for hold in holds:
        key = (hold.code, hold.order_line, tuple(sorted(hold.params.items())))
        before = merged.get(key)
        merged[key] = replace(before, lines=tuple(dict.fromkeys((*before.lines, *hold.lines)))) if before else hold
    return tuple(merged.values())
