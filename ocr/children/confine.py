"""What a child gives up before it sees a byte of the document.

Each measure is taken where the system allows it; which ones were is told by ``server --describe`` so that an
operator can see it. Resource limits and the clock always hold.
"""

from __future__ import annotations

import ctypes
import os
import resource
import socket
import sys
from typing import Any

# <linux/sched.h>, <linux/prctl.h>, <sys/mount.h>
_CLONE_NEWNS = 0x00020000
_CLONE_NEWUSER = 0x10000000
_CLONE_NEWPID = 0x20000000
_CLONE_NEWNET = 0x40000000
_PR_SET_PDEATHSIG = 1
_PR_SET_NO_NEW_PRIVS = 38
_PR_SET_CHILD_SUBREAPER = 36
_MS_NOSUID, _MS_NODEV, _MS_NOEXEC, _MS_REC, _MS_PRIVATE = 2, 4, 8, 0x4000, 0x40000

# A range without fixed accounts (systemd hands it out dynamically); one identity per running child, so that the
# process limit of one document does not touch another.
_FIRST_UID = 61184
_UID_COUNT = 4000

_LINUX = sys.platform.startswith("linux")
_libc: Any = ctypes.CDLL(None, use_errno=True) if _LINUX else None
_own_pid_namespace: int | None = None


def leave_network() -> str:
    """Move this process (and so all its children) into a network namespace without any interface.

    Returns how the network is kept away: "namespace", "user-namespace" or "refused" (Python makes no sockets).
    """
    if _LINUX:
        if os.geteuid() == 0 and _libc.unshare(_CLONE_NEWNET) == 0:
            return "namespace"
        if os.geteuid() != 0 and _libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNET) == 0:
            return "user-namespace"
    return "refused"


def become_subreaper() -> None:
    """Orphans of a child come back to this process, so that it can end them."""
    if _LINUX:
        _libc.prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def next_child_in_own_pid_namespace() -> bool:
    """The next fork starts a process tree of its own, which dies as a whole with its first process."""
    global _own_pid_namespace
    if not _LINUX or os.geteuid() != 0:
        return False
    try:
        if _own_pid_namespace is None:
            _own_pid_namespace = os.open("/proc/self/ns/pid", os.O_RDONLY | os.O_CLOEXEC)
        _libc.setns(_own_pid_namespace, _CLONE_NEWPID)
        return bool(_libc.unshare(_CLONE_NEWPID) == 0)
    except OSError:
        return False


def confine(directory: str, slot: int, network: str) -> None:
    """Bind the calling process (a fresh fork) to ``directory`` and to nobody's identity. Its own limits follow with
    its work (``limit``)."""
    uid = _FIRST_UID + slot % _UID_COUNT
    if os.geteuid() == 0:
        _small_disk(directory)
    os.chdir(directory)
    os.environ["TMPDIR"] = directory
    _lower(resource.RLIMIT_CORE, 0)
    if os.geteuid() == 0:
        os.chown(directory, uid, uid)
        os.setgroups([])
        os.setresgid(uid, uid, uid)
        os.setresuid(uid, uid, uid)
    if _LINUX:  # after the change of identity, which would undo the first
        _libc.prctl(_PR_SET_PDEATHSIG, 9, 0, 0, 0)
        _libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    if network == "refused":
        socket.socket = _no_socket  # type: ignore[assignment,misc]


def limit(limits: dict[str, float]) -> None:
    """Bind the calling process to what its work may take; before it sees a byte of the document."""
    os.nice(int(limits["nice"]))
    for what, value in (
        (resource.RLIMIT_AS, limits["memory"]),
        (resource.RLIMIT_CPU, limits["cpu"]),
        (resource.RLIMIT_FSIZE, limits["file_size"]),
        (resource.RLIMIT_NOFILE, limits["files"]),
    ):
        _lower(what, int(value))
    if os.getuid() in range(_FIRST_UID, _FIRST_UID + _UID_COUNT):
        # The limit counts processes of the identity, and would count everyone's under a shared one.
        _lower(resource.RLIMIT_NPROC, int(limits["processes"]))


def _lower(what: int, value: int) -> None:
    _, hard = resource.getrlimit(what)
    if hard != resource.RLIM_INFINITY:
        value = min(value, hard)
    try:
        resource.setrlimit(what, (value, value))
    except (ValueError, OSError):  # a system without this limit
        pass


def _small_disk(directory: str) -> None:
    """Mount a small memory file system on ``directory`` for this child alone; nothing happens where not allowed."""
    if not _LINUX or _libc.unshare(_CLONE_NEWNS) != 0:
        return
    if _libc.mount(b"none", b"/", None, _MS_REC | _MS_PRIVATE, None) != 0:
        return
    flags = _MS_NOSUID | _MS_NODEV | _MS_NOEXEC
    _libc.mount(b"tmpfs", os.fsencode(directory), b"tmpfs", flags, b"size=256m,nr_inodes=4096,mode=700")


def _no_socket(*_args: object, **_kwargs: object) -> socket.socket:
    raise PermissionError("no network in a reading child")
