"""Where a line ends in the VAT return (vat-coding §2): Dutch boxes, Belgian grids."""

from __future__ import annotations

from decimal import Decimal

from domain.money import ZERO
from domain.vat import Treatment as T
from domain.vat import profile

_BE_BASE_GRID = {"goods": "81", "services": "82", "investment": "83"}
_NO_BE_BASE = frozenset({T.FOREIGN_VAT, T.REVIEW, T.OSS_B2C, T.NL_OUTSIDE})


def nl_boxes(treatment: T, base: Decimal, due: Decimal, deductible: Decimal) -> dict[str, Decimal]:
    """Dutch boxes: "2a.base"/"2a.vat" and the like for VAT we owe, "5b" for VAT we claim."""
    boxes: dict[str, Decimal] = {}
    box = profile(treatment).box
    if box:
        boxes[f"{box}.base"] = base
        boxes[f"{box}.vat"] = due
    if deductible != 0:
        boxes["5b"] = deductible
    return boxes


def be_grids(
    treatment: T, nature: str, base: Decimal, due: Decimal, deductible: Decimal, undeducted: Decimal, credit: bool
) -> dict[str, Decimal]:
    """Belgian grids. VAT that is not claimed belongs to the base. A line of a credit note (``credit``) lowers
    81/82/83 and appears with the opposite sign in 84 (intra-community) or 85, its VAT in 62 (due taken back) and
    63 (claim given back); a discount line of an invoice just lowers the invoice's own grids."""
    if treatment in _NO_BE_BASE:
        return {}
    rules = profile(treatment)
    grids: dict[str, Decimal] = {}
    base_grid = _BE_BASE_GRID.get(nature, "82")
    if treatment is not T.IMPORT_CUSTOMS:
        grids[base_grid] = base + undeducted
    extra = {"4a": "87"}.get(rules.box, rules.box)
    if credit:
        union = treatment in (T.BE_IC_GOODS, T.BE_IC_SERV)
        grids["84" if union else "85"] = -(base + undeducted)
        if due:
            grids["62"] = -due
        if deductible:
            grids["63"] = -deductible
        return grids
    if extra:
        grids[extra] = base
    if due != ZERO:
        grids[rules.due_grid] = due
    if deductible != ZERO:
        grids["59"] = deductible
    return grids
