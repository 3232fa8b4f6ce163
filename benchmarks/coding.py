"""A year of booked purchases replayed in time order: what would have been proposed, and was it right?

Every invoice is coded with only what was booked before it; then it is learned. Reported per field: answered,
right where answered, abstained. Also the CPU time of coding a 200-line invoice with that history.
"""

from __future__ import annotations

import gc
import statistics
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Any

from benchmarks.registry import benchmark
from matching.coding.api import Coding, CodingContext, CodingLine, Field, HistoryIndex, HistoryLine, code_lines

RIGHT_BAR, ABSTAIN_BAR, CPU_BAR_MS = 0.95, 0.15, 150.0


def booked_lines(rows: Sequence[Mapping[str, Any]]) -> list[tuple[str, HistoryLine]]:
    """Cost lines of purchase entries (with their entry id) from ledger transaction lines, by date.

    Lines of the purchase journal that carry a VAT percentage are costs; creditor and VAT lines do not.
    """
    costs = [row for row in rows if row.get("Type") in (30, 31) and row.get("AmountVATBaseFC") is not None]
    found = [
        (
            str(row["EntryID"]),
            HistoryLine(
                str(row["Account"]),
                row["Date"],
                row["Description"] or "",
                Coding(
                    row["GLAccountCode"],
                    row.get("VATCode") or "",
                    row.get("CostCenter") or "",
                    row.get("CostUnit") or "",
                ),
                Decimal(row["AmountDC"]),
            ),
        )
        for row in costs
    ]
    return sorted(found, key=lambda item: (item[1].day, item[0]))


def replay(
    lines: list[tuple[str, HistoryLine]], defaults: Mapping[str, Coding] | None = None
) -> dict[str, dict[str, float]]:
    """Replay in time order; per field the number of lines, share answered right, share abstained."""
    history = HistoryIndex()
    tally: dict[Field, list[int]] = defaultdict(lambda: [0, 0, 0])  # lines, answered, right
    for _, group in groupby(lines, key=lambda item: item[0]):
        entry = [line for _, line in group]
        first = entry[0]
        context = CodingContext(
            first.vendor_id,
            first.day,
            history=history,
            vendor_default=(defaults or {}).get(first.vendor_id, Coding()),
        )
        for coded, line in zip(code_lines([_line(e) for e in entry], context), entry, strict=True):
            for name in Field:
                choice, actual = coded.choice(name), line.coding.get(name)
                answered = choice.source is not None
                tally[name][0] += 1
                tally[name][1] += answered
                tally[name][2] += answered and choice.value == actual
        for line in entry:
            history.add(line)
    return {
        name.value: {
            "lines": total,
            "right_where_answered": round(right / answered, 4) if answered else 0.0,
            "abstained": round(1 - answered / total, 4),
        }
        for name, (total, answered, right) in tally.items()
    }


def cpu_of_200_lines(lines: list[tuple[str, HistoryLine]]) -> float:
    """CPU milliseconds to code an invoice of 200 lines with a whole year in the index; the median of five.

    Once would tell of the collector too: benchmarks that ran before leave it a hundred thousand vendors to look at.
    """
    history = HistoryIndex(line for _, line in lines)
    wanted = [_line(line) for _, line in lines[:: max(1, len(lines) // 200)]][:200]
    context = CodingContext(lines[0][1].vendor_id, date(2026, 11, 21), history=history)
    code_lines(wanted, context)
    gc.collect()
    taken = []
    for _ in range(5):
        begin = time.thread_time()
        code_lines(wanted, context)
        taken.append((time.thread_time() - begin) * 1000)
    return statistics.median(taken)


def _line(line: HistoryLine) -> CodingLine:
    return CodingLine(line.description, line.net, line.item_code)


@benchmark("coding")
def run(seed: int | None = None) -> dict[str, Any]:
    """Replay every administration of the sandbox's seeded world; per field figures over all lines."""
    from exact.sandbox.seed import SEED, build

    world = build(seed or SEED)
    reports: dict[int, dict[str, dict[str, float]]] = {}
    lines: list[tuple[str, HistoryLine]] = []
    for division, resources in world.items():
        if not division:
            continue
        own = booked_lines(resources["financialtransaction/TransactionLines"])
        defaults = {str(row["ID"]): Coding(gl=_default_account(row, resources)) for row in resources["crm/Accounts"]}
        reports[division] = replay(own, defaults)
        lines = own if len(own) > len(lines) else lines
    total = _together(list(reports.values()))
    cpu = cpu_of_200_lines(lines)
    gl = total["gl"]
    return {
        "name": "coding",
        "quantity": f"lines answered right (≥ {RIGHT_BAR}, silent ≤ {ABSTAIN_BAR}); processor of 200 lines ÷ bar",
        "floor": f"{CPU_BAR_MS:.0f} ms",
        "ratio": round(cpu / CPU_BAR_MS, 3),
        "ceiling": 1.0,
        "ok": gl["right_where_answered"] >= RIGHT_BAR and gl["abstained"] <= ABSTAIN_BAR and cpu <= CPU_BAR_MS,
        "right": gl["right_where_answered"],
        "silent": gl["abstained"],
        "fields": total,
        "per_administration": reports,
        "cpu_200_lines_ms": round(cpu, 2),
    }


def _default_account(row: Mapping[str, Any], resources: Mapping[str, Sequence[Mapping[str, Any]]]) -> str:
    wanted = row.get("GLAccountPurchase") or row.get("GLAP")
    if not wanted or not row.get("GLAccountPurchase"):
        return ""
    return next((gl["Code"] for gl in resources["financial/GLAccounts"] if gl["ID"] == wanted), "")


def _together(reports: list[dict[str, dict[str, float]]]) -> dict[str, dict[str, float]]:
    total = {}
    for name in reports[0]:
        parts = [report[name] for report in reports]
        lines = sum(p["lines"] for p in parts)
        answered = sum(p["lines"] * (1 - p["abstained"]) for p in parts)
        right = sum(p["lines"] * (1 - p["abstained"]) * p["right_where_answered"] for p in parts)
        total[name] = {
            "lines": lines,
            "right_where_answered": round(right / answered, 4) if answered else 0.0,
            "abstained": round(1 - answered / lines, 4),
        }
    return total


if __name__ == "__main__":
    import json

    print(json.dumps(run(), indent=2))
