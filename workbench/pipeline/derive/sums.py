"""Whether the figures of an invoice agree: net, VAT and total, the lines, and what would be owed after booking it."""

from __future__ import annotations

from decimal import Decimal

from domain.findings import Severity
from domain.money import ZERO
from exact.posting.payload import EntryLine, gross_of
from workbench.pipeline import reference
from workbench.pipeline.derive.causes import Cause
from workbench.pipeline.derive.facts import Facts


def step(facts: Facts) -> list[Cause]:
    """Sums that do not add up. Last of all, and whatever was let pass: an entry that would not owe the total."""
    draft = facts.draft
    causes = []
    net, vat, gross = draft.net_total, draft.vat_total, draft.gross_total
    if net is not None and vat is not None and gross is not None and net + vat != gross:
        params = {"reason": f"{net} + {vat} ≠ {gross}"}
        causes.append(Cause("ARITHMETIC", Severity.HOLD, params, "gross_total", f"{net}|{vat}|{gross}"))
    lines = sum((line.net_amount or ZERO for line in facts.lines), ZERO)
    if net is not None and facts.lines and lines != net:
        params = {"lines": str(lines), "net": str(net), "difference": str(net - lines)}
        causes.append(Cause("LINES_TOTAL", Severity.HOLD, params, "lines", f"{lines}|{net}"))
    booked = sum((line.vat_amount or ZERO for line in facts.lines), ZERO)
    if vat is not None and booked != vat and not causes:
        params = {"reason": f"{booked} ≠ {vat}", "difference": str(vat - booked)}
        causes.append(Cause("TAX_VARIANCE", Severity.HOLD, params, "vat_total", f"{booked}|{vat}"))
    causes += _lost_vat(facts, booked)
    return causes + _payable(facts, causes)


def _lost_vat(facts: Facts, booked: Decimal) -> list[Cause]:
    """VAT that the supplier charged on lines whose code says that we owe it ourselves: it would not be paid."""
    charged = facts.lookup.get(reference.CHARGED)
    lost = sum((line.vat_amount or ZERO for line in facts.lines if line.vat_code in charged), ZERO)
    if not lost:
        return []
    params = {"reason": f"{booked - lost} ≠ {booked}", "difference": str(lost), "unbooked": str(lost)}
    return [Cause("TAX_VARIANCE", Severity.HOLD, params, "vat_total", f"unbooked {lost}")]


def _payable(facts: Facts, others: list[Cause]) -> list[Cause]:
    """The law of posting: what is booked as owed is the total that a person approves, or nothing is booked.

    Silent while another open cause says the same in more words; when that one is overridden, this one stands.
    """
    draft, charged = facts.draft, facts.lookup.get(reference.CHARGED)
    if draft.gross_total is None or not facts.lines:
        return []  # said to be missing
    owed = gross_of(
        (
            EntryLine("", line.net_amount or ZERO, line.vat_amount or ZERO, vat_charged=line.vat_code in charged)
            for line in facts.lines
        ),
        draft.currency,
    )
    if owed == draft.gross_total:
        return []
    if others:
        released = {hold.key for hold in facts.holds if hold.released_at is not None}
        if any(cause.key not in released for cause in others):
            return []
    difference = draft.gross_total - owed
    params = {"booked": str(owed), "payable": str(draft.gross_total), "difference": str(difference)}
    return [Cause("PAYABLE_DIFFERS", Severity.HOLD, params, "gross_total", f"{owed}|{draft.gross_total}")]
