"""The text of a mail laid out as a page, for the mails that are the invoice themselves. Pure."""

from __future__ import annotations

import html as html_entities
import re
from html.parser import HTMLParser

from ocr.layout import arrange
from ocr.mail import MailParts
from ocr.names import clean_text
from ocr.page import Page, Word

_COLUMNS = 110
_MARGIN = 8
_MAX_ROWS = 400
_LINE = 12.0  # points from row to row
_WIDTH = 595.0
_TITLE = re.compile(
    r"\b(factuur|invoice|rechnung|facture|creditnota|credit note|gutschrift|avoir|bestelling|inkooporder|"
    r"purchase order|bestellung|commande|receipt|kwitantie|quittung|orderbevestiging|order confirmation)\b",
    re.IGNORECASE,
)
_AMOUNT = re.compile(r"(?:€|eur|usd|\$|£)\s?-?\d[\d.,' ]*|\d[\d.']*,\d\d\b|\d[\d,']*\.\d\d\b", re.IGNORECASE)
_TOTAL = re.compile(r"\b(totaal|total|gesamt|summe|te betalen|amount due|montant|btw|vat|tva|mwst)\b", re.IGNORECASE)


def looks_like_document(text: str) -> bool:
    """Whether a mail's text reads like an invoice or order: a title, a total and at least two amounts."""
    return bool(_TITLE.search(text) and _TOTAL.search(text)) and len(_AMOUNT.findall(text)) >= 2


def text_of(mail: MailParts) -> str:
    """What the mail says: its plain text, or its HTML as text when it has no other, or only that reads like a document
    (many senders put "your program shows no HTML" into the plain text)."""
    if not mail.html or looks_like_document(f"{mail.subject}\n{mail.text}"):
        return mail.text
    seen = "\n".join(line.rstrip() for line in text_of_html(mail.html).splitlines() if line.strip())
    return seen if not mail.text.strip() or looks_like_document(f"{mail.subject}\n{seen}") else mail.text


def body_page(mail: MailParts) -> tuple[str, Page | None]:
    """The mail's text and a page of it (fixed width, one row per line); None when there is no text."""
    text = text_of(mail)
    lines = [line.expandtabs(24).rstrip() for line in text.splitlines() if line.strip()][:_MAX_ROWS]
    if not lines:
        return "", None
    height = max(842.0, (len(lines) + 4) * _LINE)
    words = []
    for row, line in enumerate(lines):
        for found in re.finditer(r"\S+", line[: 3 * _COLUMNS]):
            word = clean_text(found.group(0))
            if not word:
                continue
            width = max(_COLUMNS, len(line)) + 2 * _MARGIN
            y0 = (row + 2) * _LINE / height
            words.append(
                Word(
                    word,
                    (found.start() + _MARGIN) / width,
                    y0,
                    (found.end() + _MARGIN) / width,
                    y0 + 0.8 * _LINE / height,
                    font_size=9 / height,
                )
            )
    return "\n".join(lines), Page(1, _WIDTH, height, arrange(words))


def text_of_html(source: str) -> str:
    """The visible text of HTML: rows and paragraphs as lines, cells parted by tabs, hidden elements left out."""
    reader = _TextOfHtml()
    try:
        reader.feed(source[:400_000])
        reader.close()
    except (AssertionError, ValueError, RecursionError):
        pass
    return html_entities.unescape("".join(reader.out))


class _TextOfHtml(HTMLParser):
    _BREAKS = frozenset(
        [
            "p",
            "div",
            "br",
            "tr",
            "table",
            "li",
            "ul",
            "ol",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "section",
            "header",
            "footer",
            "article",
            "blockquote",
        ]
    )
    _SKIPPED = frozenset(["script", "style", "head", "title", "template", "noscript", "svg"])
    _VOID = frozenset(
        ["br", "img", "hr", "input", "meta", "link", "wbr", "area", "base", "col", "embed", "source", "track"]
    )

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.out: list[str] = []
        self.hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in self._VOID:
            if tag in self._BREAKS and not self.hidden:
                self.out.append("\n")
            return
        if self.hidden or tag in self._SKIPPED or _is_hidden(dict(attrs)):
            self.hidden += 1
            return
        if tag in self._BREAKS:
            self.out.append("\n")
        elif tag in ("td", "th"):
            self.out.append("\t")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._VOID:
            return
        if self.hidden:
            self.hidden -= 1
        elif tag in self._BREAKS:
            self.out.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.out.append(re.sub(r"\s+", " ", data))


def _is_hidden(attributes: dict[str, str | None]) -> bool:
    style = re.sub(r"\s", "", (attributes.get("style") or "").lower())
    return "hidden" in attributes or any(
        mark in style for mark in ("display:none", "visibility:hidden", "font-size:0", "opacity:0;", "mso-hide:all")
    )
