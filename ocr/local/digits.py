"""Numbers whose letters and digits may be wrong: cut off, of no known shape, or doubted by the recogniser.

A text layer is exact, so there only the shape can tell that a part is missing. On a scan every number without a check
digit rests on the recogniser alone: its own doubt and the letters that look like digits decide.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from datetime import date

from ocr.local.check_digits import IBAN_LENGTH, fits_country
from ocr.local.layout import Token
from ocr.local.work import Work

# Highest doubt (1 - the least sure word) of the recogniser at which a number without a check may pass. Words read right
# are seldom above 0.11 in the development corpus.
_DOUBT = {
    "invoice_number": 0.12,
    "issue_date": 0.11,
    "due_date": 0.12,
    "order_reference": 0.145,
    "payment_reference": 0.145,
    "supplier_registration": 0.18,
    "supplier_vat": 0.095,
    "buyer_vat": 0.095,
    "supplier_iban": 0.095,
}
_CUT = 0.25  # confidence of a number beside which ink stays unexplained (ocr/image/whole_numbers.py), or worse
_CHECKED = frozenset({"supplier_vat", "buyer_vat", "supplier_iban"})


def unsure_digits(work: Work) -> list[str]:
    """Fields whose value may be misread or cut off."""
    out: list[str] = [
        name for name in ("supplier_vat", "buyer_vat", "supplier_iban") if name in work.fields and _cut(work, name)
    ]
    if _short_siret(work):
        out.append("supplier_registration")
    if "supplier_vat" in work.fields and "supplier_vat" not in out and _unread_vat(work):
        out.append("supplier_vat")
    out += [
        n for n in ("invoice_number", "order_reference", "payment_reference") if n in work.fields and _more(work, n)
    ]
    if work.layout.is_ocr and "issue_date" in work.fields and _far_off(work):
        out.append("issue_date")
    if work.layout.is_ocr:
        out += [
            n
            for n in ("supplier_name", "buyer_name")
            if n in work.fields and _DIGIT_IN_NAME.search(work.fields[n].value)
        ]
        out += _cut_amounts(work)
        out += [name for name in _DOUBT if name not in out and name in work.fields and _doubted(work, name)]
    return out


def _cut_amounts(work: Work) -> list[str]:
    """Totals that may have lost figures: two at least, for a sum tells of a single one."""
    chosen = (("net_total", work.totals.net), ("vat_total", work.totals.vat), ("gross_total", work.totals.gross))
    cut = [n for n, found in chosen if n in work.fields and found is not None and found.amount.confidence < _CUT]
    return cut if len(cut) > 1 else []


# A digit between letters, before small ones or in place of initials, in a name: "Grünwa1d", "1nc.", "z 0.0.", "z o.0."
_DIGIT_IN_NAME = re.compile(
    r"[^\W\d_]{2}[01568][^\W\d_]|\b[01568][^\W\d_A-Z]{2}|\b[01568]\.\s?[A-Zo015]\.|\b[^\W\d_]\.\s?[015](?:\.|$)"
)


def _cut(work: Work, name: str) -> bool:
    """A number that is shorter or longer than its country's, and fails its check."""
    if "check_checksum" in work.features.get(name, {}):
        return False
    if name == "supplier_iban" and work.layout.is_ocr:
        return True  # accounts of every country have a check digit (ISO 13616): a scan misread it, or the page is wrong
    value = re.sub(r"[^A-Z0-9]", "", work.fields[name].value.upper())
    if name == "supplier_iban":
        fits = IBAN_LENGTH.get(value[:2], len(value)) == len(value)
    else:
        fits = not value[:2].isalpha() or fits_country(value)
    if fits:
        return False
    # A text layer is what the page prints, however wrong: only a part left behind makes it doubtful.
    tokens = next((i.tokens for i in work.identifiers if i.value == work.fields[name].value), [])
    if name != "supplier_iban" and len(tokens) > 1:
        return True
    return work.layout.is_ocr or not tokens or _uneven(tokens) or _goes_on(work, tokens)


_BARE_VAT = frozenset({"btw", "vat", "tva", "ust", "mwst", "moms", "uid", "taxid", "vatid"})


def _unread_vat(work: Work) -> bool:
    """A label of a VAT id with a number behind it that was not read as one: the id that was read may be another's."""
    read = {i.line.number for i in work.identifiers if i.kind in ("vat", "registration")}
    for label in work.labels:
        if "vat_id" not in label.kinds or label.phrase in _BARE_VAT or label.line.number in read:
            continue
        reach = work.near.right(label)
        if reach is not None and sum(c.isdigit() for t in reach.tokens[:3] for c in t.text) >= 5:
            return True
    return False


def _far_off(work: Work) -> bool:
    """The paper's day lies months from every other day on the page: one digit of it may be misread."""
    issued = date.fromisoformat(work.fields["issue_date"].value)
    others = [d.value for d in work.dates if d.value != issued]
    return bool(others) and all(abs((day - issued).days) > 200 for day in others)


def _uneven(tokens: Sequence[Token]) -> bool:
    """Groups with one space much wider than the others: something stood there."""
    gaps = sorted(b.x0 - a.x1 for a, b in itertools.pairwise(tokens))
    return len(gaps) >= 2 and gaps[-1] > 2.0 * gaps[len(gaps) // 2] + 1e-6


_GROUP = re.compile(r"[A-Z0-9]{1,5}[.,;)]?$")


def _goes_on(work: Work, tokens: Sequence[Token]) -> bool:
    """A further group of digits behind the number, a little higher or lower, or at the start of the next line."""
    last, layout = tokens[-1], work.layout
    for line in layout.by_page.get(last.page, []):
        if abs(line.y - last.y) > 2.2 * layout.height:
            continue
        for token in line.tokens:
            if token in tokens or not _GROUP.match(token.text) or not any(c.isdigit() for c in token.text):
                continue
            behind = 0 <= token.x0 - last.x1 < 4 * layout.em
            below = line.y > last.y + 0.5 * layout.height and token is line.tokens[0]
            if behind or (below and token.x0 <= tokens[0].x0 + layout.em):
                return True
    return False


def _short_siret(work: Work) -> bool:
    """ "SIRET" with the nine digits of a SIREN that fails its check: the last five are lost."""
    found = work.fields.get("supplier_registration")
    if found is None or "check_checksum" in work.features.get("supplier_registration", {}):
        return False
    digits = re.sub(r"\D", "", found.value)
    return len(digits) == 9 and any(
        i.kind == "registration" and i.value == found.value and "siret" in i.label for i in work.identifiers
    )


# A structured reference of which a part is lost: "/1349/89494+++".
_TORN_REFERENCE = re.compile(r"^/|/$|^(?!\+\+\+\d{3}/\d{4}/\d{5}\+\+\+$).*(?:\+\+|\*\*)")


def _doubted(work: Work, name: str) -> bool:
    features = work.features.get(name, {})
    if "check_checksum" in features or (features.get("agree") and name not in _CHECKED):
        return False
    if features.get("ocr_doubt", 0.0) > _DOUBT[name]:
        return True
    if name not in _CHECKED and "date" not in name and _torn(work, name):
        return True
    if name in ("supplier_vat", "buyer_vat") and not work.fields[name].value[:2].isalpha():
        return True  # the country may be what was not read
    if name == "payment_reference" and _TORN_REFERENCE.search(work.fields[name].value):
        return True
    if name == "supplier_registration":
        return lookalike(work.fields[name].value.replace(" ", ""))
    return name == "invoice_number" and features.get("ocr_doubt", 0.0) > 0.03 and lookalike(work.fields[name].value)


def _torn(work: Work, name: str) -> bool:
    """Another word follows so closely that the recogniser may have torn one number in two."""
    box = work.fields[name].boxes[0] if work.fields[name].boxes else None
    if box is None:
        return False
    for line in work.layout.by_page.get(box.page, []):
        for left, right in itertools.pairwise(line.tokens):
            if abs(left.box.x1 - box.x1) < 1e-6 and abs(left.box.y0 - box.y0) < 0.01:
                return right.x0 - left.x1 < 0.25 * work.layout.em and right.text[:1].isalnum()
    return False


def _more(work: Work, name: str) -> bool:
    """A number of digits alone is followed, an ordinary space off, by another group: it may be a part of one."""
    found = work.fields[name]
    box = found.boxes[0] if found.boxes else None
    if box is None or not re.fullmatch(r"[\d ]+", found.value):
        return False
    for line in work.layout.by_page.get(box.page, []):
        for left, right in itertools.pairwise(line.tokens):
            if abs(left.box.x1 - box.x1) < 1e-6 and abs(left.box.y0 - box.y0) < 0.01:
                near = left.cell is right.cell and right.x0 - left.x1 < 0.6 * work.layout.em
                return near and bool(re.fullmatch(r"\d{2,6}", right.text))
    return False


def lookalike(value: str) -> bool:
    """A letter that looks like a digit among digits: "52/02B24", "Z562632"."""
    return bool(re.search(r"\d[OQDIlSBZG]\d|^[OIlZ]\d{3,}|\d{3,}[OIlZ]$", value))
