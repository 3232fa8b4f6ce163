"""The sandbox as a whole: its parts over one home folder, starting, serving, stopping."""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from exact.sandbox import seeding
from exact.sandbox.api import Api
from exact.sandbox.calllog import CallLog
from exact.sandbox.clock import Clock
from exact.sandbox.configuration import SandboxSettings
from exact.sandbox.faults import FaultBook
from exact.sandbox.http_handler import SandboxHttp
from exact.sandbox.ledger import Ledger
from exact.sandbox.limits import Limits
from exact.sandbox.oauth import OAuth, Tokens
from exact.sandbox.pages import Pages
from exact.sandbox.webhooks import Webhooks

SeedFunction = Callable[[int], seeding.World]


def default_seed(seed: int) -> seeding.World:
    """The demonstration world that comes with the product."""
    from exact.sandbox.seed import build

    return build(seed)


class SandboxServer:
    """A sandbox over a home folder. ``start()`` serves in threads; ``url`` is its address; ``stop()`` ends it.

    ``seed`` is a number for the built-in world, a ready world, or a function from number to world; it is used only when
    the home folder holds no ledger yet. Options of :class:`SandboxSettings` may be given by name.
    """

    def __init__(
        self,
        home: Path,
        port: int = 0,
        seed: int | seeding.World | SeedFunction = 2026,
        host: str = "127.0.0.1",
        public_url: str = "",
        fresh: bool = False,
        settings: SandboxSettings | None = None,
        clock: Clock | None = None,
        **options: Any,
    ) -> None:
        self.home = Path(home)
        self.home.mkdir(parents=True, exist_ok=True)
        if fresh:
            for old in [*self.home.glob("ledger.sqlite3*"), self.home / "calls.jsonl"]:
                old.unlink(missing_ok=True)
        self.settings = settings or SandboxSettings()
        self.settings.update(options)
        self.clock = clock or Clock()
        self.public_url = public_url.rstrip("/")
        self.down = ""
        self.faults = FaultBook()
        self.ledger = Ledger(self.home / "ledger.sqlite3")
        self.log = CallLog(self.home / "calls.jsonl", self.settings.fsync_log)
        self.limits = Limits(self.settings, self.clock)
        self.oauth = OAuth(self.ledger, self.settings, self.clock)
        self.hooks = Webhooks(self.ledger, self.settings, self.clock)
        self.api = Api(self.ledger, self.settings, self.clock, self.hooks)
        self.pages = Pages(self.ledger, self.log)
        self._seed(seed)
        self._recall()
        self._timers: list[threading.Timer] = []
        self._http = SandboxHttp((host, port), self)
        self._thread: threading.Thread | None = None

    def _seed(self, seed: int | seeding.World | SeedFunction) -> None:
        if self.ledger.counter("seeded"):
            return
        if isinstance(seed, dict):
            world = seed
        else:
            world = default_seed(seed) if isinstance(seed, int) else seed(2026)
        with self.ledger.transaction():
            seeding.load(self.ledger, world, self.clock)
            self.ledger.set_counter("seeded", 1)

    def _recall(self) -> None:
        today = self.clock.utc_day()
        for entry in self.log.entries():
            if entry.get("counted") and entry.get("division") and int(entry["time"] // 86400) == today:
                self.limits.recall(entry.get("client") or "", entry["division"], entry["time"])

    @property
    def url(self) -> str:
        """Address of this server, e.g. ``http://127.0.0.1:8001``."""
        host, port = self._http.server_address[:2]
        return f"http://{host if isinstance(host, str) else host.decode()}:{port}"

    def start(self) -> "SandboxServer":
        """Serve in the background; returns itself."""
        self.hooks.start()
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.03,), name="sandbox-http", daemon=True)
        self._thread.start()
        return self

    def serve(self) -> None:
        """Serve in this thread until :meth:`stop` or an interrupt."""
        self.hooks.start()
        self._http.serve_forever(0.2)

    def stop(self) -> None:
        """End serving, cut open connections and close the files."""
        self._http.shutdown()
        self.close()

    def close(self) -> None:
        """Close the socket and the files after serving has ended."""
        self._http.server_close()
        self._http.cut_connections()
        for timer in self._timers:
            timer.cancel()
        self.hooks.stop()
        self.log.close()
        self.ledger.close()

    def __enter__(self) -> "SandboxServer":
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    def issue_tokens(self, user: str | None = None, divisions: list[int] | None = None) -> Tokens:
        """Tokens without the consent page, for tests: first user and all administrations unless named."""
        chosen = divisions or [row["Code"] for row in self.oauth.divisions()]
        return self.oauth.issue_tokens(user or self.oauth.users()[0]["UserID"], chosen)

    def later(self, seconds: float, action: Callable[[], None]) -> None:
        """Run something after a delay (late commits)."""
        timer = threading.Timer(seconds, action)
        timer.daemon = True
        self._timers.append(timer)
        timer.start()
