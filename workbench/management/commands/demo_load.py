"""``manage.py demo_load``: link the sandbox, make users, fill the inbox."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from exact.errors import ExactError
from workbench.demo import inbox, load, people
from workbench.demo.consent import ConsentFailed
from workbench.demo.show import user_table
from workbench.process.console import quiet_logs


class Command(BaseCommand):
    """Loads the demonstration; running it again changes nothing."""

    help = "Connect the sandbox Exact, make the demonstration's users and deliver the sample documents."

    def handle(self, *args: Any, **options: Any) -> None:
        """Exit code 1 with a next action when something is in the way."""
        quiet_logs()
        console = Console(highlight=False, soft_wrap=True)
        try:
            self._load(console)
        except (load.DemoRefused, ConsentFailed, FileNotFoundError) as refused:
            raise CommandError(str(refused)) from refused
        except ExactError as error:
            raise CommandError(f"the sandbox refused: {error}. Start it with --fresh and load again.") from error

    def _load(self, console: Console) -> None:
        load.refuse_live()
        load.wait_for_sandbox()
        users = people.make_people()
        console.print(f"sandbox Exact   {settings.EXACT_BASE_URL}")
        _connection, administrations = load.connect(users["admin"])
        people.give_roles(users, administrations)
        console.print(f"connected       {', '.join(a.name for a in administrations)}")
        load.wait_for_sync(administrations, lambda line: console.print(f"synchronised    {line}"))
        for administration in administrations:
            administration.refresh_from_db()
        if rows := load.confirm_vat(administrations, users["admin"]):
            console.print(f"VAT tables      {rows} codes confirmed as proposed")
        load.confirm_first_posting(administrations, users["admin"])
        self._deliver(console, {a.division: a for a in administrations}, users)
        console.print()
        console.print(f"Inboek          {settings.PUBLIC_URL}/")
        console.print(user_table())

    def _deliver(self, console: Console, administrations: dict[int, Any], users: dict[str, Any]) -> None:
        roads: dict[str, int] = {}
        deliveries = inbox.deliver(administrations, by=users["mk"])
        if console.is_terminal:
            total = len(inbox.sample_inbox())
            columns = (
                TextColumn("documents      "),
                BarColumn(),
                MofNCompleteColumn(),
                TextColumn("{task.description}"),
            )
            with Progress(*columns, console=console, transient=True) as progress:
                task = progress.add_task("", total=total)
                for delivery in deliveries:
                    roads[delivery.road or "here"] = roads.get(delivery.road or "here", 0) + 1
                    progress.update(task, advance=1, description=delivery.name)
        else:
            for delivery in deliveries:
                roads[delivery.road or "here"] = roads.get(delivery.road or "here", 0) + 1
        words = {"upload": "uploaded", "smtp": "mailed over SMTP", "mail": "handed in as mail", "here": "here already"}
        console.print("documents       " + ", ".join(f"{count} {words[road]}" for road, count in roads.items()))
