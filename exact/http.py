"""One HTTP request to Exact. The only module that knows the HTTP library.

No redirects, no retries, no cookies. Failures before the first byte are told apart from those after it, since only
the former allow a write to be repeated. Writes use a fresh connection each: a kept-alive connection that the other
side has just closed would turn into an unknown outcome for nothing.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from exact import conf
from exact.errors import NotSent, OutcomeUnknown
from exact.faultpoint import faultpoint

if TYPE_CHECKING:
    import httpx

MAX_BODY = 64 * 1024 * 1024  # bytes; a page of 1,000 wide rows is about 4 MB

_clients: dict[tuple[int, bool], httpx.Client] = {}


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: status, headers (case-insensitive mapping) and the whole body."""

    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)


def _client(write: bool) -> httpx.Client:
    import httpx

    key = (os.getpid(), write)
    if key not in _clients:
        keep = 0 if write else 8
        _clients[key] = httpx.Client(
            follow_redirects=False,
            trust_env=bool(conf.get("TRUST_ENV", True)),
            transport=httpx.HTTPTransport(
                retries=0, limits=httpx.Limits(max_keepalive_connections=keep, max_connections=32)
            ),
        )
    return _clients[key]


def _halves(content: bytes, marks: tuple[str, str]) -> Iterator[bytes]:
    """The body in two parts, with fault points between and after them."""
    middle = len(content) // 2
    yield content[:middle]
    faultpoint(marks[0])
    yield content[middle:]
    faultpoint(marks[1])


def request(
    method: str,
    url: str,
    *,
    headers: Mapping[str, str] | None = None,
    content: bytes | None = None,
    read_timeout: float | None = None,
    fault_marks: tuple[str, str] = ("", ""),
) -> Answer:
    """Send one request and read the whole answer, whatever its status.

    Raises NotSent when no byte left, OutcomeUnknown when the answer did not arrive whole within its deadline.
    ``read_timeout`` in seconds; ``fault_marks`` names the fault points in the middle and at the end of the body.
    """
    import httpx

    write = method not in ("GET", "HEAD")
    timeout = httpx.Timeout(
        connect=conf.period("CONNECT_TIMEOUT"),
        read=read_timeout or conf.period("READ_TIMEOUT"),
        write=read_timeout or conf.period("READ_TIMEOUT"),
        pool=conf.period("CONNECT_TIMEOUT"),
    )
    sent_headers = dict(headers or {})
    body: Iterator[bytes] | None = None
    if content is not None:
        sent_headers["Content-Length"] = str(len(content))
        body = _halves(content, fault_marks)
    deadline = time.monotonic() + max(conf.period("ANSWER_DEADLINE"), read_timeout or 0)
    try:
        with _client(write).stream(method, url, headers=sent_headers, content=body, timeout=timeout) as response:
            parts: list[bytes] = []
            size = 0
            for chunk in response.iter_bytes():
                parts.append(chunk)
                size += len(chunk)
                if size > MAX_BODY or time.monotonic() > deadline:
                    raise OutcomeUnknown("the answer is too long or too slow", status=response.status_code)
            return Answer(response.status_code, response.headers, b"".join(parts))
    except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol) as error:
        raise NotSent(_short(error)) from error
    except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, ValueError) as error:
        raise OutcomeUnknown(_short(error)) from error


def _short(error: Exception) -> str:
    """The kind of failure, never an address with its query."""
    return f"{type(error).__name__}: {str(error)[:120]}".split("http", 1)[0].strip()


def close() -> None:
    """Close what is kept open; the next request opens anew."""
    for client in _clients.values():
        client.close()
    _clients.clear()
