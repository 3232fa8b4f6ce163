"""Many postings through bad weather: every fault at once, with Exact's own refusal of duplicates on and off."""

from __future__ import annotations

import random
import time
from typing import Any

import pytest
from pytest_django import Settings

from exact.models import Administration, Posting, PostingState
from exact.posting.protocol import Later, process
from exact.reconcile.run import reconcile
from exact.sandbox.server import SandboxServer
from tests.exact.connecting import stored
from tests.exact.sandbox.mini_world import ONE
from tests.exact.test_posting import draft, queue

pytestmark = [pytest.mark.django_db, pytest.mark.long]

WEATHER: list[tuple[str, float, dict[str, Any]]] = [
    ("reset_after_commit", 0.05, {}),
    ("reset_before", 0.05, {}),
    ("error500_after", 0.03, {}),
    ("error500_before", 0.03, {}),
    ("status", 0.05, {"status": 429}),
    ("status", 0.02, {"status": 401}),
    ("late_commit", 0.03, {"seconds": 0.25}),
    ("garbage", 0.02, {}),
    ("truncated", 0.01, {}),
    ("empty_201", 0.01, {}),
    ("html", 0.02, {}),
]


@pytest.mark.parametrize("refuse", [True, False], ids=["refuses", "accepts"])
def test_a_hundred_postings_in_bad_weather(
    exact_server: SandboxServer, administration: Administration, settings: Settings, refuse: bool
) -> None:
    count = 100
    settings.EXACT_SETTLE = 0.5 / settings.EXACT_PERIOD_SCALE
    exact_server.settings.refuse_duplicates = refuse
    for number, (kind, probability, options) in enumerate(WEATHER):
        exact_server.faults.arm(kind, method="POST", path="[dp]*", probability=probability, seed=number, **options)
    exact_server.faults.arm("lookup_lag", probability=0.02, seed=99, seconds=0.2)
    waiting = {queue(administration, draft(f"S-{n}")).pk: 0.0 for n in range(count)}
    until = time.monotonic() + 120
    dice = random.Random(1)
    while waiting and time.monotonic() < until:
        due = [pk for pk, moment in waiting.items() if moment <= time.monotonic()]
        if not due:
            time.sleep(0.01)
            continue
        pk = dice.choice(due)
        try:
            process(pk)
        except Later as later:
            waiting[pk] = time.monotonic() + min(later.seconds, 2)
        else:
            del waiting[pk]
    time.sleep(0.3)
    struck = sum(fault["struck"] for fault in exact_server.faults.listing())
    assert struck > count // 2, "the weather was too good to show anything"
    exact_server.faults.clear()
    people = Posting.objects.exclude(state=PostingState.POSTED)
    assert people.count() <= count // 100, [(p.your_ref, p.state, p.error_code) for p in people]
    found = sorted(str(row["YourRef"]) for row in stored(exact_server, ONE, "purchaseentry/PurchaseEntries"))
    expected = sorted(Posting.objects.filter(state=PostingState.POSTED).values_list("your_ref", flat=True))
    assert found == expected
    guids = {row["EntryID"] for row in stored(exact_server, ONE, "purchaseentry/PurchaseEntries")}
    assert guids == set(Posting.objects.filter(state=PostingState.POSTED).values_list("entry_guid", flat=True))
    attached = [row["Document"] for row in stored(exact_server, ONE, "documents/DocumentAttachments")]
    for row in stored(exact_server, ONE, "purchaseentry/PurchaseEntries"):
        assert attached.count(row["Document"]) == 1
    assert sum(reconcile(administration, 2).values()) == 0
