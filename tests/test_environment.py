"""The instance's environment: safe when empty, and deaf to names that are not ours."""

from __future__ import annotations

import pytest

from workbench.env import REPOSITORY, Environment


@pytest.fixture
def nothing_given(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    import os

    for name in [*os.environ]:
        if name.startswith(("INBOEK_", "EXACT_", "DATABASE_", "PYTEST_VERSION")):
            monkeypatch.delenv(name)
    return monkeypatch


def test_an_empty_environment_gives_a_private_local_instance(nothing_given: pytest.MonkeyPatch) -> None:
    env = Environment()
    assert env.home == REPOSITORY / "var"
    assert (env.host, env.port, env.debug, env.database, env.redis_url) == ("127.0.0.1", 8000, False, "", "")
    assert env.uses_sandbox


@pytest.mark.parametrize("name", ["HOME", "HOST", "PORT", "DEBUG", "LANGUAGE", "DATABASE"])
def test_common_names_of_others_are_not_read(nothing_given: pytest.MonkeyPatch, name: str) -> None:
    nothing_given.setenv(name, "1")
    env = Environment()
    assert (env.home, env.port, env.debug, env.language) == (REPOSITORY / "var", 8000, False, "nl")


def test_empty_values_count_as_not_given(nothing_given: pytest.MonkeyPatch) -> None:
    for name in ("INBOEK_HOME", "INBOEK_PORT", "INBOEK_DATABASE", "EXACT_CLIENT_ID", "EXACT_BASE_URL"):
        nothing_given.setenv(name, "")
    assert Environment().home == REPOSITORY / "var"
    assert Environment().uses_sandbox


def test_the_other_ports_follow_the_web_port(nothing_given: pytest.MonkeyPatch) -> None:
    nothing_given.setenv("INBOEK_PORT", "9100")
    env = Environment()
    assert (env.sandbox_port, env.smtp_port, env.metrics_port) == (9101, 9102, 9103)


def test_a_configured_exact_app_replaces_the_sandbox(nothing_given: pytest.MonkeyPatch) -> None:
    nothing_given.setenv("EXACT_CLIENT_ID", "a-real-app")
    assert not Environment().uses_sandbox
