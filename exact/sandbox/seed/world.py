"""The seed by name: what sample documents and tests look up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from exact.sandbox.seed.administrations import Administration, administrations
from exact.sandbox.seed.booked import Booked, booked
from exact.sandbox.seed.items import Item, items
from exact.sandbox.seed.orders import Order, orders
from exact.sandbox.seed.vendors import Vendor, vendors

# The day the world stands still at. Everything dated is counted from it.
EPOCH = date(2026, 11, 21)
SEED = 2026


@dataclass(frozen=True)
class World:
    """All invented companies, items, orders and bookings of one seed on one day."""

    seed: int
    today: date
    administrations: dict[int, Administration]
    vendors: dict[str, Vendor]
    items: dict[tuple[int, str], list[Item]]
    orders: list[Order]
    booked: dict[int, list[Booked]]

    def administration(self, code: int) -> Administration:
        """The administration of a division code; KeyError when there is none."""
        return self.administrations[code]

    def vendor(self, name: str) -> Vendor:
        """The vendor with this key or this exact name; LookupError when there is none or more than one."""
        if name in self.vendors:
            return self.vendors[name]
        found = [vendor for vendor in self.vendors.values() if vendor.name == name]
        if len(found) != 1:
            raise LookupError(f"{len(found)} vendors are called {name!r}")
        return found[0]

    def order(self, word: str) -> Order:
        """The purchase order with a word of its own ("clean", "price", …); LookupError when there is none."""
        for order in self.orders:
            if order.word == word:
                return order
        raise LookupError(f"no order is called {word!r}")

    def orders_of(self, vendor: str, division: int) -> list[Order]:
        """All orders placed with a vendor (by key) in one administration."""
        return [order for order in self.orders if order.vendor.key == vendor and order.division == division]

    def booked_of(self, vendor: str, division: int) -> list[Booked]:
        """All booked invoices of a vendor (by key) in one administration, oldest first."""
        return [entry for entry in self.booked[division] if entry.vendor.key == vendor]


@lru_cache(maxsize=4)
def world(seed: int = SEED, today: date = EPOCH) -> World:
    """The world of a seed on a day. Immutable by convention and cached: do not change what it holds."""
    administered = administrations(seed)
    everyone = vendors(seed)
    listed = items(seed, everyone)
    history = {code: booked(seed, admin, today, everyone) for code, admin in administered.items()}
    return World(seed, today, administered, everyone, listed, orders(seed, today, everyone, listed), history)
