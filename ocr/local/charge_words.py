"""Words that call an amount a charge or a discount: freight, deposit, surcharge; discount, voucher."""

from __future__ import annotations

import re

from ocr.local.text import plain

_DISCOUNT = re.compile(
    r"korting|discount|allowance|rebate|coupon|voucher|rabatt?\b|nachlass|abschlag|bonus\b"
    r"|remise|rabais|ristourne|(?:rechnungs|kunden|sonder|mengen|treue)rabatt|tegoedbon|waardebon"
)
_CHARGE = re.compile(
    r"verzend|vracht|transport|bezorg|porto\b|leverings?kosten|orderkosten|administratie|behandelings|afhandelings"
    r"|verpakking|emballage|statiegeld|borg(?:som)?\b|assurantiebelasting|verzekering|milieu|verwijderings|recupel|bebat"
    r"|toeslag|heffing|bijdrage|spoed|voorrij|reiskosten|servicekosten|kosten\b"
    r"|freight|shipping|delivery|carriage|postage|handling|packag|packing|deposit|insurance|surcharge|fee\b|levy\b"
    r"|service charge|administration|booking"
    r"|versand|fracht|liefer(?:kosten|gebuhr)|verpackung|pfand|zuschlag|gebuhr|bearbeitungs|versicherung|maut\b"
    r"|frais\b|port\b|livraison|consigne|supplement|eco[ -]?(?:contribution|participation)|taxe sur les assurances"
    r"|\w+(?:toeslag|kosten|heffing|bijdrage|belasting|zuschlag|gebuhr|steuer|pauschale|fee)\b"
)
_PREFIX = re.compile(
    r"^(?:[^a-z]+|(?:plus|minus|less|add|moins|zzgl|abzgl|abzuglich|zuzuglich|af|bij|extra|totaal|total|summe|klant|order"
    r"|factuur|diesel|brandstof|energie|olie|fuel|energy|small|kleine)\b)*"
)
# Words that make an amount something else than a charge, whatever stands before them.
_NOT = re.compile(
    r"\b(?:btw|vat|mwst|ust|umsatzsteuer|mehrwertsteuer|omzetbelasting|tva|subtota\w*|sous-total|betalingskorting|kredietbeperking|skonto|escompte"
    r"|binnen|within|innerhalb|dans les|voorschot|aanbetaling|voldaan|betaald|paid|bezahlt|paye"
    r"|bespaard|saved|besparing|datum|date)\b"
)


def charge_name(text: str) -> str:
    """ "charge", "discount" or an empty string: what the words before an amount call it."""
    folded = plain(text)
    if _NOT.search(folded):
        return ""
    start = _PREFIX.match(folded)
    rest = folded[start.end() :] if start else folded
    for tail in (rest, folded):
        if _DISCOUNT.match(tail):
            return "discount"
        if _CHARGE.match(tail):
            return "charge"
    return ""
