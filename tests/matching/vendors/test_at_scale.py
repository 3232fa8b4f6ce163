"""1,000 noisy mentions against 100,000 vendors: exact keys always right, similar names found, nothing guessed."""

from __future__ import annotations

import pytest

from benchmarks.synthetic_vendors import make_mentions, make_vendors
from matching.vendors.api import VendorDirectory, VendorRecord, resolve_vendor

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def vendors() -> list[VendorRecord]:
    return make_vendors(100_000)


@pytest.fixture(scope="module")
def directory(vendors: list[VendorRecord]) -> VendorDirectory:
    return VendorDirectory(vendors)


@pytest.mark.parametrize("seed", [7, 8])
def test_noisy_mentions(
    vendors: list[VendorRecord], directory: VendorDirectory, seed: int, capsys: pytest.CaptureFixture[str]
) -> None:
    exact = exact_right = fuzzy = found = wrong = 0
    for mention in make_mentions(vendors, 1000, seed):
        answer = resolve_vendor(mention.clues, directory)
        if answer.certain and answer.vendor_id != mention.vendor_id:
            wrong += 1
        if mention.kind == "exact":
            exact += 1
            shared = len([c for c in answer.candidates if c.vendor_id == mention.vendor_id]) == 1
            unambiguous = "VENDOR_AMBIGUOUS" not in answer.holds
            exact_right += answer.vendor_id == mention.vendor_id if unambiguous else shared
        else:
            fuzzy += 1
            assert not answer.certain
            found += mention.vendor_id in [c.vendor_id for c in answer.candidates]
    with capsys.disabled():
        print(f"\n  vendors: exact {exact_right}/{exact}, fuzzy recall@3 {found / fuzzy:.4f}, automatic wrong {wrong}")
    assert exact_right == exact
    assert found / fuzzy >= 0.97
    assert wrong == 0
