"""Exact's JSON dialect, the canonical form we send, and the one spelling of an invoice number. Pure."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from exact import answers, wire
from exact.errors import (
    AlreadyExists,
    BusinessRefusal,
    ExactError,
    Forbidden,
    NotFound,
    OutcomeUnknown,
    RateLimited,
    Unauthorised,
)
from exact.number_key import number_key


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"b": Decimal("100.00"), "a": 1}, '{"a":1,"b":100.00}'),
        ({"x": Decimal("0.1") + Decimal("0.2")}, '{"x":0.3}'),
        ({"x": Decimal("1E+3")}, '{"x":1000}'),
        ({"d": date(2026, 3, 14)}, '{"d":"2026-03-14T00:00:00"}'),
        ({"s": 'Bolt "M6" é'}, '{"s":"Bolt \\"M6\\" é"}'),
        ({"n": None, "t": True, "l": [1, "a"]}, '{"l":[1,"a"],"n":null,"t":true}'),
    ],
)
def test_what_is_sent_is_exact_to_the_digit(value: dict[str, Any], text: str) -> None:
    assert wire.dumps(value) == text


@pytest.mark.parametrize("value", [{"x": 0.1}, {"x": Decimal("NaN")}, {"x": object()}])
def test_floats_and_strangers_are_refused(value: dict[str, Any]) -> None:
    with pytest.raises(TypeError):
        wire.dumps(value)


def test_frozen_text_survives_being_read_and_written_again() -> None:
    text = wire.dumps({"AmountFC": Decimal("1234567.10"), "EntryDate": date(2026, 3, 1), "YourRef": "007"})
    assert wire.dumps(wire.loads(text)) == text


def test_values_are_typed_on_the_way_in() -> None:
    row = wire.loads('{"D":"/Date(1717027200000)/","Code":"           0000011","P":0.21,"Hid":"1","F":1}')
    assert row["D"] == datetime(2024, 5, 30)
    assert row["Code"] == "0000011"
    assert row["P"] == Decimal("0.21")
    assert (wire.integer(row, "Hid"), wire.flag(row, "F"), wire.day(row, "D")) == (1, True, date(2024, 5, 30))


@pytest.mark.parametrize(
    ("body", "found", "following"),
    [
        ({"d": []}, [], None),
        ({"d": [{"A": 1}]}, [{"A": 1}], None),
        ({"d": {"results": [{"A": 1}], "__next": "there"}}, [{"A": 1}], "there"),
        ({"d": {"A": 1}}, [{"A": 1}], None),
    ],
)
def test_every_shape_of_a_collection(body: Any, found: list[Any], following: str | None) -> None:
    assert wire.rows(body) == (found, following)


@pytest.mark.parametrize("body", [{}, [], {"d": 1}, {"d": [1]}, "text"])
def test_anything_else_is_no_collection(body: Any) -> None:
    with pytest.raises(ValueError, match="row"):
        wire.rows(body)


@pytest.mark.parametrize("value", ["x", "' or 1 eq 1", "11111111-1111-1111-1111-11111111111", ""])
def test_a_guid_literal_takes_guids_only(value: str) -> None:
    with pytest.raises(ValueError, match="GUID"):
        wire.guid(value)


def test_quotes_in_text_literals_are_doubled() -> None:
    assert wire.literal("F'26") == "'F''26'"


def _error(text: str) -> bytes:
    return (
        '{\r\n"error": {\r\n"code": "", "message": {\r\n"lang": "", "value": "' + text + '"\r\n}\r\n}\r\n}'
    ).encode()


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (400, _error("Error processing request stream."), BusinessRefusal),
        (500, _error("Verplicht: Relatie\\r\\nVerplicht: Dagboek"), BusinessRefusal),
        (500, _error("Mandatory: Relationship"), BusinessRefusal),
        (500, _error("Periode is afgesloten: [2025] - [12]"), BusinessRefusal),
        (500, _error("Gegeven bestaat reeds"), AlreadyExists),
        (500, _error("Data already exists"), AlreadyExists),
        (500, _error("In gebruik: Boekstuknummer"), AlreadyExists),
        (500, _error("A problem has occurred. The cause of this issue will be investigated."), OutcomeUnknown),
        (500, _error("Er is een probleem opgetreden. De oorzaak wordt onderzocht."), OutcomeUnknown),
        (500, _error("Something nobody has seen before"), OutcomeUnknown),
        (500, b"", OutcomeUnknown),
        (503, b"<html>maintenance</html>", OutcomeUnknown),
        (302, b"", OutcomeUnknown),
        (408, b"", OutcomeUnknown),
        (401, b"", Unauthorised),
        (403, _error("Forbidden"), Forbidden),
        (404, b"", NotFound),
        (429, b"", RateLimited),
    ],
)
def test_an_answer_becomes_one_kind_of_error(status: int, body: bytes, kind: type[ExactError]) -> None:
    assert type(answers.error_for(status, {}, body)) is kind


def test_a_limit_says_when_to_come_back() -> None:
    error = answers.error_for(429, {"X-RateLimit-Minutely-Reset": "1638447360000"}, b"")
    assert error.retry_at and error.retry_at.isoformat() == "2021-12-02T12:16:00+00:00"


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("F2026-0317", "f 2026/0317", True),
        ("000123", "123", True),
        ("INV-0001", "INV0001", True),
        ("INV-0001", "INV-1", False),
        ("0", "000", True),
        ("", "", True),
        ("12.3", "123", True),
        ("A1", "1A", False),
    ],
)
def test_spellings_of_an_invoice_number(one: str, other: str, same: bool) -> None:
    assert (number_key(one) == number_key(other)) is same
