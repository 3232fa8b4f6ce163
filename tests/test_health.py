"""Readiness says what is wrong, to those who may know."""

from __future__ import annotations

import pytest
from django.test import Client

from jobs import rows
from jobs.registry import QUEUES
from workbench.health import readiness

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def without_other_servers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readiness, "get_commands", dict)


def test_without_a_worker_it_is_not_ready(client: Client) -> None:
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["checks"]["work"].startswith("no worker gave a sign of life")


def test_with_a_worker_it_is_ready(client: Client) -> None:
    rows.beat("work", ",".join(QUEUES))
    assert client.get("/readyz").json() == {
        "ready": True,
        "checks": {"database": "ok", "blobs": "ok", "work": "ok"},
    }


def test_a_queue_that_nobody_works_on_is_named(client: Client) -> None:
    rows.beat("work", ",".join(queue for queue in QUEUES if queue != "read"))
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["checks"]["work"]) == (
        503,
        "no worker gave a sign of life for 30 s: read",
    )


def test_a_stranger_learns_no_details(client: Client) -> None:
    assert client.get("/readyz", REMOTE_ADDR="192.0.2.1").json() == {"ready": False}
    assert client.get("/readyz", HTTP_X_FORWARDED_FOR="192.0.2.1").json() == {"ready": False}


def test_a_server_that_does_not_listen_is_named(
    client: Client, monkeypatch: pytest.MonkeyPatch, settings: object
) -> None:
    monkeypatch.setattr(readiness, "get_commands", lambda: {"receive_mail": "workbench"})
    settings.INBOEK_SMTP_PORT = 1  # type: ignore[attr-defined]
    assert "refused" in client.get("/readyz").json()["checks"]["mail"].lower()


def test_every_page_carries_the_strict_policy(client: Client) -> None:
    policy = client.get("/healthz")["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
