"""``manage.py serve``: run a whole instance in the foreground."""

from __future__ import annotations

import time
import urllib.error
import urllib.request
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import get_commands
from django.core.management.base import BaseCommand, CommandError

from workbench.supervisor import lock, plan, servers
from workbench.supervisor.runner import Supervisor


class Command(BaseCommand):
    """The supervisor."""

    help = "Start everything this instance needs and keep it running."
    requires_system_checks: list[str] = []  # the database may not run yet

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the shape and whether to load the demo."""
        parser.add_argument("--scaled", action="store_true", help="PostgreSQL, Redis and Celery workers.")
        parser.add_argument("--demo", action="store_true", help="Load the demo administration before serving.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run until SIGTERM or SIGINT. Exit code 1 when the home is taken or a preparation fails."""
        try:
            held = lock.hold(settings.INBOEK_HOME / "inboek.pid")
        except lock.AlreadyRunning as taken:
            raise CommandError(
                f"Inboek already runs for {settings.INBOEK_HOME} ({taken}) at {settings.PUBLIC_URL}/. "
                "Give INBOEK_HOME and INBOEK_PORT other values for a second instance."
            ) from None
        self._refuse_taken_ports()
        supervisor = Supervisor()
        supervisor.catch_signals()
        try:
            environment = self._start_servers(supervisor) if options["scaled"] else {}
            sandbox = plan.sandbox(environment)
            supervisor.add(sandbox)
            # The demo fills its books through the sandbox's own API.
            if sandbox and not supervisor.wait(lambda: servers.port_answers(settings.INBOEK_SANDBOX_PORT), 60):
                if supervisor.stopping.is_set():
                    return
                raise CommandError("the sandbox Exact does not answer; see above")
            for step in plan.preparations(demo=options["demo"], environment=environment):
                supervisor.say("supervisor", f"{step.name}: {' '.join(step.command[2:])}")
                code = supervisor.once(step)
                if supervisor.stopping.is_set():
                    return
                if code != 0:
                    raise CommandError(f"{step.name} failed with exit code {code}; see above")
            supervisor.add(plan.services(scaled=options["scaled"], environment=environment))
            self._announce_when_ready(supervisor, demo=options["demo"], environment=environment)
            supervisor.run()
        finally:
            supervisor.say("supervisor", "stopping")
            supervisor.stop()
            (settings.INBOEK_HOME / "secrets" / "scaled.env").unlink(missing_ok=True)
            held.close()

    def _refuse_taken_ports(self) -> None:
        """Say at once which port is taken, instead of restarting a program for ever."""
        ports = {"web": settings.INBOEK_PORT, "mail": settings.INBOEK_SMTP_PORT}
        if settings.EXACT_USES_SANDBOX:
            ports["sandbox Exact"] = settings.INBOEK_SANDBOX_PORT
        for name, port in ports.items():
            if servers.port_answers(port):
                raise CommandError(f"port {port} ({name}) is in use; choose another INBOEK_PORT")

    def _start_servers(self, supervisor: Supervisor) -> dict[str, str]:
        """Start PostgreSQL and Redis and return the environment that points at them."""
        home: Path = settings.INBOEK_HOME
        try:
            postgres = servers.prepare_postgres(home, settings.INBOEK_PORT + 4)
            redis = servers.prepare_redis(home, settings.INBOEK_PORT + 5)
            programs = [postgres.program, redis.program]
        except servers.ServerMissing as missing:
            raise CommandError(f"{missing}; run script/server --scaled, which installs it") from None
        supervisor.add(programs)
        for name, ready in (
            ("PostgreSQL", postgres.accepts),
            ("Redis", lambda: servers.port_answers(redis.port)),
        ):
            if not supervisor.wait(ready, 60):
                raise CommandError(f"{name} does not answer; see above")
        postgres.create_database()
        environment = {"INBOEK_DATABASE": postgres.url, "INBOEK_REDIS_URL": redis.url}
        # For script/manage, so that commands reach the same database.
        file = home / "secrets" / "scaled.env"
        file.touch(mode=0o600)
        file.write_text("".join(f"{name}={value}\n" for name, value in environment.items()))
        return environment

    def _announce_when_ready(self, supervisor: Supervisor, *, demo: bool, environment: dict[str, str]) -> None:
        """Wait until the instance says it is ready, then tell the person where to go."""
        address = f"http://127.0.0.1:{settings.INBOEK_PORT}"
        end = time.monotonic() + 90
        detail = ""
        while not supervisor.stopping.wait(0.25):
            supervisor.turn()
            try:
                with urllib.request.urlopen(f"{address}/readyz", timeout=5):  # noqa: S310 - our own address
                    break
            except urllib.error.HTTPError as answer:
                detail = answer.read(65536).decode(errors="replace").strip()
            except OSError as error:
                detail = str(error)
            if time.monotonic() > end:
                supervisor.say("supervisor", f"not ready yet: {detail}")
                end = time.monotonic() + 90
        if supervisor.stopping.is_set():
            return
        if demo and "demo_users" in get_commands():
            supervisor.once(plan.manage("users", "demo_users", **environment))
        supervisor.say("supervisor", "")
        supervisor.say("supervisor", f"Inboek is ready: {settings.PUBLIC_URL}/")
        supervisor.say("supervisor", f"  mail to this instance:  127.0.0.1:{settings.INBOEK_SMTP_PORT} (SMTP)")
        if settings.EXACT_USES_SANDBOX:
            supervisor.say("supervisor", f"  sandbox Exact:          {settings.EXACT_BASE_URL}/")
        supervisor.say("supervisor", f"  state and logs:         {settings.INBOEK_HOME}")
        supervisor.say("supervisor", "  stop:                   Ctrl-C")
