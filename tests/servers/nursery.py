"""The process that tests' processes are forked from: it has the libraries loaded, which is most of what a start costs.

It holds no code of ours and no settings: each child loads those for itself, with an environment of its own, in a
session of its own. Its parent's end of the control socket closing is its signal to end with all its children.
Started by :mod:`tests.servers.starting` as ``python -m tests.servers.nursery FD``.
"""

from __future__ import annotations

import array
import gc
import importlib
import io
import json
import os
import runpy
import select
import signal
import socket
import struct
import sys
import types
from contextlib import suppress
from typing import NoReturn

LENGTH = struct.Struct("!I")
# What most commands load; none of it reads settings or the environment when it is loaded.
LIBRARIES = (
    "logging.config",
    "celery.app.base",
    "cryptography.fernet",
    "csp.middleware",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.core.cache",
    "django.core.handlers.wsgi",
    "django.core.management",
    "django.core.management.commands.migrate",
    "django.db.backends.sqlite3.base",
    "django.db.migrations.executor",
    "django.db.models",
    "django.template.loader_tags",
    "django.urls",
    "django.utils.translation.trans_real",
    "django_htmx.middleware",
    "httpx",
    "lxml.etree",
    "psycopg",
    "publicsuffixlist",
    "pydantic_settings",
    "rapidfuzz.process",
    "redis",
    "structlog",
    "whitenoise.middleware",
)


def main(control: socket.socket) -> None:
    """Fork on request until nobody can ask any more."""
    wake, woken = os.pipe()
    for end in (wake, woken):
        os.set_blocking(end, False)
    signal.set_wakeup_fd(woken, warn_on_full_buffer=False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who runs the tests decides when to stop
    reports: dict[int, socket.socket] = {}
    while True:
        ready, _, _ = select.select([control, wake], [], [])
        if wake in ready:
            with suppress(BlockingIOError):
                os.read(wake, 4096)
            _bury(reports)
        if control in ready:
            request = _request(control)
            if request is None:
                break
            _fork(*request, reports, control, (wake, woken))
    for pid in reports:
        with suppress(ProcessLookupError):
            os.killpg(pid, signal.SIGKILL)
    for pid in reports:
        with suppress(ChildProcessError):
            os.waitpid(pid, 0)


def _request(control: socket.socket) -> tuple[dict, list[int]] | None:
    """What to start, with the descriptors of its output, its errors and its report; None at the end."""
    head, ancillary, _, _ = control.recvmsg(LENGTH.size, socket.CMSG_LEN(3 * array.array("i").itemsize))
    if not head:
        return None
    descriptors = array.array("i")
    for _level, _kind, data in ancillary:
        descriptors.frombytes(data)
    (size,) = LENGTH.unpack(head)
    body = b""
    while len(body) < size:
        body += control.recv(size - len(body))
    return json.loads(body), list(descriptors)


def _bury(reports: dict[int, socket.socket]) -> None:
    """Tell of every child that ended how it did."""
    with suppress(ChildProcessError):
        while (ended := os.waitpid(-1, os.WNOHANG))[0]:
            report = reports.pop(ended[0])
            with report, suppress(OSError):
                report.sendall(f"{os.waitstatus_to_exitcode(ended[1])}\n".encode())


def _fork(
    request: dict,
    descriptors: list[int],
    reports: dict[int, socket.socket],
    control: socket.socket,
    pipe: tuple[int, int],
) -> None:
    output, errors, report = descriptors
    pid = os.fork()
    if not pid:
        for each in [*pipe, report, control.detach(), *(other.detach() for other in reports.values())]:
            os.close(each)
        _become(request, output, errors)
    os.close(output)
    os.close(errors)
    reports[pid] = socket.socket(fileno=report)
    with suppress(OSError):
        reports[pid].sendall(f"{pid}\n".encode())


def _become(request: dict, output: int, errors: int) -> NoReturn:
    """Be ``python …`` from here on, up to the end that Python itself gives a process."""
    os.setsid()
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for source, target in ((output, 1), (errors, 2)):
        os.dup2(source, target)
        os.close(source)
    environment: dict[str, str] = request["environment"]
    command: list[str] = request["command"]
    if request["fresh"]:
        os.execve(sys.executable, [sys.executable, *command], environment)
    os.environ.clear()
    os.environ.update(environment)
    assert isinstance(sys.stdout, io.TextIOWrapper)
    sys.stdout.reconfigure(line_buffering=False)
    if command[0] == "-c":
        sys.argv = command[:1] + command[2:]
        sys.modules["__main__"] = scope = types.ModuleType("__main__")
        exec(compile(command[1], "<string>", "exec"), scope.__dict__)
    elif command[0] == "-m":
        sys.argv = command[1:]
        runpy.run_module(command[1], run_name="__main__", alter_sys=True)
    else:
        sys.argv = command
        runpy.run_path(command[0], run_name="__main__")
    sys.exit(0)


if __name__ == "__main__":
    for library in LIBRARIES:
        importlib.import_module(library)
    gc.collect()
    gc.freeze()
    main(socket.socket(fileno=int(sys.argv[1])))
