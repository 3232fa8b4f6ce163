"""PostgreSQL and Redis from the system's packages, with data of our own, on loopback."""

from __future__ import annotations

import contextlib
import hashlib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from workbench import secrets
from workbench.supervisor.process import Program


class ServerMissing(RuntimeError):
    """A server program is not installed."""


def find_program(name: str) -> str:
    """Path of a server program; PostgreSQL's are not on Debian's PATH. Raises ServerMissing."""
    found = shutil.which(name)
    if found:
        return found
    places = [*Path("/usr/lib/postgresql").glob("*/bin"), Path("/usr/sbin"), Path("/usr/local/bin")]
    places += [*Path("/opt/homebrew/opt").glob("postgresql@*/bin"), *Path("/usr/local/opt").glob("postgresql@*/bin")]
    candidates = [place / name for place in places if (place / name).exists()]
    if not candidates:
        raise ServerMissing(f"{name} is not installed")
    return str(max(candidates, key=lambda path: [int(part) for part in path.parts if part.isdigit()] or [0]))


def wait_for(ready: Callable[[], bool], what: str, seconds: float = 60) -> None:
    """Wait until ``ready()``. Raises TimeoutError that names ``what``."""
    end = time.monotonic() + seconds
    while not ready():
        if time.monotonic() > end:
            raise TimeoutError(f"{what} was not ready within {seconds:.0f} s")
        time.sleep(0.05)


def port_answers(port: int, host: str = "127.0.0.1") -> bool:
    """True when something accepts connections there."""
    with contextlib.suppress(OSError), socket.create_connection((host, port), timeout=1):
        return True
    return False


def unprivileged_user() -> str | None:
    """Who runs PostgreSQL, which refuses to run as root: None when we are somebody else anyway."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name).pw_name
    raise ServerMissing("no unprivileged user to run PostgreSQL as")


def _reachable(path: Path, user: str) -> bool:
    """Can ``user`` walk to ``path``?"""
    done = subprocess.run(["test", "-x", str(path)], user=user, group=pwd.getpwnam(user).pw_gid, extra_groups=[])
    return done.returncode == 0


@dataclass(frozen=True)
class Postgres:
    """One PostgreSQL cluster of ours."""

    directory: Path
    port: int
    password: str
    user: str | None

    @property
    def url(self) -> str:
        """Address for INBOEK_DATABASE."""
        return f"postgresql://inboek:{self.password}@127.0.0.1:{self.port}/inboek"

    @property
    def program(self) -> Program:
        """How to run it. SIGINT is its fast, clean shutdown."""
        command = [find_program("postgres"), "-D", str(self.directory), "-p", str(self.port)]
        for setting in ("listen_addresses=127.0.0.1", "unix_socket_directories=", "max_connections=60"):
            command += ["-c", setting]
        return Program("postgres", command, user=self.user, stop_with=signal.SIGINT, directory=Path("/"))

    def accepts(self) -> bool:
        """True when it takes connections with our password."""
        import psycopg

        try:
            psycopg.connect(self.url.removesuffix("/inboek") + "/postgres", connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True

    def create_database(self, name: str = "inboek") -> None:
        """Create a database unless it is there."""
        import psycopg
        from psycopg import sql

        with psycopg.connect(self.url.removesuffix("/inboek") + "/postgres", autocommit=True) as connection:
            found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
            if not found:
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))


def prepare_postgres(home: Path, port: int) -> Postgres:
    """Make a cluster under ``home`` when there is none; it is not started here.

    As root the cluster belongs to an unprivileged user; when that user cannot reach ``home``, the data lies in
    ``/var/lib/inboek`` and ``home`` has a link to it.
    """
    user = unprivileged_user()
    directory = home / "postgres"
    password = secrets.kept_secret(home / "secrets" / "postgres_password", secrets.new_secret_key)
    if user is not None and not directory.exists():
        home.chmod(home.stat().st_mode | 0o011)
        if not _reachable(home, user):
            elsewhere = Path("/var/lib/inboek") / hashlib.sha256(str(home).encode()).hexdigest()[:16]
            elsewhere.mkdir(parents=True, exist_ok=True)
            directory.symlink_to(elsewhere)
    target = directory.resolve()
    if not (target / "PG_VERSION").exists():
        target.mkdir(mode=0o700, parents=True, exist_ok=True)
        _initdb(target, password, user)
    return Postgres(target, port, password, user)


def _initdb(directory: Path, password: str, user: str | None) -> None:
    reading, writing = os.pipe()
    os.write(writing, (password + "\n").encode())
    os.close(writing)
    command = [find_program("initdb"), "-D", str(directory), "-U", "inboek", "-E", "UTF8", "--locale=C"]
    command += ["--auth=scram-sha-256", "--pwfile=/dev/stdin"]
    group = None
    if user is not None:
        entry = pwd.getpwnam(user)
        os.chown(directory, entry.pw_uid, entry.pw_gid)
        os.fchown(reading, entry.pw_uid, entry.pw_gid)
        group = entry.pw_gid
    directory.chmod(0o700)
    try:
        done = subprocess.run(
            command, stdin=reading, capture_output=True, text=True, user=user, group=group, cwd="/",
            extra_groups=[] if user else None,
        )  # fmt: skip
    finally:
        os.close(reading)
    if done.returncode != 0:
        raise RuntimeError(f"initdb failed: {done.stderr.strip() or done.stdout.strip()}")


@dataclass(frozen=True)
class Redis:
    """One Redis of ours. It keeps nothing: messages only point at rows."""

    directory: Path
    port: int
    password: str

    @property
    def url(self) -> str:
        """Address for INBOEK_REDIS_URL."""
        return f"redis://:{self.password}@127.0.0.1:{self.port}/0"

    @property
    def program(self) -> Program:
        """How to run it."""
        # The password is in a file: command lines are visible to every user of the machine.
        return Program("redis", [find_program("redis-server"), str(self.directory / "redis.conf")])


def prepare_redis(home: Path, port: int) -> Redis:
    """Write the configuration of a Redis under ``home``; it is not started here."""
    directory = secrets.private_directory(home / "redis")
    password = secrets.kept_secret(home / "secrets" / "redis_password", secrets.new_secret_key)
    lines = [
        f"port {port}", "bind 127.0.0.1", f"requirepass {password}", 'save ""', "appendonly no",
        f'dir "{directory}"', "maxmemory-policy noeviction", "loglevel warning", "daemonize no",
    ]  # fmt: skip
    configuration = directory / "redis.conf"
    configuration.touch(mode=0o600)
    configuration.write_text("\n".join(lines) + "\n")
    return Redis(directory, port, password)
