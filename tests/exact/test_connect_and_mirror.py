"""From consent to a full mirror, over HTTP."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from exact import api, clock, oauth, tokens
from exact.errors import ConsentRefused, RateLimited
from exact.gateway import ExactGateway
from exact.mirror import run
from exact.mirror.relation_rows import groups_unknown
from exact.mirror.resources import BY_NAME
from exact.mirror.run import synchronise
from exact.models import (
    Administration,
    BookedEntry,
    BookedLine,
    Connection,
    ConnectionState,
    GoodsReceiptLine,
    Item,
    Period,
    PurchaseOrderLine,
    SyncCursor,
    VatCode,
    Vendor,
    VendorBankAccount,
    VendorGroup,
)
from exact.sandbox import catalogue
from exact.sandbox.seed import INSTALLATION
from exact.sandbox.server import SandboxServer
from tests.exact.conftest import point_at
from tests.exact.connecting import REDIRECT, administration_for, allow, connect, stored
from tests.exact.sandbox.mini_world import GROUP, ONE, SUPPLIER, TWO, ident
from tests.servers import prepared

pytestmark = [pytest.mark.django_db, pytest.mark.long]


def test_consent_gives_encrypted_tokens_bound_to_their_row(connection: Connection) -> None:
    assert connection.state == ConnectionState.OK
    token = tokens.access_token(connection.pk)
    assert token and token not in connection.access_token
    with pytest.raises(Exception, match="another connection"):
        tokens.decrypt(connection.pk + 1, connection.access_token)


@pytest.mark.parametrize("finisher", ["other session|user", "session|other user"])
def test_only_the_session_and_user_that_began_can_finish(exact_server: SandboxServer, finisher: str) -> None:
    back = allow(oauth.start_consent("session|user", REDIRECT), [ONE])
    with pytest.raises(ConsentRefused):
        oauth.finish_consent(back["state"], back["code"], finisher)
    assert not Connection.objects.exists()


def test_a_forged_state_is_refused(exact_server: SandboxServer) -> None:
    with pytest.raises(ConsentRefused):
        oauth.finish_consent("forged", "code", "session|user")


def test_a_code_works_once(exact_server: SandboxServer) -> None:
    back = allow(oauth.start_consent("u", REDIRECT), [ONE])
    oauth.finish_consent(back["state"], back["code"], "u")
    with pytest.raises(ConsentRefused):
        oauth.finish_consent(back["state"], back["code"], "u")


def test_choosing_makes_administrations_and_never_looks_at_the_current_division(connection: Connection) -> None:
    assert {choice.division: choice.name for choice in oauth.list_divisions(connection)} == {
        ONE: "Eén BV",
        TWO: "Twee BV",
    }
    made = api.choose_administrations(connection, [ONE], by="Ann")
    assert [a.division for a in made] == [ONE]
    with pytest.raises(ValueError, match="not granted"):
        api.choose_administrations(connection, [999], by="Ann")
    api.choose_administrations(connection, [TWO], by="Ann")
    assert Administration.objects.get(division=ONE).active is False


def test_books_of_another_exact_with_the_same_number_do_not_become_these(connection: Connection) -> None:
    elsewhere = Connection.objects.create(base_url="https://start.exactonline.be", client_id="x")
    pilot = administration_for(elsewhere, ONE, "pilot")
    with pytest.raises(ValueError, match=str(ONE)):
        api.choose_administrations(connection, [ONE, TWO], "Ann")
    pilot.refresh_from_db()
    assert (pilot.connection_id, Administration.objects.count()) == (elsewhere.pk, 1)


def test_disconnect_forgets_the_tokens_and_keeps_the_mirror(administration: Administration) -> None:
    api.disconnect(administration.connection)
    status = api.connection_status()[0]
    assert status.state == "disconnected"
    assert not Connection.objects.get().refresh_token
    assert Vendor.objects.filter(administration=administration).exists()


def test_the_small_world_is_mirrored_with_its_meaning(administration: Administration) -> None:
    vendor = Vendor.objects.get(administration=administration, exact_id=SUPPLIER)
    assert (vendor.code, vendor.vat_number, vendor.payment_condition) == ("1", "NL001234567B01", "30")
    assert vendor.classifications == {"1": GROUP, "3": ident("group of another sort")}
    closed = Vendor.objects.get(administration=administration, name="Dicht BV")
    assert closed.blocked and not closed.classifications
    dated = VatCode.objects.get(administration=administration, code="D")
    assert dated.percentages == [
        {"from": "2000-01-01", "to": "2026-02-28", "percentage": "0.19"},
        {"from": "2026-03-01", "to": None, "percentage": "0.21"},
    ]
    assert Period.objects.get(administration=administration, year=2026, number=1).closed_journals == ["60"]
    line = PurchaseOrderLine.objects.get(order__administration=administration)
    assert (line.quantity, line.net_price, line.net_amount) == (Decimal(10), Decimal(20), Decimal(200))
    assert Item.objects.get(administration=administration).supplier_codes == {SUPPLIER: "BM-6"}
    assert administration.purchase_journal == "60"
    assert administration.sync_progress["state"] == "done"


def test_names_of_groups_are_read_when_a_vendor_has_one_and_not_within_the_first_run(
    exact_server: SandboxServer, administration: Administration
) -> None:
    asked = "crm/AccountClassifications"
    assert not [e for e in exact_server.log.entries() if asked in str(e)], "the first run leaves them for later"
    assert groups_unknown(administration)
    synchronise(administration, "vendor_groups")
    assert [(g.exact_id, g.code, str(g), g.name) for g in VendorGroup.objects.all()] == [
        (GROUP, "GH", "GH Groothandel", "Soort")
    ]
    assert api.groupings_of(administration) == [(1, "Soort"), (3, "")]
    assert [g.code for g in api.vendor_groups_for(administration, 1)] == ["GH"]
    assert api.vendor_groups_for(administration, 2) == []
    calls = len(exact_server.log.entries())
    Vendor.objects.update(classifications={})
    assert not groups_unknown(administration)
    assert "vendor_groups" not in synchronise(administration, "vendor_groups")
    assert len(exact_server.log.entries()) == calls, "without groups no call"


def test_a_delta_reads_only_what_changed_and_marks_what_is_gone(
    exact_server: SandboxServer, administration: Administration
) -> None:
    before = SyncCursor.objects.get(administration=administration, resource="vendors").timestamp
    counts = synchronise(administration, "hourly")
    assert counts["vendors"] == 0 and counts["gl_accounts"] == 0
    assert SyncCursor.objects.get(administration=administration, resource="vendors").timestamp == before


def test_everything_is_read_again_when_exact_moved_the_division(
    exact_server: SandboxServer, administration: Administration
) -> None:
    """Row versions begin anew then: after a version that is no longer reached nothing would ever come."""
    high = 10**9
    vendors = SyncCursor.objects.filter(administration=administration, resource="vendors")
    vendors.update(timestamp=high)
    for _ in range(2):
        synchronise(administration, "daily")
        assert vendors.get().timestamp == high
    ledger, divisions = exact_server.ledger, [row.row for row in exact_server.ledger.rows(0, "system/Divisions")]
    (row,) = [each for each in divisions if each["Code"] == ONE]
    moved = row | {"DivisionMoveDate": "2026-11-21T00:00:00"}
    ledger.put(0, catalogue.load()["system/Divisions"], moved, exact_server.clock.now())
    synchronise(administration, "daily")
    assert vendors.get().timestamp == 1
    Vendor.objects.filter(administration=administration).delete()
    synchronise(administration, "hourly")
    synchronise(administration, "daily")
    assert Vendor.objects.filter(administration=administration).exists() and 1 < vendors.get().timestamp < high


def test_a_receipt_in_exact_reaches_subscribers(
    exact_server: SandboxServer, administration: Administration, django_capture_on_commit_callbacks: object
) -> None:
    from exact.gateway import ExactGateway
    from tests.exact.sandbox.mini_world import ORDER_LINE

    told: list[int] = []

    def listen(administration_id: int) -> None:
        told.append(administration_id)

    api.subscribe("receipts_changed", listen)
    ExactGateway(administration).post(
        "purchaseorder/GoodsReceipts",
        {
            "ReceiptDate": "2026-03-13",
            "YourRef": "PKB-77",
            "GoodsReceiptLines": [{"PurchaseOrderLineID": ORDER_LINE, "QuantityReceived": Decimal(4)}],
        },
    )
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        synchronise(administration, "often")
    api.unsubscribe("receipts_changed", listen)
    assert told == [administration.pk]
    received = GoodsReceiptLine.objects.get(receipt__administration=administration)
    assert (received.quantity, received.receipt.your_ref) == (Decimal(4), "PKB-77")
    assert PurchaseOrderLine.objects.get(pk=received.order_line_id).received == Decimal(4)


def test_a_run_that_breaks_off_leaves_nothing_out_and_tells_what_it_saw(
    db: None, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: object
) -> None:
    """Pages of a list go by key: what was changed long ago may stand on the last one."""
    new, old = datetime(2026, 11, 20, 12, 0, 0, 500), datetime(2026, 3, 1, 9)
    told: list[int] = []
    saved: list[int] = []

    def listen(administration_id: int) -> None:
        told.append(administration_id)

    def save(administration: Administration, rows: list[dict[str, Any]]) -> None:
        saved.extend(row["ID"] for row in rows)

    def pages(broken: bool) -> Callable[..., Iterator[list[dict[str, Any]]]]:
        def read(*_arguments: object) -> Iterator[list[dict[str, Any]]]:
            yield [{"ID": 1, "Modified": new}]
            if broken:
                raise RateLimited("the day is used up")
            yield [{"ID": 2, "Modified": old}]

        return read

    lines = replace(BY_NAME["receipt_lines"], save=save)
    monkeypatch.setattr(run, "due", lambda which: [lines])
    books = administration_for(Connection.objects.create(base_url="http://127.0.0.1:9", client_id="x"), ONE)
    api.subscribe("receipts_changed", listen)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        monkeypatch.setattr(run, "_pages", pages(True))
        with pytest.raises(RateLimited):
            synchronise(books, "often")
        assert SyncCursor.objects.get().modified == "", "the next run begins where this one did"
        monkeypatch.setattr(run, "_pages", pages(False))
        synchronise(books, "often")
    api.unsubscribe("receipts_changed", listen)
    assert saved == [1, 1, 2] and told == [books.pk] * 3
    assert SyncCursor.objects.get().modified == new.isoformat()


def test_the_demonstration_world_is_mirrored_whole_within_the_limits(tmp_path: Path, settings: Settings) -> None:
    prepared.seeded(tmp_path / "exact")
    with SandboxServer(tmp_path / "exact", fsync_log=False) as server:
        point_at(server, settings, tmp_path)
        settings.EXACT_CALLS_PER_MINUTE = 54
        connection = connect([INSTALLATION])
        administration = api.choose_administrations(connection, [INSTALLATION], by="Ann")[0]
        begun = time.monotonic()
        counts = synchronise(administration, patience=70)
        took = time.monotonic() - begun
        suppliers = [row for row in stored(server, INSTALLATION, "crm/Accounts") if row.get("IsSupplier")]
        assert Vendor.objects.filter(administration=administration).count() == len(suppliers)
        assert VendorBankAccount.objects.filter(administration=administration).count() > 100
        booked = stored(server, INSTALLATION, "purchaseentry/PurchaseEntries")
        assert BookedEntry.objects.filter(administration=administration).count() == len(booked)
        by_id = {row["EntryID"]: row for row in booked}
        for entry in BookedEntry.objects.filter(administration=administration):
            # Credit notes stand in Exact as positive amounts of type 31; here the sign is the payable's.
            sign = -1 if by_id[entry.exact_id]["Type"] == 31 else 1
            assert entry.amount == sign * Decimal(str(by_id[entry.exact_id]["AmountFC"]))
        lines = stored(server, INSTALLATION, "purchaseentry/PurchaseEntryLines")
        assert BookedLine.objects.filter(administration=administration).count() == len(lines)
        assert not [e for e in server.log.entries() if e.get("status") == 429]
        print(f"\n{sum(counts.values())} rows, {len(server.log.entries())} calls, {took:.1f} s")


def test_exchange_rates_of_the_last_months_are_mirrored(
    exact_server: SandboxServer, administration: Administration
) -> None:
    today = clock.now().date()
    assert api.rate_for(administration, "USD", today) is None, "the small world's only rate is old"
    start = (today - timedelta(days=5)).isoformat()
    body = {"SourceCurrency": "USD", "Rate": Decimal("0.8"), "StartDate": start}
    ExactGateway(administration).post("financial/ExchangeRates", body)
    synchronise(administration, "exchange_rates")
    assert api.rate_for(administration, "USD", today) == Decimal("0.8")
    assert api.rate_for(administration, "USD", today - timedelta(days=6)) is None
