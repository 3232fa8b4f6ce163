"""Numbers that name a party or a payment: VAT ids, company registrations, IBANs, structured references.

A number whose check digit fails is still what the page prints: it is kept, with ``valid`` False.
Shapes: EU VAT ids (EC VIES), IBAN registry (ISO 13616), RF references (ISO 11649), Belgian +++ references.
"""

# ruff: noqa: SIM905 - lists of words are read as words
from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from stdnum import iban as std_iban
from stdnum import iso11649
from stdnum.be import vat as be_vat
from stdnum.eu import vat as eu_vat
from stdnum.fr import siren as fr_siren
from stdnum.fr import siret as fr_siret
from stdnum.gb import vat as gb_vat
from stdnum.nl import btw as nl_btw

from ocr.local.labels import Label
from ocr.local.layout import Layout, Line, Token
from ocr.local.text import plain

EU = frozenset("AT BE BG CY CZ DE DK EE EL ES FI FR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split())
VAT_COUNTRIES = EU | {"GB", "XI", "CH", "NO"}
IBAN_LENGTH = {
    "AT": 20,
    "BE": 16,
    "BG": 22,
    "CH": 21,
    "CY": 28,
    "CZ": 24,
    "DE": 22,
    "DK": 18,
    "EE": 20,
    "ES": 24,
    "FI": 18,
    "FR": 27,
    "GB": 22,
    "GR": 27,
    "HR": 21,
    "HU": 28,
    "IE": 22,
    "IS": 26,
    "IT": 27,
    "LI": 21,
    "LT": 20,
    "LU": 20,
    "LV": 21,
    "MC": 27,
    "MT": 31,
    "NL": 18,
    "NO": 15,
    "PL": 28,
    "PT": 25,
    "RO": 24,
    "SE": 24,
    "SI": 19,
    "SK": 24,
    "SM": 27,
    "TR": 26,
    "AE": 23,
    "IL": 23,
}
_SHAPES = {
    "NL": r"\d{9}B\d{2}",
    "BE": r"[01]?\d{9}",
    "DE": r"\d{9}",
    "FR": r"[0-9A-Z]{2}\d{9}",
    "LU": r"\d{8}",
    "AT": r"U\d{8}",
    "GB": r"\d{9}(?:\d{3})?",
    "IT": r"\d{11}",
    "ES": r"[A-Z0-9]\d{7}[A-Z0-9]",
    "IE": r"\d[0-9A-Z+*]\d{5}[A-Z]{1,2}",
    "DK": r"\d{8}",
    "SE": r"\d{12}",
    "FI": r"\d{8}",
    "PL": r"\d{10}",
    "PT": r"\d{9}",
    "CZ": r"\d{8,10}",
    "HU": r"\d{8}",
    "RO": r"\d{2,10}",
    "SK": r"\d{10}",
    "SI": r"\d{8}",
    "HR": r"\d{11}",
    "EL": r"\d{9}",
    "BG": r"\d{9,10}",
    "LT": r"\d{9}(?:\d{3})?",
    "LV": r"\d{11}",
    "EE": r"\d{9}",
    "CY": r"\d{8}[A-Z]",
    "MT": r"\d{8}",
    "XI": r"\d{9}",
    "CH": r"E?\d{9}",
    "NO": r"\d{9}",
}


@dataclass(slots=True, eq=False)
class Identifier:
    """``kind``: vat, iban, registration, email, domain. ``value`` as printed without inner spaces; ``label`` the kinds
    of the label it followed, if any."""

    kind: str
    value: str
    raw: str
    tokens: list[Token]
    valid: bool
    country: str = ""
    label: frozenset[str] = frozenset()
    label_tokens: tuple[Token, ...] = ()

    @property
    def line(self) -> Line:
        line = self.tokens[0].line
        assert line is not None
        return line


@lru_cache(maxsize=4096)
def valid_vat(value: str) -> bool:
    """True when country prefix and check digit agree (British numbers too; sole traders' mod 97 in NL)."""
    text = compact(value)
    if text.startswith("NL"):
        return bool(nl_btw.is_valid(text))
    if text.startswith(("GB", "XI")):
        return bool(gb_vat.is_valid(text[2:]))
    if text.startswith("GR"):
        text = "EL" + text[2:]
    return text[:2] in EU and bool(eu_vat.is_valid(text))


def fits_country(value: str) -> bool:
    """True when a VAT id with its country code has the number of signs that country gives out."""
    text = compact(value)
    return re.fullmatch(_SHAPES.get(text[:2], r"[0-9A-Z]{7,13}"), text[2:]) is not None


@lru_cache(maxsize=4096)
def valid_iban(value: str) -> bool:
    """True when length and mod 97 (ISO 13616) hold."""
    text = compact(value)
    return IBAN_LENGTH.get(text[:2], len(text)) == len(text) and bool(std_iban.is_valid(text, check_country=False))


def valid_rf(value: str) -> bool:
    """True for an ISO 11649 creditor reference with a right check."""
    return bool(iso11649.is_valid(compact(value)))


def valid_be_reference(value: str) -> bool:
    """True for twelve digits whose last two are the first ten modulo 97 (0 counts as 97)."""
    digits = re.sub(r"\D", "", value)
    return len(digits) == 12 and (int(digits[:10]) % 97 or 97) == int(digits[10:])


def compact(value: str) -> str:
    """Upper case without spaces, dots, dashes and slashes."""
    return re.sub(r"[\s.\-/,:·]", "", value).upper()


_IBAN_HEAD = re.compile(r"^(?:IBAN(?:-?N[ro]\.?)?:?)?([A-Z]{2}\d{2}[A-Z0-9]*)[.,;)]?$")
_GROUP = re.compile(r"^[A-Z0-9]{1,}[.,;)]?$")


def find_ibans(layout: Layout) -> list[Identifier]:
    """IBANs by head and groups; a labelled or long enough one counts even when its check fails."""
    out: list[Identifier] = []
    for line in layout.lines:
        tokens = line.tokens
        at = 0
        while at < len(tokens):
            found = _iban_at(line, at, layout)
            if found is None:
                at += 1
                continue
            out.append(found)
            at += len(found.tokens)
    return out


def _iban_at(line: Line, at: int, layout: Layout) -> Identifier | None:
    tokens = line.tokens
    text = tokens[at].text
    size = 1
    if len(text) == 2 and text.isupper() and at + 1 < len(tokens) and re.match(r"^\d{2}", tokens[at + 1].text):
        text += tokens[at + 1].text
        size = 2
    if layout.is_ocr:
        text = text[:2] + text[2:4].replace("O", "0").replace("I", "1").replace("l", "1") + text[4:]
    match = _IBAN_HEAD.match(text)
    if not match or match[1][:2] not in IBAN_LENGTH:
        return None
    value = match[1]
    want = IBAN_LENGTH[value[:2]]
    if "ZZZ" in value[4:8] or (len(tokens) > at + 1 and tokens[at + 1].text.startswith("ZZZ")):
        return None
    while len(value) < want and at + size < len(tokens):
        follow = tokens[at + size]
        if not _GROUP.match(follow.text) or follow.x0 - tokens[at + size - 1].x1 > 3.5 * layout.em:
            break
        piece = follow.text.rstrip(".,;)")
        if not any(c.isdigit() for c in piece) and not (len(value) == 4 and len(piece) == 4):
            break
        value += piece
        size += 1
        if follow.text != piece:
            break
    labelled = bool(re.search(r"iban|konto|rekening|account|compte|bankv|overma|bank", plain(line.text)))
    previous = list(line_above(layout, line, 1))
    labelled = labelled or any("iban" in plain(other.text) for other in previous)
    valid = valid_iban(value)
    if not valid and layout.is_ocr:
        fixed = _mended(value)
        if fixed:
            value, valid = fixed, True
    if len(value) < 15 and not valid:
        return None
    if not valid and not labelled and len(value) != want:
        return None
    run = tokens[at : at + size]
    return Identifier("iban", value, " ".join(t.text for t in run), run, valid, value[:2])


_SLIPS = {"O": "0", "I": "1", "L": "1", "S": "5", "B": "8", "Z": "2", "G": "6", "D": "0", "Q": "0"}


def _mended(value: str) -> str | None:
    """A misread IBAN with letters where the country has digits, when the check then holds."""
    if value[:2] not in ("DE", "BE", "FR", "AT", "LU", "PL", "ES", "DK", "NL", "CH"):
        return None
    if value[:2] == "NL":
        fixed = value[:8] + "".join(_SLIPS.get(c, c) for c in value[8:])
    else:
        fixed = value[:2] + "".join(_SLIPS.get(c, c) for c in value[2:])
    return fixed if fixed != value and valid_iban(fixed) else None


def line_above(layout: Layout, line: Line, count: int) -> list[Line]:
    """Up to ``count`` lines printed just above ``line`` on its page."""
    lines = layout.lines
    return [other for other in lines[max(0, line.number - count) : line.number] if other.page == line.page]


_VAT_TEXT = re.compile(
    r"(?<![A-Za-z0-9])(?P<cc>AT|BE|BG|CH|CHE|CY|CZ|DE|DK|EE|EL|ES|FI|FR|GB|HR|HU|IE|IT|LT|LU|LV|MT|NL|NO|PL|PT|RO|SE|SI|SK|XI)"
    r"[\s.\-:]{0,2}(?P<body>[A-Z]?[0-9][0-9A-Z]?(?:[\s.\-]{0,2}[0-9]){5,12}(?:[\s.\-]{0,2}B[\s.\-]{0,2}\d{2}|[A-Z]{1,2})?)(?![A-Za-z0-9])"
)


def find_vat_ids(layout: Layout, labels: Sequence[Label]) -> list[Identifier]:
    """VAT ids with a country code of a known shape, and numbers that stand right behind a VAT label."""
    out: list[Identifier] = []
    seen: set[int] = set()
    for line in layout.lines:
        text = _digits_mended(line.text) if layout.is_ocr else line.text
        for match in _VAT_TEXT.finditer(text):
            raw = match.group().strip()
            value = compact(raw)
            tokens = line.span(match.start(), match.end())
            tokens = [t for t in tokens if t.text.strip(" .:-")]
            if not tokens or _too_wide(tokens, layout):
                continue
            shape = _SHAPES.get(value[:2], r"\d{8,12}")
            label = _vat_label_before(line, tokens[0], labels)
            fits = re.fullmatch(shape, value[2:]) is not None
            if not fits and label is None:
                continue
            if not fits and len(re.sub(r"\D", "", value)) < 7:
                continue
            if (
                label is None
                and not valid_vat(value)
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
    for label in labels:
        if not ({"vat_id", "buyer_vat_id", "other_vat_id"} & label.kinds):
            continue
        found = _bare_vat(label, layout, seen)
        if found is not None:
            out.append(found)
            seen.update(id(t) for t in found.tokens)
    return out


def _digits_mended(text: str) -> str:
    """O and I inside a run that starts with a country code and is otherwise digits, read as 0 and 1; same length."""

    def mend(match: re.Match[str]) -> str:
        word = match.group()
        if sum(c.isdigit() for c in word) < 4:
            return word
        return word[:2] + word[2:].replace("O", "0").replace("o", "0").replace("I", "1").replace("l", "1")

    return re.sub(r"\b[A-Z]{2}[0-9OoIl.]{6,}\b", mend, text)


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
    if not after or after[0].x0 - label.x1 > 6 * layout.em or any(id(t) in seen for t in after[:3]):
        return None
    for size in (1, 2, 3, 4):
        run = after[:size]
        if len(run) < size or _too_wide(run, layout):
            break
        text = compact("".join(t.text for t in run)).lstrip(":")
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


_REGISTRATIONS = (
    (
        "kvk",
        re.compile(
            r"(?i)\b(?:k\.?\s?v\.?\s?k\.?|kamer van koophandel|coc|chamber of commerce"
            r"|handelsregister)\b[^\d\n]{0,28}?(\d[\d. ]{6,9}\d)(?!\d)"
        ),
    ),
    (
        "hr",
        re.compile(
            r"(?i)\b(h\s?r\s?[ab])\b[\s.:#-]*(?:n[ro°]\.?"
            r"|nummer)?[\s.:]*(?:[A-ZÄÖÜ][a-zäöüß]+\s)?[\s:]*(\d{2,7}(?:\s?[A-Z]\b)?)"
        ),
    ),
    (
        "siret",
        re.compile(
            r"(?i)\bsire[nt]\b(?:\s?/\s?\bsire[nt]\b)?[^\d\n]{0,14}(\d{3}[\s.]?\d{3}[\s.]?\d{3}(?:[\s.]?\d{5})?)(?!\d)"
        ),
    ),
    ("rcs", re.compile(r"(?i)\br\.?\s?c\.?\s?s\.?\b[^\d\n]{0,30}(?:[AB]\s)?(\d{3}[\s.]?\d{3}[\s.]?\d{3})(?!\d)")),
    (
        "kbo",
        re.compile(
            r"(?i)\b(?:kbo|bce|rpr|rpm|ondernemingsnummer|ondernemingsnr\.?|numero d'entreprise"
            r"|n° d'entreprise|r\.p\.r\.?"
            r"|r\.p\.m\.?)[^\d\n]{0,32}((?:BE\s?)?[01]?\d{3}[.\s]?\d{3}[.\s]?\d{3})(?!\d)"
        ),
    ),
    (
        "other",
        re.compile(
            r"(?i)\b(?:legal registration id|seller legal information"
            r"|company (?:reg(?:istration)?\.? )?(?:number|no\.?|nr\.?)|registered (?:no\.?|number)|(?:co\.?"
            r"|company|business)\s?reg(?:istration)?\.?\s?(?:no\.?|number)|registration (?:no\.?|number)"
            r"|firmenbuch(?:nummer|-nr\.?)?|handelsregisternummer|crn|reg\.? ?no\.?)\s?[:.(]{0,2}\s*((?:(?:SC"
            r"|NI|OC|H\s?[AB])\s?)?\d[\dA-Z-]{2,14})"
        ),
    ),
)


def find_registrations(layout: Layout) -> list[Identifier]:
    """Company numbers behind their own label, in order of appearance."""
    out: list[Identifier] = []
    for line in layout.lines:
        text = plain(line.text, keep_length=True)
        for kind, shape in _REGISTRATIONS:
            for match in shape.finditer(text):
                raw = line.text[match.start() : match.end()]
                group = match.lastindex or 0
                digits = re.sub(r"\D", "", match[group])
                if kind == "kvk" and len(digits) != 8:
                    continue
                value = line.text[match.start(group) : match.end(group)].strip()
                if kind == "hr":
                    value = match[1].replace(" ", "").upper() + " " + value
                tokens = line.span(match.start(group), match.end(group))
                valid = (kind == "siret" or kind == "rcs") and (
                    bool(fr_siret.is_valid(digits)) if len(digits) == 14 else bool(fr_siren.is_valid(digits))
                )
                valid = valid or (kind == "kbo" and bool(be_vat.is_valid(digits.zfill(10))))
                if tokens and not any(set(map(id, tokens)) & set(map(id, other.tokens)) for other in out):
                    out.append(
                        Identifier(
                            "registration",
                            value,
                            raw,
                            tokens,
                            valid,
                            "",
                            frozenset({kind}),
                            tuple(line.span(match.start(), match.start(group))),
                        )
                    )
    return out


_EMAIL = re.compile(r"[A-Za-z0-9._%+-]+\s?@\s?[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}")
_SITE = re.compile(r"(?i)(?:https?://|www\.)(?:www\.)?([a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,})")
FREE_MAIL = frozenset(
    (
        "gmail hotmail outlook yahoo live icloud telenet skynet ziggo kpnmail xs4all gmx web "
        "t-online orange wanadoo free proximus planet hetnet msn aol protonmail test email example"
    ).split()
)


def find_addresses(layout: Layout) -> list[Identifier]:
    """E-mail addresses and web sites (``value``: the address, or the site's domain)."""
    out: list[Identifier] = []
    for line in layout.lines:
        for match in _EMAIL.finditer(line.text):
            value = match.group().replace(" ", "").lower()
            out.append(Identifier("email", value, match.group(), line.span(*match.span()), True))
        for match in _SITE.finditer(line.text):
            out.append(Identifier("domain", match[1].lower(), match.group(), line.span(*match.span()), True))
    return out


def domain_word(identifier: Identifier) -> str:
    """The telling part of a domain: "acme" of info@acme.co.uk; empty for free mail."""
    domain = identifier.value.rpartition("@")[2]
    parts = [p for p in domain.split(".") if p not in ("co", "com", "www")]
    word = parts[-2] if len(parts) >= 2 else parts[0] if parts else ""
    return "" if word in FREE_MAIL else word
