"""One supervisor per home."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path
from typing import IO


class AlreadyRunning(RuntimeError):
    """Another supervisor serves this home."""

    def __init__(self, pid: str) -> None:
        super().__init__(f"process {pid}" if pid else "another process")
        self.pid = pid


def hold(path: Path) -> IO[str]:
    """Lock the pid file and write our id into it; keep the result open as long as we run. Raises AlreadyRunning.

    The lock, not the number, decides: it ends with its process, so a stale file never stands in the way.
    """
    file = path.open("a+")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.seek(0)
        pid = file.read(32).strip()
        file.close()
        raise AlreadyRunning(pid) from None
    file.seek(0)
    file.truncate()
    file.write(f"{os.getpid()}\n")
    file.flush()
    return file
