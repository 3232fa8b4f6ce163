"""Database settings with the durability rules of the product."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.db import connections

# FULL, not NORMAL: a commit that was acknowledged to the outside must survive a power cut.
SQLITE_PRAGMAS = "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA foreign_keys=ON;"

# Values in milliseconds. A forgotten transaction may not hold locks for ever.
POSTGRES_OPTIONS = (
    "-c synchronous_commit=on -c idle_in_transaction_session_timeout=60000 "
    "-c lock_timeout=5000 -c statement_timeout=30000"
)


def sqlite(path: Path) -> dict[str, Any]:
    """Settings for one SQLite file."""
    return {
        "ENGINE": "workbench.sqlite",
        "NAME": str(path),
        "OPTIONS": {"timeout": 30, "transaction_mode": "IMMEDIATE", "init_command": SQLITE_PRAGMAS},
        "CONN_MAX_AGE": 60,
    }


def postgresql(url: str) -> dict[str, Any]:
    """Settings for ``postgresql://user:password@host:port/name?option=value``."""
    parts = urlsplit(url)
    options: dict[str, Any] = dict(parse_qsl(parts.query))
    host = options.pop("host", None) or parts.hostname or ""
    options["options"] = POSTGRES_OPTIONS
    options.setdefault("connect_timeout", 10)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(parts.port or ""),
        "OPTIONS": options,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


def from_address(address: str, home: Path) -> dict[str, Any]:
    """Read ``INBOEK_DATABASE``: empty or ``sqlite`` (file under home), ``sqlite:///path``, or ``postgresql://…``.

    Raises ValueError for any other scheme.
    """
    if address in {"", "sqlite"}:
        return sqlite(home / "inboek.sqlite3")
    scheme = urlsplit(address).scheme
    if scheme == "sqlite":
        return sqlite(Path(unquote(address.removeprefix("sqlite:///"))))
    if scheme in {"postgresql", "postgres"}:
        return postgresql(address)
    raise ValueError(f"INBOEK_DATABASE: scheme {scheme!r} is not supported; use sqlite or postgresql://")


def take_sqlites_own_limit(sender: object, connection: Any, **_more: object) -> None:
    """Receiver of ``connection_created``: Django cuts bulk statements at 999 values, SQLite's limit of long ago."""
    if connection.vendor == "sqlite":
        connection.features.max_query_params = connection.connection.getlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER)


def let_migrations_take_their_time(sender: object, using: str, **_more: object) -> None:
    """Receiver of ``pre_migrate``: an index over years of rows takes longer than any request may. Waiting for other
    people's locks stays bounded."""
    connection = connections[using]
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET statement_timeout = 0")
