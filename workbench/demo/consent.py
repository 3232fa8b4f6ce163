"""Going through Exact's consent page the way a person with a browser does."""

from __future__ import annotations

import urllib.error
import urllib.request
from html.parser import HTMLParser
from typing import IO, Any
from urllib.parse import parse_qs, urlencode, urljoin, urlsplit

from django.conf import settings

from exact import api as exact
from exact.models import Connection

TIMEOUT = 20.0


class ConsentFailed(RuntimeError):
    """The consent page was not there, or did not lead back with a code; the text says which."""


class _Form(HTMLParser):
    """The first form of a page: where it goes, and what it sends when nothing in it is changed."""

    def __init__(self) -> None:
        super().__init__()
        self.action = ""
        self.values: list[tuple[str, str]] = []
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "form" and not self.action:
            self.action, self._inside = found.get("action", ""), True
        elif tag == "input" and self._inside and found.get("name"):
            if found.get("type") not in ("radio", "checkbox") or "checked" in found:
                self.values.append((found["name"], found.get("value", "")))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inside = False


class _Stay(urllib.request.HTTPRedirectHandler):
    """Do not follow the way back: it leads to our own web server, which may not run yet."""

    def redirect_request(self, req: Any, fp: IO[bytes], code: int, msg: str, headers: Any, newurl: str) -> None:
        return None


def consent(user_key: str, callback: str, *, consented_by: str) -> Connection:
    """Ask for consent, allow everything on the page, and finish with the code that comes back.

    ``user_key`` binds both ends together; ``callback`` is our address as Exact knows it. Raises ConsentFailed, or
    what :func:`exact.api.finish_consent` raises.
    """
    address = exact.start_consent(user_key, callback)
    if urlsplit(address).netloc != urlsplit(settings.EXACT_BASE_URL).netloc:
        raise ConsentFailed("the consent page is not at the sandbox")
    try:
        with urllib.request.urlopen(address, timeout=TIMEOUT) as page:  # noqa: S310 - the sandbox on loopback
            html = page.read(1_000_000).decode("utf-8")
    except OSError as error:
        raise ConsentFailed(f"the consent page does not answer: {error}") from error
    form = _Form()
    form.feed(html)
    if not form.action:
        raise ConsentFailed("the consent page shows no form")
    back = _allow(urljoin(address, form.action), form.values)
    query = {name: values[0] for name, values in parse_qs(urlsplit(back).query).items()}
    if not back.startswith(callback) or not query.get("code"):
        raise ConsentFailed(query.get("error") or "the consent page led nowhere")
    return exact.finish_consent(query.get("state", ""), query["code"], user_key, consented_by=consented_by)


def _allow(action: str, values: list[tuple[str, str]]) -> str:
    """Press "Allow"; where that leads."""
    data = urlencode([*values, ("decision", "allow")]).encode()
    request = urllib.request.Request(action, data=data, method="POST")  # noqa: S310
    try:
        with urllib.request.build_opener(_Stay).open(request, timeout=TIMEOUT) as answer:
            raise ConsentFailed(f"the consent page answered {answer.status} instead of leading back")
    except urllib.error.HTTPError as answer:
        if answer.code not in (302, 303):
            raise ConsentFailed(f"the consent page answered {answer.code}") from answer
        return str(answer.headers.get("Location", ""))
    except OSError as error:
        raise ConsentFailed(f"the consent page does not answer: {error}") from error
