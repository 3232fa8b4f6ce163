"""A year of booked history in time order: right where answered, silent where unsure, quick."""

from __future__ import annotations

import pytest

from benchmarks.coding import run


def test_replay_of_a_year(capsys: pytest.CaptureFixture[str]) -> None:
    report = run()
    gl = report["fields"]["gl"]
    with capsys.disabled():
        for name, figures in report["fields"].items():
            print(f"\n  coding {name}: {figures}", end="")
        print(f"\n  coding: 200 lines in {report['cpu_200_lines_ms']} ms CPU")
    assert gl["lines"] >= 20_000
    assert gl["right_where_answered"] >= 0.95
    assert gl["abstained"] <= 0.15
    assert report["cpu_200_lines_ms"] <= 150
