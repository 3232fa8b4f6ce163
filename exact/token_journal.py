"""The raw token answer on disk, encrypted, between its arrival and the commit of the tokens in it.

One file per owner of tokens: a connection by its number, others (a mailbox) by a name of their own. It is written whole
and synced under a temporary name first, so it is complete or absent.
"""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

from cryptography.fernet import InvalidToken, MultiFernet

from exact import conf


def _path(owner: int | str) -> Path:
    folder = conf.token_journal_dir()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder / (f"connection-{owner}.journal" if isinstance(owner, int) else f"{owner}.journal")


def write(owner: int | str, version: int, started: datetime, body: bytes, fernet: MultiFernet) -> None:
    """Keep ``body``; returns only when it is on disk."""
    path = _path(owner)
    draft = path.with_suffix(f".{os.getpid()}")
    sealed = fernet.encrypt(f"{owner}|{version}|{started.isoformat()}|".encode() + body)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        os.write(descriptor, sealed)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    draft.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def read(owner: int | str, fernet: MultiFernet) -> tuple[datetime, bytes] | None:
    """When the kept call was started and its raw answer; None when there is none that can be read."""
    try:
        opened = fernet.decrypt(_path(owner).read_bytes())
    except (FileNotFoundError, InvalidToken):
        return None
    kept_for, _version, started, body = opened.split(b"|", 3)
    if kept_for != str(owner).encode():
        return None
    return datetime.fromisoformat(started.decode()), body


def drop(owner: int | str) -> None:
    """Forget the kept answer: its tokens are committed, or it held none."""
    _path(owner).unlink(missing_ok=True)
