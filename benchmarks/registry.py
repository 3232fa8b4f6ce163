"""The list of benchmarks: functions that measure and answer a dictionary with name, ratio, ceiling and ok."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from typing import Any

import benchmarks

Run = Callable[[], dict[str, Any]]
_RUNS: dict[str, Run] = {}


def benchmark(name: str) -> Callable[[Run], Run]:
    """Register a benchmark under a name; two of the same name are a mistake and raise ValueError."""

    def register(run: Run) -> Run:
        known = _RUNS.get(name)
        if known is not None and known.__module__ not in (run.__module__, "__main__"):
            raise ValueError(f"benchmark {name!r} is already defined in {known.__module__}")
        _RUNS[name] = run
        return run

    return register


def all_benchmarks() -> dict[str, Run]:
    """Every registered benchmark by name; imports the modules of the package first."""
    for module in pkgutil.iter_modules(benchmarks.__path__):
        importlib.import_module(f"benchmarks.{module.name}")
    return dict(sorted(_RUNS.items()))
