"""Every sample of the demonstration through the whole path, against what its truth says should become of it.

The documents come in by the demonstration's own roads (uploads and mails), are read and judged in order of arrival
against the sandbox's books, and are then compared: kind, vendor, holds, match, accounts and VAT codes.
"""

from __future__ import annotations

from typing import Any

import pytest

from tests.workbench.support.demo import DemoInstance
from tests.workbench.support.outcomes import COLLECT, Judged, expectations

pytestmark = pytest.mark.processes

WANTED = expectations()

# Samples that do not end as their truth says, with the cause. One that is put right must leave this list.
KNOWN: dict[str, str] = {}


@pytest.fixture(scope="module")
def found(judged_demo: DemoInstance) -> dict[str, Any]:
    """What became of each sample."""
    result: dict[str, Any] = judged_demo.python(COLLECT)
    return result


def test_every_sample_was_delivered(found: dict[str, Any]) -> None:
    assert set(found) == set(WANTED)


@pytest.mark.parametrize("sample", sorted(WANTED))
def test_a_sample_ends_as_its_truth_says(found: dict[str, Any], sample: str) -> None:
    problems = Judged(sample, WANTED[sample], found[sample]).problems()
    if sample in KNOWN:
        assert problems, f"{sample} is right now: take it off the list of known differences"
        pytest.xfail(f"{KNOWN[sample]}: {'; '.join(problems)}")
    assert not problems
