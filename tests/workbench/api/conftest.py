"""One administration with an admin, a token of each sort, and requests as a program makes them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from exact.models import Administration
from tests.workbench.support import desk
from workbench.accounts.people import Person
from workbench.api import tokens

ADDRESS = "/api/v1/documents"
Ask = Callable[..., Any]


@pytest.fixture
def ada(books: Administration) -> Person:
    return desk.person("ada", books, "admin")


@pytest.fixture
def token(books: Administration, ada: Person) -> str:
    return made(ada, books)


def made(by: Person, *administrations: Administration, upload: bool = True, read: bool = True) -> str:
    """A token as the screen makes it."""
    keys = [each.pk for each in administrations]
    return tokens.make(name="Kassa", administrations=keys, upload=upload, read=read, days=30, by=by)[1]


@pytest.fixture
def ask(token: str) -> Ask:
    """A request with the token: ``ask("get", address)``, ``ask("post", address, data, key=…)``."""

    def request(method: str, address: str = ADDRESS, data: Any = None, *, key: str = "", shown: str = "", **how: Any):
        headers = {"Authorization": f"Bearer {shown or token}", "Accept-Language": "en"} | how.pop("headers", {})
        if key:
            headers["Idempotency-Key"] = key
        return getattr(Client(raise_request_exception=False), method)(address, data, headers=headers, **how)

    return request
