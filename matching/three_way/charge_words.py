# ruff: noqa: E501  (the word lists read best unbroken)
"""Recognising freight, packaging, surcharges, discounts and value corrections by their words (nl, en, de, fr)."""

from __future__ import annotations

import re

PAYMENT_DISCOUNT = "payment_discount"
DISCOUNT = "discount"
PREPAYMENT = "prepayment"
ROUNDING = "rounding"

# What is longer is no name of a charge; and no text, however odd, takes long to look at.
LONGEST = 150

_CONTAINERS = (
    r"krat(?:ten)?|fles(?:sen)?|fust(?:en)?|vat(?:en)?|blik(?:jes)?|pallets?|rolcontainers?|containers?|bakken|kasten|"
    r"flaschen|bouteilles?|casiers?|bottles?|crates?"
)

# Order matters: a credit restriction is no surcharge, a fuel surcharge on freight is fuel.
_WORDS: tuple[tuple[str, str], ...] = (
    (
        PAYMENT_DISCOUNT,
        r"betalingskorting|kredietbeperking\w*|payment discount|early payment(?: discount)?|skonto|escompte",
    ),
    (
        PREPAYMENT,
        r"(?:(?:af|minus|less|in mindering|verrekend\w*|verrekening|aftrek|abzüglich|abzgl|moins|déduction|deduction)[\s:.\-]*(?:van |wegens |de |d['’])?)?"
        r"(?:(?:reeds|al|eerder|bereits|already|previously)\s+)?(?:(?:betaald|voldaan|gefactureerd|berekend|ontvangen|gezahlte|invoiced|paid)e?\s+)?"
        r"(?:voorschot(?:ten|factuur|nota)?|aanbetaling(?:en|sfactuur|snota)?|vooruitbetaling|(?:down|advance) payment|deposit paid|prepayment|"
        r"anzahlung(?:srechnung)?|vorauszahlung|acomptes?)(?:\s+(?:betaald|voldaan|versée?s?|payée?s?|paid|erhalten))?|less deposit",
    ),
    (
        "fuel",
        r"(?:diesel|brandstof|olie|dieselolie)[\s\-]?(?:toeslag|clausule)|fuel surcharge|treibstoffzuschlag|dieselzuschlag|surcharge carburant|bunker surcharge",
    ),
    (
        "energy",
        r"energie[\s\-]?(?:toeslag|heffing)|energy surcharge|energiezuschlag|gastoeslag|surcharge (?:énergie|energie)",
    ),
    (
        # Money that comes back with the crates: the container is named as often as not.
        "deposit",
        r"(?:retour|teruggave|inname|return(?:ed)?)?[\s\-]*(?:(?:emballage[\s\-]?)?statiegeld|pfand|leergut|consigne|returnable deposit|container deposit)"
        r"[\s\-]*(?:retour|teruggave|rückgabe)?"
        rf"(?:[\s\-]*(?:op |voor |für |sur )?(?:{_CONTAINERS}))?(?:\s*\d+\s*[x×]\s*[\d.,]+)?|"
        rf"retour[\s\-]*emballage|emballage[\s\-]+(?:retour|{_CONTAINERS})|borg|deposit",
    ),
    (
        "packaging",
        r"verpakking(?:skosten)?|emballagekosten|packaging(?: costs?| charge)?|packing(?: costs?| charge)?|verpackung(?:skosten)?|(?:frais d['’ ]?)?emballages?|"
        r"pallet(?:kosten|toeslag)",
    ),
    (
        "expedite",
        r"spoed(?:toeslag|kosten|levering)|expedit(?:e|ing)(?: fee| charge)?|rush (?:fee|charge)|eilzuschlag|supplément urgence",
    ),
    ("insurance", r"(?:transport)?verzekering(?:skosten)?|insurance|versicherung|assurance"),
    (
        "small_order",
        r"kleine[\s\-]?order[\s\-]?(?:toeslag|kosten)|toeslag kleine orders?|orderkosten|small order (?:fee|surcharge|charge)|mindermengenzuschlag|mindestbestellzuschlag",
    ),
    (
        "admin",
        r"administratie(?:kosten|fee)?|admin(?:istration)?[\s\-]?(?:fee|charge|costs?)|bearbeitungsgebühr|frais (?:de dossier|administratifs)|factuurkosten|"
        r"handling(?:[\s\-]?(?:fee|charge|costs?|kosten))?|behandelingskosten",
    ),
    (
        "freight",
        r"(?:kosten |bijdrage )?(?:(?:vracht|verzend|transport|bezorg|porto)[\s\-]+(?:en|&|/)\s+)?"
        r"(?:vracht(?:kosten)?|verzend(?:ing|kosten)|transport(?:kosten)?|bezorg(?:ing|kosten)|lever(?:ings)?kosten|levering aan huis|porti|porto(?:kosten)?|portikosten|portokosten)|"
        r"freight(?: costs?| charge)?|shipping(?: costs?| & handling| and handling| fee)?|delivery(?: charge| costs?| fee)?|carriage|postage|"
        r"versand(?:kosten)?|fracht(?:kosten)?|frais de (?:port|transport|livraison)|(?:frais de )?livraison|tol(?:heffing|kosten)(?:\s*/\s*maut)?|maut",
    ),
    (
        "environment",
        r"(?:milieu|co2)[\s\-]?(?:toeslag|bijdrage|heffing|surcharge|zuschlag)|verwijderingsbijdrage|afvalbeheersbijdrage|recupel|bebat|auvibel|environmental (?:fee|charge)|umweltzuschlag|éco[\s\-]?(?:contribution|participation)",
    ),
    (ROUNDING, r"afrondings?(?:verschil)?|afronding|rounding(?: difference)?|rundung(?:sdifferenz)?|arrondi"),
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
    if not text or len(text) > LONGEST:
        return ""
    for kind, pattern in _PATTERNS:
        if pattern.match(text):
            return kind
    return ""


def is_price_adjustment(description: str) -> bool:
    """True for a text that says: the quantity was billed before, this corrects its price."""
    return bool(_ADJUSTMENT.search(description))
