"""Headings of boxes, told from names by their words: "Informations du client", "Lieferantendaten", "Customer Invoice".

A heading is made of words that say what stands below it and whose it is; no firm is named by such words alone.
"""

# ruff: noqa: SIM905 - lists of words are read as words
from __future__ import annotations

import re

from ocr.local.text import plain

_OF = frozenset(
    "de du des d l la le les of the for von der die das van het een et en und and a au aux votre to an aan fur voor"
    " pour".split()
)
_WHO = frozenset(
    "client clients customer customers klant klanten kunde kunden acheteur buyer buyers koper kaufer afnemer abnehmer"
    " fournisseur supplier suppliers vendor vendors leverancier leveranciers lieferant vendeur seller sellers verkoper"
    " verkaufer merchant provider purchaser prestataire emetteur expediteur destinataire sender recipient receiver"
    " absender empfanger afzender ontvanger auftraggeber opdrachtgever guest gast mandant payer payee company firmen"
    " entreprise societe bedrijf bedrijfs".split()
)
_WHAT = frozenset(
    "information informations info infos informatie informationen infobox coordonnees donnees gegevens daten details"
    " detail angaben data summary resume overzicht ubersicht invoice invoices factuur rechnung rechnungs facture"
    " facturation billing livraison delivery shipping levering lieferung verzending versand paiement payment betaling"
    " betaal zahlung zahlungs commande order bestelling bestellung auftrag auftrags document documents bank bancaires"
    " bancaire banque conditions voorwaarden bedingungen terms mentions legales legal notes reglement contact name naam"
    " nom".split()
)
_COMPOUND = re.compile(
    r"^(?:kunden|lieferanten|rechnungs|liefer|zahlungs|bestell|auftrags|firmen|vertrags|versand|leistungs|objekt|gaste"
    r"|bank|klant|klanten|leveranciers|factuur|betaal|bestel|order|lever|bedrijfs|bank)-?"
    r"(?:rechnung|daten|details|informationen|information|info|angaben|objekt|ubersicht|nachweis|verbindung"
    r"|gegevens|informatie|overzicht|instructies)$"
)


def is_block_heading(text: str) -> bool:
    """True when all words say what stands below ("Informations de facturation"); a word alone counts as a compound."""
    words = [w for w in re.split(r"[^\w]+", plain(text)) if w]
    if len(words) == 1:
        return bool(_COMPOUND.match(words[0]))
    telling = [w for w in words if w not in _OF]
    if not 2 <= len(telling) <= 4:
        return False
    return all(w in _WHO or w in _WHAT or _COMPOUND.match(w) for w in telling) and any(w in _WHAT for w in telling)
