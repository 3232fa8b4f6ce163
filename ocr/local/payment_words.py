"""Sentences that say that nothing is left to be paid by hand: it was paid already, or the seller collects it.

They are told as information with the words as evidence. Whoever books the bill decides; a doubt about the reading they
are not. A sentence with a condition in it ("if you have already paid", "until paid in full") says nothing.
"""

from __future__ import annotations

import re

from domain.findings import Finding, Severity
from ocr.local.layout import Cell, Layout, box_of
from ocr.local.text import plain

ALREADY_PAID, DIRECT_DEBIT = "ALREADY_PAID", "DIRECT_DEBIT"

_MEANS = (
    r"ideal|wero|pin\b|pinbetaling|paypal|bancontact|payconiq|maestro|mastercard|visa\b|amex|american express|klarna"
    r"|sofort|stripe|apple pay|google pay|(?:uw |your |ihre[r]? |votre )?(?:credit|debit|bank)[ -]?card|creditcard"
    r"|bankpas|card\b"
    r"|kreditkarte|ec-?karte|girocard|carte|cb\b|contant|cash\b|bar\b|especes"
)
_PAID = re.compile(
    rf"\b(?:reeds|al|inmiddels|volledig|geheel) (?:geheel |volledig )?(?:voldaan|betaald|afgerekend)\b"
    rf"|\b(?:voldaan|betaald|afgerekend) (?:per|via|met|door middel van) (?:{_MEANS})"
    r"|\bbetaling (?:(?:is )?(?:reeds |al )?(?:in dank )?ontvangen|voldaan)\b"
    rf"|\balready (?:been )?paid\b|\bbeen paid\b|(?<!be )\bpaid (?:in full\b|(?:by|via|with|using) (?:{_MEANS}))"
    r"|\bpayment (?:has been |was )?received\b"
    rf"|\bbereits (?:bezahlt|beglichen|gezahlt)\b|(?<!zu )\bbezahlt (?:per|mit|via|durch|in) (?:{_MEANS})"
    r"|\bbetrag (?:dankend )?erhalten\b|\bzahlung (?:dankend )?erhalten\b"
    rf"|\bdeja (?:ete )?(?:payee?|reglee?|acquittee?)\b|\bfacture acquittee\b|\b(?:payee?|reglee?) par (?:{_MEANS})"
)
# These bear their own "not".
_NOTHING_TO_PAY = re.compile(
    r"\bgeen betaling (?:meer )?(?:nodig|vereist|noodzakelijk)\b"
    r"|\bu hoeft (?:deze factuur |dit bedrag )?(?:niets?|niet) (?:meer )?(?:te betalen|over te maken|te voldoen)\b"
    r"|\bno (?:further )?payment (?:is )?(?:required|necessary|due|needed)\b"
    r"|\bkeine zahlung (?:mehr )?(?:erforderlich|notwendig)\b|\baucun (?:paiement|reglement) (?:n'est )?(?:requis|du)\b"
)
# A stamp, or the state of the bill: alone on its line.
_STAMP = re.compile(r"(?:status:? ?)?(?:\W*)(?:paid|betaald|voldaan|bezahlt|payee?|acquittee?)(?:\W*)")
_STAMPED = re.compile(r"paid|betaald|voldaan|bezahlt|paye|acquitte")
_IF = re.compile(
    r"\b(?:indien|als|wanneer|mocht|heeft u|hebt u|mits|tot|totdat|zolang|nadat|voordat|eigendom\w*|niet|nog|binnen"
    r"|dient|dienen|moet|moeten|worden|gelieve|uiterlijk|if|unless|until|once|when|have you|should|must|not"
    r"|in case|within|falls|wenn|sollten?|sobald|solange|bis|eigentum\w*|nicht|noch|innerhalb|spatestens|si|sauf"
    r"|jusqu\w*|lorsque|tant que|propriete|pas)\b"
)
_DEBIT = re.compile(
    r"\bautomatische? (?:incasso|afschrijving)|\bper (?:sepa[ -]?)?incasso\b|\bincassodatum\b|\bincasseren wij\b"
    r"|\bwij incasseren\b"
    r"|\b(?:wordt|worden|zal|zullen|is|schrijven wij)\b.{0,90}(?:\bgeincasseerd|\bafgeschreven|\bvan uw rekening)"
    r"|\b(?:will be|is being|is|are) (?:automatically )?(?:collected|debited)\b|\bby (?:sepa )?direct debit\b"
    r"|\b(?:wird|werden)\b.{0,90}\b(?:abgebucht|eingezogen)|\b(?:buchen|ziehen) wir\b"
    r"|\bper (?:sepa-?)?(?:basis)?lastschrift\b|\bbankeinzug\b|\blastschrifteinzug\b"
    r"|\bsera (?:automatiquement )?preleve|\bprelevement (?:automatique|sepa)\b|\bpar prelevement\b"
)
_OFFER = re.compile(
    r"\b(?:kunt|kan|machtig\w*|aanmelden|aanvragen|wilt u|geen|niet|indien|als|voortaan|could|can|sign up|set up|apply"
    r"|switch to|no|not|if|kann|konnen|mochten|ermachtig\w*|erteilen|kein\w*|nicht|falls|wenn|pouvez|demande\w*|pas|si"
    r"|mislukt|failed|storno\w*|geweigerd)\b"
)
_AMOUNT = re.compile(r"\s*[:=]?\s*(?:€|eur|usd|gbp|\$|£)?\s*-?\d+[.,]")
_SENTENCE = re.compile(r"[.!?](?:\s|$)")


def payment_findings(layout: Layout) -> list[Finding]:
    """What the paper says about its payment, each thing once, at the words that say it."""
    found: dict[str, Finding] = {}
    above: list[Cell] = []
    for line in layout.lines:
        for cell in line.cells:
            if not _may_tell(plain(cell.text)):
                continue
            if is_label(cell.text, line.cells[cell.index + 1].text if cell.index + 1 < len(line.cells) else ""):
                continue
            before = next((other.text for other in above if other.x0 < cell.x1 and cell.x0 < other.x1), "")
            code = payment_told(cell.text, before, alone=len(line.cells) == 1)
            if code and code not in found:
                words = {"words": cell.text[:160]}
                found[code] = Finding(code, Severity.INFO, words, "payment_condition", (box_of(cell.tokens),))
        above = line.cells
    return list(found.values())


def _may_tell(low: str) -> bool:
    """Whether folded words may say something about payment: most say nothing, which is soon known."""
    return any(each.search(low) for each in (_NOTHING_TO_PAY, _STAMPED, _PAID, _DEBIT))


def is_label(text: str, beside: str = "") -> bool:
    """Whether words only name an amount ("Already paid:", "Reeds betaald   0,00"): the amount says how much was."""
    few = len(text.split()) <= 4 and not any(sign.isdigit() for sign in text)
    return text.rstrip().endswith(":") or (few and any(sign.isdigit() for sign in beside))


def payment_told(text: str, before: str = "", *, alone: bool = False) -> str:
    """What a run of words says about payment: a code of this module, or "".

    ``before`` is the run above it, in which its sentence may have begun; ``alone``: nothing else stands on its line.
    """
    low = plain(text)
    if _NOTHING_TO_PAY.search(low):
        return ALREADY_PAID
    if alone and _STAMP.fullmatch(low.strip()):
        return ALREADY_PAID
    for pattern, but, code in ((_PAID, _IF, ALREADY_PAID), (_DEBIT, _OFFER, DIRECT_DEBIT)):
        for hit in pattern.finditer(low):
            if code == ALREADY_PAID and _AMOUNT.match(low, hit.end()):
                continue  # a part of it, however large: the amount says
            if not but.search(_sentence(low, hit.start(), hit.end(), plain(before))):
                return code
    return ""


def _sentence(text: str, start: int, end: int, before: str) -> str:
    """The sentence in which a hit stands, as far as it goes in this run of words and the one above."""
    ends = [stop.end() for stop in _SENTENCE.finditer(text)]
    first = max((stop for stop in ends if stop <= start), default=0)
    last = min((stop for stop in ends if stop >= end), default=len(text))
    lead = "" if first else _after_last(before, [stop.end() for stop in _SENTENCE.finditer(before)])
    return f"{lead} {text[first:last]}"


def _after_last(text: str, ends: list[int]) -> str:
    return text[max(ends, default=0) :]
