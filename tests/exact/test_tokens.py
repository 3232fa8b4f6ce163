"""Renewal of the tokens: when, how often, and what each failure of the token service leads to."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from django.db.models import F
from pytest_django import Settings

from exact import api, clock, sealing, token_journal, tokens
from exact.errors import ConnectionHeld, NeedsConsent, TokenBudget, TokenBusy
from exact.gateway import ExactGateway
from exact.models import Administration, Connection, ConnectionState, PostingState
from exact.sandbox.server import SandboxServer
from tests.exact.connecting import connect, control, entries
from tests.exact.sandbox.mini_world import ONE
from tests.exact.test_posting import draft, queue, work

pytestmark = pytest.mark.django_db


def grow_old(server: SandboxServer, seconds: float) -> None:
    """Let ``seconds`` pass for the token, on both sides."""
    server.clock.advance(seconds)
    Connection.objects.update(
        issued_at=F("issued_at") - timedelta(seconds=seconds), received_at=F("received_at") - timedelta(seconds=seconds)
    )


def calls(server: SandboxServer) -> list[int]:
    """Statuses of the calls to the token endpoint."""
    return [call["status"] for call in server.log.entries() if call["path"].endswith("oauth2/token")]


@pytest.mark.parametrize(("age", "renewals"), [(10, 0), (560, 0), (569, 0), (575, 1), (599, 1), (5000, 1)])
def test_a_token_is_renewed_in_its_last_thirty_seconds(
    exact_server: SandboxServer, connection: Connection, age: float, renewals: int
) -> None:
    grow_old(exact_server, age)
    before = len(calls(exact_server))
    tokens.access_token(connection.pk)
    assert calls(exact_server)[before:] == [200] * renewals


def test_every_renewal_brings_a_token_that_works(exact_server: SandboxServer, administration: Administration) -> None:
    for _ in range(5):
        grow_old(exact_server, 580)
        assert ExactGateway(administration).get("financial/Journals", select="Code")
    assert set(calls(exact_server)) == {200}


def test_a_second_use_of_the_old_token_asks_for_consent_and_postings_wait(
    exact_server: SandboxServer, administration: Administration
) -> None:
    grow_old(exact_server, 580)
    old = Connection.objects.get().refresh_token
    tokens.access_token(administration.connection_id)
    Connection.objects.update(refresh_token=old)
    grow_old(exact_server, 580)
    with pytest.raises(NeedsConsent):
        tokens.access_token(administration.connection_id)
    posting = work(queue(administration, draft()))
    assert (posting.state, posting.error_code) == (PostingState.HELD, "needs_consent")
    assert api.connection_status()[0].state == "needs_consent"
    connect([ONE])
    assert work(posting).state == PostingState.POSTED
    assert len(entries(exact_server, ONE, "F2026-0317")) == 1


def test_a_revoked_app_is_noticed_by_the_second_refusal(
    exact_server: SandboxServer, administration: Administration
) -> None:
    control(exact_server, "revoke")
    posting = work(queue(administration, draft()))
    assert posting.state == PostingState.HELD
    assert Connection.objects.get().state == ConnectionState.NEEDS_CONSENT


def test_a_wrong_secret_holds_the_connection(
    exact_server: SandboxServer, connection: Connection, settings: Settings
) -> None:
    settings.EXACT_CLIENT_SECRET = "wrong"
    grow_old(exact_server, 580)
    with pytest.raises(ConnectionHeld):
        tokens.access_token(connection.pk)


@pytest.mark.parametrize(
    ("fault", "status"),
    [("status", 500), ("status", 503), ("status", 429), ("html", 0), ("reset_before", 0)],
)
def test_a_token_service_that_stumbles_is_asked_again_and_the_living_token_serves_meanwhile(
    exact_server: SandboxServer, connection: Connection, fault: str, status: int
) -> None:
    exact_server.faults.arm(fault, path="oauth2/token", **({"status": status} if status else {}))
    grow_old(exact_server, 575)
    assert tokens.access_token(connection.pk)
    assert Connection.objects.get().state == ConnectionState.OK
    Connection.objects.update(refresh_not_before=None)
    grow_old(exact_server, 10)
    assert tokens.access_token(connection.pk)
    assert calls(exact_server)[-1] == 200


@pytest.mark.parametrize("fault", ["reset_after_commit", "garbage", "truncated", "error500_after"])
def test_an_answer_that_is_lost_for_good_ends_in_consent_not_in_a_loop(
    exact_server: SandboxServer, connection: Connection, fault: str
) -> None:
    exact_server.faults.arm(fault, path="oauth2/token")
    grow_old(exact_server, 610)
    with pytest.raises((NeedsConsent, TokenBusy)):
        tokens.access_token(connection.pk)
    Connection.objects.update(refresh_not_before=None)
    with pytest.raises(NeedsConsent):
        tokens.access_token(connection.pk)
    assert len(calls(exact_server)) <= 3


def test_without_room_to_keep_the_answer_no_token_is_spent(
    exact_server: SandboxServer, connection: Connection, settings: Settings, tmp_path: Path
) -> None:
    (tmp_path / "no folder").write_bytes(b"")
    right, settings.EXACT_TOKEN_JOURNAL_DIR = settings.EXACT_TOKEN_JOURNAL_DIR, tmp_path / "no folder"
    before = len(calls(exact_server))
    grow_old(exact_server, 610)
    with pytest.raises(TokenBusy):
        tokens.access_token(connection.pk)
    assert len(calls(exact_server)) == before
    settings.EXACT_TOKEN_JOURNAL_DIR = right
    Connection.objects.update(refresh_not_before=None)
    assert tokens.access_token(connection.pk) and len(calls(exact_server)) == before + 1
    assert not list(Path(right).iterdir())


def test_an_answer_is_kept_where_room_was_made_although_the_disk_is_full_by_then(
    settings: Settings, tmp_path: Path
) -> None:
    settings.EXACT_TOKEN_JOURNAL_DIR = tmp_path / "journal"
    (tmp_path / "journal").mkdir()
    (tmp_path / "journal" / "connection-7.999999999").write_bytes(b"of a process that was killed")
    token_journal.drop(7)
    token_journal.make_room(7)
    (draft,) = (tmp_path / "journal").iterdir()
    place, size = draft.stat().st_ino, draft.stat().st_size
    token_journal.write(7, 1, clock.now(), b"x" * 4000, sealing.fernet())
    (kept,) = (tmp_path / "journal").iterdir()
    assert kept.stat().st_ino == place and kept.stat().st_size < size, "the same place on the disk, none new"
    assert (token_journal.read(7, sealing.fernet()) or ("", b""))[1] == b"x" * 4000


@pytest.mark.parametrize("age", [10, 610])
def test_tokens_that_our_keys_do_not_open_stop_the_connection_until_the_keys_are_back(
    exact_server: SandboxServer, administration: Administration, settings: Settings, age: float
) -> None:
    right, settings.TOKEN_ENCRYPTION_KEYS = settings.TOKEN_ENCRYPTION_KEYS, [Fernet.generate_key().decode()]
    grow_old(exact_server, age)
    posting = work(queue(administration, draft()), seconds=10)
    held = Connection.objects.get()
    assert (held.state, posting.state) == (ConnectionState.HELD, PostingState.HELD)
    assert "token_keys" in held.held_reason
    settings.TOKEN_ENCRYPTION_KEYS = right
    assert api.release(held) == 1
    assert work(posting).state == PostingState.POSTED


def test_the_days_token_calls_are_limited(exact_server: SandboxServer, connection: Connection) -> None:
    Connection.objects.update(token_calls=tokens.CALLS_PER_DAY, token_calls_day=clock.now().date())
    grow_old(exact_server, 610)
    before = len(calls(exact_server))
    with pytest.raises(TokenBudget):
        tokens.access_token(connection.pk)
    assert len(calls(exact_server)) == before


@pytest.mark.parametrize("hours", [2, -2])
def test_a_clock_that_jumps_breaks_nothing(
    exact_server: SandboxServer, administration: Administration, hours: int
) -> None:
    Connection.objects.update(
        issued_at=F("issued_at") - timedelta(hours=hours), received_at=F("received_at") - timedelta(hours=hours)
    )
    assert ExactGateway(administration).get("financial/Journals", select="Code")
    assert Connection.objects.get().state == ConnectionState.OK


def test_tokens_are_nowhere_in_clear_text(
    connection: Connection, settings: Settings, exact_server: SandboxServer
) -> None:
    token = tokens.access_token(connection.pk)
    row = str(Connection.objects.values().get())
    assert token not in row
    folder = Path(settings.EXACT_TOKEN_JOURNAL_DIR)
    assert not folder.exists() or not list(folder.iterdir())
