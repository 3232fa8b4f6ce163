"""The number of the document itself, and how a number is found beside or under its label."""

# ruff: noqa: SIM905 - lists of words are read as words
from __future__ import annotations

import re
from collections.abc import Sequence

from domain.reading import DocumentType
from ocr.local.candidate import Candidate
from ocr.local.doctype import subject_row
from ocr.local.labels import Label
from ocr.local.layout import Cell, Layout, Token
from ocr.local.names import has_postcode, is_street
from ocr.local.reference_text import DATEISH, MONEY, clean, reference_in
from ocr.local.relations import Neighbours, Reach
from ocr.local.text import has_digit, key, plain
from ocr.local.weak_numbers import beside_date, over_date

_OWN_LABEL = {
    DocumentType.PURCHASE_ORDER: {"po_number": 1.0, "order": 0.9, "number": 0.7},
    DocumentType.ORDER_CONFIRMATION: {"seller_order": 1.0, "number": 0.8, "order": 0.3},
    DocumentType.DELIVERY_NOTE: {"delivery_no": 1.0, "number": 0.75},
}
ORDER_NUMBER = frozenset("ordernummer ordernr ordernumber orderno orderid numerodecommande nrdecommande".split())
_SLIP_NUMBER = frozenset({"bonnummer", "bonnr", "slipno", "slipnr"})  # on an invoice the slip of the delivery
_CREDIT = re.compile(r"credit|gutschrift|avoir|storno")
_PAID = re.compile(r"receipt(?:n|$)|quittung|^bon(?:n|$)|ticket|slip")  # beside an invoice's number: of the payment
_BILL = re.compile(r"invoice|factuur|rechnung|facture")
_WEAK_NUMBER = frozenset(
    (
        "invoice factuur rechnung facture avoir creditnota creditnote gutschrift nota factura fattura fatura "
        "faktura racun"
    ).split()
)


def number_candidates(
    layout: Layout, labels: Sequence[Label], near: Neighbours, kind: DocumentType, titles: Sequence[Label]
) -> list[Candidate]:
    """Candidates for the number of the document itself."""
    weights = _OWN_LABEL.get(kind, {"number": 1.0})
    out: list[Candidate] = []
    credited = kind is DocumentType.CREDIT_NOTE and any(
        "number" in label.kinds and label.phrase not in _WEAK_NUMBER and _CREDIT.search(label.phrase)
        for label in labels
    )
    billed = any("number" in lb.kinds and lb.phrase not in _WEAK_NUMBER and _BILL.search(lb.phrase) for lb in labels)
    for label in labels:
        weight = max((weights.get(k, 0.0) for k in label.kinds), default=0.0)
        if not weight:
            continue
        if kind is DocumentType.ORDER_CONFIRMATION and label.phrase in ORDER_NUMBER:
            weight = 0.75  # the confirmed order bears the seller's number; the customer's is called "your order"
        bare = label.phrase in _WEAK_NUMBER
        slip = label.phrase in _SLIP_NUMBER and kind is not DocumentType.RECEIPT
        slip = slip or (billed and _PAID.search(label.phrase) is not None)
        if slip:
            weight *= 0.6
        if bare:
            weight *= 0.75
        subject = kind is DocumentType.CREDIT_NOTE and subject_row(label)
        if "original_number" in label.kinds or _second_hand(label) or subject:
            weight *= 0.4
        elif credited and not bare and not _CREDIT.search(label.phrase) and _BILL.search(label.phrase):
            weight *= 0.4  # beside "Credit note no." an "Invoice no." is that of the invoice credited
        out.extend(
            from_label(
                label,
                near,
                layout,
                weight,
                "title" if bare else "weak" if slip else "label",
                below_ok=not bare or (_is_strip(label, near) and not _word_follows(label)),
            )
        )
    if billed:
        titles = [heading for heading in titles if not _PAID.search(heading.phrase)]
    for heading in titles:
        out.extend(_after_title(heading, layout, near))
    if not out:
        for heading in titles:
            out.extend(_under_title(heading, layout, near))
    for heading in titles:
        out.extend(_sign_under(heading, layout))
    if kind is not DocumentType.CREDIT_NOTE:  # there it names the invoice that is credited
        out.extend(_subject(layout))
    out.extend(_weak(layout, labels, near))
    for candidate in out:
        y = candidate.tokens[0].y
        page = candidate.tokens[0].page
        if page != layout.page_numbers[0]:
            candidate.score -= 0.12
        elif y > 0.6:
            candidate.score -= 0.15
        if len(candidate.value) < 3:
            candidate.score -= 0.15
        if re.fullmatch(r"(?:19|20)\d\d", candidate.value):
            candidate.score -= 0.3
    return out


_SUBJECT = re.compile(
    r"^(?:betreft|betreff|objet|subject|onderwerp|concerne|re)\s*:?\s*(?:uw |ihre |your |votre |onze "
    r"|unsere |our |notre )?"
    r"(?:factuur|creditnota|rechnung|gutschrift|facture|avoir|invoice|credit note|faktuur"
    r"|nota)\s*(?:nr\.?|no\.?|n°|nummer|number|#|:)*\s*([a-z0-9][a-z0-9./_-]*\d[a-z0-9./_-]*)"
)


def _subject(layout: Layout) -> list[Candidate]:
    """ "Betreft: factuur 2026-14 - werkzaamheden" in a letter."""
    out = []
    for line in layout.lines:
        match = _SUBJECT.match(plain(line.text, keep_length=True))
        if match:
            value = clean(line.text[match.start(1) : match.end(1)])
            if not DATEISH.match(value):
                out.append(Candidate(value, 0.9, line.span(match.start(1), match.end(1)), value, "subject"))
    return out


def _weak(layout: Layout, labels: Sequence[Label], near: Neighbours) -> list[Candidate]:
    """A bare "Nummer" or "#" near the top, when nothing else names the number."""
    out: list[Candidate] = []
    for label in labels:
        if "weak_number" in label.kinds and label.line.y < 0.45 and label.line.page == layout.page_numbers[0]:
            cell = label.tokens[0].cell
            if cell is None or cell.tokens[0] is not label.tokens[0]:
                continue
            if beside_date(label, near):
                out.extend(from_label(label, near, layout, 0.9, "label"))  # "Numéro | Date | Code client"
            elif over_date(label, layout, near):
                out.extend(from_label(label, near, layout, 0.85, "label", below_ok=False))
            else:
                out.extend(from_label(label, near, layout, 0.6, "weak", below_ok=False))
    for line in layout.lines:
        if line.page != layout.page_numbers[0] or line.y > 0.3:
            continue
        for token, follow in zip(line.tokens, line.tokens[1:], strict=False):
            if token.text == "#" and re.search(r"\d{3}", follow.text):
                out.append(Candidate(clean(follow.text), 0.6, [follow], follow.text, "weak"))
    return out


def _second_hand(label: Label) -> bool:
    """A label inside running text: "credit for invoice 123", "betreft factuur 123"."""
    cell = label.tokens[0].cell
    if cell is None or cell.tokens[0] is label.tokens[0]:
        return False
    before = plain(cell.tokens[label.tokens[0].index - cell.tokens[0].index - 1].text).strip(":.")
    return before in (
        "betreft",
        "op",
        "for",
        "against",
        "zu",
        "zur",
        "sur",
        "from",
        "of",
        "uw",
        "your",
        "oorspronkelijke",
        "original",
        "origine",
        "bij",
        "related",
        "per",
        "gemass",
        "de",
        "la",
    )


def _word_follows(label: Label) -> bool:
    """Another word belongs to the label: "Invoice for", "Factuur adres"."""
    line = label.line
    at = label.tokens[-1].index + 1
    if at >= len(line.tokens) or line.tokens[at].cell is not label.tokens[-1].cell:
        return False
    return line.tokens[at].text.strip(":").isalpha()


def _is_strip(label: Label, near: Neighbours) -> bool:
    """Several labels side by side: a row of heads with the values below."""
    return len(near.on_line.get(label.line.number, ())) >= 2


def from_label(
    label: Label,
    near: Neighbours,
    layout: Layout,
    weight: float,
    why: str,
    *,
    below_ok: bool = True,
    words: bool = False,
) -> list[Candidate]:
    """Numbers that a label may name: what stands right of it, else, with ``below_ok``, what stands below. ``words``:
    also those without a digit; ``weight`` is what such a label is worth, ``why`` goes with each as its reason."""
    out: list[Candidate] = []
    if _ends_sentence(label):
        return out
    right = near.right(label)
    strip = _is_strip(label, near)
    if right is not None:
        # In a row of heads the words to the right are the next head, known or not.
        found = reference_in(right, layout.em, words=words and not strip, strict=why == "title")
        if found and not _of_address(found[1], label, layout):
            return [Candidate(found[0], weight * right.strength, found[1], found[0], f"{why}:{right.how}")]
    if below_ok:
        for reach in near.below(label):
            found = reference_in(reach, layout.em, words=words, strict=why == "title")
            if found and words and not any(c.isdigit() for c in found[0]):
                break
            if is_label(reach.tokens, label, near) or (found and has_own_label(found[1], near)):
                break
            if found:
                strength = reach.strength if strip or right is None else reach.strength * 0.7
                out.append(Candidate(found[0], weight * strength, found[1], found[0], f"{why}:below"))
                break
            if why == "title":
                break  # words between the heading and a number are that number's own name
    return out


def _of_address(tokens: Sequence[Token], label: Label, layout: Layout) -> bool:
    """A postcode in the next column ("Invoice number    Cardiff M10 7TK"), whose own value stands below, or a house
    number over a postcode."""
    cell = tokens[0].cell
    if cell is None or cell is label.tokens[-1].cell:
        return False
    if has_postcode(cell.text) and (cell.tokens[0] is not tokens[0] or _opens_town(cell)):
        return True
    if not is_street(cell.text):
        return False
    below = layout.lines[cell.line.number + 1 : cell.line.number + 4]  # lines of another column may stand between
    return any(
        has_postcode(c.text)
        for line in below
        if line.page == cell.line.page and line.y - cell.line.y < 3 * layout.height
        for c in line.cells
        if abs(c.x0 - cell.x0) < layout.em or abs(c.x1 - cell.x1) < 0.3 * layout.em
    )


def _opens_town(cell: Cell) -> bool:
    """A postcode and its town, nothing else: "50014 Zaragoza"."""
    first, *rest = [t.text for t in cell.tokens]
    return bool(rest) and re.fullmatch(r"\d{4,5},?", first) is not None and all(w[:1].isalpha() for w in rest)


def _ends_sentence(label: Label) -> bool:
    """The last words of a sentence ("... quote the invoice number.") announce nothing."""
    cell, last = label.tokens[0].cell, label.tokens[-1]
    return (
        cell is not None
        and len(cell.tokens) - len(label.tokens) >= 3
        and cell.tokens[-1] is last
        and last.text.endswith(".")
        and len(last.text) > 5
    )


def is_label(tokens: Sequence[Token], label: Label, near: Neighbours) -> bool:
    """The words under a label are the next label: its own value is missing."""
    others = [near.covered.get(id(t)) for t in tokens]
    return bool(others) and all(o is not None and o is not label for o in others)


def has_own_label(tokens: Sequence[Token], near: Neighbours) -> bool:
    """True for a value below a label that belongs to a row of its own: words stand before it in its cell, or it is
    what another label on its line announces. The label above has lost its value then, or never had one."""
    first = tokens[0]
    cell, line = first.cell, first.line
    if cell is None or line is None:
        return False
    before = [t for t in cell.tokens if t.index < first.index]
    if any(sum(c.isalpha() for c in t.text) > 2 for t in before):
        return True
    for other in near.on_line.get(line.number, ()):
        if other.tokens[-1].index < first.index and first not in other.tokens:
            reach = near.right(other)
            if reach is not None and any(t is first for t in reach.tokens[:2]):
                return True
    return False


def _under_title(title: Label, layout: Layout, near: Neighbours) -> list[Candidate]:
    """A long number alone in a cell just under the heading, when nothing else names one (a label that was misread)."""
    out = []
    above: list[Cell] = []
    for line in layout.lines[max(0, title.line.number - 1) : title.line.number + 4]:
        if line.page != title.line.page or line.y - title.line.y > 5 * layout.height:
            break
        if line is title.line or title.line.y - line.y > 1.2 * title.tokens[0].size:
            continue
        for cell in line.cells:
            last = cell.tokens[-1]
            value = clean(last.text)
            flush = abs(last.x1 - title.x1) < layout.em
            headed = any(c.x0 < cell.x1 and c.x1 > cell.x0 for c in above)  # a head of its own
            if headed or len(cell.tokens) != 1 or (last.x0 < title.x0 - layout.em and not flush):
                continue
            if re.fullmatch(r"[A-Z]{0,4}-?\d{5,14}", value) or (
                re.fullmatch(r"(?:[A-Z]{1,5}[-/]?)?\d{2,6}(?:[-/.]\d{1,6}){0,2}", value)
                and not DATEISH.match(value)
                and not MONEY.search(value)
            ):
                out.append(Candidate(value, 0.36, [last], value, "under"))
        above.extend(line.cells if line.y > title.line.y else ())
    return out[:1]


def _sign_under(title: Label, layout: Layout) -> list[Candidate]:
    """ "# F-17" or "N° 17" by itself on the line below the heading, at the same place."""
    cell = title.tokens[0].cell
    if cell is None or len(cell.tokens) != len(title.tokens):
        return []
    for line in layout.lines[title.line.number + 1 : title.line.number + 4]:
        if line.page != title.line.page or line.y - title.line.y > 2.2 * max(cell.size, layout.height):
            break
        for other in line.cells:
            flush = min(abs(other.x0 - cell.x0), abs(other.x1 - cell.x1)) < 0.5 * layout.em
            if flush and len(other.tokens) == 2 and other.tokens[0].text in _SIGNS:
                value = clean(other.tokens[1].text)
                if has_digit(value) and not DATEISH.match(value) and not MONEY.search(value):
                    return [Candidate(value, 0.9, [other.tokens[1]], value, "title:nr")]
    return []


_SIGNS = frozenset({"#", "N°", "Nº", "Nr.", "No."})


def _after_title(title: Label, layout: Layout, near: Neighbours) -> list[Candidate]:
    """ "Rechnung Nr. 17 vom …", "Beitragsrechnung zur Versicherung Nr. 17", "FACTURE F-17", or the next line alone."""
    line = title.line
    rest = line.tokens[title.tokens[-1].index + 1 :]
    for at, token in enumerate(rest[:7]):
        if (
            id(token) in near.covered
            and near.covered[id(token)].line is line
            and not (near.covered[id(token)].kinds & {"number", "other_no", "weak_number"})
        ):
            break
        if key(token.text) in ("nr", "no", "n", "numero", "nummer", "number") or token.text in ("#", "N°", "Nº"):
            found = reference_in(Reach(rest[at + 1 :], 1.0, "cell"), layout.em)
            if found:
                return [Candidate(found[0], 0.9, found[1], found[0], "title:nr")]
    if rest:
        found = reference_in(Reach(rest[:3], 1.0, "cell"), layout.em)
        if found and len(found[0]) >= 3 and not _of_address(found[1], title, layout):
            same = rest[0].cell is title.tokens[-1].cell
            return [Candidate(found[0], 0.72 if same else 0.6, found[1], found[0], "title:right")]
    return []
