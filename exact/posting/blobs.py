"""Where attachment bytes come from: the layer above registers a reader, so that this one knows no storage."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

_reader: Callable[[str], bytes] | None = None


def register(reader: Callable[[str], bytes]) -> Callable[[str], bytes] | None:
    """``reader(sha256)`` returns the bytes with that hash, or raises LookupError / OSError. Returns the one before."""
    global _reader
    before, _reader = _reader, reader
    return before


def read(sha256: str) -> bytes:
    """The bytes. Raises LookupError when there is no reader, no such blob, or its bytes are not what they were."""
    if _reader is None:
        raise LookupError("no reader of attachments is registered")
    try:
        content = _reader(sha256)
    except OSError as error:
        raise LookupError(f"attachment {sha256[:12]} cannot be read") from error
    if hashlib.sha256(content).hexdigest() != sha256:
        raise LookupError(f"attachment {sha256[:12]} has changed")
    return content


def size(sha256: str) -> int:
    """How many bytes; 0 when they cannot be read."""
    try:
        return len(read(sha256))
    except LookupError:
        return 0
