"""The queue and the audit chain against the same work done bare."""

from __future__ import annotations

import hashlib
import json
from time import perf_counter
from typing import Any

from benchmarks.instance import in_new_instance
from benchmarks.registry import benchmark
from benchmarks.report import amount, ratios

CLAIM_CEILING = 2.0  # at least half as many claims a second as the bare statement
AUDIT_CEILING = 10.0
ROUNDS = 5


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
    """Child's side of ``audit``: seconds per round of the check of the chain, and of hashing the same bytes."""
    from django.db import transaction

    from workbench.audit import services
    from workbench.models import AuditEvent

    with transaction.atomic():
        for number in range(count):
            services.record("bench.step", actor="bench", number=number, amount="121.00", note="x" * 40)
    stored = [
        json.dumps([event.seq, event.at.isoformat(), event.actor, event.action, event.data, event.previous]).encode()
        for event in AuditEvent.objects.order_by("seq").iterator()
    ]
    rounds = []
    for _ in range(ROUNDS):
        began = perf_counter()
        broken = list(services.broken_links())
        taken = perf_counter() - began
        assert not broken
        began = perf_counter()
        for line in stored:
            hashlib.sha256(line).hexdigest()
        bare = perf_counter() - began
        began = perf_counter()
        for fields in AuditEvent.objects.order_by("seq").values_list().iterator(chunk_size=2000):
            hashlib.sha256(json.dumps(fields, default=str).encode()).hexdigest()
        rounds.append((taken, bare, perf_counter() - began))
    return {"rounds": rounds}


@benchmark("audit")
def audit() -> dict[str, Any]:
    """The chain of events verified, against SHA-256 of as many bytes already in memory."""
    count = amount(100_000, 5_000, "AUDIT")
    found = in_new_instance("benchmarks.durable_work:measure_audit", count=count)["rounds"]
    rounds = [(taken, bare) for taken, bare, _ in found]
    against_rows = sum(taken for taken, _, _ in found) / sum(rows for _, _, rows in found)
    return ratios(
        "audit",
        "chain of events verified",
        "SHA-256 of the same bytes in memory",
        rounds,
        AUDIT_CEILING,
        events=count,
        events_per_s=round(ROUNDS * count / sum(taken for taken, _ in rounds)),
        against_read_and_hash=round(against_rows, 2),
    )
