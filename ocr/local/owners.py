"""Whose number it is: the supplier's, the buyer's or someone else's."""

from __future__ import annotations

import re

from ocr.local.candidate import Candidate
from ocr.local.identifiers import Identifier
from ocr.local.layout import Layout, Token
from ocr.local.parties import PartyFinder
from ocr.local.text import key, plain

_REPRESENTED = re.compile(
    r"fiskalvertret|steuerbevollmacht|representant fiscal|tax representative|fiscal representative|fiscaal vertegenw"
    r"|rappresentante fiscale|representante fiscal"
)


# Behind these words stands who owes the VAT where it is shifted: the customer.
_LIABLE = re.compile(
    r"(?:verlegd naar|leistungsempfangers?|autoliquidation par|autoliquidee par|accounted for by)[\s:(]*$"
)


def side_of(
    identifier: Identifier, finder: PartyFinder, buyer: Candidate | None, supplier: Candidate | None
) -> tuple[str, float]:
    """Whose identifier this is ("supplier", "buyer", "other") and how sure that is, 0-1."""
    if "buyer_vat_id" in identifier.label:
        return "buyer", 1.0
    if "other_vat_id" in identifier.label:
        return "other", 1.0
    if key(identifier.value) in finder.own:
        return "buyer", 1.0
    line = identifier.line
    before = plain(_words_before(identifier))
    if re.search(r"\b(ihre|uw|your|votre|client|customer|klant|kunde|buyer|invoicee|afnemer|acheteur)\b", before):
        return "buyer", 0.97
    if _LIABLE.search(before):
        return "buyer", 1.0
    if re.search(
        r"\b(seller|supplier|leverancier|verkoper|verkaufer|fournisseur|vendeur|onze|ons|unsere|our|notre)\b", before
    ):
        return "supplier", 1.0
    if _REPRESENTED.search(plain(line.text[: line.starts[identifier.tokens[0].index]])):
        return "other", 1.0
    if re.search(r"\b(ship to|ship from|req|requisitioner)\b", before):
        return "other", 1.0
    cell = identifier.tokens[0].cell
    label_cell = identifier.label_tokens[0].cell if identifier.label_tokens else cell
    role = finder.role_of.get(id(cell)) or finder.role_of.get(id(label_cell)) or ""
    if role:
        return {"supplier": "supplier", "buyer": "buyer"}.get(role, "other"), 0.95
    writer = "buyer" if finder.ordering else "supplier"
    if line.y > 0.8 or line.page != finder.first:
        return writer, 0.85
    anchor = _nearest_name(identifier, buyer, supplier, finder.layout)
    if anchor:
        return anchor, 0.8
    return writer, 0.6


def _words_before(identifier: Identifier) -> str:
    """Up to six words before the number, back to the number before it: those words are that one's."""
    first = identifier.label_tokens[0] if identifier.label_tokens else identifier.tokens[0]
    words: list[str] = []
    for token in reversed(identifier.line.tokens[max(0, identifier.tokens[0].index - 6) : identifier.tokens[0].index]):
        if token.index < first.index and sum(c.isdigit() for c in token.text) > 4:
            break
        words.append(token.text)
    return " ".join(reversed(words))


def _nearest_name(identifier: Identifier, buyer: Candidate | None, supplier: Candidate | None, layout: Layout) -> str:
    """The party whose name stands above the identifier in the same column, close by."""
    tokens = identifier.label_tokens or identifier.tokens
    start = tokens[0].cell.x0 if tokens[0].cell else tokens[0].x0
    best: tuple[float, str] | None = None
    for side, candidate in (("buyer", buyer), ("supplier", supplier)):
        if candidate is None or not candidate.tokens:
            continue
        for name in _mentions(candidate, layout, tokens[0].page):
            down = tokens[0].y - name.y
            if -0.005 <= down < 11 * layout.height and abs(start - name.x0) < 0.09:
                if best is None or down < best[0]:
                    best = (down, side)
    return best[1] if best else ""


def _mentions(candidate: Candidate, layout: Layout, page: int) -> list[Token]:
    """Where the name stands on the page: where it was taken from and every cell that holds just the same."""
    here = [candidate.tokens[0]] if candidate.tokens[0].page == page else []
    name = key(candidate.value)
    cells = (c for line in layout.lines if line.page == page for c in line.cells)
    return here + [c.tokens[0] for c in cells if c.tokens and key(c.text) == name]
