"""How the bookkeeper of the seed would book a line: account, VAT code, cost centre.

The account follows the words of the line, as in the booked year; ordered items follow their item group. Where the
history says nothing the account is unknown, and a suggestion of any account would be a guess.
"""

from __future__ import annotations

import re

from exact.sandbox.seed.booked import SWITCHED, switched, usual_centre
from exact.sandbox.seed.charts import BE_FROM_NL
from exact.sandbox.seed.items import GROUPS
from exact.sandbox.seed.sectors import SECTORS, SectorLine, centre_for
from exact.sandbox.seed.taxes import code_for
from exact.sandbox.seed.vendors import Vendor
from exact.sandbox.seed.world import World
from samples.bill import Bill, Line


def _stems(text: str) -> set[str]:
    """The beginnings of a text's words of three letters and more."""
    return {part[:5] for part in re.findall(r"[^\W\d_]{3,}", text.lower())}


def _kind(vendor: Vendor, text: str) -> SectorLine | None:
    """The kind of line of the vendor's branch that shares most words with the text; the only kind there is,
    where all are booked on one account."""
    kinds = SECTORS[vendor.sector].lines
    if len({kind.account for kind in kinds}) == 1:
        return kinds[0]
    best = max(kinds, key=lambda kind: len(_stems(kind.text) & _stems(text)))
    return best if _stems(best.text) & _stems(text) else None


def coding(world: World, division: int, vendor: Vendor, bill: Bill) -> list[dict[str, str | None]]:
    """Per line of the bill: ``gl_account`` and ``cost_centre`` (null when unknown) and ``vat_code``."""
    return [_line(world, division, vendor, bill, line) for line in bill.lines]


def _line(world: World, division: int, vendor: Vendor, bill: Bill, line: Line) -> dict[str, str | None]:
    legislation = world.administrations[division].legislation
    account: str | None = None
    centre: str | None = None
    if line.group:
        account, centre = GROUPS[line.group][1], centre_for(division, "PRJ")
    elif kind := _kind(vendor, line.description):
        account, centre = kind.account, usual_centre(division, vendor, kind)
        if switched(vendor, bill.day, world.today):
            account = SWITCHED.get(account, account)
    if account and legislation == "BE":
        account = BE_FROM_NL[account]
    return {
        "gl_account": account,
        "cost_centre": centre,
        "vat_code": _vat_code(legislation, vendor, line),
    }


def _vat_code(legislation: str, vendor: Vendor, line: Line) -> str | None:
    """The code of the charge; food and drink consumed in a restaurant is booked without VAT, since it is not
    deductible."""
    if line.charge and vendor.sector == "catering_out":
        return "0" if legislation == "NL" else "6"
    return code_for(legislation, line.charge) if line.charge else None
