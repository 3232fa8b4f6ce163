"""Labels and number forms of the four languages the samples are written in."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

_WORDS = {
    "invoice": "Factuur|Invoice|Rechnung|Facture",
    "credit_note": "Creditnota|Credit note|Rechnungskorrektur|Avoir",
    "number": "Factuurnummer|Invoice number|Rechnungsnummer|Numéro de facture",
    "credit_number": "Creditnotanummer|Credit note no.|Belegnummer|Numéro d'avoir",
    "date": "Factuurdatum|Invoice date|Rechnungsdatum|Date de facture",
    "due": "Vervaldatum|Due date|Fällig am|Date d'échéance",
    "customer": "Klantnummer|Customer no.|Kundennummer|Numéro client",
    "order": "Uw ordernummer|Your order no.|Ihre Bestellnummer|Votre commande",
    "note": "Pakbon|Delivery note|Lieferschein|Bon de livraison",
    "to": "Factuur aan|Bill to|Rechnungsempfänger|Facturé à",
    "code": "Artikel|Item|Artikel|Réf.",
    "description": "Omschrijving|Description|Bezeichnung|Désignation",
    "quantity": "Aantal|Qty|Menge|Qté",
    "unit": "Eenheid|Unit|Einheit|Unité",
    "price": "Prijs|Unit price|Einzelpreis|P.U. HT",
    "discount": "Korting|Discount|Rabatt|Remise",
    "rate": "Btw|VAT|USt.|TVA",
    "amount": "Bedrag|Amount|Gesamt|Montant HT",
    "net": "Totaal excl. btw|Subtotal excl. VAT|Nettobetrag|Total HT",
    "vat": "Btw|VAT|Umsatzsteuer|TVA",
    "over": "over|on|auf|sur",
    "gross": "Totaal te betalen|Total due|Rechnungsbetrag|Total TTC",
    "credit_gross": "Totaal incl. btw|Total incl. VAT|Gutschriftbetrag|Total TTC",
    "page": "Pagina|Page|Seite|Page",
    "of": "van|of|von|sur",
    "vat_number": "Btw-nummer|VAT no.|USt-IdNr.|N° TVA",
    "your_vat": "Uw btw-nummer|Your VAT no.|Ihre USt-IdNr.|Votre n° TVA",
    "registration": "KvK|Company no.|Handelsregister|SIREN",
    "reference": "Betalingskenmerk|Payment reference|Verwendungszweck|Référence de paiement",
    "original": "Betreft factuur|Original invoice|Zu Rechnung|Facture d'origine",
    "carried": "Transport|Carried forward|Übertrag|Report",
    "subtotal": "Subtotaal|Subtotal|Zwischensumme|Sous-total",
    "period": "Periode|Period|Leistungszeitraum|Période",
    "pay": "Wij verzoeken u het bedrag vóór {due} over te maken op {iban} ten name van {name}.|"
    "Please pay {iban} ({name}) by {due}.|"
    "Bitte überweisen Sie den Betrag bis zum {due} auf das Konto {iban}.|"
    "Merci de régler avant le {due} sur le compte {iban}.",
}
_LANGUAGES = ("nl", "en", "de", "fr")
WORDS = {key: dict(zip(_LANGUAGES, text.split("|"), strict=True)) for key, text in _WORDS.items()}
_MONTHS = {
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
    "en": "January February March April May June July August September October November December",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
}
SYMBOL = {"EUR": "€", "USD": "$", "GBP": "£"}


def word(language: str, key: str) -> str:
    """The label of a thing in a language."""
    return WORDS[key][language]


def number(language: str, value: Decimal, places: int | None = 2) -> str:
    """A number with the language's separators; ``places`` None keeps what it has, without needless zeros."""
    if places is None:
        value = value.normalize() if value == value.to_integral_value() else value
        text = f"{value:,f}"
    else:
        text = f"{value:,.{places}f}"
    point = {"nl": (".", ","), "de": (".", ","), "fr": ("\u00a0", ","), "en": (",", ".")}[language]
    return text.replace(",", "\0").replace(".", point[1]).replace("\0", point[0])


def day(language: str, value: date, style: str = "short") -> str:
    """A date as that language writes it: "short" with digits, "long" with the month's name."""
    if style == "long":
        month = _MONTHS[language].split()[value.month - 1]
        return f"{value.day}. {month} {value.year}" if language == "de" else f"{value.day} {month} {value.year}"
    if style == "us":
        return f"{_MONTHS['en'].split()[value.month - 1][:3]} {value.day}, {value.year}"
    mark = {"nl": "-", "de": ".", "fr": "/", "en": "/"}[language]
    return value.strftime(f"%d{mark}%m{mark}%Y")


def spaced(iban: str) -> str:
    """An IBAN in groups of four."""
    return " ".join(iban[n : n + 4] for n in range(0, len(iban), 4))
