"""Several writers at once: the audit log stays one whole chain, in both databases."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.servers import starting

# Three threads, each with a connection of its own; the third takes half of its events back.
WRITE = """
import threading
import django
django.setup()
from django.db import connection, transaction
from workbench.audit import services as audit
from workbench.models.audit import AuditEvent, AuditHead

with connection.schema_editor() as editor:
    editor.create_model(AuditHead)
    editor.create_model(AuditEvent)
start = threading.Barrier(3)

class TakenBack(Exception):
    pass

def write(name, back):
    start.wait()
    for number in range(30):
        try:
            with transaction.atomic():
                audit.record("work", actor=name, number=number)
                if back and number % 2:
                    raise TakenBack
        except TakenBack:
            pass
    connection.close()

threads = [threading.Thread(target=write, args=(name, name == "c")) for name in "abc"]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
rows = list(AuditEvent.objects.order_by("seq").values_list("actor", "data__number"))
for name, count in (("a", 30), ("b", 30), ("c", 15)):
    mine = [number for actor, number in rows if actor == name]
    assert mine == sorted(mine) and len(mine) == count, (name, mine)
assert list(audit.broken_links()) == [], list(audit.broken_links())
AuditEvent.objects.filter(seq=40).update(actor="x")
assert list(audit.broken_links())[:1] == [40]
turns = sum(a[0] != b[0] for a, b in zip(rows, rows[1:]))
print("events", len(rows), "turns", turns)

from tests.workbench.support import tampering
from workbench.audit import stored

tampering.chain()
stored.BATCH = 3
assert list(audit.broken_links()) == []
for what, (statements, broken) in tampering.TAMPERINGS.items():
    found = tampering.broken_after(statements)
    assert found == broken, (what, found, broken)
assert list(audit.broken_links()) == []
"""


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_the_chain_stays_whole_with_writers_at_once(kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "workbench.settings", "INBOEK_HOME": str(tmp_path)}
    environment.pop("INBOEK_DATABASE", None)
    if kind == "postgresql":
        server = request.getfixturevalue("postgres_server")
        server.create_database("audit_chain")
        environment["INBOEK_DATABASE"] = server.url.removesuffix("/inboek") + "/audit_chain"
    done = starting.run("-c", WRITE, environment=environment)
    assert done.returncode == 0, done.stderr
    assert "events 75" in done.stdout
