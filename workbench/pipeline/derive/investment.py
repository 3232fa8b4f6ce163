"""Lines that may be an asset though they go to a cost account: told, never in the way of posting."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from domain.findings import Severity
from exact.models import GLAccount
from matching.coding.assets import asset_account, asset_kind
from workbench.drafts.states import DraftKind
from workbench.models import DraftLine
from workbench.pipeline import reference
from workbench.pipeline.derive.causes import Cause
from workbench.pipeline.derive.facts import Facts

# Exact's types of accounts: other costs; selling, general and administrative expenses; research; exceptional costs.
# Cost of goods is left out: who trades in computers buys them to sell.
COSTS = frozenset({120, 121, 123, 130})
FIXED_ASSETS = 30


def step(facts: Facts) -> list[Cause]:
    """Information for each line whose piece costs as much as the administration takes for an asset."""
    limit = facts.policy.investment_from
    if facts.draft.kind != DraftKind.PURCHASE_INVOICE or not limit:
        return []
    if facts.draft.currency != facts.administration.currency:
        return []  # the limit is in the administration's own
    usable = facts.lookup.get(reference.ACCOUNTS).usable
    return [cause for line in facts.lines if (cause := _of_line(line, usable, limit)) is not None]


def _of_line(line: DraftLine, usable: Mapping[str, GLAccount], limit: Decimal) -> Cause | None:
    account = usable.get(line.gl_account)
    if account is None or account.kind not in COSTS:
        return None
    each = piece_price(line)
    kind = asset_kind(line.description) if each >= limit else ""
    if not kind:
        return None
    assets = [(row.code, row.description) for row in usable.values() if row.kind == FIXED_ASSETS]
    params = {"line": str(line.position), "amount": str(each), "limit": str(limit)}
    if code := asset_account(kind, assets):
        params["account"] = f"{code} {usable[code].description}"
    return Cause("INVESTMENT", Severity.INFO, params, f"lines.{line.position}", f"{line.description[:60]}|{each}")


def piece_price(line: DraftLine) -> Decimal:
    """What one piece costs without VAT, after discount: the line's net by its quantity; 0 while unknown."""
    net = line.net_amount or Decimal(0)
    pieces = line.quantity if line.quantity and line.quantity > 1 else Decimal(1)
    return (net / pieces).quantize(Decimal("0.01"))
