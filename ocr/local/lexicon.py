"""What things are called on business documents in Dutch, English, German and French. Data only.

Phrases are compared by letters and digits alone (``text.key``), so "Rechnungs-Nr.:" and "rechnungsnr" are one.
Longer phrases win over the shorter ones inside them, which is why phrases that mean *something else* are listed too.
"""

# ruff: noqa: SIM905 - lists of words are read as words
from __future__ import annotations

# Labels of single values. Key: kind; value: phrases, "|" between them.
LABELS: dict[str, str] = {
    # --- numbers ---
    "number": (
        "factuurnummer|factuurnr|factuur nr|factuur nummer|factuur no|nota nummer|notanummer|nummer factuur"
        "|faktuurnummer|factuur #|documentnummer"
        "|creditnota nummer|creditnotanummer|creditnummer|credit nota nr|creditfactuurnummer|creditfactuur nr"
        "|bonnummer|bon nr"
        "|invoice number|invoice no|invoice nr|invoice num|invoice #|invoice id|inv no|inv nr|inv #|invoice n"
        "|bill number|bill no|document number|document no|tax invoice no"
        "|invoice no.|credit note number|credit note no|credit note nr|credit note #|credit memo no"
        "|receipt number|receipt no|receipt #|receipt # no|reference invoice"
        "|rechnungsnummer|rechnungsnr|rechnung nr|rechnung nummer|rechnung #|rechnungs nr|rechnung no|rg nr|re nr"
        "|beleg nr|belegnummer|beleg nummer|belegnr|gutschriftnummer|gutschrift nr|gutschriftsnummer"
        "|gutschriftsnr|gutschrift nummer|fakturanummer|faktura nr"
        "|numero de facture|no de facture|n° de facture|n° facture|facture n°|facture no|facture nr"
        "|facture numero|num facture|ref facture|numero facture|avoir n°|avoir no|numero d'avoir|n° d'avoir"
        "|note de credit n°|note de credit no|n° de piece|numero de piece|n° document"
        "|facture #|invoice reference|factuurreferentie|rekeningnummer factuur|document nr|doc no|doc nr"
        "|ticket no|ticket n°|bill #|slip no|sales invoice no|your invoice no|invoice|factuur|rechnung|facture"
        "|avoir|creditnota|credit note|gutschrift|nota"
    ),
    "po_number": (
        "purchase order number|purchase order no|purchase order nr|purchase order #|purchase order id"
        "|purchase order|po number|po no|po nr|po #|p.o. number|p.o. no|p.o. #|p/o no"
        "|inkoopordernummer|inkooporder nr|inkooporder|inkooporder nummer|inkoopnummer"
        "|bon de commande|bon de commande n°|n° bon de commande|n° de bon de commande|numero de bon de commande|n° bc"
    ),
    "order": (
        "uw ordernummer|uw order nr|uw order|uw bestelnummer|uw bestelling|uw bestelnr|bestelnummer|bestelnr"
        "|bestelbon|bestelbonnummer|ordernummer klant|uw inkoopordernummer|uw inkooporder|uw inkoopnummer"
        "|order klant|ordernummer|ordernr|order nr"
        "|your order|your order no|your order number|your order nr|your order ref|your order reference|your po"
        "|your p.o.|your po number|customer order|customer order no|customer po|customer po no|customer po number"
        "|order reference|order ref|order number|order no|order #|order nr|order id|customer order number"
        "|buyer order number|client order"
        "|ihre bestellung|ihre bestellnummer|ihre bestellnr|ihre bestell nr|ihre bestellung nr|bestellnummer"
        "|bestell nr|bestellnr|bestellung nr|bestellung nummer|bestellung|bestellung nr kunde|ihre auftragsnummer"
        "|kundenbestellnummer|kundenbestellung|ihr auftrag|bestellung vom|gemass bestellung nr"
        "|gemaess bestellung nr|bestellreferenz"
        "|votre commande|votre commande n°|n° de commande|n° commande|commande n°|numero de commande"
        "|votre bon de commande|votre n° de commande|votre numero de commande|reference commande|ref commande"
        "|reference de commande|commande client|bdc n°"
    ),
    "your_ref": (
        "uw referentie|uw kenmerk|uw ref|your reference|your ref|votre reference|votre ref|ihre referenz"
        "|ihr zeichen|ihre zeichen|vos references|uw referentienummer|client reference|customer reference"
        "|customer ref|klantreferentie|reference client|ref client|kundenreferenz|referentie klant"
    ),
    # --- dates ---
    "date": (
        "factuurdatum|datum factuur|notadatum|creditdatum|datum creditnota|documentdatum|faktuurdatum|datum"
        "|bestel datum|besteldatum document"
        "|invoice date|date of invoice|date invoice|bill date|issue date|date of issue|issued|issued at|issued on"
        "|invoice issued|document date|receipt date|credit note date|tax point|date|dated|billing date"
        "|posting date invoice|invoice dt"
        "|rechnungsdatum|rechnung vom|datum der rechnung|belegdatum|beleg datum|ausstellungsdatum|rechnungs datum"
        "|gutschriftsdatum|erstellt am|rechnungsdat|re datum|rg datum"
        "|date de facture|date facture|date de la facture|date d'emission|date emission|emise le|emis le"
        "|facture du|date de facturation|date document|date de l'avoir|date avoir|fait le|en date du|etabli le"
    ),
    "order_date": (
        "orderdatum|besteldatum|datum bestelling|order date|date of order|po date|bestelldatum|bestell datum"
        "|auftragsdatum|auftrag datum|auftrag datum lief|date de commande|date commande|date de la commande"
        "|purchase order date"
    ),
    "due": (
        "vervaldatum|verval datum|uiterste betaaldatum|te betalen voor|betalen voor|te voldoen voor"
        "|te voldoen vóór|uiterlijk te betalen|betaaldatum|uiterste betaal datum|vervaldag|vervalt op"
        "|betalen uiterlijk|uiterlijk|te betalen uiterlijk|betaal voor|gelieve te betalen voor|uiterste datum"
        "|due date|payment due|payment due date|due|due on|pay by|due by|payment due by|date due|please pay by"
        "|please remit until|payable by|payment date due|pay before|invoice due date|invoice due|payment by"
        "|please pay before|maturity date"
        "|fallig am|faellig am|falligkeit|faelligkeit|falligkeitsdatum|falligkeitstag|zahlbar bis|fallig"
        "|zahlungsziel|zu zahlen bis|bitte uberweisen sie bis zum|bitte uberweisen sie bis|bitte zahlen sie bis"
        "|bitte zahlen sie bis zum|ohne abzug bis|zahlbar ohne abzug bis|zahlbar bis zum|netto bis|bis spatestens"
        "|falligkeit am|zahlung bis|ohne abzug"
        "|date d'echeance|echeance|date echeance|a payer avant le|a regler avant le|payable avant le"
        "|a payer pour le|date limite de paiement|payable le|echeance le|date limite|a regler le|a payer avant"
        "|avant le|date de paiement|payable au plus tard le|au plus tard le|date d'exigibilite"
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
        "periode|period|service period|billing period|facturatieperiode|zeitraum|leistungszeitraum"
        "|abrechnungszeitraum|rechnungszeitraum|periode de facturation|periode du|start of service|end of service"
        "|startdatum|einddatum|date de debut de prestation|date de fin de prestation|effective period start"
        "|effective period end|liefer leistungszeitraum|from date|to date|begin date|end date|start date|aankomst"
        "|vertrek|check in|check out|arrival|departure|anreise|abreise|date d'arrivee|date de depart|looptijd"
        "|fur den zeitraum|dienstperiode|gultig bis|valid until|geldig tot|valable jusqu'au|contract date"
        "|vertrags datum|vertragsdatum|mandaatdatum"
    ),
    "discount_date": (
        "bei zahlung bis|skonto bis|zahlbar mit skonto bis|mit skonto bis|discount if paid by|bij betaling voor"
        "|escompte si paiement avant|bei zahlung bis zum|korting bij betaling voor"
    ),
    "other_date": (
        "lieferschein datum|delivery note date|datum pakbon|date de facture associee|date facture associee"
        "|print date|afdrukdatum|druckdatum|date d'impression|geboortedatum|date of birth|ontvangst digipoort"
        "|original invoice date|datum oorspronkelijke factuur|time|tijd|training date|previous invoice date"
        "|betaald op|paid on|bezahlt am|paye le|payment date|date of payment|date reglement|report date"
    ),
    "weak_number": "nummer|number|nr|numero|no",
    # --- other references that must not be taken for the above ---
    "customer_no": (
        "klantnummer|klant nr|klantnr|relatienummer|debiteurnummer|debiteurennummer|debiteur nr|debiteurnr"
        "|uw klantnummer|customer number|customer no|customer id|customer nr|customer #|account number|account no"
        "|account nr|client number|client no|client id|client nr|kundennummer|kunden nr|kundennr"
        "|ihre kundennummer|kdnr|kd nr|debitorennummer|debitor nr|debitoren nr|numero client|n° client"
        "|n° de client|code client|no client|client n°|votre n° client|ref client n°|compte client|lief nr"
        "|lieferantennummer|leveranciersnummer|supplier number|vendor number|vendor no|supplier no|ihre nummer"
        "|membership no|member id|customer|customernumber|uw relatienummer|customer code|id#"
    ),
    "contract_no": (
        "contractnummer|contract nr|contract number|contract no|contract|contract ref|agreement ref|agreement"
        "|vertragsnummer|vertrags nr|vertragsnr|vertrag|vertrag nr|n° contrat|n° de contrat|numero de contrat"
        "|contrat n°|ref marche|n° de marche|project code|projectcode|project|projectnummer|project no"
        "|project number|projekt|projektnummer|projekt nr|ref projet|projet|tender id|ref appel d'offres"
        "|polisnummer|policy no|policy #|vsnr|versicherungsnummer|project nr|dossier|dossiernummer|dossier n°"
        "|chantier|werf|werfnummer"
    ),
    "seller_order": (
        "ons ordernummer|onze order|verkooporder|verkoopordernummer|verkooporder nr|our order|our order no"
        "|our order number|sales order|sales order no|sales order number|sales order id|so no|auftrag|auftrag nr"
        "|auftragsnummer|auftragsnr|auftrags nr|unser auftrag|auftrag nr lief|unsere auftragsnummer"
        "|n° bon de vente|notre commande|order response|job no|job number|werkorder|werkbon|werkbonnummer"
        "|repair order #|work order|work order no|our ref|our reference|ons kenmerk|onze referentie|unser zeichen"
        "|unsere referenz|notre reference|nos references|notre ref|order confirmation no|orderbevestigingsnummer"
    ),
    "quote_no": (
        "offertenummer|offerte nr|offerte|quote number|quote no|quotation|quotation no|quotation ref|quote"
        "|angebot|angebotsnummer|angebot nr|angebots nr|devis|devis n°|n° devis|n° de devis|estimate no|quot id"
    ),
    "delivery_no": (
        "pakbonnummer|pakbon|pakbon nr|leverbon|leverbonnummer|vrachtbrief|vrachtbriefnummer|delivery note"
        "|delivery note no|delivery note number|packing slip|packing slip no|delivery no|shipment no|tracking no"
        "|lieferschein|lieferscheinnummer|lieferschein nr|lieferscheinnr|lieferavis|bon de livraison"
        "|n° bon de livraison|bl n°|n° bl|bon de livraison n°|n° bon de reception|n° de livraison|dispatch no"
        "|zending|sendungsnummer|livraison n°"
    ),
    "original_number": (
        "oorspronkelijke factuur|betreft factuur|credit op factuur|originele factuur|bij factuur|factuur credit"
        "|m.b.t. factuur|original invoice|original invoice no|original invoice number|related invoice"
        "|against invoice|invoice credited|zu rechnung|zur rechnung|ursprungsrechnung|ursprungsbeleg nr"
        "|ursprungsbeleg|bezug rechnung|rechnung ursprung|originalrechnung|gutschrift zu rechnung|facture liee"
        "|facture d'origine|facture initiale|n° de facture associee|sur facture|facture concernee"
        "|relative a la facture|avoir sur facture|credit for invoice|corrected invoice"
    ),
    "other_no": (
        "phone|tel|telefoon|telephone|telefon|fax|mobile|mobiel|gsm|fon|mob|serial no|serienummer|seriennummer"
        "|artikelnummer|article no|contact|zahlpunkt|zahler nr|meternummer|ean code|gln|global id gln|duns|bic"
        "|swift|swift bic|bic swift|verkaufer bic|blz|bank code|sort code|kontonr|konto nr|kontonummer"
        "|account manager|steuernummer|steuer nr|st nr|tax number|tax no|vertreter|naf|ape|code naf"
        "|mandatsreferenz|mandaat|mandate reference|mandate|rum|glaubiger id|glaubiger identifikationsnummer"
        "|creditor id|incassant id|ics|reklamationsnummer|betreft|objet|betreff|kostenstelle|kostenplaats"
        "|cost center|cost centre|room|kamer|zimmer|chambre|auth|register|cashier|store|terminal|transaction|txn"
        "|trans|table|server|batch|aid|kenteken|kennzeichen|page|pagina|seite|berichtnummer|bericht nr|wee reg nr"
        "|wee reg|odette|odette id|adresse electronique|licence no|rsin|loonheffingennummer|id|report id|claim #"
        "|vin|globale nummer"
    ),
    "payment_ref": (
        "betalingskenmerk|betaalkenmerk|betalingsreferentie|gestructureerde mededeling|mededeling"
        "|vermeld bij betaling|onder vermelding van|o.v.v.|ovv|bij betaling vermelden|betaalreferentie"
        "|kenmerk betaling|betalings kenmerk|betaling onder vermelding van|met vermelding van|met als mededeling"
        "|gelieve te vermelden|betalingskenmerk bij betaling"
        "|payment reference|payment ref|remittance reference|please quote|quote reference|reference for payment"
        "|please mention|payment id|paymentid|structured communication|bank reference|please state"
        "|remittance information|payment communication|quote this reference|communication|payment reference no"
        "|with reference|please include reference"
        "|verwendungszweck|zahlungsreferenz|referenz bitte bei zahlung angeben|zahlungszweck"
        "|bitte bei zahlung angeben|unter angabe von|zahlung unter angabe|unter angabe|zahlungsverwendungszweck"
        "|referenz|strukturierte mitteilung|mitteilung|bitte angeben"
        "|reference de paiement|reference paiement|reference avis de paiement|communication structuree"
        "|reference a rappeler|a rappeler lors du paiement|a rappeler|libelle du virement|reference virement"
        "|reference du virement|reference a indiquer|communication du virement|merci d'indiquer la reference"
        "|ref paiement|motif du virement|merci de rappeler"
    ),
    # --- amounts ---
    "net": (
        "totaal excl btw|totaal excl. btw|totaal exclusief btw|totaal ex btw|subtotaal excl btw|bedrag excl btw"
        "|bedrag excl|totaal netto|netto totaal|nettobedrag|netto bedrag|maatstaf van heffing|totaal exclusief"
        "|totaal excl|netto|excl btw|totaal zonder btw|totaal bedrag excl btw|factuurbedrag excl btw"
        "|te belasten bedrag|bedrag exclusief btw|totaalbedrag excl btw|som excl btw"
        "|net total|total net|net amount|total excl vat|total excluding vat|total ex vat|total before tax"
        "|total without vat|total amount without vat|total excl tax|total excluding tax|amount excl vat"
        "|taxable amount|total net amount|net value|net|total exclusive of vat|total excl|net invoice amount"
        "|total before vat|total exc vat|amount before tax|total taxable|total excluding gst|net total amount"
        "|sub total excluding gst|total sales excluding gst|total amount excl vat|total amount excluding gst"
        "|subtotal less discount|substotal less discount|total amount exclusive of vat"
        "|nettobetrag|netto betrag|summe netto|netto summe|nettosumme|gesamt netto|gesamtbetrag netto"
        "|rechnungssumme netto|rechnungssumme ohne ust|zwischensumme netto|netto gesamt|gesamtnetto"
        "|summe ohne mwst|warenwert netto|betrag netto|nettowert gesamt|gesamtsumme netto|rechnungsbetrag netto"
        "|netto gesamtbetrag|netto rechnungsbetrag|summe netto ohne mwst|rechnungssumme netto excl ust"
        "|rechnungssumme netto exkl ust|entgelt|nettoentgelt|netto warenwert|total netto|gesamtbetrag ohne ust"
        "|gesamt ohne mwst|summe zzgl mwst"
        "|total ht|montant ht|total hors taxe|total hors taxes|total hors tva|net ht|montant hors taxe"
        "|total net ht|montant total ht|sous total ht|total h.t.|total htva|montant htva|base ht|prix total ht"
        "|total general ht|montant net ht|total htva eur|hors tva|montant hors tva|total net hors taxe"
    ),
    "subtotal": (
        "subtotaal|tussentotaal|totaal artikelen|totaal regels|sub totaal|subtotal|sub total|sub-total"
        "|items total|merchandise total|line total|total lines|total amount of lines|zwischensumme|positionssumme"
        "|warenwert|summe positionen|sous total|sous-total|total lignes|total brut|goederenbedrag|zwischen summe"
        "|total articles|total goods|goods total|gesamtbeitrag|total amount of line items"
    ),
    "vat": (
        "btw|btw bedrag|bedrag btw|totaal btw|btw totaal|btw hoog|btw laag|btw 21|btw 9|omzetbelasting|te betalen btw"
        "|vat|vat amount|total vat|vat total|tax|sales tax|tax amount|total tax|tax total|gst|gst amount"
        "|total gst|total vat amount|hst|pst|tax due|amount of vat|vat payable|plus vat|vat due|add gst"
        "|service tax|total taxes"
        "|mwst|ust|umsatzsteuer|mehrwertsteuer|mwst betrag|ust betrag|summe umsatzsteuer|zzgl mwst|zzgl ust"
        "|zzgl umsatzsteuer|zuzugl ust|zuzuglich mwst|zuzuglich umsatzsteuer|zuzgl mwst|steuerbetrag"
        "|steuerbetrag in eur|gesamt mwst|summe mwst|summe ust|enthaltene mwst|mwst gesamt|steuer"
        "|enthaltene umsatzsteuer|inkl mwst betrag|zuzuglich ust|ust gesamt|gesetzliche mehrwertsteuer"
        "|zzgl gesetzl mwst|zuzugl umsatzsteuer|umsatzsteuerbetrag|mwst summe"
        "|tva|montant tva|total tva|tva totale|dont tva|total taxes|total des taxes|montant de la tva|taxe|taxes"
        "|tva a payer|tva collectee|total tva eur|montant total tva"
    ),
    "gross": (
        "totaal incl btw|totaal inclusief btw|totaal inclusief|totaal incl|totaalbedrag incl btw|totaalbedrag"
        "|factuurbedrag|factuurtotaal|totaal factuur|eindtotaal|totaal eur|totaal euro|totaal|bedrag incl btw"
        "|bedrag incl|eindbedrag|totaal bedrag|totaal generaal|totaal te betalen|incl btw|bruto bedrag"
        "|brutobedrag|factuurbedrag incl btw|totaal bedrag incl btw|algemeen totaal|bruto totaal|totaal bruto"
        "|bedrag inclusief btw|totale factuurbedrag|totaal credit|te ontvangen|totaal creditnota"
        "|total incl vat|total including vat|total inc vat|grand total|invoice total|total amount|gross total"
        "|total gross|gross amount|total gross amount|total|total inclusive of vat|total incl tax"
        "|total including tax|amount incl vat|total invoice|invoice amount|total sales inclusive gst"
        "|total inclusive of gst|total inclusive gst|total incl gst|total incl|total amount incl vat"
        "|total amount payable|total eur|total usd|total gbp|total price|total payable|gross|total rounded"
        "|rounded total|total rm|total rounding|nett total|total sales|total amt|total credit|credit total"
        "|total with tax|total amount including vat|total including gst|total amt payable|total amt rounded"
        "|total after tax"
        "|gesamtbetrag|gesamtsumme|rechnungsbetrag|endbetrag|bruttobetrag|brutto betrag|summe brutto|bruttosumme"
        "|brutto summe|rechnungssumme brutto|gesamt brutto|gesamtbetrag brutto|summe inkl mwst|summe inkl ust"
        "|gesamt|summe|rechnungsendbetrag|gesamtbetrag inkl mwst|rechnungssumme|zu zahlender betrag|summe eur"
        "|gesamt inkl mwst|rechnungsbetrag brutto|brutto|total brutto|gesamtpreis|endsumme"
        "|rechnungssumme brutto inkl ust|rechnungsbeitrag|gesamt eur|bruttorechnungsbetrag|rechnungstotal"
        "|gesamtbetrag eur|gutschriftsbetrag|gutschriftbetrag"
        "|total ttc|montant ttc|total toutes taxes comprises|total t.t.c.|total a payer ttc|montant total ttc"
        "|total general|total facture|montant total|total tvac|total tva comprise|montant tvac|prix total ttc"
        "|total general ttc|net ttc|total tvac eur|montant de la facture|total tva incluse|montant a payer ttc"
        "|tvac|total avoir|net a payer ttc"
    ),
    "payable": (
        "te betalen|te voldoen|te betalen bedrag|nog te betalen|openstaand bedrag|openstaand saldo|saldo"
        "|te voldoen bedrag|nog te voldoen|restbedrag|resterend bedrag|door u te betalen|te betalen saldo|restant"
        "|amount due|balance due|total due|amount to pay|amount payable|balance|due payable|to pay|payable"
        "|pay this amount|residual|outstanding|please pay|outstanding amount|remaining balance|amount outstanding"
        "|balance payable|total amount due|net payable|amount owed|balance to pay|total to pay"
        "|zahlbetrag|zu zahlen|noch zu zahlen|offener betrag|zu zahlender beitrag|fälliger betrag|falliger betrag"
        "|restbetrag|zahlungsbetrag|noch offen|offen|zahlbarer betrag|uberweisungsbetrag|bitte zahlen|restzahlung"
        "|net a payer|a payer|montant a payer|solde a payer|solde|reste a payer|total a payer|solde du|montant du"
        "|restant du|a regler|montant net a payer|reste du|montant a regler"
    ),
    "prepaid": (
        "vooruitbetaald|reeds betaald|aanbetaling|voorschot|al betaald|betaald|reeds voldaan|ontvangen|voldaan"
        "|minus aanbetaling|aanbetaald|reeds ontvangen"
        "|paid|already paid|prepaid|deposit|advance payment|less deposit|payments received|amount paid"
        "|payment received|payments|advance|less paid|less prepayment|paid to date|prepayment|deposit paid"
        "|paid amount|down payment"
        "|bereits bezahlt|anzahlung|erhaltene anzahlungen|vorauszahlung|abzgl anzahlung|bezahlt|gezahlt"
        "|abschlagszahlung|abzuglich anzahlung|erhalten|bereits gezahlt|geleistete anzahlung|erhaltene anzahlung"
        "|abschlagszahlungen"
        "|acompte|deja paye|montant deja paye|paye|deja regle|avance|acompte verse|acompte deja verse|acomptes"
        "|montant regle|arrhes|provisions versees|deja verse|somme deja versee"
    ),
    "other_tax": (
        "assurantiebelasting|versicherungsteuer|versicherungssteuer|insurance premium tax|ipt|taxe d'assurance"
        "|taxe sur les assurances|taxe annuelle|kurtaxe|toeristenbelasting|city tax|taxe de sejour|statiegeld"
        "|leergoed"
    ),
    "previous": (
        "vorig saldo|previous balance|previous unpaid balance|vorige rekening|ausstehende forderung"
        "|ausstehende forderung am ausstellungstag|ancien solde|solde anterieur|balance forward|brought forward"
        "|saldo vorig|old balance|solde precedent|opening balance|vorheriger saldo"
    ),
    "discount": (
        "korting|factuurkorting|discount|less discount|total discount|rabatt|nachlass|sondernachlass"
        "|rechnungsrabatt|abzgl rabatt|remise|rabais|escompte|skonto|discounts|allowances|allowances amount"
        "|allowance|member discount|coupon|savings|promo|kredietbeperking|remise commerciale|remise globale"
        "|gesamtbetrag der abschlage|total allowances|abschlage|totaal korting|abschlag|rabat|rewards applied"
        "|total charges and allowances"
    ),
    "shipping": (
        "verzendkosten|vrachtkosten|transportkosten|bezorgkosten|portokosten|leveringskosten|orderkosten|shipping"
        "|shipping cost|shipping costs|freight|freight costs|freight charges|shipping and handling"
        "|shipping handling|handling|delivery charge|delivery charges|postage|versandkosten|fracht|frachtkosten"
        "|verpackung|porto|zzgl versandkosten|lieferkosten|frais de port|frais de livraison|transport|port"
        "|frais d'envoi|livraison|frais de transport|toeslag|surcharge|zuschlag|charges|charges amount"
        "|gesamtbetrag der zuschlage|service charge|administratiekosten|frais de dossier|frais deplacement|frais"
        "|transportkosten frachtbetrag|delivery fee"
    ),
    "rounding": (
        "afronding|afrondingsverschil|rounding|rounding adjustment|round adj|rounding adj|rundung"
        "|rundungsdifferenz|arrondi|round off"
    ),
    "cash": (
        "cash|contant|change|wisselgeld|ruckgeld|bar|gegeben|tendered|cash tendered|change due|rendu"
        "|rendu monnaie|especes|visa|mastercard|maestro|bancontact|pin|card|credit card|debit card|tunai"
        "|kartenzahlung|ec karte|carte bancaire|cb|amex|payment|betaling|reglement|zahlung|pinbetaling"
        "|amount tendered|cash payment|master card|american express"
    ),
    "count": (
        "total qty|total quantity|aantal artikelen|total items|item count|no of items|nombre d'articles"
        "|totaal aantal|total item|qty total|total points|points earned|points|number of items|anzahl positionen"
        "|gewicht|total weight|totaal gewicht|gesamtgewicht|poids total|colli|anzahl|packages|total savings"
        "|rewards|total units|hours|rate|total hours"
    ),
    # --- parties and identifiers ---
    "supplier": (
        "leverancier|verkoper|crediteur|afzender|van|supplier|seller|vendor|from|invoice from|bill from|sold by"
        "|issued by|issuer|lieferant|verkaufer|rechnungsersteller|rechnungssteller|aussteller|leistungserbringer"
        "|absender|fournisseur|vendeur|emetteur|expediteur|prestataire|de la part de|payable to|seller name"
        "|supplier name|pay to|beneficiary|make checks payable to|make all checks payable to|opdrachtnemer"
        "|auftragnehmer"
    ),
    "payee": (
        "remit to|begunstigde|ten name van|t.n.v.|tnv|account name|account holder|kontoinhaber|kontoname"
        "|titulaire|beneficiaire|rekeninghouder|op naam van|name of account|zahlungsempfanger|titulaire du compte"
        "|bank account name|account name holder|beneficiary name|naam rekeninghouder|empfanger|begunstigte"
    ),
    "buyer": (
        "vos identifiants|invoice for|factuur voor|rechnung fur|facture pour|factuur aan|factuuradres|aan"
        "|klant|afnemer|koper|opdrachtgever|debiteur|factureren aan"
        "|gefactureerd aan|klantgegevens|besteller|factuur adres|geadresseerde|facturatieadres|uw gegevens"
        "|bill to|billed to|invoice to|sold to|customer name|buyer|to|customer|client|billing address"
        "|bill to address|invoice address|purchaser|invoiced to|buyer name|attention|bill-to|billing to"
        "|prepared for|invoicee|sold-to|ordered by|guest|guest name|customer information|charge to"
        "|rechnungsempfanger|kaufer|kunde|rechnung an|auftraggeber|kaufer leistungsempfanger|leistungsempfanger"
        "|rechnungsadresse|rechnungsanschrift|empfanger der rechnung|kundenadresse|name des gastes"
        "|client|adresse de facturation|facture a|destinataire|acheteur|adresse du client|facturer a"
        "|adresse facturation|facturé à|nom du client|donneur d'ordre|vos coordonnees|maitre d'ouvrage"
        "|adresse client"
    ),
    "ship_to": (
        "afleveradres|leveradres|bezorgadres|verzendadres|ship to|deliver to|delivery address|shipping address"
        "|ship-to|delivered to|service address|lieferadresse|lieferanschrift|warenempfanger"
        "|abweichender warenempfanger|adresse de livraison|livre a|livraison adresse references|lieu de livraison"
        "|livraison a|delivery to|consignee|place of delivery|leveringsadres|werkadres|job address"
        "|project address|lieferung an|ship from|buyer requisitionner|requisitioner"
    ),
    "third_party": (
        "steuerbevollmachtigter des verkaufers|abweichender zahlungsempfanger|representant fiscal"
        "|tax representative|fiscaal vertegenwoordiger|carrier|vervoerder|factor|zahlungsempfanger abweichend"
    ),
    "vat_id": (
        "btw nummer|btw nr|btwnr|btw|btw id|btw identificatienummer|btw identificatie|ondernemingsnummer btw"
        "|vat number|vat no|vat nr|vat id|vat id no|vat reg no|vat registration no|vat registration number|vat"
        "|vat identification number|tax id|gst reg no|gst no|gst id|gst id no|ust idnr|ust id|ustid|ust id nr"
        "|umsatzsteuer id|ust identnr|umsatzsteuer identifikationsnummer|ust ident nr|uid|uid nr|mwst nr|n° tva"
        "|n° tva intra|tva intracommunautaire|n° tva intracommunautaire|numero de tva|tva|tva intracom|no tva"
        "|numero tva|id tva|num tva|n° tva intracom|ust ident nummer|ustidnr|btwnummer|vat code|seller vat id"
        "|vat reg nr|ust idnr.|btw-nummer|mwst idnr|vat reg"
    ),
    "buyer_vat_id": (
        "uw btw nummer|btw nummer klant|uw btw nr|btw nr klant|uw btw|btw klant|your vat id|your vat number"
        "|your vat no|your vat|customer vat number|customer vat|customer vat id|customer vat no|buyer vat id"
        "|buyer vat|buyer vat number|client vat|ihre ust idnr|ihre ust id|ihre ust identnr|ihre ust id nr"
        "|ust idnr kunde|ust id kunde|n° tva client|votre n° tva|tva client|votre tva|numero tva client"
        "|invoicee vat id|votre numero de tva|btw nummer afnemer|btw afnemer|btw nr afnemer|ihre umsatzsteuer id"
        "|vat id customer|vat customer|tva acheteur|btw id afnemer"
    ),
    "other_vat_id": "buyer req vat id|ship to vat id|ship from vat id",
    "reg_id": (
        "kvk|kvk nummer|kvk nr|k.v.k.|kamer van koophandel|handelsregister|handelsregister nr|hr"
        "|ondernemingsnummer|kbo|kbo nr|kbo nummer|rpr|bce|numero d'entreprise|n° d'entreprise|siren|siret|rcs"
        "|r.c.s.|siren siret|n° siret|n° siren|hrb|hra|hrb nr|handelsreg|handelsregisternummer|registergericht"
        "|company number|company no|company reg no|company registration no|company registration number"
        "|registration number|reg no|registered no|registered number|co reg no|registration no"
        "|chamber of commerce|coc|coc number|legal registration id|firmenbuchnummer|fn|crn"
        "|business registration no|business number|abn|kvk number|coc no|num siret|rpm|kvknummer|rc|company reg"
        "|handelsregister nummer|n° rcs|dossiernummer kvk|companies house no|legal id|seller legal information"
        "|organisation number|org nr|orgnr"
    ),
    "iban": (
        "iban|iban nr|iban nummer|rekeningnummer|bankrekening|bankrekeningnummer|rekening|bank account|account"
        "|bankverbindung|konto|iban number|compte|compte bancaire|rib|bank|bankgegevens|bankrelatie|iban code"
        "|bank details|coordonnees bancaires|bankdaten|rekeningnr|bankrek|bankrekeningnr"
    ),
    "currency": (
        "valuta|currency|wahrung|devise|rechnungswahrung|munt|invoice currency|betrage in|bedragen in|amounts in"
        "|montants en|alle bedragen in|currency code|devise de facture|document currency"
    ),
    "terms": (
        "betalingstermijn|betalingsvoorwaarden|betalingsconditie|betalingscondities|betaaltermijn|payment terms"
        "|terms|terms of payment|payment conditions|payment term|zahlungsbedingungen|zahlungsbedingung"
        "|zahlungskonditionen|conditions de paiement|conditions de reglement|delai de paiement"
        "|modalites de paiement|condition de paiement|termijn|betalingsvoorwaarde"
    ),
}

# Column heads of item tables.
COLUMNS: dict[str, str] = {
    "pos": (
        "pos|positie|regel|nr|no|#|lfd nr|n°|line|ligne|item no|item nr|sno|s no|sl no|regelnr|position|lp|ln"
        "|volgnr|# line|ligne fact"
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
        "|detail|product service|omschrijving van goederen of diensten"
    ),
    "quantity": (
        "aantal|hoeveelheid|qty|quantity|hrs qty|qty hr|hours|quantity ordered|quant|qnty|qty shipped|shipped"
        "|menge|anzahl|anz|menge einheit|stunden|std|stk|quantite|qte|nombre|aant|uren|besteld|geleverd"
        "|dienst uur|nb|units|hrs|days|dagen|tage|quantité livrée|qte livree|delivered|no of units"
        "|quantity shipped|heures|jours|ordered|dienst|liefermenge|geliefert|qty unit|invoiced qty"
        "|aantal geleverd|requested qty unit|qty ordered|requested agreed qty|qté"
    ),
    "unit": (
        "eenheid|unit|um|uom|u/m|eh|me|einheit|meng einheit|mengeneinheit|unite|eenh|per|unit for p.u."
        "|mengen einheit|unite de mesure|unit of measure|vpe|verp|ehd"
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
        "|zeilensumme|pos betrag"
    ),
    "gross_amount": (
        "bedrag incl|bedrag incl btw|totaal incl|totaal incl btw|incl btw|amount incl vat|total incl vat"
        "|total incl|gross|gross amount|brutto|bruttobetrag|gesamt brutto|ttc|total ttc|montant ttc|prix ttc|incl"
        "|total incl gst|amount incl gst"
    ),
    "vat_amount": (
        "btw bedrag|bedrag btw|vat amount|tax amount|mwst betrag|ust betrag|steuerbetrag|montant tva|gst amount"
        "|total tax"
    ),
    "code": (
        "artikelnr|art nr|artikelnummer|artikelcode|productcode|code|artikel nr|item code|sku|part no|part number"
        "|product code|item number|product no|item #|art no|article no|product id|ref|reference|referentie"
        "|referenz|ref article|code article|art|material|materialnummer|artnr|art nr lieferant|art nr lief"
        "|unsere art nr|stock code|catalog no|catalogue no|material no|bestellnummer|referenzen|référence|refer"
        "|code produit|product #|item id|referenties|cat no|ref produit|produktnummer|mat nr|ihre art nr"
        "|art nr kunde|unsere|ihre"
    ),
    "ean": "ean|gtin|ean code|barcode|ean nr|ean gtin|gtin ean",
    "date": "datum|date|dat|service date|werkdatum|leistungsdatum|training date|leverdatum|date prestation|jour",
}

# Words that name the document, with the type they say. Order of strength inside a type does not matter.
TITLES: dict[str, str] = {
    "credit_note": (
        "creditnota|creditfactuur|credit nota|credit factuur|kredietnota|credit note|credit memo|credit invoice"
        "|creditnote|gutschrift|rechnungskorrektur|rechnungs korrektur|stornorechnung|storno|korrekturrechnung"
        "|avoir|note de credit|facture d'avoir|facture rectificative|nota de credito|korrekturbeleg|facture avoir"
    ),
    "invoice": (
        "selbstabrechnung|self billed invoice|self billing invoice|selfbilling invoice|autofacturation"
        "|factuur uitgereikt door afnemer|factuur|verkoopfactuur|faktuur|debet factuur|verzamelfactuur|invoice"
        "|tax invoice|sales invoice|commercial invoice|vat invoice|rechnung|handelsrechnung|warenrechnung"
        "|kostenrechnung|schlussrechnung|abschlagsrechnung|teilrechnung|sammelrechnung|facture|facture de vente"
        "|beitragsrechnung|mietrechnung|note d'honoraires|honorarnota|declaratie|notule|nota|bill|honorarrechnung"
        "|dauerrechnung|jaarnota|eindafrekening|quittungsrechnung|note de debit|debit note|voorschotfactuur"
        "|termijnfactuur|deelfactuur|slotfactuur|facture d'acompte|anzahlungsrechnung|simplified tax invoice"
        "|beitragsrechnungzurkraftfahrtversicherung|ausgangsrechnung|monatsrechnung|hotelrechnung|liefer rechnung"
        "|service invoice"
    ),
    "receipt": (
        "kassabon|bon|kwitantie|kasticket|aankoopbewijs|betaalbewijs|receipt|sales receipt|cash receipt|cash bill"
        "|quittung|kassenbon|kassenbeleg|bewirtungsbeleg|barverkauf|recu|ticket de caisse|ticket|recu de paiement"
        "|customer copy|merchant copy|kassenzettel|till receipt|guest check|cash sale|official receipt"
        "|payment receipt"
    ),
    "purchase_order": (
        "inkooporder|bestelling|bestelbon|inkoopopdracht|bestelorder|purchase order|order form|bestellung"
        "|bestellformular|einkaufsbestellung|bon de commande|commande|commande d'achat|opdrachtbon"
        "|auftragserteilung|p.o.|kaufauftrag"
    ),
    "order_confirmation": (
        "orderbevestiging|opdrachtbevestiging|bevestiging van uw bestelling|order confirmation"
        "|order acknowledgement|order acknowledgment|sales order confirmation|order response|auftragsbestatigung"
        "|bestellbestatigung|confirmation de commande|accuse de reception de commande|sales order acknowledgement"
        "|ar de commande|bevestiging order|bestelbevestiging|confirmation of order|accuse de commande"
    ),
    "delivery_note": (
        "pakbon|afleverbon|leverbon|leveringsbon|delivery note|packing slip|packing list|delivery slip"
        "|goods delivery note|despatch advice|dispatch note|despatch note|lieferschein|bon de livraison"
        "|bordereau de livraison|vrachtbrief|verzendnota|leveringsnota|bordereau d'expedition|delivery docket"
    ),
    "reminder": (
        "aanmaning|betalingsherinnering|herinnering|laatste herinnering|ingebrekestelling|eerste herinnering"
        "|tweede herinnering|payment reminder|reminder|final notice|overdue notice|past due notice|final reminder"
        "|mahnung|zahlungserinnerung|1 mahnung|2 mahnung|letzte mahnung|rappel|rappel de paiement|relance"
        "|lettre de rappel|mise en demeure|sommation|first reminder|second reminder|premier rappel"
        "|zahlungsaufforderung|dunning notice"
    ),
    "statement": (
        "rekeningoverzicht|openstaande posten|saldo overzicht|overzicht openstaande facturen|rekeningafschrift"
        "|statement of account|account statement|statement|kontoauszug|offene posten|saldenbestatigung"
        "|releve de compte|releve|releve bancaire|saldoopgave|account overview|openstaande postenlijst"
        "|etat de compte|debiteurenoverzicht|relevé de factures|kontoübersicht"
    ),
    "other": (
        "offerte|prijsopgave|quotation|quote|estimate|preliminary estimate|proposal|angebot|kostenvoranschlag"
        "|kostenschatzung|devis|proforma|pro forma|pro forma invoice|proforma invoice|proformafactuur"
        "|pro forma factuur|proforma rechnung|facture proforma|facture pro forma|report|inventory report"
        "|reconciliation report|inventory reconciliation report|urenstaat|timesheet|time sheet|stundenzettel"
        "|stundennachweis|feuille de temps|algemene voorwaarden|general terms and conditions|terms and conditions"
        "|allgemeine geschaftsbedingungen|conditions generales|conditions generales de vente|contract"
        "|overeenkomst|agreement|vertrag|contrat|rapport|bericht|prijslijst|price list|preisliste|tarif"
        "|liste de prix|nieuwsbrief|newsletter|certificate|certificaat|zertifikat|certificat|application form"
        "|aanvraagformulier|antrag|formulaire|repair estimate|work order|werkbon|meeting minutes|notulen|memo"
        "|letter|cv|curriculum vitae|resume|brochure|catalogus|catalogue|katalog|purchase requisition"
        "|request for quotation|prijsaanvraag|demande de prix|preisanfrage|leveringsvoorwaarden"
        "|verkoopvoorwaarden|payslip|loonstrook|gehaltsabrechnung|bulletin de paie|remittance advice"
        "|betalingsadvies|zahlungsavis|avis de paiement|bank statement|order form blank|packing instructions"
        "|manual|handleiding|bedienungsanleitung|mode d'emploi|registration form|survey|questionnaire|budget"
        "|fact sheet|datasheet"
    ),
}

# Legal forms that mark a firm's name, compared as whole words without dots.
LEGAL_FORMS = frozenset(
    "bv nv vof cv bvba sprl srl sa sas sasu sarl eurl snc gmbh ag kg ohg ug ek se eg ltd limited llc llp plc "
    "inc corp corporation "
    "co company sca scrl cvba stichting vzw asbl ev eingetragener gbr mbh spa bhd sdn pty aps ab as oy kgaa "
    "gie sci selarl "
    "coop vereniging maatschap cooperatie verein ag".split()
)

# Words that often stand in the names of firms.
BUSINESS_WORDS = frozenset(
    "trading enterprise enterprises services service group groep gruppe groupe holding solutions consulting "
    "electronics store shop restaurant cafe hotel "
    "bakkerij garage bouw installatie installatietechniek techniek technik handel handelsonderneming "
    "international logistics logistik transport "
    "verzekeringen versicherung assurances maison boulangerie pharmacie apotheek apotheke supermarkt market "
    "markt company bedrijf betrieb kantoor "
    "advies advocaten notaris architecten schoonmaak drukkerij druckerei imprimerie uitgeverij software "
    "systems plumbing electric energie energy "
    "telecom media studio design partners associates industries works supplies supply lieferant leverancier "
    "fournisseur werkstatt autovermietung "
    "brasserie taxi taxiunternehmen hardware stationery foods".split()
)

# Words that open an address line or a contact line and so are never a name.
NOT_NAMES = frozenset(
    "tel telefoon telephone telefon phone fax email mail e-mail www http website web iban bic kvk btw vat "
    "tva ust siren siret "
    "page pagina seite gln mobile mobiel gsm swift bank rekening account steuernummer steuernr postbus pobox "
    "date datum "
    "geschaftsfuhrer geschaftsfuhrung amtsgericht capital kapitaal attn tav".split()
)

COUNTRIES: dict[str, str] = {
    "NL": "nederland|netherlands|the netherlands|niederlande|pays bas|holland",
    "BE": "belgie|belgium|belgien|belgique",
    "DE": "duitsland|germany|deutschland|allemagne",
    "FR": "frankrijk|france|frankreich",
    "LU": "luxemburg|luxembourg",
    "AT": "oostenrijk|austria|osterreich|autriche",
    "GB": (
        "verenigd koninkrijk|united kingdom|uk|great britain|england|vereinigtes konigreich|royaume uni|grossbritannien"
    ),
    "IE": "ierland|ireland|irland|irlande",
    "ES": "spanje|spain|spanien|espagne|espana",
    "IT": "italie|italy|italien|italia",
    "PL": "polen|poland|pologne|polska",
    "US": "usa|united states|united states of america|verenigde staten|etats unis",
    "CH": "zwitserland|switzerland|schweiz|suisse",
    "DK": "denemarken|denmark|danemark|danmark|danemark",
    "SE": "zweden|sweden|schweden|suede|sverige",
}

# Everyday words by which the language of a page is told.
LANGUAGE_WORDS: dict[str, str] = {
    "nl": (
        "de het een van voor en op is niet met aan bij uw wij factuur bedrag btw totaal datum omschrijving "
        "aantal prijs betaling rekening"
    ),
    "en": (
        "the of and to for in is please your with on invoice date total amount due tax description quantity "
        "price payment bill"
    ),
    "de": (
        "der die das und von bei ist sie mit zu fur rechnung betrag datum menge preis gesamt bitte ihre wir "
        "netto steuer nummer"
    ),
    "fr": (
        "le la les de du des et pour est votre vous avec par facture montant date prix total quantite ttc ht tva "
        "numero nous"
    ),
}
