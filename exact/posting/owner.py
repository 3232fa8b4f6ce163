"""Which process is sending, told so that nobody is mistaken for it: host, boot, process id and its start."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path
from typing import Any


def _boot_id() -> str:
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text().strip()
    except OSError:
        return ""


def _started(pid: int) -> str:
    """Start of a process in clock ticks since boot; empty when it is gone or a zombie."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return ""
    return "" if fields[0] in ("Z", "X") else fields[19]


def me() -> dict[str, Any]:
    """The present process."""
    pid = os.getpid()
    return {"host": os.uname().nodename, "boot": _boot_id(), "pid": pid, "started": _started(pid)}


def here(sender: dict[str, Any]) -> bool:
    """Was it sent from this very machine (whatever became of the process)?"""
    return sender.get("host") == os.uname().nodename


def alive(sender: dict[str, Any]) -> bool:
    """Is the sending process of this machine still there? A re-used process id or a reboot does not count."""
    if sender.get("boot") != _boot_id():
        return False
    return bool(sender.get("started")) and _started(int(sender.get("pid", 0))) == sender["started"]


def end(sender: dict[str, Any], wait: float = 5.0) -> bool:
    """Kill a sender whose lease is over although it still lives (it is stopped or hung); True once it is dead.

    A paused sender could otherwise wake up and send after we have looked.
    """
    if not alive(sender):
        return True
    if int(sender["pid"]) == os.getpid():
        return False
    try:
        os.kill(int(sender["pid"]), signal.SIGKILL)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    until = time.monotonic() + wait
    while time.monotonic() < until:
        if not alive(sender):
            return True
        time.sleep(0.02)
    return not alive(sender)
