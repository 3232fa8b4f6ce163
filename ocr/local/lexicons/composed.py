"""Labels made of two parts, because no list holds all of them: a word for the paper and a word for number or date.

"Nota nr.", "Bill ID", "Faktura-Nr.", "Réf. avoir": each part is common, each pair may be met once in a year.
"""

from __future__ import annotations

import itertools


def _pairs(first: str, second: str) -> str:
    return "|".join(f"{a} {b}" for a, b in itertools.product(first.split("|"), second.split("|")))


_DUTCH = "factuur|nota|verkoopfactuur|faktuur|creditfactuur|creditnota|document|credit nota"
_GERMAN = "rechnung|rechnungs|rech|gutschrift|gutschrifts|faktura|fakturen|storno|beleg|vorgangs|dokument|dokumenten"
_FRENCH = "facture|avoir|note de credit|note d'honoraires|note|piece|document"
_ENGLISH = "invoice|inv|bill|tax invoice|sales invoice|credit note|credit memo|memo|document|doc|voucher|vat invoice"

_ABOUT = "information|informations|info|details"
_GERMAN_DATA = "daten|informationen|angaben"

COMPOSED: dict[str, str] = {
    "supplier": "|".join(
        [
            _pairs("informations|informations du|informations de l'|coordonnees du|coordonnees de l'", "expediteur"),
            _pairs("informations|informations du|coordonnees du", "fournisseur|vendeur"),
            _pairs("informations|informations de l'|coordonnees de l'", "emetteur"),
            _pairs("supplier|vendor|seller|sellers|merchant|provider", _ABOUT),
            _pairs("lieferanten|absender|verkaufer", _GERMAN_DATA),
            _pairs("leverancier|leveranciers", "gegevens|informatie"),
        ]
    ),
    "buyer": "|".join(
        [
            _pairs("informations|information|informations du|coordonnees du", "client|destinataire"),
            _pairs("informations|informations de l'|coordonnees de l'", "acheteur"),
            _pairs("buyer|buyers|recipient|guest|customer|client", _ABOUT),
            _pairs("kunden|empfanger|gaste|rechnungsempfanger", _GERMAN_DATA),
            _pairs("klant|klanten|afnemer", "gegevens|informatie"),
        ]
    ),
    "number": "|".join(
        [
            _pairs(_DUTCH, "nummer|nr|no|num|id|#|code|ref|referentie"),
            _pairs("ons|onze", "factuurnummer|factuurnr|factuur nr|factuur nummer"),
            _pairs(_GERMAN, "nummer|nr|no|id|#|kennung|ref|referenz"),
            _pairs("unsere", "rechnungsnummer|rechnungsnr|rechnung nr"),
            _pairs(_FRENCH, "n°|no|nr|numero|num|id|#|reference|ref"),
            _pairs("numero|numero de|numero d'|n° de|n°|ref|ref de|reference|reference de|id", _FRENCH),
            _pairs(_ENGLISH, "number|no|nr|num|#|id|code|reference|ref"),
            _pairs("our", "invoice number|invoice no|invoice"),
        ]
    ),
    "date": "|".join(
        [
            _pairs("factuur|nota|verkoopfactuur|faktuur|creditfactuur|creditnota|credit nota", "datum|dd"),
            _pairs(
                "rechnung|rechnungs|gutschrift|gutschrifts|faktura|fakturen|storno|beleg|ausstellungs|dokument",
                "datum|tag",
            ),
            _pairs(
                "date de la|date de|date d'|date",
                "facture|avoir|note de credit|piece|emission|facturation|etablissement",
            ),
            _pairs("invoice|inv|bill|tax invoice|credit note|credit memo|document|doc|issue|issuing|billing", "date"),
            _pairs("date of", "invoice|issue|credit note|bill|document"),
            "opgemaakt op|dagtekening|uitgereikt op|opgesteld op|ausgestellt am|ausgestellt|erstellt|rechnungstag"
            "|etablie le|etabli le|emise le|emis le|raised on|date raised|date issued|issued date|prepared on"
            "|created on|creee le|cree le"
            "|date of creation|datum van uitgifte|uitgiftedatum|gemaakt|gemaakt op|aangemaakt|aangemaakt op|created"
            "|date added|datum toegevoegd|boekingsdatum|posting date|buchungsdatum|date de comptabilisation",
        ]
    ),
    "due": (
        "graag betaald op|graag betalen voor|gelieve te betalen tegen|betaal uiterlijk op"
        "|te betalen tegen|te voldoen voor"
        "|betaling voor|betaling uiterlijk|uiterlijk te voldoen op|bitte zahlen bis|zahlung erbeten bis"
        "|zu begleichen bis"
        "|zahltag|falligkeitsdatum rechnung|zahlung fallig am|zahlung fallig|a acquitter pour le|a acquitter avant le"
        "|a regler pour le|a regler au plus tard le|paiement avant le|paiement attendu le|echeance de paiement"
        "|date d'echeance de paiement|settle by|settlement date|payment deadline|deadline|pay until|payable on"
        "|to be paid by|please settle by|payment expected by|due for payment|last day to pay"
        "|date payment due|payable until|please pay until|vervalt|betalingsvervaldatum"
        "|vervaldatum betaling|payment target|gelieve te betalen tot|betaalbaar tot|zahlungsfrist"
        "|fallig bis|a payer jusqu'au|preleve le|date de prelevement|incassodatum|datum incasso"
    ),
    "order": (
        "inkooporder klant|bon de commande du client|customers purchase order|customer's purchase order"
        "|uw opdracht|uw opdrachtnummer|uw opdracht nr|cust po|cust p.o.|cust order|cust order no|your purchase order"
        "|ref de votre marche|votre n° bon de commande|votre bc|n° de votre commande|ihr auftrag vom nr|ihre order"
        "|ihre order nr|ihre bestellung vom|kunden bestellnummer|kundenauftragsnummer"
    ),
    "customer_no": (
        "uw nummer bij ons|uw klantnr|klant id|klantcode|debiteurcode|ihre kennung|kunden id|kundenkennung|kd id"
        "|compte tiers|n° de compte client|n° tiers|code tiers|votre compte|your a c|your account"
        "|account ref|account ref no"
        "|customer ref no|customer account|acct no|acct #|account #|acct|cust no|cust id|cust #"
        "|client code|account code"
    ),
    "delivery_no": (
        "ls nr|despatch ref|despatch note no|dispatch ref|delivery ref|consignment no|leverbon nr"
        "|verzendnummer|bordereau n°"
    ),
    "delivery_date": (
        "geleverd op|geleverd|uitgevoerd op|ausgeliefert|ausgeliefert am|geliefert am|erbracht am|livre le|livree le"
        "|effectue le|realise le|shipped|shipped on|supplied on|dispatched|date shipped|date delivered"
        "|date of delivery"
        "|performance date"
    ),
    "seller_order": (
        "behandeld door|sachbearbeiter|affaire suivie par|handled by|job ref|bearbeiter|uw contactpersoon"
        "|ansprechpartner|contactpersoon|votre contact|your contact"
    ),
    "net": (
        "base imposable|bases imposables|montant imposable|belastbaar bedrag|grondslag|grondslag btw"
        "|steuerpflichtiger betrag|bemessungsgrundlage|steuerbasis|tax base|vat base|sum before vat"
    ),
    "payable": (
        "door u te voldoen|restforderung|rest zu zahlen|verbleibender betrag|reste du|net du|left to pay"
        "|remaining|remaining to pay|remaining due|resterend|nog open|noch offener betrag"
    ),
    "prepaid": (
        "in mindering|in mindering gebracht|ihre vorleistung|vorleistung|a deduire|received with thanks"
        "|less received|deposits received|on account|reeds gefactureerd|teilzahlung|teilzahlungen"
        "|verrechnung"
    ),
    "discount": (
        "relatiekorting|klantkorting|treuenachlass|treuerabatt|remise fidelite|remise client"
        "|loyalty discount|trade discount|betalingskorting"
    ),
    "shipping": "vracht|carriage|port|emballage|forfait port|expedition",
    "other_tax": (
        "pfand|leergut|consigne|container deposit|pallet deposit|bottle deposit|einwegpfand|recupel|bebat"
        "|ecotaxe|eco participation|eco contribution"
    ),
}
