"""Move this instance's rows from SQLite into an empty PostgreSQL database."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection, connections

from workbench import database
from workbench.demo.load import work_loop_runs
from workbench.moving import copying


class Command(BaseCommand):
    help = (
        "Copy every row from SQLite into an empty PostgreSQL database, compare each, and check the audit log there. "
        "Stop Inboek first. The SQLite file stays as it is."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("address", help="postgresql://user:password@host:port/name")

    def handle(self, *args: Any, **options: Any) -> None:
        address = options["address"]
        if connection.vendor != "sqlite":
            raise CommandError("this instance is on PostgreSQL already; INBOEK_DATABASE=sqlite names the SQLite file")
        if not address.startswith(("postgresql://", "postgres://")):
            raise CommandError("the target must be postgresql://user:password@host:port/name")
        if work_loop_runs():
            raise CommandError("Inboek runs: what came in meanwhile would be left behind. Stop it first.")
        if left := copying.strangers():
            raise CommandError(f"tables that this version does not know would be left behind: {', '.join(left)}")
        # All that the connections have beside their addresses is as Django set it for this one.
        connections.databases[copying.TARGET] = connections.databases["default"] | database.postgresql(address)
        try:
            copying.require_empty()
            self._there(address, "migrate", "--verbosity=0")
            self._there(address, "createcachetable")
            copying.require_empty()
            moved = copying.copy_all(self.stdout.write)
        except copying.MoveRefused as refused:
            raise CommandError(str(refused)) from refused
        finally:
            connections[copying.TARGET].close()
        total = sum(each.rows for each in moved)
        self.stdout.write(f"{total} rows in {len(moved)} tables, each compared")
        self.stdout.write(self._there(address, "audit_check"))
        self.stdout.write("Start with INBOEK_DATABASE set to that address. Originals and keys stay where they are.")

    def _there(self, address: str, *command: str) -> str:
        """Run a command of ours with the target as its database. Raises CommandError with what it said."""
        done = subprocess.run(
            [sys.executable, str(settings.BASE_DIR / "manage.py"), *command],
            env=os.environ | {"INBOEK_DATABASE": address},
            capture_output=True,
            text=True,
        )
        if done.returncode:
            raise CommandError(f"{command[0]}: {(done.stderr or done.stdout).strip()[-600:]}")
        return done.stdout.strip()
