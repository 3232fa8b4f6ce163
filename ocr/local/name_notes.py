"""Noting a text as a possible name of a party: what is none is left out, what falls apart is put together."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from domain.reading import DocumentType
from ocr.local.identifiers import Identifier, domain_word
from ocr.local.labels import Label
from ocr.local.layout import Cell, Layout, Token
from ocr.local.lexicon import LEGAL_FORMS
from ocr.local.names import (
    has_legal_form,
    is_name_like,
    tidy_name,
    without_title,
)
from ocr.local.party_labels import PartyLabels, only_codes
from ocr.local.relations import Neighbours
from ocr.local.text import has_digit, key, plain
from ocr.local.wrapped_names import continued, may_go_on

_FORM_GOES_ON = re.compile(r"^(?:\(haftungsbeschrankt\)|(?:&|und|et) co\.?\b.{0,12})$")


_LONG_NUMBER = re.compile(r"\d{6}")  # "Contract 4362822332" is a row of a list, no name


# "To: Brightline Ltd" on an order: who is written to is to deliver.
_WRITTEN_TO = frozenset({"to", "aan", "an", "a", "recipient", "geadresseerde", "destinataire", "adressea"})


def _of_order(label: Label) -> Label:
    """A label of the addressee as an order means it: it names the seller."""
    if label.phrase not in _WRITTEN_TO or "buyer" not in label.kinds:
        return label
    return Label(label.kinds - {"buyer"} | {"supplier"}, label.tokens, label.phrase)


@dataclass(slots=True, eq=False)
class NameFound:
    """A text that may be a party's name, with what speaks for either side."""

    text: str
    tokens: list[Token]
    supplier: float = 0.0
    buyer: float = 0.0
    domain: bool = False
    role: str = ""  # role of the governing label, if any
    why: list[str] = field(default_factory=list)


class NameNotes(PartyLabels):
    """The texts of one layout noted so far as names, and what was seen about their places."""

    def __init__(
        self,
        layout: Layout,
        labels: Sequence[Label],
        near: Neighbours,
        identifiers: Sequence[Identifier],
        own: frozenset[str],
        kind: DocumentType,
        heads: set[int] | None = None,
    ) -> None:
        if kind is DocumentType.PURCHASE_ORDER:
            labels = [_of_order(label) for label in labels]
        super().__init__(layout, labels, near, heads)
        self.identifiers = identifiers
        self.kind = kind
        # An order comes from a customer: there our own name and numbers are the seller's.
        self.own = {key(o) for o in own if key(o)} if kind is not DocumentType.PURCHASE_ORDER else set()
        self.first = layout.page_numbers[0] if layout.page_numbers else 1
        sizes = sorted(t.size for line in layout.lines for t in line.tokens)
        self.usual = sizes[len(sizes) // 2] if sizes else 0.01
        self.domains = {w for w in (domain_word(i) for i in identifiers if i.kind in ("email", "domain")) if len(w) > 2}
        self.names: dict[str, NameFound] = {}
        self.streets: set[int] = set()  # first words of street lines
        self.plain_blocks: list[list[Cell]] = []
        self.under_address: set[int] = set()  # cells below the postcode of an address: slogans, telephone
        self.nameless: list[list[Cell]] = []  # addresses without a name
        self.open_ended: set[str] = set()  # names behind which more words stand, not far off
        self.contested: set[str] = set()  # sellers by their contacts alone, like the other party
        self.unsure_firms: list[Cell] = []  # taken for a firm only because a person's name stands over them
        self.ordering = False  # the writer of the paper is the buyer

    def _note(
        self, text: str, tokens: list[Token], supplier: float, buyer: float, why: str, *, trusted: bool = False
    ) -> NameFound | None:
        tokens, text = self._to_legal_form(tokens, text)
        tokens, text = self._to_form_below(tokens, text)
        text = without_title(tidy_name(text))
        firm, comma, town = text.partition(", ")
        if comma and has_legal_form(firm) and not has_legal_form(f"- {town}"):
            text = firm  # "Maison Dupont SRL, Oostende"
        if tokens and tokens[0].line is not None and tokens[0].line.number in self.heads:
            return None
        if not trusted and _LONG_NUMBER.search(text):
            return None
        if not trusted and (self._is_field_text(tokens) or (tokens and id(tokens[0]) in self.streets)):
            return None
        if not is_name_like(text, self.layout.is_ocr) and not (
            trusted and sum(c.isalpha() for c in text) > 3 and "@" not in text
        ):
            return None
        known = self.names.get(key(text))
        if known is None:
            known = NameFound(text, tokens)
            self.names[key(text)] = known
        if why not in known.why:
            known.supplier += supplier
            known.buyer += buyer
            known.why.append(why)
        return known

    def _to_legal_form(self, tokens: list[Token], text: str) -> tuple[list[Token], str]:
        """A name set with wide spaces falls into several cells: it goes on to the cell with its legal form."""
        if (
            not tokens
            or tokens[-1].cell is None
            or tokens[-1] is not tokens[-1].cell.tokens[-1]
            or has_legal_form(text)
        ):
            return tokens, text
        run, line = list(tokens), tokens[-1].cell.line
        for cell in line.cells[tokens[-1].cell.index + 1 :][:3]:
            first = cell.tokens[0]
            near = first.x0 - run[-1].x1 < 2.2 * self.layout.em and 0.85 < first.size / max(run[-1].size, 1e-6) < 1.18
            if not near or id(first) in self.near.covered or not first.text[:1].isalpha():
                break
            run += cell.tokens
            if has_legal_form(" ".join(t.text for t in run)):
                return run, " ".join(t.text for t in run)
        rest = line.cells[tokens[-1].cell.index + 1 :][:1]
        apart = bool(rest) and plain(rest[0].tokens[0].text).replace(".", "").strip(",;:()") in LEGAL_FORMS
        if len(run) > len(tokens) or (apart and rest[0].x0 - tokens[-1].x1 < 14 * self.layout.em):
            self.open_ended.add(key(tidy_name(text)))
        return tokens, text

    def _to_form_below(self, tokens: list[Token], text: str) -> tuple[list[Token], str]:
        """The rest of a legal form on the next line: "UG / (haftungsbeschränkt)", "GmbH / & Co. KG"."""
        if not tokens or tokens[-1].line is None:
            return tokens, text
        line, em = tokens[-1].line, self.layout.em
        for below in self.layout.lines[line.number + 1 : line.number + 4]:  # a second column may stand between
            if below.page != line.page or below.y - line.y > 2.2 * max(tokens[0].size, self.layout.height):
                break
            for cell in below.cells:
                flush = abs(cell.x0 - tokens[0].x0) < 0.6 * em or abs(cell.x1 - tokens[-1].x1) < 0.3 * em
                if flush and _FORM_GOES_ON.match(plain(cell.text)):
                    return [*tokens, *cell.tokens], f"{text} {cell.text}"
        return tokens, text

    def _with_wrapped(self, cell: Cell, block: Sequence[Cell]) -> tuple[list[Token], str]:
        """A name that goes on below in a narrow column: its last word says so, or a mail address of both lines."""
        whole = continued(cell.tokens, self.layout)
        if len(whole) > len(cell.tokens):
            return whole, " ".join(t.text for t in whole)
        if may_go_on(cell, block, self.layout):
            self.open_ended.add(key(tidy_name(cell.text)))
        at = next((n for n, c in enumerate(block) if c is cell), len(block))
        if at + 1 >= len(block) or has_legal_form(cell.text):
            return cell.tokens, cell.text
        below, upper = block[at + 1], key(cell.text)
        lower = key(below.text)
        if len(upper) < 5 or len(lower) < 3 or has_digit(below.text) or len(below.tokens) > 3:
            return cell.tokens, cell.text
        if any(d.startswith(upper + lower[:2]) for d in self.domains):
            return [*cell.tokens, *below.tokens], f"{cell.text} {below.text}"
        return cell.tokens, cell.text

    def _house_number_follows(self, last: Token) -> bool:
        """A street whose number stands a wide space off ("Schulgasse   121")."""
        line = last.line
        if line is None or last.index + 1 >= len(line.tokens) or not last.text.isalpha():
            return False
        follow = line.tokens[last.index + 1]
        alone = follow.cell is last.cell or (follow.cell is not None and len(follow.cell.tokens) == 1)
        return (
            alone
            and follow.x0 - last.x1 < 2.2 * self.layout.em
            and bool(re.fullmatch(r"\d{1,4}[a-zA-Z]?,?", follow.text))
        )

    def _heads_row(self, tokens: list[Token]) -> bool:
        """The left cell of a row in a list of labels and values: the row above or below starts and goes on at the same
        places and is a known label with its value."""
        cell = tokens[0].cell if tokens else None
        if cell is None or cell.tokens[0] is not tokens[0] or cell.tokens[-1] is not tokens[-1]:
            return False
        if cell.index + 1 >= len(cell.line.cells) or has_legal_form(cell.text):
            return False
        value, em = cell.line.cells[cell.index + 1], self.layout.em
        if id(value.tokens[0]) in self.near.covered:
            return False  # a label of its own beside the name
        for line in self.layout.lines[max(0, cell.line.number - 2) : cell.line.number + 3]:
            if line is cell.line or line.page != cell.line.page or abs(line.y - cell.line.y) > 3.2 * self.layout.height:
                continue
            for other, beside in itertools.pairwise(line.cells):
                known = self.near.covered.get(id(other.tokens[0]))
                if (
                    known is not None
                    and len(known.tokens) == len(other.tokens)
                    and (not known.kinds & {"buyer", "supplier", "payee", "ship_to"} or only_codes(beside.tokens))
                    and abs(other.x0 - cell.x0) < 0.3 * em
                    and abs(beside.x0 - value.x0) < 0.3 * em
                    and has_digit(beside.text)
                ):
                    return True
        return False

    def _is_field_text(self, tokens: list[Token]) -> bool:
        """A label with its value ("Your order AB321") or a town before its postcode ("New York," "NY 10001")."""
        covered = self.near.covered.get(id(tokens[0])) if tokens else None
        if covered is not None and covered.kinds - {"supplier", "buyer", "payee"} and len(covered.tokens) < len(tokens):
            if any(any(c.isdigit() for c in t.text) for t in tokens[len(covered.tokens) :]):
                return True
        if covered is not None and covered.kinds & {"buyer", "supplier"} and only_codes(tokens[len(covered.tokens) :]):
            return True  # "Klant C-442"
        if self._heads_row(tokens):
            return True
        if not tokens or tokens[-1].line is None:
            return False
        last = tokens[-1]
        if self._house_number_follows(last):
            return True
        follow = last.line.tokens[last.index + 1] if last.line and last.index + 1 < len(last.line.tokens) else None
        if last.text.endswith(",") and follow is not None and re.match(r"^[A-Z]{2},?$", follow.text):
            return True
        return self.layout.is_ocr and min(t.confidence for t in tokens) < 0.25
