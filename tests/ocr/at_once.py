"""Whether what follows something bad comes at once, told from a machine that is busy with other things."""

from __future__ import annotations

import time
from collections.abc import Callable

SECONDS = 1.0
_TRIES = 3


def follows_at_once(bad: Callable[[], object], good: Callable[[], object]) -> bool:
    """Whether `good` takes at most a second right after `bad`.

    Tried up to three times: what `bad` leaves behind slows `good` each time, another program only now and then.
    """
    for _ in range(_TRIES):
        bad()
        began = time.monotonic()
        good()
        if time.monotonic() - began <= SECONDS:
            return True
    return False
