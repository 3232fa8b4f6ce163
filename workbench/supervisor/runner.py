"""Keeps a set of programs running and shows what they say."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable

from workbench.supervisor.process import Program, signal_group, start

STABLE_SECONDS = 20.0
LONGEST_WAIT = 30.0
STOP_SECONDS = 35.0


class Child:
    """One program, restarted with growing waits when it ends."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.process: subprocess.Popen[bytes] | None = None
        self.started = 0.0
        self.restarts = 0
        self.not_before = 0.0

    def start(self, say: Callable[[str, str], None]) -> None:
        """Start it and pass on its output line by line."""
        self.process = process = start(self.program)
        self.started = time.monotonic()

        def pump() -> None:
            assert process.stdout is not None
            for line in process.stdout:
                say(self.program.name, line.decode(errors="replace").rstrip())

        threading.Thread(target=pump, name=f"output-{self.program.name}", daemon=True).start()

    def ended(self, say: Callable[[str, str], None]) -> None:
        """Note the end and plan the next start: at once after a stable run, else 1, 2, 4 … seconds later."""
        assert self.process is not None
        ran = time.monotonic() - self.started
        self.restarts = 0 if ran > STABLE_SECONDS else self.restarts + 1
        wait = 0.5 if self.restarts == 0 else min(LONGEST_WAIT, 2.0 ** (self.restarts - 1))
        self.not_before = time.monotonic() + wait
        say("supervisor", f"{self.program.name} ended with {self.process.returncode}; starting again in {wait:.1f} s")
        # Grandchildren that stayed behind may still hold its port.
        signal_group(self.process, signal.SIGKILL)
        self.process = None


class Supervisor:
    """Runs children until told to stop."""

    def __init__(self, *, color: bool | None = None) -> None:
        self.children: list[Child] = []
        self.stopping = threading.Event()
        self._printing = threading.Lock()
        self._width = 10
        self._color = sys.stdout.isatty() if color is None else color

    def say(self, name: str, line: str) -> None:
        """Print one line of one program."""
        head = f"{name:<{self._width}} │"
        if self._color:
            head = f"\033[3{1 + sum(name.encode()) % 6}m{head}\033[0m"
        with self._printing:
            try:
                print(f"{head} {line}", flush=True)
            except BrokenPipeError:
                pass  # nobody reads any more; the work goes on

    def catch_signals(self) -> None:
        """SIGTERM and SIGINT end the run cleanly."""
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, lambda *_: self.stopping.set())

    def add(self, programs: Iterable[Program]) -> None:
        """Start programs and keep them running from now on."""
        for program in programs:
            child = Child(program)
            self.children.append(child)
            self._width = max(self._width, len(program.name))
            child.start(self.say)

    def turn(self) -> None:
        """Look after every child once."""
        for child in self.children:
            if child.process is None:
                if time.monotonic() >= child.not_before:
                    child.start(self.say)
            elif child.process.poll() is not None:
                child.ended(self.say)

    def run(self) -> None:
        """Look after the children until told to stop."""
        while not self.stopping.wait(0.25):
            self.turn()

    def wait(self, ready: Callable[[], bool], seconds: float) -> bool:
        """Look after the children until ``ready()``; False when told to stop or the time is up."""
        end = time.monotonic() + seconds
        while not ready():
            self.turn()
            if time.monotonic() > end or self.stopping.wait(0.1):
                return False
        return True

    def once(self, program: Program) -> int:
        """Run a program to its end, looking after the others meanwhile; returns its exit code (130 when stopped)."""
        child = Child(program)
        child.start(self.say)
        assert child.process is not None
        while child.process.poll() is None:
            self.turn()
            if self.stopping.wait(0.1):
                signal_group(child.process, signal.SIGTERM)
                child.process.wait(10)
                return 130
        return child.process.returncode

    def stop(self) -> None:
        """Stop in the reverse order of starting, the later ones together: databases outlive those that use them."""
        self.stopping.set()
        for late in (True, False):
            group = [child for child in self.children if child.program.name not in BASE] if late else self.children
            alive = [child for child in group if child.process is not None and child.process.poll() is None]
            for child in alive:
                assert child.process is not None
                child.process.send_signal(child.program.stop_with)
            end = time.monotonic() + STOP_SECONDS
            for child in alive:
                assert child.process is not None
                try:
                    child.process.wait(max(0.1, end - time.monotonic()))
                except subprocess.TimeoutExpired:
                    self.say("supervisor", f"{child.program.name} does not stop; killing it")
                signal_group(child.process, signal.SIGKILL)
                child.process.wait()


# Programs that others need until their own end.
BASE = frozenset({"postgres", "redis"})
