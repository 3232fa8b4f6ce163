"""Child processes that do not outlive their parent."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

PR_SET_PDEATHSIG = 1  # linux/prctl.h
_WATCH = """
import os, signal, sys, time
parent, group = int(sys.argv[1]), int(sys.argv[2])
while os.getppid() == parent:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        sys.exit()
    time.sleep(0.5)
os.killpg(group, signal.SIGTERM)
time.sleep(5)
os.killpg(group, signal.SIGKILL)
"""


@dataclass(frozen=True)
class Program:
    """What to run: a name for the output, the command, and what differs from our own environment.

    ``user`` is a login name to run as (needs root); None is our own. ``stop_with`` is the signal that asks it to stop.
    """

    name: str
    command: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)
    user: str | None = None
    stop_with: int = signal.SIGTERM
    directory: Path | None = None


def _die_with_parent(parent: int) -> None:
    """Runs in the child before exec: the kernel kills it when its parent dies, even by ``kill -9`` (Linux)."""
    assert libc is not None
    libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


# Loaded before any fork: between fork and exec only what is already there may be used.
libc: ctypes.CDLL | None = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def start(program: Program, output: IO[bytes] | int | None = None) -> subprocess.Popen[bytes]:
    """Start ``program`` in a process group of its own, bound to our life. Call it from the main thread only.

    On Linux the kernel keeps the bond (a forking thread counts as the parent, hence the main thread); elsewhere a small
    watcher process polls for us (macOS; not tried).
    """
    parent = os.getpid()
    on_linux = libc is not None
    process = subprocess.Popen(
        list(program.command),
        stdin=subprocess.DEVNULL,
        stdout=output if output is not None else subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env={**os.environ, "PYTHONUNBUFFERED": "1", **program.environment},
        cwd=program.directory,
        user=program.user,
        group=_group_of(program.user),
        extra_groups=[] if program.user else None,
        start_new_session=True,
        preexec_fn=(lambda: _die_with_parent(parent)) if on_linux else None,
    )
    if not on_linux:
        subprocess.Popen([sys.executable, "-c", _WATCH, str(parent), str(process.pid)])
    return process


def _group_of(user: str | None) -> int | None:
    if user is None:
        return None
    import pwd

    return pwd.getpwnam(user).pw_gid


def signal_group(process: subprocess.Popen[bytes], number: int) -> None:
    """Send a signal to the whole group of ``process``; it is fine when nobody is left."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, number)


def stop(process: subprocess.Popen[bytes], number: int = signal.SIGTERM, seconds: float = 30) -> int:
    """Ask the process to stop, wait, then kill its group; returns its exit code."""
    if process.poll() is None:
        with contextlib.suppress(ProcessLookupError):
            process.send_signal(number)
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            pass
    signal_group(process, signal.SIGKILL)
    return process.wait()
