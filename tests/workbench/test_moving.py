"""Moving to PostgreSQL: what is refused before anything happens. The move itself needs a server of its own."""

from __future__ import annotations

from io import StringIO
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from jobs.models import Heartbeat
from workbench.moving import copying
from workbench.moving.copying import MoveRefused

ADDRESS = "postgresql://a:b@127.0.0.1:9/c"


def test_every_table_of_ours_is_copied_but_what_each_side_makes_itself() -> None:
    copied = {model._meta.db_table for model in copying.tables()}
    all_there = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    assert all_there - copied == {"matching_stamp"}


@pytest.mark.django_db
def test_tables_of_nobody_are_told_before() -> None:
    assert copying.strangers() == []
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE my_own_notes (id integer)")
    assert copying.strangers() == ["my_own_notes"]
    with pytest.raises(CommandError, match="my_own_notes"):
        call_command("migrate_database", ADDRESS, stdout=StringIO())


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["mysql://x", "", "sqlite:///x"])
def test_only_postgresql_is_a_target(address: str) -> None:
    with pytest.raises(CommandError, match="postgresql://"):
        call_command("migrate_database", address, stdout=StringIO())


@pytest.mark.django_db
def test_a_running_instance_is_not_moved() -> None:
    Heartbeat.objects.create(role="work", queues="read", at=timezone.now())
    with pytest.raises(CommandError, match="Stop it first"):
        call_command("migrate_database", ADDRESS, stdout=StringIO())


class Target:
    """A database with these tables, of which those in ``full`` have rows."""

    def __init__(self, names: list[str], full: list[str]) -> None:
        self.introspection = SimpleNamespace(table_names=lambda: names)
        self.ops = SimpleNamespace(quote_name=lambda name: name)
        self.full, self.last = full, ""

    def cursor(self) -> Any:
        return self

    def __enter__(self) -> Any:
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def execute(self, sql: str) -> None:
        self.last = sql.split()[3]

    def fetchone(self) -> tuple[int] | None:
        return (1,) if self.last in self.full else None


@pytest.mark.parametrize(
    ("names", "full", "refused"),
    [
        ([], [], ""),
        (["auth_user", "django_content_type", "django_migrations"], ["django_content_type", "django_migrations"], ""),
        (["auth_user"], ["auth_user"], "not empty: auth_user"),
        (["their_orders"], [], "tables of something else: their_orders"),
    ],
)
def test_the_target_must_be_empty(
    monkeypatch: pytest.MonkeyPatch, names: list[str], full: list[str], refused: str
) -> None:
    monkeypatch.setattr(copying, "connections", {copying.TARGET: Target(names, full)})
    if refused:
        with pytest.raises(MoveRefused, match=refused):
            copying.require_empty()
    else:
        copying.require_empty()
