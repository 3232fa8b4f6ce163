"""One call of the simulated service: the fault that strikes it, the limits, and the way to OAuth, API or download."""

import re
import time
from email.message import Message
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from exact.sandbox import addresses, consent, odata_query
from exact.sandbox.api import failure, generic_fault
from exact.sandbox.calls import Caller, Response
from exact.sandbox.errors import ApiError
from exact.sandbox.faults import Fault
from exact.sandbox.html import page
from exact.sandbox.pages import download

if TYPE_CHECKING:
    from exact.sandbox.server import SandboxServer

MAINTENANCE = page("Exact Online", "<p>The service is temporarily unavailable because of maintenance.</p>")


class Dropped(Exception):
    """The connection is to be cut instead of answered; ``reset`` sends RST, else it just ends."""

    def __init__(self, reset: bool) -> None:
        super().__init__("connection dropped")
        self.reset = reset


class ServiceCall:
    """One call of the simulated service, from request to answer."""

    def __init__(
        self, sandbox: "SandboxServer", headers: Message, method: str, path: str, query: str, body: bytes
    ) -> None:
        self.sandbox, self.method, self.path, self.query, self.body = sandbox, method, path, query, body
        self.headers = headers
        self.base = sandbox.public_url or f"http://{headers.get('Host') or 'localhost'}"
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
