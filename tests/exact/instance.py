"""A home folder with its own database that several real processes share, as in production."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

from exact.sandbox.server import SandboxServer
from tests.servers import starting

PRELUDE = """
import django
django.setup()
from django.conf import settings
settings.EXACT_CALLS_PER_MINUTE = 50000
import hashlib, pathlib
from exact.posting import blobs
folder = pathlib.Path(settings.INBOEK_HOME) / "originals"
blobs.register(lambda sha: (folder / sha).read_bytes())
"""


@dataclass
class Instance:
    """``home`` is INBOEK_HOME; waits are a five-hundredth of production's."""

    home: Path
    server: SandboxServer
    divisor: int = 500
    processes: list[starting.Process] = field(default_factory=list)

    def environment(self, faults: str = "") -> dict[str, str]:
        """The environment of a process of this instance, with armed fault points."""
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("INBOEK", "EXACT", "PYTEST", "DJANGO"))}
        return kept | {
            "DJANGO_SETTINGS_MODULE": "workbench.settings",
            "INBOEK_HOME": str(self.home),
            "INBOEK_JOBS_TIME_DIVISOR": str(self.divisor),
            "EXACT_BASE_URL": self.server.url,
            "EXACT_CLIENT_ID": self.server.settings.client_id,
            "EXACT_CLIENT_SECRET": self.server.settings.client_secret,
            "INBOEK_FAULTPOINTS": faults,
        }

    def start(self, code: str, faults: str = "") -> starting.Process:
        """Start a process that runs ``code`` in this instance."""
        process = starting.start("-c", PRELUDE + code, environment=self.environment(faults))
        self.processes.append(process)
        return process

    def run(self, code: str, faults: str = "", timeout: float = 60) -> str:
        """Run ``code`` to its end; what it printed. Raises AssertionError when it fails."""
        process = self.start(code, faults)
        try:
            out, error = process.communicate(timeout=timeout)
        except subprocess.TimeoutExpired:
            process.kill()
            out, error = process.communicate()
            raise AssertionError(f"too slow\n{error[-3000:]}") from None
        if faults and process.returncode == -signal.SIGKILL:
            return "killed"
        assert process.returncode == 0, error[-3000:]
        return out.strip()

    def manage(self, *arguments: str) -> None:
        """Run a management command."""
        starting.run("manage.py", *arguments, environment=self.environment()).check_returncode()

    def close(self) -> None:
        """End what still runs."""
        for process in self.processes:
            process.kill()
            process.wait()

    def copy_from(self, template: Path) -> None:
        """Start from a prepared home."""
        shutil.copytree(template, self.home)


CONNECT = """
from tests.exact.connecting import connect, administration_for
from exact.mirror.run import synchronise
administration = administration_for(connect([100001]), 100001)
synchronise(administration)
"""

QUEUE = """
from tests.exact.test_posting import draft, queue
from exact.models import Administration
from tests.exact.conftest import ORIGINAL
folder.mkdir(exist_ok=True)
(folder / hashlib.sha256(ORIGINAL).hexdigest()).write_bytes(ORIGINAL)
for number in range({count}):
    queue(Administration.objects.get(), draft(f"K-{{number}}"))
"""

WORK = """
import time
from jobs import rows, runner
from exact.models import Posting, PostingState
until = time.monotonic() + {seconds}
while time.monotonic() < until and Posting.objects.filter(state__in=("queued", "sending", "unknown")).exists():
    rows.expire()
    if runner.run_next(("exact_post",)) is None:
        time.sleep(0.02)
print(sorted(Posting.objects.values_list("state", flat=True)))
"""
