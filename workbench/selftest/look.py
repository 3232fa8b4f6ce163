"""One look of the self-test and what came of it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass


class Unfit(Exception):
    """Something is not as it must be; the text says what and what to do."""


@dataclass(frozen=True, slots=True)
class Told:
    """``ok``, and one line of what was seen or what is wrong; ``seconds`` it took."""

    name: str
    ok: bool
    line: str
    seconds: float

    def __str__(self) -> str:
        return f"{'ok  ' if self.ok else 'FAIL'}  {self.name:<22} {self.line}"


Look = Callable[[], str]


def take(looks: Iterable[tuple[str, Look]]) -> Iterator[Told]:
    """Take every look, one after the other; an exception is an answer, too."""
    for name, look in looks:
        begun = time.monotonic()
        try:
            ok, line = True, look()
        except Unfit as unfit:
            ok, line = False, str(unfit)
        except Exception as error:
            ok, line = False, f"{type(error).__name__}: {error}"
        yield Told(name, ok, " ".join(line.split()), time.monotonic() - begun)
