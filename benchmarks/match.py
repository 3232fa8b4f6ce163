"""How the three-way match grows: one invoice of 50, 500 and 5,000 lines on orders of that many lines."""

from __future__ import annotations

import gc
import random
from datetime import date, timedelta
from decimal import Decimal
from time import process_time
from typing import Any

from benchmarks.registry import benchmark
from domain.orders import GoodsReceiptLine, InvoiceForMatch, InvoiceLine, PurchaseOrderLine
from matching.three_way import MatchResult, match

SIZES = (50, 500, 5_000)
CEILING = 12.0
_WORDS = [
    "bout",
    "moer",
    "ring",
    "kabel",
    "buis",
    "klem",
    "haak",
    "plaat",
    "filter",
    "pomp",
    "slang",
    "kraan",
    "wiel",
    "lager",
    "veer",
    "schroef",
    "deksel",
    "stang",
    "as",
    "riem",
]


def build(size: int, seed: int = 7) -> tuple[InvoiceForMatch, list[PurchaseOrderLine], list[GoodsReceiptLine]]:
    """A shuffled invoice on ten orders with receipts; a third of the lines names its line, a third an item code,
    a third only words and a price. Many lines share words and prices."""
    draw = random.Random(seed)
    orders: list[PurchaseOrderLine] = []
    receipts: list[GoodsReceiptLine] = []
    lines: list[InvoiceLine] = []
    for place in range(size):
        number = f"45000{place * 10 // size:02d}"
        price = Decimal(draw.randint(100, 9999)) / 100
        quantity = Decimal(draw.randint(1, 200))
        text = f"{draw.choice(_WORDS)} {draw.choice(_WORDS)} {draw.randint(1, size)}"
        key = f"{number}/{place}"
        orders.append(
            PurchaseOrderLine(
                key,
                number,
                str(place),
                "V",
                "A",
                ordered=quantity,
                unit_price=price,
                item=f"I{place}",
                description=text,
            )
        )
        half = quantity // 2
        day = date(2026, 1, 1) + timedelta(days=place % 60)
        receipts.append(GoodsReceiptLine(f"r{place}a", key, half, date=day))
        receipts.append(GoodsReceiptLine(f"r{place}b", key, quantity - half, date=day + timedelta(days=3)))
        named = place % 3
        lines.append(
            InvoiceLine(
                str(place),
                text,
                quantity,
                unit_price=price,
                item=f"I{place}" if named == 1 else "",
                order_reference=number if named == 0 else "",
                order_line=str(place) if named == 0 else "",
            )
        )
    draw.shuffle(lines)
    references = tuple(sorted({order.order for order in orders}))
    invoice = InvoiceForMatch("doc", "V", administration="A", order_references=references, lines=tuple(lines))
    return invoice, orders, receipts


def measure(sizes: tuple[int, ...] = SIZES, rounds: int = 5) -> dict[int, float]:
    """Seconds of our own CPU for one match per size, the best of some rounds. The sizes take turns, so that a busy
    machine slows all of them, and the collector runs between the measurements, not during (as timeit does)."""
    cases = {size: build(size) for size in sizes}
    best = dict.fromkeys(sizes, float("inf"))
    gc.disable()
    try:
        for _ in range(rounds):
            for size, (invoice, orders, receipts) in cases.items():
                for _ in range(max(1, 500 // size)):
                    gc.collect()
                    started = process_time()
                    result = match(invoice, orders, receipts)
                    best[size] = min(best[size], process_time() - started)
                _check(result, size)
    finally:
        gc.enable()
    return best


def _check(result: MatchResult, size: int) -> None:
    right = sum(
        1 for line in result.lines if [part.order_line.split("/")[1] for part in line.allocations] == [line.line]
    )
    if right < size * 0.99:
        raise AssertionError(f"only {right} of {size} lines found their order line")


@benchmark("match")
def run() -> dict[str, Any]:
    """Seconds per size and the growth from 500 to 5,000 lines (at most 12)."""
    seconds = measure()
    ratio = seconds[5_000] / seconds[500]
    return {
        "name": "match",
        "seconds": {str(size): round(value, 4) for size, value in seconds.items()},
        "ratio": round(ratio, 2),
        "ceiling": CEILING,
        "ok": ratio <= CEILING,
    }


if __name__ == "__main__":
    print(run())
