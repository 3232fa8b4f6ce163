"""Logging: one JSON object a line in a file, readable lines on the console, secrets in neither."""

from __future__ import annotations

import logging
import re
from collections.abc import MutableMapping
from pathlib import Path
from typing import Any

import structlog

MASK = "***"
_SECRET_NAMES = re.compile(
    r"(?i)^(.*(password|passwd|secret|token|authorization|api_?key|cookie|set-cookie|credential|session_?id))$"
)
# Names that only look secret: they hold a count, a state or an identity of no value to a thief.
_HARMLESS_NAMES = frozenset({"lease_token", "token_version", "token_state", "max_tokens"})
_BEARER = re.compile(r"(?i)\b(bearer|basic)\s+[A-Za-z0-9._~+/=-]{6,}")
# A token of our own API: what finds it may stay.
_API_TOKEN = re.compile(r"\b(inboek_[a-z0-9]{10}_)[A-Za-z0-9_-]{43}")
_ASSIGNED = re.compile(
    r"(?i)\b(access_token|refresh_token|client_secret|password|api_key|code)(\"?\s*[=:]\s*\"?)[^\s&\"',;}]{4,}"
)
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b")


def _mask_iban(found: re.Match[str]) -> str:
    compact = found.group().replace(" ", "")
    return f"{compact[:2]}{MASK}{compact[-4:]}" if sum(map(str.isdigit, compact)) >= 8 else found.group()


def redact_text(text: str) -> str:
    """Mask credentials in free text and keep only the last four of an IBAN."""
    text = _BEARER.sub(lambda m: f"{m.group(1)} {MASK}", text)
    text = _API_TOKEN.sub(lambda m: f"{m.group(1)}{MASK}", text)
    text = _ASSIGNED.sub(lambda m: f"{m.group(1)}{m.group(2)}{MASK}", text)
    return _IBAN.sub(_mask_iban, text)


def redact(value: Any, name: str = "") -> Any:
    """Return ``value`` without secrets, looking into dictionaries and lists."""
    if name and name not in _HARMLESS_NAMES and _SECRET_NAMES.match(name):
        return MASK
    if isinstance(value, str):
        return redact_text(value)
    if isinstance(value, dict):
        return {key: redact(item, str(key)) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [redact(item) for item in value]
    return value


def redact_event(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """The structlog processor that applies :func:`redact` to the whole line."""
    for key in list(event):
        if not key.startswith("_"):
            event[key] = redact(event[key], key)
    return event


SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.PositionalArgumentsFormatter(),
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.StackInfoRenderer(),
]


def _formatter(renderer: Any) -> dict[str, Any]:
    """One of ``LOGGING``'s formatters: what every line goes through, then how it is written."""
    return {
        "()": structlog.stdlib.ProcessorFormatter,
        "foreign_pre_chain": SHARED,
        "processors": [
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            redact_event,
            renderer,
        ],
    }


def configure(directory: Path | None, level: str) -> dict[str, Any]:
    """Configure structlog and return Django's ``LOGGING`` dictionary.

    ``directory`` None means: console only.
    """
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *SHARED,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handlers: dict[str, Any] = {"console": {"class": "logging.StreamHandler", "formatter": "console"}}
    if directory is not None:
        handlers["file"] = {
            # Several processes write the same file, each line in one append; the watched handler follows the name when
            # the file is numbered away (workbench.log_files, or logrotate).
            "class": "logging.handlers.WatchedFileHandler",
            "filename": str(directory / "inboek.log"),
            "formatter": "json",
            "delay": True,
            "encoding": "utf-8",
        }
    names = list(handlers)
    of_jobs = names
    if directory is not None:
        # Every start and end of a job goes into the file; on the console they would bury what a person looks for.
        handlers["trouble"] = {"class": "logging.StreamHandler", "formatter": "console", "level": "WARNING"}
        of_jobs = ["file", "trouble"]
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "json": _formatter(structlog.processors.JSONRenderer(ensure_ascii=False)),
            "console": _formatter(
                structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)
            ),
        },
        "handlers": handlers,
        "root": {"handlers": names, "level": level},
        "loggers": {
            "jobs.runner": {"level": level, "handlers": of_jobs, "propagate": False},
            "mail.log": {"level": "WARNING"},
            "django": {"level": level, "handlers": names, "propagate": False},
            "django.server": {"level": "WARNING", "handlers": names, "propagate": False},
            "httpx": {"level": "WARNING"},
            # It would write every line down that goes to a mail server.
            "imapclient": {"level": "WARNING"},
            # The job's own lines say what ran; the messages that carried it are of no interest.
            "celery.worker.strategy": {"level": "WARNING"},
            "celery.app.trace": {"level": "WARNING"},
            "httpcore": {"level": "WARNING"},
        },
    }


def quiet(name: str, level: int = logging.WARNING) -> None:
    """Raise the level of one chatty logger."""
    logging.getLogger(name).setLevel(level)
