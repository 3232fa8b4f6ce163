"""The scaled shape from mirror to entry: PostgreSQL, Redis, two Celery workers and the sweeper as planned."""

from __future__ import annotations

import uuid
from decimal import Decimal
from pathlib import Path

import pytest
import redis

from tests.servers.starting import Process
from tests.workbench.support.demo import DemoInstance
from tests.workbench.support.invoices import write
from tests.workbench.support.linked import (
    DIVISION,
    PRELUDE,
    SELLER,
    Seller,
    booked,
    linked_instance,
    start_batch,
    states,
)
from workbench.supervisor.servers import Postgres, Redis

pytestmark = pytest.mark.processes

# The commands that the supervisor would start in this instance, apart from the web and mail servers.
PLAN = """
from workbench.supervisor.plan import services
programs = [p for p in services(scaled=True, environment={}) if p.name not in ("web", "mail")]
print(json.dumps([[p.name, list(p.command), dict(p.environment)] for p in programs]))
"""
INTAKE = """
from pathlib import Path
from django.contrib.auth import get_user_model
from exact import api as exact
from exact.models import Administration
from samples.inbox import as_mail, sample_inbox
from workbench.inbox.addresses import address_of
from workbench.intake.services import Incoming, receive_files, receive_message
books, kim = Administration.objects.get(division={division}), get_user_model().objects.get(username="sv")
xml = sorted(Path({folder!r}).glob("*.xml"))
receive_files([Incoming(p.name, p.read_bytes()) for p in xml], administration=books, by=kim)
pdf = [p for p, division, how in sample_inbox() if division == {division} and p.suffix == ".pdf"][:2]
receive_files([Incoming(pdf[0].name, pdf[0].read_bytes())], administration=books, by=kim)
receive_message(as_mail(pdf[1], address_of(books)), administration=books, recipient=address_of(books), source="smtp")
exact.sync_now(books, "often")
print(json.dumps(len(xml) + len(pdf)))
"""
PROGRESS = """
from workbench.models import Document, Draft
from jobs.models import Heartbeat, Job
KINDS = ["unpack", "read", "derive", "sync_administration"]
print(json.dumps({
    "documents": list(Document.objects.values_list("state", flat=True)),
    "drafts": Draft.objects.exclude(derived_at=None).count(),
    "ready": Draft.objects.filter(turn="ready", state="review").count(),
    "open": Job.objects.filter(kind__in=KINDS).exclude(state="done").count(),
    "roles": sorted(set(Heartbeat.objects.values_list("role", flat=True))),
    "workers": Heartbeat.objects.filter(role="celery").count(),
}))
"""


def progress(instance: DemoInstance) -> dict[str, object]:
    return instance.python(PRELUDE + PROGRESS)


def start_as_planned(instance: DemoInstance) -> list[Process]:
    """Start exactly the programs of the plan; each is one Celery worker or the sweeper."""
    programs = instance.python(PRELUDE + PLAN)
    assert sorted(name for name, _command, _environment in programs) == ["sweep", "work-post", "work-read"]
    started = []
    for _name, command, environment in programs:
        python, *arguments = command
        assert Path(python).name.startswith("python")
        started.append(instance.start(*arguments, **environment))
    return started


def test_from_consent_to_entry_with_redis_flushed_twice(
    tmp_path: Path, postgres_server: Postgres, redis_server: Redis
) -> None:
    name = f"scaled_{uuid.uuid4().hex[:10]}"
    postgres_server.create_database(name)
    database = postgres_server.url.removesuffix("/inboek") + f"/{name}"
    with linked_instance(
        tmp_path, INBOEK_DATABASE=database, INBOEK_REDIS_URL=redis_server.url, INBOEK_JOBS_TIME_DIVISOR="10"
    ) as instance:
        broker = redis.Redis.from_url(redis_server.url)
        seller = Seller(*instance.python(PRELUDE + SELLER.format(division=DIVISION)))
        totals = write(tmp_path / "in", seller, 4)
        workers = start_as_planned(instance)
        instance.wait(lambda: progress(instance)["workers"] == 2, 180)

        taken = instance.python(PRELUDE + INTAKE.format(division=DIVISION, folder=str(tmp_path / "in")))
        # Every message that was sent is gone; the rows are not, and the sweeper sends again.
        broker.flushall()
        instance.wait(lambda: len(progress(instance)["documents"]) == taken, 120)  # type: ignore[arg-type]
        instance.wait(lambda: progress(instance)["open"] == 0, 180)
        reached = progress(instance)
        assert set(reached["documents"]) == {"read"}, reached  # type: ignore[call-overload]
        assert reached["roles"] == ["celery", "sweep"], "no embedded loop took part"

        ready, left_out = start_batch(instance, "scaled")
        assert ready - left_out >= len(totals), "the pre-check may leave out a paper invoice, none of these"
        broker.flushall()
        instance.wait(lambda: states(instance).get("posted") == ready - left_out, 180)
        assert [worker.poll() for worker in workers] == [None] * len(workers), "a worker ended on the way"

        entries = booked(instance, set(totals))
        assert sorted(entry["YourRef"] for entry in entries) == sorted(totals), "each once"
        assert {entry["YourRef"]: Decimal(str(entry["AmountDC"])) for entry in entries} == totals
        assert all(entry.get("Document") for entry in entries), "the original stands beside each entry"
        kept = instance.server.ledger.rows(DIVISION, "documents/DocumentAttachments")
        assert {Path(row.row["FileName"]).stem for row in kept} >= set(totals)
