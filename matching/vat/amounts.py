"""Net and stated VAT per line, in the administration's currency, from whatever the paper gives.

The supplier's VAT amount is what is paid, so it is distributed over the lines exactly; whether it is *right*
is checked separately against every legal way of rounding (vat-coding §8).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_DOWN, Decimal
from itertools import combinations

from domain.findings import Finding
from domain.money import CENT, ZERO, round_money
from domain.vat import valid_rates
from matching.vat.evidence import StatedVat, VatEvidence, VatLine
from matching.vat.findings import TAX_VARIANCE, TREATMENT_UNCERTAIN, check, hold

HUNDRED = Decimal(100)
# Subsets of lines are only searched while the search stays small.
_SUBSET_LINES = 14


@dataclass(frozen=True, slots=True)
class Priced:
    """One line with its net amount and stated VAT in the document's currency, signed; ``rate`` as stated or
    inferred (None: nobody says); ``says_charged``: VAT was really charged on it."""

    line: VatLine
    index: int
    net: Decimal
    vat: Decimal
    rate: Decimal | None

    @property
    def says_charged(self) -> bool:
        """Whether the supplier charges VAT on this line."""
        return self.vat != 0


def price_lines(evidence: VatEvidence, silent_rates: bool) -> tuple[list[Priced], list[Finding]]:
    """Net, rate and stated VAT of every line, with findings where the paper contradicts itself.

    ``silent_rates``: a rate may be named without VAT being charged (reverse charge wording on the paper).
    """
    findings: list[Finding] = []
    lines = list(evidence.lines) or [_row_as_line(row) for row in evidence.vat_rows]
    rates, unresolved = _rates(evidence, lines)
    for index in unresolved:
        findings.append(hold(TREATMENT_UNCERTAIN, f"lines.{index}.vat_rate", why="rate_unknown"))
    nets = [_net(line, rate) for line, rate in zip(lines, rates, strict=True)]
    charged = _nothing_charged(evidence, lines) is False or not silent_rates
    vats = [ZERO] * len(lines)
    for rate in {r for r in rates if r is not None and r != 0}:
        members = [i for i, r in enumerate(rates) if r == rate]
        shares = _vat_of_rate(evidence, rate, members, lines, nets, charged)
        for i, amount in zip(members, shares, strict=True):
            vats[i] = amount
    for i, line in enumerate(lines):
        if line.vat is not None:
            vats[i] = line.vat
    for i, line in enumerate(lines):
        if line.net is None and line.gross is not None:
            nets[i] = line.gross - vats[i]  # what is paid stands; rounding falls on the base
    priced = [
        Priced(line, i, net, vat, rate)
        for i, (line, net, vat, rate) in enumerate(zip(lines, nets, vats, rates, strict=True))
    ]
    sign = _sign(evidence, priced)
    if sign < 0:
        priced = [replace(p, net=-p.net, vat=-p.vat) for p in priced]
    findings += _check_totals(evidence, priced, sign)
    return priced, findings


def _row_as_line(row: StatedVat) -> VatLine:
    return VatLine(net=row.base, rate=row.rate, vat=row.amount, category=row.category, exemption=row.exemption)


def _net(line: VatLine, rate: Decimal | None) -> Decimal:
    """Net of a line; an amount with VAT in it is divided out: base = round(incl / (1 + rate))."""
    if line.net is not None:
        return line.net
    if line.gross is None:
        return ZERO
    if line.vat is not None:
        return line.gross - line.vat
    return round_money(line.gross / (1 + (rate or ZERO) / HUNDRED))


def _nothing_charged(evidence: VatEvidence, lines: Sequence[VatLine]) -> bool | None:
    """True: the paper says no VAT is charged at all; False: it charges some; None: it does not say."""
    amounts = [row.amount for row in evidence.vat_rows if row.amount is not None]
    amounts += [line.vat for line in lines if line.vat is not None]
    if evidence.vat_total is not None:
        amounts.append(evidence.vat_total)
    if any(amount != 0 for amount in amounts):
        return False
    net = sum((line.net or ZERO for line in lines), ZERO)
    if evidence.gross_total is not None and net and all(line.net is not None for line in lines):
        return abs(evidence.gross_total) == abs(net)
    return True if amounts else None


def _rates(evidence: VatEvidence, lines: Sequence[VatLine]) -> tuple[list[Decimal | None], list[int]]:
    """The rate of every line and the indexes of lines whose rate cannot be told."""
    rates: list[Decimal | None] = [_own_rate(evidence, line) for line in lines]
    open_lines = [i for i, rate in enumerate(rates) if rate is None and not _says_none(lines[i])]
    if not open_lines:
        return rates, []
    if evidence.vat_rows:
        return _from_rows(evidence.vat_rows, lines, rates, open_lines)
    total = evidence.vat_total
    if total is None and evidence.gross_total is not None and all(line.net is not None for line in lines):
        total = abs(evidence.gross_total) - abs(sum((line.net or ZERO for line in lines), ZERO))
    if total is None or total == 0:
        return rates, []
    rate = _rate_from_total(evidence, lines, total, rates)
    for i in open_lines:
        rates[i] = rate
    return rates, open_lines if rate is None else []


def _own_rate(evidence: VatEvidence, line: VatLine) -> Decimal | None:
    if line.rate is not None:
        return line.rate
    net = line.net if line.net is not None else (line.gross - line.vat if line.gross and line.vat is not None else None)
    if line.vat is None or not net:
        return None
    return ZERO if line.vat == 0 else _nearest(evidence, line.vat / net * HUNDRED, net)


def _says_none(line: VatLine) -> bool:
    return line.category in {"AE", "K", "G", "O", "E", "Z"} or line.vat is not None


def _nearest(evidence: VatEvidence, percent: Decimal, net: Decimal) -> Decimal | None:
    """The rate of either country that explains the percentage, within rounding of the amount."""
    day = evidence.tax_point()
    known = set(valid_rates(evidence.own.country, day)) if day else set()
    known |= set(valid_rates(evidence.vendor.country, day)) if day else set()
    slack = max(Decimal("0.05"), Decimal(3) / abs(net))
    best = min(known, key=lambda rate: abs(rate - percent), default=None)
    if best is not None and abs(best - percent) <= slack:
        return best
    return percent.quantize(Decimal("0.1")).normalize()


def _rate_from_total(
    evidence: VatEvidence, lines: Sequence[VatLine], total: Decimal, rates: Sequence[Decimal | None]
) -> Decimal | None:
    open_nets = [line.net for line, rate in zip(lines, rates, strict=True) if rate is None]
    if any(net is None for net in open_nets):
        return None
    known = sum(
        ((line.net or ZERO) * rate / HUNDRED for line, rate in zip(lines, rates, strict=True) if rate is not None), ZERO
    )
    base = sum((net for net in open_nets if net is not None), ZERO)
    return _nearest(evidence, (abs(total) - abs(known)) / abs(base) * HUNDRED, base) if base else None


def _from_rows(
    rows: Sequence[StatedVat], lines: Sequence[VatLine], rates: list[Decimal | None], open_lines: list[int]
) -> tuple[list[Decimal | None], list[int]]:
    """Give lines without a rate the rate of the summary row whose base they make up."""
    named = [row for row in rows if row.rate is not None]
    if len(named) == 1 and named[0].base is None:
        for i in open_lines:
            rates[i] = named[0].rate
        return rates, []
    left = list(open_lines)
    for row in named:
        if row.base is None:
            continue
        taken = sum((lines[i].net or ZERO for i, r in enumerate(rates) if r == row.rate), ZERO)
        found = _subset([(i, lines[i].net or ZERO) for i in left], abs(row.base) - abs(taken))
        for i in found or ():
            rates[i] = row.rate
            left.remove(i)
    if not left:
        return rates, []
    covered = all(row.base is not None for row in named) and not any(
        abs(row.base or ZERO) - abs(sum((lines[i].net or ZERO for i, r in enumerate(rates) if r == row.rate), ZERO))
        > CENT * 2
        for row in named
        if row.rate
    )
    return rates, [] if covered else left


def _subset(nets: list[tuple[int, Decimal]], target: Decimal) -> tuple[int, ...] | None:
    """The only set of lines that adds up to the target; None when there is none or more than one."""
    if target <= 0:
        return None
    if abs(sum((abs(net) for _, net in nets), ZERO) - target) <= CENT * 2:
        return tuple(i for i, _ in nets)
    if len(nets) > _SUBSET_LINES:
        return None
    found = [
        tuple(i for i, _ in chosen)
        for size in range(1, len(nets))
        for chosen in combinations(nets, size)
        if abs(abs(sum((net for _, net in chosen), ZERO)) - target) <= CENT
    ]
    return found[0] if len(found) == 1 else None


def _vat_of_rate(
    evidence: VatEvidence,
    rate: Decimal,
    members: list[int],
    lines: Sequence[VatLine],
    nets: Sequence[Decimal],
    charged: bool,
) -> list[Decimal]:
    """VAT of one rate over its lines: the stated amount when there is one, else computed."""
    gross = [lines[i].gross for i in members]
    stated = [row.amount for row in evidence.vat_rows if row.rate == rate and row.amount is not None]
    weights = [nets[i] for i in members]
    if stated:
        return distribute(_aligned(evidence, sum(stated, ZERO), weights), weights)
    if all(g is not None and lines[i].net is None for i, g in zip(members, gross, strict=True)):
        return [(g or ZERO) - nets[i] for i, g in zip(members, gross, strict=True)]
    others = {line.rate for line in lines if line.rate} | {row.rate for row in evidence.vat_rows if row.rate}
    if evidence.vat_total is not None and others <= {rate}:
        return distribute(_aligned(evidence, evidence.vat_total, weights), weights)
    if not charged:
        return [ZERO] * len(members)
    return distribute(round_money(sum(weights, ZERO) * rate / HUNDRED, evidence.currency), weights)


def _aligned(evidence: VatEvidence, stated: Decimal, weights: Sequence[Decimal]) -> Decimal:
    """Credit notes print some amounts with a minus and others without; VAT has the sign of its base."""
    against = stated * sum(weights, ZERO) < 0
    return -stated if against and evidence.document_type == "credit_note" else stated


def distribute(total: Decimal, weights: Sequence[Decimal]) -> list[Decimal]:
    """Split ``total`` in cents by the weights so that the parts add up exactly (largest remainder first)."""
    whole = sum((abs(weight) for weight in weights), ZERO)
    if not weights:
        return []
    if whole == 0:
        return [total, *([ZERO] * (len(weights) - 1))]
    net = sum(weights, ZERO)
    exact = [total * weight / net for weight in weights] if net else [total * abs(w) / whole for w in weights]
    parts = [amount.quantize(CENT, rounding=ROUND_DOWN) for amount in exact]
    left = total - sum(parts, ZERO)
    step = CENT if left > 0 else -CENT
    order = sorted(range(len(parts)), key=lambda i: abs(exact[i] - parts[i]), reverse=True)
    for position in range(int(abs(left) / CENT)):
        parts[order[position % len(order)]] += step
    rest = total - sum(parts, ZERO)
    parts[order[0]] += rest
    return parts


def _sign(evidence: VatEvidence, priced: Sequence[Priced]) -> int:
    """-1 when a credit note prints its amounts as positive figures."""
    total = sum((p.net for p in priced), ZERO)
    return -1 if evidence.document_type == "credit_note" and total > 0 else 1


def _check_totals(evidence: VatEvidence, priced: Sequence[Priced], sign: int) -> list[Finding]:
    """Stated VAT total against rows and lines, and net + VAT against gross."""
    findings = []
    vat = sum((p.vat for p in priced), ZERO) * sign
    slack = tolerance(len(priced))
    if evidence.vat_total is not None and abs(abs(evidence.vat_total) - abs(vat)) > slack:
        findings.append(hold(TAX_VARIANCE, "vat_total", stated=evidence.vat_total, computed=vat, why="vat_total"))
    findings += [finding for p in priced if (finding := _line_gross(p))]
    net = evidence.net_total
    if net is not None and evidence.vat_total is not None and evidence.gross_total is not None:
        if abs(net + evidence.vat_total - evidence.gross_total) > CENT:
            findings.append(
                hold(
                    TAX_VARIANCE,
                    "gross_total",
                    stated=evidence.gross_total,
                    computed=net + evidence.vat_total,
                    why="net_plus_vat",
                )
            )
    return findings


def _line_gross(priced: Priced) -> Finding | None:
    """A line that prints net and gross must agree with itself."""
    line = priced.line
    if line.net is None or line.gross is None:
        return None
    computed = abs(priced.net + priced.vat)
    if abs(abs(line.gross) - computed) <= CENT * 2:
        return None
    where = f"lines.{priced.index}.gross"
    return hold(TAX_VARIANCE, where, stated=abs(line.gross), computed=computed, why="line_gross")


def tolerance(lines: int) -> Decimal:
    """How far VAT may be off per rate: the larger of 0.02 and half a cent per line (vat-coding §8)."""
    return max(Decimal("0.02"), Decimal("0.005") * lines)


def rounding_findings(evidence: VatEvidence, priced: Sequence[Priced]) -> list[Finding]:
    """TAX_VARIANCE for every rate whose stated VAT no legal way of rounding explains.

    Accepted: rounded per piece, per line, or on the rate's total (Dutch practice). A structured Belgian
    invoice may only round on the total; a difference there is shown, not held.
    """
    findings = []
    for rate in sorted({p.rate for p in priced if p.rate}):
        members = [p for p in priced if p.rate == rate and p.says_charged]
        if not members:
            continue
        stated = sum((p.vat for p in members), ZERO)
        bases = [row.base for row in evidence.vat_rows if row.rate == rate and row.base is not None]
        net = sum((p.net for p in members), ZERO)
        sign = -1 if net < 0 else 1
        base = sign * abs(sum(bases, ZERO)) if bases else net
        slack = tolerance(len(members))
        if bases and abs(base - net) > slack * 2:
            findings.append(hold(TAX_VARIANCE, "vat_breakdown", stated=base, computed=net, rate=rate, why="base"))
        ways = _roundings(members, base, rate, evidence.currency)
        if min(abs(stated - way) for way in ways.values()) > slack:
            findings.append(
                hold(TAX_VARIANCE, "vat_breakdown", stated=stated, computed=ways["total"], rate=rate, why="amount")
            )
        elif evidence.structured and evidence.own.country == "BE" and abs(stated - ways["total"]) >= CENT:
            findings.append(_be_rounding(rate, stated, ways["total"]))
    return findings


def _be_rounding(rate: Decimal, stated: Decimal, computed: Decimal) -> Finding:
    return check("BE_ROUNDING", "vat_breakdown", rate=rate, stated=stated, computed=computed)


def _roundings(members: Sequence[Priced], base: Decimal, rate: Decimal, currency: str) -> dict[str, Decimal]:
    share = rate / HUNDRED
    gross = sum((p.line.gross or ZERO for p in members), ZERO)
    ways = {
        "total": round_money(base * share, currency),
        "line": sum((round_money(p.net * share, currency) for p in members), ZERO),
        "piece": sum((_piecewise(p, share, currency) for p in members), ZERO),
    }
    if gross and all(p.line.gross is not None and p.line.net is None for p in members):
        ways["gross"] = gross - round_money(gross / (1 + share), currency)
    return ways


def _piecewise(priced: Priced, share: Decimal, currency: str) -> Decimal:
    line = priced.line
    if not line.quantity or line.unit_price is None:
        return round_money(priced.net * share, currency)
    amount = abs(round_money(line.unit_price * share, currency) * line.quantity)
    amount = round_money(amount, currency)
    return -amount if priced.net < 0 else amount
