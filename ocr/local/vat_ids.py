"""VAT ids on the page, with and without their country code."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from stdnum.be import vat as be_vat
from stdnum.es import cif as es_cif
from stdnum.es import nif as es_nif
from stdnum.nl import btw as nl_btw
from stdnum.no import mva as no_mva
from stdnum.pl import nip as pl_nip

from ocr.local.check_digits import VAT_SHAPES, compact, valid_vat
from ocr.local.identifiers import Identifier
from ocr.local.labels import Label
from ocr.local.language import guess_language
from ocr.local.layout import Layout, Line, Token
from ocr.local.names import has_postcode
from ocr.local.text import has_digit

_VAT_TEXT = re.compile(
    r"(?<![A-Za-z0-9])(?P<cc>AT|BE|BG|CH|CHE|CY|CZ|DE|DK|EE|EL|ES|EU|FI|FR|GB|HR|HU|IE|IT|LT|LU|LV|MT|NL|NO|PL|PT|RO|SE|SI|SK|XI)"
    r"[\s.\-:]{0,2}(?P<body>[A-Z]?[0-9][0-9A-Z]?(?:[\s.\-]{0,2}[0-9]){5,12}(?:[\s.\-]{0,2}B[\s.\-]{0,2}\d{2}|[A-Z]{1,2})?)(?![A-Za-z0-9])"
)


_WEEE = re.compile(
    r"(?i)\b(?:weee|ear|lucid|dsd|batt?g?)\b[^,;·|]{0,16}$"
)  # registers of waste: "WEEE-Reg.-Nr. DE 28001718"


def find_vat_ids(layout: Layout, labels: Sequence[Label]) -> list[Identifier]:
    """VAT ids with a country code of a known shape, and numbers that stand right behind a VAT label."""
    out: list[Identifier] = []
    seen: set[int] = set()
    for line in layout.lines:
        if not has_digit(line.text):
            continue
        text = _digits_mended(line.text) if layout.is_ocr else line.text
        for match in _VAT_TEXT.finditer(text):
            tokens = line.span(match.start(), match.end())
            tokens = _close_together([t for t in tokens if t.text.strip(" .:-")], layout)
            if not tokens:
                continue
            end = min(match.end(), line.starts[tokens[-1].index] + len(tokens[-1].text))
            raw = text[match.start() : end].strip()
            value = compact(raw)
            if _WEEE.search(text[max(0, match.start() - 22) : match.start()]):
                continue
            shape = VAT_SHAPES.get(value[:2], r"\d{8,12}")
            label = _vat_label_before(line, tokens[0], labels)
            fits = re.fullmatch(shape, value[2:]) is not None
            if not fits and (label is None or _too_wide(line.span(*match.span()), layout)):
                continue
            if not fits and len(re.sub(r"\D", "", value)) < 7:
                continue
            if (
                label is None
                and not valid_vat(value)
                and not value.startswith("CHE")  # nothing else looks like "CHE-123.456.789"
                and value[:2] not in ("NL", "BE", "DE", "FR", "GB", "AT", "LU", "ES", "IT", "IE", "PL")
            ):
                continue
            if label is None and " " in raw and not valid_vat(value):
                continue
            kinds = label.kinds if label else frozenset()
            out.append(
                Identifier(
                    "vat", value, raw, tokens, valid_vat(value), value[:2], kinds, tuple(label.tokens) if label else ()
                )
            )
            seen.update(id(t) for t in tokens)
    out.extend(_norwegian(layout, seen))
    for label in labels:
        if not ({"vat_id", "buyer_vat_id", "other_vat_id"} & label.kinds):
            continue
        found = _bare_vat(label, layout, seen)
        if found is not None:
            out.append(found)
            seen.update(id(t) for t in found.tokens)
    if guess_language(layout) == "es":
        out.extend(_unlabelled_cifs(layout, seen))
    return out


# Ireland and Italy with a one for their I, and the numbers of theirs behind it.
_ONE_FOR_I = re.compile(r"(?<![A-Za-z0-9])[1l|](?=E\d{7}[A-W]|T\d{11}\b)")
_ID_WITH_SLIPS = re.compile(r"\b[A-Z]{2}[0-9A-Zleo.]{6,14}\b")
_SURE_SLIPS = str.maketrans("OoIl", "0011")
_MORE_SLIPS = str.maketrans("OoIlQDSZe", "001100520")
_OTHER_SLIPS = (str.maketrans("OoIlQDSZeBG", "00110082086"), str.maketrans("OoIlQDSZeBG", "00110052080"))


def _digits_mended(text: str) -> str:
    """Letters inside a run that starts with a country code and is otherwise digits, read as digits; same length.

    O and I are digits wherever no letter belongs; other letters, and an 8 for the B of a Dutch number, only where the
    check digits then hold."""

    def mend(match: re.Match[str]) -> str:
        word = match.group()
        if sum(c.isdigit() for c in word) < 4:
            return word
        head, rest = word[:2], word[2:]
        plain = head + rest.translate(_SURE_SLIPS)
        tries = [word, plain, head + rest.translate(_MORE_SLIPS)]
        if head != "NL":
            tries += [head + rest.translate(slips) for slips in _OTHER_SLIPS]
        if head == "NL" and len(rest) == 12 and rest[9] == "8":
            tries.append(f"{plain[:11]}B{plain[12:]}")
        checked = next((one for one in tries if valid_vat(compact(one))), None)
        if checked is not None:
            return checked
        only_slips = re.fullmatch(r"[0-9OoIl.]{6,}(?:B[0-9OoIl]{2})?", rest)
        return plain if only_slips else word

    return _ID_WITH_SLIPS.sub(mend, _ONE_FOR_I.sub("I", text))


def _close_together(tokens: list[Token], layout: Layout) -> list[Token]:
    """The words up to the first wide gap: digits behind it belong to the next column (a postcode beside the id)."""
    for at, (a, b) in enumerate(itertools.pairwise(tokens), 1):
        if b.x0 - a.x1 > 2.2 * layout.em or (b.cell is not a.cell and _is_whole(tokens[:at])):
            return tokens[:at]
    return tokens


def _is_whole(tokens: Sequence[Token]) -> bool:
    """The words make an id of the length its country has: a cell further is another number."""
    value = compact("".join(t.text for t in tokens))
    shape = VAT_SHAPES.get(value[:2])
    return shape is not None and re.fullmatch(shape, value[2:]) is not None


def _too_wide(tokens: Sequence[Token], layout: Layout) -> bool:
    return any(b.x0 - a.x1 > 2.2 * layout.em for a, b in itertools.pairwise(tokens))


def _vat_label_before(line: Line, first: Token, labels: Sequence[Label]) -> Label | None:
    best = None
    for label in labels:
        if (
            {"vat_id", "buyer_vat_id", "other_vat_id"} & label.kinds
            and label.line is line
            and label.tokens[0].x0 <= first.x0
        ):
            best = label
    if best is not None:
        return best
    for label in labels:  # label above
        if (
            {"vat_id", "buyer_vat_id"} & label.kinds
            and label.line.page == line.page
            and 0 < line.number - label.line.number <= 2
            and label.x0 - 0.03 < first.x0 < label.x1 + 0.03
            and "vat" not in label.kinds
        ):
            return label
    return None


# Spain's: of a firm (its form's letter first), of a citizen (letter last), of a foreigner (X, Y or Z first).
_NIF = re.compile(r"^(?:[A-HJNP-SUVW]\d{7}[0-9A-J]|\d{8}[A-HJ-NP-TV-Z]|[XYZ]\d{7}[A-HJ-NP-TV-Z])$")
_NIF_LABEL = re.compile(r"nif|cif")
_NIP_LABEL = re.compile(r"nip")

_BARE = (
    ("NL", re.compile(r"^\d{9}B\d{2}$")),
    ("BE", re.compile(r"^[01]\d{9}$")),
    ("", re.compile(r"^\d{9}(?:\d{3})?$")),
    ("", re.compile(r"^\d{12}$|^\d{11}$")),
)


def _bare_vat(label: Label, layout: Layout, seen: set[int]) -> Identifier | None:
    """A VAT id printed without its country code, directly behind its label."""
    line = label.line
    after = [t for t in line.tokens[label.tokens[-1].index + 1 :] if t.text not in ":.-"]
    if _NIF_LABEL.search(label.phrase) and "vat" not in label.kinds:
        spanish = _spanish(label, after, layout, seen)
        if spanish is not None:
            return spanish
    listed = label.tokens[-1].text.endswith(":") and _NIP_LABEL.match(label.phrase) is not None  # in two columns
    reach = (16 if listed else 6) * layout.em
    if not after or after[0].x0 - label.x1 > reach or any(id(t) in seen for t in after[:3]):
        return None
    for size in (1, 2, 3, 4):
        run = after[:size]
        if len(run) < size or _too_wide(run, layout):
            break
        text = compact("".join(t.text for t in run)).lstrip(":")
        if _NIP_LABEL.match(label.phrase):
            if re.fullmatch(r"\d{10}", text):
                return _labelled_id(text, run, bool(pl_nip.is_valid(text)), "PL", label)
            continue  # nothing shorter: "450 618 234 9" goes on
        for country, shape in _BARE:
            if shape.match(text):
                if text.isdigit() and "vat" in label.kinds and "." not in run[0].text and len(text) < 9:
                    continue
                valid = (
                    bool(nl_btw.is_valid(text)) if country == "NL" else bool(country == "BE" and be_vat.is_valid(text))
                )
                if country == "NL" or (country and valid):
                    text = country + text  # the shape, or shape and check digit, leave one country only
                return Identifier(
                    "vat", text, " ".join(t.text for t in run), run, valid, country, label.kinds, tuple(label.tokens)
                )
    return None


def _spanish(label: Label, after: list[Token], layout: Layout, seen: set[int]) -> Identifier | None:
    """A Spanish NIF or CIF without its country code: behind its label, or under it in a row of heads."""
    near = after[0] if after and after[0].x0 - label.x1 < 6 * layout.em else None
    if near is None or not has_digit(near.text):
        number = label.line.number
        below = layout.lines[number + 1] if number + 1 < len(layout.lines) else None
        heads = len(label.line.cells) > 2 and below is not None and below.page == label.line.page
        over = [t for t in below.tokens if t.x0 < label.x1 and t.x1 > label.x0] if heads and below is not None else []
        near = over[0] if len(over) == 1 else None
    if near is None or id(near) in seen:
        return None
    line, run = near.line, [near]
    if line is not None and len(compact(near.text)) < 9:  # "B 12345678", "B-12.345.678" in two words
        run = line.tokens[near.index : near.index + 2]
    text = compact("".join(t.text for t in run))
    if not _NIF.match(text) or _too_wide(run, layout) or any(id(t) in seen for t in run):
        return None
    return _labelled_id(text, run, bool(es_nif.is_valid(text)), "ES", label)


def _labelled_id(text: str, run: list[Token], valid: bool, country: str, label: Label) -> Identifier:
    """An id printed without its country code, which the label that names it leaves no doubt about."""
    raw = " ".join(t.text for t in run)
    return Identifier("vat", country + text, raw, run, valid, country, label.kinds, tuple(label.tokens))


def _unlabelled_cifs(layout: Layout, seen: set[int]) -> list[Identifier]:
    """CIFs of a Spanish paper that no label names: alone in their cell, or behind postcode and town, with a check
    that holds."""
    out = []
    for line in layout.lines:
        for cell in line.cells:
            last = cell.tokens[-1]
            alone = len(cell.tokens) == 1 or has_postcode(cell.text)
            if alone and id(last) not in seen and _NIF.match(last.text) and es_cif.is_valid(last.text):
                out.append(Identifier("vat", "ES" + last.text, last.text, [last], True, "ES"))
    return out


_MVA = re.compile(r"(?<![A-Za-z0-9])(?:NO[\s-]?)?([89]\d{2}[\s.]?\d{3}[\s.]?\d{3})\s?MVA(?![A-Za-z])")


def _norwegian(layout: Layout, seen: set[int]) -> list[Identifier]:
    """Norway's: the number of the firm with "MVA" behind it, which says that it charges VAT."""
    out = []
    for line in layout.lines:
        for match in _MVA.finditer(line.text) if "MVA" in line.text else ():
            tokens = line.span(*match.span())
            if not any(id(t) in seen for t in tokens):
                text = compact(match[1]) + "MVA"
                seen.update(id(t) for t in tokens)
                out.append(Identifier("vat", text, match.group(), tokens, bool(no_mva.is_valid(text)), "NO"))
    return out
