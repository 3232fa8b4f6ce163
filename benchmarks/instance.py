"""Run a measurement in an instance of its own: empty folder, new SQLite database, no trace of the user's books.

``python -m benchmarks.instance module:function [JSON arguments]`` is the child's side: it prepares the instance that
``INBOEK_HOME`` names, calls the function and prints its answer as the last line."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from importlib import import_module
from pathlib import Path
from typing import Any

_ROOT = Path(__file__).resolve().parents[1]


def in_new_instance(target: str, **arguments: Any) -> dict[str, Any]:
    """Call ``module:function`` with ``arguments`` in a process with an instance of its own; returns its answer.

    Raises RuntimeError with the end of what it said when the process fails."""
    with tempfile.TemporaryDirectory(prefix="bench-") as home:
        mine = ("INBOEK_", "EXACT_", "LLM_", "OPENAI_", "DATABASE_URL")
        environment = {name: value for name, value in os.environ.items() if not name.startswith(mine)}
        kept = {name: value for name, value in os.environ.items() if name.startswith("INBOEK_BENCH_")}
        environment |= kept | {"INBOEK_HOME": home, "DJANGO_SETTINGS_MODULE": "workbench.settings"}
        environment["INBOEK_LOG_LEVEL"] = "WARNING"
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.instance", target, json.dumps(arguments)],
            cwd=_ROOT,
            env=environment,
            capture_output=True,
            text=True,
        )
    if done.returncode != 0:
        raise RuntimeError(f"{target} failed: {done.stderr[-2000:]}")
    answer: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return answer


def main() -> None:
    """Entry point of the child."""
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    module, _, function = sys.argv[1].partition(":")
    answer = getattr(import_module(module), function)(**json.loads(sys.argv[2]))
    print(json.dumps(answer, default=str))


if __name__ == "__main__":
    main()
