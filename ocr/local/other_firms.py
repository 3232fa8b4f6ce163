"""Other firms on the paper whose numbers may be taken for the seller's: platforms that bill in somebody's name, legal
owners of a trade name, companies that claims were sold to."""

from __future__ import annotations

import re

from ocr.local.identifiers import Identifier
from ocr.local.layout import Layout
from ocr.local.names import has_legal_form, without_legal_form
from ocr.local.text import key, plain
from ocr.local.work import Work

_IN_THE_NAME = re.compile(
    r"\b(?:in naam en voor rekening|in naam van en voor rekening|namens en voor rekening|voor rekening en in naam"
    r"|(?:im|in) namen und (?:auf|fur) rechnung|fur rechnung und im namen|in (?:fremdem )?namen und auftrag"
    r"|au nom et pour (?:le )?compte|pour le compte et au nom|in the name and on behalf|on behalf of|for and on behalf"
    r")\b"
)
_TRADE_NAME = re.compile(
    r"\b(?:handelsnaam van|trad(?:ing|e) (?:name|style) of|trading as|eine marke (?:der|von)|est une marque de"
    r"|nom commercial de)\b"
)
_BILL = re.compile(r"\b(?:factuur|rechnung|facture|invoice|issued|uitgereikt|opgemaakt|emise|ausgestellt|gefactureerd)")
_BANK = re.compile(r"bank|sparkasse|\bing\b|rabo|credit|caisse|abn amro|kbc|belfius|volksbk|bnp")
# What parts the statements of a foot, and the comma before an address.
_PARTS = re.compile(r"\s+[-–—|·•/*]+\s+|[,;]\s+")
_MOST_WORDS = 6  # a name with its form; more words are a sentence


def billed_for_another(layout: Layout) -> bool:
    """The paper says that it was made in the name and for the account of somebody else, or that the name on it is a
    trade name of another firm: two may be the seller."""
    if any(_TRADE_NAME.search(plain(line.text)) for line in layout.lines):
        return True
    texts = [plain(line.text) for line in layout.lines]
    for at, text in enumerate(texts):
        if _IN_THE_NAME.search(text) and _BILL.search(" ".join(texts[max(0, at - 2) : at + 3])):
            return True
    return False


def strangers(work: Work) -> list[str]:
    """Fields of the seller whose number stands in one run of words with the name of a firm before it that is neither
    seller nor buyer, and nowhere without."""
    known = [key(without_legal_form(work.fields[n].value)) for n in ("supplier_name", "buyer_name") if n in work.fields]
    out = []
    for name in ("supplier_vat", "supplier_registration", "supplier_iban"):
        found = work.fields.get(name)
        if found is None:
            continue
        places = [i for i in work.identifiers if i.value == found.value]
        if places and all(_stranger(i, known, name == "supplier_iban") for i in places):
            out.append(name)
    return out


def _stranger(identifier: Identifier, known: list[str], account: bool) -> bool:
    """The last firm named before the number in its cell is nobody known."""
    first = identifier.label_tokens[0] if identifier.label_tokens else identifier.tokens[0]
    if first.cell is None:
        return False
    before = " ".join(t.text for t in first.cell.tokens if t.index < first.index)
    firms = [p for p in _PARTS.split(before) if _is_firm(p)]
    if not firms or (account and _BANK.search(plain(firms[-1]))):
        return False
    last = key(without_legal_form(firms[-1]))
    return not any(name and (name in last or last in name) for name in known)


def _is_firm(text: str) -> bool:
    return has_legal_form(text) and len(text.split()) <= _MOST_WORDS and not any(c.isdigit() for c in text)
