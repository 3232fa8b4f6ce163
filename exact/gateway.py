"""The door to one administration in Exact. The division is fixed at birth and checked in every answer."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import quote, urlsplit

from exact import answers, clock, http, reach, tokens, wire
from exact.errors import (
    ExactError,
    NeverDone,
    NotSent,
    OutcomeUnknown,
    RateLimited,
    Unauthorised,
    WrongDivision,
)
from exact.governor import Governor, Purpose
from exact.models import Administration, Connection, ConnectionState

_URI_DIVISION = re.compile(r"/api/v1/(?:beta/)?(\d+)/")


class ExactGateway:
    """Calls for one (connection, division).

    ``purpose`` says whose share of the day's calls is spent; ``patience`` how many seconds a call may wait for a
    permit before RateLimited is raised (0: not at all, so that a durable job can be put off instead).
    """

    def __init__(
        self, administration: Administration, purpose: Purpose = Purpose.PEOPLE, *, patience: float = 0
    ) -> None:
        self.__connection_id = administration.connection_id
        self.__base = Connection.objects.values_list("base_url", flat=True).get(pk=self.__connection_id).rstrip("/")
        self.__division = int(administration.division)
        self.__governor = Governor(self.__connection_id, self.__division, purpose)
        self.__patience = patience

    @property
    def division(self) -> int:
        """The division of every call made here."""
        return self.__division

    @property
    def root(self) -> str:
        """Address under which every call of this gateway stays."""
        return f"{self.__base}/api/v1/{self.__division}/"

    # -- reading ---------------------------------------------------------------------------------------------------

    def get(self, path: str, **options: Any) -> list[dict[str, Any]]:
        """The rows of one answer: the first page only. Options: select, filter, top, expand, plus plain arguments."""
        return self._page(self._address(path, options), path)[0]

    def get_all(self, path: str, **options: Any) -> Iterator[dict[str, Any]]:
        """All rows, page after page."""
        for page in self.pages(path, **options):
            yield from page

    def pages(self, path: str, **options: Any) -> Iterator[list[dict[str, Any]]]:
        """All pages: 60 rows each, 1,000 on ``sync/`` and ``bulk/``. Follows Exact's own continuation address."""
        address: str | None = self._address(path, options)
        while address:
            rows, address = self._page(address, path)
            yield rows

    def sync(self, path: str, after: int, select: Sequence[str]) -> Iterator[list[dict[str, Any]]]:
        """Pages of a ``sync/`` resource with a row version above ``after``; save the highest version seen."""
        return self.pages(path, filter=f"Timestamp gt {after}L", select=["Timestamp", *select])

    # -- writing ---------------------------------------------------------------------------------------------------

    def post(
        self, path: str, body: Mapping[str, Any] | str, *, fault_marks: tuple[str, str] = ("", "")
    ) -> dict[str, Any]:
        """Create; the answered entity. Raises OutcomeUnknown when it may or may not have been created."""
        text = body if isinstance(body, str) else wire.dumps(body)
        answer = self._call("POST", self.root + path, path, text.encode(), fault_marks=fault_marks)
        if answer.status not in (200, 201):
            raise OutcomeUnknown(f"status {answer.status}", status=answer.status)
        rows = self._rows(answer, path)[0]
        if len(rows) != 1:
            raise OutcomeUnknown("no entity in the answer", status=answer.status)
        return rows[0]

    def put(self, path: str, key: str, body: Mapping[str, Any]) -> None:
        """Change the given fields of one row; ``key`` is its GUID."""
        self._call("PUT", f"{self.root}{path}({wire.guid(key)})", path, wire.dumps(body).encode())

    def delete(self, path: str, key: str) -> None:
        """Delete one row. Refuses divisions whatever the spelling: that would erase a whole book-keeping."""
        if "division" in path.lower():
            raise NeverDone("divisions are never deleted")
        self._call("DELETE", f"{self.root}{path}({wire.guid(key)})", path, None)

    # -- inside ----------------------------------------------------------------------------------------------------

    def _address(self, path: str, options: Mapping[str, Any]) -> str:
        query: list[str] = []
        for name, value in options.items():
            if value is None:
                continue
            if name == "select" and not isinstance(value, str):
                value = ",".join(value)
            key = f"${name}" if name in ("select", "filter", "top", "expand", "orderby") else name
            query.append(f"{key}={quote(str(value), safe=chr(39) + ',()/:')}")
        return self.root + path + ("?" + "&".join(query) if query else "")

    def _page(self, address: str, path: str) -> tuple[list[dict[str, Any]], str | None]:
        rows, following = self._rows(self._call("GET", address, path, None), path)
        if following is not None and not self._within(following):
            raise self._stop(f"the next page of {path} lies outside division {self.__division}")
        return rows, following

    def _within(self, address: str) -> bool:
        here, there = urlsplit(self.root), urlsplit(address)
        return (there.scheme, there.netloc) == (here.scheme, here.netloc) and there.path.startswith(here.path)

    def _rows(self, answer: http.Answer, path: str) -> tuple[list[dict[str, Any]], str | None]:
        try:
            rows, following = wire.rows(wire.loads(answer.body))
        except (ValueError, TypeError, RecursionError) as error:
            raise OutcomeUnknown("the answer cannot be read", status=answer.status) from error
        if not path.startswith("system/"):
            for row in rows:
                self._check_division(row, path)
        return rows, following

    def _check_division(self, row: Mapping[str, Any], path: str) -> None:
        said = row.get("Division")
        if said is not None and str(said) != str(self.__division):
            raise self._stop(f"asked division {self.__division}, {path} answered for {said}")
        meta = row.get("__metadata")
        found = _URI_DIVISION.search(str(meta.get("uri", ""))) if isinstance(meta, dict) else None
        if found and int(found.group(1)) != self.__division:
            raise self._stop(f"asked division {self.__division}, {path} answered for {found.group(1)}")

    def _stop(self, reason: str) -> WrongDivision:
        """Hold the whole connection: an answer for another division puts every other answer in doubt."""
        Connection.objects.filter(pk=self.__connection_id).exclude(state=ConnectionState.NEEDS_CONSENT).update(
            state=ConnectionState.HELD, held_reason=reason
        )
        return WrongDivision(reason)

    def _permit(self, endpoint: str) -> None:
        deadline = time.monotonic() + self.__patience
        while True:
            try:
                return self.__governor.permit(endpoint)
            except RateLimited as error:
                wait = (error.retry_at - clock.now()).total_seconds() if error.retry_at else 60.0
                if time.monotonic() + wait > deadline:
                    raise
                time.sleep(max(0.05, wait + 0.02))

    def _call(
        self, method: str, address: str, path: str, content: bytes | None, *, fault_marks: tuple[str, str] = ("", "")
    ) -> http.Answer:
        """One request, and a second one after a 401: a refused token means nothing was executed."""
        endpoint = path.split("(")[0]
        for attempt in (1, 2, 3):
            try:
                return self._once(method, address, endpoint, content, fault_marks)
            except Unauthorised:
                if attempt == 3 or (attempt == 2 and not tokens.suspect(self.__connection_id)):
                    raise
        raise AssertionError("unreachable")

    def _once(
        self, method: str, address: str, endpoint: str, content: bytes | None, fault_marks: tuple[str, str]
    ) -> http.Answer:
        token = tokens.access_token(self.__connection_id)
        self._permit(endpoint)
        headers = {"Authorization": f"Bearer {token}", "Accept": "application/json"}
        if content is not None:
            headers["Content-Type"] = "application/json"
            if method == "POST":
                headers["Prefer"] = "return=representation"
        try:
            answer = http.request(method, address, headers=headers, content=content, fault_marks=fault_marks)
        except (NotSent, OutcomeUnknown):
            self.__governor.failed(endpoint)
            reach.failed(self.__connection_id)
            raise
        self.__governor.heard(endpoint, answer.status, answer.headers)
        error = None
        if not 200 <= answer.status < 300:
            error = answers.error_for(answer.status, answer.headers, answer.body)
        if answer.status >= 500 and isinstance(error, OutcomeUnknown):
            reach.failed(self.__connection_id)
        else:
            reach.answered(self.__connection_id)
        if error is not None:
            raise error
        return answer


def connection_rows(connection: Connection, path: str, select: Sequence[str]) -> list[dict[str, Any]]:
    """All rows of a list that belongs to the consent, not to one division (``current/Me``, ``system/Divisions``).

    Exact does not check the division in the path of ``system/Divisions``; nothing here chooses one for later calls.
    """
    base = connection.base_url.rstrip("/")
    address: str | None = f"{base}/api/v1/{path}?$select={','.join(select)}"
    found: list[dict[str, Any]] = []
    while address:
        if urlsplit(address).netloc != urlsplit(base).netloc:
            raise ExactError("the next page lies elsewhere")
        headers = {"Authorization": f"Bearer {tokens.access_token(connection.pk)}", "Accept": "application/json"}
        answer = http.request("GET", address, headers=headers)
        if answer.status != 200:
            raise answers.error_for(answer.status, answer.headers, answer.body)
        try:
            rows, address = wire.rows(wire.loads(answer.body))
        except ValueError as error:
            raise OutcomeUnknown("the answer cannot be read", status=answer.status) from error
        found += rows
    return found
