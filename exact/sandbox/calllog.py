"""The log of every call: one JSON line each, appended and fsynced before the answer leaves."""

import json
import os
import threading
from pathlib import Path
from typing import Any


class CallLog:
    """Append-only log under the sandbox's home. Holds no tokens, no bodies, no query values of the OAuth pages."""

    def __init__(self, path: Path, fsync: bool = True) -> None:
        self.path = path
        self.fsync = fsync
        self._lock = threading.Lock()
        self._file = path.open("ab")

    def write(self, **entry: Any) -> None:
        """Append one entry durably."""
        line = (json.dumps(entry, separators=(",", ":")) + "\n").encode()
        with self._lock:
            if self._file.closed:
                return
            self._file.write(line)
            self._file.flush()
            if self.fsync:
                os.fsync(self._file.fileno())

    def entries(self, last: int | None = None) -> list[dict[str, Any]]:
        """All entries, or the ``last`` ones, oldest first. A torn last line is left out."""
        found = []
        for line in self.path.read_bytes().splitlines()[-last if last else None :]:
            try:
                found.append(json.loads(line))
            except ValueError:
                continue
        return found

    def close(self) -> None:
        """Close the file; later writes are dropped."""
        with self._lock:
            self._file.close()
