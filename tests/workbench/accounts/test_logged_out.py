"""Somebody whose session ended comes back to a page, never to an address that only takes what is sent."""

from __future__ import annotations

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db

SENT = "/vendors/mappings/7/forget/"


@pytest.mark.parametrize(
    ("referer", "page"),
    [
        ("http://testserver/vendors/?page=2", "/vendors/%3Fpage%3D2"),
        ("http://elsewhere.example/vendors/", "/"),
        ("", "/"),
    ],
)
def test_after_logging_in_one_is_where_one_was(client: Client, referer: str, page: str) -> None:
    answer = client.post(SENT, headers={"Referer": referer})
    assert (answer.status_code, answer["Location"]) == (302, f"/login/?next={page.replace('/', '%2F')}")


def test_a_page_that_was_asked_for_is_where_one_comes(client: Client) -> None:
    assert client.get("/vendors/")["Location"] == "/login/?next=/vendors/"


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_part_of_a_page_is_never_the_log_in_page(client: Client, method: str) -> None:
    answer = getattr(client, method)("/vendors/" if method == "get" else SENT, headers={"HX-Request": "true"})
    assert (answer.status_code, answer.content) == (401, b"")


def test_a_form_of_another_session_says_what_to_do() -> None:
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post(SENT)
    assert answer.status_code == 403
    assert "stood_open.html" in [template.name for template in answer.templates]
    assert 'class="link" href="/"' in answer.content.decode()
