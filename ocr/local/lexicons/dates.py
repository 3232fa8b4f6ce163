"""Dates on business documents. nl, en, de, fr."""

from __future__ import annotations

DATES: dict[str, str] = {
    "date": (
        "factuurdatum|datum factuur|notadatum|creditdatum|datum creditnota|documentdatum|faktuurdatum|datum"
        "|invoice date|date of invoice|date invoice|bill date|issue date|date of issue|issued|issued at|issued on"
        "|invoice issued|document date|receipt date|credit note date|tax point|date tax point|tax point date|date"
        "|dated|billing date"
        "|posting date invoice|invoice dt"
        "|rechnungsdatum|rechnung vom|datum der rechnung|belegdatum|beleg datum|ausstellungsdatum|rechnungs datum"
        "|gutschriftsdatum|erstellt am|rechnungsdat|re datum|rg datum"
        "|date de facture|date facture|date de la facture|date d'emission|date emission|emise le|emis le"
        "|editee le|edite le"
        "|facture du|date de facturation|date document|date de l'avoir|date avoir|fait le|en date du|etabli le"
    ),
    "order_date": (
        "orderdatum|besteldatum|datum bestelling|order date|date of order|po date|bestelldatum|bestell datum"
        "|auftragsdatum|auftrag datum|auftrag datum lief|date de commande|date commande|date de la commande"
        "|purchase order date"
    ),
    "due": (
        "vervaldatum|verval datum|uiterste betaaldatum|te betalen voor|te betalen op|betalen voor|te voldoen voor"
        "|te voldoen vóór|uiterlijk te betalen|betaaldatum|uiterste betaal datum|vervaldag|vervalt op|vervalt"
        "|verschuldigd op|de betaling is verschuldigd op|betaling verschuldigd op"
        "|betalen uiterlijk|uiterlijk|te betalen uiterlijk|betaal voor|gelieve te betalen voor|uiterste datum"
        "|due date|payment due|payment due date|due|due on|pay by|due by|payment due by|date due|please pay by"
        "|please remit until|payable by|payment date due|pay before|invoice due date|invoice due|payment by"
        "|please pay before|maturity date|total due on|total amount due on|amount due on|total due by"
        "|fallig am|faellig am|falligkeit|faelligkeit|falligkeitsdatum|falligkeitstag|zahlbar bis|fallig"
        "|zahlungsfallig|zahlungsfallig am"
        "|zahlungsziel|zu zahlen bis|bitte uberweisen sie bis zum|bitte uberweisen sie bis|bitte zahlen sie bis"
        "|bitte zahlen sie bis zum|ohne abzug bis|zahlbar ohne abzug bis|zahlbar bis zum|netto bis|bis spatestens"
        "|falligkeit am|zahlung bis|ohne abzug|gesamtbetrag fallig am|betrag fallig am"
        "|date d'echeance|echeance|date echeance|a payer avant le|a regler avant le|payable avant le"
        "|payable pour le|a verser pour le|a regler pour le"
        "|a payer pour le|date limite de paiement|payable le|echeance le|date limite"
        "|date limite de reglement|a regler le|a payer avant"
        "|avant le|date de paiement"
        "|montant du le|montant total du le|total du le|montant a payer avant le"
        "|payable au plus tard le|au plus tard le|date d'exigibilite|paiement du|paiement du le|paiement avant le"
        "|valid through|zahlungsfrist bis|fallig bis"
    ),
    "delivery_date": (
        "leverdatum|datum levering|leveringsdatum|leverings datum|afleverdatum|datum van levering|delivery date"
        "|date of delivery|date of supply|supply date|shipped date|ship date|shipping date|service date"
        "|lieferdatum|liefer datum|leistungsdatum|leistungs datum|liefer und leistungsdatum|liefer leistungsdatum"
        "|datum der leistung|date de livraison|date livraison|date de prestation|date d'expedition|verzenddatum"
        "|requested delivery date|gewenste leverdatum|gewunschter liefertermin|liefertermin"
        "|date de livraison souhaitee|delivered on|expected delivery|verwachte leverdatum|levertijd"
    ),
    "period": (
        "periode|period|invoice period|service period|billing period|facturatieperiode|zeitraum|leistungszeitraum"
        "|abrechnungszeitraum|rechnungszeitraum|periode de facturation|periode du|start of service|end of service"
        "|startdatum|einddatum|date de debut de prestation|date de fin de prestation|effective period start"
        "|effective period end|liefer leistungszeitraum|from date|to date|begin date|end date|start date|aankomst"
        "|vertrek|check in|check out|arrival|departure|anreise|abreise|date d'arrivee|date de depart|looptijd"
        "|fur den zeitraum|huurperiode|verhuurperiode|mietzeitraum|mietperiode|nutzungszeitraum|periode de location"
        "|rental period|dienstperiode|gultig bis|valid until|geldig tot|valable jusqu'au|contract date"
        "|vertrags datum|vertragsdatum|mandaatdatum"
    ),
    "discount_date": (
        "bei zahlung bis|skonto bis|zahlbar mit skonto bis|mit skonto bis|discount if paid by|bij betaling voor"
        "|escompte si paiement avant|bei zahlung bis zum|korting bij betaling voor"
    ),
    "other_date": (
        "lieferschein datum|annahme|annahmedatum|eingangsdatum|delivery note date|datum pakbon"
        "|date de facture associee|date facture associee"
        "|print date|afdrukdatum|druckdatum|date d'impression|geboortedatum|date of birth|ontvangst digipoort"
        "|original invoice date|datum oorspronkelijke factuur|time|tijd|training date|previous invoice date"
        "|betaald op|paid on|bezahlt am|paye le|payment date|date of payment|date reglement|report date"
    ),
}
