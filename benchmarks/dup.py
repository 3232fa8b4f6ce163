"""Duplicate check at a million invoices against reading one row by its primary key, same file, same process."""

from __future__ import annotations

import random
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from time import perf_counter
from typing import Any

from benchmarks.registry import benchmark
from matching.duplicates.api import InvoiceTrace, duplicate_keys, find_duplicates, key_number

CEILING = 5.0
_COLUMNS = "id, administration, party, number, issued, gross, currency, credit, channel, sha256, picture"


def _traces(count: int, draw: random.Random) -> Iterator[InvoiceTrace]:
    start = date(2020, 1, 1)
    for place in range(count):
        vendor = draw.randrange(max(1, count // 50))
        yield InvoiceTrace(
            str(place),
            f"A{vendor % 40}",
            f"NL{vendor:09d}B01",
            f"{2020 + place % 7}{draw.randrange(1_000_000):06d}",
            start + timedelta(days=draw.randrange(2_500)),
            Decimal(draw.randrange(500, 2_000_000)) / 100,
            sha256=f"{place:064x}",
            picture=draw.getrandbits(64),
        )


def _fill(database: sqlite3.Connection, count: int, draw: random.Random) -> list[InvoiceTrace]:
    database.execute(f"CREATE TABLE invoice ({_COLUMNS.replace('id', 'id INTEGER PRIMARY KEY', 1)})")
    database.execute("CREATE TABLE keys (number INTEGER, invoice INTEGER)")
    kept: list[InvoiceTrace] = []
    for trace in _traces(count, draw):
        database.execute(f"INSERT INTO invoice VALUES ({','.join('?' * 11)})", _row(trace))
        database.executemany(
            "INSERT INTO keys VALUES (?, ?)", [(key_number(key), int(trace.key)) for key in duplicate_keys(trace)]
        )
        if draw.random() < 2_000 / count:
            kept.append(trace)
    database.execute("CREATE INDEX keys_number ON keys (number, invoice)")
    database.commit()
    return kept


def _row(trace: InvoiceTrace) -> tuple[Any, ...]:
    assert trace.issued is not None
    picture = None if trace.picture is None else f"{trace.picture:016x}"
    return (
        int(trace.key),
        trace.administration,
        trace.party,
        trace.number,
        trace.issued.isoformat(),
        str(trace.gross),
        trace.currency,
        int(trace.credit),
        trace.channel.value,
        trace.sha256,
        picture,
    )


def _read(row: tuple[Any, ...]) -> InvoiceTrace:
    return InvoiceTrace(
        str(row[0]),
        row[1],
        row[2],
        row[3],
        date.fromisoformat(row[4]),
        Decimal(row[5]),
        row[6],
        bool(row[7]),
        sha256=row[9],
        picture=int(row[10], 16),
    )


def _p95(call: Callable[[InvoiceTrace], Any], traces: list[InvoiceTrace]) -> float:
    seconds = []
    for trace in traces:
        started = perf_counter()
        call(trace)
        seconds.append(perf_counter() - started)
    return sorted(seconds)[int(len(seconds) * 0.95)]


def measure(count: int) -> tuple[float, float, float]:
    """(p95 of a key read, p95 of the look-up by keys, p95 of look-up and judgement) in seconds."""
    draw = random.Random(11)
    with tempfile.TemporaryDirectory() as folder:
        database = sqlite3.connect(Path(folder) / "dup.sqlite3", cached_statements=200)
        database.execute("PRAGMA synchronous=OFF")
        kept = _fill(database, count, draw)
        again = [replace(trace, key="new", sha256="f" * 64) for trace in kept]

        def by_key(trace: InvoiceTrace) -> Any:
            return database.execute(f"SELECT {_COLUMNS} FROM invoice WHERE id = ?", (int(trace.key),)).fetchall()

        def look_up(trace: InvoiceTrace) -> list[tuple[Any, ...]]:
            numbers = [key_number(key) for key in duplicate_keys(trace)]
            marks = ",".join("?" * len(numbers))
            query = f"SELECT {_COLUMNS} FROM invoice WHERE id IN (SELECT invoice FROM keys WHERE number IN ({marks}))"
            return database.execute(query, numbers).fetchall()

        def check(trace: InvoiceTrace) -> Any:
            hits = find_duplicates(trace, [_read(row) for row in look_up(trace)])
            if not hits:
                raise AssertionError(f"the repeat of {trace.number} was not found")
            return hits

        for warm in (by_key,):
            _p95(warm, kept)
        _p95(check, again)
        figures = _p95(by_key, kept), _p95(look_up, again), _p95(check, again)
        database.close()
        return figures


@benchmark("dup")
def run(count: int = 1_000_000) -> dict[str, Any]:
    """p95 of the indexed look-up over p95 of a single-row read (at most 5), and with the judgement on top."""
    key_read, look_up, check = measure(count)
    ratio = look_up / key_read
    return {
        "name": "dup",
        "invoices": count,
        "p95_ms": {
            "key_read": round(key_read * 1e3, 4),
            "look_up": round(look_up * 1e3, 4),
            "check": round(check * 1e3, 4),
        },
        "ratio": round(ratio, 2),
        "ratio_with_judgement": round(check / key_read, 2),
        "ceiling": CEILING,
        "ok": ratio <= CEILING,
    }


if __name__ == "__main__":
    print(run())
