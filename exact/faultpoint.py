"""Named places where a fault test may kill the process. They do nothing unless the environment arms them.

``INBOEK_FAULTPOINTS`` holds names with an optional count, for instance ``P5`` or ``P6:2`` (die at the second
passage), separated by commas. Death is SIGKILL: no clean-up runs, as with a power cut.
"""

from __future__ import annotations

import os
import signal

_passed: dict[str, int] = {}


def faultpoint(name: str) -> None:
    """Die here when armed for ``name`` and this is the armed passage."""
    armed = os.environ.get("INBOEK_FAULTPOINTS")
    if not armed:
        return
    for part in armed.split(","):
        wanted, _, count = part.strip().partition(":")
        if wanted == name:
            _passed[name] = _passed.get(name, 0) + 1
            if _passed[name] == int(count or 1):
                os.kill(os.getpid(), signal.SIGKILL)
