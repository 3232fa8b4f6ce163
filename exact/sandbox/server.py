"""The HTTP server: routing, faults, limits, the call log; start it with :class:`SandboxServer`."""

import re
import socket
import struct
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from exact.sandbox import addresses, consent, control, odata_query, seeding
from exact.sandbox.api import Api, failure, generic_fault
from exact.sandbox.calllog import CallLog
from exact.sandbox.calls import Caller, Response
from exact.sandbox.clock import Clock
from exact.sandbox.configuration import SandboxSettings
from exact.sandbox.errors import ApiError
from exact.sandbox.faults import Fault, FaultBook
from exact.sandbox.html import page
from exact.sandbox.ledger import Ledger
from exact.sandbox.limits import Limits
from exact.sandbox.oauth import OAuth, Tokens
from exact.sandbox.pages import Pages, download
from exact.sandbox.webhooks import Webhooks

SeedFunction = Callable[[int], seeding.World]
MAINTENANCE = page("Exact Online", "<p>The service is temporarily unavailable because of maintenance.</p>")


class Dropped(Exception):
    """The connection is to be cut instead of answered; ``reset`` sends RST, else it just ends."""

    def __init__(self, reset: bool) -> None:
        super().__init__("connection dropped")
        self.reset = reset


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
        self._http = _Http((host, port), self)
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
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.1,), name="sandbox-http", daemon=True)
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


class _Http(ThreadingHTTPServer):
    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 128

    def __init__(self, address: tuple[str, int], sandbox: SandboxServer) -> None:
        super().__init__(address, _Handler)
        self.sandbox = sandbox
        self._open: set[socket.socket] = set()

    def process_request(self, request: Any, client_address: Any) -> None:
        self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        self._open.discard(request)
        super().shutdown_request(request)

    def cut_connections(self) -> None:
        """Close kept-alive connections, so that clients notice the end."""
        for connection in list(self._open):
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Broken connections are normal here; anything else is shown by the base class."""
        import sys

        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server_version = "ExactSandbox"
    sys_version = ""
    timeout = 120
    server: _Http

    def log_message(self, format: str, *args: Any) -> None:
        """The call log replaces the base class's log."""

    def do_GET(self) -> None:
        self._handle("GET")

    def do_POST(self) -> None:
        self._handle("POST")

    def do_PUT(self) -> None:
        self._handle("PUT")

    def do_DELETE(self) -> None:
        self._handle("DELETE")

    def _handle(self, method: str) -> None:
        sandbox = self.server.sandbox
        parts = urlsplit(self.path)
        try:
            body = self._body()
            if parts.path == "/" or parts.path.startswith("/_sandbox/"):
                self._send(self._own(method, parts.path, parts.query, body))
                return
            self._send(_Call(sandbox, self, method, parts.path, parts.query, body).run())
        except Dropped as drop:
            self._drop(drop.reset)
        except OSError:
            self.close_connection = True

    def _body(self) -> bytes:
        length = int(self.headers.get("Content-Length") or 0)
        if (self.headers.get("Transfer-Encoding") or "").lower() != "chunked":
            return self.rfile.read(length) if length else b""
        chunks = []
        while size := int(self.rfile.readline().split(b";")[0].strip() or b"0", 16):
            chunks.append(self.rfile.read(size))
            self.rfile.readline()
        while self.rfile.readline().strip():
            pass
        return b"".join(chunks)

    def _own(self, method: str, path: str, query: str, body: bytes) -> Response:
        sandbox, pages = self.server.sandbox, self.server.sandbox.pages
        if path == "/":
            return pages.home()
        name, _, rest = path.removeprefix("/_sandbox/").partition("/")
        if name == "calls":
            return pages.calls()
        if name == "division" and rest.isdigit():
            return pages.division(int(rest))
        if name == "entry":
            return pages.entry(rest)
        if name == "attachment":
            return pages.attachment(rest)
        return control.handle(sandbox, method, name, odata_query.split(query), body) or pages.missing()

    def _send(self, response: Response) -> None:
        lines = [f"HTTP/1.1 {response.status} {_phrase(response.status)}"]
        headers = {"Date": self.date_time_string(int(self.server.sandbox.clock.now())), "Server": self.server_version}
        headers |= response.headers
        if response.content_type and response.body:
            headers["Content-Type"] = response.content_type
        if response.status != 204:
            headers["Content-Length"] = str(len(response.body))
        if self.close_connection:
            headers["Connection"] = "close"
        lines += [f"{name}: {_one_line(value)}" for name, value in headers.items()]
        self.wfile.write("\r\n".join(lines).encode("latin-1", "replace") + b"\r\n\r\n" + response.body)
        self.wfile.flush()

    def _drop(self, reset: bool) -> None:
        self.close_connection = True
        try:
            if reset:
                self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                self.connection.close()
            else:
                self.connection.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass


def _one_line(value: str) -> str:
    return value.replace("\r", " ").replace("\n", " ")


def _phrase(status: int) -> str:
    from http import HTTPStatus

    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Status"


class _Call:
    """One call of the simulated service: faults and limits around the API, OAuth and downloads."""

    def __init__(
        self, sandbox: SandboxServer, handler: _Handler, method: str, path: str, query: str, body: bytes
    ) -> None:
        self.sandbox, self.method, self.path, self.query, self.body = sandbox, method, path, query, body
        self.headers = handler.headers
        self.base = sandbox.public_url or f"http://{handler.headers.get('Host') or 'localhost'}"
        self.division, self.endpoint = self._place()
        self.started = sandbox.clock.now()
        self.caller: Caller | None = None
        self.counted = False
        self.fault: Fault | None = None

    def _place(self) -> tuple[int | None, str]:
        if self.path.startswith("/api/oauth2/"):
            return None, self.path.removeprefix("/api/")
        if self.path.startswith("/api/v1/"):
            return addresses.endpoint(self.path)
        return None, self.path.strip("/")

    def run(self) -> Response:
        """Carry the call out with the fault that strikes it, if any, and log it."""
        if self.sandbox.down:
            self._note(0, "down")
            if self.sandbox.down == "503":
                return Response.html(MAINTENANCE, 503)
            raise Dropped(reset=True)
        self.fault = self.sandbox.faults.pick(self.method, self.endpoint, self.division)
        kind = self.fault.kind if self.fault else ""
        try:
            answer = self._before(kind) or self._guarded()
            answer = self._after(kind, answer)
        except Dropped:
            self._note(0, kind)
            raise
        self._note(answer.status, kind)
        return answer

    def _before(self, kind: str) -> Response | None:
        fault = self.fault
        if fault is None:
            return None
        if kind == "reset_before":
            raise Dropped(reset=True)
        if kind == "error500_before":
            return generic_fault(self.caller.language if self.caller else "en")
        if kind == "html":
            return Response.html(MAINTENANCE, fault.status)
        if kind == "status":
            return Response(fault.status, fault.body.encode())
        if kind == "late_commit":
            self.sandbox.later(fault.seconds, self._late)
            raise Dropped(reset=False)
        return None

    def _late(self) -> None:
        try:
            answer = self._guarded()
        except Exception:
            return
        self._note(answer.status, "late_commit:done")

    def _after(self, kind: str, answer: Response) -> Response:
        fault = self.fault
        if fault is None:
            return answer
        if kind == "slow":
            time.sleep(fault.seconds)
        elif kind == "reset_after_commit":
            raise Dropped(reset=True)
        elif kind == "error500_after":
            return generic_fault(self.caller.language if self.caller else "en")
        elif kind == "garbage" and answer.status < 300:
            return Response(answer.status, b"\x00\xff<garbage", headers=answer.headers)
        elif kind == "truncated" and answer.status < 300:
            return Response(answer.status, answer.body[: len(answer.body) // 2], answer.content_type, answer.headers)
        elif kind == "empty_201":
            return Response(201, b"", headers=answer.headers)
        elif kind == "wrong_division" and answer.status < 300:
            wrong = str((self.division or 0) + 1).encode()
            answer.body = re.sub(rb'"Division":\d+', b'"Division":' + wrong, answer.body)
        return answer

    def _guarded(self) -> Response:
        try:
            return self._route()
        except ApiError as error:
            return failure(error, True)

    def _route(self) -> Response:
        sandbox = self.sandbox
        if self.path == "/api/oauth2/token" and self.method == "POST":
            return sandbox.oauth.token(
                odata_query.split(self.body.decode("utf-8", "replace")), self.headers.get("Authorization")
            )
        if self.path == "/api/oauth2/auth":
            return self._authorise()
        if self.path.lower() == "/docs/financialtransaction.aspx":
            return sandbox.pages.entry(odata_query.split(self.query).get("EntryID", "").strip("{}"))
        self.caller = sandbox.oauth.caller(self.headers.get("Authorization"))
        if self.path.lower() == "/docs/sysattachment.aspx":
            return self._attachment()
        if not self.path.startswith("/api/v1/"):
            return sandbox.pages.missing()
        return self._counted()

    def _authorise(self) -> Response:
        language = self.headers.get("Accept-Language")
        if self.method == "POST":
            form = parse_qs(self.body.decode("utf-8", "replace"), keep_blank_values=True)
            return consent.decide(self.sandbox.oauth, form, language)
        return consent.show(self.sandbox.oauth, odata_query.split(self.query), language)

    def _counted(self) -> Response:
        sandbox, caller = self.sandbox, self.caller
        if caller is None:
            owner = sandbox.oauth.owner(self.headers.get("Authorization"))
            if owner is not None:
                sandbox.limits.record((*owner, self.division, self.endpoint), 401)
            headers = {"WWW-Authenticate": 'Bearer realm="Exact Online"', "Reason": "Authentication Required"}
            return Response(401, b"", headers=headers)
        who = (caller.client, caller.user, self.division, self.endpoint)
        if sandbox.limits.blocked(who):
            return Response(sandbox.settings.error_block_status, b"")
        rates: dict[str, str] = {}
        if self.division is not None:
            allowed, rates = sandbox.limits.take(caller.client, self.division)
            if not allowed:
                return Response(429, b"", headers=rates)
            self.counted = True
        lag = self.fault.seconds if self.fault and self.fault.kind == "lookup_lag" else 0
        answer = sandbox.api.answer(self.method, self.path, self.query, self.headers, self.body, caller, self.base, lag)
        answer.headers |= rates
        sandbox.limits.record(who, answer.status)
        return answer

    def _attachment(self) -> Response:
        wanted = {name.lower(): value for name, value in odata_query.split(self.query).items()}
        if self.caller is None:
            return Response(401, b"")
        rows = self.sandbox.ledger.execute(
            "SELECT bytes, division, stamp FROM content WHERE id=?", (wanted.get("id", "").strip("{}").lower(),)
        )
        if not rows or rows[0][2] != wanted.get("stamp") or rows[0][1] not in self.caller.divisions:
            return Response(404, b"")
        row = (
            self.sandbox.ledger.get(rows[0][1], "documents/DocumentAttachments", wanted["id"].strip("{}").lower()) or {}
        )
        allowed, rates = self.sandbox.limits.take(self.caller.client, rows[0][1])
        if not allowed:
            return Response(429, b"", headers=rates)
        self.division, self.counted = rows[0][1], True
        answer = download(rows[0][0], row.get("FileName") or "file")
        answer.headers |= rates
        return answer

    def _note(self, status: int, fault: str) -> None:
        caller = self.caller
        query = "" if self.path.startswith("/api/oauth2/") else self.query
        self.sandbox.log.write(
            time=self.started,
            wall=time.time(),
            division=self.division,
            method=self.method,
            path=self.path,
            query=query,
            endpoint=self.endpoint,
            status=status,
            fault=fault or None,
            client=caller.client if caller else None,
            user=caller.user if caller else None,
            counted=self.counted,
        )
