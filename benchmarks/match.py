"""How the three-way match grows: one invoice of 50, 500 and 5,000 lines on orders of that many lines."""

from __future__ import annotations

import gc
import random
import statistics
from datetime import date, timedelta
from decimal import Decimal
from time import process_time
from typing import Any

from benchmarks.instance import in_new_instance
from benchmarks.registry import benchmark
from domain.orders import GoodsReceiptLine, InvoiceForMatch, InvoiceLine, PurchaseOrderLine
from matching.three_way.api import MatchResult, match

SIZES = (50, 500, 5_000)
CEILING = 12.0
QUERIES = 10
ROUNDS = 5
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


def put_away(books: Any, size: int) -> Any:
    """The case of ``size`` lines in the database: orders, receipts, and a draft with its lines; returns the draft."""
    from django.utils import timezone

    from exact import models as exact
    from workbench.models import Draft, DraftLine

    invoice, orders, receipts = build(size)
    name = f"match-{size}"
    vendor = exact.Vendor.objects.create(administration=books, exact_id=name, code=name, name=f"Vendor {size}")
    heads = {
        number: exact.PurchaseOrder.objects.create(
            administration=books, exact_id=f"{name}-{number}", vendor=vendor, number=f"{number}{size}"
        )
        for number in sorted({order.order for order in orders})
    }
    lines = exact.PurchaseOrderLine.objects.bulk_create(
        exact.PurchaseOrderLine(
            order=heads[order.order],
            exact_id=f"{name}-{order.key}",
            line_number=int(order.line),
            item_code=order.item,
            description=order.description,
            quantity=order.ordered,
            received=order.ordered,
            net_price=order.unit_price or 0,
        )
        for order in orders
    )
    kept = {order.key: line for order, line in zip(orders, lines, strict=True)}
    days = sorted({receipt.date for receipt in receipts if receipt.date})
    deliveries = {
        day: exact.GoodsReceipt.objects.create(
            administration=books, exact_id=f"{name}-{day}", number=str(day), date=day
        )
        for day in days
    }
    exact.GoodsReceiptLine.objects.bulk_create(
        exact.GoodsReceiptLine(
            receipt=deliveries[receipt.date],
            order_line=kept[receipt.order_line],
            exact_id=f"{name}-{receipt.key}",
            quantity=receipt.quantity,
        )
        for receipt in receipts
        if receipt.date
    )
    draft = Draft.objects.create(
        administration=books, vendor=vendor, received_at=timezone.now(), order_reference=" ".join(heads)[:100]
    )
    DraftLine.objects.bulk_create(
        DraftLine(
            draft=draft,
            position=place,
            description=line.description,
            quantity=line.quantity,
            unit_price=line.unit_price,
            net_amount=(line.quantity or 0) * (line.unit_price or 0),
            read={
                "buyer_item_code": line.item,
                "order_reference": f"{orders[int(line.key)].order}{size}",
                "order_line": line.order_line,
            },
        )
        for place, line in enumerate(invoice.lines, start=1)
    )
    return draft


def measure_whole(sizes: list[int], rounds: int) -> dict[str, Any]:
    """Child's side: the draft's match with all it reads from the database and keeps there; per size the seconds of
    each round (processor time, the sizes taking turns), the statements (of a draft that is not the first of its
    process), and how many lines were matched.

    Fetching the draft and writing its lines, which all steps of judging share, take time here but are not counted."""
    from django.db import connection, transaction
    from django.test.utils import CaptureQueriesContext

    from benchmarks.books import make_books
    from workbench.models import Draft
    from workbench.pipeline.derive import match as step
    from workbench.pipeline.derive.facts import Facts

    with transaction.atomic():
        books = make_books(0)
        drafts = {size: put_away(books, size).pk for size in sizes}

    def facts_of(size: int) -> Facts:
        return Facts(Draft.objects.select_related("administration", "vendor").get(pk=drafts[size]))

    def once(size: int) -> float:
        with transaction.atomic():
            facts = facts_of(size)
            gc.collect()
            started = process_time()
            step.step(facts)
            facts.save_lines()
            taken = process_time() - started
            facts.lookup.keep()  # reference data, as judging keeps it for the next draft
            transaction.set_rollback(True)  # the next round finds the same
        return taken

    seconds: dict[str, list[float]] = {str(size): [] for size in sizes}
    matched, queries = {}, {}
    for size in sizes:
        once(size)
        with transaction.atomic():
            facts = facts_of(size)
            with CaptureQueriesContext(connection) as asked:
                step.step(facts)
            transaction.set_rollback(True)
        matched[str(size)] = int(facts.draft.match_summary.get("matched", 0))
        queries[str(size)] = sum(not query["sql"].startswith("SAVEPOINT") for query in asked.captured_queries)
    gc.disable()
    for _ in range(rounds):
        for size in sizes:
            seconds[str(size)].append(once(size))
    gc.enable()
    return {"seconds": seconds, "queries": queries, "matched": matched}


@benchmark("match")
def run() -> dict[str, Any]:
    """Growth from 500 to 5,000 lines (at most 12) of a draft's match with its queries (at most 10 at each size)."""
    bare = measure()
    found = in_new_instance("benchmarks.match:measure_whole", sizes=list(SIZES), rounds=ROUNDS)
    for size, good in found["matched"].items():
        if good < int(size) * 0.99:
            raise AssertionError(f"only {good} of {size} lines were matched")
    each = sorted(large / small for large, small in zip(found["seconds"]["5000"], found["seconds"]["500"], strict=True))
    ratio = statistics.median(each)
    return {
        "name": "match",
        "quantity": "a draft of 5,000 lines matched, with what it reads and keeps",
        "floor": "one of 500 lines",
        "ratio": round(ratio, 2),
        "ceiling": CEILING,
        "ok": ratio <= CEILING and max(found["queries"].values()) <= QUERIES,
        "min": round(each[0], 2),
        "median": round(ratio, 2),
        "max": round(each[-1], 2),
        "queries": " ".join(f"{size}:{count}" for size, count in found["queries"].items()),
        "ms": " ".join(f"{size}:{1000 * statistics.median(taken):.0f}" for size, taken in found["seconds"].items()),
        "ratio_without_database": round(bare[5_000] / bare[500], 2),
        "ms_without_database": " ".join(f"{size}:{1000 * value:.0f}" for size, value in bare.items()),
    }


if __name__ == "__main__":
    print(run())
