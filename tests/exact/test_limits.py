"""The governor: calls and errors stay below Exact's limits, whatever happens."""

from __future__ import annotations

import hashlib
import hmac
import threading
import time
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import time_machine
from django.utils import timezone
from pytest_django import Settings

from exact import api, webhooks, wire
from exact import clock as clock_module
from exact.errors import BreakerOpen, NeverDone, NotFound, NotSent, RateLimited, WrongDivision
from exact.gateway import ExactGateway
from exact.governor import Governor, Purpose
from exact.models import Administration, Connection, ConnectionState, ErrorWindow, RateWindow
from exact.sandbox.server import SandboxServer
from exact.webhooks import Heard
from jobs.models import Job
from tests.exact.connecting import administration_for, connect
from tests.exact.sandbox.mini_world import ONE, SUPPLIER, TWO

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 3, 2, 11, 0, 5, tzinfo=UTC)


@pytest.fixture
def bare(db: None, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Connection:
    """A connection that is never called; time is this process's, so that it can be moved with every database."""
    settings.EXACT_PERIOD_SCALE = 1
    monkeypatch.setattr(clock_module, "now", timezone.now)
    return Connection.objects.create(base_url="http://127.0.0.1:1", client_id="x", state=ConnectionState.OK)


def permitted(governor: Governor, tries: int) -> int:
    """How many of ``tries`` calls may be made."""
    made = 0
    for _ in range(tries):
        try:
            governor.permit("crm/Accounts")
        except RateLimited:
            continue
        made += 1
    return made


def headers(minute_left: int, moment: datetime, day_left: int | None = None) -> dict[str, str]:
    """Rate headers as Exact sends them; the daily ones may be missing."""
    reset = int((moment.replace(second=0, microsecond=0) + timedelta(minutes=1)).timestamp() * 1000)
    found = {"X-RateLimit-Minutely-Remaining": str(minute_left), "X-RateLimit-Minutely-Reset": str(reset)}
    if day_left is not None:
        end = datetime(moment.year, moment.month, moment.day, tzinfo=UTC) + timedelta(days=1)
        found |= {"X-RateLimit-Remaining": str(day_left), "X-RateLimit-Reset": str(int(end.timestamp() * 1000))}
    return found


def test_fifty_four_calls_a_clock_minute(bare: Connection) -> None:
    governor = Governor(bare.pk, ONE, Purpose.POSTING)
    with time_machine.travel(NOON, tick=False) as clock:
        assert permitted(governor, 70) == 54
        clock.shift(50)
        assert permitted(governor, 5) == 0
        clock.shift(6)
        assert permitted(governor, 5) == 5


def test_divisions_do_not_share(bare: Connection) -> None:
    with time_machine.travel(NOON, tick=False):
        assert permitted(Governor(bare.pk, ONE, Purpose.POSTING), 60) == 54
        assert permitted(Governor(bare.pk, TWO, Purpose.POSTING), 60) == 54


def test_exacts_headers_lower_the_allowance(bare: Connection) -> None:
    governor = Governor(bare.pk, ONE, Purpose.POSTING)
    with time_machine.travel(NOON, tick=False):
        governor.permit("x")
        governor.heard("x", 200, headers(3, NOON))
        assert permitted(governor, 10) == 3


def test_a_server_minute_that_lags_behind_ours_still_counts(bare: Connection) -> None:
    governor = Governor(bare.pk, ONE, Purpose.POSTING)
    with time_machine.travel(NOON, tick=False) as clock:
        governor.permit("x")
        late = headers(2, NOON)
        late["X-RateLimit-Minutely-Reset"] = str(int((NOON + timedelta(seconds=70)).timestamp() * 1000))
        governor.heard("x", 200, late)
        clock.shift(60)
        assert permitted(governor, 10) == 2


def test_a_missing_daily_header_is_unknown_not_zero(bare: Connection) -> None:
    governor = Governor(bare.pk, ONE, Purpose.POSTING)
    with time_machine.travel(NOON, tick=False):
        governor.permit("x")
        governor.heard("x", 200, headers(50, NOON))
        assert RateWindow.objects.get().day_remaining is None
        assert permitted(governor, 1) == 1


def test_a_daily_limit_that_is_used_up_waits_for_its_reset(bare: Connection) -> None:
    governor = Governor(bare.pk, ONE, Purpose.POSTING)
    with time_machine.travel(NOON, tick=False):
        governor.permit("x")
        governor.heard("x", 200, headers(50, NOON, day_left=0))
        with pytest.raises(RateLimited) as refused:
            governor.permit("x")
        assert refused.value.retry_at == datetime(2026, 3, 3, tzinfo=UTC)


@pytest.mark.parametrize(
    ("purpose", "share"),
    [(Purpose.POSTING, 3500), (Purpose.PEOPLE, 500), (Purpose.SYNC, 750), (Purpose.RECONCILIATION, 250)],
)
def test_each_purpose_has_its_share_of_the_day(bare: Connection, purpose: Purpose, share: int) -> None:
    governor = Governor(bare.pk, ONE, purpose)
    with time_machine.travel(NOON, tick=False):
        governor.permit("x")
        RateWindow.objects.update(**{f"used_{purpose}": share - 1}, used=0)
        assert permitted(governor, 5) == 1


def test_after_eight_in_the_evening_posting_takes_what_is_left(bare: Connection) -> None:
    evening = datetime(2026, 3, 2, 19, 30, tzinfo=UTC)  # 20:30 in Amsterdam
    posting, sync = Governor(bare.pk, ONE, Purpose.POSTING), Governor(bare.pk, ONE, Purpose.SYNC)
    with time_machine.travel(evening, tick=False):
        posting.permit("x")
        RateWindow.objects.update(used_posting=4000, used_sync=750, day_used=4750, used=0)
        assert permitted(posting, 3) == 3
        assert permitted(sync, 3) == 0


def test_five_counted_errors_open_the_breaker_and_one_probe_closes_it(bare: Connection) -> None:
    governor = Governor(bare.pk, ONE, Purpose.POSTING)
    with time_machine.travel(NOON, tick=False) as clock:
        for _ in range(5):
            governor.permit("x")
            governor.heard("x", 404, {})
        with pytest.raises(BreakerOpen):
            governor.permit("x")
        governor.permit("other endpoint")
        clock.shift(3601)
        governor.permit("x")
        with pytest.raises(BreakerOpen):
            governor.permit("x")
        governor.heard("x", 200, {})
        governor.permit("x")


def test_server_errors_are_not_counted(bare: Connection) -> None:
    governor = Governor(bare.pk, ONE, Purpose.POSTING)
    with time_machine.travel(NOON, tick=False):
        for _ in range(20):
            governor.heard("x", 500, {})
        governor.permit("x")


def test_five_transport_failures_pause_for_a_minute(bare: Connection) -> None:
    governor = Governor(bare.pk, ONE, Purpose.POSTING)
    with time_machine.travel(NOON, tick=False) as clock:
        for _ in range(5):
            governor.failed("x")
        with pytest.raises(BreakerOpen):
            governor.permit("x")
        clock.shift(61)
        governor.permit("x")


def test_exact_never_sees_more_than_it_allows(exact_server: SandboxServer, settings: Settings) -> None:
    exact_server.settings.minutely_limit = 60
    settings.EXACT_CALLS_PER_MINUTE = 54
    administration = administration_for(connect([ONE]), ONE)
    gateway = ExactGateway(administration)
    refused = 0
    while refused < 20:  # however slow this machine is: until the governor has said no often enough
        try:
            gateway.get("crm/Accounts", filter=f"ID eq {wire.guid(SUPPLIER)}", select="ID")
        except RateLimited:
            refused += 1
    assert not [call for call in exact_server.log.entries() if call["status"] == 429]


def test_the_error_limit_of_exact_is_never_reached(administration: Administration, exact_server: SandboxServer) -> None:
    gateway = ExactGateway(administration)
    with pytest.raises(BreakerOpen):
        for _ in range(20):
            with pytest.raises(NotFound):
                gateway.put("crm/Accounts", "99999999-9999-9999-9999-999999999999", {"Name": "x"})
    assert ErrorWindow.objects.get().errors == 5


def test_a_gateway_cannot_be_turned_to_another_division(administration: Administration) -> None:
    gateway = ExactGateway(administration)
    with pytest.raises(AttributeError):
        gateway.division = TWO  # type: ignore[misc]


@pytest.mark.parametrize("path", ["system/Divisions", "SYSTEM/divisions", "hrm/Divisions", "system/AllDivisions"])
def test_a_division_is_never_deleted(administration: Administration, exact_server: SandboxServer, path: str) -> None:
    before = len(exact_server.log.entries())
    with pytest.raises(NeverDone):
        ExactGateway(administration).delete(path, SUPPLIER)
    assert len(exact_server.log.entries()) == before


def test_a_read_that_answers_for_another_division_holds_the_connection(
    administration: Administration, exact_server: SandboxServer
) -> None:
    from tests.exact.test_posting import draft, queue, work

    work(queue(administration, draft()))
    exact_server.faults.arm("wrong_division", path="purchaseentry/PurchaseEntries", method="GET")
    with pytest.raises(WrongDivision):
        ExactGateway(administration).get(
            "purchaseentry/PurchaseEntries", select="EntryID,Division", filter="YourRef eq 'F2026-0317'"
        )
    assert Connection.objects.get().state == ConnectionState.HELD


def test_exact_away_is_not_sent(administration: Administration, exact_server: SandboxServer) -> None:
    gateway = ExactGateway(administration)
    exact_server.stop()
    with pytest.raises(NotSent):
        gateway.post("crm/Accounts", {"Name": "x"})


# -- webhooks ------------------------------------------------------------------------------------------------------


def signed(content: str, secret: str, *, tamper: bool = False) -> bytes:
    """A notification as Exact writes it."""
    code = hmac.new(secret.encode(), content.encode(), hashlib.sha256).hexdigest().upper()
    if tamper:
        content = content.replace("Update", "Delete")
    return f'{{"Content":{content},"HashCode":"{code}"}}'.encode()


CONTENT = (
    f'{{"Topic":"Accounts","ClientId":"x","Division":{ONE},"Action":"Update","Key":"k","ExactOnlineEndpoint":"e",'
    '"EventCreatedOn":"2026-06-25T16:17:09.433"}'
)


def test_a_genuine_notice_asks_for_one_read(administration: Administration, settings: Settings) -> None:
    raw = signed(CONTENT, settings.EXACT_WEBHOOK_SECRET)
    assert [webhooks.receive(raw), webhooks.receive(raw)] == [Heard.GENUINE, Heard.GENUINE]
    (job,) = Job.objects.filter(kind="sync_administration")
    assert job.payload == {"administration": administration.pk, "which": "vendors"}


@pytest.mark.parametrize(
    "raw",
    [
        signed(CONTENT, "another secret"),
        signed(CONTENT, "sandbox", tamper=True),
        b'{"Content":{},"HashCode":"00"}',
        b"[]",
        b"\xff\xfe",
    ],
)
def test_a_forged_notice_has_no_effect(administration: Administration, raw: bytes) -> None:
    assert webhooks.receive(raw) is Heard.FORGED
    assert not Job.objects.filter(kind="sync_administration").exists()


def test_the_call_at_registration_is_welcome(db: None) -> None:
    assert webhooks.receive(b"") is Heard.GENUINE


class _Receiver(BaseHTTPRequestHandler):
    bodies: list[bytes]

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.bodies.append(body)
        self.send_response(200 if webhooks.verify(body) or not body else 403)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""


def test_exacts_own_notices_verify(administration: Administration) -> None:
    bodies: list[bytes] = []
    receiver = ThreadingHTTPServer(("127.0.0.1", 0), type("Receiver", (_Receiver,), {"bodies": bodies}))
    threading.Thread(target=receiver.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{receiver.server_address[1]}/hook"
    try:
        topics = webhooks.register(administration, address)
        assert "Accounts" in topics
        assert webhooks.register(administration, address) == topics
        ExactGateway(administration).put("crm/Accounts", SUPPLIER, {"Name": "Bouten en Moeren"})
        until = time.monotonic() + 10
        while not any(bodies) and time.monotonic() < until:
            time.sleep(0.05)
        notice = webhooks.verify(next(body for body in bodies if body))
        assert notice and (notice.topic, notice.division, notice.key) == ("Accounts", ONE, SUPPLIER)
        assert webhooks.unregister(administration) == len(topics)
    finally:
        receiver.shutdown()
        receiver.server_close()


def test_status_shows_what_waits(administration: Administration) -> None:
    (status,) = api.connection_status()
    assert (status.state, status.waiting_postings, [a.division for a in status.administrations]) == ("ok", 0, [ONE])
    assert Decimal(status.token_calls_today) == 1
