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


ROOM = 16 * 1024  # bytes; a sealed answer with long tokens is about 6 KiB


def make_room(owner: int | str) -> None:
    """Take the place that the answer will need, before it is asked for: a full disk must not cost a token that works
    once. Raises OSError when there is none; nothing may be asked for then."""
    _on_disk(_draft(owner), bytes(ROOM))


def write(owner: int | str, version: int, started: datetime, body: bytes, fernet: MultiFernet) -> None:
    """Keep ``body``; returns only when it is on disk. Raises OSError; not for want of room where that was made."""
    path, draft = _path(owner), _draft(owner)
    _on_disk(draft, fernet.encrypt(f"{owner}|{version}|{started.isoformat()}|".encode() + body))
    draft.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _draft(owner: int | str) -> Path:
    return _path(owner).with_suffix(f".{os.getpid()}")


def _on_disk(draft: Path, content: bytes) -> None:
    """Write over what is there, and only then cut it: what was taken before is used again, not given back first."""
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT, 0o600)
    try:
        done = 0
        while done < len(content):
            done += os.write(descriptor, content[done:])
        os.ftruncate(descriptor, len(content))
        os.fsync(descriptor)
    except OSError:
        draft.unlink(missing_ok=True)
        raise
    finally:
        os.close(descriptor)


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
    """Forget the kept answer, and room that was made for one: its tokens are committed, or it held none."""
    path = _path(owner)
    path.unlink(missing_ok=True)
    for room in path.parent.glob(f"{path.stem}.*"):
        made_by = room.suffix[1:]
        if made_by == str(os.getpid()) or not Path(f"/proc/{made_by}").exists():
            room.unlink(missing_ok=True)
