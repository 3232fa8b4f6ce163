"""Calls of the PDF engine that are made for every character or object of a page."""

from __future__ import annotations

import ctypes
from typing import Any

PLACE = ctypes.c_void_p  # where something is: a handle of the engine, or memory to be filled in


def quick(function: Any, result: Any, *arguments: Any) -> Any:
    """The same library function with plain integers for handles: typed pointers cost more than the call itself."""
    address = ctypes.cast(function, ctypes.c_void_p).value or 0
    return ctypes.PYFUNCTYPE(result, *arguments)(address)
