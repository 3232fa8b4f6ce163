"""Names in sentences: who is thanked for an order at a shop, and who the money goes to."""

from __future__ import annotations

import re

from ocr.local.labels import Label, phrase_key
from ocr.local.layout import Token
from ocr.local.lexicon import LEGAL_FORMS
from ocr.local.name_notes import NameNotes
from ocr.local.names import COMMA_FORM, tidy_name
from ocr.local.party_labels import ADDRESSEE
from ocr.local.text import key

_THANKS = re.compile(
    r"(?i)^(?:thank you|thanks|bedankt|hartelijk dank|dank (?:u|je)|vielen dank|danke|merci)\b[^.!]{0,40}"
    r"\s(?:at|with|from|bij|bei|chez|von)\s+(?=[A-ZÀ-Þ0-9])"
)


class StatedNames(NameNotes):
    """The names that sentences of one layout give the writer."""

    def _thanks(self) -> None:
        """Who is thanked for an order at a shop is spoken to by that shop: "Thank you for your order at Acme Ltd"."""
        for line in self.layout.lines:
            match = _THANKS.search(line.text)
            words = [t for t in line.tokens if match and line.starts[t.index] >= match.end()]
            if 1 <= len(words) <= 7:
                text = " ".join(t.text for t in words).rstrip("!")
                text = text if phrase_key(words[-1].text) in LEGAL_FORMS else text.rstrip(".")
                self._note(text, words, 0.7, -0.3, "payee")

    def _payees(self) -> None:
        for label in self.labels:
            if "payee" not in label.kinds or (label.phrase in ADDRESSEE and self._sender_beside(label)):
                continue
            holder = label.phrase == "titular" and not self._account_near(label)
            reach = self.near.right(label)
            first = [t for t in reach.tokens if t.cell is reach.tokens[0].cell] if reach and reach.tokens else []
            more = self._sentence_goes_on(label, first)
            first += more
            text = " ".join(t.text for t in first)
            if more and (text.endswith("..") or phrase_key(more[-1].text) not in LEGAL_FORMS):
                text = text.removesuffix(".")  # the end of the sentence, not of the name
            if first and holder:
                found = self._note(COMMA_FORM.sub(" ", text).split(",")[0], first, -1.0, 1.0, "label:buyer")
                if found is not None:
                    found.role = found.role or "buyer"
            elif first:
                self._note(text, first, 0.35, -0.3, "payee")

    def _account_near(self, label: Label) -> bool:
        """An account on the line of the label or one beside it: then "Titular" is who holds that account, and not who
        holds the contract of a bill for power or post."""
        number = label.line.number
        return any(i.kind == "iban" and abs(i.line.number - number) <= 1 for i in self.identifiers)

    def _sentence_goes_on(self, label: Label, name: list[Token]) -> list[Token]:
        """The words that end a sentence on its next line, when the name in it reached the end of the line before
        ("... in the name of Kade / Webbouw."). A longer next line leaves the end of the name open."""
        cell = label.tokens[0].cell
        last = (name or label.tokens)[-1]
        if cell is None or last.cell is not cell or last is not cell.tokens[-1] or last.text.endswith("."):
            return []
        if cell.tokens.index(label.tokens[0]) < 3 or cell.line.number + 1 >= len(self.layout.lines):
            return []
        follow = self.layout.lines[cell.line.number + 1]
        below = follow.cells[0]
        even = 0.9 < below.size / max(cell.size, 1e-6) < 1.1 and abs(below.x0 - cell.x0) < 0.6 * self.layout.em
        if follow.page != cell.line.page or follow.y - cell.line.y > 2.0 * cell.size or not even:
            return []
        if len(below.tokens) <= 4 and below.text.endswith(".") and not any(c.isdigit() for c in below.text):
            return list(below.tokens)
        self.open_ended.add(key(tidy_name(" ".join(t.text for t in name))))
        return []
