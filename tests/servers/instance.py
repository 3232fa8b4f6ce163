"""An instance with a home and a database of its own, worked on by real processes."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

from tests.servers import starting
from tests.servers.starting import ROOT, Process

__all__ = ["ROOT", "Instance"]


class Instance:
    """Starts processes of one instance and ends them all afterwards."""

    def __init__(self, home: Path, **environment: str) -> None:
        self.home = home
        home.mkdir(parents=True, exist_ok=True)
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("INBOEK_", "PYTEST_"))}
        self.environment = {**kept, "INBOEK_HOME": str(home), "OMP_THREAD_LIMIT": "1", **environment}
        self.processes: list[Process] = []

    def start(self, *command: str, fresh: bool = False, **environment: str) -> Process:
        """Start ``python …`` in a process group of its own; its output goes to ``output.log`` in the home."""
        with (self.home / "output.log").open("ab") as output:
            process = starting.start(
                *command, environment={**self.environment, **environment}, output=output, fresh=fresh
            )
        self.processes.append(process)
        return process

    def run(self, *command: str, timeout: float = 120) -> str:
        """Run ``python …`` to its end and return what it printed. Fails the test when it fails."""
        done = starting.run(*command, environment=self.environment, timeout=timeout)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def manage(self, *arguments: str) -> str:
        """Run one management command."""
        return self.run("manage.py", *arguments)

    @property
    def output(self) -> str:
        """What the started processes have printed so far."""
        return (self.home / "output.log").read_text(errors="replace")

    def lines(self, name: str) -> list[str]:
        """Lines of a trace file in the home."""
        path = self.home / name
        return path.read_text().splitlines() if path.exists() else []

    def wait(self, ready: Callable[[], object], seconds: float = 120) -> None:
        """Wait until ``ready()`` is true; shows the output when it never is. Only then the time counts: it is long."""
        end = time.monotonic() + seconds
        while True:
            begun = time.monotonic()
            if ready():
                return
            assert time.monotonic() < end, f"not within {seconds} s; output:\n{self.output[-6000:]}"
            # Looking may mean starting a process: then not more than half of the time goes into it.
            time.sleep(max(0.05, time.monotonic() - begun))

    def close(self) -> None:
        """Kill everything that was started here."""
        for process in self.processes:
            if process.poll() is None:
                try:
                    os.killpg(process.pid, signal.SIGKILL)
                except ProcessLookupError:
                    pass
                process.wait()
