"""The recogniser's library with its models in memory; every recognition is a process of its own.

The recogniser's program loads its models anew for each picture, which takes a fifth of the time of a page. Here the
process from which reading children are forked loads them once (``load``), and a recognition is a fork of the child: as
far apart from it as the program was, with its own limits and its own clock, and what ends it ends nothing else. The
words are those of the program, to the byte.

Where there is no such library, or the models were not loaded, the program does it (``ocr.image.tesseract``)."""

from __future__ import annotations

import atexit
import ctypes
import os
import select
import signal
import sys
import time
from dataclasses import dataclass, field
from typing import Any, NoReturn

from PIL import Image

_LIBRARIES = ("libtesseract.so.5", "libtesseract.so.4")  # before 4 it had no such models
_NEURAL = 1  # the models to use: those for whole lines
_PART = 65536

_library: Any = None
_loaded: dict[str, ctypes.c_void_p] = {}


def load(*languages: str) -> bool:
    """Keep the models of each of these (like "nld+eng") in this process's memory. False when that cannot be done."""
    global _library
    if _library is None:
        _library = _opened()
        if _library is None:
            return False
        atexit.register(_release)
    for wanted in languages:
        if wanted not in _loaded:
            handle = ctypes.c_void_p(_library.TessBaseAPICreate())
            if _library.TessBaseAPIInit2(handle, None, wanted.encode(), _NEURAL) != 0:
                return False
            _loaded[wanted] = handle
    return True


@dataclass(slots=True)
class Running:
    """A recognition under way in the process ``pid``, which writes its table to ``source``."""

    pid: int
    source: int
    began: float = field(default_factory=time.monotonic)

    def table(self, seconds: float) -> str:
        """One tab-separated row per block, line and word. Raises RuntimeError when it ended otherwise or takes more
        than ``seconds`` from its start."""
        parts = []
        try:
            while True:
                left = self.began + seconds - time.monotonic()
                if left <= 0 or not select.select([self.source], [], [], left)[0]:
                    raise RuntimeError("recogniser timeout")
                part = os.read(self.source, _PART)
                if not part:
                    break
                parts.append(part)
        except BaseException:
            os.kill(self.pid, signal.SIGKILL)
            raise
        finally:
            os.close(self.source)
            _, status = os.waitpid(self.pid, 0)
        if status != 0:
            raise RuntimeError(f"recogniser ended with {os.waitstatus_to_exitcode(status)}")
        return b"".join(parts).decode("utf-8", "replace")


def start(picture: Image.Image, dpi: int, languages: str, mode: int) -> Running | None:
    """Begin to read ``picture`` (mode L), laid out as ``mode`` says; None when the models of ``languages`` are not in
    memory."""
    handle = _loaded.get(languages)
    if handle is None:
        return None
    source, target = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(source)  # so that the words of which nobody waits any more are refused, not kept
        _recognise(handle, picture, dpi, mode, target)
    os.close(target)
    return Running(pid, source)


def _recognise(handle: ctypes.c_void_p, picture: Image.Image, dpi: int, mode: int, target: int) -> NoReturn:
    """The whole life of the process for one recognition."""
    try:
        wide, high = picture.size
        _library.TessBaseAPISetVariable(handle, b"user_defined_dpi", str(dpi).encode())
        _library.TessBaseAPISetPageSegMode(handle, mode)
        _library.TessBaseAPISetImage(handle, picture.tobytes(), wide, high, 1, wide)
        if _library.TessBaseAPIRecognize(handle, None) == 0:
            table = _library.TessBaseAPIGetTsvText(handle, 0) or b""
            with os.fdopen(target, "wb") as pipe:
                pipe.write(table)
            os._exit(0)
    finally:
        os._exit(1)


def _release() -> None:
    """Give the models back: the library complains of what is still held at the end."""
    for handle in _loaded.values():
        _library.TessBaseAPIDelete(handle)
    _loaded.clear()


def _opened() -> Any:
    """The library with its functions declared; None where there is none. Only on Linux: elsewhere the system's own
    libraries do not all bear being forked."""
    if not sys.platform.startswith("linux"):
        return None
    for name in _LIBRARIES:
        try:
            library = ctypes.CDLL(name)
            break
        except OSError:
            continue
    else:
        return None
    api, text, number = ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int
    for function, result, *takes in (
        ("TessBaseAPICreate", api),
        ("TessBaseAPIDelete", None, api),
        ("TessBaseAPIInit2", number, api, text, text, number),
        ("TessBaseAPISetVariable", number, api, text, text),
        ("TessBaseAPISetPageSegMode", None, api, number),
        ("TessBaseAPISetImage", None, api, text, number, number, number, number),
        ("TessBaseAPIRecognize", number, api, api),
        ("TessBaseAPIGetTsvText", text, api, number),
    ):
        try:
            declared = getattr(library, function)
        except AttributeError:
            return None
        declared.restype, declared.argtypes = result, takes
    return library
