"""What became of what was read."""

from __future__ import annotations

from typing import Any

import pytest

from insights.fates import Fate, Lines, Tally, fate_of, right_share, way_of

READ = {"value": "F-1", "source": "text", "state": "sure"}
BY = {"source": "person", "state": "confirmed"}


@pytest.mark.parametrize(
    ("name", "stored", "fate"),
    [
        pytest.param("invoice_number", READ, Fate.READ, id="read, and left alone"),
        pytest.param("invoice_number", {**READ, "state": "check"}, Fate.READ, id="doubted, and left alone"),
        pytest.param("invoice_number", {**READ, "state": "confirmed"}, Fate.CONFIRMED, id="a person agreed"),
        pytest.param("invoice_number", {**BY, "value": "F-2", "read": "F-1"}, Fate.CORRECTED, id="another value"),
        pytest.param("invoice_number", {**BY, "value": "F 1", "read": "F-1"}, Fate.CONFIRMED, id="signs between"),
        pytest.param("net_total", {**BY, "value": "10", "read": "10.00"}, Fate.CONFIRMED, id="the same amount"),
        pytest.param("net_total", {**BY, "value": "10.01", "read": "10.00"}, Fate.CORRECTED, id="a cent is a cent"),
        pytest.param("due_date", {**BY, "value": "2026-01-02", "read": ""}, Fate.FILLED, id="nothing was read"),
        pytest.param("due_date", {**BY, "value": "2026-01-02"}, Fate.FILLED, id="never read at all"),
        pytest.param("due_date", {**BY, "value": "", "read": "2026-01-02"}, Fate.CLEARED, id="taken away"),
        pytest.param("due_date", {**BY, "value": "", "read": ""}, None, id="typed and taken away again"),
        pytest.param("due_date", {"value": "", "state": "confirmed"}, None, id="its absence confirmed"),
        pytest.param("due_date", {}, None, id="not on the paper"),
    ],
)
def test_a_field(name: str, stored: dict[str, Any], fate: Fate | None) -> None:
    assert fate_of(name, stored) is fate


@pytest.mark.parametrize(
    ("sources", "way"),
    [
        (["xml", "text"], "einvoice"),
        (["xml", "ocr"], "einvoice"),
        (["text", "ocr"], "scan"),
        (["text", "person"], "text"),
        (["person"], "hand"),
        ([], "hand"),
    ],
)
def test_how_a_document_was_read(sources: list[str], way: str) -> None:
    assert way_of({str(place): {"source": source} for place, source in enumerate(sources)}) == way


@pytest.mark.parametrize(
    ("by_person", "was_read", "counted", "wrong"),
    [
        pytest.param([], True, {"read": 1}, False, id="left alone"),
        pytest.param(["quantity"], True, {"corrected": 1}, True, id="what is printed was changed"),
        pytest.param(["gl_account"], True, {"read": 1, "coded": 1}, False, id="coded by hand"),
        pytest.param(["net_amount", "vat_code"], True, {"corrected": 1, "coded": 1}, True, id="both"),
        pytest.param(["description"], False, {"added": 1}, True, id="made by a person"),
        pytest.param([], False, {"made": 1}, False, id="made from the totals"),
        pytest.param(["gl_account"], False, {"made": 1, "coded": 1}, False, id="made from the totals, then coded"),
    ],
)
def test_a_line(by_person: list[str], was_read: bool, counted: dict[str, int], wrong: bool) -> None:
    lines = Lines()
    assert lines.take(by_person, was_read=was_read) is wrong
    assert lines == Lines(**counted)
    assert lines.all == 1


def test_a_document_is_wrong_once_however_much_was_wrong() -> None:
    tally = Tally()
    assert not tally.take({"net_total": Fate.READ, "due_date": Fate.CONFIRMED})
    assert tally.take({"net_total": Fate.CORRECTED, "due_date": Fate.FILLED})
    assert tally.take({"net_total": Fate.READ}, lines_wrong=True)
    assert (tally.documents, tally.wrong_documents) == (3, 2)
    assert tally.right_share == pytest.approx(1 / 3)
    assert right_share(tally.fields["net_total"]) == pytest.approx(2 / 3)
    assert right_share(tally.totals) == pytest.approx(3 / 5)


def test_nothing_has_no_share_and_no_worst_field() -> None:
    tally = Tally()
    assert (tally.right_share, right_share(tally.totals), tally.worst_field()) == (None, None, "")
    tally.take({"net_total": Fate.READ})
    assert tally.worst_field() == ""
    tally.take({"net_total": Fate.CORRECTED, "due_date": Fate.CLEARED})
    tally.take({"due_date": Fate.FILLED})
    assert tally.worst_field() == "due_date"
