"""Which programs make up an instance, in its two shapes."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from django.conf import settings
from django.core.management import get_commands

from workbench.supervisor.process import Program

MANAGE = Path(settings.BASE_DIR) / "manage.py"


def manage(name: str, *arguments: str, **environment: str) -> Program:
    """One of our management commands as a program."""
    return Program(name, [sys.executable, str(MANAGE), *arguments], {"OMP_THREAD_LIMIT": "1", **environment})


def web(environment: dict[str, str]) -> Program:
    """The web server. Threads, not processes, carry the waiting; two processes use both cores."""
    worker_files = "/dev/shm" if Path("/dev/shm").is_dir() else str(settings.INBOEK_HOME / "tmp")  # noqa: S108
    options = {
        "bind": f"{settings.INBOEK_HOST}:{settings.INBOEK_PORT}",
        "worker-class": "gthread",
        "workers": "2",
        "threads": "8",
        "timeout": "60",
        "graceful-timeout": "20",
        "max-requests": "5000",
        "max-requests-jitter": "500",
        "worker-tmp-dir": worker_files,
        "access-logfile": str(settings.LOG_ROOT / "access.log"),
        # Paths without queries: a query may carry a code that stands for a login.
        "access-logformat": '%(t)s %(h)s "%(m)s %(U)s" %(s)s %(b)s %(M)sms',
        "log-level": "warning",
    }
    # Its control socket lies in the home directory by default, one for all instances: off.
    command = [sys.executable, "-m", "gunicorn", "--no-control-socket", "--preload"]
    command += [part for name, value in options.items() for part in (f"--{name}", value)]
    return Program("web", [*command, "workbench.web:application"], environment, directory=Path(settings.BASE_DIR))


def preparations(*, demo: bool, environment: dict[str, str]) -> list[Program]:
    """What runs to its end before the instance serves."""
    steps = [
        manage("migrate", "migrate", "--no-input", "-v", "1", **environment),
        manage("cache", "createcachetable", **environment),
        manage("static", "collectstatic", "--no-input", "-v", "0", **environment),
    ]
    known = get_commands()
    if demo and "demo_load" in known:
        steps.append(manage("demo", "demo_load", **environment))
    return steps


def sandbox(environment: dict[str, str]) -> list[Program]:
    """The local Exact, when no real one is configured."""
    if not settings.EXACT_USES_SANDBOX or "exact_sandbox" not in get_commands():
        return []
    where = ["--port", str(settings.INBOEK_SANDBOX_PORT), "--home", str(settings.SANDBOX_HOME)]
    return [manage("exact", "exact_sandbox", *where, **environment)]


def services(*, scaled: bool, environment: dict[str, str]) -> list[Program]:
    """Everything that runs as long as the instance does, apart from databases and the sandbox."""
    programs = [web(environment)]
    if "receive_mail" in get_commands():
        programs.append(manage("mail", "receive_mail", "--port", str(settings.INBOEK_SMTP_PORT), **environment))
    if not scaled:
        return [*programs, *workers(environment)]
    return [
        *programs,
        celery("read", ("read", "match"), 2, environment),
        celery("post", ("mail", "exact", "notify"), 2, environment),
        manage("sweep", "sweep", **environment),
    ]


def workers(environment: dict[str, str]) -> list[Program]:
    """The embedded workers: two processes that each read and judge one document at a time, for as threads of one they
    would wait for each other's Python. One of them does all other work too."""
    return [
        manage("work", "work", **environment),
        manage("work-read", "work", "--queues", "read", "--no-sweep", **environment),
    ]


def celery(name: str, queues: tuple[str, ...], processes: int, environment: dict[str, str]) -> Program:
    """One Celery worker."""
    command = [
        sys.executable,
        "-m",
        "celery",
        "-A",
        "workbench.celery",
        "--quiet",
        "worker",
        "--queues",
        ",".join(queues),
    ]
    command += ["--concurrency", str(processes), "--hostname", f"{name}-{os.getpid()}@%h", "--loglevel", "WARNING"]
    # Their chatter between workers brings nothing here and has kept workers deaf after a broker's restart.
    command += ["--without-gossip", "--without-mingle", "--without-heartbeat"]
    return Program(f"work-{name}", command, {"OMP_THREAD_LIMIT": "1", **environment}, directory=Path(settings.BASE_DIR))
