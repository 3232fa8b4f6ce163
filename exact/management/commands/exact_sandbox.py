"""``manage.py exact_sandbox``: run the local Exact until interrupted."""

import os
import signal
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from exact.sandbox.configuration import DEFAULT_CLIENT_ID, DEFAULT_CLIENT_SECRET, DEFAULT_WEBHOOK_SECRET
from exact.sandbox.server import SandboxServer


class Command(BaseCommand):
    """Starts the sandbox; it needs no database of ours and no settings beyond its options."""

    help = "Run a local Exact Online on loopback. It keeps its own ledger under --home."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Options; the credentials also come from EXACT_SANDBOX_CLIENT_ID, _CLIENT_SECRET and _WEBHOOK_SECRET."""
        env = os.environ.get
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8001)
        parser.add_argument("--home", type=Path, required=True, help="folder of the ledger and the call log")
        parser.add_argument("--public-url", default="", help="address under which clients reach this server")
        parser.add_argument("--fresh", action="store_true", help="throw the ledger away and seed anew")
        parser.add_argument("--seed", type=int, default=2026)
        parser.add_argument("--client-id", default=env("EXACT_SANDBOX_CLIENT_ID") or DEFAULT_CLIENT_ID)
        parser.add_argument("--client-secret", default=env("EXACT_SANDBOX_CLIENT_SECRET") or DEFAULT_CLIENT_SECRET)
        ours = getattr(settings, "EXACT_WEBHOOK_SECRET", "") or DEFAULT_WEBHOOK_SECRET
        parser.add_argument("--webhook-secret", default=env("EXACT_SANDBOX_WEBHOOK_SECRET") or ours)

    def handle(self, *args: Any, **options: Any) -> None:
        """Serve until SIGINT or SIGTERM."""
        server = SandboxServer(
            home=options["home"],
            port=options["port"],
            host=options["host"],
            seed=options["seed"],
            fresh=options["fresh"],
            public_url=options["public_url"],
            client_id=options["client_id"],
            client_secret=options["client_secret"],
            webhook_secret=options["webhook_secret"],
        )
        signal.signal(signal.SIGTERM, _interrupt)
        self.stdout.write(f"Exact sandbox on {options['public_url'] or server.url} (ledger in {options['home']})")
        try:
            server.serve()
        except KeyboardInterrupt:
            self.stdout.write("Exact sandbox stops.")
        finally:
            server.close()


def _interrupt(*_: Any) -> None:
    raise KeyboardInterrupt
