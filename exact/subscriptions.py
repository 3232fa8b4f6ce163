"""Keeping Exact's notices coming: subscribed at connect, looked after by a job, ended with the connection.

Notices only shorten the wait, so nothing here stops anything else: what fails is kept as words and tried again later.
"""

from __future__ import annotations

import logging
import time
from datetime import timedelta

from exact import clock, conf, webhooks
from exact.errors import BreakerOpen, ExactError, RateLimited, TokenBudget, TokenBusy
from exact.governor import Purpose
from exact.models import Administration, Connection, ConnectionState, WebhookState

_log = logging.getLogger(__name__)
JOB = "exact_webhooks"
LOOK_EVERY = timedelta(hours=20)
END_SECONDS = 10


def address() -> str:
    """Where Exact reaches us; empty: no notices are asked for and none are taken. A secret must be there to check
    them with."""
    return str(conf.get("WEBHOOK_URL", "")) if conf.get("WEBHOOK_SECRET", "") else ""


def soon(administration: Administration, *, again: bool = False) -> None:
    """Have the subscriptions of an administration put right by a job; with ``again`` topics that were refused too."""
    from jobs import api as jobs

    if address() or WebhookState.objects.filter(administration=administration).exists():
        jobs.enqueue(
            JOB,
            subject=f"administration:{administration.pk}",
            dedupe_key=f"{administration.pk}",
            payload={"administration": administration.pk, "again": again},
        )


def soon_for(connection: Connection) -> None:
    """The same for all administrations of a connection, those in use and those no longer."""
    for administration in Administration.objects.filter(connection=connection):
        soon(administration, again=True)


def due() -> list[Administration]:
    """The administrations whose subscriptions want a look: never looked at, long ago, another address, or an error."""
    wanted, rows = address(), []
    usable = (ConnectionState.OK, ConnectionState.REFRESHING)
    for administration in Administration.objects.filter(connection__state__in=usable).select_related("webhooks"):
        state = getattr(administration, "webhooks", None)
        if not (wanted and administration.active):
            if state is not None:
                rows.append(administration)
        elif state is None or state.url != wanted or state.error or _old(state):
            rows.append(administration)
    return rows


def _old(state: WebhookState) -> bool:
    return state.checked_at is None or state.checked_at < clock.now() - LOOK_EVERY


def keep(administration: Administration, *, again: bool = False) -> WebhookState | None:
    """Subscribe an administration in use, or end what was subscribed for one that is not; how it stands now.

    Raises RateLimited, BreakerOpen, TokenBusy and TokenBudget, to be tried later; what else fails is kept in the state.
    """
    url = address()
    state = WebhookState.objects.filter(administration=administration).first()
    if not (url and administration.active):
        if state is not None:
            webhooks.unregister(administration, url=state.url, purpose=Purpose.SYNC)
            state.delete()
        return None
    state = state or WebhookState(administration=administration)
    skip = () if again or state.url != url else tuple(state.refused)
    try:
        accepted = webhooks.register(administration, url, skip=skip, purpose=Purpose.SYNC)
        state.topics, state.error = accepted, ""
        state.refused = sorted(set(webhooks.TOPICS) - set(accepted))
    except (RateLimited, BreakerOpen, TokenBusy, TokenBudget):
        raise
    except ExactError as error:
        state.error = f"{error.code}: {error.text}"[:300]
    state.url, state.checked_at = url, clock.now()
    state.save()
    return state


def end(connection: Connection) -> int:
    """Take our subscriptions away before the tokens are forgotten; how many. After ten seconds no further one is asked
    for: what stays sends notices that find nobody, and are told so. Never raises for what Exact says."""
    deadline, count = time.monotonic() + END_SECONDS, 0
    states = WebhookState.objects.filter(administration__connection=connection).select_related("administration")
    for state in states:
        if time.monotonic() < deadline:
            try:
                count += webhooks.unregister(state.administration, url=state.url, deadline=deadline)
            except ExactError as error:
                _log.warning("subscriptions of %s stay: %s", state.administration_id, error.code)
        state.delete()
    return count
