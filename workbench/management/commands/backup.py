"""Back the instance up while it runs, or check what was backed up."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from workbench.backup.checking import newest, troubles_of
from workbench.backup.taking import BackupFailed, take


class Command(BaseCommand):
    help = (
        "Copy the database, all originals and the keys into a folder, while work goes on; with --check, read the last "
        "backup there again. Exit code 1 when anything is not whole."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, help="where backups lie; best on another machine's disk")
        parser.add_argument("--check", action="store_true", help="take none: check the last one")
        parser.add_argument("--without-keys", action="store_true", help="leave secrets/ out: keep it apart then")
        parser.add_argument("--keep", type=int, default=14, metavar="N", help="databases to keep (14)")

    def handle(self, *args: Any, **options: Any) -> None:
        folder = options["folder"].expanduser().resolve()
        if options["check"]:
            self._check(folder)
            return
        if folder.is_relative_to(settings.INBOEK_HOME):
            raise CommandError("choose a folder outside of the instance's own: what takes that takes the backup along")
        try:
            taken = take(folder, keys=not options["without_keys"], kept=options["keep"])
        except (BackupFailed, OSError) as error:
            raise CommandError(f"no backup was taken: {error}") from error
        self.stdout.write(f"{taken.manifest.name}: {taken.originals} originals, {taken.copied} of them new")
        self._tell(taken.troubles, "originals could not be copied")

    def _check(self, folder: Path) -> None:
        manifest = newest(folder)
        if manifest is None:
            raise CommandError("there is no finished backup")
        self._tell(troubles_of(folder, manifest), "things are wrong with it")
        self.stdout.write(f"{manifest.name} is whole")

    def _tell(self, troubles: list[str], what: str) -> None:
        for trouble in troubles:
            self.stderr.write(trouble)
        if troubles:
            raise CommandError(f"{len(troubles)} {what}")
