"""The account to pay to, and never the one money is taken from."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ocr.local.candidate import Candidate
from ocr.local.identifiers import Identifier, line_above
from ocr.local.layout import Layout, Line
from ocr.local.parties import PartyFinder
from ocr.local.text import key, plain

_DEBIT = re.compile(
    r"abgebucht|eingezogen|lastschrift|incasso|geincasseerd|afgeschreven|automatisch|debited"
    r"|direct debit|preleve|prelevement|von ihrem konto|von konto|van uw rekening|from your account"
    r"|de votre compte|your account|ihr konto|uw rekening|domicil|cargara|cargado en|su cuenta|addebit|vostro conto"
    r"|sua conta|debitad"
)
# Straight before the number: the customer's account, printed for him to check ("Uw IBAN", "Ihre Bankverbindung").
_YOURS = re.compile(
    r"(?:\buw|\byour|\bihre?|\bvotre|\bvos)\s(?:iban|bank\w*|coordonnees bancaires|konto\w*|compte|rekening\w*|account)"
    r"(?:[ -]?(?:nummer|nr\.?|number|no\.?))?[\s:.(-]*(?:iban[\s:]*)?$"
    r"|\biban[\s-]*(?:van (?:de )?)?(?:klant|client|customer|kunde|debiteur|debitor|payer|betaler|zahler)[\s:]*$"
)
# "... schrijven wij af van NL..", "ziehen wir ein von", "collect it from account": money goes out of this account.
_TAKEN_FROM = re.compile(
    r"\b(?:af van|ein von|ab von|vom konto|from|du compte)"
    r"(?:\s(?:uw|ihrem|your|votre|bank|rekening|bankrekening|rekeningnummer|konto|account|compte|nummer|iban))*[\s:]*$"
)
_PAY = re.compile(r"iban|uberweis|zahlung|payment|betal|overma|virement|paiement|reglement|bank|konto|rekening|pay ")


_FROM_ACCOUNT = re.compile(
    r"(?:uw|van) rekening$|(?:your|from) account$|(?:ihrem|von) konto$|(?:votre|du) compte$|su cuenta$|vostro conto$"
)


def _sentence_before(layout: Layout, line: Line) -> bool:
    """The words just before, set a line higher or lower, say that money is taken from this account."""
    near = [o for o in layout.by_page.get(line.page, []) if o is not line and abs(o.y - line.y) < 1.8 * layout.height]
    return any(_FROM_ACCOUNT.search(plain(o.text).rstrip(" .:")) for o in near)


# An account on which money of others is kept, or a part for the tax office: printed beside the one to pay on.
_TRUST = re.compile(
    r"treuhand|anderkonto|fremdgeld|kaution|mietkonto|escrow|trust account|client account|derdengeld|kwaliteitsrekening"
    r"|g-?rekening|compte (?:de )?sequestre|carpa|compte tiers|spaarrekening"
)


def _held_for_others(layout: Layout, identifier: Identifier) -> bool:
    """The heading over the account, or the words before it, say that it is kept for others."""
    cell = identifier.tokens[0].cell
    if cell is None:
        return False
    texts = [cell.text]
    for line in reversed(layout.lines[max(0, cell.line.number - 4) : cell.line.number]):
        if line.page == cell.line.page:
            texts += [c.text for c in line.cells if abs(c.x0 - cell.x0) < layout.em]
            if any("iban" in plain(t) for t in texts[1:]):
                break
    return any(_TRUST.search(plain(t)) for t in texts)


def iban_candidates(layout: Layout, identifiers: Sequence[Identifier], finder: PartyFinder) -> list[Candidate]:
    """IBANs the supplier can be paid on; the buyer's (direct debit) and our own are left out."""
    out = []
    for identifier in identifiers:
        if identifier.kind != "iban" or key(identifier.value) in finder.own:
            continue
        line = identifier.line
        start = line.starts[identifier.tokens[0].index]
        around, before = plain(line.text), plain(line.text[:start])
        if _DEBIT.search(around) or _YOURS.search(before) or _TAKEN_FROM.search(before):
            continue
        above = [other for other in line_above(layout, line, 1) if abs(other.y - line.y) < 2 * layout.height]
        if any(_DEBIT.search(plain(other.text)[-40:]) for other in above) and start < 30 and len(line.text) > 50:
            continue
        if start < 3 and "iban" not in around and _sentence_before(layout, line):
            continue
        role = finder.role_of.get(id(identifier.tokens[0].cell), "")
        if role in ("buyer", "ship_to", "third_party") and not identifier.valid:
            continue
        score = 0.6 + (0.35 if identifier.valid else 0.0) + (0.15 if "iban" in around else 0.0)
        if role == "buyer":
            score -= 0.5
        context = " ".join(plain(other.text) for other in line_above(layout, line, 4)) + around
        if _PAY.search(context):
            score += 0.05
        if re.search(
            r"zahlungstyp|zahlungsart|payment means|moyen de paiement|betaalwijze|uberweisung|virement"
            r"|bank transfer|credit transfer|overmak|overschrij",
            context,
        ):
            score += 0.12
        if _held_for_others(layout, identifier):
            score -= 0.5
        if identifier.country in ("",):
            score -= 0.1
        out.append(
            Candidate(
                identifier.value,
                score,
                identifier.tokens,
                identifier.raw,
                "iban",
                ("checksum",) if identifier.valid else (),
            )
        )
    return out
