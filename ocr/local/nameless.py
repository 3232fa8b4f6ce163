"""Addresses without a name: whose the name is that stands elsewhere.

A shop's till program prints the seller's address, VAT id and account without his name, which stands under the logo;
the only address with a name is then the customer's.
"""

from __future__ import annotations

from collections.abc import Sequence

from ocr.local.identifiers import Identifier
from ocr.local.layout import Cell
from ocr.local.name_notes import NameFound
from ocr.local.names import has_postcode

_TOLD = frozenset({"label:supplier", "sender", "footer", "payee", "numbers", "vat"})


def holds_seller_numbers(block: Sequence[Cell], identifiers: Sequence[Identifier]) -> bool:
    """A whole address with a VAT id or an account right under it."""
    cells = {id(c) for c in block}
    return any(has_postcode(c.text) for c in block) and any(
        i.kind in ("vat", "iban") and i.tokens[0].cell is not None and id(i.tokens[0].cell) in cells
        for i in identifiers
    )


def address_of_another(name: NameFound, nameless: Sequence[Sequence[Cell]], identifiers: Sequence[Identifier]) -> bool:
    """Only its own address speaks for the name as the seller's, while the seller's numbers stand under an address
    without a name further down."""
    if name.domain or _TOLD & set(name.why) or not name.tokens or not any(w.startswith("block:") for w in name.why):
        return False
    cell = name.tokens[0].cell
    return any(
        holds_seller_numbers(block, identifiers)
        and cell is not None
        and not any(c is cell for c in block)
        and block[0].line.page == cell.line.page
        and block[0].line.y > cell.line.y
        for block in nameless
    )
