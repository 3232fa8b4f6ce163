"""Change the key that seals stored secrets."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from workbench.audit import services as audit
from workbench.demo.load import work_loop_runs
from workbench.keys import rotating


class Command(BaseCommand):
    help = (
        "Seal every stored secret (tokens, passwords, second factors) with the newest key. With --new a fresh key is "
        "made first, while Inboek stands still; with --drop the older keys go, once nothing needs them."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        what = parser.add_mutually_exclusive_group()
        what.add_argument("--new", action="store_true", help="put a fresh key in front first; stop Inboek before")
        what.add_argument("--drop", action="store_true", help="keep the newest key alone, when it opens everything")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if options["drop"]:
                count = rotating.drop_old()
                audit.record("keys.dropped", actor="rotate_keys", count=count)
                self.stdout.write(f"{count} old keys dropped. Backups from before need them: keep those keys apart.")
                return
            if options["new"]:
                if work_loop_runs():
                    raise CommandError("Inboek runs: its processes would not know the new key. Stop it first.")
                rotating.add_key()
        except rotating.KeysRefused as refused:
            raise CommandError(str(refused)) from refused
        self._reseal(new=options["new"])

    def _reseal(self, *, new: bool) -> None:
        found = rotating.reseal()
        audit.record("keys.resealed", actor="rotate_keys", count=found.count, unreadable=len(found.unreadable))
        self.stdout.write(f"{found.count} secrets sealed with the newest key")
        if found.changed:
            self.stdout.write(f"{found.changed} were written by others meanwhile: run this again")
        for each in found.unreadable:
            self.stderr.write(f"does not open with any key: {each}")
        if found.unreadable:
            raise CommandError("connect again, or type those passwords anew; nothing was lost by this command")
        if new:
            self.stdout.write("Start Inboek again. When all is well: rotate_keys --drop")
