"""One document from its bytes to an entry in a sandbox Exact, in a scratch instance of its own: this one's database,
keys and Exact are not touched."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

from django.conf import settings

from workbench.selftest.look import Unfit

SECONDS = 300
SAMPLE = "nl-ketelaar-clean.pdf"
PREFIXES = ("INBOEK_", "EXACT_", "DATABASE_URL")


def post_in_scratch() -> str:
    """Start over in an empty folder and post the sample there. Raises Unfit with the last of what was said."""
    with tempfile.TemporaryDirectory(prefix="inboek-selftest-") as home:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(PREFIXES)}
        scratch = kept | {"INBOEK_HOME": home, "INBOEK_PORT": str(_free_port()), "INBOEK_LOG_LEVEL": "ERROR"}
        command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "selftest", "--in-scratch"]
        try:
            done = subprocess.run(command, env=scratch, capture_output=True, text=True, timeout=SECONDS)
        except subprocess.TimeoutExpired as error:
            raise Unfit(f"not done within {SECONDS} s") from error
    if done.returncode:
        raise Unfit((done.stderr or done.stdout).strip()[-400:])
    return done.stdout.strip().splitlines()[-1]


def in_scratch() -> str:
    """What the scratch instance does: tables, a sandbox, a consent, one administration, one document."""
    from django.core.management import call_command

    from exact import api as exact
    from exact.sandbox.server import SandboxServer
    from workbench.connect import services
    from workbench.demo import load, people
    from workbench.demo.consent import consent
    from workbench.process.run import Run

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    with SandboxServer(settings.SANDBOX_HOME, port=settings.INBOEK_SANDBOX_PORT):
        load.refuse_live()
        users = people.make_people()
        connection = consent("selftest", f"{settings.PUBLIC_URL}/exact/callback/", consented_by="admin")
        division = next(each.division for each in exact.list_divisions(connection) if each.open)
        (administration,) = services.choose(connection, [division], by=users["admin"])
        people.give_roles(users, [administration])
        load.wait_for_sync([administration], lambda line: None)
        administration.refresh_from_db()
        load.confirm_vat([administration], users["admin"])
        load.confirm_first_posting([administration], users["admin"])
        run = Run(administration, by=users["sv"], post=True, patience=120)
        run.take(Path(settings.BASE_DIR) / "samples" / "documents" / SAMPLE)
        (row,) = list(run.rows())
    if not row.entry_number:
        raise Unfit(row.as_text())
    return f"{SAMPLE}: {row.gross_total} is entry {row.entry_number} in the sandbox"


def _free_port() -> int:
    """A port with the next one free too (the sandbox's)."""
    for port in range(18100, 18900, 10):
        try:
            for each in (port, port + 1):
                with socket.socket() as probe:
                    probe.bind(("127.0.0.1", each))
        except OSError:
            continue
        return port
    raise Unfit("no free port between 18100 and 18900")
