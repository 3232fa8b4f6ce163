"""A provider of tokens on loopback: consent, tokens whose refresh works once, and the word that a mail server asks for.

Encrypted with the mail server's certificate; what the mail server asks goes in the clear, as it is on this machine.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import ssl
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from benchmarks.mail_server import HOST

APP, SECRET = "app-van-de-klant", "geheim-van-de-app"


@dataclass
class Consented:
    """A code that waits to be swapped."""

    user: str
    redirect_uri: str
    challenge: str


@dataclass
class Provider:
    """What it knows. ``answer`` (status, body, headers) replaces the next answers for tokens; ``calls`` are the forms
    it was sent. A refresh token that comes twice ends the consent, as services that rotate do."""

    user: str = ""
    seconds: int = 3600
    answer: tuple[int, dict[str, Any], dict[str, str]] | None = None
    lasting: bool = True
    calls: list[dict[str, str]] = field(default_factory=list)
    codes: dict[str, Consented] = field(default_factory=dict)
    access: dict[str, str] = field(default_factory=dict)
    refresh: dict[str, str] = field(default_factory=dict)
    spent: set[str] = field(default_factory=set)
    tls: int = 0
    plain: int = 0

    def reset(self) -> Provider:
        """As if nobody had ever asked."""
        vars(self).update(vars(Provider(tls=self.tls, plain=self.plain)))
        return self

    def url(self, path: str) -> str:
        """An address of its own."""
        return f"https://{HOST}:{self.tls}/{path}"

    def consent(self, address: str, user: str) -> dict[str, str]:
        """Somebody signs in and allows: what the browser brings back."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert (asked["response_type"], asked["client_id"], asked["code_challenge_method"]) == ("code", APP, "S256")
        code = secrets.token_urlsafe(8)
        self.codes[code] = Consented(user, asked["redirect_uri"], asked["code_challenge"])
        return {"code": code, "state": asked["state"]}

    def withdraw(self) -> None:
        """The person withdraws what they allowed."""
        self.access.clear()
        self.refresh.clear()

    def grants(self, *kinds: str) -> int:
        """How often tokens of these kinds were asked for."""
        return sum(call["grant_type"] in kinds for call in self.calls)

    def token(self, form: dict[str, str]) -> tuple[int, dict[str, Any], dict[str, str]]:
        """The answer to a question for tokens."""
        self.calls.append(form)
        if self.answer:
            return self.answer
        if (form.get("client_id"), form.get("client_secret")) != (APP, SECRET):
            return (
                401,
                {"error": "invalid_client", "error_description": f"not {form.get('client_secret')}\r\nTrace"},
                {},
            )
        user = getattr(self, f"_by_{form['grant_type']}")(form)
        if not user:
            return 400, {"error": "invalid_grant", "error_description": "the grant is withdrawn"}, {}
        access, refresh = secrets.token_urlsafe(24), secrets.token_urlsafe(24)
        self.access[access] = user
        given: dict[str, Any] = {"token_type": "Bearer", "access_token": access, "expires_in": str(self.seconds)}
        if self.lasting and form["grant_type"] != "client_credentials":
            self.refresh[refresh] = user
            given["refresh_token"] = refresh
        return 200, given, {}

    def _by_authorization_code(self, form: dict[str, str]) -> str:
        known = self.codes.pop(form["code"], None)
        proof = base64.urlsafe_b64encode(hashlib.sha256(form["code_verifier"].encode()).digest()).rstrip(b"=").decode()
        right = known is not None and (known.redirect_uri, known.challenge) == (form["redirect_uri"], proof)
        return known.user if known is not None and right else ""

    def _by_refresh_token(self, form: dict[str, str]) -> str:
        refresh = form["refresh_token"]
        if refresh in self.spent:
            self.withdraw()
        self.spent.add(refresh)
        return self.refresh.pop(refresh, "")

    def _by_client_credentials(self, form: dict[str, str]) -> str:
        return self.user

    def vouch(self, form: dict[str, str]) -> tuple[int, dict[str, Any], dict[str, str]]:
        """The answer to a mail server that asks about a token."""
        user = self.access.get(form.get("token", ""))
        return 200, {"active": True, "username": user} if user else {"active": False}, {}


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    provider: Provider

    def do_POST(self) -> None:
        """A form in, JSON out."""
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        form = {name: values[0] for name, values in parse_qs(body).items()}
        answering = self.provider.vouch if self.path == "/introspect" else self.provider.token
        status, answer, headers = answering(form)
        data = json.dumps(answer).encode()
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(data)), "Connection": "close"}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_arguments: Any) -> None:
        """Nothing."""


class Running:
    """The provider's two doors; the encrypted one opens when there is a certificate."""

    def __init__(self) -> None:
        self.provider = Provider()
        self._handler = type("Handler", (_Handler,), {"provider": self.provider})
        self._servers: list[ThreadingHTTPServer] = []
        self.provider.plain = self._open(None)

    def encrypt(self, home: Path) -> None:
        """Open the encrypted door with the mail server's certificate."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(home / "certificate.pem", home / "key.pem")
        self.provider.tls = self._open(context)

    def _open(self, context: ssl.SSLContext | None) -> int:
        server = ThreadingHTTPServer((HOST, 0), self._handler)
        if context is not None:
            server.socket = context.wrap_socket(server.socket, server_side=True)
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        self._servers.append(server)
        return int(server.server_address[1])

    def close(self) -> None:
        """Close both doors."""
        for server in self._servers:
            server.shutdown()
            server.server_close()
