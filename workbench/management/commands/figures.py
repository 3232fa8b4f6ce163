"""Print the instance's figures, or lay them where the collector of text files of a Prometheus exporter finds them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from workbench.health.figures import as_text, figures


class Command(BaseCommand):
    help = "Print figures of this instance in the text format of Prometheus; no names, amounts or texts of documents."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--to", type=Path, metavar="FILE", help="write them there, whole or not at all")

    def handle(self, *args: Any, **options: Any) -> None:
        found, trouble = [], ""
        try:
            for figure in figures():
                found.append(figure)
        except DatabaseError as error:  # what was counted is told: among it that the database is not ready
            trouble = str(error)
        self._lay(as_text(found), options["to"])
        if trouble:
            raise CommandError(f"the rest could not be counted: {trouble}")

    def _lay(self, text: str, to: Path | None) -> None:
        if to is None:
            self.stdout.write(text, ending="")
            return
        part = to.with_suffix(f".{os.getpid()}")
        part.write_text(text)
        part.replace(to)
