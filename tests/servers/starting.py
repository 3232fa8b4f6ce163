"""Start ``python …`` as a real process of its own without paying for a whole start of Python each time."""

from __future__ import annotations

import atexit
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO

from tests.servers.nursery import LENGTH

ROOT = Path(__file__).resolve().parent.parent.parent


class Process:
    """A started process. Like ``subprocess.Popen`` as far as tests need it; in a session of its own."""

    def __init__(self, command: Sequence[str], report: socket.socket, kept: Sequence[IO[bytes]]) -> None:
        self.args = list(command)
        self.returncode: int | None = None
        self._report, self._kept = report, kept
        self._texts: list[str] = []
        self._said = b""
        self._read(None)
        self.pid = int(self._said.partition(b"\n")[0])

    def _read(self, timeout: float | None) -> bool:
        """Take in what the report says; False when nothing came in time."""
        self._report.settimeout(timeout)
        try:
            part = self._report.recv(100)
        except (BlockingIOError, TimeoutError):
            return False
        if not part:
            raise RuntimeError("the process that starts others has gone")
        self._said += part
        return True

    def wait(self, timeout: float | None = None) -> int:
        """Wait for the end; the exit code, or the signal as a negative number. Raises subprocess.TimeoutExpired."""
        while self.returncode is None:
            if self._said.count(b"\n") == 2:
                self.returncode = int(self._said.split()[1])
                self._report.close()
                for written in self._kept:
                    with written:
                        written.seek(0)
                        self._texts.append(written.read().decode(errors="replace"))
            elif not self._read(timeout):
                raise subprocess.TimeoutExpired(self.args, timeout or 0)
        return self.returncode

    def poll(self) -> int | None:
        """The exit code when it has ended."""
        with suppress(subprocess.TimeoutExpired):
            return self.wait(0)
        return None

    def communicate(self, timeout: float | None = None) -> tuple[str, str]:
        """Wait for the end; what it wrote, when that was kept. Raises subprocess.TimeoutExpired."""
        self.wait(timeout)
        output, errors = self._texts
        return output, errors

    def send_signal(self, number: int) -> None:
        """Send a signal, unless it has ended."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it."""
        self.send_signal(signal.SIGKILL)


def _in_memory() -> IO[bytes]:
    return os.fdopen(os.memfd_create("output"), "w+b") if hasattr(os, "memfd_create") else tempfile.TemporaryFile()


class _Nursery:
    """Our end of the process that others are forked from; one per test process, started by who needs it first."""

    def __init__(self) -> None:
        self._control: socket.socket | None = None

    def _connected(self) -> socket.socket:
        if self._control is None:
            self._control, theirs = socket.socketpair()
            with theirs:
                self._process = subprocess.Popen(
                    [sys.executable, "-m", "tests.servers.nursery", str(theirs.fileno())],
                    pass_fds=[theirs.fileno()],
                    cwd=ROOT,
                    env={name: value for name, value in os.environ.items() if not name.startswith(("INBOEK", "EXACT"))},
                    stdin=subprocess.DEVNULL,
                    start_new_session=True,
                )
            atexit.register(self.close)
        return self._control

    def ask(self, request: bytes, descriptors: list[int]) -> None:
        """Have a process started."""
        control = self._connected()
        socket.send_fds(control, [LENGTH.pack(len(request))], descriptors)
        control.sendall(request)

    def close(self) -> None:
        """Let it end, with all that still runs."""
        if self._control is not None:
            self._control.close()
            self._process.wait()


_nursery = _Nursery()


def start(
    *command: str, environment: Mapping[str, str], output: IO[bytes] | None = None, fresh: bool = False
) -> Process:
    """Start ``python …`` in the project's root. Both outputs go to ``output``, or are kept for ``communicate``.

    ``fresh`` starts Python from its very beginning: for what looks at processes from outside (their command line).
    """
    kept = [] if output else [_in_memory(), _in_memory()]
    written, errors = kept or (output, output)
    ours, theirs = socket.socketpair()
    with theirs:
        request = {"command": command, "environment": dict(environment), "fresh": fresh}
        _nursery.ask(json.dumps(request).encode(), [written.fileno(), errors.fileno(), theirs.fileno()])
    return Process(command, ours, kept)


def run(*command: str, environment: Mapping[str, str], timeout: float = 120) -> subprocess.CompletedProcess[str]:
    """Run ``python …`` to its end. Raises subprocess.TimeoutExpired after having killed it with its children."""
    process = start(*command, environment=environment)
    try:
        output, errors = process.communicate(timeout)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        output, errors = process.communicate()
        raise subprocess.TimeoutExpired(process.args, timeout, output, errors) from None
    return subprocess.CompletedProcess(process.args, process.wait(), output, errors)
