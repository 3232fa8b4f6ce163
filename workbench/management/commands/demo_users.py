"""``manage.py demo_users``: who can log in to the demonstration."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand
from rich.console import Console

from workbench.demo.people import PEOPLE
from workbench.demo.show import user_table


class Command(BaseCommand):
    """Prints users and passwords of the demonstration."""

    help = "Print the users and passwords of the demonstration."

    def handle(self, *args: Any, **options: Any) -> None:
        """Nothing is printed where the demonstration was not loaded."""
        names = [person.username for person in PEOPLE]
        if get_user_model().objects.filter(username__in=names).count() < len(names):
            self.stdout.write("The demonstration is not loaded here: manage.py demo_load")
            return
        Console(highlight=False).print(user_table())
