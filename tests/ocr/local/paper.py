"""Pages written down in tests: rows of (x, text) cells, words get boxes from their length."""

from __future__ import annotations

from collections.abc import Sequence

from domain.evidence import Source
from ocr.page import Page, Word

CHAR = 0.0085  # width of a character, share of the page
HEIGHT = 0.011

Row = Sequence[tuple[float, str]]


def page(
    rows: Sequence[Row | None],
    *,
    number: int = 1,
    top: float = 0.05,
    step: float = 0.018,
    source: Source = Source.TEXT,
    big: Sequence[str] = (),
) -> Page:
    """A page whose n-th row is printed at top + n x step; None leaves a row empty. Texts in ``big`` are set double."""
    words: list[Word] = []
    for at, row in enumerate(rows):
        y = top + at * step
        for x, text in row or ():
            left = x
            size = HEIGHT * (2 if text in big else 1)
            for word in text.split():
                wide = CHAR * len(word) * (2 if text in big else 1)
                confidence = 1.0 if source is Source.TEXT else 0.95
                words.append(Word(word, left, y - size / 2, left + wide, y + size / 2, confidence, size, False, at, 0))
                left += wide + 0.5 * CHAR
    return Page(number, 595.0, 842.0, tuple(words), source)


def dutch_invoice(**change: str) -> list[Row | None]:
    """A plain Dutch invoice; ``change`` replaces texts by name."""
    text = {
        "title": "FACTUUR",
        "supplier": "Molenwiek Groothandel B.V.",
        "number": "F-2031",
        "date": "03-02-2026",
        "due": "05-03-2026",
        "net": "€ 250,00",
        "vat": "€ 52,50",
        "gross": "€ 302,50",
        "vat_line": "Btw 21%",
        **change,
    }
    return [
        [(0.1, text["supplier"]), (0.7, text["title"])],
        [(0.1, "Zaagstraat 8")],
        [(0.1, "7411 AB Deventer")],
        [(0.1, "www.molenwiek.nl")],
        None,
        [(0.1, "Bakkerij Zonneschijn"), (0.55, "Factuurnummer"), (0.75, text["number"])],
        [(0.1, "Korenpad 3"), (0.55, "Factuurdatum"), (0.75, text["date"])],
        [(0.1, "8011 CD Zwolle"), (0.55, "Vervaldatum"), (0.75, text["due"])],
        None,
        None,
        [(0.1, "Omschrijving"), (0.55, "Aantal"), (0.65, "Prijs"), (0.75, "Btw"), (0.85, "Bedrag")],
        [(0.1, "Tarwebloem zak 25 kg"), (0.56, "10"), (0.65, "20,00"), (0.75, "21%"), (0.85, "200,00")],
        [(0.1, "Gist blok"), (0.57, "5"), (0.65, "10,00"), (0.75, "21%"), (0.86, "50,00")],
        None,
        [(0.6, "Totaal excl. btw"), (0.83, text["net"])],
        [(0.6, text["vat_line"]), (0.83, text["vat"])],
        [(0.6, "Totaal te betalen"), (0.83, text["gross"])],
        None,
        [(0.1, "KvK 12345678 | Btw NL001234567B01 | IBAN NL91 ABNA 0417 1643 00")],
    ]
