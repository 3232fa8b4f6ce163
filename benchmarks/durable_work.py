"""The queue and the audit chain against the same work done bare."""

from __future__ import annotations

import hashlib
import json
import uuid
from time import perf_counter, process_time
from typing import Any

from benchmarks.instance import in_new_instance
from benchmarks.registry import benchmark
from benchmarks.report import amount, ratios

CLAIM_CEILING = 2.0  # at least half as many claims a second as the bare statement
AUDIT_CEILING = 10.0
ROUNDS = 5
FLOORS = 8  # times the floor is measured in a round: both sides then take as long and meet as much of other programs


def measure_claim(count: int) -> dict[str, Any]:
    """Child's side of ``claim``: seconds per round of our claim and finish, and of two bare statements."""
    from django.db import connection, transaction

    from jobs import api, rows

    for number in range(count):
        api.enqueue("read", subject=str(number), dedupe_key=f"bench:{number}")
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bare (id INTEGER PRIMARY KEY, state TEXT)")
        cursor.execute("CREATE INDEX bare_state ON bare (state, id)")
        cursor.executemany("INSERT INTO bare VALUES (%s, 'ready')", [(number,) for number in range(count)])
    lease = {"read": 60.0, "derive": 60.0}
    rounds = []
    for _ in range(ROUNDS):
        began = perf_counter()
        for _ in range(count // ROUNDS):
            claimed = rows.claim(lease)
            assert claimed is not None
            rows.finish(claimed)
        taken = perf_counter() - began
        began = perf_counter()
        for _ in range(count // ROUNDS):
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(
                    "UPDATE bare SET state = 'leased' WHERE id = (SELECT id FROM bare WHERE state = 'ready'"
                    " ORDER BY id LIMIT 1) RETURNING id"
                )
                (key,) = cursor.fetchone()
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("UPDATE bare SET state = 'done' WHERE id = %s", [key])
        rounds.append((taken, perf_counter() - began))
    return {"rounds": rounds}


@benchmark("claim")
def claim() -> dict[str, Any]:
    """Jobs claimed and finished one after the other, against two bare statements in their own commits."""
    count = amount(5_000, 500, "CLAIM")
    rounds = in_new_instance("benchmarks.durable_work:measure_claim", count=count)["rounds"]
    quantity = "job claimed and finished"
    answer = ratios("claim", quantity, "two bare updates, two commits", rounds, CLAIM_CEILING, jobs=count)
    return answer | {"jobs_per_s": round(count / answer["quantity_s"], 1)}


def measure_audit(count: int) -> dict[str, Any]:
    """Child's side of ``audit``: seconds of processor time per round of the check of the chain, of hashing the same
    bytes that lie in memory, and of reading the rows and hashing them in whatever form.

    Nothing of it waits for a disk, so that processor time is all it takes on a machine that does nothing else."""
    from workbench.audit import services
    from workbench.audit.canonical import canonical
    from workbench.models import AuditEvent

    _make_events(count)
    stored = [canonical(services.body_of(event)).encode() for event in AuditEvent.objects.order_by("seq").iterator()]
    rounds = []
    for _ in range(ROUNDS):
        began = process_time()
        broken = list(services.broken_links())
        taken = process_time() - began
        assert not broken
        began = process_time()
        for _ in range(FLOORS):
            for line in stored:
                hashlib.sha256(line).hexdigest()
        bare = (process_time() - began) / FLOORS
        began = process_time()
        for fields in AuditEvent.objects.order_by("seq").values_list().iterator(chunk_size=2000):
            hashlib.sha256(json.dumps(fields, default=str).encode()).hexdigest()
        rounds.append((taken, bare, process_time() - began))
    return {"rounds": rounds, "bytes": sum(map(len, stored)) // count}


def _make_events(count: int) -> None:
    """A log as documents leave it: eight events each, of one draft and one file."""
    from django.db import transaction

    from workbench.audit import services

    for start in range(0, count, 8_000):
        with transaction.atomic():
            events = []
            for number in range(start, min(start + 8_000, count)):
                event = services.prepare("bench.step", actor="bench", number=number, amount="121.00", note="x" * 40)
                event.draft_id, event.document_id = uuid.UUID(int=number // 8), uuid.UUID(int=number // 8 + 2**64)
                event.administration_id = number // 8 % 5
                events.append(event)
            services.append(events)


@benchmark("audit")
def audit() -> dict[str, Any]:
    """The chain of events verified, against SHA-256 of the same bytes already in memory."""
    count = amount(100_000, 5_000, "AUDIT")
    told = in_new_instance("benchmarks.durable_work:measure_audit", count=count)
    found = told["rounds"]
    rounds = [(taken, bare) for taken, bare, _ in found]
    against_rows = sum(taken for taken, _, _ in found) / sum(rows for _, _, rows in found)
    return ratios(
        "audit",
        "chain of events verified, processor time",
        "SHA-256 of the same bytes in memory",
        rounds,
        AUDIT_CEILING,
        events=count,
        bytes_each=told["bytes"],
        events_per_s=round(ROUNDS * count / sum(taken for taken, _ in rounds)),
        against_read_and_hash=round(against_rows, 2),
    )
