"""Goods, services or investment, told by the GL account: the Belgian grids 81, 82 and 83 follow from it."""

from __future__ import annotations

from matching.vat.text import fold

# Belgian minimum chart: class 60 purchases of goods, 61 services and sundry goods, 2x fixed assets.
_BE_CLASSES = (("60", "goods"), ("61", "services"), ("64", "services"), ("65", "services"))
_BE_ASSETS = ("20", "21", "22", "23", "24", "25", "26", "27")


def nature_of_account(code: str, country: str, balance_type: str = "", description: str = "") -> str:
    """ "goods", "services", "investment", or "" where the account does not tell.

    Belgium: by class of the minimum chart. Netherlands: fixed assets are balance sheet accounts in group 0, cost of
    goods group 7; cost accounts (group 4) hold goods and services alike, there the line's own words decide.
    ``balance_type`` as in Exact: B balance sheet, W profit and loss.
    """
    digits = code.strip()
    if country == "BE":
        if digits[:2] in _BE_ASSETS:
            return "investment"
        return next((nature for start, nature in _BE_CLASSES if digits.startswith(start)), "")
    if digits.startswith("0") and balance_type in ("", "B"):
        return "investment"
    if digits.startswith(("7", "30", "31", "32")):
        return "goods" if not fold(description).startswith(("uitbesteed", "inhuur", "subcontract")) else "services"
    return ""
