"""What safety costs: digital PDFs through the product as it is, and with one safety measure left out after another.

The measures are left out here, in the benchmark's own process, by replacing functions; the product has no switches for
them.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from time import perf_counter
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

from benchmarks.books import make_books
from benchmarks.instance import in_new_instance
from benchmarks.paper import copies, digital_of_all_lengths
from benchmarks.registry import benchmark
from benchmarks.report import SEED, amount, ratios

if TYPE_CHECKING:
    from exact.models import Administration

CEILING = 1.5
ROUNDS = 5
WARMING = 5


@contextmanager
def _unconfined(servers: dict[bool, Any]) -> Iterator[None]:
    """Reading children that keep network, identity, file system and limits; ``servers`` are kept between two uses."""
    from ocr.children import client

    with patch.object(client, "SERVER_MODULE", "benchmarks.unconfined"), patch.object(client, "_servers", servers):
        yield


@contextmanager
def _without_full_sync() -> Iterator[None]:
    """Commits that a power cut may take back: written, but not waited for."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous=NORMAL")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous=FULL")


@contextmanager
def _without_audit() -> Iterator[None]:
    """Nothing is written to the audit chain."""
    from workbench.audit import services

    with patch.object(services, "append", lambda _events: None):
        yield


def measure(count: int) -> dict[str, Any]:
    """Child's side: per round the seconds of the same documents as it is, without each measure, and without all.

    Each variant has a round's documents in one go: what the fork server prepares meanwhile is its own next child."""
    from benchmarks.documents_speed import put_aside
    from ocr import api
    from ocr.children import client
    from workbench.models import Document

    api.warm_up()
    bare: dict[bool, Any] = {}
    measures: dict[str, Callable[[], Any]] = {
        "confinement": lambda: _unconfined(bare),
        "full_sync": _without_full_sync,
        "audit": _without_audit,
    }
    variants = {"": (), **{name: (left_out,) for name, left_out in measures.items()}, "all": tuple(measures.values())}
    samples = digital_of_all_lengths()
    files = copies(samples, count + WARMING)
    homes = {
        (variant, cycle): make_books(place + cycle * len(variants))
        for place, variant in enumerate(variants)
        for cycle in range(-(-len(files) // len(samples)))
    }
    source = random.Random(SEED)
    seconds: list[dict[str, float]] = []
    for part in [files[count:], *(files[start:count:ROUNDS] for start in range(ROUNDS))]:
        taken = {}
        for variant in source.sample(list(variants), len(variants)):
            with ExitStack() as without:
                for left_out in variants[variant]:
                    without.enter_context(left_out())
                taken[variant] = sum(
                    _one(name, data + f"% {variant}\n".encode(), homes[variant, int(name[:5]) // len(samples)])
                    for name, data in part
                )
        seconds.append(taken)
        put_aside()
    assert all(server.process.args[2] == "benchmarks.unconfined" for server in bare.values()) and bare
    with _unconfined(bare):
        client.shut_down()
    read = Document.objects.filter(state="read").count()
    assert read >= 0.9 * len(files) * len(variants), f"only {read} were read"
    return {"rounds": seconds[1:], "events": _events(homes)}


def _one(name: str, data: bytes, home: Administration) -> float:
    from jobs import runner
    from workbench.intake.services import Incoming, receive_files

    began = perf_counter()
    receive_files([Incoming(name, data)], administration=home, by=None, source="bench")
    runner.drain(("read", "derive"))
    return perf_counter() - began


def _events(homes: dict[tuple[str, int], Administration]) -> dict[str, int]:
    """How many events each variant left in the audit chain, and that the chain is whole."""
    from workbench.audit import services
    from workbench.models import AuditEvent

    assert not list(services.broken_links())
    found: dict[str, int] = {}
    for (variant, _), home in homes.items():
        found[variant] = found.get(variant, 0) + AuditEvent.objects.filter(administration=home).count()
    return found


@benchmark("safety-cost")
def safety_cost() -> dict[str, Any]:
    """Digital PDFs one by one, as the product reads them ÷ without confinement, full sync and audit chain."""
    count = amount(100, 20, "SAFETY_COST")
    found = in_new_instance("benchmarks.safety_cost:measure", count=count)
    rounds, events = found["rounds"], found["events"]
    if not events[""] or events["audit"] or events["all"]:
        raise AssertionError(f"the audit chain was not left out where it should be: {events}")

    def with_and_without(variant: str) -> dict[str, Any]:
        return ratios(variant, "", "", [(each[""], each[variant]) for each in rounds], None)

    answer = ratios(
        "safety-cost",
        "PDFs received, read, drafted, judged, one by one",
        "the same without confined children, synchronous=FULL and audit chain",
        [(each[""], each["all"]) for each in rounds],
        CEILING,
        documents=count,
        ms_each=round(1000 * sum(each[""] for each in rounds) / count, 1),
    )
    for variant in ("confinement", "full_sync", "audit"):
        alone = with_and_without(variant)
        answer[f"of_{variant}"] = f"{alone['ratio']} ({alone['min']} / {alone['max']})"
    return answer
