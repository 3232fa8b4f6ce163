"""The house stands: settings load, the checks pass, the simplest address answers."""

import pytest
from django.core.management import call_command
from django.test import Client


def test_system_checks_pass() -> None:
    call_command("check")


@pytest.mark.django_db
def test_healthz_answers_without_login(client: Client) -> None:
    assert client.get("/healthz").content == b"ok\n"
