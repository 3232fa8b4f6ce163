"""Is this installation fit for work?"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from workbench.process.console import quiet_logs
from workbench.selftest import machine, posting, reading
from workbench.selftest.look import Unfit, take


class Command(BaseCommand):
    help = (
        "Look at disk, database, keys, clock, folders, recogniser, fonts and limits, read sample documents; with no "
        "live Exact app also post one to a sandbox in a scratch instance. Changes nothing here; exit code 1 when "
        "something is not fit."
    )
    requires_system_checks: list[str] = []  # they are one of the looks

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--quick", action="store_true", help="only the machine and this instance: seconds")
        parser.add_argument("--in-scratch", action="store_true", help="what the scratch instance does (used by itself)")

    def handle(self, *args: Any, **options: Any) -> None:
        quiet_logs()
        if options["in_scratch"]:
            try:
                self.stdout.write(posting.in_scratch())
            except Unfit as unfit:
                raise CommandError(str(unfit)) from unfit
            return
        looks = [*machine.LOOKS]
        if not options["quick"]:
            looks += reading.LOOKS
            if settings.EXACT_USES_SANDBOX:
                looks.append(("posting to a sandbox", posting.post_in_scratch))
        failed = 0
        for told in take(looks):
            self.stdout.write(f"{told} ({told.seconds:.1f} s)")
            self.stdout.flush()
            failed += not told.ok
        if failed:
            raise CommandError(f"{failed} of {len(looks)} looks say that this is not fit for work")
        self.stdout.write(f"all {len(looks)} well")
