"""What the workbench does when something happens in Exact. Every process listens; what it takes is loaded then."""

from __future__ import annotations

from exact.events import subscribe
from workbench.pipeline.rematch import periods_changed, vendors_or_orders_changed


def posting_changed(posting_id: int) -> None:
    """The draft follows its posting."""
    from workbench.posting import services

    services.posting_changed(posting_id)


def listen() -> None:
    """Subscribe; once per process."""
    subscribe("posting_changed", posting_changed)
    for event in ("receipts_changed", "orders_changed", "vendors_changed"):
        subscribe(event, vendors_or_orders_changed)
    subscribe("periods_changed", periods_changed)
