"""The procedure of a changed account (G7): no way around a call, a second person and the cooling-off."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from benchmarks.fraud.labelled import Labelled, labelled
from matching.fraud.iban_change import CallBack, IbanChange, ProcedureError, accept, call_back, second

BEGIN = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
OURS = frozenset({"+31 20 123 4567", "0032 2 555 12 12"})


def procedures() -> Labelled:
    """Attempts with one rule broken must be refused before the account counts; ones that keep them all go through."""
    draw = random.Random(9)
    broken = [_refused(draw, draw.choice(BREAKS)) for _ in range(600)]
    return labelled("way around the change procedure", "G7", broken, [_refused(draw, None) for _ in range(600)])


def _refused(draw: random.Random, change: Callable[[random.Random, dict[str, object]], None] | None) -> bool:
    people = draw.sample(["ann", "bob", "cas", "dee", "eva"], 4)
    called = BEGIN + timedelta(minutes=draw.randint(5, 5000))
    agreed = called + timedelta(minutes=draw.randint(1, 3000))
    plan: dict[str, object] = {
        "asked": people[0],
        "caller": draw.choice(people[:2]),
        "number": draw.choice(["020 1234567", "0031201234567", "+32 2 555 12 12"]),
        "spoke": "mevrouw De Wit",
        "called": called,
        "second": people[2],
        "agreed": agreed,
        "closed": agreed + timedelta(days=3, minutes=draw.randint(0, 9000)),
        "skip": "",
    }
    if change is not None:
        change(draw, plan)
    row = IbanChange("V1", frozenset({"NL91ABNA0417164300"}), "NL20INGB0001234567", str(plan["asked"]), BEGIN)
    try:
        if plan["skip"] != "call":
            call = CallBack(str(plan["spoke"]), str(plan["number"]), _at(plan, "called"), str(plan["caller"]))
            row = call_back(row, call, our_numbers=OURS)
        if plan["skip"] != "second":
            row = second(row, by=str(plan["second"]), at=_at(plan, "agreed"))
        row = accept(row, by=people[3], at=_at(plan, "closed"))
    except ProcedureError:
        return not replace(row).may_be_written
    return not row.may_be_written


def _at(plan: dict[str, object], name: str) -> datetime:
    found = plan[name]
    assert isinstance(found, datetime)
    return found


def _sets(name: str, value: Callable[[random.Random, dict[str, object]], object]) -> Callable[..., None]:
    def change(draw: random.Random, plan: dict[str, object]) -> None:
        plan[name] = value(draw, plan)

    return change


BREAKS: tuple[Callable[..., None], ...] = (
    _sets("number", lambda draw, _: f"06 {draw.randrange(10**8):08d}"),
    _sets("number", lambda draw, _: ""),
    _sets("spoke", lambda draw, _: draw.choice(["", "  "])),
    _sets("called", lambda draw, _: BEGIN - timedelta(minutes=draw.randint(1, 999))),
    _sets("second", lambda draw, plan: draw.choice([plan["asked"], plan["caller"], ""])),
    _sets("agreed", lambda draw, plan: _at(plan, "called") - timedelta(seconds=draw.randint(1, 999))),
    _sets("closed", lambda draw, plan: _at(plan, "agreed") + timedelta(minutes=draw.randint(0, 4319))),
    _sets("skip", lambda draw, _: draw.choice(["call", "second"])),
)
