"""A bare HTTP client for the sandbox's tests: one connection per call, raw answers, no cleverness."""

import http.client
import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit

from exact.sandbox.server import SandboxServer


@dataclass
class Answer:
    """Status, headers (names in lower case) and body as they came."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)

    @property
    def message(self) -> str:
        """Text of an error answer."""
        return self.json["error"]["message"]["value"]


class Client:
    """Calls a sandbox as one user with one access token."""

    def __init__(
        self, server: SandboxServer, division: int, user: str | None = None, divisions: list[int] | None = None
    ) -> None:
        self.server, self.division = server, division
        self.token = server.issue_tokens(user, divisions).access

    def call(self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None) -> Answer:
        """One call; ``path`` starting with / is taken as it is, else it is meant within the administration."""
        if not path.startswith(("/", "http")):
            path = f"/api/v1/{self.division}/{path}"
        if path.startswith("http"):
            parts = urlsplit(path)
            path = parts.path + ("?" + parts.query if parts.query else "")
        sent = {"Authorization": f"Bearer {self.token}", "Accept": "application/json"} | (headers or {})
        data = None
        if body is not None:
            data = body if isinstance(body, bytes) else json.dumps(body, default=str).encode()
            sent.setdefault("Content-Type", "application/json")
        parts = urlsplit(self.server.url)
        connection = http.client.HTTPConnection(str(parts.hostname), int(parts.port or 0), timeout=10)
        try:
            connection.request(method, path, data, {k: v for k, v in sent.items() if v})
            answer = connection.getresponse()
            return Answer(answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read())
        finally:
            connection.close()

    def get(self, path: str, **options: str) -> Answer:
        """GET with query options given without their dollar sign."""
        query = "&".join(f"${name}={quote(value, safe='(),/')}" for name, value in options.items())
        return self.call("GET", path + ("?" + query if query else ""))

    def rows(self, path: str, **options: str) -> list[dict[str, Any]]:
        """Rows of one page, whichever shape it came in."""
        answer = self.get(path, **options)
        assert answer.status == 200, answer.body
        found = answer.json["d"]
        return found if isinstance(found, list) else found["results"]
