"""A new account becomes the vendor's only after a call, a second person and some days."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from matching.fraud.iban_change import (
    MOVES,
    CallBack,
    ChangeState,
    IbanChange,
    ProcedureError,
    Route,
    accept,
    call_back,
    refuse,
    second,
)

T0 = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
OURS = frozenset({"+31 20 123 4567"})
CALL = CallBack("M. Jansen, finance", "020-1234567", T0 + timedelta(hours=1), "anna")


def _change() -> IbanChange:
    return IbanChange("V1", frozenset({"NL91ABNA0417164300"}), "NL02RABO0123456789", "anna", T0)


def test_the_whole_way() -> None:
    change = call_back(_change(), CALL, our_numbers=OURS)
    change = second(change, by="bram", at=T0 + timedelta(hours=2))
    assert not change.may_be_written
    change = accept(change, by="bram", at=T0 + timedelta(days=3, hours=2))
    assert change.state is ChangeState.ACCEPTED
    assert change.may_be_written


def _at(state: ChangeState) -> IbanChange:
    change = _change()
    if state is ChangeState.REFUSED:
        return refuse(change, by="bram", at=T0, why="unknown at the vendor")
    if state is not ChangeState.REQUESTED:
        change = call_back(change, CALL, our_numbers=OURS)
    if state in (ChangeState.SECONDED, ChangeState.ACCEPTED):
        change = second(change, by="bram", at=T0 + timedelta(hours=2))
    return accept(change, by="carla", at=T0 + timedelta(days=4)) if state is ChangeState.ACCEPTED else change


STEPS = {
    ChangeState.CALLED_BACK: lambda change: call_back(change, CALL, our_numbers=OURS),
    ChangeState.SECONDED: lambda change: second(change, by="bram", at=T0 + timedelta(hours=3)),
    ChangeState.ACCEPTED: lambda change: accept(change, by="bram", at=T0 + timedelta(days=30)),
    ChangeState.REFUSED: lambda change: refuse(change, by="bram", at=T0, why="no"),
}


@pytest.mark.parametrize("to", STEPS)
@pytest.mark.parametrize("now", list(ChangeState))
def test_exactly_the_listed_moves_pass(now: ChangeState, to: ChangeState) -> None:
    if to in MOVES[now]:
        assert STEPS[to](_at(now)).state is to
    else:
        with pytest.raises(ProcedureError) as error:
            STEPS[to](_at(now))
        assert error.value.code == "order"


@pytest.mark.parametrize("state", [state for state in ChangeState if state is not ChangeState.ACCEPTED])
def test_nothing_is_written_before_the_end(state: ChangeState) -> None:
    assert not _at(state).may_be_written


@pytest.mark.parametrize(
    ("_case", "step", "code"),
    [
        (
            "a number from the letter",
            lambda: call_back(_change(), CallBack("x", "06-99999999", CALL.at, "anna"), our_numbers=OURS),
            "number",
        ),
        (
            "nobody spoken to",
            lambda: call_back(_change(), CallBack("", CALL.number, CALL.at, "anna"), our_numbers=OURS),
            "who",
        ),
        (
            "a call before the request",
            lambda: call_back(_change(), CallBack("x", CALL.number, T0 - timedelta(1), "anna"), our_numbers=OURS),
            "time",
        ),
        (
            "the same person twice",
            lambda: second(_at(ChangeState.CALLED_BACK), by="anna", at=T0 + timedelta(hours=2)),
            "second",
        ),
        (
            "an hour too early",
            lambda: accept(_at(ChangeState.SECONDED), by="bram", at=T0 + timedelta(days=3, hours=1)),
            "cooling",
        ),
        ("a refusal without a reason", lambda: refuse(_change(), by="bram", at=T0, why=" "), "why"),
    ],
)
def test_refused_steps(_case: str, step: object, code: str) -> None:
    with pytest.raises(ProcedureError) as error:
        step()  # type: ignore[operator]
    assert error.value.code == code


@pytest.mark.parametrize(
    ("route", "number", "source", "ours", "refused"),
    [
        (Route.REGISTER, "020 7654321", "KvK-register 12345678", "", ""),
        (Route.CONTRACT, "020 7654321", "raamcontract 2024-7, bijlage 2", "", ""),
        (Route.VISIT, "", "op kantoor in Utrecht gesproken", "", ""),
        (Route.REGISTER, "020 7654321", "register", "", "source"),
        (Route.REGISTER, "", "KvK-register 12345678", "", "number"),
        # What stands in the document proves nothing, however it is written.
        (Route.REGISTER, "+31 6 98 76 54 32", "KvK-register 12345678", "", "number"),
        # With a number on record that is the one to call.
        (Route.VISIT, "", "op kantoor in Utrecht gesproken", "020 1234567", "number"),
        (Route.PHONE, "020 7654321", "KvK-register 12345678", "", "number"),
    ],
)
def test_a_vendor_without_a_number_is_reached_by_a_recorded_route(
    route: Route, number: str, source: str, ours: str, refused: str
) -> None:
    begin = datetime(2026, 3, 2, 9, tzinfo=UTC)
    change = IbanChange("V1", frozenset(), "NL20INGB0001234567", "ann", begin)
    call = CallBack("Mw. Jansen", number, begin, "ann", route, source)
    printed = "Vragen? Bel 06-98765432 of mail ons"
    try:
        after = call_back(change, call, our_numbers=frozenset({ours} - {""}), printed=printed)
    except ProcedureError as error:
        assert error.code == refused
    else:
        assert not refused and after.state is ChangeState.CALLED_BACK


@pytest.mark.parametrize(
    ("called", "on_record", "same"),
    [
        ("+31 (0)10 123 45 67", "010-1234567", True),
        ("0031101234567", "010 1234567", True),
        ("31101234567", "010 1234567", True),
        ("+32 3 123 45 67", "03/123.45.67", True),
        ("0032 (0)3 1234567", "+32 3 123 45 67", True),
        ("+49 89 123456", "089 123456", True),
        ("020 1234567", "010 1234567", False),
        ("+32 10 123 45 67", "+31 10 123 45 67", False),  # another country's
        ("", "010 1234567", False),
        ("0", "", False),
    ],
)
def test_one_line_however_it_is_written(called: str, on_record: str, same: bool) -> None:
    call = CallBack("Mw. Jansen", called, T0 + timedelta(hours=1), "anna")
    try:
        call_back(_change(), call, our_numbers=frozenset({on_record}))
    except ProcedureError as error:
        assert not same and error.code == "number"
    else:
        assert same
