"""The worker's side of the reading children: ask, wait, check."""

from __future__ import annotations

import atexit
import json
import os
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from ocr.children.limits import Limits
from ocr.children.tasks import RECOGNISING

_LENGTH = struct.Struct("!I")
_ROOT = str(Path(__file__).resolve().parents[2])
_START_SECONDS = 30.0
_MAX_REPORT = 16 * 1024
_ATTEMPTS = 3  # to have a child begin; what ends one that began is never tried again
# Tests put a server with misbehaving tasks here.
SERVER_MODULE = "ocr.children.server"
# Memory in large pages where the system has them on request: forking a process costs by the page.
_LARGE_PAGES = {"GLIBC_TUNABLES": "glibc.malloc.hugetlb=1"}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one child.

    ``answer`` is None when it failed; then ``failure`` says how: timeout, cpu, memory, depth, crash, error, answer
    (not the agreed form), start; or ``refused`` holds the finding code the task itself gave, with ``params``."""

    answer: dict[str, Any] | None = None
    blobs: tuple[bytes, ...] = ()
    failure: str = ""
    detail: str = ""
    refused: str = ""
    params: dict[str, str] = field(default_factory=dict)
    seconds: float = 0.0
    peak_memory: int = 0

    @property
    def ok(self) -> bool:
        """True when the task answered."""
        return self.answer is not None


class _Server:
    """Handle on one fork server process; safe for many threads. One with ``models`` holds the recogniser's in memory:
    children forked from a large process cost more, so that only recognition gets such."""

    def __init__(self, models: bool) -> None:
        ours, theirs = socket.socketpair()
        environment = {
            "PATH": "/usr/local/bin:/usr/bin:/bin:/opt/homebrew/bin",
            "LANG": "C.UTF-8",
            "OMP_THREAD_LIMIT": "1",  # two recognisers side by side beat one with two threads
            "PYTHONPATH": os.pathsep.join([_ROOT, *(entry for entry in sys.path if "site-packages" in entry)]),
            "PYTHONHASHSEED": "0",
            "PYTHONDONTWRITEBYTECODE": "1",
            **(_LARGE_PAGES if models else {}),
        }
        self.process = subprocess.Popen(
            [sys.executable, "-m", SERVER_MODULE, str(theirs.fileno()), *(["models"] if models else [])],
            pass_fds=[theirs.fileno()],
            env=environment,
            cwd=_ROOT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        )
        theirs.close()
        self.control = ours
        self.lock = threading.Lock()
        ours.settimeout(_START_SECONDS)
        if ours.recv(1) != b"+":
            raise OSError("the fork server did not start")
        ours.settimeout(None)

    def alive(self) -> bool:
        """Whether the process still runs."""
        return self.process.poll() is None

    def ask(self, body: bytes, fds: list[int]) -> None:
        """Send one request with its descriptors. Raises OSError when the server is gone."""
        with self.lock:
            socket.send_fds(self.control, [_LENGTH.pack(len(body))], fds)
            self.control.sendall(body)

    def close(self) -> None:
        """Let it end itself and its children."""
        self.control.close()
        try:
            self.process.wait(3)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


_servers: dict[bool, _Server] = {}  # by whether they hold models
_owner = 0
_start = threading.Lock()


def _current(models: bool = False) -> _Server:
    global _owner
    with _start:
        if _owner != os.getpid():
            _servers.clear()  # those are our parent's
            _owner = os.getpid()
        server = _servers.get(models)
        if server is not None and server.alive():
            return server
        if server is not None:
            server.close()
        _servers[models] = _Server(models)
        return _servers[models]


def warm_up(*, recognition: bool = False) -> None:
    """Start the fork server now (0.5 s), so that the first document does not wait for it; also that with the
    recogniser's models (0.8 s), which the first scan starts otherwise."""
    _current()
    if recognition:
        _current(models=True)


def shut_down() -> None:
    """End the fork servers and all their children; the next ``run`` starts a new one."""
    with _start:
        if _owner == os.getpid():
            for server in _servers.values():
                server.close()
        _servers.clear()


def _drop(server: _Server) -> None:
    """Give up a server that no longer answers, unless another thread already has."""
    with _start:
        for models, current in list(_servers.items()):
            if current is server:
                del _servers[models]
                server.process.kill()
                server.close()


atexit.register(shut_down)


def run(task: str, request: dict[str, Any], data: bytes, limits: Limits) -> Outcome:
    """Run ``task`` on ``data`` in a child bound by ``limits``. Never raises for what the document does."""
    for attempt in range(_ATTEMPTS):
        server = None
        try:
            server = _current(task in RECOGNISING)
            outcome = _run_once(server, task, request, data, limits)
            if outcome.failure != "start" or attempt + 1 == _ATTEMPTS:
                return outcome
        except OSError as problem:  # the server itself was ended from outside: once more with a new one
            if server is not None:
                _drop(server)
            if attempt + 1 == _ATTEMPTS:
                return Outcome(failure="start", detail=type(problem).__name__)
    raise AssertionError("unreachable")


def _run_once(server: _Server, task: str, request: dict[str, Any], data: bytes, limits: Limits) -> Outcome:
    body = json.dumps({"task": task, "request": request, "limits": limits.to_json()}).encode()
    ours, theirs = socket.socketpair()
    with ours, _memory_file() as source, _memory_file() as answer:
        source.write(data)
        source.flush()
        source.seek(0)
        with theirs:
            server.ask(body, [source.fileno(), answer.fileno(), theirs.fileno()])
        # The server keeps the clock; the margin here only covers the server itself standing still.
        try:
            report = _receive(ours, time.monotonic() + limits.wall + 10)
        except TimeoutError:
            server.process.kill()
            return Outcome(failure="timeout", detail="fork server")
        if not report:
            raise ConnectionError("fork server went away")
        return _outcome(report, answer, limits)


def _receive(ours: socket.socket, until: float) -> bytes:
    """The first line of the report, or what came of it. The child has a hand in it, so neither its length nor its
    time are endless. Raises TimeoutError."""
    line = b""
    while len(line) <= _MAX_REPORT:
        ours.settimeout(max(0.01, until - time.monotonic()))
        part = ours.recv(4096)
        line += part
        if not part or b"\n" in part:
            break
    return line.partition(b"\n")[0]


def _outcome(report: bytes, answer: IO[bytes], limits: Limits) -> Outcome:
    try:
        fate = json.loads(report)
        seconds, peak = float(fate.get("seconds", 0)), int(fate.get("peak_memory", 0))
        failure, detail = str(fate.get("failure", "")), str(fate.get("detail", ""))
    except (ValueError, TypeError, AttributeError, RecursionError) as problem:  # not what either of ours says
        return Outcome(failure="answer", detail=type(problem).__name__)
    if failure:
        return Outcome(failure=failure, detail=detail, seconds=seconds, peak_memory=peak)
    try:
        told, blobs = _read_answer(answer, limits)
    except (ValueError, KeyError, TypeError, struct.error, RecursionError) as problem:
        return Outcome(failure="answer", detail=type(problem).__name__, seconds=seconds, peak_memory=peak)
    if "refused" in told:
        params = {str(k): str(v) for k, v in told.get("params", {}).items()}
        return Outcome(refused=str(told["refused"]), params=params, seconds=seconds, peak_memory=peak)
    if "failed" in told:
        return Outcome(
            failure=str(told["failed"]), detail=str(told.get("detail", "")), seconds=seconds, peak_memory=peak
        )
    return Outcome(answer=told["ok"], blobs=blobs, seconds=seconds, peak_memory=peak)


def _read_answer(answer: IO[bytes], limits: Limits) -> tuple[dict[str, Any], tuple[bytes, ...]]:
    answer.seek(0)
    (size,) = _LENGTH.unpack(answer.read(_LENGTH.size))
    if size > limits.answer:
        raise ValueError("answer too long")
    told = json.loads(answer.read(size))
    sizes = [int(length) for length in told["blobs"]]
    if sum(sizes) > limits.blobs or any(length < 0 for length in sizes):
        raise ValueError("blobs too long")
    blobs = tuple(answer.read(length) for length in sizes)
    if [len(blob) for blob in blobs] != sizes:
        raise ValueError("blobs cut short")
    if "ok" in told and not isinstance(told["ok"], dict):
        raise TypeError("answer is no object")
    return told, blobs


def _memory_file() -> IO[bytes]:
    """An unnamed file, in memory where the system has such files."""
    if hasattr(os, "memfd_create"):
        return os.fdopen(os.memfd_create("reading", os.MFD_CLOEXEC), "w+b")
    return tempfile.TemporaryFile()
