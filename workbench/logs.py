"""Logging: one JSON object a line in a file, readable lines on the console, secrets in neither."""

from __future__ import annotations

import json
import logging
import re
import traceback
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from jobs.log import names_of

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


def line_of(record: logging.LogRecord) -> dict[str, Any]:
    """Everything a record says, without secrets."""
    moment = datetime.fromtimestamp(record.created, UTC)
    line: dict[str, Any] = {
        **names_of(record),
        "event": record.getMessage(),
        "level": record.levelname.lower(),
        "logger": record.name,
        "timestamp": moment.isoformat(timespec="microseconds").replace("+00:00", "Z"),
    }
    if record.exc_info and record.exc_info[0] is not None:
        line["exception"] = "".join(traceback.format_exception(*record.exc_info)).rstrip("\n")
    if record.stack_info:
        line["stack"] = record.stack_info
    return {key: redact(value, key) for key, value in line.items()}


class JsonLine(logging.Formatter):
    """One JSON object."""

    def format(self, record: logging.LogRecord) -> str:
        """Whatever JSON does not know is written as Python shows it."""
        return json.dumps(line_of(record), ensure_ascii=False, default=repr)


class ReadableLine(logging.Formatter):
    """When, how grave, what, from where, its names; below it what was raised."""

    def format(self, record: logging.LogRecord) -> str:
        """One line, and those of an exception."""
        line = line_of(record)
        said = f"{line.pop('timestamp')} [{line.pop('level'):9}] {line.pop('event'):30} [{line.pop('logger')}]"
        below = [line.pop(name) for name in ("stack", "exception") if name in line]
        names = "".join(f" {name}={value if isinstance(value, str) else repr(value)}" for name, value in line.items())
        return "\n".join([said + names, *below])


def configure(directory: Path | None, level: str) -> dict[str, Any]:
    """Django's ``LOGGING`` dictionary. ``directory`` None means: console only."""
    handlers: dict[str, Any] = {"console": {"class": "logging.StreamHandler", "formatter": "console"}}
    if directory is not None:
        handlers["file"] = {
            # Several processes write the same file, each line in one append; rotation is left to logrotate,
            # which the watched handler follows.
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
        "formatters": {"json": {"()": JsonLine}, "console": {"()": ReadableLine}},
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
