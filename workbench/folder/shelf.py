"""One folder that files are laid into: what lies there at rest, its bytes, and where it goes. No Django.

Everything is done relative to the opened folder, without following links: what somebody lays there can neither make us
read nor write anywhere else.
"""

from __future__ import annotations

import errno
import os
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

DONE, REFUSED = "done", "refused"
# A file that was written to less than this long ago may still be on its way.
REST_SECONDS = 10.0
# Names under which programs write before they are ready.
UNFINISHED = (".part", ".partial", ".tmp", ".crdownload", ".filepart", "~")
_DIRECTORY = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


class NotAFile(ValueError):
    """A link, pipe or device: it is never opened."""


class Moving(Exception):
    """The file changed while it was read: it comes again next time."""


@dataclass(frozen=True, slots=True)
class Lying:
    """A file that lies in the folder at rest. ``stamp`` changes with the file and its content, not with its name."""

    name: str
    stamp: str
    since: float
    plain: bool


class Shelf:
    """An opened folder with its two places for what is done with. Made by ``opened``."""

    def __init__(self, folder: int) -> None:
        self._folder = folder

    def lying(self, now: float | None = None) -> list[Lying]:
        """What lies at rest, what came first first. Folders, hidden names and unfinished names are left alone."""
        moment, found = time.time() if now is None else now, []
        for name in _names(self._folder):
            if name.startswith(".") or name.lower().endswith(UNFINISHED):
                continue
            try:
                seen = os.stat(name, dir_fd=self._folder, follow_symlinks=False)
            except FileNotFoundError:
                continue
            if stat.S_ISDIR(seen.st_mode):
                continue
            # A clock of another machine may be ahead: then what it writes now is far away too, and counts as rested.
            if abs(moment - seen.st_mtime) >= REST_SECONDS:
                found.append(Lying(name, _stamp(seen), seen.st_mtime, stat.S_ISREG(seen.st_mode)))
        return sorted(found, key=lambda each: (each.since, each.name))

    def read(self, file: Lying, most: int) -> bytes:
        """Its bytes, at most ``most``. Raises NotAFile, Moving when it changed meanwhile, OSError."""
        if not file.plain:
            raise NotAFile(file.name)
        try:
            handle = os.open(file.name, _FILE, dir_fd=self._folder)
        except OSError as error:
            if error.errno == errno.ELOOP:  # exchanged for a link since it was looked at
                raise NotAFile(file.name) from error
            raise
        with os.fdopen(handle, "rb") as opened:
            if not stat.S_ISREG(os.fstat(handle).st_mode):
                raise NotAFile(file.name)
            data = opened.read(most)
            if _stamp(os.fstat(handle)) != file.stamp:
                raise Moving(file.name)
        return data

    def put_away(self, name: str, place: str) -> str:
        """Move a file to one of the two places, under a name that is free there; that name. Raises OSError."""
        with self._place(place) as target:
            free = _free(name, target)
            os.rename(name, free, src_dir_fd=self._folder, dst_dir_fd=target)
        return free

    def explain(self, name: str, text: str) -> None:
        """Lay a reason beside a refused file. Raises OSError."""
        with self._place(REFUSED) as target:
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
            with os.fdopen(os.open(_free(f"{name}.txt", target), flags, 0o644, dir_fd=target), "w") as written:
                written.write(text)

    @contextmanager
    def _place(self, place: str) -> Iterator[int]:
        try:
            os.mkdir(place, dir_fd=self._folder)
        except FileExistsError:
            pass
        handle = os.open(place, _DIRECTORY, dir_fd=self._folder)
        try:
            yield handle
        finally:
            os.close(handle)


@contextmanager
def opened(root: Path, name: str) -> Iterator[Shelf]:
    """The folder ``name`` below ``root``, made when it is not there.

    Raises OSError when it cannot be made or opened, also when it is a link. ``root`` itself may be one: it was set by
    whoever runs the instance.
    """
    above = os.open(root, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        try:
            os.mkdir(name, dir_fd=above)
        except FileExistsError:
            pass
        folder = os.open(name, _DIRECTORY, dir_fd=above)
    finally:
        os.close(above)
    try:
        yield Shelf(folder)
    finally:
        os.close(folder)


def _stamp(seen: os.stat_result) -> str:
    return f"{seen.st_dev}.{seen.st_ino}.{seen.st_size}.{seen.st_mtime_ns}"


def _names(folder: int) -> list[str]:
    with os.scandir(folder) as entries:
        return [entry.name for entry in entries]


def _free(name: str, folder: int) -> str:
    """The name, or one like it that is not taken yet."""
    stem, dot, ending = name.rpartition(".")
    if not stem:
        stem, dot, ending = name, "", ""
    taken = set(_names(folder))
    free, number = name, 1
    while free in taken:
        number += 1
        free = f"{stem} ({number}){dot}{ending}"
    return free
