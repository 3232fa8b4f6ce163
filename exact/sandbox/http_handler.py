"""HTTP in and out: reading a request, sending an answer or cutting the connection."""

import socket
import struct
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from exact.sandbox import control, odata_query
from exact.sandbox.calls import Response
from exact.sandbox.service_call import Dropped, ServiceCall

if TYPE_CHECKING:
    from exact.sandbox.server import SandboxServer


class SandboxHttp(ThreadingHTTPServer):
    """A thread per connection, all of which can be cut: clients must bear a server that goes away."""

    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 128

    def __init__(self, address: tuple[str, int], sandbox: "SandboxServer") -> None:
        super().__init__(address, Handler)
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


class Handler(BaseHTTPRequestHandler):
    """Every verb and path goes to the sandbox, which answers."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server_version = "ExactSandbox"
    sys_version = ""
    timeout = 120
    server: SandboxHttp

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
            self._send(ServiceCall(sandbox, self.headers, method, parts.path, parts.query, body).run())
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
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Status"
