"""The cases: which invented invoice comes in which form, and what it is there to show."""

from __future__ import annotations

from exact.sandbox.seed.world import World
from samples.case import Case
from samples.cases import (
    korenwolf_costs,
    korenwolf_orders,
    korenwolf_traps,
    korenwolf_trouble,
    korenwolf_vat,
    papers,
    sisters,
)


def all_cases(world: World) -> list[Case]:
    """Every case of the sample set, in a fixed order; a copy stands after what it copies."""
    return [
        *korenwolf_orders.cases(world),
        *korenwolf_costs.cases(world),
        *korenwolf_vat.cases(world),
        *korenwolf_trouble.cases(world),
        *korenwolf_traps.cases(world),
        *sisters.hospitality(world),
        *sisters.belgian(world),
        *papers.cases(world),
    ]
