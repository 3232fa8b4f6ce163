"""What kind of paper this is: by its heading first, then by what it carries."""

from __future__ import annotations

from dataclasses import dataclass

from domain.reading import DocumentType
from ocr.local.labels import Label, labels_on
from ocr.local.layout import Cell, Layout, Line
from ocr.local.text import key, plain


@dataclass(slots=True)
class TypeGuess:
    """``scores`` per type; ``title`` the words that decided, if any."""

    best: DocumentType
    margin: float
    scores: dict[str, float]
    title: Label | None


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
    best_title: Label | None = None
    best_score = 0.0
    sizes = sorted(t.size for line in layout.lines for t in line.tokens)
    usual = sizes[len(sizes) // 2] if sizes else 0.01
    first_page = layout.page_numbers[0] if layout.page_numbers else 1
    heading = _spaced_titles(layout)
    for line in layout.lines:
        if line.page != first_page:
            continue
        for label in [*labels_on(line, "titles", layout.is_ocr), *heading.get(line.number, [])]:
            score = _title_score(label, line, usual)
            for kind in label.kinds:
                value = score * _WEIGHT.get(kind, 1.0)
                if value > scores.get(kind, 0.0):
                    scores[kind] = value
                if value > best_score:
                    best_score, best_title = value, label
    _contents(layout, labels, scores)
    order = sorted(scores.items(), key=lambda item: -item[1])
    if not order or order[0][1] < 0.35:
        return TypeGuess(DocumentType.OTHER, 0.0, scores, None)
    second = order[1][1] if len(order) > 1 else 0.0
    return TypeGuess(DocumentType(order[0][0]), order[0][1] - second, scores, best_title)


def _spaced_titles(layout: Layout) -> dict[int, list[Label]]:
    """Headings set with spaced letters: "R E C H N U N G"."""
    from ocr.local.labels import lookup, phrases

    out: dict[int, list[Label]] = {}
    for line in layout.lines[:40]:
        run = [t for t in line.tokens if len(t.text) <= 2 and t.text.isalpha()]
        if len(run) < 5:
            continue
        text = key("".join(t.text for t in run))
        found = lookup(text, "titles", False)
        if found:
            out.setdefault(line.number, []).append(Label(phrases("titles")[found], run, found))
    return out


def _title_score(label: Label, line: Line, usual: float) -> float:
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
    if cell is not None and len(cell.tokens) - len(label.tokens) > 4:
        score -= 0.3  # inside a sentence
    if not first and cell is not None:
        before = plain(cell.tokens[max(0, label.tokens[0].index - cell.tokens[0].index - 1)].text)
        if before in (
            "uw",
            "your",
            "ihre",
            "ihrer",
            "votre",
            "deze",
            "this",
            "diese",
            "dieser",
            "cette",
            "zur",
            "de",
            "la",
            "the",
            "der",
            "op",
            "per",
            "unsere",
            "our",
            "onze",
            "gemass",
            "gemaess",
        ):
            score -= 0.3
    following = _word_after(label)
    if following in (
        "datum",
        "date",
        "adres",
        "address",
        "to",
        "an",
        "aan",
        "vom",
        "gemass",
        "is",
        "voor",
        "period",
    ) and not (following == "vom" and first):
        score -= 0.25
    if _is_field(label):
        score -= 0.12
    return score


def _alone(cell: Cell, label: Label) -> bool:
    return all(t in label.tokens or not any(c.isalpha() for c in t.text) for t in cell.tokens)


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


def _contents(layout: Layout, labels: list[Label], scores: dict[str, float]) -> None:
    """Evidence other than headings."""
    kinds: set[str] = set()
    for label in labels:
        kinds |= label.kinds
    text = plain(layout.text())
    if "invoice" in scores and {"gross", "payable"} & kinds:
        scores["invoice"] += 0.15
    receiptish = sum(
        word in text
        for word in (
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
    )
    narrow = layout.aspect > 1.75
    if receiptish >= 3 and not ({"iban", "due", "payable"} & kinds & {"iban", "due"}):
        scores["receipt"] = (
            max(scores.get("receipt", 0.0), 0.35) + 0.08 * min(receiptish, 6) + (0.25 if narrow else 0.0)
        )
    if {"order_confirmation", "purchase_order"} <= scores.keys() and scores["order_confirmation"] > 0.55:
        scores["order_confirmation"] += 0.1
    if {"credit_note", "invoice"} <= scores.keys() and scores["credit_note"] > 0.6:
        scores["credit_note"] += 0.1
    if not ({"gross", "payable", "net", "amount"} & kinds):
        scores["other"] = scores.get("other", 0.0) + 0.25
