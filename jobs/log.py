"""Events with names, over the standard library's logging: ``log.info("job_ended", outcome="done")``.

The names travel with the record (:func:`names_of`); the product's formatters write them out."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from types import MappingProxyType
from typing import Any

_context: ContextVar[Mapping[str, Any]] = ContextVar("names_in_log", default=MappingProxyType({}))


class EventLog:
    """A logger of events."""

    def __init__(self, name: str) -> None:
        self._logger = logging.getLogger(name)

    def info(self, event: str, **names: Any) -> None:
        """What happened as it should."""
        self._write(logging.INFO, event, names)

    def warning(self, event: str, **names: Any) -> None:
        """What somebody may want to look at."""
        self._write(logging.WARNING, event, names)

    def error(self, event: str, *, exc_info: BaseException | None = None, **names: Any) -> None:
        """What went wrong; with the exception it came from."""
        self._write(logging.ERROR, event, names, exc_info)

    def exception(self, event: str, **names: Any) -> None:
        """What went wrong, from where its exception is being handled."""
        self._write(logging.ERROR, event, names, sys.exc_info()[1])

    def _write(self, level: int, event: str, names: dict[str, Any], error: BaseException | None = None) -> None:
        if self._logger.isEnabledFor(level):
            self._logger.log(level, "%s", event, exc_info=error, extra={"names": names}, stacklevel=3)


def get_logger(name: str) -> EventLog:
    """The event log of a module."""
    return EventLog(name)


@contextmanager
def bound(**names: Any) -> Iterator[None]:
    """Every line of this thread, also of other loggers, bears these names meanwhile."""
    before = _context.set({**_context.get(), **names})
    try:
        yield
    finally:
        _context.reset(before)


def names_of(record: logging.LogRecord) -> dict[str, Any]:
    """What a record says beside its message: the names bound here and now, and its own."""
    return {**_context.get(), **getattr(record, "names", {})}
