"""Names that a narrow column breaks over two lines."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ocr.local.layout import Cell, Layout, Token
from ocr.local.names import has_legal_form, has_postcode, is_street
from ocr.local.text import has_digit, plain

# A name does not end on these: "Bouwgroep Van / Wijngaarden B.V.".
_OPEN_END = re.compile(
    r"(?:^|\s)(?:van|van de|van der|van den|ten|ter|von|vom|zur|du|des|de la|et|und|en|and|&|\+)$", re.IGNORECASE
)
_OFFICE = re.compile(
    r"administrat|boekhoud|buchhalt|comptab|account|inkoop|einkauf|achat|purchas|crediteur|kreditor|finan|"
    r"factu|rechnung|invoice|sekretariat|secretar|direct|verwaltung|abteilung|afdeling|service|nederland|deutschland|"
    r"france|belg|osterreich|ireland|kingdom"
)


def continued(tokens: list[Token], layout: Layout) -> list[Token]:
    """The tokens and those of the line below where the last word asks for more."""
    cell = tokens[-1].cell if tokens else None
    if cell is None or len(tokens) < 2 or tokens[-1] is not cell.tokens[-1]:
        return tokens
    text = " ".join(t.text for t in tokens)
    below = _below(cell, layout) if _OPEN_END.search(text) and not has_digit(text) else None
    if below is None or not below.text[:1].isalpha() or is_street(below.text) or has_digit(below.text):
        return tokens
    return [*tokens, *below.tokens]


def with_continued(places: Sequence[list[Token]], layout: Layout) -> list[list[Token]]:
    """Every place a name can stand, broken names in one piece and their second half not once more."""
    whole = [continued(tokens, layout) for tokens in places]
    taken = {id(w[-1]) for w, tokens in zip(whole, places, strict=True) if len(w) > len(tokens)}
    return [w for w, tokens in zip(whole, places, strict=True) if len(w) > len(tokens) or id(w[-1]) not in taken]


def may_go_on(cell: Cell, block: Sequence[Cell], layout: Layout) -> bool:
    """A single word under a name without a legal form, in a column too narrow for both: part of the name or not."""
    below = _below(cell, layout)
    if below is None or has_legal_form(cell.text) or len(below.tokens) != 1 or not below.text.isalpha():
        return False
    if not below.text[:1].isupper() or _OFFICE.search(plain(below.text)) or is_street(below.text):
        return False
    end = next((at for at, other in enumerate(block) if has_postcode(other.text)), -1)
    if all(below is not other for other in block[: max(end, 0)]):
        return False
    right = max(other.x1 for other in block[: end + 1])
    return cell.x1 + 0.4 * layout.em + below.x1 - below.x0 > right


def _below(cell: Cell, layout: Layout) -> Cell | None:
    """The next cell of the column, flush left and of the same size; a second column may have lines between."""
    line, size = cell.line, cell.tokens[0].size
    for below in layout.lines[line.number + 1 : line.number + 4]:
        if below.page != line.page or below.y - line.y > 2.2 * max(size, layout.height):
            return None
        for other in below.cells:
            if abs(other.x0 - cell.x0) < 0.3 * layout.em and 0.9 < other.tokens[0].size / max(size, 1e-6) < 1.1:
                return other
    return None
