"""The logs on disk: cut when they are large, so that they never fill it."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

LARGEST = 20 * 1024 * 1024
KEPT = 10


def rotate(folder: Path, *, largest: int = LARGEST, kept: int = KEPT) -> list[str]:
    """Number away every ``*.log`` in the folder that is larger, and drop the oldest; the names of those that were.

    Our own lines follow the name (``workbench.logs``), so that file is renamed and no line lost. The web server keeps
    its file open and writes to its end wherever that is: its lines are copied and the file emptied.
    """
    done = []
    for path in sorted(folder.glob("*.log")):
        if path.stat().st_size <= largest:
            continue
        for number in range(kept - 1, 0, -1):
            older = _numbered(path, number)
            if older.exists():
                older.replace(_numbered(path, number + 1))
        if path.name == "inboek.log":
            path.replace(_numbered(path, 1))
        else:
            shutil.copyfile(path, _numbered(path, 1))
            os.truncate(path, 0)
        done.append(path.name)
    return done


def _numbered(path: Path, number: int) -> Path:
    return path.with_name(f"{path.name}.{number}")
