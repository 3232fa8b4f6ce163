"""Texts that may name a party, and what speaks for either side: labels, addresses, letterhead."""

# ruff: noqa: SIM905 - lists of words are read as words
from __future__ import annotations

import re

from rapidfuzz import fuzz

from domain.reading import DocumentType
from ocr.local.blocks import address_blocks, heads_of_boxes, town_before_postcode
from ocr.local.foot_names import FootNames
from ocr.local.labels import Label, lookup, phrase_key
from ocr.local.layout import Cell, Token
from ocr.local.lexicon import BUSINESS_WORDS
from ocr.local.names import (
    CONTACT,
    NAME_PREFIX,
    REACHED,
    SALUTATION,
    STREET,
    STREET_NUMBER,
    TITLE_TABLES,
    has_legal_form,
    has_postcode,
    is_name_like,
    is_sender_line,
    is_street,
    tidy_name,
    with_street,
    without_legal_form,
)
from ocr.local.party_labels import ROLES
from ocr.local.persons import is_addressed
from ocr.local.text import key, plain

_BILLED = re.compile(r"factur|invoic|bill|rechnung|fattur|faktur|fatur")  # a label that speaks of the bill itself
_WHO_CAME = frozenset("guest guestname namedesgastes cliente client customer klant kunde".split())
_ORDERS = frozenset({DocumentType.PURCHASE_ORDER, DocumentType.ORDER_CONFIRMATION, DocumentType.DELIVERY_NOTE})


class NameEvidence(FootNames):
    """Every text of one layout that may be a name, with its evidence."""

    def _labelled(self) -> None:
        billed = self.kind not in _ORDERS and any(
            "buyer" in lb.kinds and _BILLED.search(lb.phrase) and self._is_party_label(lb) for lb in self.labels
        )
        for label in self.labels:
            role = next((r for r in ROLES if r in label.kinds), "")
            if not role or not self._is_party_label(label):
                continue
            for cell_tokens in _firm_first(self._after_label(label)):
                text = NAME_PREFIX.sub("", " ".join(t.text for t in cell_tokens))
                if has_postcode(text):
                    text = text.split(",")[0]  # a whole address on one line
                if SALUTATION.match(text.strip()):
                    continue
                trusted = _inline(cell_tokens, label)
                gain = {
                    "buyer": (-1.0, 1.25),
                    "supplier": (1.15, -0.9),
                    "ship_to": (-0.5, 0.15),
                    "third_party": (-0.9, -0.6),
                }[role]
                if label.phrase == "attention":
                    gain = (-0.6, 0.3)  # mostly a person at the addressee's
                elif billed and label.phrase in _WHO_CAME:
                    gain = (-1.0, 0.75)  # "Guest", "Client" beside "Invoice to": who came, not who pays
                found = self._note(text, cell_tokens, gain[0], gain[1], f"label:{role}", trusted=trusted)
                if found is not None:
                    found.role = found.role or role
                    break

    def _blocks(self) -> None:
        found_blocks = address_blocks(self.layout, self._field_cells())
        heads = heads_of_boxes(found_blocks)
        for block in found_blocks:
            cells = self._first_of_two([c for c in block if id(c) not in heads])
            greeted = next((i for i, c in enumerate(cells) if SALUTATION.match(c.text.strip())), 0)
            if greeted and len(cells[greeted].tokens) == 1:
                cells = cells[greeted:]
            addressed = next((i for i, c in enumerate(cells[:4]) if is_addressed(c.text)), 0)
            if addressed and _set_off(cells, addressed):
                cells = cells[addressed:]  # what stands well above "Mevrouw A. Jansen" is not of her address
            roles = [self.role_of.get(id(c), "") for c in cells]
            role = next((r for r in roles if r), "")
            text = " ".join(c.text for c in cells)
            top = cells[0]
            contact = bool(REACHED.search(text))
            numbered = not contact and bool(CONTACT.search(text))
            first_page = top.line.page == self.first
            name_cells = [c for c in cells if not SALUTATION.match(c.text.strip())]
            name_cells = [c for c in name_cells if not is_sender_line(c.line.text) and not with_street(c.text)]
            zip_at = next(
                (i for i, c in enumerate(name_cells) if has_postcode(c.text) or town_before_postcode(self.layout, c)),
                len(name_cells),
            )
            self.under_address.update(id(c) for c in name_cells[zip_at + 1 :])
            self.streets.update(id(c.tokens[0]) for c in name_cells if town_before_postcode(self.layout, c))
            if zip_at and is_street(name_cells[zip_at - 1].text):
                self.streets.add(id(name_cells[zip_at - 1].tokens[0]))
            for cell in name_cells[: max(1, min(zip_at, 3))]:
                if STREET_NUMBER.match(cell.text) and STREET.search(cell.text):
                    continue
                if id(cell.tokens[0]) in self.near.covered and len(self.near.covered[id(cell.tokens[0])].tokens) == len(
                    cell.tokens
                ):
                    continue
                if role in ("buyer", "ship_to", "third_party", "supplier"):
                    gain = {
                        "buyer": (-0.8, 0.5),
                        "supplier": (0.5, -0.5),
                        "ship_to": (-0.4, 0.05),
                        "third_party": (-0.6, -0.4),
                    }[role]
                    why = f"block:{role}"
                elif not first_page:
                    break
                elif contact:
                    gain, why = (0.45, 0.12), "block:contact"
                elif numbered:
                    gain, why = (0.3, 0.3), "block:number"  # both sides print their VAT id under their address
                elif 0.06 < top.line.y < 0.5:
                    gain, why = (0.12, 0.6), "block:plain"
                    if cells not in self.plain_blocks:
                        self.plain_blocks.append(cells)
                else:
                    gain, why = (0.2, 0.1), "block:else"
                tokens, text = self._with_wrapped(cell, name_cells)
                if self._note(text, tokens, gain[0], gain[1], why) is not None:
                    break
            else:
                if first_page and not role and top.line.y < 0.5:
                    self.nameless.append(cells)

    def _first_of_two(self, cells: list[Cell]) -> list[Cell]:
        """Two addresses below each other in one column: up to where a label opens the second one."""
        for at in range(2, len(cells)):
            opened = self.role_of.get(id(cells[at])) and not self.role_of.get(id(cells[at - 1]))
            if opened and any(has_postcode(c.text) for c in cells[:at]):
                return cells[:at]
        return cells

    def _letterhead(self) -> None:
        """Big or topmost text of the first page."""
        lines = self.layout.by_page.get(self.first, [])
        seen = 0
        joined: set[int] = set()
        lone = self._lone_block()
        for line in lines:
            if line.y > 0.28 and seen >= 3:
                break
            for cell in line.cells:
                if self.role_of.get(id(cell)) in ("buyer", "ship_to", "third_party"):
                    continue
                covered = self.near.covered.get(id(cell.tokens[0]))
                if covered is not None and len(cell.tokens) - len(covered.tokens) <= 1:
                    continue
                if id(cell) in joined or id(cell) in lone or id(cell) in self.under_address:
                    continue
                phrase = phrase_key(cell.text)
                if any(lookup(phrase, table, False) for table in TITLE_TABLES):
                    continue
                size = cell.size / self.usual if self.usual else 1.0
                gain = 0.28 if line.y < 0.16 else 0.12 if line.y < 0.28 else 0.0
                gain += min(0.4, max(0.0, 0.35 * (size - 1.15)))
                gain += 0.22 if seen == 0 else 0.08 if seen < 3 else 0.0
                tokens, text = cell.tokens, cell.text
                below = self._name_continues(cell)
                if below is not None and not self._slogan(cell, below):
                    tokens, text = [*cell.tokens, *below.tokens], f"{cell.text} {below.text}"
                    joined.add(id(below))
                    gain += 0.1
                if gain > 0.1 and self._note(text, tokens, gain, 0.0, "letterhead") is not None:
                    seen += 1
            if line.y > 0.45:
                break

    def _lone_block(self) -> set[int]:
        """Cells of the only address on the paper: without any other name it is the one written to."""
        if len(self.plain_blocks) != 1 or any("contact" in why for n in self.names.values() for why in n.why):
            return set()
        block = self.plain_blocks[0]
        if len(block) > 1 and block[0].size > 1.15 * block[1].size:
            return set()  # the first line is set larger than its address: a letterhead
        return {id(c) for c in block}

    def _name_continues(self, cell: Cell) -> Cell | None:
        """The second line of a name set over two lines, known by its legal form at the end."""
        if (
            has_legal_form(cell.text)
            or SALUTATION.match(cell.text.strip())
            or cell.line.number + 1 >= len(self.layout.lines)
        ):
            return None
        follow = self.layout.lines[cell.line.number + 1]
        if follow.page != cell.line.page or follow.y - cell.line.y > 2.2 * max(cell.size, self.layout.height):
            return None
        below = next((c for c in follow.cells if abs(c.x0 - cell.x0) < 0.6 * self.layout.em), None)
        if below is None or not has_legal_form(below.text) or not 0.85 < below.size / max(cell.size, 1e-6) < 1.18:
            return None
        if key(below.text).startswith(key(cell.text)):
            return None  # a logo over the name
        if any(sum(c.isdigit() for c in t.text) > 3 for t in cell.tokens):
            return None  # "Bankgiro 5051-6822" over the name in the foot of a short paper
        return below if len(cell.tokens) + len(below.tokens) <= 8 and is_name_like(cell.text) else None

    def _slogan(self, cell: Cell, below: Cell) -> bool:
        """Words over a name that are no part of it: the firm's mail or web address is made of the lower line alone.
        Where no address tells, and the two lines are named together nowhere else, where the name begins stays open."""
        upper, lower = key(cell.text), key(without_legal_form(below.text))
        if any(upper[:4] in d for d in self.domains) or len(lower) < 2:
            return False
        if len(lower) >= 4 and any(fuzz.partial_ratio(lower, d) >= 88 for d in self.domains if len(d) >= 4):
            return True
        if key(self.layout.text()).count(upper + key(below.text)) < 2:
            self.open_ended.add(key(tidy_name(f"{cell.text} {below.text}")))
        return False

    def _common(self) -> None:
        """Evidence that any candidate can have."""
        text = key(self.layout.text())
        for found in self.names.values():
            compact = key(found.text)
            form = has_legal_form(found.text)
            if form:
                found.supplier += 0.3
                found.buyer += 0.2
            if self.domains:
                bare = key(without_legal_form(found.text))
                like = max((fuzz.partial_ratio(bare, d) if min(len(bare), len(d)) >= 4 else 0) for d in self.domains)
                words = [w for w in map(key, without_legal_form(found.text).split()) if len(w) >= 4]
                if len(words) > 1 and any(sum(w in d for w in words) > 1 for d in self.domains):
                    like = 100
                if like >= 88:
                    found.supplier += 0.4
                    found.domain = True
            times = text.count(compact)
            if is_addressed(found.text):
                found.supplier -= 0.6
            if found.text[:1].islower() or found.text.startswith("("):
                found.supplier -= 0.35
                found.buyer -= 0.2
            if len(compact) < 4 or max(len(w) for w in found.text.split()) < 3:
                found.supplier -= 0.25
            if any(plain(w).strip(".,") in BUSINESS_WORDS for w in found.text.split()):
                found.supplier += 0.15
            if times > 1 and len(compact) > 4:
                found.supplier += min(0.3, 0.12 * (times - 1))
            if compact in self.own or any(fuzz.ratio(compact, own) > 90 for own in self.own):
                found.supplier -= 2.0
                found.buyer += 0.8
            for identifier in self.identifiers:
                if (
                    identifier.kind in ("vat", "registration", "iban")
                    and found.tokens
                    and identifier.tokens[0].page == found.tokens[0].page
                ):
                    distance = abs(identifier.line.y - found.tokens[0].y)
                    sideways = abs(identifier.tokens[0].x0 - found.tokens[0].x0)
                    if (
                        distance < 8 * self.layout.height
                        and sideways < 0.3
                        and not ({"buyer_vat_id", "other_vat_id"} & identifier.label)
                    ):
                        found.supplier += 0.12
                        break


def _set_off(cells: list[Cell], at: int) -> bool:
    """More room above a line of an address than below it, and no postcode above."""
    if at + 1 >= len(cells) or any(has_postcode(c.text) for c in cells[:at]):
        return False
    above, below = cells[at].line.y - cells[at - 1].line.y, cells[at + 1].line.y - cells[at].line.y
    return above > 1.5 * below


def _firm_first(places: list[list[Token]]) -> list[list[Token]]:
    """The firm before the person who is named above it ("Buyer / Jane Whitfield / Fabulous Trading Ltd")."""
    if len(places) < 2:
        return places
    first, second = (" ".join(t.text for t in place) for place in places[:2])
    person = 2 <= len(first.split()) <= 4 and not any(c.isdigit() for c in first) and not has_legal_form(first)
    if person and has_legal_form(second) and not has_postcode(second):
        return [places[1], places[0], *places[2:]]
    return places


def _inline(tokens: list[Token], label: Label) -> bool:
    """True when the words stand in the label's own cell behind a colon: "BUYER: SOMEONE"."""
    return bool(tokens) and tokens[0].cell is label.tokens[-1].cell and label.tokens[-1].text.endswith(":")
