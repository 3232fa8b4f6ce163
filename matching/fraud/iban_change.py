"""How a new bank account becomes a vendor's account. Nothing is written to the ledger before the end.

requested → called back → seconded → (cooling off) → accepted
    └────────────┴────────────┴──→ refused
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

COOLING_OFF = timedelta(days=3)
LEAST_SOURCE, LEAST_DIGITS = 10, 8


class ChangeState(StrEnum):
    """Where a change stands. SECONDED waits for the cooling-off to end."""

    REQUESTED = "requested"
    CALLED_BACK = "called_back"
    SECONDED = "seconded"
    ACCEPTED = "accepted"
    REFUSED = "refused"


MOVES: dict[ChangeState, frozenset[ChangeState]] = {
    ChangeState.REQUESTED: frozenset({ChangeState.CALLED_BACK, ChangeState.REFUSED}),
    ChangeState.CALLED_BACK: frozenset({ChangeState.SECONDED, ChangeState.REFUSED}),
    ChangeState.SECONDED: frozenset({ChangeState.ACCEPTED, ChangeState.REFUSED}),
    ChangeState.ACCEPTED: frozenset(),
    ChangeState.REFUSED: frozenset(),
}


class ProcedureError(ValueError):
    """A step that the procedure does not allow; ``code`` is stable for the screen's text."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(text)
        self.code = code


class Route(StrEnum):
    """How the vendor was reached. PHONE: the number of its record. The others are for vendors without one."""

    PHONE = "phone"
    REGISTER = "register"  # a number we found in the trade register or on a site we typed in ourselves
    CONTRACT = "contract"  # a number or address in a contract or order of ours
    VISIT = "visit"  # in person


@dataclass(frozen=True, slots=True)
class CallBack:
    """The proof of a call: whom we spoke, on which number of *our* records, when, by whom.

    ``source`` says where the contact was found when it is not the number of the vendor's record.
    """

    spoke_to: str
    number: str
    at: datetime
    by: str
    route: Route = Route.PHONE
    source: str = ""


@dataclass(frozen=True, slots=True)
class IbanChange:
    """One change of one vendor's account. Times are aware; the caller gives them."""

    vendor: str
    old: frozenset[str]
    new: str
    requested_by: str
    requested_at: datetime
    state: ChangeState = ChangeState.REQUESTED
    call: CallBack | None = None
    seconded_by: str = ""
    seconded_at: datetime | None = None
    cools_until: datetime | None = None
    closed_by: str = ""
    closed_at: datetime | None = None
    refusal: str = ""

    @property
    def may_be_written(self) -> bool:
        """True only at the end: before it no account goes to the ledger and the old one stays."""
        return self.state is ChangeState.ACCEPTED


def _move(change: IbanChange, to: ChangeState) -> None:
    if to not in MOVES[change.state]:
        raise ProcedureError("order", f"a change that is {change.state} cannot become {to}")


def call_back(change: IbanChange, call: CallBack, *, our_numbers: frozenset[str], printed: str = "") -> IbanChange:
    """Record the call. The number must be one of our own records; one taken from the letter proves nothing.

    Another route is open only when our records have no number at all; it needs its source, and what was called may
    not stand in ``printed``, the text of the document and its mail.
    """
    _move(change, ChangeState.CALLED_BACK)
    if not call.spoke_to.strip() or not call.by.strip():
        raise ProcedureError("who", "say whom you spoke and who called")
    if call.route is not Route.PHONE:
        _other_route(call, our_numbers, printed)
    elif not any(_same_line(call.number, number) for number in our_numbers):
        raise ProcedureError("number", "call a number from our own records, not one from the document")
    if call.at < change.requested_at:
        raise ProcedureError("time", "the call was before the request")
    return replace(change, state=ChangeState.CALLED_BACK, call=call)


def _other_route(call: CallBack, our_numbers: frozenset[str], printed: str) -> None:
    if any(_digits(number) for number in our_numbers):
        raise ProcedureError("number", "the vendor's record has a number: call that one")
    if len(call.source.strip()) < LEAST_SOURCE:
        raise ProcedureError("source", "say where the contact was found")
    if call.route is Route.VISIT:
        return
    digits = _digits(call.number)
    if len(digits) < LEAST_DIGITS:
        raise ProcedureError("number", "say which number was called")
    # The last digits, so that a country code or a nought before them makes no difference.
    if digits[-LEAST_DIGITS:] in "".join(ch for ch in printed if ch.isdigit()):
        raise ProcedureError("number", "that number stands in the document itself")


_COUNTRIES = ("352", "31", "32", "33", "34", "39", "41", "43", "44", "45", "46", "47", "48", "49")


def _same_line(one: str, other: str) -> bool:
    """Whether two spellings are one telephone line: "+32 (0)3 123 45 67", "0032 3 1234567" and "03 123.45.67"."""
    (here, number), (there, theirs) = _line(one), _line(other)
    return bool(number) and number == theirs and (not here or not there or here == there)


def _line(number: str) -> tuple[str, str]:
    """Country code ("" when it is not given) and the number within the country without its leading zero."""
    digits = _digits(number)
    abroad = number.strip().startswith("+") or digits.startswith("00")
    digits = digits.removeprefix("00")
    for code in _COUNTRIES if abroad else ():
        if digits.startswith(code):
            return code, digits[len(code) :].lstrip("0")
    if digits.startswith("31") and len(digits) == 11:  # 31 10 1234567, the plus left out
        return "31", digits[2:]
    return "", digits.lstrip("0")


def _digits(number: str) -> str:
    return "".join(ch for ch in number if ch.isdigit())


def second(change: IbanChange, *, by: str, at: datetime, cooling: timedelta = COOLING_OFF) -> IbanChange:
    """A second person agrees; from here the cooling-off runs."""
    _move(change, ChangeState.SECONDED)
    assert change.call is not None
    if not by.strip() or by in (change.call.by, change.requested_by):
        raise ProcedureError("second", "the second person must be another than who asked or called")
    if at < change.call.at:
        raise ProcedureError("time", "the second look was before the call")
    return replace(change, state=ChangeState.SECONDED, seconded_by=by, seconded_at=at, cools_until=at + cooling)


def accept(change: IbanChange, *, by: str, at: datetime) -> IbanChange:
    """The end of the cooling-off: the account may go to the ledger."""
    _move(change, ChangeState.ACCEPTED)
    assert change.cools_until is not None
    if at < change.cools_until:
        raise ProcedureError("cooling", f"cooling off until {change.cools_until.isoformat()}")
    return replace(change, state=ChangeState.ACCEPTED, closed_by=by, closed_at=at)


def refuse(change: IbanChange, *, by: str, at: datetime, why: str) -> IbanChange:
    """Stop the change at any point before its end; the old account stays."""
    _move(change, ChangeState.REFUSED)
    if not why.strip():
        raise ProcedureError("why", "a refusal needs a reason")
    return replace(change, state=ChangeState.REFUSED, closed_by=by, closed_at=at, refusal=why)
