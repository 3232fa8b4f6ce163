"""What a benchmark answers."""

from __future__ import annotations

import pytest

from benchmarks.report import amount, ratios


def test_the_ratio_is_the_median_of_rounds_not_of_sums() -> None:
    told = ratios("x", "ours", "bare", [(2.0, 1.0), (30.0, 10.0), (4.0, 1.0)], 3.0, documents=9)
    assert (told["min"], told["ratio"], told["max"]) == (2.0, 3.0, 4.0)
    assert told["ok"] is True
    assert told["documents"] == 9


@pytest.mark.parametrize(("ceiling", "ok"), [(1.9, False), (2.0, True), (None, True)])
def test_over_the_ceiling_is_not_ok(ceiling: float | None, ok: bool) -> None:
    assert ratios("x", "ours", "bare", [(2.0, 1.0)], ceiling)["ok"] is ok


def test_without_a_round_there_is_no_ratio() -> None:
    with pytest.raises(ValueError, match="no round"):
        ratios("x", "ours", "bare", [], 3.0)


def test_the_environment_sets_the_amount(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("INBOEK_BENCH_QUICK", raising=False)
    assert amount(500, 50, "DIGITAL_TEST") == 500
    monkeypatch.setenv("INBOEK_BENCH_QUICK", "1")
    assert amount(500, 50, "DIGITAL_TEST") == 50
    monkeypatch.setenv("INBOEK_BENCH_DIGITAL_TEST", "7")
    assert amount(500, 50, "DIGITAL_TEST") == 7
