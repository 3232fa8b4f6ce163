"""The fork server: a small single-threaded process that starts, times and ends reading children.

It never reads a document itself, only a page of our own to practise on. Its parent's end of the control socket closing
is its signal to leave, so it does not outlive the worker; its children die with it. Started as
``python -m ocr.children.server FD [models]``; with "models" it holds those of the recogniser in memory.
"""

from __future__ import annotations

import ctypes
import gc
import json
import math
import os
import resource
import selectors
import shutil
import signal
import socket
import struct
import sys
import tempfile
import time
import traceback
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ocr.children import confine, tasks
from ocr.children.refusal import Refusal
from ocr.children.rooms import make_room

_LENGTH = struct.Struct("!I")
_MAX_REQUEST = 1024 * 1024
SPARES = 2  # children made ready while others work: starting one takes as long as reading a page


@dataclass(slots=True)
class _Child:
    """One running child: where to report, until when it may run, and its directory. A spare one has no ``reply`` yet
    and waits at the other end of ``work``."""

    pid: int
    directory: str
    work: socket.socket
    reply: socket.socket | None = None
    deadline: float = math.inf
    timed_out: bool = False
    started: float = field(default_factory=time.monotonic)


class Server:
    """Event loop over the control socket, the children's deaths and their deadlines."""

    def __init__(self, control: socket.socket) -> None:
        self.control = control
        self.children: dict[int, _Child] = {}
        self.slot = 0
        self.making_spares = True  # not again before the next request when one ended by itself: no endless forking
        self.network = confine.leave_network()
        confine.become_subreaper()
        self.base = make_room()
        self.wake_read, self.wake_write = os.pipe()
        for end in (self.wake_read, self.wake_write):
            os.set_blocking(end, False)
        signal.set_wakeup_fd(self.wake_write, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # the worker decides when to stop
        signal.signal(signal.SIGTERM, lambda *_: self.leave())

    def leave(self) -> None:
        """End all children and this process."""
        for child in list(self.children.values()):
            _kill_group(child.pid)
        shutil.rmtree(self.base, ignore_errors=True)
        os._exit(0)

    def serve(self) -> None:
        """Loop until the parent closes its end."""
        self._make_spares()
        with selectors.DefaultSelector() as selector:
            selector.register(self.control, selectors.EVENT_READ)
            selector.register(self.wake_read, selectors.EVENT_READ)
            while True:
                for key, _ in selector.select(self._patience()):
                    if key.fileobj is self.control:
                        self._accept()
                    else:
                        self._drain()
                self._enforce()
                self._reap()
                self._make_spares()

    def _patience(self) -> float | None:
        first = min((child.deadline for child in self.children.values()), default=math.inf)
        return None if first == math.inf else max(0.0, first - time.monotonic())

    def _drain(self) -> None:
        try:
            while os.read(self.wake_read, 512):
                pass
        except BlockingIOError:
            pass

    def _accept(self) -> None:
        head, fds, _, _ = socket.recv_fds(self.control, _LENGTH.size, 3)
        if not head:
            self.leave()
        body = b""
        (size,) = _LENGTH.unpack(head)
        while len(body) < size <= _MAX_REQUEST:
            more = self.control.recv(size - len(body))
            if not more:
                self.leave()
            body += more
        request = json.loads(body)
        self.making_spares = True
        data_fd, answer_fd, reply_fd = fds
        reply = socket.socket(fileno=reply_fd)
        try:
            self._start(request, data_fd, answer_fd, reply)
        except OSError as problem:  # no process, no directory: the caller hears it
            _report(reply, {"failure": "start", "detail": type(problem).__name__})
        finally:
            os.close(data_fd)
            os.close(answer_fd)

    def _start(self, request: dict[str, Any], data_fd: int, answer_fd: int, reply: socket.socket) -> None:
        """Give the work to a spare child, or to a new one when none is ready. Raises OSError when there is none."""
        body = json.dumps(request).encode()
        while True:
            child = next((one for one in self.children.values() if one.reply is None and not one.timed_out), None)
            fresh = child is None
            if child is None:
                child = self._fork()
            try:
                socket.send_fds(child.work, [_LENGTH.pack(len(body))], [data_fd, answer_fd, reply.fileno()])
                child.work.sendall(body)
            except OSError:  # it ended while it waited
                if fresh:
                    raise
                child.timed_out = True
                _kill_group(child.pid)
                continue
            child.reply = reply
            child.started = time.monotonic()
            child.deadline = child.started + float(request["limits"]["wall"])
            return

    def _make_spares(self) -> None:
        try:
            while self.making_spares and sum(child.reply is None for child in self.children.values()) < SPARES:
                self._fork()
        except OSError:  # no process to be had: tried again with the next request, whose caller hears it
            pass

    def _fork(self) -> _Child:
        """A child, already confined, that waits for its one piece of work."""
        self.slot += 1
        directory = tempfile.mkdtemp(dir=self.base)
        ours, theirs = socket.socketpair()
        confine.next_child_in_own_pid_namespace()
        try:
            pid = os.fork()
        except OSError:
            ours.close()
            theirs.close()
            shutil.rmtree(directory, ignore_errors=True)
            raise
        if pid == 0:
            try:
                self._in_child(theirs, directory)
            finally:
                os._exit(70)
        theirs.close()
        self.children[pid] = _Child(pid, directory, ours)
        return self.children[pid]

    def _in_child(self, work: socket.socket, directory: str) -> None:
        signal.set_wakeup_fd(-1)
        for number in (signal.SIGCHLD, signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_DFL)
        os.setsid()
        _keep_only(work.fileno())
        confine.confine(directory, self.slot, self.network)
        head, (data_fd, answer_fd, reply_fd), _, _ = socket.recv_fds(work, _LENGTH.size, 3)
        (size,) = _LENGTH.unpack(head)
        body = b""
        while len(body) < size:
            more = work.recv(size - len(body))
            if not more:
                os._exit(71)
            body += more
        work.sendall(b"+")  # from here on what happens is the document's doing
        work.close()
        began = time.monotonic()
        request = json.loads(body)
        confine.limit(request["limits"])
        with os.fdopen(data_fd, "rb") as source:
            data = source.read()
        _write_answer(answer_fd, *_perform(request, data))
        # The worker goes on from here; what a child leaves behind is taken down after it, not before.
        _report(socket.socket(fileno=reply_fd), _told(time.monotonic() - began, _own_peak()))
        os._exit(0)

    def _enforce(self) -> None:
        now = time.monotonic()
        for child in self.children.values():
            if now >= child.deadline and not child.timed_out:
                child.timed_out = True
                child.deadline = now + 3600
                _kill_group(child.pid)

    def _reap(self) -> None:
        while True:
            try:
                ended = os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
            except ChildProcessError:
                return
            if ended is None:
                return
            if ended.si_pid in self.children:
                _kill_group(ended.si_pid)  # before the number can be given away: what it left behind
            pid, status, usage = os.wait4(ended.si_pid, 0)
            child = self.children.pop(pid, None)
            if child is None:
                continue  # an orphan of a child
            _remove(child.directory)
            if child.reply is None:
                self.making_spares = False
            elif _has_begun(child):
                _report(child.reply, _fate(child, status, usage))
            else:
                _report(child.reply, {"failure": "start", "detail": "spare"})
            child.work.close()
        # not reached


def _perform(request: dict[str, Any], data: bytes) -> tuple[dict[str, Any], list[bytes]]:
    """Run the task; what it raises becomes data."""
    try:
        answer, blobs = tasks.load(request["task"])(request["request"], data)
        return {"ok": answer}, blobs
    except Refusal as refusal:
        return {"refused": refusal.code, "params": refusal.params}, []
    except MemoryError:
        return {"failed": "memory", "detail": "MemoryError"}, []
    except RecursionError:
        return {"failed": "depth", "detail": "RecursionError"}, []
    except Exception as problem:
        where = traceback.extract_tb(problem.__traceback__)[-1]
        detail = f"{type(problem).__name__} at {Path(where.filename).name}:{where.lineno}"
        return {"failed": "error", "detail": detail}, []


def _write_answer(answer_fd: int, answer: dict[str, Any], blobs: list[bytes]) -> None:
    answer["blobs"] = [len(blob) for blob in blobs]
    text = json.dumps(answer, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
    with os.fdopen(answer_fd, "wb") as target:
        target.write(_LENGTH.pack(len(text)))
        target.write(text)
        for blob in blobs:
            target.write(blob)


def _keep_only(*wanted: int) -> None:
    """Close every descriptor but ``wanted``; the three standard ones lead nowhere."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nowhere, standard)
    keep = sorted(wanted)
    limit = min(resource.getrlimit(resource.RLIMIT_NOFILE)[0], 4096)
    start = 3
    for number in [*keep, limit]:
        os.closerange(start, number)
        start = number + 1


def _kill_group(pid: int) -> None:
    for kill in (os.killpg, os.kill):
        try:
            kill(pid, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            pass


def _has_begun(child: _Child) -> bool:
    """Whether it took its work; a spare that was ended while it waited has not seen the document."""
    try:
        return child.work.recv(1, socket.MSG_DONTWAIT) == b"+"
    except OSError:
        return False


def _remove(directory: str) -> None:
    """A child's directory is empty from outside where its files lay on a file system of its own."""
    try:
        Path(directory).rmdir()
    except OSError:
        shutil.rmtree(directory, ignore_errors=True)


def _told(seconds: float, peak: int) -> dict[str, Any]:
    """What a report says of any end. ``peak``: the largest process, in the system's unit."""
    return {"seconds": round(seconds, 4), "peak_memory": peak * (1 if sys.platform == "darwin" else 1024)}


def _own_peak() -> int:
    """The largest of this process and those it waited for."""
    return max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))


def _fate(child: _Child, status: int, usage: resource.struct_rusage) -> dict[str, Any]:
    fate = _told(time.monotonic() - child.started, usage.ru_maxrss)
    if child.timed_out:
        fate |= {"failure": "timeout"}
    elif os.WIFSIGNALED(status):
        number = os.WTERMSIG(status)
        name = signal.Signals(number).name if number in signal.Signals.__members__.values() else str(number)
        # The kernel ends a child over its processor time with SIGKILL or SIGXCPU.
        fate |= {"failure": "cpu" if number in (signal.SIGKILL, signal.SIGXCPU) else "crash", "detail": name}
    elif os.WEXITSTATUS(status) != 0:
        fate |= {"failure": "crash", "detail": f"exit {os.WEXITSTATUS(status)}"}
    return fate


def _report(reply: socket.socket, fate: dict[str, Any]) -> None:
    """Tell the caller, in one line. The first line counts: a child that answered has said it before it ends."""
    try:
        reply.sendall(json.dumps(fate).encode() + b"\n")
    except OSError:  # the caller is gone, or was told by the child itself
        pass
    finally:
        reply.close()


def _settle() -> None:
    """Leave memory as children can share it: what they write into is copied for each of them."""
    gc.collect()
    gc.freeze()  # a child's collector would copy every page it only looks at
    with suppress(AttributeError, OSError):  # holes in memory, which a child would copy to fill them; GNU's alone
        ctypes.CDLL(None).malloc_trim(0)


def main() -> None:
    """Entry point: the control socket's descriptor, and "models" for a server of children that recognise."""
    control = socket.socket(fileno=int(sys.argv[1]))
    tasks.load_all()
    with suppress(Exception):  # what does not work on our own page will be heard of with a document
        tasks.practise()
        if "models" in sys.argv[2:]:
            tasks.keep_models()
    _settle()
    server = Server(control)
    control.sendall(b"+")
    server.serve()


if __name__ == "__main__":
    main()
