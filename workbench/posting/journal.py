"""The entry as it would stand in the books, for people to read before it is sent."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from domain.money import ZERO
from exact.models import Period
from matching.mirror.kept import Lookup
from workbench.drafts.booking import booking_day
from workbench.drafts.periods import period_on
from workbench.drafts.states import DraftKind
from workbench.models import Draft
from workbench.pipeline import reference


@dataclass(frozen=True, slots=True)
class JournalRow:
    """One row; exactly one of debit and credit is filled."""

    account: str
    name: str
    cost_centre: str
    vat_code: str
    debit: Decimal | None
    credit: Decimal | None
    missing: str = ""
    start: date | None = None  # Exact spreads the cost over the days from here
    end: date | None = None


@dataclass(frozen=True, slots=True)
class Journal:
    """Rows and sums; ``balanced`` when debit equals credit."""

    rows: list[JournalRow]
    debit: Decimal
    credit: Decimal
    period: Period | None

    @property
    def balanced(self) -> bool:
        """Debit equals credit."""
        return self.debit == self.credit


def journal_of(draft: Draft, lookup: Lookup | None = None) -> Journal | None:
    """The rows of a purchase entry: costs, VAT claimed, VAT owed by ourselves, and the payable. None for orders.
    ``lookup``: the caller's, of the draft's administration."""
    if draft.kind not in (DraftKind.PURCHASE_INVOICE, DraftKind.CREDIT_NOTE):
        return None
    lookup = lookup or Lookup(draft.administration_id or 0)
    accounts, codes = lookup.get(reference.ACCOUNTS).every, lookup.get(reference.VAT_ROWS)
    sign = -1 if draft.kind == DraftKind.CREDIT_NOTE else 1
    rows: list[JournalRow] = []
    claimed, owed, payable = ZERO, ZERO, ZERO
    for line in draft.lines.all():
        net, vat = line.net_amount or ZERO, line.vat_amount or ZERO
        code = codes.get(line.vat_code)
        if code is not None and code.charged:
            self_assessed = (net * code.percentage).quantize(Decimal("0.01"))
            claimed += self_assessed
            owed += self_assessed
            vat = ZERO
        payable += net + vat
        if code is None or code.kind in ("E", "I"):
            claimed += vat
        else:
            net += vat  # charged to us but not claimed back: part of the cost
        label = f"{line.vat_code} {code.description}" if code else line.vat_code
        missing = "" if line.gl_account else "gl"
        name = accounts[line.gl_account].description if line.gl_account in accounts else ""
        row = _row(line.gl_account, name, line.cost_centre, label, net * sign, missing)
        rows.append(replace(row, start=line.spread_from, end=line.spread_to))
    if claimed:
        rows.append(_row("", "VAT_CLAIMED", "", "", claimed * sign))
    if owed:
        rows.append(_row("", "VAT_OWED", "", "", -owed * sign))
    if payable:
        rows.append(_row("", "PAYABLE", "", "", -payable * sign))
    day = booking_day(draft)
    periods = lookup.get(reference.PERIODS)
    period = period_on(periods, day) if day else None
    debit = sum((row.debit or ZERO for row in rows), ZERO)
    credit = sum((row.credit or ZERO for row in rows), ZERO)
    return Journal(rows, debit, credit, period)


def _row(account: str, name: str, cost_centre: str, vat: str, amount: Decimal, missing: str = "") -> JournalRow:
    positive = amount >= 0
    return JournalRow(
        account, name, cost_centre, vat, amount if positive else None, None if positive else -amount, missing
    )
