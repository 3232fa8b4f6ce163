"""Figures for whoever watches: every one has its line, and nothing of a document stands in them."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError

from exact import clock
from exact.models import ErrorWindow, Posting, PostingState, RateWindow, ReconciliationFinding
from jobs import rows
from jobs.models import Job
from tests.workbench.support import desk
from workbench.health.figures import Figure, as_text

pytestmark = pytest.mark.django_db

RULES = Path(__file__).parents[3] / "docs" / "prometheus-rules.yml"


@pytest.fixture
def printed(tmp_path: Path) -> str:
    books, now = desk.books(), clock.now()
    link = books.connection
    desk.made(books, "GEHEIM-1", supplier_name="Zeer Geheim BV")
    Posting.objects.create(
        subject="x", administration=books, division=books.division, marker="WB-GEHEIM", amount=1, payload={},
        state=PostingState.UNKNOWN, unknown_since=now - timedelta(seconds=1000), your_ref="GEHEIM-1",
    )  # fmt: skip
    Job.objects.create(kind="read", subject="x", dedupe_key="x", state="dead")
    RateWindow.objects.create(connection=link, division=books.division, day=now.date(), day_used=4750)
    ErrorWindow.objects.create(connection=link, division=books.division, endpoint="a/B", started_at=now, errors=5)
    ReconciliationFinding.objects.create(administration=books, kind="C", details={"your_ref": "GEHEIM-1"})
    call_command("figures", to=tmp_path / "inboek.prom")
    assert [path.name for path in tmp_path.iterdir()] == ["inboek.prom"]
    return (tmp_path / "inboek.prom").read_text()


def test_what_is_wrong_stands_in_them(printed: str) -> None:
    for line in (
        'inboek_jobs{kind="read",state="dead"} 1',
        'inboek_postings{state="unknown"} 1',
        'inboek_findings_open{kind="C"} 1',
        'inboek_errors{division="900001",endpoint="a/B"} 5',
        'inboek_calls_left_ratio{division="900001"} 0.05',
        'inboek_ready{part="work"} 0',
    ):
        assert line in printed.splitlines()
    (unknown,) = re.findall(r"^inboek_posting_unknown_seconds (\d+)", printed, re.MULTILINE)
    assert 1000 <= int(unknown) < 1100
    assert "geheim" not in printed.lower()


def test_every_alarm_asks_for_a_figure_there_is(printed: str) -> None:
    told = set(re.findall(r"^# TYPE (\w+) gauge$", printed, re.MULTILINE))
    rules = [line for line in RULES.read_text().splitlines() if line.strip().startswith("- {alert:")]
    asked = {name for rule in rules for name in re.findall(r"\binboek_\w+", rule)}
    assert asked <= told and len(rules) == 11


def test_labels_cannot_break_a_line() -> None:
    assert as_text([Figure("x", "Says.", [({"a": 'b"\n\\'}, 0.5)])]).splitlines()[2] == (r'inboek_x{a="b\"\n\\"} 0.5')


def test_what_could_be_counted_is_told_when_the_database_fails(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fails() -> dict[str, float]:
        raise DatabaseError("gone")

    monkeypatch.setattr(rows, "oldest_ready_seconds", fails)
    with pytest.raises(CommandError, match="gone"):
        call_command("figures")
    assert 'inboek_ready{part="database"}' in capsys.readouterr().out
