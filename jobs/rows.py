"""The statements that change job rows. Each is one conditional UPDATE, so that no read can be overtaken by a writer.

The same SQL runs on both databases. SQLite lets one writer in at a time; PostgreSQL gets ``FOR UPDATE SKIP LOCKED``
in the sub-select. Django drops ``select_for_update(skip_locked=True)`` silently on SQLite, which is why nothing here
relies on it.
"""

from __future__ import annotations

import json
import os
import secrets
import socket
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from jobs.clock import as_moment, now_sql


@dataclass(frozen=True)
class Claimed:
    """A row that is ours until ``lease_until``: what a handler needs to know of it."""

    id: int
    kind: str
    subject: str
    dedupe_key: str
    payload: dict[str, Any]
    attempts: int
    max_attempts: int
    token: str


@dataclass(frozen=True)
class Expired:
    """A lease that ran out; ``dead`` when no attempt is left."""

    id: int
    kind: str
    dead: bool


# New per process start: a recycled process id must not look like the old owner.
_STARTED = f"{int(time.time())}{secrets.token_hex(3)}"


def owner_name() -> str:
    """Name of this process for leases and heartbeats: host, process id, start."""
    return f"{socket.gethostname()}:{os.getpid()}:{_STARTED}"


def upsert(
    *,
    kind: str,
    subject: str,
    dedupe_key: str,
    payload: Mapping[str, Any],
    run_at: datetime | None,
    priority: int,
    max_attempts: int,
) -> int:
    """Insert a ready job, or join the live one with the same kind and key; returns its id.

    Joining a waiting job takes the newer payload and the earlier moment. Joining one that is being worked on marks it
    to run again afterwards: its handler may already have read the state that just changed.
    """
    moment = "%s" if run_at else now_sql()
    sql = f"""
        INSERT INTO jobs_job
            (kind, subject, dedupe_key, payload, state, priority, run_at, attempts, max_attempts, again, last_error,
             created)
        VALUES (%s, %s, %s, %s, 'ready', %s, {moment}, 0, %s, false, '', {now_sql()})
        ON CONFLICT (kind, dedupe_key) WHERE state IN ('ready', 'leased') DO UPDATE SET
            payload = excluded.payload,
            again = (jobs_job.state = 'leased'),
            priority = CASE WHEN excluded.priority < jobs_job.priority
                            THEN excluded.priority ELSE jobs_job.priority END,
            run_at = CASE WHEN jobs_job.state = 'leased' OR excluded.run_at < jobs_job.run_at
                          THEN excluded.run_at ELSE jobs_job.run_at END
        RETURNING id"""
    arguments: list[Any] = [kind, subject, dedupe_key, json.dumps(dict(payload)), priority]
    if run_at:
        arguments.append(connection.ops.adapt_datetimefield_value(run_at))
    arguments.append(max_attempts)
    with connection.cursor() as cursor:
        cursor.execute(sql, arguments)
        return int(cursor.fetchone()[0])


_CLAIM_COLUMNS = "id, kind, subject, dedupe_key, payload, attempts, max_attempts, lease_token"


def _claimed(row: Sequence[Any]) -> Claimed:
    payload = row[4] if isinstance(row[4], dict) else json.loads(row[4])
    return Claimed(row[0], row[1], row[2], row[3], payload, row[5], row[6], row[7])


def claim(lease_seconds: Mapping[str, float], *, job_id: int | None = None) -> Claimed | None:
    """Take the next due job of the given kinds (kind → lease in seconds), or exactly ``job_id``; None when there is
    none.

    The attempt is counted here, before the work, so that work which kills its process is counted too.
    """
    if not lease_seconds:
        return None
    kinds = list(lease_seconds)
    marks = ", ".join(["%s"] * len(kinds))
    only = "AND id = %s" if job_id is not None else ""
    lock = "FOR UPDATE SKIP LOCKED" if connection.vendor == "postgresql" else ""
    cases = " ".join(["WHEN %s THEN " + now_sql(seconds=True)] * len(kinds))
    sql = f"""
        UPDATE jobs_job SET state = 'leased', lease_token = %s, lease_owner = %s, attempts = attempts + 1,
               again = false, started = {now_sql()}, lease_until = CASE kind {cases} END
         WHERE id = (SELECT id FROM jobs_job
                      WHERE state = 'ready' AND kind IN ({marks}) AND run_at <= {now_sql()} {only}
                      ORDER BY priority, run_at, id LIMIT 1 {lock})
           AND state = 'ready'
        RETURNING {_CLAIM_COLUMNS}"""
    arguments: list[Any] = [secrets.token_hex(16), owner_name()]
    for kind in kinds:
        arguments += [kind, float(lease_seconds[kind])]
    arguments += kinds
    if job_id is not None:
        arguments.append(job_id)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, arguments)
        row = cursor.fetchone()
    return _claimed(row) if row else None


def due_kinds() -> set[str]:
    """Kinds with at least one job that is due now. A read only: looking costs no write lock."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT DISTINCT kind FROM jobs_job WHERE state = 'ready' AND run_at <= {now_sql()}",
            [],
        )
        return {row[0] for row in cursor.fetchall()}


def due_ids(older_than_seconds: float, limit: int = 1000) -> list[tuple[int, str]]:
    """(id, kind) of due jobs that have waited longer than the given seconds: their message was lost."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id, kind FROM jobs_job WHERE state = 'ready' AND run_at <= {now_sql(seconds=True)} "
            "ORDER BY priority, run_at, id LIMIT %s",
            [-older_than_seconds, limit],
        )
        return [(row[0], row[1]) for row in cursor.fetchall()]


def _fenced(set_clause: str, arguments: Sequence[Any], claimed: Claimed) -> str | None:
    """Run one UPDATE of the leased row under its token; its new state, or None when the lease is no longer ours."""
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE jobs_job SET {set_clause} WHERE id = %s AND state = 'leased' AND lease_token = %s RETURNING state",
            [*arguments, claimed.id, claimed.token],
        )
        row = cursor.fetchone()
        return row[0] if row else None


def renew(claimed: Claimed, seconds: float) -> bool:
    """Extend the lease to now + ``seconds``; False when it is no longer ours."""
    return _fenced(f"lease_until = {now_sql(seconds=True)}", [float(seconds)], claimed) is not None


def touch(claimed: Claimed) -> bool:
    """Check the fence inside the caller's transaction and lock the row until it ends."""
    return _fenced("lease_owner = lease_owner", [], claimed) is not None


_RELEASE = "lease_token = NULL, lease_until = NULL"


def finish(claimed: Claimed) -> str | None:
    """The work is done. A job that was asked for again meanwhile becomes ready with a fresh count."""
    return _fenced(
        f"state = CASE WHEN again THEN 'ready' ELSE 'done' END, finished = {now_sql()}, last_error = '', "
        f"attempts = CASE WHEN again THEN 0 ELSE attempts END, {_RELEASE}",
        [],
        claimed,
    )


def retry_later(claimed: Claimed, seconds: float, error: str, *, free: bool = False) -> str | None:
    """Back to ready after ``seconds``. ``free``: this attempt is not counted, because the work could not even begin."""
    count = "attempts = attempts - 1, " if free else ""
    return _fenced(
        f"state = 'ready', run_at = {now_sql(seconds=True)}, {count} last_error = %s, {_RELEASE}",
        [float(seconds), error],
        claimed,
    )


def bury(claimed: Claimed, error: str) -> str | None:
    """Dead: a person decides. One that was asked for again meanwhile gets its new chance instead."""
    return _fenced(
        f"state = CASE WHEN again THEN 'ready' ELSE 'dead' END, attempts = CASE WHEN again THEN 0 ELSE attempts END, "
        f"finished = {now_sql()}, last_error = %s, {_RELEASE}",
        [error],
        claimed,
    )


def expire() -> list[Expired]:
    """Return every job whose lease ran out: ready when attempts are left, else dead."""
    sql = f"""
        UPDATE jobs_job SET
            state = CASE WHEN attempts >= max_attempts AND NOT again THEN 'dead' ELSE 'ready' END,
            finished = CASE WHEN attempts >= max_attempts AND NOT again THEN {now_sql()} ELSE finished END,
            run_at = CASE WHEN again THEN run_at ELSE {now_sql()} END,
            last_error = CASE WHEN last_error = '' THEN 'lease expired: ' || COALESCE(lease_owner, '?')
                              ELSE last_error || ' / lease expired: ' || COALESCE(lease_owner, '?') END,
            {_RELEASE}
         WHERE state = 'leased' AND lease_until < {now_sql()}
        RETURNING id, kind, state"""
    with connection.cursor() as cursor:
        # Looking first keeps SQLite's write lock free in the usual case that there is nothing to do.
        cursor.execute(
            f"SELECT 1 FROM jobs_job WHERE state = 'leased' AND lease_until < {now_sql()} LIMIT 1",
            [],
        )
        if cursor.fetchone() is None:
            return []
        cursor.execute(sql, [])
        return [Expired(row[0], row[1], row[2] == "dead") for row in cursor.fetchall()]


def revive(job_id: int) -> bool:
    """Operator: run a dead job now, with a fresh count. False when it is not dead or a live one has taken its place."""
    sql = f"""
        UPDATE jobs_job SET state = 'ready', attempts = 0, run_at = {now_sql()}, finished = NULL
         WHERE id = %s AND state = 'dead' AND NOT EXISTS (
               SELECT 1 FROM jobs_job other
                WHERE other.kind = jobs_job.kind AND other.dedupe_key = jobs_job.dedupe_key
                  AND other.state IN ('ready', 'leased'))"""
    with connection.cursor() as cursor:
        cursor.execute(sql, [job_id])
        return cursor.rowcount == 1


def discard(job_id: int, reason: str) -> bool:
    """Operator: a dead job needs no work any more. It stays readable as done, with the reason."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE jobs_job SET state = 'done', last_error = last_error || ' / discarded: ' || %s "
            "WHERE id = %s AND state = 'dead'",
            [reason, job_id],
        )
        return cursor.rowcount == 1


def hasten(job_id: int) -> bool:
    """Operator: do not wait for the back-off of a ready job."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE jobs_job SET run_at = {now_sql()} WHERE id = %s AND state = 'ready'",
            [job_id],
        )
        return cursor.rowcount == 1


def tick(task: str, due_at: datetime) -> bool:
    """Claim one due moment of a recurring task; False when another process was first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO jobs_tick (task, due_at) VALUES (%s, %s) ON CONFLICT (task, due_at) DO NOTHING",
            [task, connection.ops.adapt_datetimefield_value(due_at)],
        )
        return cursor.rowcount == 1


def beat(role: str, queues: str) -> None:
    """Write this process's sign of life."""
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO jobs_heartbeat (role, owner, queues, at) VALUES (%s, %s, %s, {now_sql()}) "
            "ON CONFLICT (owner) DO UPDATE SET at = excluded.at, queues = excluded.queues",
            [role, owner_name(), queues],
        )


def prune(done_days: int = 30) -> int:
    """Delete done jobs, ticks and heartbeats nobody asks for any more; returns the number of jobs deleted."""
    with connection.cursor() as cursor:
        day = 86400.0
        cursor.execute(f"DELETE FROM jobs_tick WHERE due_at < {now_sql(seconds=True)}", [-2 * day])
        cursor.execute(f"DELETE FROM jobs_heartbeat WHERE at < {now_sql(seconds=True)}", [-day])
        cursor.execute(
            f"DELETE FROM jobs_job WHERE state = 'done' AND finished < {now_sql(seconds=True)}",
            [-done_days * day],
        )
        return int(cursor.rowcount)


def oldest_ready_seconds() -> dict[str, float]:
    """Per kind: how long its oldest due job has been waiting, in seconds."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT kind, MIN(run_at), {now_sql()} FROM jobs_job "
            f"WHERE state = 'ready' AND run_at <= {now_sql()} GROUP BY kind",
            [],
        )
        return {row[0]: (as_moment(row[2]) - as_moment(row[1])).total_seconds() for row in cursor.fetchall()}
