"""The recogniser as a library gives what its program gives, and what happens to it does not happen to us."""

from __future__ import annotations

import ctypes
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from ocr import children
from ocr.image import engine, tesseract
from ocr.image.engine import Running
from ocr.image.page_reader import read_page
from ocr.page import Page
from tests.ocr.test_recognition import file_of, scan


def running(program: str, *arguments: str) -> Running:
    """Another program in the place of a recognition; what it says is the table."""
    source, target = os.pipe()
    doing = [(os.POSIX_SPAWN_DUP2, target, 1)]
    pid = os.posix_spawn(program, [program, *arguments], {}, file_actions=doing)
    os.close(target)
    return Running(pid, source)


def test_a_child_reads_with_the_library_what_the_program_reads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    picture = scan().crop((0, 0, 1165, 700))
    by_child = children.run("image.ocr", {"page": 1, "password": ""}, file_of(picture), children.OCR)
    assert by_child.answer is not None
    by_program = read_page(lambda dpi: picture, 1, (1165 / 200 * 72, 700 / 200 * 72), tesseract.FIRST_LANGUAGES)
    assert Page.from_json(by_child.answer["page"]) == Page.from_json(by_program.to_json())
    assert "2026-0117" in by_program.text()


def test_without_models_in_memory_the_program_is_asked() -> None:
    assert engine.start(scan(), 200, "a language nobody loaded", 3) is None


def test_a_table_comes_as_it_was_written() -> None:
    assert running("/bin/echo", "5\tCafé").table(5) == "5\tCafé\n"


@pytest.mark.parametrize(
    ("program", "arguments", "seconds", "told"),
    [
        pytest.param("/bin/sleep", ("60",), 0.05, "timeout", id="takes too long"),
        pytest.param("/bin/false", (), 5, "ended with 1", id="fails"),
        pytest.param("/bin/sh", ("-c", "kill -9 $$"), 5, "ended with -9", id="is ended"),
    ],
)
def test_what_ends_a_recognition_is_told(program: str, arguments: tuple[str, ...], seconds: float, told: str) -> None:
    recognition = running(program, *arguments)
    with pytest.raises(RuntimeError, match=told):
        recognition.table(seconds)
    with pytest.raises(ProcessLookupError):
        os.kill(recognition.pid, 0)


class _Wordy:
    """A library whose table is larger than a pipe."""

    def __getattr__(self, name: str) -> Callable[..., object]:
        return lambda *_: b"x" * 300_000 if name == "TessBaseAPIGetTsvText" else 0


@pytest.mark.timeout(30)
def test_a_recognition_that_nobody_waits_for_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "_library", _Wordy())
    monkeypatch.setitem(engine._loaded, "wordy", ctypes.c_void_p())
    left = engine.start(scan(), 200, "wordy", 3)
    assert left is not None
    os.close(left.source)
    assert os.waitstatus_to_exitcode(os.waitpid(left.pid, 0)[1]) == 1
