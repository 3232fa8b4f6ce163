"""What a paper asks to quote when paying: structured references, RF, and words that ask for a number."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ocr.local.candidate import Candidate
from ocr.local.check_digits import valid_be_reference, valid_rf
from ocr.local.labels import Label
from ocr.local.layout import Layout, Token
from ocr.local.reference_text import DATEISH, clean
from ocr.local.references import from_label
from ocr.local.relations import Neighbours
from ocr.local.text import has_digit, plain

_STRUCTURED = re.compile(r"(?:\+{2,3}|\*{2,3})?\s?(\d{3})\s?/\s?(\d{4})\s?/\s?(\d{5})\s?(?:\+{2,3}|\*{2,3})?")
_RF = re.compile(r"\bRF\d{2}(?:\s?[A-Z0-9]{1,4}){1,6}\b")


_ANY_REFERENCE = frozenset({"referenz", "mitteilung", "communication", "mededeling", "reference"})


def payment_candidates(layout: Layout, labels: Sequence[Label], near: Neighbours) -> list[Candidate]:
    """Candidates for what the document asks to quote when paying."""
    out: list[Candidate] = []
    for line in layout.lines:
        for match in _STRUCTURED.finditer(line.text) if "/" in line.text else ():
            plus = "+" in match.group() or "*" in match.group()
            good = valid_be_reference(match.group())
            if plus or good:
                value = f"+++{match[1]}/{match[2]}/{match[3]}+++"
                tokens = line.span(match.start(), match.end())
                out.append(
                    Candidate(
                        value,
                        1.2 if good else 0.9,
                        tokens,
                        match.group().strip(),
                        "structured",
                        ("checksum",) if good else (),
                    )
                )
        for match in _RF.finditer(line.text) if "RF" in line.text else ():
            if valid_rf(match.group()):
                out.append(
                    Candidate(
                        match.group().replace(" ", ""),
                        1.2,
                        line.span(*match.span()),
                        match.group(),
                        "rf",
                        ("checksum",),
                    )
                )
    for label in labels:
        if "payment_ref" not in label.kinds:
            continue
        weight = 0.95
        if label.phrase in _ANY_REFERENCE:
            weight = 0.45 if label.line.y < 0.45 else 0.6  # among the numbers of the paper it is just a reference
        grouped = _grouped(label, near, layout)
        if grouped:
            value = " ".join(t.text.strip(".,;") for t in grouped)
            out.append(Candidate(value, weight, grouped, value, "payref:groups"))
            continue
        out.extend(from_label(label, near, layout, weight, "payref"))
    out.extend(_asked_in_words(layout))
    out.extend(_named_in_words(layout))
    return [c for c in out if len(c.value) >= 4]


def _grouped(label: Label, near: Neighbours, layout: Layout) -> list[Token]:
    """The words of a number set in groups beside or right under its label ("21 00000 00003 13947 14300 09017")."""
    for reach in [r for r in (near.right(label), next(near.below(label), None)) if r is not None]:
        run: list[Token] = []
        for token in reach.tokens:
            apart = bool(run) and token.x0 - run[-1].x1 > 0.9 * layout.em
            if apart or not re.fullmatch(r"\d{2,6}[.,;]?", token.text):
                break
            run.append(token)
        if len(run) >= 3 and sum(len(t.text) for t in run) >= 12:
            return run
        if reach.tokens and reach.how != "below":
            break
    return []


_ASKED = re.compile(
    r"(?:bei|by|bij|lors du|with|on)\b[^.]{0,40}\b(?:zahlung|zahlungen|betaling|paiement|payment"
    r"|uberweisung|overschrijving|virement)\b[^.]{0,30}\b(?:angeben|vermelden|rappeler|indiquer"
    r"|mention|quote|anzugeben|mentionner)\b"
)


# "... op NL02 INGB ... met kenmerk 4026 1004 4881 2001", "unter Angabe der Referenz 7001188"
_BY_NAME = re.compile(
    r"\b(?:met|onder vermelding van|o\.?v\.?v\.?|mit|unter angabe (?:von|der|des)|quoting|avec|en indiquant)"
    r" (?:het |le |la |the |der |dem |your )?(?:betalings)?(?:kenmerk|referentie|referenz|kassenzeichen|reference"
    r"|verwendungszweck)(?: (?:nr|no|number|nummer)\.?)?\s*:?\s*"
    r"((?:\d{2,6} ){2,5}\d{2,6}|\d{6,20})(?![\d/])"
)


def _named_in_words(layout: Layout) -> list[Candidate]:
    """What a sentence says to pay under."""
    out = []
    for line in layout.lines:
        match = _BY_NAME.search(plain(line.text, keep_length=True)) if has_digit(line.text) else None
        if match is not None:
            raw = line.text[match.start(1) : match.end(1)].strip()
            out.append(Candidate(raw, 0.8, line.span(match.start(1), match.end(1)), raw, "asked"))
    return out


def _asked_in_words(layout: Layout) -> list[Candidate]:
    """ "(Please quote with payment.)" on the line under a number, or behind it."""
    out: list[Candidate] = []
    for line in layout.lines:
        if not _ASKED.search(plain(line.text)) or line.number == 0:
            continue
        cell = next((c for c in line.cells if _ASKED.search(plain(c.text))), line.cells[0])
        before = _ASKED.split(plain(cell.text, keep_length=True))[0].split()
        number = cell.tokens[len(before) - 1] if 0 < len(before) <= len(cell.tokens) else None
        if number is not None and re.fullmatch(r"\d{6,20}", clean(number.text)):
            out.append(Candidate(clean(number.text), 0.8, [number], number.text, "asked"))
            continue
        above = layout.lines[line.number - 1]
        if above.page != line.page or line.y - above.y > 2.5 * layout.height:
            continue
        tokens = [
            t
            for t in above.tokens
            if t.x0 > cell.x0 - 3 * layout.em and len(re.findall(r"\d", t.text)) >= 4 and not DATEISH.match(t.text)
        ]
        if len(tokens) == 1:
            out.append(Candidate(clean(tokens[0].text), 0.7, tokens, tokens[0].text, "asked"))
    return out
