"""What is worth a look before a document goes to Exact, although nothing stops it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of one document that goes. ``booked_in`` and ``current`` are names of periods ("2026-03"), empty
    where there is none; ``passed`` the holds that a person let pass, ``remarks`` the open ones that stop nothing, as
    (code, parameters); ``approved_by`` another person who approved it already."""

    booked_in: str = ""
    current: str = ""
    due: date | None = None
    first_of_vendor: bool = False
    passed: tuple[tuple[str, Mapping[str, Any]], ...] = ()
    remarks: tuple[str, ...] = ()
    approved_by: str = ""
    above_own_limit: bool = False


@dataclass(frozen=True, slots=True)
class Caution:
    """One reason to look, as a message code with its parameters."""

    code: str
    params: Mapping[str, Any]


def cautions(facts: Facts, *, today: date) -> tuple[Caution, ...]:
    """The reasons to look, gravest first. A credit note, which is set off, comes without a due date."""
    found: list[Caution] = []
    for code, params in facts.passed:
        if code == "AMOUNT_UNUSUAL":
            found.append(Caution("GOES_UNUSUAL", params))
    if facts.first_of_vendor:
        found.append(Caution("GOES_NEW_VENDOR", {}))
    if facts.booked_in and facts.current and facts.booked_in != facts.current:
        found.append(Caution("GOES_OTHER_PERIOD", {"period": facts.booked_in}))
    others = [code for code, _params in facts.passed if code != "AMOUNT_UNUSUAL"]
    if others:
        found.append(Caution("GOES_PASSED", {"codes": list(dict.fromkeys(others))}))
    if "ROUND_AMOUNT" in facts.remarks:
        found.append(Caution("GOES_ROUND", {}))
    if facts.approved_by:
        code = "GOES_ABOVE_OWN_LIMIT" if facts.above_own_limit else "GOES_OTHER_APPROVER"
        found.append(Caution(code, {"who": facts.approved_by}))
    if facts.due is not None and facts.due <= today:
        late = facts.due < today
        found.append(Caution("GOES_OVERDUE", {"day": facts.due.isoformat()}) if late else Caution("GOES_DUE_TODAY", {}))
    return tuple(found)


ORDER = (
    "GOES_UNUSUAL",
    "GOES_NEW_VENDOR",
    "GOES_OTHER_PERIOD",
    "GOES_PASSED",
    "GOES_ROUND",
    "GOES_ABOVE_OWN_LIMIT",
    "GOES_OTHER_APPROVER",
    "GOES_OVERDUE",
    "GOES_DUE_TODAY",
)
