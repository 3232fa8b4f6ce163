"""What killed fork servers left behind is removed by the next one, and nothing else is."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from ocr.children.rooms import make_room

LOCKING = "import tempfile; from ocr.children.rooms import make_room; print(make_room(), flush=True); input()"


def old(room: Path) -> Path:
    (room / "page").write_text("x")
    os.utime(room, (0, 0))
    return room


def test_rooms_of_the_dead_go_and_those_of_the_living_stay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    living = subprocess.Popen(
        [sys.executable, "-c", LOCKING],
        env={**os.environ, "TMPDIR": str(tmp_path), "PYTHONPATH": os.getcwd()},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert living.stdout is not None
        locked = old(Path(living.stdout.readline().strip()))
        young = Path(tempfile.mkdtemp(prefix="reading-"))
        strangers = old(Path(tempfile.mkdtemp(prefix="other-")))
        left = old(Path(tempfile.mkdtemp(prefix="reading-")))
        mine = Path(make_room())
        assert not left.exists()
        assert {locked, young, strangers, mine} == set(tmp_path.iterdir())
    finally:
        living.kill()
        living.communicate()
    assert locked != mine and Path(make_room()) and not locked.exists()
