"""Numbers of other documents that a paper names: the buyer's order, the invoice that is credited."""

from __future__ import annotations

import re
from collections.abc import Sequence

from domain.reading import DocumentType
from ocr.local.candidate import Candidate
from ocr.local.labels import Label
from ocr.local.layout import Layout
from ocr.local.reference_text import DATEISH, STOP, clean
from ocr.local.references import ORDER_NUMBER, from_label
from ocr.local.relations import Neighbours
from ocr.local.text import plain


def original_candidates(layout: Layout, labels: Sequence[Label], near: Neighbours) -> list[Candidate]:
    """Candidates for the number of the invoice that is credited or corrected."""
    out: list[Candidate] = []
    for label in labels:
        if "original_number" in label.kinds:
            out.extend(from_label(label, near, layout, 0.9, "original"))
    return out


def order_candidates(layout: Layout, labels: Sequence[Label], near: Neighbours, kind: DocumentType) -> list[Candidate]:
    """Candidates for the *buyer's* order number."""
    out: list[Candidate] = []
    for label in labels:
        kinds = label.kinds
        if kind is not DocumentType.PURCHASE_ORDER and _called_ours(label):
            continue  # the seller's number of the order
        if _beside_delivery(label, near) or ("your_ref" in kinds and _of_contract(label)):
            continue
        if "po_number" in kinds:
            weight = 1.0
        elif "order" in kinds:
            weight = 0.95
        elif "your_ref" in kinds:
            weight = 0.62
        else:
            continue
        for candidate in from_label(label, near, layout, weight, next(iter(kinds)), words="po_number" in kinds):
            if _looks_like_date_phrase(candidate.value) or ("your_ref" in kinds and _CODE.fullmatch(candidate.value)):
                continue
            out.append(candidate)
    out.extend(_in_sentences(layout))
    return out


# A customer's code in the seller's books, under "your reference": "C-394", "KD 10447".
_CODE = re.compile(r"(?:C|CL|CLI|CUST|K|KD|KDNR|DEB|D)[-./ ]?\d{2,6}")
_CONTRACTS = re.compile(
    r"(?:de )?(?:contrat|contract|vertrag|client|klant|kunde|customer|abonne|compte|account|dossier|tva|btw)"
)


def _of_contract(label: Label) -> bool:
    """ "Votre référence contrat", "Your reference customer": a number that the seller gave."""
    line, at = label.line, label.tokens[-1].index + 1
    after = " ".join(plain(t.text) for t in line.tokens[at : at + 2] if t.cell is label.tokens[-1].cell)
    return bool(_CONTRACTS.match(after))


_WRITERS = frozenset({"ons", "onze", "unser", "unsere", "unserer", "our", "notre", "nos", "n/"})


def _called_ours(label: Label) -> bool:
    """ "Ons ordernr.", "Our order no.", "N/ commande": what the writer of the paper calls his own."""
    first = label.tokens[0]
    words = [label.line.tokens[first.index - 1]] if first.index else []
    return any(w.cell is first.cell and plain(w.text).strip(" .:") in _WRITERS for w in words)


def _beside_delivery(label: Label, near: Neighbours) -> bool:
    """ "BL n° 420754 du 5/4/2026 - Commande n° 6696": among the seller's own numbers of a delivery nothing says whose
    order it was, unless it is called yours."""
    if "order" not in label.kinds or label.phrase.startswith(_OURS):
        return False
    before = [o for o in near.on_line.get(label.line.number, ()) if o.tokens[-1].index < label.tokens[0].index]
    return any("delivery_no" in o.kinds and o.tokens[0].cell is label.tokens[0].cell for o in before)


_ORDER = ("bestel", "order", "commande", "as per po")  # one of them is in every sentence


def bare_and_own(layout: Layout, labels: Sequence[Label], near: Neighbours) -> tuple[set[str], set[str]]:
    """(numbers called just "order number", numbers called ours by the seller: "your reference", "your order"): where
    both stand on a bill the first may be the seller's own number of the order."""
    bare: set[str] = set()
    own: set[str] = set()
    for label in labels:
        words = label.phrase in ORDER_NUMBER
        if not (words or "your_ref" in label.kinds or ("order" in label.kinds and label.phrase.startswith(_OURS))):
            continue
        for candidate in from_label(label, near, layout, 1.0, "order"):
            if not _looks_like_date_phrase(candidate.value):
                (bare if words else own).add(candidate.value)
    return bare, own


_OURS = ("uw", "your", "ihre", "votre", "vos", "customer", "kunden")
_SENTENCE = re.compile(
    r"(?:gemass bestellung|ihre bestellung|uw bestelling|uw order|your order|votre commande"
    r"|laut bestellung|conform uw order|conform order|according to order|as per order|selon commande"
    r"|as per po)"
    r"\s*(?:nr\.?|no\.?|n°|nummer|number|#|:)*\s*([A-Z0-9][A-Z0-9./_-]*\d[A-Z0-9./_-]*)",
)


_ANY_CASE = re.compile(_SENTENCE.pattern, re.I)


def _in_sentences(layout: Layout) -> list[Candidate]:
    out = []
    for line in layout.lines:
        text = plain(line.text, keep_length=True)
        if not any(word in text for word in _ORDER):
            continue
        match = _SENTENCE.search(text) or _ANY_CASE.search(text)
        if match:
            value = clean(line.text[match.start(1) : match.end(1)])
            if not DATEISH.match(value):
                out.append(Candidate(value, 0.85, line.span(match.start(1), match.end(1)), value, "sentence"))
    return out


def _looks_like_date_phrase(value: str) -> bool:
    return bool(DATEISH.match(value)) or plain(value).split(" ")[0] in STOP
