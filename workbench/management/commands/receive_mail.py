"""``manage.py receive_mail``: take mail for the administrations over SMTP."""

from __future__ import annotations

import asyncio
import signal
import ssl
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from workbench.inbox import addresses
from workbench.inbox.receiver import serve, tls_from


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
        await serve(
            host,
            port,
            ready=lambda open_port: self._ready(host, open_port),
            stop=stop,
            tls=self._tls(),
            require_tls=settings.INBOEK_MAIL_REQUIRE_TLS,
        )
        self.stdout.write("stopped")

    def _tls(self) -> ssl.SSLContext | None:
        """The certificate of the settings. Raises CommandError when it is missing or cannot be used."""
        try:
            found = tls_from(settings.INBOEK_MAIL_TLS_CERT, settings.INBOEK_MAIL_TLS_KEY)
        except OSError as error:
            raise CommandError(
                f"the certificate for STARTTLS cannot be used: {error}. "
                "Check INBOEK_MAIL_TLS_CERT and INBOEK_MAIL_TLS_KEY."
            ) from error
        if found is None and settings.INBOEK_MAIL_REQUIRE_TLS:
            raise CommandError("INBOEK_MAIL_REQUIRE_TLS needs INBOEK_MAIL_TLS_CERT.")
        return found

    def _ready(self, host: str, port: int) -> None:
        self.stdout.write(f"ready: mail for *@{addresses.mail_domain()} on {host}:{port}")
        self.stdout.flush()
