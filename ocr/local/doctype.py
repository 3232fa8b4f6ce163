"""What kind of paper this is: by its heading first, then by what it carries."""

# ruff: noqa: SIM905 - lists of words are read as words
from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from domain.reading import DocumentType
from ocr.local.dates import MONTHS
from ocr.local.labels import Label, labels_on
from ocr.local.language import guess_language
from ocr.local.layout import Cell, Layout, Line
from ocr.local.lexicon import table_for
from ocr.local.text import has_digit, key, plain


@dataclass(slots=True)
class TypeGuess:
    """``scores`` per type; ``title`` the words that decided, if any."""

    best: DocumentType
    margin: float
    scores: dict[str, float]
    title: Label | None
    headings: list[Label]


_INVOICE_WORDS = ("factuur", "invoice", "rechnung", "facture", "faktu", "factura", "fattura", "fatura")


@lru_cache(maxsize=2_000)
def _of_invoice(phrase: str) -> bool:
    """Whether a word for an invoice is in it."""
    return any(word in phrase for word in _INVOICE_WORDS)


_NO_INVOICE = re.compile(
    r"(?:is|geldt) (?:geen|niet als) (?:een )?factuur|not (?:an|a tax|a vat) invoice|keine rechnung"
    r"|n.est pas une facture"
)
_WEIGHT = {
    "order_confirmation": 1.25,
    "credit_note": 1.2,
    "reminder": 1.15,
    "statement": 0.95,
    "other": 0.8,
    "purchase_order": 0.9,
    "delivery_note": 0.95,
}


def guess_type(layout: Layout, labels: list[Label]) -> TypeGuess:
    """Score every heading-like phrase by place and size, then the paper's contents."""
    scores: dict[str, float] = {}
    titles: dict[str, Label] = {}
    headings: dict[str, list[Label]] = {}
    sizes = sorted(t.size for line in layout.lines for t in line.tokens)
    usual = sizes[len(sizes) // 2] if sizes else 0.01
    first_page = layout.page_numbers[0] if layout.page_numbers else 1
    heading = _spaced_titles(layout)
    numbered_bill = any(
        "number" in lb.kinds and lb.phrase not in _INVOICE_WORDS and _of_invoice(lb.phrase) for lb in labels
    )
    which = table_for("titles", guess_language(layout))
    for line in layout.lines:
        if line.page != first_page:
            continue
        for label in [*labels_on(line, which, layout.is_ocr), *heading.get(line.number, [])]:
            score = _title_score(label, line, usual)
            for kind in label.kinds:
                if kind == "other" and (_is_field(label) or not _prominent(label, line, usual)):
                    continue
                value = score * _WEIGHT.get(kind, 1.0)
                if kind in _LISTED and _in_list(label, labels):
                    # "Delivery note: 205620" among the other numbers names another paper
                    value = min(value - 0.45, 0.3 if numbered_bill and not _in_capitals(label) else 9.0)
                if kind == "invoice" and _names_a_column(layout, label, usual):
                    value -= 0.35
                if score > 0.5:
                    headings.setdefault(kind, []).append(label)
                if value > scores.get(kind, 0.0):
                    scores[kind] = value
                    titles[kind] = label
    if "credit_note" in titles and "invoice" in titles and subject_row(titles["invoice"]):
        scores["invoice"] -= 0.4
    _contents(layout, labels, scores, titles)
    if heads_page(titles.get("receipt")) and not _titled(titles.get("invoice"), labels):
        scores["receipt"] += 0.2  # a receipt that names the invoice it was paid for
    order = sorted(scores.items(), key=lambda item: -item[1])
    if not order or order[0][1] < 0.35:
        return TypeGuess(DocumentType.OTHER, 0.0, scores, None, [])
    second = order[1][1] if len(order) > 1 else 0.0
    if not _titled(titles.get(order[0][0]), labels) and any(
        score > 0.7 and heads_page(titles.get(kind)) and _larger(titles[kind], titles.get(order[0][0]))
        for kind, score in order[1:]
    ):
        second = order[0][1]  # a heading by itself says something else: a person decides
    return TypeGuess(
        DocumentType(order[0][0]), order[0][1] - second, scores, titles.get(order[0][0]), headings.get(order[0][0], [])
    )


def _names_a_column(layout: Layout, label: Label, usual: float) -> bool:
    """ "Invoice | Date | Amount": one of three heads in the size of the text, a number and a day right below."""
    line = label.line
    if len(line.cells) != 3 or has_digit(line.text) or line.number + 1 >= len(layout.lines):
        return False
    below = layout.lines[line.number + 1]
    cell = label.tokens[0].cell
    under = next((c for c in below.cells if cell is not None and abs(c.x0 - cell.x0) < layout.em), None)
    same = max(t.size for t in label.tokens) < 1.15 * usual
    return same and under is not None and len(below.cells) >= 3 and all(has_digit(c.text) for c in below.cells)


# Words that say what a letter is about.
_SUBJECT = frozenset("betreft betreff objet concerne onderwerp subject re betr oggetto asunto".split())


def subject_row(label: Label) -> bool:
    """The label opens the cell behind "Betreft": what the paper is about, on a credit note the invoice it credits."""
    cell = label.tokens[0].cell
    if cell is None or not cell.index or cell.tokens[0] is not label.tokens[0]:
        return False
    return plain(cell.line.cells[cell.index - 1].text).strip(" :.") in _SUBJECT


# Papers whose names also stand on invoices, before the number of that other paper.
_LISTED = frozenset({"delivery_note", "purchase_order", "order_confirmation", "other"})


def _in_list(label: Label, labels: list[Label]) -> bool:
    """The phrase opens a row of a list of labels with values: rows just above or below open with labels too."""
    cell = label.tokens[0].cell
    if cell is None or cell.tokens[0] is not label.tokens[0]:
        return False
    own = label.line
    if any(other.line is own and other.x1 < label.x0 and other.tokens[-1].text.endswith(":") for other in labels):
        return True  # the second of two entries side by side
    tall = own.y1 - own.y0
    rows = {
        other.line.number
        for other in labels
        if other.line.page == own.page
        and 0 < abs(other.line.number - own.number) <= 2
        and abs(other.line.y - own.y) < 3 * tall
        and abs(other.x0 - label.x0) < 0.01
        and abs(other.tokens[0].size - label.tokens[0].size) < 0.1 * other.tokens[0].size
    }
    return bool(rows)


def _spaced_titles(layout: Layout) -> dict[int, list[Label]]:
    """Headings set with spaced letters: "R E C H N U N G"."""
    from ocr.local.labels import lookup, phrases

    out: dict[int, list[Label]] = {}
    for line in layout.lines[:40]:
        run = [t for t in line.tokens if len(t.text) <= 2 and t.text.isalpha()]
        if len(run) < 5 and 2 <= len(line.tokens) == len(line.cells) <= 3:
            run = line.tokens  # words set with spaced letters stand far apart: "CREDIT   NOTE"
        elif len(run) < 5:
            continue
        text = key("".join(t.text for t in run))
        found = lookup(text, "titles", False)
        if found:
            out.setdefault(line.number, []).append(Label(phrases("titles")[found], run, found))
    return out


# Words right before a phrase that make it part of a sentence ("uw factuur"), and words right behind it that make it
# a label or a sentence ("factuur datum", "invoice is").
_LED_BY = frozenset(
    "uw your ihre ihrer votre deze this diese dieser cette unsere our onze zur de la the der op per gemass "
    "gemaess".split()
)
_LEADS_TO = frozenset("datum date adres address to an aan vom gemass is voor period".split())


def _title_score(label: Label, line: Line, usual: float) -> float:
    """How much a phrase looks like the heading of the paper; ``usual``: the size of most of its words."""
    cell = label.tokens[0].cell
    size = max(t.size for t in label.tokens)
    score = 0.35
    if cell is not None and _alone(cell, label):
        score += 0.3
    first = cell is not None and label.tokens[0] is cell.tokens[0]
    if first:
        score += 0.1
    if size > 1.25 * usual:
        score += min(0.45, 0.3 * (size / usual - 1.0))
    if label.tokens[0].text.isupper() and len(label.tokens[0].text) > 3:
        score += 0.08
    y = line.y
    if y < 0.4:
        score += 0.12
    elif y > 0.6:
        score -= 0.25
    if cell is not None and len(cell.tokens) - len(label.tokens) > 4 and not _alone(cell, label):
        score -= 0.3  # inside a sentence
    if not first and cell is not None:
        before = plain(cell.tokens[max(0, label.tokens[0].index - cell.tokens[0].index - 1)].text)
        if before in _LED_BY:
            score -= 0.3
    following = _word_after(label)
    if following in _LEADS_TO and not (following == "vom" and first):
        score -= 0.25
    if _is_field(label):
        score -= 0.12
    if len(line.cells) >= 4 and not any(c.isdigit() for c in line.text):
        score -= 0.35  # one head of a table among others
    elif (
        len(line.cells) >= 4 and cell is not None and 0 < cell.index < len(line.cells) - 1 and _AMOUNT.search(line.text)
    ):
        score -= 0.35  # a word in a row of a table
    elif _is_entry(line, cell):
        score -= 0.6
    if _numbered(label):
        score += 0.3
    return score


_DAY = re.compile(r"^\d{1,2}[./-]\d{1,2}[./-]\d{2,4}$|^\d{4}-\d\d-\d\d$")


def _is_entry(line: Line, cell: Cell | None) -> bool:
    """A row that begins with a day and ends with an amount is an entry of a list ("3-2-2026  Invoice 17  121,00")."""
    if cell is None or cell.index == 0 or len(line.cells) < 3:
        return False
    return bool(_DAY.match(line.cells[0].text) and _AMOUNT.search(line.cells[-1].text))


def _prominent(label: Label, line: Line, usual: float) -> bool:
    """Set like a heading: by itself, or larger than the text, in the upper part of the page."""
    cell = label.tokens[0].cell
    large = max(t.size for t in label.tokens) > 1.2 * usual
    return line.y < 0.45 and cell is not None and (large or _alone(cell, label))


_AMOUNT = re.compile(r"(?<![\d.])\d+[.,]\d\d(?![\d./-])")
_NUMBER_WORDS = frozenset({"nr", "no", "n", "#", "nummer", "number", "numero"})


def _numbered(label: Label) -> bool:
    """A heading with the paper's own number behind it: "Rechnung Nr. 17", "Facture FA-17"."""
    line = label.line
    after = line.tokens[label.tokens[-1].index + 1 : label.tokens[-1].index + 6]
    after = [t for t in after if not (t.text.startswith("(") and t.text.endswith(")"))]
    if not after or label.tokens[0].cell is None or label.tokens[0] is not label.tokens[0].cell.tokens[0]:
        return False
    while len(after) > 1 and after[0].text.isalpha() and plain(after[0].text) not in _NUMBER_WORDS and len(after) > 2:
        after = after[1:]  # "Schlussrechnung Bau Nr. 17"
    first = plain(after[0].text).strip(".:°º")
    if first in _NUMBER_WORDS or after[0].text in ("N°", "Nº", "#"):
        return len(after) > 1 and any(c.isdigit() for t in after[1:] for c in t.text)
    digits = sum(c.isdigit() for c in after[0].text)
    return digits >= 3 and not re.search(r"[.,]\d\d$|[€$£%]|^\d{1,2}[./-]\d", after[0].text)


_AS_OF = frozenset({"au", "per", "zum", "vom", "op", "van", "as", "of", "at", "du", "am", "dd"})


def _alone(cell: Cell, label: Label) -> bool:
    """Nothing else in the cell but figures, or the day it was made on ("Relevé de compte au 30/06/2025")."""
    rest = [
        t
        for t in cell.line.tokens
        if t not in label.tokens and t.cell in (cell, label.tokens[-1].cell) and any(c.isalpha() for c in t.text)
    ]
    dated = any(c.isdigit() for c in cell.tokens[-1].text)
    return not rest or (
        dated and all(plain(t.text).strip(".,") in _AS_OF or plain(t.text).strip(".,") in MONTHS for t in rest)
    )


def _word_after(label: Label) -> str:
    line = label.line
    at = label.tokens[-1].index + 1
    return (
        plain(line.tokens[at].text).strip(".:,")
        if at < len(line.tokens) and line.tokens[at].cell is label.tokens[-1].cell
        else ""
    )


def _is_field(label: Label) -> bool:
    return label.tokens[-1].text.endswith(":")


def heads_page(label: Label | None) -> bool:
    """A heading by itself, not a label of a value."""
    cell = label.tokens[0].cell if label is not None else None
    if label is None or cell is None or label.tokens[0] is not cell.tokens[0]:
        return False
    return not _is_field(label) and _alone(cell, label) and len(label.line.cells) <= 2


def _larger(label: Label, other: Label | None) -> bool:
    return other is None or label.tokens[0].size > 1.15 * other.tokens[0].size


def is_titled(guess: TypeGuess, labels: list[Label]) -> bool:
    """The paper says by a heading what it is, by itself or with its number, not only in its list of numbers."""
    return _titled(guess.title, labels)


def _titled(label: Label | None, labels: list[Label]) -> bool:
    if label is None:
        return False
    return heads_page(label) or (_numbered(label) and (_in_capitals(label) or not _in_list(label, labels)))


def _in_capitals(label: Label) -> bool:
    return label.tokens[0].text.isupper() and len(label.tokens[0].text) > 3


_RECEIPT_WORDS = (
    "cashier",
    "change due",
    "tendered",
    "kassa",
    "kassier",
    "wisselgeld",
    "bediening",
    "visa",
    "mastercard",
    "pin ",
    "maestro",
    "thank you",
    "bedankt",
    "merci",
    "vielen dank",
    "cash",
    "terminal",
    "ticket",
    "caisse",
    "bon nr",
    "auth",
    "merchant",
    "store",
    "rounding",
    "change",
    "receipt",
    "table",
    "server",
    "subtotal",
)


def _contents(layout: Layout, labels: list[Label], scores: dict[str, float], titles: dict[str, Label]) -> None:
    """Evidence other than headings."""
    kinds: set[str] = set()
    for label in labels:
        kinds |= label.kinds
    text = plain(layout.text())
    fields = sum(
        _of_invoice(label.phrase)
        for label in labels
        if label.phrase not in _INVOICE_WORDS and "original_number" not in label.kinds
    )
    if fields and {"gross", "payable", "net", "iban"} & kinds:
        scores["invoice"] = scores.get("invoice", 0.0) + min(0.3, 0.15 * fields)
    if "invoice" in scores and {"gross", "payable"} & kinds:
        scores["invoice"] += 0.2
    if fields and not scores.keys() - {"invoice"} and len({"vat", "net", "iban", "gross", "vat_id"} & kinds) >= 3:
        scores["invoice"] = max(scores.get("invoice", 0.0), 0.42)  # an invoice number, VAT and an account
    if "invoice" in scores and _NO_INVOICE.search(text):
        scores["invoice"] -= 0.9
    narrow = layout.aspect > 1.75
    few = sum(len(line.tokens) for line in layout.lines) < 150
    if (
        few
        and not scores.get("invoice")
        and kinds & {"gross", "net", "payable", "subtotal"}
        and kinds & {"subtotal", "net", "vat", "cash", "prepaid"}
        and not kinds & {"iban", "due", "po_number"}
        and not any(word in text for word in _INVOICE_WORDS)
    ):
        scores["receipt"] = max(scores.get("receipt", 0.0), 0.55)
    receiptish = sum(word in text for word in _RECEIPT_WORDS) if not kinds & {"iban", "due"} else 0
    if receiptish >= 3:
        scores["receipt"] = (
            max(scores.get("receipt", 0.0), 0.35) + 0.08 * min(receiptish, 6) + (0.25 if narrow else 0.0)
        )
    if {"order_confirmation", "purchase_order"} <= scores.keys() and scores["order_confirmation"] > 0.55:
        scores["order_confirmation"] += 0.1
    if {"credit_note", "invoice"} <= scores.keys() and scores["credit_note"] > 0.6:
        scores["credit_note"] += 0.1
        credited, billed = titles.get("credit_note"), titles.get("invoice")
        if credited and _titled(credited, labels) and (not _titled(billed, labels) or _larger(credited, billed)):
            scores["credit_note"] += 0.4  # "Invoice No." in the list of numbers is the only invoice there
    if not ({"gross", "payable", "net", "amount"} & kinds):
        scores["other"] = scores.get("other", 0.0) + 0.25
