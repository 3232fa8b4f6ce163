"""Letters to a vendor, ready to be sent from one's own mail program: per reason, in the language of the document. Pure.

The words of a letter belong to the vendor's language, not to the reader's: they stand here and not among the
product's translations.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

LANGUAGES = ("nl", "en", "de", "fr")
REASONS = ("order", "price", "amount", "duplicate", "vat_id", "delivery", "address", "rejected", "question")
# Which reason the open holds suggest, the first that fits.
_SUGGESTED = (
    ("DUPLICATE", "duplicate"),
    ("PO_", "order"),
    ("PRICE_", "price"),
    ("LINE_AMOUNT", "price"),
    ("CHARGE_", "price"),
    ("AWAIT_RECEIPT", "delivery"),
    ("QTY_", "delivery"),
    ("WRONG_ADMINISTRATION", "address"),
    ("TAX_VARIANCE", "amount"),
    ("LINES_TOTAL", "amount"),
    ("INVOICE_TOTAL", "amount"),
    ("INCOMPLETE_INVOICE", "vat_id"),
)


@dataclass(frozen=True, slots=True)
class PriceOff:
    """A price that is not the agreed one: what it is of, as billed and as ordered."""

    what: str
    billed: Decimal
    agreed: Decimal


@dataclass(frozen=True, slots=True)
class Facts:
    """What a letter may say of an invoice. Amounts are gross, in ``currency``; ``signed`` is who writes, ``us`` for
    which company; ``why`` is the reason of a rejection."""

    number: str
    day: date | None
    total: Decimal | None
    currency: str
    us: str
    signed: str
    order: str = ""
    why: str = ""
    prices: Sequence[PriceOff] = ()


@dataclass(frozen=True, slots=True)
class Letter:
    """Subject and text, with plain line ends."""

    subject: str
    text: str


_SUBJECT = {
    "nl": "Vraag over factuur {number}",
    "en": "Question about invoice {number}",
    "de": "Frage zu Rechnung {number}",
    "fr": "Question sur la facture {number}",
}
_OPENING = {
    "nl": "Goedendag,\n\nWij ontvingen uw factuur {number}{of_day}{over}.",
    "en": "Hello,\n\nWe received your invoice {number}{of_day}{over}.",
    "de": "Guten Tag,\n\nwir haben Ihre Rechnung {number}{of_day}{over} erhalten.",
    "fr": "Bonjour,\n\nNous avons reçu votre facture {number}{of_day}{over}.",
}
_OF_DAY = {"nl": " van {day}", "en": " of {day}", "de": " vom {day}", "fr": " du {day}"}
_OVER = {"nl": " over {total}", "en": " for {total}", "de": " über {total}", "fr": " de {total}"}
_CLOSING = {
    "nl": "Met vriendelijke groet,\n{signed}\n{us}",
    "en": "Kind regards,\n{signed}\n{us}",
    "de": "Mit freundlichen Grüßen\n{signed}\n{us}",
    "fr": "Cordialement,\n{signed}\n{us}",
}
_PRICE = {
    "nl": "- {what}: gefactureerd {billed}, afgesproken {agreed}",
    "en": "- {what}: invoiced {billed}, agreed {agreed}",
    "de": "- {what}: berechnet {billed}, vereinbart {agreed}",
    "fr": "- {what} : facturé {billed}, convenu {agreed}",
}
_BODY: dict[str, dict[str, str]] = {
    "order": {
        "nl": "Ons bestelnummer ontbreekt erop, of wij kunnen het niet vinden{order}. Wilt u ons het juiste nummer "
        "laten weten?",
        "en": "It does not carry our order number, or we cannot find the one on it{order}. Could you tell us the right "
        "number?",
        "de": "Unsere Bestellnummer fehlt darauf oder ist bei uns nicht zu finden{order}. Können Sie uns die richtige "
        "Nummer nennen?",
        "fr": "Notre numéro de commande n'y figure pas, ou nous ne le trouvons pas{order}. Pourriez-vous nous indiquer "
        "le bon numéro ?",
    },
    "price": {
        "nl": "De prijs wijkt af van wat wij bestelden{order}:\n{prices}\nWilt u dit nakijken, en zo nodig een "
        "creditnota sturen?",
        "en": "The price differs from our order{order}:\n{prices}\nCould you check this and send a credit note if "
        "needed?",
        "de": "Der Preis weicht von unserer Bestellung ab{order}:\n{prices}\nKönnen Sie das prüfen und gegebenenfalls "
        "eine Gutschrift schicken?",
        "fr": "Le prix diffère de notre commande{order} :\n{prices}\nPourriez-vous vérifier et, au besoin, nous "
        "envoyer un avoir ?",
    },
    "amount": {
        "nl": "De bedragen op de factuur sluiten niet op elkaar aan. Wilt u ze nakijken en een juiste factuur sturen?",
        "en": "The amounts on the invoice do not add up. Could you check them and send a corrected invoice?",
        "de": "Die Beträge auf der Rechnung gehen nicht auf. Können Sie sie prüfen und eine berichtigte Rechnung "
        "schicken?",
        "fr": "Les montants de la facture ne concordent pas. Pourriez-vous les vérifier et nous envoyer une facture "
        "corrigée ?",
    },
    "duplicate": {
        "nl": "Een factuur met dit nummer of deze inhoud hebben wij al. Klopt het dat deze dubbel is gestuurd? Zo "
        "niet, waarin verschillen zij?",
        "en": "We already have an invoice with this number or content. Was it sent twice? If not, how do they differ?",
        "de": "Eine Rechnung mit dieser Nummer oder diesem Inhalt liegt uns bereits vor. Wurde sie doppelt geschickt? "
        "Wenn nicht, worin unterscheiden sie sich?",
        "fr": "Nous avons déjà une facture avec ce numéro ou ce contenu. A-t-elle été envoyée deux fois ? Sinon, en "
        "quoi diffèrent-elles ?",
    },
    "vat_id": {
        "nl": "Er ontbreken gegevens die een factuur moet hebben, zoals uw btw-nummer. Wilt u ons een volledige "
        "factuur sturen?",
        "en": "It lacks details that an invoice must carry, such as your VAT number. Could you send us a complete "
        "invoice?",
        "de": "Es fehlen Angaben, die eine Rechnung enthalten muss, etwa Ihre USt-IdNr. Können Sie uns eine "
        "vollständige Rechnung schicken?",
        "fr": "Il y manque des mentions obligatoires, comme votre numéro de TVA. Pourriez-vous nous envoyer une "
        "facture complète ?",
    },
    "delivery": {
        "nl": "Wij hebben de gefactureerde goederen nog niet, of niet helemaal, ontvangen{order}. Wanneer is er "
        "geleverd, of wanneer komt de rest?",
        "en": "We have not received the goods, or not all of them{order}. When were they delivered, or when will the "
        "rest arrive?",
        "de": "Die berechnete Ware haben wir noch nicht oder nicht vollständig erhalten{order}. Wann wurde geliefert, "
        "oder wann kommt der Rest?",
        "fr": "Nous n'avons pas encore reçu la marchandise facturée, ou pas en totalité{order}. Quand a-t-elle été "
        "livrée, ou quand arrivera le reste ?",
    },
    "address": {
        "nl": "De factuur is niet aan ons gericht. Wilt u haar op naam van {us} stellen, of aan het juiste bedrijf "
        "sturen?",
        "en": "The invoice is not addressed to us. Could you make it out to {us}, or send it to the right company?",
        "de": "Die Rechnung ist nicht an uns gerichtet. Können Sie sie auf {us} ausstellen oder an das richtige "
        "Unternehmen schicken?",
        "fr": "La facture ne nous est pas adressée. Pourriez-vous l'établir au nom de {us}, ou l'envoyer à la bonne "
        "société ?",
    },
    "rejected": {
        "nl": "Wij kunnen deze factuur niet verwerken{why}. Wilt u haar intrekken of een juiste factuur sturen?",
        "en": "We cannot process this invoice{why}. Could you withdraw it or send a corrected one?",
        "de": "Wir können diese Rechnung nicht bearbeiten{why}. Können Sie sie zurückziehen oder berichtigt schicken?",
        "fr": "Nous ne pouvons pas traiter cette facture{why}. Pourriez-vous l'annuler ou nous en envoyer une "
        "corrigée ?",
    },
    "question": {"nl": "Onze vraag: ", "en": "Our question: ", "de": "Unsere Frage: ", "fr": "Notre question : "},
}
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def language_for(document: str, country: str) -> str:
    """The language of the document (code of two letters), else of the vendor's country, else English."""
    by_country = {"NL": "nl", "BE": "nl", "DE": "de", "AT": "de", "FR": "fr", "LU": "fr"}
    return document if document in LANGUAGES else by_country.get(country, "en")


def suggested(codes: Sequence[str], *, rejected: bool = False) -> str:
    """The reason that open holds suggest."""
    found = (reason for start, reason in _SUGGESTED for code in codes if code.startswith(start))
    return next(found, "rejected" if rejected else "question")


def letter(facts: Facts, reason: str, language: str) -> Letter:
    """The letter. Raises KeyError for a reason or language there is none of."""
    order = f" ({facts.order})" if facts.order else ""
    prices = "\n".join(_price(each, language) for each in facts.prices)
    total = f"{facts.currency} {money(facts.total, language)}" if facts.total is not None else ""
    opening = _OPENING[language].format(
        number=facts.number,
        of_day=_OF_DAY[language].format(day=day(facts.day, language)) if facts.day else "",
        over=_OVER[language].format(total=total) if total else "",
    )
    why = f" ({facts.why})" if facts.why else ""
    wording = _BODY[reason][language]
    if not facts.prices:
        wording = re.sub(r" ?:\n\{prices\}\n", ". ", wording)
    body = wording.format(order=order, prices=prices, us=facts.us, why=why)
    closing = _CLOSING[language].format(signed=facts.signed, us=facts.us)
    subject = _SUBJECT[language].format(number=facts.number).strip()
    return Letter(subject, f"{opening}\n\n{body}\n\n{closing}".replace("  ", " "))


def is_blank(text: str) -> bool:
    """Whether a letter with a question of one's own still lacks it."""
    openings = {wording.strip() for wording in _BODY["question"].values()}
    return any(line.strip() in openings for line in text.splitlines())


def _price(off: PriceOff, language: str) -> str:
    billed, agreed = money(off.billed, language), money(off.agreed, language)
    return _PRICE[language].format(what=off.what, billed=billed, agreed=agreed)


def money(amount: Decimal, language: str) -> str:
    """An amount as the language writes it."""
    text = f"{amount:,.2f}"
    if language == "en":
        return text
    thousands = "\u00a0" if language == "fr" else "."
    return text.replace(",", "\0").replace(".", ",").replace("\0", thousands)


def day(moment: date, language: str) -> str:
    """A date as the language writes it; in English with the month's name, which nobody can take for a day."""
    if language == "en":
        return f"{moment.day} {_MONTHS[moment.month - 1]} {moment.year}"
    return moment.strftime({"nl": "%d-%m-%Y", "de": "%d.%m.%Y", "fr": "%d/%m/%Y"}[language])
