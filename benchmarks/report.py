"""What every ratio benchmark answers: quantity and floor of the same run, interleaved, and their spread."""

from __future__ import annotations

import os
import platform
import statistics
from collections.abc import Sequence
from importlib.metadata import version
from typing import Any

SEED = 20260
_SHOWN = ("pypdfium2", "pytesseract", "lxml", "django")


def is_quick() -> bool:
    """Whether ``INBOEK_BENCH_QUICK`` asks for small runs: same ratios, wider spread."""
    return os.environ.get("INBOEK_BENCH_QUICK", "") not in ("", "0")


def amount(full: int, quick: int, name: str = "") -> int:
    """How much to measure: ``INBOEK_BENCH_<NAME>`` when given, else ``quick`` or ``full``."""
    told = os.environ.get(f"INBOEK_BENCH_{name}") if name else None
    return int(told) if told else (quick if is_quick() else full)


def ratios(
    name: str,
    quantity: str,
    floor: str,
    measured: Sequence[tuple[float, float]],
    ceiling: float | None,
    **figures: Any,
) -> dict[str, Any]:
    """The answer of a benchmark from (seconds of the quantity, seconds of its floor) per round.

    The ratio is the median over the rounds: both sides of a round saw the same machine. Without a ceiling the figure
    is only shown and always ok. Raises ValueError without a round."""
    if not measured:
        raise ValueError("no round was measured")
    each = sorted(taken / bare for taken, bare in measured)
    ratio = statistics.median(each)
    return {
        "name": name,
        "quantity": quantity,
        "floor": floor,
        "ratio": round(ratio, 3),
        "ceiling": ceiling if ceiling is not None else "shown",
        "ok": ceiling is None or ratio <= ceiling,
        "min": round(each[0], 3),
        "median": round(ratio, 3),
        "max": round(each[-1], 3),
        "rounds": len(each),
        "quantity_s": round(sum(taken for taken, _ in measured), 3),
        "floor_s": round(sum(bare for _, bare in measured), 3),
        **figures,
        "seed": SEED,
        "versions": {"python": platform.python_version(), **{package: version(package) for package in _SHOWN}},
    }
