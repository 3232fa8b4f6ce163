"""What is asked for when: by what was done last, so that nights off and busy hours leave nothing out."""

from __future__ import annotations

from datetime import timedelta

import pytest

from exact import clock
from exact.job_handlers import reconcile_tick, sync_tick
from exact.models import Administration, Connection, ConnectionState, Posting
from exact.rhythm import Age, reconciliations_due, syncs_due
from jobs.models import Job

NEVER = Age()


def ago(hours: float, *, done: bool = True) -> Age:
    """Asked for, and done, so many hours ago."""
    return Age(timedelta(hours=hours), timedelta(hours=hours) if done else None)


@pytest.mark.parametrize(
    ("whole", "hourly", "daily", "hour", "due"),
    [
        (ago(0.5), NEVER, NEVER, 10, ["often"]),
        (ago(1), NEVER, NEVER, 10, ["hourly"]),
        (ago(40), ago(0.2), ago(20), 10, ["often"]),
        (ago(40), ago(0.2), ago(20), 3, ["often", "daily"]),
        (ago(40), ago(0.2), ago(2), 3, ["often"]),
        (ago(900), ago(14), ago(26), 8, ["hourly", "daily"]),
        (NEVER, NEVER, NEVER, 8, ["hourly", "daily"]),
    ],
    ids=["just-connected", "an-hour-later", "by-day", "at-night", "once-a-night", "was-off-at-night", "long-ago"],
)
def test_synchronisations(whole: Age, hourly: Age, daily: Age, hour: int, due: list[str]) -> None:
    assert syncs_due({"all": whole, "hourly": hourly, "daily": daily}, hour) == due


@pytest.mark.parametrize(
    ("short", "whole", "hour", "due"),
    [
        (ago(0.25), ago(9), 10, {"day": 2.0}),
        (ago(0.25), ago(23), 1, {"day": 2.0, "night": 840.0}),
        (ago(0.25), ago(0.5), 1, {"day": 2.0}),
        (ago(14), ago(30), 8, {"day": 15.0, "night": 840.0}),
        (ago(300), ago(300), 8, {"day": 2.0, "night": 840.0}),
        (NEVER, NEVER, 8, {"day": 2.0, "night": 840.0}),
        (NEVER, ago(0.5, done=False), 8, {"day": 2.0}),
        (ago(5), ago(2, done=False), 8, {"day": 6.0, "night": 840.0}),
    ],
    ids=["by-day", "at-night", "once-a-night", "off-at-night", "an-outage", "first", "being-tried", "tried-in-vain"],
)
def test_comparisons_leave_no_hole(short: Age, whole: Age, hour: int, due: dict[str, float]) -> None:
    assert reconciliations_due(short, whole, hour) == due


@pytest.mark.django_db
def test_after_a_weekend_off_everything_is_asked_for_at_any_hour() -> None:
    link = Connection.objects.create(base_url="http://127.0.0.1:9", client_id="x", state=ConnectionState.OK)
    now = clock.now()
    books = Administration.objects.create(
        connection=link, division=900001, code="een", name="Een BV", synced_at=now - timedelta(days=9)
    )
    Posting.objects.create(
        subject="x", administration=books, division=900001, target="purchase_entry", marker="WB-X", payload={}, amount=1
    )
    friday = now - timedelta(hours=60)
    for kind, which in (
        ("sync_administration", "hourly"),
        ("sync_administration", "daily"),
        ("exact_reconcile", "day"),
        ("exact_reconcile", "night"),
    ):
        key = f"{books.pk}:{which}"
        Job.objects.create(
            kind=kind,
            subject=f"administration:{books.pk}",
            dedupe_key=key,
            state="done",
            created=friday,
            finished=friday,
        )
    for _ in range(2):
        sync_tick(None)  # type: ignore[arg-type]  # asks nothing of its lease
        reconcile_tick(None)  # type: ignore[arg-type]
    live = Job.objects.filter(state="ready")
    assert sorted(job.dedupe_key.partition(":")[2] for job in live) == ["daily", "day", "hourly", "night", "often"]
    assert Job.objects.get(state="ready", dedupe_key=f"{books.pk}:night").payload["hours"] == 840
