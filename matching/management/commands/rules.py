"""Try a written-out case on the rules: ``manage.py rules vat CASE.json``."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

# Exit code for a case or file that is not written as documented.
UNREADABLE = 2
RunCase = Callable[[Mapping[str, Any]], dict[str, Any]]
# Family -> the module whose ``run_case`` takes the case and gives the result, both as plain JSON.
FAMILIES = {
    "match": "matching.three_way.case",
    "vat": "matching.vat.case",
    "vendor": "matching.vendors.case",
    "coding": "matching.coding.case",
}


class Command(BaseCommand):
    """Run pure rules on a case from a file or standard input and print the result as JSON. No database."""

    help = "Run a case through the rules and print holds, choices, reasons and figures (docs/rules.md)."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("family", choices=sorted(FAMILIES))
        parser.add_argument("case", help='a JSON file, or "-" for standard input; a list runs every case in it')

    def handle(self, *args: Any, **options: Any) -> None:
        run_case: RunCase = import_module(FAMILIES[options["family"]]).run_case
        case = self._read(options["case"])
        result: Any = (
            [_run(run_case, one, f"case {i}: ") for i, one in enumerate(case)]
            if isinstance(case, list)
            else _run(run_case, case)
        )
        self.stdout.write(json.dumps(result, indent=2, ensure_ascii=False))

    def _read(self, name: str) -> Any:
        try:
            text = sys.stdin.read() if name == "-" else Path(name).read_text(encoding="utf-8")
            # Amounts written as numbers keep their digits: 0.1 stays "0.1".
            return json.loads(text, parse_float=str)
        except OSError as error:
            raise CommandError(f"Cannot read {name}: {error.strerror}", returncode=UNREADABLE) from error
        except json.JSONDecodeError as error:
            raise CommandError(f"{name} is no JSON: {error}", returncode=UNREADABLE) from error


def _run(run_case: RunCase, case: Any, which: str = "") -> dict[str, Any]:
    """One case's result. Raises CommandError naming the case of a list and the place within it."""
    try:
        return run_case(case)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise CommandError(f"The case cannot be read: {which}{error}", returncode=UNREADABLE) from error
