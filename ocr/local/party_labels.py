"""Labels of parties, and the cells that stand under them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ocr.local.labels import Label, phrase_key, phrases
from ocr.local.layout import Cell, Layout, Line, Token
from ocr.local.lexicon import LEGAL_FORMS
from ocr.local.names import (
    NAME_PREFIX,
    has_legal_form,
    has_postcode,
    is_street,
)
from ocr.local.relations import Neighbours
from ocr.local.text import has_digit, key, plain
from ocr.local.wrapped_names import with_continued

# What somebody is, as well as a heading over his address.
_TRADES = frozenset({"freelance", "freelancer", "autoentrepreneur", "provider", "serviceprovider"})
_PAPERS = frozenset({"number", "weak_number", "date", "due"})
# Who sends and who receives goods, unless an address shows that the letter is meant.
_SENDERS = frozenset({"absender", "afzender", "expediteur", "shipper", "empfanger", "ontvanger", "consignee"})
# The seller, or the member of his staff who sold.
_SALES = frozenset({"verkoper", "verkaufer", "vendeur"})
_ASKED_TO_PAY = re.compile(r"zahl|uberweis|betal|\bpay|remit")
_SLIP = re.compile(r"\b(?:payment|remittance) (?:advice|slip|stub)\b|betaalstrook|zahlschein|talon de paiement")

# The first row of a small table under "Bill to": the name stands in the next column.
_NAME_ROWS = frozenset({"name", "naam", "nom", "firma", "bedrijf", "company", "entreprise", "societe", "bedrijfsnaam"})

_OPENS_NAMES = frozenset({"van", "von", "an"})

ADDRESSEE = frozenset({"empfanger", "ontvanger", "recipient"})

ROLES = ("buyer", "ship_to", "third_party", "supplier")


class PartyLabels:
    """Which cells a label such as "Bill to" governs, for one layout."""

    def __init__(
        self, layout: Layout, labels: Sequence[Label], near: Neighbours, heads: set[int] | None = None
    ) -> None:
        self.layout = layout
        self.labels = labels
        self.near = near
        self.heads = heads or set()
        self.role_of: dict[int, str] = {}
        self._govern()

    # --- governing labels -------------------------------------------------------------------------------------
    def _govern(self) -> None:
        """Mark cells that stand under a party label (same column, next lines) with that party."""
        roles = [
            (label, role)
            for label in self.labels
            for role in ROLES
            if role in label.kinds and self._is_party_label(label)
        ]
        starts = {id(label): role for label, role in roles}
        for label, role in roles:
            if starts[id(label)] != role and role == "supplier":
                continue
            self._govern_from(label, role, roles)

    def _misread_in_foot(self, label: Label) -> bool:
        """In the foot of a page, the writer's own, words that are only like the customer's label are not that label
        ("Adresse" over the writer's address, "Adressé à" over the customer's)."""
        text = phrase_key(" ".join(t.text for t in label.tokens))
        return "buyer" in label.kinds and label.line.y > 0.85 and text != label.phrase

    def _is_party_label(self, label: Label) -> bool:
        cell = label.tokens[0].cell
        assert cell is not None
        if label.line.number in self.heads or self._misread_in_foot(label):
            return False
        if label.phrase.endswith(("doorafnemer", "parleclient")) and not self._text_after(label):
            return False  # "Factuur uitgereikt door afnemer" alone is a remark
        if cell.tokens[0] is not label.tokens[0]:
            previous = cell.tokens[label.tokens[0].index - cell.tokens[0].index - 1]
            if not previous.text.endswith((":", "/", "-", ")")):
                return False
        short = label.phrase in (
            "to",
            "from",
            "aan",
            "an",
            "van",
            "client",
            "customer",
            "klant",
            "kunde",
            "attention",
            "guest",
            "empfanger",
            "expediteur",
            "debiteur",
            "merchant",
            "marchand",
            "handler",
            "von",
        )
        alone = (
            len(cell.tokens) == len(label.tokens)
            or self._translated(label)
            or label.tokens[-1].text.endswith(":")
            or self._text_after(label).startswith(":")
        )
        if short and not alone:
            return False
        if label.phrase in _TRADES and not self._opens(label) and not self._buyer_beside(label):
            return False  # "Auto-entrepreneur" under a name says what its bearer is
        if label.phrase in _SALES and self._names_a_person(label):
            return False
        if label.phrase in _SENDERS and self._on_one_line(label):
            return False
        if label.phrase in ADDRESSEE and not self._sender_beside(label):
            return False
        # "Lieferant GmbH" is a name, "Customer: 2" a number
        if label.phrase in ("to", "aan", "an", "a") and (self._on_slip(label) or self._pays(label)):
            return False
        after = self._text_after(label)
        if re.match(r"^[:#\s]*\d+\s*$", after) or re.search(r":\d+$", label.tokens[-1].text):
            return False
        if after and plain(after).strip(".,:").split(" ")[0] in LEGAL_FORMS and not label.tokens[-1].text.endswith(":"):
            return False
        if alone:
            return not (short and self._numbers_follow(cell, label))
        opened = after.startswith((":", "-")) or label.tokens[-1].text.endswith(":")
        return opened and len(cell.tokens) - len(label.tokens) <= 9

    def _translated(self, label: Label) -> bool:
        """Nothing follows in the cell but the label's other language in brackets: "Sprzedawca (seller)"."""
        words = self._text_after(label).strip(" :")
        return words.startswith("(") and words.endswith(")") and phrase_key(words) in phrases("labels east")

    def _on_one_line(self, label: Label) -> bool:
        """The name stands behind the label on its line, and no address follows."""
        places = self._after_label(label)
        if not places or places[0][0].line is not label.line or places[0][0].cell is None:
            return False
        return not has_postcode(" ".join(t.text for t in places[0])) and not self._address_under(places[0][0].cell)

    def _address_under(self, cell: Cell) -> bool:
        number = cell.line.number
        return any(
            abs(other.x0 - cell.x0) < self.layout.em and (has_postcode(other.text) or is_street(other.text))
            for line in self.layout.lines[number + 1 : number + 5]
            if line.page == cell.line.page
            for other in line.cells
        )

    def _names_a_person(self, label: Label) -> bool:
        """Beside the label, or below it in a row of heads, stand two to four words without a legal form and without
        an address under them."""
        places = self._after_label(label)
        if not places:
            return False
        cell, words = places[0][0].cell, [t.text for t in places[0]]
        beside = places[0][0].line is label.line
        if cell is None or not (beside or len(self.near.on_line.get(label.line.number, ())) > 2):
            return False
        if not 2 <= len(words) <= 4 or has_legal_form(" ".join(words)) or any(has_digit(w) for w in words):
            return False
        return not self._address_under(cell)

    def _numbers_follow(self, cell: Cell, label: Label) -> bool:
        """ "Kunde    C-416" in a list of labels and values: the number of the customer, not the customer."""
        if label.tokens[-1] is not cell.tokens[-1] or cell.index + 1 >= len(cell.line.cells):
            return False
        follow = cell.line.cells[cell.index + 1]
        return follow.x0 - cell.x1 < 14 * self.layout.em and only_codes(follow.tokens)

    def _opens(self, label: Label) -> bool:
        return label.tokens[-1].text.endswith(":") or self._text_after(label).startswith(":")

    def _buyer_beside(self, label: Label) -> bool:
        return any("buyer" in other.kinds and other.line is label.line for other in self.labels)

    def _sender_beside(self, label: Label) -> bool:
        """ "Absender" and "Empfänger" side by side; alone the word names who is paid."""
        return any("supplier" in other.kinds and other.line is label.line for other in self.labels)

    def _pays(self, label: Label) -> bool:
        """ "Bitte zahlen Sie" over "an": who is paid, not who is billed."""
        above = self.layout.lines[label.line.number - 1] if label.line.number else label.line
        return bool(_ASKED_TO_PAY.search(plain(above.text)))

    def _on_slip(self, label: Label) -> bool:
        """ "To:" on the slip that goes back with the payment is who is paid."""
        lines = self.layout.lines[max(0, label.line.number - 3) : label.line.number]
        return any(_SLIP.search(plain(line.text)) for line in lines)

    def _text_after(self, label: Label) -> str:
        cell = label.tokens[-1].cell
        assert cell is not None
        start = label.tokens[-1].index - cell.tokens[0].index + 1
        return " ".join(t.text for t in cell.tokens[start:])

    def _govern_from(self, label: Label, role: str, roles: list[tuple[Label, str]]) -> None:
        em = self.layout.em
        line = label.line
        cell = label.tokens[0].cell
        assert cell is not None
        right = label.tokens[-1].cell
        for other in line.cells[cell.index + (0 if self._text_after(label) else 1) :]:
            if other is not cell and (other.x0 - cell.x1 > 22 * em or self._label_at(other, roles)):
                break
            if other is not cell and other.text.endswith(":"):
                break  # a heading of its own
            self.role_of.setdefault(id(other), role)
            if other is not cell or self._text_after(label).strip(" :"):
                right = other
                break
        if has_postcode(self._text_after(label)):
            return  # the whole address stands behind the label: what follows below is someone else's
        limit = min((lb.x0 for lb, _ in roles if lb.line is line and lb.x0 > label.x1), default=9.0)
        left = cell.x0
        previous = line.y
        for below in self.layout.lines[line.number + 1 : line.number + 14]:
            if below.page != line.page or below.y - previous > 4.5 * self.layout.height:
                break
            if below.number in self.heads or self._next_entry(label, below):
                break  # the billed lines, or the next row of a list: what follows is no address
            stop = False
            for other in below.cells:
                inside = other.x0 >= left - 1.6 * em and other.x0 < min(
                    limit - 0.5 * em, max(cell.x1, right.x1 if right else 0, left + 16 * em)
                )
                inside = inside or (abs(other.x1 - cell.x1) < 0.5 * em and not self._text_after(label))
                if not inside:
                    continue
                if self._label_at(other, roles):
                    stop = True
                    break
                self.role_of.setdefault(id(other), role)
                previous = below.y
            if stop:
                break

    def _next_entry(self, label: Label, line: Line) -> bool:
        """A row that the number or a day of the paper opens, at the place of the label, in a list with labels in one
        column and values in another."""
        return self.near.right(label) is not None and any(
            other.kinds & _PAPERS and abs(other.x0 - label.x0) < 0.5 * self.layout.em and other is not label
            for other in self.near.on_line.get(line.number, ())
        )

    def _label_at(self, cell: Cell, roles: list[tuple[Label, str]]) -> bool:
        return any(label.tokens[0] is cell.tokens[0] for label, _ in roles)

    def _after_label(self, label: Label) -> list[list[Token]]:
        """The first few places a labelled name can stand: same cell, next cell, cells below."""
        out: list[list[Token]] = []
        line = label.line
        cell = label.tokens[-1].cell
        assert cell is not None
        rest = cell.tokens[label.tokens[-1].index - cell.tokens[0].index + 1 :]
        rest = [] if self._translated(label) else [t for t in rest if t.text not in (":", "-", "–")]
        if rest:
            out.append(rest)
        elif cell.index + 1 < len(line.cells):
            follow = line.cells[cell.index + 1]
            near = follow.x0 - cell.x1 < 14 * self.layout.em or self._in_two_columns(cell, follow)
            if near and (id(follow.tokens[0]) not in self.near.covered or self._begins_name(follow)):
                out.append([t for t in follow.tokens if t.text != ":"])
        start = label.tokens[0].cell
        assert start is not None
        taken, previous = 0, line.y
        for below in self.layout.lines[line.number + 1 : line.number + 9]:
            if below.page != line.page or below.y - previous > 5.5 * self.layout.height:
                break
            previous = below.y
            for other in below.cells:
                if (
                    abs(other.x0 - label.x0) < 2.5 * self.layout.em
                    or abs(other.x1 - label.x1) < 0.5 * self.layout.em  # set flush right
                    or (other.x0 < label.x1 and other.x1 > label.x0 and other.x0 > label.x0 - 4 * self.layout.em)
                ):
                    text = other.text
                    covered = self.near.covered.get(id(other.tokens[0]))
                    if NAME_PREFIX.match(text + " "):
                        out.append(_tail_cells(other))
                        taken += 1
                    elif key(text) in _NAME_ROWS and other.index + 1 < len(below.cells):
                        out.append(below.cells[other.index + 1].tokens)
                        taken += 1
                    elif (
                        covered is not None
                        and len(covered.tokens) < len(other.tokens)
                        and {"other_no", "customer_no", "vat_id"} & covered.kinds
                    ) or (phrase_key(text) in phrases("labels") and key(text) in ("name", "naam", "nom")):
                        continue
                    else:
                        out.append(other.tokens)
                        taken += 1
                    break
            if taken >= 4:
                break
        return with_continued(out, self.layout)

    def _begins_name(self, cell: Cell) -> bool:
        """ "Van" of "Van Dijk B.V.", "An" of "An Post": a word that is a label elsewhere opens the name."""
        covered = self.near.covered[id(cell.tokens[0])]
        return (
            len(covered.tokens) == 1 < len(cell.tokens)
            and covered.phrase in _OPENS_NAMES
            and not covered.tokens[0].text.endswith(":")
            and cell.tokens[1].text[:1].isupper()
        )

    def _in_two_columns(self, label: Cell, value: Cell) -> bool:
        """Label and value are a row of a table of two columns, however wide: a neighbouring row is set the same,
        with a known label."""
        number = label.line.number
        for at in (number - 1, number + 1):
            if 0 <= at < len(self.layout.lines) and self.layout.lines[at].page == label.line.page:
                cells = self.layout.lines[at].cells
                named = bool(cells) and id(cells[0].tokens[0]) in self.near.covered
                if (
                    named
                    and len(cells) == len(label.line.cells) == 2
                    and (
                        abs(cells[0].x0 - label.x0) < 0.5 * self.layout.em
                        and abs(cells[1].x0 - value.x0) < 0.5 * self.layout.em
                    )
                ):
                    return True
        return False

    def _field_cells(self) -> set[int]:
        """Cells that are labels through and through, or open with a label and a colon."""
        out: set[int] = set()
        for label in self.labels:
            cell = label.tokens[0].cell
            if cell is None or cell.tokens[0] is not label.tokens[0]:
                continue
            contact = label.kinds & {"other_no", "vat_id", "reg_id", "iban", "ship_to"} and "buyer" not in label.kinds
            opened = label.tokens[-1].text.endswith(":") or self._text_after(label).startswith(":")
            if (len(label.tokens) == len(cell.tokens) and not has_legal_form(cell.text)) or (opened and not contact):
                out.add(id(cell))
        return out


def only_codes(tokens: Sequence[Token]) -> bool:
    """At least one word, and a figure in each."""
    words = [t.text for t in tokens if any(c.isalnum() for c in t.text)]
    return bool(words) and all(has_digit(word) for word in words)


def _tail_cells(cell: Cell) -> list[Token]:
    """The value of "Name: X", which may stand in the next cell."""
    at = next((i for i, t in enumerate(cell.tokens) if t.text.endswith(":")), len(cell.tokens) - 1)
    rest = cell.tokens[at + 1 :]
    if rest:
        return rest
    line = cell.line
    if cell.index + 1 < len(line.cells):
        return line.cells[cell.index + 1].tokens
    return cell.tokens
