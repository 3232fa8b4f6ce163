"""What runs leave on disk: a folder each, taken away at its end; if it was interrupted, when the next one begins."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
import time
from pathlib import Path

# The machine's own folder for temporary files, for what several runs share; pytest itself keeps its folders there.
ROOT = "PYTEST_DEBUG_TEMPROOT"
MINUTE, DAY = 60.0, 86_400.0
# Folders of a run; the second kind is made by the settings before a test run is asked, the third by script/test.
KINDS = ("inboek-run-*", "inboek-test-*", "inboek-check-*")


def root() -> Path:
    """The machine's own folder for temporary files."""
    return Path(os.environ.get(ROOT) or tempfile.gettempdir())


def begin() -> Path:
    """Have everything temporary made in a folder of this run, also by its children; sweep up after dead runs."""
    os.environ[ROOT] = str(root())
    sweep()
    folder = Path(tempfile.mkdtemp(prefix="inboek-run-", dir=root()))
    folder.chmod(0o755)  # PostgreSQL runs as another user
    claim(folder)
    os.environ["TMPDIR"] = tempfile.tempdir = str(folder)
    return folder


def claim(folder: Path) -> None:
    """Mark the folder as in use until this process ends."""
    lock = os.open(folder / "lock", os.O_WRONLY | os.O_CREAT, 0o600)  # never closed: that would give it back
    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)


def sweep() -> None:
    """Remove folders whose run has ended. One without a mark is left for a day, and each for its first moments, in
    which it is being marked."""
    for folder in (found for kind in KINDS for found in root().glob(kind)):
        try:
            if folder.stat().st_mtime > time.time() - MINUTE:
                continue
            lock = os.open(folder / "lock", os.O_WRONLY)
        except OSError:
            if "-ports-" not in folder.name and folder.is_dir() and folder.stat().st_mtime < time.time() - DAY:
                shutil.rmtree(folder, ignore_errors=True)
            continue
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(folder, ignore_errors=True)
        except OSError:
            pass
        finally:
            os.close(lock)
