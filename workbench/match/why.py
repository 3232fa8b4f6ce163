"""Why lines stayed alone, for the screen: the match of a draft run again, and explained."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from domain.orders import PurchaseOrderLine
from matching.three_way.nearby import WhyNot, why_alone
from workbench.models import Draft
from workbench.pipeline.derive.facts import Facts
from workbench.pipeline.derive.match_facts import case_of
from workbench.pipeline.derive.splitting import join
from workbench.pipeline.derive.vendor import stored_reason

TAKEABLE = frozenset({"next.take", "next.take_and_answer", "next.confirm_unit", "next.check_item"})


@dataclass(frozen=True, slots=True)
class Beside:
    """One invoice line and one order line that were not matched, with the reasons and the next action in words' codes.
    ``line`` is None for an order line that no invoice line is near."""

    line: dict[str, Any] | None
    order: dict[str, str]
    reasons: list[dict[str, Any]]
    action: dict[str, Any]

    @property
    def takeable(self) -> bool:
        """Whether a person may take this order line for the invoice line."""
        return self.action["code"] in TAKEABLE


@dataclass(frozen=True, slots=True)
class Why:
    """Both sides. ``nothing``: why there was no match at all ("no_vendor", "no_orders"), else empty."""

    lines: tuple[Beside, ...] = ()
    orders: tuple[Beside, ...] = ()
    nothing: str = ""


def why_of(draft: Draft) -> Why:
    """Why the draft's lines, and the open lines of its orders, stayed alone. Writes nothing."""
    if draft.administration is None or draft.vendor is None:
        return Why(nothing="no_vendor")
    facts = Facts(draft)
    join(facts)
    case = case_of(facts)
    if case is None or not case.orders:
        return Why(nothing="no_orders")
    near, waiting = why_alone(
        case.invoice,
        case.run(),
        case.orders,
        case.receipts,
        tolerances=case.tolerances,
        policy=case.policy,
        known=case.known,
    )
    lines = {str(line.pk): {"position": line.position, "description": line.description} for line in facts.lines}
    orders = {order.key: _order(order) for order in case.orders}
    return Why(
        tuple(_beside(each, lines, orders) for each in near), tuple(_beside(each, lines, orders) for each in waiting)
    )


def _order(order: PurchaseOrderLine) -> dict[str, str]:
    return {
        "key": order.key,
        "number": order.order,
        "label": f"{order.order} / {order.line}",
        "description": order.description,
    }


def _beside(each: WhyNot, lines: dict[str, dict[str, Any]], orders: dict[str, dict[str, str]]) -> Beside:
    line = lines.get(each.line)
    if line is not None:
        line = line | {"pk": each.line}
    return Beside(
        line,
        orders[each.order_line],
        [stored_reason(reason) for reason in each.reasons],
        stored_reason(each.action),
    )
