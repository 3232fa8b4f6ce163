"""P2: what Exact would refuse and the mirror can tell beforehand. A payload that fails here costs no call."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from domain.money import round_money
from exact import wire
from exact.models import (
    Administration,
    CostCentre,
    CostUnit,
    Customer,
    GLAccount,
    Item,
    Journal,
    Period,
    Posting,
    PostingTarget,
    PurchaseOrderLine,
    VatCode,
    Vendor,
)
from exact.posting.queue import digest
from exact.posting.targets import TARGETS

NEVER_POSTED_KINDS = (20, 22, 24)  # receivable, payable, VAT
MANDATORY, FORBIDDEN = 1, 2
PURCHASE_JOURNAL = 22


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a payload cannot be posted. ``line`` counts from 1; 0 is the header."""

    code: str
    line: int = 0
    params: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        place = f"line {self.line}: " if self.line else ""
        values = ", ".join(f"{name} {value}" for name, value in self.params.items())
        return f"{place}{self.code}" + (f" ({values})" if values else "")


def validate(posting: Posting) -> list[Problem]:
    """All problems of a posting, by the mirror as it stands; empty when it may go."""
    problems: list[Problem] = []
    if digest(posting.frozen) != posting.payload_sha256:
        return [Problem("payload_changed")]
    if posting.division != posting.administration.division:
        return [Problem("division_changed")]
    target = TARGETS[posting.target]
    body = wire.loads(posting.frozen)
    lines = body.get(target.lines) or []
    problems += _party(posting)
    if wire.text(body, target.party).lower() != posting.supplier_exact_id.lower():
        problems.append(Problem("party_differs"))
    if not lines:
        problems.append(Problem("no_lines"))
    if posting.target in (PostingTarget.PURCHASE_ENTRY, PostingTarget.PURCHASE_INVOICE):
        if not wire.text(body, "YourRef") or wire.text(body, "YourRef") != posting.your_ref.strip():
            problems.append(Problem("your_ref_missing"))
        problems += _journal(posting.administration, body, target.date)
    if posting.target == PostingTarget.PURCHASE_ENTRY:
        problems += _entry_lines(posting, lines)
    elif posting.target == PostingTarget.PURCHASE_INVOICE:
        problems += _known(posting, lines, "PurchaseOrderLine", PurchaseOrderLine, "order__administration")
    else:
        problems += _known(posting, lines, "Item", Item, "administration")
    return problems


def _party(posting: Posting) -> list[Problem]:
    """The supplier (or customer) exists in this administration and is not blocked."""
    model = Customer if posting.target == PostingTarget.SALES_ORDER else Vendor
    row = model.objects.filter(
        administration=posting.administration, exact_id__iexact=posting.supplier_exact_id, gone_at__isnull=True
    ).first()
    if row is None:
        return [Problem("party_unknown")]
    if isinstance(row, Vendor) and row.blocked:
        return [Problem("party_blocked", params={"name": row.name})]
    return []


def _day(body: Mapping[str, Any], key: str) -> date | None:
    try:
        return date.fromisoformat(str(body.get(key, ""))[:10])
    except ValueError:
        return None


def _journal(administration: Administration, body: Mapping[str, Any], date_key: str) -> list[Problem]:
    code = wire.text(body, "Journal")
    journal = Journal.objects.filter(administration=administration, code=code, gone_at__isnull=True).first()
    if journal is None:
        return [Problem("journal_unknown", params={"journal": code})]
    if journal.kind != PURCHASE_JOURNAL or journal.raw.get("IsBlocked"):
        return [Problem("journal_not_for_purchases", params={"journal": code})]
    booked = _day(body, date_key)
    if booked is None:
        return [Problem("date_missing")]
    periods = Period.objects.filter(administration=administration)
    if body.get("ReportingYear") and body.get("ReportingPeriod"):
        periods = periods.filter(year=body["ReportingYear"], number=body["ReportingPeriod"])
    else:
        periods = periods.filter(start__lte=booked, end__gte=booked)
    found = list(periods)
    if not found:
        return [Problem("period_unknown", params={"date": booked.isoformat()})]
    if all(code in period.closed_journals for period in found):
        return [Problem("period_closed", params={"period": str(found[0]), "journal": code})]
    return []


def _entry_lines(posting: Posting, lines: list[dict[str, Any]]) -> list[Problem]:
    administration = posting.administration
    guids = {wire.text(line, "GLAccount").lower() for line in lines}
    accounts = {
        account.exact_id.lower(): account
        for account in GLAccount.objects.filter(administration=administration, exact_id__in=guids, gone_at__isnull=True)
    }
    codes = {code.code: code for code in VatCode.objects.filter(administration=administration, gone_at__isnull=True)}
    centres = set(_active(CostCentre, administration))
    units = set(_active(CostUnit, administration))
    problems: list[Problem] = []
    gross = Decimal(0)
    for number, line in enumerate(lines, 1):
        account = accounts.get(wire.text(line, "GLAccount").lower())
        # Exact books a line without a VAT code on the code of its account.
        code = codes.get(wire.text(line, "VATCode") or (account.vat_code if account else ""))
        problems += _account(account, number)
        problems += _vat_code(line, code, number)
        if account is not None:
            problems += _cost(line, "CostCenter", account.use_cost_centre, centres, number, "cost_centre")
            problems += _cost(line, "CostUnit", account.use_cost_unit, units, number, "cost_unit")
        gross += line_gross(line, code, posting.currency)
    if gross != posting.amount:
        problems.append(Problem("out_of_balance", params={"lines": str(gross), "total": str(posting.amount)}))
    return problems


def line_gross(line: Mapping[str, Any], code: VatCode | None, currency: str) -> Decimal:
    """What a line adds to the payable: with VAT for codes that charge it on top, as it stands for the others."""
    amount = wire.decimal(line, "AmountFC", 2)
    if code is None or code.kind != "E" or code.charged:
        return amount
    if line.get("VATAmountFC") is not None:
        return amount + wire.decimal(line, "VATAmountFC", 2)
    return amount + round_money(amount * code.percentage, currency)


def _active(model: type[CostCentre] | type[CostUnit], administration: Administration) -> list[str]:
    return list(
        model.objects.filter(administration=administration, active=True, gone_at__isnull=True).values_list(
            "code", flat=True
        )
    )


def _account(account: GLAccount | None, number: int) -> list[Problem]:
    if account is None:
        return [Problem("account_unknown", number)]
    if account.blocked:
        return [Problem("account_blocked", number, {"account": account.code})]
    if account.kind in NEVER_POSTED_KINDS:
        return [Problem("account_not_for_purchases", number, {"account": account.code})]
    return []


def _vat_code(line: Mapping[str, Any], code: VatCode | None, number: int) -> list[Problem]:
    named = wire.text(line, "VATCode")
    if not named:
        return []
    if code is None:
        return [Problem("vat_code_unknown", number, {"vat_code": named})]
    if code.blocked:
        return [Problem("vat_code_blocked", number, {"vat_code": named})]
    if code.transaction_type not in ("B", "P", ""):
        return [Problem("vat_code_not_for_purchases", number, {"vat_code": named})]
    return []


def _cost(line: Mapping[str, Any], key: str, rule: int, known: set[str], number: int, name: str) -> list[Problem]:
    value = wire.text(line, key)
    if not value:
        return [Problem(f"{name}_missing", number)] if rule == MANDATORY else []
    if rule == FORBIDDEN:
        return [Problem(f"{name}_not_allowed", number, {name: value})]
    if value not in known:
        return [Problem(f"{name}_unknown", number, {name: value})]
    return []


def _known(
    posting: Posting, lines: list[dict[str, Any]], key: str, model: type[Item] | type[PurchaseOrderLine], owner: str
) -> list[Problem]:
    """Every line names a row of ours that still exists."""
    wanted = {wire.text(line, key) for line in lines}
    found = set(
        model.objects.filter(**{owner: posting.administration}, exact_id__in=wanted, gone_at__isnull=True).values_list(
            "exact_id", flat=True
        )
    )
    code = "item_unknown" if key == "Item" else "order_line_unknown"
    return [Problem(code, number) for number, line in enumerate(lines, 1) if wire.text(line, key) not in found]
