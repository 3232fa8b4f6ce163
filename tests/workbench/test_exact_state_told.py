"""Exact is away: every page says since when, and no longer as soon as it answers."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from exact.models import Connection
from tests.workbench.support import desk

pytestmark = pytest.mark.django_db


def test_told_and_gone_by_itself(client: Client) -> None:
    client.force_login(desk.person("mk", desk.books(), "clerk"))
    Connection.objects.update(away_since=timezone.now() - timedelta(minutes=5), away_failures=3)
    page = client.get("/").content.decode()
    assert 'id="exact-away"' in page and b'id="exact-away"' in client.get("/exact/state/").content
    Connection.objects.update(away_since=None, away_failures=0)
    assert client.get("/exact/state/").content == b""
    assert 'id="exact-away"' not in client.get("/").content.decode()


@pytest.mark.parametrize(("role", "told"), [("admin", True), ("clerk", False)])
def test_a_consent_that_ends_is_told_to_who_can_renew_it(client: Client, role: str, told: bool) -> None:
    client.force_login(desk.person("x", desk.books(), role))
    Connection.objects.update(received_at=timezone.now() - timedelta(days=28))
    end = (timezone.localtime() + timedelta(days=2)).strftime("%d-%m-%Y")
    assert (end in client.get("/").content.decode()) is told
