"""The steps of loading the demonstration. Each may run again: what is there already is left as it is."""

from __future__ import annotations

import time
import urllib.error
import urllib.request
from collections.abc import Callable
from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import User
from django.urls import reverse

from exact import api as exact
from exact.models import Administration, Connection
from jobs import api as jobs
from jobs.models import Heartbeat
from workbench.connect import services
from workbench.demo.consent import consent

SYNC_SECONDS = 600.0
Say = Callable[[str], None]


class DemoRefused(RuntimeError):
    """The demonstration may not or cannot be loaded here; the text says why and what to do."""


def refuse_live() -> None:
    """Raise DemoRefused when this instance is set up for anything but a sandbox on this machine."""
    host = urlsplit(settings.EXACT_BASE_URL).hostname or ""
    if not settings.EXACT_USES_SANDBOX and host not in ("127.0.0.1", "localhost", "::1"):
        raise DemoRefused(
            f"an Exact app is configured for {host}; the demonstration only loads into the sandbox. "
            "Take EXACT_CLIENT_ID and EXACT_BASE_URL out of the environment, or use another INBOEK_HOME."
        )


def wait_for_sandbox(seconds: float = 60) -> None:
    """Wait until the sandbox answers. Raises DemoRefused when it does not."""
    end = time.monotonic() + seconds
    while True:
        try:
            with urllib.request.urlopen(settings.EXACT_BASE_URL, timeout=5):  # noqa: S310
                return
        except urllib.error.HTTPError:
            return
        except OSError as error:
            if time.monotonic() > end:
                raise DemoRefused(
                    f"the sandbox does not answer at {settings.EXACT_BASE_URL} ({error}). "
                    f"Start it: manage.py exact_sandbox --port {settings.INBOEK_SANDBOX_PORT} "
                    f"--home {settings.SANDBOX_HOME}"
                ) from error
            time.sleep(0.2)


def connect(by: User) -> tuple[Connection, list[Administration]]:
    """Consent to everything in the sandbox and choose all administrations, unless that was done before."""
    for status in exact.connection_status():
        usable = status.state == "ok" and status.connection.base_url == settings.EXACT_BASE_URL.rstrip("/")
        if usable and status.administrations:
            return status.connection, list(status.administrations)
    callback = f"{settings.PUBLIC_URL}{reverse('connect-callback')}"
    connection = consent(f"{by.pk}:demo", callback, consented_by=by.get_username())
    divisions = [choice.division for choice in exact.list_divisions(connection) if choice.open]
    return connection, services.choose(connection, divisions, by=by)


def wait_for_sync(administrations: list[Administration], say: Say) -> None:
    """Wait until each has been synchronised once, by the work loop when one runs, else in this process.

    Raises DemoRefused when one fails or it takes too long.
    """
    waiting = [administration.pk for administration in administrations]
    end = time.monotonic() + SYNC_SECONDS
    while waiting:
        for administration in Administration.objects.filter(pk__in=waiting):
            if administration.synced_at is not None:
                waiting.remove(administration.pk)
                say(f"{administration.name}: {rows_of(administration)} rows")
            elif administration.sync_error and not _still_tried(administration):
                raise DemoRefused(f"{administration.name} could not be synchronised: {administration.sync_error}")
        if not waiting:
            return
        if time.monotonic() > end:
            raise DemoRefused("the first synchronisation takes too long; look at the page Exact in Inboek")
        _work(waiting)


def _still_tried(administration: Administration) -> bool:
    subject = f"administration:{administration.pk}"
    return jobs.Job.objects.filter(subject=subject, state__in=["ready", "leased"]).exists()


def _work(waiting: list[int]) -> None:
    """Synchronise here unless a worker does; a worker that took the job is only waited for."""
    if work_loop_runs() or not jobs.run_for([f"administration:{key}" for key in waiting], limit=1):
        time.sleep(0.2)


def work_loop_runs() -> bool:
    """Whether a worker gave a sign of life within the last seconds."""
    since = jobs.database_now() - timedelta(seconds=15)
    return Heartbeat.objects.filter(at__gte=since, role__in=["work", "celery"]).exists()


def rows_of(administration: Administration) -> int:
    """How many rows the first synchronisation brought."""
    found = (administration.sync_progress or {}).get("resources", {})
    return sum(int(part.get("rows", 0)) for part in found.values() if isinstance(part, dict))


def confirm_vat(administrations: list[Administration], by: User) -> int:
    """Confirm the proposed VAT table where none was confirmed yet; how many rows."""
    count = 0
    for administration in administrations:
        if not services.administration_row(administration).confirmed:
            count += services.confirm_vat_table(administration, {}, by=by)
    return count


def confirm_first_posting(administrations: list[Administration], by: User) -> None:
    """Open the sandbox's administrations for posting, each by its own name."""
    for administration in administrations:
        services.confirm_first_posting(administration, administration.name, by=by)
