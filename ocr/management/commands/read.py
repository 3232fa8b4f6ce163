"""``manage.py read``: read files and print or write what they say; touches no database row."""

from __future__ import annotations

import sys
from typing import Any, TextIO, cast

from django.core.management.base import BaseCommand, CommandParser

from ocr import command_line


class Command(BaseCommand):
    """See ``ocr.command_line``."""

    help = "Read invoices and orders from files and show or write what they say."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """The options of the command."""
        command_line.add_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        """Exit code 1 when a path does not exist."""
        code = command_line.run(options, cast("TextIO", getattr(self.stdout, "_out", sys.stdout)))
        if code:
            sys.exit(code)
