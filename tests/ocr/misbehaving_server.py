"""A fork server whose tasks do what hostile documents make parsers do. For tests only."""

from __future__ import annotations

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from typing import Any

from ocr.children import server, tasks

Answer = tuple[dict[str, Any], list[bytes]]


def segfault(request: dict[str, Any], data: bytes) -> Answer:
    ctypes.string_at(0)
    return {}, []


def abort(request: dict[str, Any], data: bytes) -> Answer:
    os.abort()


def leave(request: dict[str, Any], data: bytes) -> Answer:
    os._exit(137)


def loop(request: dict[str, Any], data: bytes) -> Answer:
    while True:
        pass


def sleep(request: dict[str, Any], data: bytes) -> Answer:
    time.sleep(600)
    return {}, []


def swallow_memory(request: dict[str, Any], data: bytes) -> Answer:
    return {"size": len(bytearray(10 * 1024**3))}, []


def fill_disk(request: dict[str, Any], data: bytes) -> Answer:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    for number in range(100):
        with open(f"file-{number}", "wb") as target:
            for _ in range(90):
                target.write(bytes(1024 * 1024))
    return {}, []


def chatter(request: dict[str, Any], data: bytes) -> Answer:
    for _ in range(1024):
        os.write(1, bytes(1024 * 1024))
    return {"said": True}, []


def long_answer(request: dict[str, Any], data: bytes) -> Answer:
    return {"text": "x" * 40_000_000}, []


def wrong_answer(request: dict[str, Any], data: bytes) -> Answer:
    return [], []  # type: ignore[return-value]


def fork_bomb(request: dict[str, Any], data: bytes) -> Answer:
    made = 0
    try:
        for _ in range(2000):
            if os.fork() == 0:
                time.sleep(300)
                os._exit(0)
            made += 1
    except OSError:
        pass
    return {"made": made}, []


def orphan(request: dict[str, Any], data: bytes) -> Answer:
    """Leaves a process in a session of its own behind."""
    child = subprocess.Popen(["/bin/sleep", "301"], start_new_session=True)
    return {"pid": child.pid}, []


def babble(request: dict[str, Any], data: bytes) -> Answer:
    """Speaks on every descriptor it finds, the one its end is reported on among them."""
    for number in range(3, 32):
        try:
            os.write(number, b"[" * 50_000 + b"\n")
        except OSError:
            pass
    return {}, []


def environment(request: dict[str, Any], data: bytes) -> Answer:
    return {
        "environment": dict(os.environ),
        "uid": os.geteuid(),
        "files": os.listdir("."),
        "directory": os.getcwd(),
    }, []


def connect(request: dict[str, Any], data: bytes) -> Answer:
    with socket.create_connection(("127.0.0.1", int(request["port"])), timeout=3):
        return {"connected": True}, []


def read_file(request: dict[str, Any], data: bytes) -> Answer:
    with open(request["path"], "rb") as source:
        return {"read": len(source.read())}, []


def foreign_error(request: dict[str, Any], data: bytes) -> Answer:
    raise ZeroDivisionError(data.decode())


def deep(request: dict[str, Any], data: bytes) -> Answer:
    return deep(request, data)


def echo(request: dict[str, Any], data: bytes) -> Answer:
    return {"length": len(data)}, [data]


for _name in (
    *("segfault", "abort", "leave", "loop", "sleep", "swallow_memory", "fill_disk", "chatter", "long_answer"),
    *(
        "wrong_answer",
        "babble",
        "fork_bomb",
        "orphan",
        "environment",
        "connect",
        "read_file",
        "foreign_error",
        "deep",
        "echo",
    ),
):
    tasks.TASKS[_name] = f"{__name__}:{_name}"

if __name__ == "__main__":
    sys.modules["tests.ocr.misbehaving_server"] = sys.modules["__main__"]
    server.main()
