"""The configuration as it counts."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.db import connection

from workbench import configuration


class Command(BaseCommand):
    help = "config show: every variable, its value (secrets masked) and where it comes from."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", choices=["show"], nargs="?", default="show")

    def handle(self, *args: Any, **options: Any) -> None:
        found, unknown = configuration.of_this_process()
        wide = max(len(each.name) for each in found)
        for each in found:
            self.stdout.write(f"{each.name:<{wide}}  {each.shown:<40}  {each.whence}")
        exact = "the sandbox" if settings.EXACT_USES_SANDBOX else "a live app"
        self.stdout.write(
            f"\nbooks in {connection.vendor}, people at {settings.PUBLIC_URL}, Exact is {exact} at ", ending=""
        )
        self.stdout.write(configuration.without_password(settings.EXACT_BASE_URL))
        for name in unknown:
            self.stderr.write(f"{name} is set, but nothing reads it")
