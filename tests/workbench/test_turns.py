"""Whose document is read next."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django import Settings

from exact.models import Administration
from jobs.models import Job
from tests.workbench.support import desk
from workbench.intake import turns
from workbench.intake.services import Incoming, receive_files
from workbench.models import Document

pytestmark = pytest.mark.django_db


def hand_in(books: Administration, *names: str) -> None:
    receive_files([Incoming(name, b"%PDF-1.4 " + name.encode()) for name in names], administration=books, by=None)


def in_order() -> list[str]:
    """Names in the order in which the workers take them."""
    names = {str(pk): name for pk, name in Document.objects.values_list("pk", "name")}
    jobs = Job.objects.filter(kind="read", state="ready").order_by("priority", "run_at", "id")
    return [names[job.subject] for job in jobs]


def test_a_pile_does_not_keep_the_neighbour_waiting(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.BLOB_ROOT = tmp_path / "blobs"
    large, small = desk.books(), desk.books(900002, "twee", "Twee BV")
    pile = [f"stapel-{number:02}" for number in range(30)]
    hand_in(large, *pile)
    hand_in(small, "een", "twee")
    assert in_order() == ["stapel-00", "een", "stapel-01", "twee", *pile[2:]]
    monkeypatch.setattr(turns, "MOST", 2)
    third = desk.books(900003, "drie", "Drie BV")
    hand_in(third, *"abcde")
    mine = Job.objects.filter(subject__in=[str(each.pk) for each in Document.objects.filter(administration=third)])
    assert sorted(mine.values_list("priority", flat=True)) == [100, 101, 102, 102, 102], "never behind what can wait"
