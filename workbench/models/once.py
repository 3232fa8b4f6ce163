"""What a page that only looks asks once, however many rows it shows."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

Answer = TypeVar("Answer")
_answers: ContextVar[dict[Hashable, Any] | None] = ContextVar("_answers", default=None)


@contextmanager
def only_looking() -> Iterator[None]:
    """Inside, ``once`` remembers its answers. For pages that change nothing: whoever changes something looks anew."""
    outer = _answers.set({})
    try:
        yield
    finally:
        _answers.reset(outer)


def once(key: Hashable, ask: Callable[[], Answer]) -> Answer:
    """The answer to a question that ``key`` tells from all others: remembered inside ``only_looking``, asked each time
    outside of it."""
    answers = _answers.get()
    if answers is None:
        return ask()
    if key not in answers:
        answers[key] = ask()
    found: Answer = answers[key]
    return found
