"""Names of the writer beside his numbers: the sender's line over the address window, and the foot of the page."""

from __future__ import annotations

import re

from ocr.local.layout import Cell, Token
from ocr.local.lexicon import LEGAL_FORMS
from ocr.local.names import COMMA_FORM, has_legal_form, has_postcode, is_sentence, is_street, tidy_name
from ocr.local.stated_names import StatedNames
from ocr.local.text import key, plain

_SEPARATORS = re.compile(r"\s+[•·|●■–—*/]\s+|\s+-\s+|\s*[•●·|]\s*|,\s+")
_CAPITAL = re.compile(r"(?i)(?<=\w\w)\s+au capital\b")  # "Orange SA au capital de 10 640 226 396 €"
_KIND_OF_FIRM = re.compile(r"societe (?:anonyme|par actions|a responsabilite|civile)")


class FootNames(StatedNames):
    """The names that one-line addresses and feet of one layout give the writer."""

    def _sender_and_footer(self) -> None:
        """One-line addresses with separators: the sender's line over the address window, the footer."""
        for line in self.layout.lines:
            for cell in line.cells:
                text = cell.text
                stated = _CAPITAL.search(text) is not None and line.y > 0.6
                if not has_postcode(text) and not stated and line.y < 0.8 and not self._states_firm(cell):
                    continue
                whole = COMMA_FORM.sub(" ", _CAPITAL.split(text)[0])
                pieces = [p for p in _SEPARATORS.split(whole) if p.strip()]
                if (
                    len(pieces) < 2
                    and line.y < 0.85
                    and not self._states_firm(cell)
                    and key(tidy_name(text)) not in self.names
                ):
                    continue
                if not pieces:
                    continue
                head = pieces[0].strip()
                if is_sentence(head):
                    continue
                if len(pieces) >= 2 and line.y < 0.3 and line.page == self.first and is_street(head):
                    self._name_over(cell)
                    continue
                if len(pieces) >= 3 and has_postcode(text) and line.y < 0.45 and line.page == self.first:
                    role = self.role_of.get(id(cell), "")
                    gain = 0.75 if role not in ("buyer", "ship_to") else 0.1
                    self._note(head, _tokens_of(cell, head), gain, -0.3, "sender")
                elif line.y >= 0.8 or stated or self._states_firm(cell):
                    for piece in pieces[:2]:
                        if is_sentence(piece) or is_street(piece) or plain(piece) in LEGAL_FORMS:
                            continue
                        if key(tidy_name(piece)) in self.names:
                            # a name that the foot repeats is the writer's
                            self._note(piece, _tokens_of(cell, piece), 0.6, -0.4, "footer")
                        elif (
                            has_legal_form(piece)
                            or (stated and piece is pieces[0] and not _KIND_OF_FIRM.search(plain(piece)))
                            or (len(pieces) >= 3 and piece is pieces[0] and has_postcode(text))
                        ):
                            own = piece is pieces[0] and self._numbers_beside(cell)
                            self._note(piece, _tokens_of(cell, piece), 0.9 if own else 0.5, -0.4, "footer")

    def _states_firm(self, cell: Cell) -> bool:
        """Below the billed lines, the first words of a line that goes on with the VAT id or company number: the foot of
        a paper that does not reach down the page."""
        line = cell.line
        below = bool(self.heads) and line.number > max(self.heads) + 2 and cell.index == 0 and len(line.cells) > 1
        return (
            below
            and has_legal_form(cell.text)
            and line.page == self.first
            and any(i.line is line and i.kind in ("vat", "registration") for i in self.identifiers)
        )

    def _numbers_beside(self, cell: Cell) -> bool:
        """The VAT id or company number stands in the same line of the foot, and nobody above can be reached: the line
        is the writer's whole statement, and not that of the group he belongs to."""
        if any("block:contact" in name.why for name in self.names.values()):
            return False
        return any(i.line is cell.line and i.kind in ("vat", "registration") for i in self.identifiers)

    def _name_over(self, cell: Cell) -> None:
        """The name printed over an address set on one line ("12 Mill Lane - York YO1 - Tel ...")."""
        number = cell.line.number
        for line in reversed(self.layout.lines[max(0, number - 2) : number]):
            if line.page != cell.line.page or cell.line.y - line.y > 5 * self.layout.height:
                return
            over = next((c for c in line.cells if c.x0 < cell.x1 and c.x1 > cell.x0), None)
            if over is not None and self._larger_above(over):
                continue  # a slogan under the name
            if over is not None and self._note(over.text, over.tokens, 0.6, -0.3, "sender") is not None:
                return

    def _larger_above(self, cell: Cell) -> bool:
        """Straight above the cell stands a text set larger."""
        number = cell.line.number
        above = self.layout.lines[number - 1] if number else cell.line
        over = next((c for c in above.cells if c.x0 < cell.x1 and c.x1 > cell.x0), None)
        near = above.page == cell.line.page and cell.line.y - above.y < 3.5 * self.layout.height
        return over is not None and over.line is not cell.line and near and over.size > 1.2 * cell.size

    def _foot_of_page(self) -> None:
        """The first words of a foot that holds the writer's numbers, when no heading named the writer."""
        if any({"label:supplier", "sender", "footer"} & set(n.why) for n in self.names.values()):
            return
        if not self.nameless and any(found.supplier > 0.35 for found in self.names.values()):
            return
        numbers = [i for i in self.identifiers if i.kind in ("vat", "iban", "registration") and i.line.y > 0.85]
        lines = [line for line in self.layout.by_page.get(self.first, []) if line.y > 0.85]
        if not numbers or not lines:
            return
        cell = lines[0].cells[0]
        piece = _SEPARATORS.split(cell.text)[0]
        if not any(c.isdigit() for c in piece) and id(cell.tokens[0]) not in self.near.covered:
            self._note(piece, _tokens_of(cell, piece), 1.0, -0.4, "footer")


def _tokens_of(cell: Cell, piece: str) -> list[Token]:
    words = piece.split()
    texts = [t.text for t in cell.tokens]
    for at in range(len(texts)):
        if [t.strip(",;•|-") for t in texts[at : at + len(words)]] == [w.strip(",;•|-") for w in words]:
            return cell.tokens[at : at + len(words)]
    return cell.tokens
