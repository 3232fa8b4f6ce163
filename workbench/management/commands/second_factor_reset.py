"""Take the second factor of somebody away, from the machine itself: for an admin whom no other admin can help."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError, CommandParser

from workbench.accounts import resetting


class Command(BaseCommand):
    help = "Take a person's second factor and recovery codes away; every session of theirs ends, the audit log says so."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="the name that person logs in with")

    def handle(self, *args: Any, **options: Any) -> None:
        person = User.objects.filter(username=options["name"]).first()
        if person is None:
            raise CommandError(f"there is nobody called {options['name']}")
        if not resetting.by_command(person):
            raise CommandError(f"{person.username} has no second factor")
        self.stdout.write(f"{person.username} logs in with the password alone now; a required one is set up again then")
