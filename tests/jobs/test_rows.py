"""One job row from beginning to end, in one process."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction

from jobs import api, registry, rows, runner
from jobs.lease import Lease, LeaseLost
from jobs.models import Job, JobState, Tick
from jobs.sweeper import Sweeper
from tests.jobs import kinds  # noqa: F401 - registers the kinds

pytestmark = pytest.mark.django_db(transaction=True)

COUNT = {"test.count": 60.0}


def enqueue(kind: str = "test.count", key: str = "1", **more: object) -> Job:
    job_id = api.enqueue(kind, subject=f"thing:{key}", dedupe_key=key, **more)  # type: ignore[arg-type]
    return Job.objects.get(pk=job_id)


def expire_now(job: Job) -> None:
    Job.objects.filter(pk=job.pk).update(lease_until=api.database_now() - timedelta(seconds=1))


def test_a_job_is_as_durable_as_the_transaction_that_makes_it() -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        enqueue()
        _ = 1 / 0
    assert not Job.objects.exists()


def test_an_unknown_kind_is_refused_where_it_is_enqueued() -> None:
    with pytest.raises(LookupError, match=r"test\.nothing"):
        enqueue("test.nothing")


def test_a_job_runs_once_and_is_done() -> None:
    job = enqueue()
    assert runner.run_next(("test.count",)) == "done"
    assert runner.run_next(("test.count",)) is None
    job.refresh_from_db()
    assert (job.state, job.attempts, job.lease_token) == (JobState.DONE, 1, None)
    assert job.created <= job.started <= job.finished  # type: ignore[operator]


def test_the_same_key_joins_the_waiting_job_and_brings_the_newer_payload() -> None:
    late = api.database_now() + timedelta(hours=1)
    first = enqueue(payload={"version": 1}, run_at=late)
    second = enqueue(payload={"version": 2}, priority=api.URGENT)
    assert first.pk == second.pk
    assert (second.payload, second.priority) == ({"version": 2}, api.URGENT)
    assert second.run_at < late


def test_a_request_during_the_work_runs_the_job_once_more() -> None:
    job = enqueue()
    claimed = rows.claim(COUNT)
    assert claimed is not None
    assert enqueue().pk == job.pk
    assert rows.finish(claimed) == "ready"
    assert runner.drain(("test.count",)) == 1
    assert Job.objects.get().state == JobState.DONE


def test_a_new_job_can_follow_a_done_one() -> None:
    enqueue()
    runner.drain()
    enqueue()
    assert Job.objects.count() == 2


def test_a_future_job_waits() -> None:
    enqueue(run_at=api.database_now() + timedelta(minutes=5))
    assert rows.claim(COUNT) is None
    assert rows.due_kinds() == set()


def test_lower_priority_numbers_go_first_then_the_older() -> None:
    enqueue(key="normal")
    enqueue(key="bulk", priority=api.BULK)
    enqueue(key="urgent", priority=api.URGENT)
    order = [rows.claim(COUNT) for _ in range(3)]
    assert [claimed.dedupe_key for claimed in order if claimed] == ["urgent", "normal", "bulk"]


def test_failing_work_is_retried_and_then_dead_with_its_reason() -> None:
    job = enqueue("test.fail")
    for _ in range(200):
        Job.objects.filter(state=JobState.READY).update(run_at=api.database_now())
        if runner.run_next(("test.fail",)) == "dead":
            break
    job.refresh_from_db()
    assert (job.state, job.attempts) == (JobState.DEAD, 3)
    assert "RuntimeError: this always fails" in job.last_error


def test_giving_up_needs_no_further_attempt() -> None:
    job = enqueue("test.give_up")
    assert runner.run_next(("test.give_up",)) == "dead"
    job.refresh_from_db()
    assert (job.attempts, job.last_error) == (1, "no such document")


def test_a_free_wait_does_not_use_up_attempts() -> None:
    job = enqueue("test.wait")
    assert runner.run_next(("test.wait",)) == "ready"
    job.refresh_from_db()
    assert (job.state, job.attempts, job.last_error) == (JobState.READY, 0, "the budget is closed")
    assert job.run_at > api.database_now() + timedelta(minutes=59)


def test_an_operator_retries_a_dead_job_with_a_fresh_count() -> None:
    job = enqueue("test.give_up")
    runner.drain()
    assert api.retry_now(job.pk)
    job.refresh_from_db()
    assert (job.state, job.attempts) == (JobState.READY, 0)


def test_a_dead_job_is_not_revived_beside_a_live_one() -> None:
    dead = enqueue("test.give_up")
    runner.drain()
    enqueue("test.give_up")
    assert not api.retry_now(dead.pk)


def test_an_operator_discards_a_dead_job_with_a_reason() -> None:
    job = enqueue("test.give_up")
    runner.drain()
    assert api.discard(job.pk, reason="sent twice by the supplier")
    job.refresh_from_db()
    assert job.state == JobState.DONE
    assert "sent twice" in job.last_error


def test_an_expired_lease_returns_and_the_attempt_stays_counted() -> None:
    job = enqueue()
    assert rows.claim(COUNT)
    assert rows.expire() == []
    expire_now(job)
    assert [expired.id for expired in rows.expire()] == [job.pk]
    job.refresh_from_db()
    assert (job.state, job.attempts) == (JobState.READY, 1)
    assert "lease expired" in job.last_error


def test_work_that_kills_its_worker_is_dead_after_its_last_attempt() -> None:
    job = enqueue("test.deadly")
    for _ in range(2):
        assert rows.claim({"test.deadly": 1.0})
        expire_now(job)
        rows.expire()
    job.refresh_from_db()
    assert (job.state, job.attempts) == (JobState.DEAD, 2)


@pytest.mark.parametrize(
    "write",
    [
        rows.finish,
        rows.touch,
        lambda claimed: rows.renew(claimed, 60),
        lambda claimed: rows.retry_later(claimed, 1, "late"),
        lambda claimed: rows.bury(claimed, "late"),
    ],
    ids=["finish", "touch", "renew", "retry_later", "bury"],
)
def test_no_write_passes_the_fence_of_a_lost_lease(write: object) -> None:
    job = enqueue()
    lost = rows.claim(COUNT)
    assert lost is not None
    expire_now(job)
    rows.expire()
    mine = rows.claim(COUNT)
    assert mine is not None
    before = Job.objects.values().get()
    assert not write(lost)  # type: ignore[operator]
    assert Job.objects.values().get() == before


def test_the_writes_of_a_lost_lease_are_rolled_back() -> None:
    job = enqueue()
    claimed = rows.claim(COUNT)
    assert claimed is not None
    lease = Lease(claimed, seconds=60)
    expire_now(job)
    rows.expire()
    with pytest.raises(LeaseLost), lease.finishing():
        enqueue(key="written by a worker that lost its lease")
    assert Job.objects.count() == 1


def test_finishing_commits_the_outcome_and_the_end_together() -> None:
    job = enqueue()
    claimed = rows.claim(COUNT)
    assert claimed is not None
    with pytest.raises(ZeroDivisionError), Lease(claimed, seconds=60).finishing():
        enqueue(key="next")
        _ = 1 / 0
    assert Job.objects.get().state == JobState.LEASED
    with Lease(claimed, seconds=60).finishing():
        enqueue(key="next")
    assert {known.dedupe_key: known.state for known in Job.objects.all()} == {"1": "done", "next": "ready"}
    assert Job.objects.get(pk=job.pk).lease_token is None


def test_each_due_moment_makes_one_job_over_all_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "RECURRING", {"test.tick": registry.Recurring("test.tick", 60)})
    monkeypatch.setattr("jobs.sweeper.database_now", lambda at=api.database_now(): at)
    for _ in range(3):
        Sweeper().tick()
    assert (Tick.objects.count(), Job.objects.filter(kind="test.tick").count()) == (1, 1)


@pytest.mark.parametrize("attempts", [1, 2, 5, 40, 5000])
def test_waits_grow_spread_and_stay_under_the_cap(attempts: int) -> None:
    waits = [runner.full_jitter(attempts, base=2, cap=900) for _ in range(200)]
    assert all(0 <= wait <= min(900, 2 * 2 ** min(attempts, 30)) for wait in waits)
    assert len({round(wait, 6) for wait in waits}) > 150
