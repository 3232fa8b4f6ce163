"""OAuth 2.0 as the service does it: one-time codes, access tokens of ten minutes, rotating one-time refresh tokens."""

import base64
import binascii
import json
import secrets
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from exact.sandbox.calls import Caller, Response
from exact.sandbox.catalogue import NO_DIVISION
from exact.sandbox.clock import Clock
from exact.sandbox.configuration import SandboxSettings
from exact.sandbox.ledger import Ledger, Row

LOOPBACK = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True)
class Tokens:
    """A pair of tokens as handed out."""

    access: str
    refresh: str


def opaque(prefix: str) -> str:
    """A new opaque token; holds ``!`` and ``-`` as real ones do."""
    return f"{prefix}!I{secrets.token_urlsafe(24)}-{secrets.token_urlsafe(24)}"


class OAuth:
    """Codes, tokens and the rules of the token endpoint. State is kept in the ledger file."""

    def __init__(self, ledger: Ledger, settings: SandboxSettings, clock: Clock) -> None:
        self.ledger, self.settings, self.clock = ledger, settings, clock

    def users(self) -> list[Row]:
        """Users that may log in on the consent page."""
        return [stored.row for stored in self.ledger.rows(NO_DIVISION, "current/Me")]

    def divisions(self) -> list[Row]:
        """Administrations that may be granted."""
        return [stored.row for stored in self.ledger.rows(NO_DIVISION, "system/Divisions")]

    def client_known(self, client_id: str) -> bool:
        """True for the registered app; the id may stand in braces."""
        return _plain(client_id) == _plain(self.settings.client_id)

    def redirect_allowed(self, uri: str) -> bool:
        """True for a registered address or any loopback address."""
        return uri in self.settings.redirect_uris or urlsplit(uri).hostname in LOOPBACK

    def issue_code(self, user: str, divisions: list[int], redirect_uri: str) -> str:
        """Consent given: a code that lives three minutes and works once."""
        code = opaque("XTzM")
        data = {"divisions": divisions, "redirect_uri": redirect_uri}
        self._keep(code, "code", user, code, data)
        return code

    def issue_tokens(self, user: str, divisions: list[int]) -> Tokens:
        """New tokens for a user; every earlier refresh token of this user and app dies."""
        tokens = Tokens(opaque("gAAAA"), opaque("stampNL001"))
        grant = secrets.token_hex(8)
        with self.ledger.transaction():
            self.ledger.execute(
                "UPDATE oauth SET state='used' WHERE client=? AND user=? AND kind='refresh' AND state='live'",
                (self.settings.client_id, user),
            )
            self._keep(tokens.access, "access", user, grant, {"divisions": divisions})
            self._keep(tokens.refresh, "refresh", user, grant, {"divisions": divisions})
        return tokens

    def _keep(self, token: str, kind: str, user: str, grant: str, data: dict[str, Any]) -> None:
        row = (token, kind, "live", user, self.settings.client_id, self.clock.now(), grant, json.dumps(data))
        self.ledger.execute("INSERT INTO oauth VALUES (?,?,?,?,?,?,?,?)", row)

    def revoke(self, user: str | None = None) -> int:
        """The user withdraws the app: all tokens die. Returns how many were live."""
        sql, values = "UPDATE oauth SET state='revoked' WHERE state='live' AND kind<>'code'", []
        if user:
            sql, values = sql + " AND user=?", [user]
        with self.ledger.transaction():
            self.ledger.execute(sql, tuple(values))
            return self.ledger.execute("SELECT changes()")[0][0]

    def expire_access(self) -> None:
        """Let all access tokens end now, leaving refresh tokens as they are (a fault for tests)."""
        self.ledger.execute("UPDATE oauth SET state='expired' WHERE kind='access' AND state='live'")

    def caller(self, authorization: str | None) -> Caller | None:
        """The caller of a bearer header, or None when the token is missing, expired or revoked."""
        scheme, _, token = (authorization or "").partition(" ")
        if scheme.lower() != "bearer":
            return None
        found = self.ledger.execute(
            "SELECT user, client, issued, data FROM oauth WHERE token=? AND kind='access' AND state='live'",
            (token.strip(),),
        )
        if not found or self.clock.now() - found[0][2] >= self.settings.access_token_seconds:
            return None
        user, client, _, data = found[0]
        profile = self.ledger.get(NO_DIVISION, "current/Me", user) or {}
        return Caller(client, user, frozenset(json.loads(data)["divisions"]), profile)

    def owner(self, authorization: str | None) -> tuple[str, str] | None:
        """(client, user) of any bearer token ever issued, live or not; errors are counted against them."""
        token = (authorization or "").partition(" ")[2].strip()
        found = self.ledger.execute("SELECT client, user FROM oauth WHERE token=? AND kind='access'", (token,))
        return (found[0][0], found[0][1]) if found else None

    def token(self, form: dict[str, str], authorization: str | None) -> Response:
        """Answer ``POST /api/oauth2/token``; credentials come in the form or in a Basic header."""
        client, secret = _credentials(form, authorization)
        if not self.client_known(client) or not secrets.compare_digest(
            secret.encode(), self.settings.client_secret.encode()
        ):
            return _refuse(400, "invalid_request")
        grant = form.get("grant_type", "")
        if grant == "authorization_code":
            return self._from_code(form)
        if grant == "refresh_token":
            return self._from_refresh(form)
        return _refuse(400, "unsupported_grant_type" if grant else "invalid_request")

    def _from_code(self, form: dict[str, str]) -> Response:
        with self.ledger.transaction():
            found = self._find(form.get("code", ""), "code")
            if found is None or found["state"] != "live":
                return _refuse(400, "invalid_request")
            self._mark(found["token"], "used")
            fresh = self.clock.now() - found["issued"] < self.settings.code_seconds
            if not fresh or form.get("redirect_uri") != found["data"]["redirect_uri"]:
                return _refuse(400, "invalid_request")
            if not self._count_call(found["user"]):
                return Response(429, b"")
            return self._answer(self.issue_tokens(found["user"], found["data"]["divisions"]))

    def _from_refresh(self, form: dict[str, str]) -> Response:
        with self.ledger.transaction():
            found = self._find(form.get("refresh_token", ""), "refresh")
            if found is None:
                return _refuse(400, "invalid_request")
            if not self._count_call(found["user"]):
                return Response(429, b"")
            if found["state"] != "live":
                return _refuse(401, "unauthorized_client", "Old refresh token used.")
            age = self.clock.now() - found["issued"]
            if age >= self.settings.refresh_token_days * 86400:
                # The tail of the sentence is only known to name the present moment.
                return _refuse(
                    400,
                    "invalid_request",
                    f"The refresh token expired at {_us(found['issued'] + self.settings.refresh_token_days * 86400)}"
                    f" and it is now {_us(self.clock.now())}",
                )
            if age < self.settings.earliest_refresh_seconds:
                text = "Rate limit exceeded: access_token not expired"
                answer = _refuse(self.settings.too_early_status, "access_denied", text)
                answer.headers["Reason"] = "TooEarlyToRefreshTokens: " + text
                return answer
            return self._answer(self.issue_tokens(found["user"], found["data"]["divisions"]))

    def _find(self, token: str, kind: str) -> dict[str, Any] | None:
        rows = self.ledger.execute(
            "SELECT state, user, issued, data FROM oauth WHERE token=? AND kind=?", (token, kind)
        )
        if not rows:
            return None
        state, user, issued, data = rows[0]
        return {"token": token, "state": state, "user": user, "issued": issued, "data": json.loads(data)}

    def _mark(self, token: str, state: str) -> None:
        self.ledger.execute("UPDATE oauth SET state=? WHERE token=?", (state, token))

    def _count_call(self, user: str) -> bool:
        key = (self.settings.client_id, user, self.clock.utc_day())
        self.ledger.execute(
            "INSERT INTO token_call VALUES (?,?,?,1) ON CONFLICT (client, user, day) DO UPDATE SET calls = calls + 1",
            key,
        )
        calls = self.ledger.execute("SELECT calls FROM token_call WHERE client=? AND user=? AND day=?", key)[0][0]
        return calls <= self.settings.token_calls_per_day

    def _answer(self, tokens: Tokens) -> Response:
        body = {
            "access_token": tokens.access,
            "token_type": "Bearer",
            "expires_in": str(self.settings.access_token_seconds),
            "refresh_token": tokens.refresh,
        }
        answer = Response.json(json.dumps(body))
        answer.headers["Cache-Control"] = "no-store"
        return answer


def _plain(client_id: str) -> str:
    return client_id.strip().strip("{}").lower()


def _us(seconds: float) -> str:
    from datetime import UTC, datetime

    at = datetime.fromtimestamp(seconds, UTC)
    return f"{at.month}/{at.day}/{at.year} {at.hour % 12 or 12}:{at:%M:%S} {'AM' if at.hour < 12 else 'PM'}"


def _refuse(status: int, error: str, description: str = "") -> Response:
    body = {"error": error}
    if description:
        body["error_description"] = description
    return Response.json(json.dumps(body), status)


def _credentials(form: dict[str, str], authorization: str | None) -> tuple[str, str]:
    scheme, _, value = (authorization or "").partition(" ")
    if scheme.lower() == "basic":
        try:
            client, _, secret = base64.b64decode(value, validate=True).decode().partition(":")
            return client, secret
        except (binascii.Error, UnicodeDecodeError):
            return "", ""
    return form.get("client_id", ""), form.get("client_secret", "")
