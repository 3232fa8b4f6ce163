"""The folder in which a fork server's children work, and what servers that were killed left behind."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
import time
from pathlib import Path

_PREFIX = "reading-"
_YOUNG = 60.0  # seconds; a folder this new may belong to a server that is about to lock it


def make_room() -> str:
    """A new folder, locked while this process lives; folders of dead servers are removed first.

    Parts of documents may lie in them, and nobody else would ever look there again."""
    _sweep(Path(tempfile.gettempdir()))
    room = tempfile.mkdtemp(prefix=_PREFIX)
    Path(room).chmod(0o711)
    fcntl.flock(
        os.open(room, os.O_RDONLY | os.O_CLOEXEC), fcntl.LOCK_EX
    )  # never closed: the lock ends with the process
    return room


def _sweep(folder: Path) -> None:
    for room in folder.glob(f"{_PREFIX}*"):
        try:
            about = room.lstat()
            if about.st_uid != os.getuid() or time.time() - about.st_mtime < _YOUNG or room.is_symlink():
                continue
            handle = os.open(room, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
        except OSError:  # gone meanwhile, or nothing of ours
            continue
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(room, ignore_errors=True)
        except BlockingIOError:  # its server is at work
            pass
        finally:
            os.close(handle)
