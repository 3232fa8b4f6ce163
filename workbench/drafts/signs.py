"""A credit note is kept with positive amounts, whichever way it prints them; the draft's kind carries the sign."""

from __future__ import annotations

from collections.abc import Iterable

from workbench.models import DraftLine


def turn(lines: Iterable[DraftLine]) -> None:
    """Give the lines' amounts the other sign, and where quantity or price carried it, that one too. Does not save."""
    for line in lines:
        if line.net_amount is not None:
            line.net_amount = -line.net_amount
        if line.quantity is not None and line.quantity < 0:
            line.quantity = -line.quantity
        elif line.unit_price is not None and line.unit_price < 0:
            line.unit_price = -line.unit_price
