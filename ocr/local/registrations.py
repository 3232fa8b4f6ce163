"""Company numbers on the page: KvK, KBO, SIREN and SIRET, commercial registers."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from stdnum.be import vat as be_vat
from stdnum.fr import siren as fr_siren
from stdnum.fr import siret as fr_siret

from ocr.local.identifiers import Identifier
from ocr.local.layout import Layout, Token
from ocr.local.text import has_digit, plain

# Of folded text: lower case without accents.
_REGISTRATIONS = (
    (
        "kvk",
        re.compile(
            r"\b(?:k\.?\s?v\.?\s?k\.?|kamer van koophandel|coc|chamber of commerce"
            r"|handelsregister)\b[^\d\n]{0,28}?(\d[\d. ]{6,9}\d)(?!\d)"
        ),
    ),
    (
        "hr",
        re.compile(
            r"\b(h\s?r\s?[ab])\b[\s.:#-]*(?:n[ro°]\.?"
            r"|nummer)?[\s.:]*(?:[a-z][a-z]+\s)?[\s:]*(\d{1,3} \d{3,4}(?![\d.,])|\d{2,7}(?:\s?[a-z]\b)?)"
        ),
    ),
    (
        "siret",
        re.compile(
            r"\bsire[nt]\b(?:\s?/\s?\bsire[nt]\b)?[^\d\n]{0,14}(\d{3}[\s.]?\d{3}[\s.]?\d{3}(?:[\s.]?\d{5})?)(?!\d)"
        ),
    ),
    ("fn", re.compile(r"\bfn\s?(\d{5,6}\s?[a-z])\b")),
    (
        "rcs",
        re.compile(
            r"\br\.?\s?c\.?\s?s\.?\b[^\d\n]{0,30}(?:[ab]\s)?(\d{3}[\s.]?\d{3}[\s.]?\d{3}(?:[\s.]?\d{5})?)(?!\d)"
        ),
    ),
    ("rcs", re.compile(r"(?<![\d.])(\d{3}[ .]\d{3}[ .]\d{3})\s+r\.?\s?c\.?\s?s\b")),  # "552 081 317 RCS Paris"
    (
        "rcs lu",
        re.compile(r"\br\.?\s?c\.?\s?s\.?\s?(?:luxembourg|luxemburg)?\s?(?:n°|no\.?|nr\.?)?\s?:?\s?(b\s?\d{4,6})\b"),
    ),
    # Northern and Czech registers: a number of a fixed length behind the register's own name.
    (
        "org",
        re.compile(
            r"\b(?:org(?:anisations?|anisasjons)?\s?\.?-?\s?n(?:ummer|umber|r|o)\b\.?|organisation number)"
            r"[\s.:]{0,3}(?:no\s?)?(\d{6}-?\d{4}|\d{3}\s?\d{3}\s?\d{3})(?!\s?\d)"
        ),
    ),
    ("org", re.compile(r"\by-?\s?tunnus\b[\s.:]{0,3}(\d{7}-\d)(?!\d)")),
    ("org", re.compile(r"\bcvr(?:[\s.-]*n(?:ummer|r|o)\b\.?)?[\s.:]{0,3}(\d{2}\s?\d{2}\s?\d{2}\s?\d{2})(?!\s?\d)")),
    ("org", re.compile(r"\bico?\s?:\s?(\d{8})(?!\d)")),
    (
        "kbo",
        re.compile(
            r"\b(?:kbo|bce|rpr|rpm|ondernemingsnummer|ondernemingsnr\.?|numero d'entreprise"
            r"|n° d'entreprise|r\.p\.r\.?"
            r"|r\.p\.m\.?)[^\d\n]{0,32}((?:be\s?)?[01]?\d{3}[.\s]?\d{3}[.\s]?\d{3})(?!\d)"
        ),
    ),
    (
        "other",
        re.compile(
            r"\b(?:legal registration id|seller legal information"
            r"|company (?:reg(?:istration)?\.? )?(?:number|no\.?|nr\.?)"
            r"|registered (?:in [a-z]+(?: (?:and|&) wales)?[\s,:]{1,3})?(?:under |company )?(?:no\.?|number)"
            r"|(?:co\.?"
            r"|company|business)\s?reg(?:istration)?\.?\s?(?:no\.?|number)|registration (?:no\.?|number)"
            r"|(?:company|co\.) reg\.?(?=:|\s\d{8}\b)"
            r"|registered (?:in|number in) england(?: (?:and|&) wales)?(?=\s?:?\s?\d{8}\b)"
            r"|firmenbuch(?:nummer|-nr\.?)?|handelsregisternummer|crn|reg\.? ?no\.?)\s?[:.(]{0,2}\s*((?:(?:sc"
            r"|ni|oc|h\s?[ab])\s?)?\d[\da-z-]{2,14})"
        ),
    ),
)

_NORTHERN = ("org", "tunnus", "cvr", "ico", "ic:", "ic :")  # one of them is in every number of those registers
_VAT_WORD = re.compile(r"\b(?:btw|tva|vat|mwst|ust)\b")


def find_registrations(layout: Layout) -> list[Identifier]:
    """Company numbers behind their own label, in order of appearance."""
    out: list[Identifier] = []
    for line in layout.lines:
        if not has_digit(line.text):
            continue
        text = plain(line.text, keep_length=True)
        northern = any(word in text for word in _NORTHERN)
        for kind, shape in _REGISTRATIONS:
            if kind == "org" and not northern:
                continue
            for match in shape.finditer(text):
                raw = line.text[match.start() : match.end()]
                group = match.lastindex or 0
                digits = re.sub(r"\D", "", match[group])
                if kind == "kvk" and len(digits) != 8:
                    continue
                if kind == "other" and _VAT_WORD.search(text[max(0, match.start() - 5) : match.start()]):
                    continue  # "VAT reg no 614 9917 22"
                if kind == "kbo" and plain(raw).startswith("r") and _VAT_WORD.search(plain(raw)):
                    continue  # "RPM Namur - TVA BE0685518403": the VAT id, not the register's number
                value = line.text[match.start(group) : match.end(group)].strip()
                end = match.end()
                if kind == "hr" and " " in value and _apart(line.span(match.start(group), end), layout):
                    value = value.split()[0]  # "HRB 44   100 Seiten": what stands apart is another number
                    end = match.start(group) + len(value)
                if kind == "hr":
                    value = match[1].replace(" ", "").upper() + " " + value
                if kind == "fn":  # the Austrian register of firms; the letter at the end is its check
                    value = "FN " + value
                tokens = line.span(match.start(group), end)
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


def _apart(tokens: Sequence[Token], layout: Layout) -> bool:
    """Whether more than a space stands between two of the words."""
    return any(b.x0 - a.x1 > 0.8 * layout.em for a, b in itertools.pairwise(tokens))
