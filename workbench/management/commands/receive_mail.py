"""``manage.py receive_mail``: take mail for the administrations over SMTP."""

from __future__ import annotations

import asyncio
import signal
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from workbench.inbox import addresses
from workbench.inbox.receiver import serve


class Command(BaseCommand):
    """The mail receiver."""

    help = "Receive mail over SMTP, one address per administration, until stopped."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to listen."""
        parser.add_argument("--host", default=settings.INBOEK_HOST)
        parser.add_argument("--port", type=int, default=settings.INBOEK_SMTP_PORT, help="0 chooses a free one.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run until SIGTERM or SIGINT; exit code 1 when the port cannot be opened."""
        try:
            asyncio.run(self._serve(options["host"], options["port"]))
        except OSError as error:
            raise CommandError(
                f"cannot listen on {options['host']}:{options['port']}: {error.strerror or error}. "
                "Choose another port, or stop what uses it."
            ) from error

    async def _serve(self, host: str, port: int) -> None:
        stop = asyncio.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, stop.set)
        await serve(host, port, ready=lambda open_port: self._ready(host, open_port), stop=stop)
        self.stdout.write("stopped")

    def _ready(self, host: str, port: int) -> None:
        self.stdout.write(f"ready: mail for *@{addresses.mail_domain()} on {host}:{port}")
        self.stdout.flush()
