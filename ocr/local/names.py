"""What a name looks like, and what only stands near one: streets, postcodes, contact lines, salutations."""

# ruff: noqa: SIM905 - lists of words are read as words
from __future__ import annotations

import re
from functools import lru_cache

from ocr.local.block_headings import is_block_heading
from ocr.local.labels import lookup, phrase_key, phrases
from ocr.local.lexicon import COUNTRIES, LEGAL_FORMS, NOT_NAMES
from ocr.local.text import has_digit, plain

_ZIP = re.compile(
    r"(?<![\d-])(?:[A-Z]{1,2}[- ]\s?)?(?:\d{4}\s?[A-Z]{2}\b|\d{4,5},?\s+[A-ZÀ-Þ(][A-Za-zÀ-ÿ'’.-]{2,}"
    r"|\d{4,5},?\s+(?:L[ae]|D[eu]|'[st])[\s-][A-ZÀ-Þ]|\d{5}[A-ZÀ-Þ][a-z]{2,})"
    r"|(?:^|, )Co\.\s[A-Z][a-z]{2,}$"  # an Irish county stands where others have a postcode
    r"|\b[A-Z]{1,2}\d[A-Z\d]?\s\d[A-Z]{2}\b|\b[A-Z]{2},?\s+\d{5}\b|\b[A-Z]{2,3}\s\d{4}\b"
    r"|\b(?:[AC-FHKNPRTV-Y]\d\d|D6W)\s(?=[0-9A-Y]*[A-Y])[0-9AC-FHKNPRTV-Y]{4}$"  # Ireland: "Dublin D02 X285"
    r"|(?<![\d-])\d{2}-\d{3}\s+[A-ZÀ-Ž][a-zà-ž]|(?<![\d-])\d{4}-\d{3}\s+[A-ZÀ-Ž][a-zà-ž]"  # Poland, Portugal
    r"|(?<![\d-])\d{3}\s\d{2}\s+[A-ZÀ-Ž][a-zà-ž]{2,}$"  # Sweden, Czechia, Greece
)


@lru_cache(maxsize=20_000)
def has_postcode(text: str) -> bool:
    """Whether a postcode with its town stands in the text; asked of the same lines again and again."""
    return (has_digit(text) or "Co." in text) and _ZIP.search(text) is not None


STREET = re.compile(
    r"(?i)(?:stra(?:ss|ß)e|str\.|straat|weg|laan|plein|kade|dijk|singel|gracht|allee|platz|gasse|steenweg|ring|dreef|baan)"
    r"(?:\s+\d|(?<=\w{6})\d)"
    r"|\b(?:street|road|avenue|drive|lane|blvd|boulevard|chemin|rue|quai|impasse|jalan|jln|camino"
    r"|postbus|postfach|p\.?o\.? ?box|suite)\b"
)


STREET_NUMBER = re.compile(
    r"^[A-Za-zÀ-ÿ.'’ -]{3,}\s\d{1,5}\s?[a-zA-Z]?(?:[-/]\d+)?$|^\d{1,5}[a-z]?,?\s+[A-Za-zÀ-ÿ.'’ -]{4,}$"
)


CONTACT = re.compile(
    r"(?i)@|www\.|https?:|\b(tel|telefoon|telefon|phone|fax|e-?mail|iban|bic|swift|btw|vat|tva|ust|kvk|siret|siren|gln|steuer)\b|\+\d{2}"
)


# Ways to reach somebody: printed by who writes the paper, seldom for who receives it.
REACHED = re.compile(
    r"(?i)@|www\.|https?:|\b(tel|tlf|telefoon|telefon|telephone|phone|fax|e-?mail|iban|bic|swift|mobiel|gsm|fon)\b|\+\d{2}"
    r"|\(\d{3}\)\s?\d{3}-\d{4}"
)


SALUTATION = re.compile(
    r"(?i)^(herrn?|frau|firma|fa\.?|dhr\.?|de heer|mevr\.?|mevrouw|mr\.?|mrs\.?|ms\.?|m\.|mme|monsieur"
    r"|madame|messrs\.?|sirs|famil(?:ie|le|y)|(?:monsieur|madame|herrn?|frau|dhr\.?|mevr\.?|de heer|mr\.?|m\.)\s?"
    r"(?:et|ou|und|en|and|&|/)\s?(?:monsieur|madame|herrn?|frau|dhr\.?|mevr(?:ouw|\.)?|mrs\.?|mme)"
    r"|herrn?/frau(?:/firma)?|an (?:herrn?|frau|firma)"
    r"|t\.?a\.?v\.?|attn\.?:?|an|aan|to|z\.?hd\.?)$"
    r"|^(t\.?\s?a\.?\s?v\.?|attn\.?|z\.?\s?hd\.?|c/o|ter attentie van|[aà] l.attention de|att\.)\s"
)


NAME_PREFIX = re.compile(
    r"(?i)^(name|naam|nom|firma|company|entreprise|bedrijf|bedrijfsnaam|raison sociale|soci[ée]t[ée]|firmenname"
    r"|denominazione|ragione sociale|denominaci[óo]n social|raz[óo]n social)\s*:\s*"
)


_WORDS_NOT_NAME = frozenset(
    phrase_key(w)
    for w in "invoice|factuur|rechnung|facture|receipt|page|pagina|logo|copy|original|duplicata|duplicate"
    "|kopie|thank you|thank you for your business|bedankt|merci|dear customer|total|welcome"
    "|tax invoice|to|from|bank|terms|notes|opmerkingen|bemerkungen|remarks|paid|betaald|bezahlt"
    "|vendeur|note|wichtige information|instructions|payment method|payment methods|betaalmethode|betaalwijze"
    "|betaalmethoden|zahlungsart|zahlungsmethode|mode de paiement|moyen de paiement|shipping method|verzendmethode"
    "|versandart|mode de livraison|reference|referentie|referenz|amount enclosed|virement|uberweisung|overschrijving"
    "|overboeking|adres|adresse|address"
    "|name|naam|nom|land|pays|country|street|straat|strasse|rue|plaats|ort|ville|city|bank transfer|bankuberweisung"
    "|firmensitz|sitz der gesellschaft|registergericht|bankverbindung|hausanschrift|siege social|statutaire zetel"
    "|for|voor|fur|pour|details".split("|")
)


TITLE_TABLES = ("titles", "titles south", "titles north", "titles east")
LABEL_TABLES = ("labels", "labels south", "labels north", "labels east")


# "Caixa Renting, S.A.U. - Gran Vía 12": the comma before a Spanish, Italian or Portuguese form parts no name.
COMMA_FORM = re.compile(
    r",\s+(?=(?:S\.?\s?[LA]\.?\s?[ULP]?\.?|S\.?C\.?P\.?|C\.?B\.?|L\.?da\.?|S\.?p\.?A\.?|S\.?r\.?l\.?)(?=[\s,;|·•-]|$))"
)


def is_sender_line(text: str) -> bool:
    """A one-line address with marks between its parts."""
    return len(re.findall(r"\s[•·|●■*«/–—]\s|\s-\s", text)) >= 2


def is_street(text: str) -> bool:
    """Words and a house number, or a number and words."""
    return bool(STREET_NUMBER.match(text.strip().rstrip(","))) and not has_legal_form(text)


_COUNTY = re.compile(r"\sCo\.\s\w+$")  # of Ireland: no legal form


def with_street(text: str) -> bool:
    """A firm and its street on one line, the marks between them lost: "Moser e.U. Ringstraße 57"."""
    words = text.split()
    return any(
        has_legal_form(" ".join(words[:at])) and is_street(_COUNTY.sub("", " ".join(words[at:])))
        for at in range(2, len(words) - 1)
    )


def goes_on(text: str) -> bool:
    """More than a name: a street, a postcode or another number follows the legal form ("Moser Ltd Registered number
    0797260", "Moser Ltd 12 Mill Lane Leeds LS1 4AP")."""
    if with_street(text):
        return True
    formed = has_legal_form(re.sub(r"\d.*", "", text))
    return formed and bool(re.search(r"\s\D*\d{5,}$", text) or has_postcode(text))


# Forms that are written with spaces between their letters: "S.à r.l.", "S. p. A.", "Sp. z o.o."
_SPACED_FORM = re.compile(r"\w\W+(?:s\.? ?a\.? r\.? ?l\b|s\. p\. a\b|sp\.? z o\.? ?o\b)")


_BY_WHOM = re.compile(r"^\S+ \S+.* (?:by|door|durch|par) [A-ZÀ-Ý]")


def is_sentence(text: str) -> bool:
    """Words of a sentence before a name: "Sent for the organiser by Beacon Energy plc"."""
    return bool(_BY_WHOM.match(text))


@lru_cache(maxsize=20_000)
def has_legal_form(text: str) -> bool:
    """True when a word of the text is a legal form (B.V., GmbH, Ltd)."""
    text = re.sub(r"\b\d{4}\s?[A-Z]{2}\b", " ", text)  # the letters of a Dutch postcode are no legal form
    if _SPACED_FORM.search(plain(text)):
        return True
    words = [w.strip(",;:()") for w in re.split(r"[\s&/]+", plain(text))]
    return any(
        w.replace(".", "") in LEGAL_FORMS and (len(w.replace(".", "")) > 2 or (w == w.strip() and _upper_form(text, w)))
        for w in words[1:]
    )


def _upper_form(text: str, word: str) -> bool:
    """Two-letter forms count when they are printed in capitals or with dots ("AG", "B.V.", "SE")."""
    shape = r"(?i)(?:^|[\s(])(" + re.escape(word) + r")(?:$|[\s,.;)])"
    match = re.search(shape, text)
    if not match:
        return False
    found = match[1]
    return found.isupper() or "." in found or word in ("bv", "nv", "kg", "sa", "co", "ag")


def without_legal_form(text: str) -> str:
    """The name without its legal form words."""
    return " ".join(w for w in text.split() if plain(w).replace(".", "").strip(",;:()&") not in LEGAL_FORMS)


_TAIL = re.compile(
    r"(?i)(?:[\s,]+-?(?:kvk|btw|vat|tel|iban|www\.|tva|siret|hrb|hra|au capital|[cn]\.?i\.?f|p\.?\s?iva)\b.*)$"
)


def tidy_name(text: str) -> str:
    """A name without stray marks at its ends."""
    text = _TAIL.sub("", text)
    text = text.strip(" :;,|•·●-–—*=_\"'“”„<>«»~")
    return re.sub(r"\s+", " ", text)


def without_title(text: str) -> str:
    """ "Ostrava GmbH RECHNUNG" without the heading that stands close behind the name."""
    words = text.split()
    if len(words) < 2:
        return text
    for table in TITLE_TABLES:
        found = lookup(phrase_key(words[-1]), table, False)
        if found and ({"invoice", "credit_note"} & phrases(table)[found] or has_legal_form(" ".join(words[:-1]))):
            return " ".join(words[:-1])
    return text


# How letters and mails open and close; the words after it may be a person, never a party.
GREETING = re.compile(
    r"^(?:(?:welcome to|welkom bij|willkommen bei|bienvenue (?:a|chez))$"
    r"|(?:beste|geachte|dear|hallo|hello|hi|sehr geehrter?|lieber?|chere?|bonjour|goedemiddag|goedendag)\b.*,$"
    r"|(?:geachte?|sehr geehrter?s?) "
    r"|(?:beste|geachte|dear|sehr geehrter?|lieber?|chere?) (?:klant|relatie|heer|mevrouw|customer"
    r"|client|sir|madam|kunde"
    r"|damen|herr|frau|monsieur|madame)\w*\b"
    r"|(?:met )?(?:vriendelijke|hartelijke) groet\w*|(?:kind|best) regards|mit freundlichen gru\w+|cordialement\b)"
)


_NUMBERED = re.compile(r"(?:\bn°|\bnr\.?|\bno\.|#)\s?\d{3}")  # "Concernant la commande n°13839"
# Headings of boxes and summaries.
_OVERVIEW = re.compile(
    r"(?:ubersicht|overzicht|summary|gegevens|\bdetails|totalen|totals|totaux|specificatie|specification)$"
    r"|^(?:jouw|uw|je|your|ihre?|votre|vos) "
    r"(?:rekening|factuur|nota|bill|invoice|charges|account|rechnung|facture|kosten|verbruik|abonnement)\b"
)


# Who answers at a firm, not the firm.
_DESK = re.compile(
    r"(?:votre )?(?:service|relation)s? (?:clients?|clientele|consommateurs?|facturation|comptabilite)$"
    r"|(?:\w+ )?(?:klantenservice|kundenservice|customer service|service clients?)$|kunden(?:dienst|betreuung)$"
    r"|customer (?:care|support)$|(?:klanten|werkgevers|help)desk$"
)


def _is_label_twice(text: str) -> bool:
    """One label in two languages: "Address / Adresse"."""
    parts = [phrase_key(part) for part in re.split(r" / | (?=\()", text)]
    known = [p in _WORDS_NOT_NAME or any(p in phrases(t) for t in LABEL_TABLES) for p in parts]
    return len(parts) == 2 and all(known)


_YOURS = frozenset("vos votre uw ihre ihr your deine dein jouw".split())


_ENUMERATED = re.compile(r"(?:[IVX]{1,4}|\d{1,2})[.)]$")
_COUNTRY_NAMES = frozenset(name for names in COUNTRIES.values() for name in names.split("|"))


_IN_STREET = re.compile(r"(?:straat|strasse|postbus|postfach|street)\w*\s+\d")  # "Bergstraatpostbus 2"

# Before the name of a paper in its heading: "Sales credit note", "Final invoice", "Copie de la facture".
_KINDS = frozenset(
    (
        "sales purchase vat tax final interim deposit monthly weekly annual commercial self billing billed "
        "service services copy duplicate original copie kopie duplicaat duplikat de la du der die das verkoop "
        "verkaufs de het corrected correction consolidated summary statement simplified fiscal electronic "
        "elektronische supplementary partial "
    ).split()
)


_KINDS_AFTER = frozenset(
    (
        "consolidada consolidado simplificada ordinaria ordinario mensual original originale copia duplicado "
        "electronica riepilogativa commerciale commercial originale mensuelle recapitulative definitive original"
    ).split()
)


def _is_heading(folded: str) -> bool:
    """Only words of a paper's heading: the name of a paper, and before it what kind of it this is."""
    words = folded.strip(".:").split()
    at = next((i for i, w in enumerate(words) if w not in _KINDS), len(words))
    end = next((i for i in range(len(words), 0, -1) if words[i - 1] not in _KINDS_AFTER), 0)
    if not at < end or end - at == len(words):
        return False
    rest = phrase_key(" ".join(words[at:end]))
    return any(lookup(rest, table, False) for table in TITLE_TABLES)


@lru_cache(maxsize=20_000)
def is_name_like(text: str, ocr: bool = False) -> bool:
    """False for labels, dates, amounts, streets, postcodes, contact lines and long sentences."""
    if not 2 <= len(text) <= 75 or len(text.split()) > 9:
        return False
    if sum(w.strip(",").isdigit() and len(w.strip(",")) > 1 for w in text.split()) > 1:
        return False  # a house number and a postcode: a whole address
    words = text.split()
    if words and _ENUMERATED.match(words[0]):
        return len(words) > 1 and is_name_like(" ".join(words[1:]), ocr)  # "II. Aan" heads a box
    if len(words) > 6 and all(w.islower() for w in words[1:]) and not has_legal_form(text):
        return False  # a sentence
    letters = sum(map(str.isalpha, text))
    if letters < 2 or letters < 0.55 * len(text.replace(" ", "")):
        return False
    folded = plain(text)
    compact = phrase_key(text)
    if text.startswith(("§", "(§")) or _DESK.match(folded) or _is_label_twice(text):
        return False
    if compact in _WORDS_NOT_NAME or "@" in text or "www." in folded or "http" in folded:
        return False
    if any(lookup(compact, table, False) for table in TITLE_TABLES) or (
        any(compact in phrases(table) for table in LABEL_TABLES) and not has_legal_form(text)
    ):
        return False
    if (
        is_block_heading(text)
        or GREETING.match(folded)
        or ((_OVERVIEW.search(folded) or _NUMBERED.search(folded)) and not has_legal_form(text))
    ):
        return False
    first = folded.split(" ")[0].strip(":.,")
    if first in _YOURS and not has_legal_form(text):
        return False
    if first in NOT_NAMES and not has_legal_form(text):
        return False
    if re.fullmatch(r"(?i)\S*(?:stra(?:ss|ß)e|straat|laan|plein|gasse|allee)", text):
        return False
    if text.rstrip().endswith(":") or (":" in text and not re.search(r"\w:\w", text)):
        return False
    if has_postcode(text) and not has_legal_form(text):
        return False
    if re.search(r"\d", text) and STREET.search(text) and not has_legal_form(text):
        return False
    if STREET_NUMBER.match(text) and not has_legal_form(text) and (text[0].isdigit() or _IN_STREET.search(folded)):
        return False
    if all(part.strip() in _COUNTRY_NAMES for part in folded.split("/")) or _is_heading(folded):
        return False
    if len(re.findall(r"\s[•·|●■–*«+]\s", text)) >= 2 or (has_postcode(text) and re.search(r"[•·|●,]", text)):
        return False
    if re.search(r"\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|[€$£%]", text):
        return False
    if text[0] in "&+" or text[-1] in "&+":
        return False  # a part of a name
    return not (folded.endswith((" von", " van", " de", " the", " of", " und", " and")))
