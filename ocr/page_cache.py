"""Results of page reading kept by content, for repeated runs over the same files while developing."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from pathlib import Path
from typing import Any

# Part of the key: raise when words, boxes or recognition change.
VERSION = "9"


class PageCache:
    """A directory of JSON files; a cache without directory keeps nothing."""

    def __init__(self, directory: str | Path | None = None) -> None:
        self.directory = Path(directory) if directory else None
        if self.directory:
            self.directory.mkdir(parents=True, exist_ok=True)

    def _path(self, data_hash: str, task: str, request: dict[str, Any]) -> Path:
        assert self.directory is not None
        key = hashlib.sha256(f"{VERSION}:{data_hash}:{task}:{json.dumps(request, sort_keys=True)}".encode()).hexdigest()
        return self.directory / f"{key}.json"

    def get(self, data_hash: str, task: str, request: dict[str, Any]) -> dict[str, Any] | None:
        """The kept answer, or None."""
        if self.directory is None:
            return None
        try:
            kept = json.loads(self._path(data_hash, task, request).read_text("utf-8"))
        except (OSError, ValueError):
            return None
        return kept if isinstance(kept, dict) else None

    def put(self, data_hash: str, task: str, request: dict[str, Any], answer: dict[str, Any]) -> None:
        """Keep an answer, whole or not at all."""
        if self.directory is None:
            return
        handle, name = tempfile.mkstemp(dir=self.directory)
        with os.fdopen(handle, "w", encoding="utf-8") as target:
            json.dump(answer, target, ensure_ascii=False)
        Path(name).replace(self._path(data_hash, task, request))
