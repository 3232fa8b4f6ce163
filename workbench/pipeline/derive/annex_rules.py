"""Which papers are annexes: terms, time sheets, specifications and delivery notes that only say more about an invoice.

Pure. An invoice is never taken for one: a paper with a number and a total of its own is an invoice whatever its title
says, and a paper counts as an annex only when its heading names one before any heading that names an invoice.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from domain.reading import DocumentType

TERMS, HOURS, SPECIFICATION, DELIVERY = "terms", "hours", "specification", "delivery_note"

# Each at the beginning of a heading, in nl, en, de and fr; compared without accents and capitals.
_WORDS: dict[str, tuple[str, ...]] = {
    TERMS: (
        r"(?:onze )?(?:algemene )(?:\w+-? ?(?:en \w+)? ?)?voorwaarden\b",
        r"(?:verkoop|leverings|betalings|inkoop)\w*voorwaarden\b",
        r"(?:our |general |standard )*terms (?:and|&) conditions\b|general terms\b",
        r"terms of (?:sale|delivery|service|payment)\b",
        r"(?:unsere )?allgemeine \w*(?:geschafts|verkaufs|liefer)\w*|agb\b|(?:liefer|verkaufs|zahlungs)bedingungen\b",
        r"(?:nos )?conditions generales\b",
    ),
    HOURS: (
        r"uren[ -]?(?:specificatie|staat|overzicht|verantwoording|registratie|briefje|lijst)\b",
        r"(?:week|manuren)staat\b|werkbon\b|tijdregistratie\b",
        r"time ?-?sheets?\b|hours? (?:specification|overview|statement|worked)\b",
        r"stunden(?:nachweis|zettel|aufstellung|liste)\b|(?:leistungs|tatigkeits|zeit)nachweis\b",
        r"(?:releve|feuilles?) (?:d'heures|des heures|de temps)|fiche de prestations?\b",
    ),
    DELIVERY: (
        r"(?:pak|leverings|aflever|lever|vracht)(?:bon|brief)\b|cmr\b",
        r"delivery (?:note|slip)\b|packing (?:list|slip)\b",
        r"(?:liefer|fracht)(?:schein|brief)\b|(?:bon|bordereau) de livraison\b|lettre de voiture\b",
    ),
    SPECIFICATION: (
        r"(?:gedetailleerde )?(?:factuur|kosten|gespreks|verbruiks|ritten|rit|project)?-?specificatie\b|bijlagen?\b",
        r"(?:cost |invoice |itemi[sz]ed |detailed )?specification\b|itemi[sz]ed (?:bill|list|statement)\b",
        r"annex(?:es|e)?\b|appendix\b|attachment to\b",
        r"anlagen?\b|(?:kosten|rechnungs)?aufstellung\b|einzelverbindungsnachweis\b|spezifikation\b",
        r"(?:detail|specification) (?:de la facture|des prestations)\b",
    ),
}
_TITLES = tuple((kind, re.compile("|".join(words))) for kind, words in _WORDS.items())
_BILL = re.compile(
    r"(?:e-?)?(?:credit|voorschot|verzamel|deel|eind|slot|termijn|proforma |pro forma |tax |vat |sales )*-?"
    r"(?:factuur|invoice|rechnung|facture|nota|note|gutschrift|avoir|kassabon|receipt|quittung|recu)\b(?!\s*specificatie)"
)
# Behind "Invoice" these make it the label of a number, not the paper's heading.
_BILL_LABEL = re.compile(r"\S+\s*(?:nr\b|no\b|nummer|number|datum|date|adres|address|:|#)")
_MOST_WORDS = 9
_TOP = 0.45
_BLANK = Decimal(0)


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper as it was read. ``headings``: the short lines at the top of its first page, in order; ``text``: all of
    its words. Amounts are None when none was read, texts empty."""

    type: str
    headings: tuple[str, ...]
    text: str = ""
    number: str = ""
    gross: Decimal | None = None
    net: Decimal | None = None
    vat_number: str = ""
    # VAT, a due date or a payment reference was read: it asks for money.
    asks_payment: bool = False

    @property
    def named(self) -> str:
        """Its own number as compared."""
        return _plain_number(self.number)


def annex_kind(paper: Paper) -> str:
    """What kind of annex the paper says it is; "" when it says no such thing or may be an invoice."""
    if paper.type == DocumentType.DELIVERY_NOTE and paper.gross is None:
        return DELIVERY
    if paper.type not in (DocumentType.OTHER, DocumentType.INVOICE, DocumentType.RECEIPT, DocumentType.DELIVERY_NOTE):
        return ""
    for heading in paper.headings:
        plain = _plain(heading)
        found = next((kind for kind, title in _TITLES if title.match(plain)), "")
        if found:
            return "" if found == TERMS and paper.gross is not None else found
        if _BILL.match(plain) and not _BILL_LABEL.match(plain):
            return ""
    return ""


def belongs(paper: Paper, invoice: Paper, *, together: bool) -> bool:
    """Whether an annex may go with this invoice. ``together``: they came in one mail, which says that they do;
    otherwise the paper itself must say so, by the invoice's number or its supplier's VAT number.

    Never when it has a number and a total of its own, nor when another supplier's VAT number is on it.
    """
    if paper.vat_number and invoice.vat_number and paper.vat_number != invoice.vat_number:
        return False
    same_number = bool(paper.named) and paper.named == invoice.named
    same_total = paper.gross is not None and paper.gross in (invoice.gross, invoice.net)
    if paper.gross not in (None, _BLANK) and not (same_number or same_total):
        # A part of the total, such as one person's hours, as long as nothing says that it is to be paid by itself.
        if paper.named or paper.asks_payment:
            return False
    if together or same_number or names(paper, invoice):
        return True
    return bool(paper.vat_number) and paper.vat_number == invoice.vat_number


def names(paper: Paper, invoice: Paper) -> bool:
    """Whether the invoice's number stands on the paper. Short ones stand on many papers by chance."""
    return len(invoice.named) >= 5 and invoice.named in _plain_number(paper.text)


def headings_of(words: Iterable[Sequence[object]]) -> tuple[str, ...]:
    """The short lines at the top of a page, split where a wide gap parts them, from words [text, x0, y0, x1, y1]."""
    rows: list[list[tuple[float, float, float, float, str]]] = []
    placed = sorted(
        (float(str(y0)), float(str(x0)), float(str(x1)), float(str(y1)), str(text)) for text, x0, y0, x1, y1 in words
    )
    for word in placed:
        if word[0] > _TOP:
            break
        last = rows[-1][0] if rows else None
        if last is not None and word[0] < (last[0] + last[3]) / 2:
            rows[-1].append(word)
        else:
            rows.append([word])
    return tuple(heading for row in rows for heading in _cells(row) if len(heading.split()) <= _MOST_WORDS)


def _cells(row: list[tuple[float, float, float, float, str]]) -> list[str]:
    cells, end = [""], None
    for _y0, x0, x1, _y1, text in sorted(row, key=lambda word: word[1]):
        if end is not None and x0 - end > 0.03:
            cells.append("")
        cells[-1] = f"{cells[-1]} {text}".strip()
        end = x1
    return cells


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(sign for sign in folded if not unicodedata.combining(sign))
    return re.sub(r"\s+", " ", kept.replace("’", "'")).strip(" -–—·|#")


def _plain_number(text: str) -> str:
    return "".join(sign for sign in text.upper() if sign.isalnum()).lstrip("0")
