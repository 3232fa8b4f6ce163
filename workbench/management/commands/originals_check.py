"""Check that every original is there, byte for byte as it came in."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from workbench.intake.blobs import path_of
from workbench.intake.checking import look_through


class Command(BaseCommand):
    help = "Compare the store of originals with the database, file by file; exit code 1 when one is missing or changed."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--quick", action="store_true", help="compare sizes only, read no file")

    def handle(self, *args: Any, **options: Any) -> None:
        found = look_through(contents=not options["quick"])
        for digest in found.missing:
            self.stderr.write(f"missing: {path_of(digest)}")
        for digest in found.changed:
            self.stderr.write(f"changed: {path_of(digest)}")
        for digest in found.strangers:
            self.stdout.write(f"in no row: {path_of(digest)}")
        for name in found.unfinished:
            self.stdout.write(f"unfinished, may be removed: {name}")
        if not found.whole:
            raise CommandError(
                f"of {found.count} originals {len(found.missing)} are missing and {len(found.changed)} changed: "
                "put them back from a backup"
            )
        self.stdout.write(f"{found.count} originals, every one as it came in")
