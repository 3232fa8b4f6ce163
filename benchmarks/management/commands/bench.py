"""``manage.py bench NAME|all``: run benchmarks and print their ratios to a floor measured in the same run."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from rich.console import Console
from rich.table import Table

_COLUMNS = ("name", "quantity", "floor", "ratio", "ceiling", "ok", "min", "median", "max", "seed")


class Command(BaseCommand):
    """Benchmarks; exit code 1 when one is over its ceiling."""

    help = "Measure speed and memory as ratios to a floor of the same run."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Which benchmarks, and where the figures go."""
        parser.add_argument("names", nargs="*", metavar="NAME", help="all, or some of those listed without a name")
        parser.add_argument("--out", type=Path, help="write the figures as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run them one after the other; a busy machine moves both sides of a ratio."""
        from benchmarks.registry import all_benchmarks

        known = all_benchmarks()
        if not options["names"]:
            self.stdout.write("\n".join(known))
            return
        wanted = list(known) if options["names"] == ["all"] else options["names"]
        if unknown := sorted(set(wanted) - set(known)):
            raise CommandError(f"no benchmark {', '.join(unknown)}; there are: {', '.join(known)}")
        table = Table("benchmark", "quantity ÷ floor", "ratio", "ceiling", "min/median/max", "ok", "figures")
        figures = []
        for name in wanted:
            found = known[name]()
            figures.append({"name": name, **found})
            shown = {key: value for key, value in found.items() if key not in _COLUMNS}
            table.add_row(
                name,
                " ÷ ".join(str(found[key]) for key in ("quantity", "floor") if key in found),
                str(found.get("ratio", "")),
                str(found.get("ceiling", "")),
                "/".join(str(found[key]) for key in ("min", "median", "max") if key in found),
                "yes" if found.get("ok") else "no",
                ", ".join(f"{key} {value}" for key, value in shown.items() if not isinstance(value, dict | list)),
            )
        console = Console()
        if not console.is_terminal:  # a log is as wide as it needs
            console = Console(width=170)
        console.print(table)
        if options["out"]:
            options["out"].write_text(json.dumps(figures, indent=2, default=str))
        if not all(found.get("ok") for found in figures):
            raise SystemExit(1)
