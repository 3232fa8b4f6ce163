"""The control addresses under ``/_sandbox/``: faults, log, clock, limits, tokens. For tests and demonstrations."""

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from exact.sandbox.calls import Response

if TYPE_CHECKING:
    from exact.sandbox.server import SandboxServer

SECRET_SETTINGS = ("client_secret", "webhook_secret")


def _json(value: Any, status: int = 200) -> Response:
    return Response.json(json.dumps(value), status)


def handle(server: "SandboxServer", method: str, name: str, query: dict[str, str], body: bytes) -> Response | None:
    """Answer a control call, or None when there is no such address."""
    try:
        data = json.loads(body) if body else {}
        if not isinstance(data, dict):
            raise ValueError("an object is expected")
        return _dispatch(server, method, name, query, data)
    except (ValueError, TypeError, KeyError) as error:
        return _json({"error": str(error)}, 400)


def _dispatch(
    server: "SandboxServer", method: str, name: str, query: dict[str, str], data: dict[str, Any]
) -> Response | None:
    if name == "health":
        return _json({"ok": True, "down": server.down})
    if name == "faults":
        return _faults(server, method, data)
    if name == "log":
        last = query.get("last")
        return _json(server.log.entries(int(last) if last else None))
    if name == "down":
        if method == "POST":
            server.down = str(data.get("mode", "refuse")) if data.get("down", True) else ""
        return _json({"down": server.down})
    if name == "clock":
        if method == "POST":
            if "shift" in data:
                server.clock.shift = float(data["shift"])
            server.clock.advance(float(data.get("advance", 0)))
        return _json({"now": server.clock.now(), "shift": server.clock.shift})
    if name == "settings":
        if method == "POST":
            server.settings.update(data)
        return _json({k: v for k, v in asdict(server.settings).items() if k not in SECRET_SETTINGS})
    return _tokens_and_limits(server, method, name, data)


def _tokens_and_limits(server: "SandboxServer", method: str, name: str, data: dict[str, Any]) -> Response | None:
    if method != "POST":
        return None
    if name == "revoke":
        return _json({"revoked": server.oauth.revoke(data.get("user"))})
    if name == "expire":
        server.oauth.expire_access()
        return _json({"expired": True})
    if name == "tokens":
        tokens = server.issue_tokens(data.get("user"), data.get("divisions"))
        return _json({"access_token": tokens.access, "refresh_token": tokens.refresh})
    if name == "limits":
        server.limits.reset()
        return _json({"reset": True})
    return None


def _faults(server: "SandboxServer", method: str, data: dict[str, Any]) -> Response:
    if method == "DELETE" or (method == "POST" and data.get("clear")):
        server.faults.clear()
    elif method == "POST":
        server.faults.arm(data.pop("kind"), **data)
    return _json(server.faults.listing())
