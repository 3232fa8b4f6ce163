"""Column heads of item tables. nl, en, de, fr."""

from __future__ import annotations

COLUMNS: dict[str, str] = {
    "pos": (
        "pos|positie|regel|nr|no|#|lfd nr|n°|line|ligne|item no|item nr|sno|s no|sl no|regelnr|position|lp|ln"
        "|volgnr|# line|ligne fact"
        "|post|poste|rang|pos nr|zeile"
    ),
    "description": (
        "omschrijving|beschrijving|artikel|product|artikelomschrijving|dienst|producten|omschrijving artikel"
        "|specificatie|productomschrijving|description|item|item description|details|service|particulars"
        "|product description|services|activity|description of goods|goods|article description|product name|items"
        "|item name|description of services|bezeichnung|beschreibung|artikelbezeichnung|artikelbeschreibung"
        "|produkt|leistung|leistungsbeschreibung|position bezeichnung|warenbezeichnung|gegenstand|text"
        "|produktbezeichnung|designation|libelle|article|descriptif|produit|prestation|nature"
        "|designation des produits|nom designation|intitule|leistungen|werkzaamheden|beschrijving dienst"
        "|name description brand batch id|code article nom designation|art nr lieferant artikelbezeichnung|tekst"
        "|descriptions|service description|work description|materials|naam|name|description des prestations"
        "|detail|specification|product service|omschrijving van goederen of diensten"
        "|omschrijving werkzaamheden|omschrijving dienst|omschrijving artikelen|verrichte werkzaamheden|goederen"
        "||charge description|what|task|fee description|item details|article name|leistung beschreibung"
        "||artikel bezeichnung|leistungsart|ware|description article|nature de la prestation|designation article"
        "||designation des travaux|detail des prestations|reference designation|produits"
    ),
    "quantity": (
        "aantal|hoeveelheid|qty|quantity|hrs qty|qty hr|hours|quantity ordered|quant|qnty|qty shipped|shipped"
        "|menge|anzahl|anz|menge einheit|stunden|std|stk|quantite|qte|nombre|aant|uren|besteld|geleverd"
        "|dienst uur|nb|units|hrs|days|dagen|tage|quantité livrée|qte livree|delivered|no of units"
        "|quantity shipped|heures|jours|ordered|dienst|liefermenge|geliefert|qty unit|invoiced qty"
        "|aantal geleverd|requested qty unit|qty ordered|requested agreed qty|qté"
        "|hoeveelh|verbruik|volume|nachten|personen|besteld aantal|gefactureerd|quantity invoiced|consumption|usage"
        "||nights|pieces|pcs|stuck|stueck|verbrauch|nachte|gelieferte menge|qte fact|qte facturee|consommation|nuits"
        "||quantity delivered|geleverde hoeveelheid|no of hours|aantal uren|aantal stuks|nombre d'heures|qte commandee"
    ),
    "unit": (
        "eenheid|unit|um|uom|u/m|eh|me|einheit|meng einheit|mengeneinheit|unite|eenh|per|unit for p.u."
        "|mengen einheit|unite de mesure|unit of measure|vpe|verp|ehd"
        "|einh|verpakking|un|eenheden|verpackungseinheit|conditionnement"
    ),
    "price": (
        "prijs|stukprijs|eenheidsprijs|prijs per eenheid|prijs per stuk|tarief|uurtarief|prijs excl"
        "|prijs excl btw|price|unit price|rate|unit cost|rate price|price unit|cost|unit price excl vat"
        "|price each|each|preis|einzelpreis|stuckpreis|ep|e preis|preis einheit|nettopreis|vk preis|einzel"
        "|preis je einheit|prix|prix unitaire|pu|p.u.|p.u. ht|pu ht|prix unitaire ht|prix u|netto prijs"
        "|nettoprijs|unit price net|list price|net price|e-preis|einh preis|price per unit|p.u. ht eur|pu eur"
        "|eenh prijs|price eur|unit rate|amount unit|price net unit price|stukpr|prijs per|prix unit|unitprice"
        "|prix unit ht|einzelpreis eur|tarief per uur|hourly rate|brutoprijs|nettoeinzelpreis|u price|s price|u/p"
        "|prix ht unitaire|prix net|einheitspreis|eenheids prijs|verkoopprijs|tarif|tarif ht|cout unitaire"
        "|stuksprijs|per stuk|eh prijs|prijs eenheid|prijs per uur|prijs per eh|prijs stuk|adviesprijs|dagtarief"
        "||per unit|per item|per hour|day rate|cost per unit|unit price usd|unit net|item price|price per hour|tariff"
        "||je einheit|stundensatz|tagessatz|preis pro einheit|preis pro stuck|preis je stuck|einzel netto|ep netto"
        "||prix a l'unite|prix de l'unite|taux horaire|prix un|prix unite|tarif horaire"
    ),
    "per": (
        "per|preis je|vke geb|prijs per eenh|preiseinheit|pe|per aantal|price per|vke/geb|prijseenheid"
        "|price base|base qty"
    ),
    "discount": (
        "korting|kort|krt|discount|disc|disc %|adjust|rabatt|rab|remise|rem|korting %|rem %|rabat|korting in %"
        "|nachlass|discount %|toeslag|remise charge|kort %|rabatt %|rabatt in %|charge|remise %"
        "|allowances charges|disc amount"
    ),
    "vat_rate": (
        "btw|btw %|btw tarief|btw code|vat|vat %|vat rate|tax|tax %|tax rate|gst|mwst|ust|mwst %|ust %|mwst satz"
        "|ust satz|steuersatz|steuersatz %|tva|tva %|taux|taux tva|tax code|tarief btw|% btw|vat code|steuer"
        "|taux de tva|% tva|btw pct|tva code|gst %|mwst code|steuer %|ust satz %|btw perc|vatrate|btw-%|taxe"
        "|t.v.a.|taxes"
    ),
    "amount": (
        "bedrag|totaal|totaalbedrag|bedrag excl|bedrag excl btw|totaal excl btw|regeltotaal|totaalprijs|netto"
        "|nettobedrag|netto bedrag|totaal excl|subtotaal|amount|total|line total|net amount|total price|sub total"
        "|subtotal|extended price|ext price|line amount|total amount|net|amount excl vat|value|net price amount"
        "|total net|ext amount|amount due line|betrag|gesamt|gesamtpreis|summe|gesamtbetrag|nettowert|nettobetrag"
        "|gesamtpreis eur|gp|g preis|entgelt|positionsbetrag|betrag eur|wert|total excl vat|montant|total ht"
        "|montant ht|prix total|total net|prix ht|prix total ht|montant ht eur|total ht eur|price w o tax"
        "|line total net|total eur|totaal eur|totaal sek|positionsbetrag ohne ust|gesamt eur|betrag netto"
        "|gesamt netto|amount eur|amount usd|ext|sum|bedrag eur|total excl|netto betrag|net total|prijs totaal"
        "|totale prijs|total net ht|montant net|line net|net line total|total htva|montant htva|cost total"
        "|nettogesamtpreis|gesamtnettopreis|nettogesamtbetrag|gesamt nettopreis"
        "|zeilensumme|pos betrag|premie|premiebedrag|premium|beitrag|pramie|prime"
        "|waarde|regelbedrag|lijntotaal|totaal regel|netto waarde|bedrag regel|totale kosten|line value|line sum"
        "||total line|total cost|total usd|total gbp|amount gbp|ext cost|line cost|zeilenbetrag|gesamtwert|nettosumme"
        "||gesamt summe|warenbetrag|valeur|total ligne|montant ligne|montant net ht|total net eur|valeur ht"
    ),
    "gross_amount": (
        "bedrag incl|bedrag incl btw|totaal incl|totaal incl btw|incl btw|amount incl vat|total incl vat"
        "|total incl|gross|gross amount|brutto|bruttobetrag|gesamt brutto|ttc|total ttc|montant ttc|prix ttc|incl"
        "|total incl gst|amount incl gst"
    ),
    "vat_amount": (
        "btw bedrag|bedrag btw|vat amount|tax amount|mwst betrag|ust betrag|steuerbetrag|montant tva|gst amount"
        "|total tax"
        "|btw euro|steuer betrag|total tva|tax amt"
    ),
    "code": (
        "artikelnr|art nr|artikelnummer|artikelcode|productcode|code|artikel nr|item code|sku|part no|part number"
        "|product code|item number|product no|item #|art no|article no|product id|ref|reference|referentie"
        "|referenz|ref article|code article|art|material|materialnummer|artnr|art nr lieferant|art nr lief"
        "|unsere art nr|stock code|catalog no|catalogue no|material no|bestellnummer|referenzen|référence|refer"
        "|code produit|product #|item id|referenties|cat no|ref produit|produktnummer|mat nr|ihre art nr"
        "|art nr kunde|unsere|ihre"
        "|materiaal|artikel code|barcode nr|catalogusnummer|ref no|item ref|model|ref produit fournisseur|matiere"
    ),
    "ean": "ean|gtin|ean code|barcode|ean nr|ean gtin|gtin ean",
    "date": (
        "datum|date|dat|service date|werkdatum|leistungsdatum|training date|leverdatum|date prestation|jour|periode"
        "|period|zeitraum|leistungszeitraum|service period|billing period|periode du|dates"
    ),
}
