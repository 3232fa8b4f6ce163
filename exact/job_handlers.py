"""Durable work of this app."""

from __future__ import annotations

import contextlib
from datetime import timedelta

from exact import clock, rhythm
from exact.errors import BreakerOpen, ConnectionHeld, ExactError, NeedsConsent, RateLimited, TokenBudget, TokenBusy
from exact.models import Administration, Connection, ConnectionState, Posting
from jobs.api import GiveUp, Job, Lease, RetryLater, database_now, enqueue, every, handler


def _wait(error: ExactError, default: float) -> float:
    if error.retry_at is None:
        return default
    return max(1.0, (error.retry_at - clock.now()).total_seconds())


@handler("sync_administration", queue="exact", max_attempts=8, lease_seconds=180)
def sync_administration(lease: Lease) -> None:
    """Payload: administration (id), which (see :func:`exact.mirror.run.synchronise`)."""
    from exact.mirror.relation_rows import groups_unknown
    from exact.mirror.run import synchronise

    administration = Administration.objects.filter(pk=lease.payload["administration"], active=True).first()
    if administration is None:
        return
    which = str(lease.payload.get("which", "all"))
    try:
        synchronise(administration, which, beat=lease.progress)
    except (NeedsConsent, ConnectionHeld) as error:
        raise GiveUp(error.code) from error
    except (RateLimited, BreakerOpen, TokenBusy, TokenBudget) as error:
        raise RetryLater(_wait(error, 60), error.code, free=True) from error
    if which in ("all", "hourly") and groups_unknown(administration):
        # Names for the screens only: they wait until the minute that this run filled with calls is over.
        sync_soon(administration, "vendor_groups", after=timedelta(seconds=70))


def sync_soon(administration: Administration, which: str, *, after: timedelta | None = None) -> None:
    """Ask for a synchronisation run, at once or some time later; one of the same sort that is waiting is joined."""
    enqueue(
        "sync_administration",
        subject=f"administration:{administration.pk}",
        dedupe_key=f"{administration.pk}:{which}",
        payload={"administration": administration.pk, "which": which},
        run_at=database_now() + after if after else None,
    )


@every(300, kind="exact_sync_tick", queue="exact")
def sync_tick(lease: Lease) -> None:
    """Every five minutes: orders and receipts; every hour the large lists; every day, best at night, the small ones."""
    now = clock.now()
    ready = Administration.objects.filter(
        active=True, synced_at__isnull=False, connection__state__in=(ConnectionState.OK, ConnectionState.REFRESHING)
    )
    for administration in ready:
        keys = {which: f"{administration.pk}:{which}" for which in ("all", "hourly", "daily")}
        known = rhythm.ages("sync_administration", f"administration:{administration.pk}", keys.values(), now)
        for which in rhythm.syncs_due({which: known[key] for which, key in keys.items()}, now.hour):
            sync_soon(administration, which)


@handler("exact_post", queue="exact", max_attempts=1000, lease_seconds=240)
def post(lease: Lease) -> None:
    """Payload: posting (id). The posting's own counters decide when it is dead, not the number of runs."""
    from exact.posting.protocol import Later, process

    try:
        process(int(lease.payload["posting"]), seconds_left=lambda: lease.seconds_left, beat=lease.progress)
    except Later as later:
        raise RetryLater(later.seconds, later.reason, free=True) from later


def _usable() -> list[Administration]:
    return list(
        Administration.objects.filter(
            active=True, connection__state__in=(ConnectionState.OK, ConnectionState.REFRESHING)
        )
    )


@every(900, kind="exact_reconcile_tick", queue="exact")
def reconcile_tick(lease: Lease) -> None:
    """Every quarter of an hour over two hours, or back to the last time; once a day, best at night, over 35 days."""
    now = clock.now()
    for administration in _usable():
        if not Posting.objects.filter(administration=administration).exists():
            continue
        short, whole = f"{administration.pk}:day", f"{administration.pk}:night"
        known = rhythm.ages("exact_reconcile", f"administration:{administration.pk}", (short, whole), now)
        for which, hours in rhythm.reconciliations_due(known[short], known[whole], now.hour).items():
            enqueue(
                "exact_reconcile",
                subject=f"administration:{administration.pk}",
                dedupe_key=f"{administration.pk}:{which}",
                payload={"administration": administration.pk, "hours": hours},
            )


@handler("exact_reconcile", queue="exact", max_attempts=5, lease_seconds=300)
def reconcile_one(lease: Lease) -> None:
    """Payload: administration (id), hours."""
    from exact.reconcile.run import reconcile

    administration = Administration.objects.filter(pk=lease.payload["administration"], active=True).first()
    if administration is None:
        return
    try:
        reconcile(administration, float(lease.payload["hours"]))
    except (NeedsConsent, ConnectionHeld) as error:
        raise GiveUp(error.code) from error
    except (RateLimited, TokenBusy, TokenBudget) as error:
        raise RetryLater(_wait(error, 120), error.code, free=True) from error


@every(60, kind="exact_orphans", queue="exact")
def orphans(lease: Lease) -> None:
    """Every posting on its way has a job; one that lost it gets a new one."""
    from exact.posting.queue import JOB
    from exact.posting.queue import enqueue as queue_job
    from exact.posting.record import WORKABLE

    alive = {
        int(key)
        for key in Job.objects.filter(kind=JOB, state__in=("ready", "leased")).values_list("dedupe_key", flat=True)
    }
    for posting in Posting.objects.filter(state__in=WORKABLE).exclude(pk__in=alive)[:500]:
        queue_job(posting)


@every(3600, kind="exact_webhooks_tick", queue="exact")
def webhooks_tick(lease: Lease) -> None:
    """Every hour: subscriptions to Exact's notices that want a look."""
    from exact import subscriptions

    for administration in subscriptions.due():
        subscriptions.soon(administration)


@handler("exact_webhooks", queue="exact", max_attempts=5, lease_seconds=180)
def keep_webhooks(lease: Lease) -> None:
    """Payload: administration (id), again (see :func:`exact.subscriptions.soon`)."""
    from exact import subscriptions

    administration = Administration.objects.filter(pk=lease.payload["administration"]).first()
    if administration is None:
        return
    try:
        subscriptions.keep(administration, again=bool(lease.payload.get("again")))
    except (RateLimited, BreakerOpen, TokenBusy, TokenBudget) as error:
        raise RetryLater(_wait(error, 60), error.code, free=True) from error
    except ExactError:
        # Only ending what nobody wants any more raises this; the hourly look tries it again.
        return


@every(3600, kind="exact_keep_alive", queue="exact")
def keep_alive(lease: Lease) -> None:
    """A refresh token dies after 30 unused days: renew each connection once a day."""
    from exact.tokens import access_token

    old = clock.now() - timedelta(hours=20)
    for connection in Connection.objects.filter(state=ConnectionState.OK, received_at__lt=old):
        with contextlib.suppress(ExactError):
            access_token(connection.pk)
