# ruff: noqa: E501  (the word lists read best unbroken)
"""Recognising freight, packaging, surcharges, discounts and value corrections by their words (nl, en, de, fr)."""

from __future__ import annotations

import re

PAYMENT_DISCOUNT = "payment_discount"
DISCOUNT = "discount"
PREPAYMENT = "prepayment"

# Order matters: a credit restriction is no surcharge, a fuel surcharge on freight is fuel.
_WORDS: tuple[tuple[str, str], ...] = (
    (PAYMENT_DISCOUNT, r"betalingskorting|kredietbeperking\w*|payment discount|early payment|skonto|escompte"),
    (
        PREPAYMENT,
        r"(?:reeds |al )?(?:betaald )?voorschot(?:factuur)?|aanbetaling|vooruitbetaling|less deposit|down payment|advance payment|anzahlung|acompte",
    ),
    (
        "fuel",
        r"(?:diesel|brandstof|olie)[\s\-]?(?:toeslag|clausule)|fuel surcharge|treibstoffzuschlag|dieselzuschlag|surcharge carburant",
    ),
    (
        "energy",
        r"energie[\s\-]?(?:toeslag|heffing)|energy surcharge|energiezuschlag|gastoeslag|surcharge (?:énergie|energie)",
    ),
    (
        "deposit",
        r"statiegeld|pfand|consigne|emballage[\s\-]?statiegeld|returnable deposit|borg|container deposit|deposit",
    ),
    (
        "packaging",
        r"verpakking(?:skosten)?|emballage(?:kosten)?|packaging(?: costs?| charge)?|packing(?: costs?| charge)?|verpackung(?:skosten)?|(?:frais d['’ ]?)?emballages?",
    ),
    (
        "expedite",
        r"spoed(?:toeslag|kosten|levering)|expedit(?:e|ing)(?: fee| charge)?|rush (?:fee|charge)|eilzuschlag|supplément urgence",
    ),
    ("insurance", r"(?:transport)?verzekering(?:skosten)?|insurance|versicherung|assurance"),
    (
        "small_order",
        r"kleine[\s\-]?order[\s\-]?(?:toeslag|kosten)|orderkosten|small order (?:fee|surcharge|charge)|mindermengenzuschlag|mindestbestellzuschlag",
    ),
    (
        "admin",
        r"administratie(?:kosten|fee)?|admin(?:istration)?[\s\-]?(?:fee|charge|costs?)|bearbeitungsgebühr|frais (?:de dossier|administratifs)|factuurkosten",
    ),
    (
        "freight",
        r"vracht(?:kosten)?|verzend(?:ing|kosten)|verzendkosten|transport(?:kosten)?|bezorg(?:ing|kosten)|lever(?:ings)?kosten|porto(?:kosten)?|portikosten|"
        r"freight(?: costs?| charge)?|shipping(?: costs?| & handling| and handling)?|delivery (?:charge|costs?|fee)|carriage|postage|"
        r"versand(?:kosten)?|fracht(?:kosten)?|frais de (?:port|transport|livraison)|(?:frais de )?livraison",
    ),
    (
        "environment",
        r"milieu(?:toeslag|bijdrage|heffing)|verwijderingsbijdrage|afvalbeheersbijdrage|recupel|bebat|auvibel|environmental (?:fee|charge)|umweltzuschlag|éco[\s\-]?(?:contribution|participation)",
    ),
    ("surcharge", r"toeslag|surcharge|zuschlag|supplément|supplement"),
    (DISCOUNT, r"(?:factuur|order|staffel|project|extra |klant)?korting|discount|rabatt|remise|nachlass"),
)
# The whole text is the charge, give or take figures, a currency and a period: "Transport rollers 3 m" is goods.
_TAIL = r"(?:[\s:\-–(]*(?:nederland|nl|be|belgi\S+|de|eu|binnenland|standaard|standard|standaard|ex|excl|incl|btw|vat|order|levering|pakbon|zending|week|per|kosten|costs?|fee|charge|\d[\d.,%/\-]*|%|€|eur|\)|\.)\b[\s.,:%)]*)*"
_PATTERNS = tuple((kind, re.compile(rf"^\W*(?:{words}){_TAIL}\W*$", re.IGNORECASE)) for kind, words in _WORDS)

_ADJUSTMENT = re.compile(
    r"prijs[\s\-]?(?:verschil|correctie|aanpassing)|na(?:belasting|calculatie)|price (?:difference|correction|adjustment)|"
    r"preis(?:differenz|korrektur|anpassung)|(?:différence|correction) de prix|bonus(?:afrekening)?|subsequent (?:debit|credit)",
    re.IGNORECASE,
)


def charge_kind(description: str) -> str:
    """The kind of charge a text names, or an empty string when it names goods.

    The text must be the charge itself; a product that merely contains such a word is goods.
    """
    text = " ".join(description.split())
    if not text:
        return ""
    for kind, pattern in _PATTERNS:
        if pattern.match(text):
            return kind
    return ""


def is_price_adjustment(description: str) -> bool:
    """True for a text that says: the quantity was billed before, this corrects its price."""
    return bool(_ADJUSTMENT.search(description))
