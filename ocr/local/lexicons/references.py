"""Numbers on business documents: the paper's own, orders, and those that must not be taken for them. nl, en, de, fr."""

from __future__ import annotations

REFERENCES: dict[str, str] = {
    # --- numbers ---
    "number": (
        "factuurnummer|declaratienummer|declaratie nr|declaratienr|factuurnr|factuur nr|factuur nummer|factuur no"
        "|nota nummer|notanummer|nummer factuur"
        "|faktuurnummer|factuur #|documentnummer"
        "|creditnota nummer|creditnotanummer|creditnummer|credit nota nr|creditfactuurnummer|creditfactuur nr"
        "|bonnummer|bon nr"
        "|invoice number|invoice no|invoice nr|invoice num|invoice #|invoice id|inv no|inv nr|inv #|invoice n"
        "|bill number|bill no|document number|document no|tax invoice no"
        "|invoice no.|credit no|credit nr|credit number|credit note number|credit note no|credit note nr"
        "|credit note #|credit memo no"
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
        "|bc n°|bc nr|numero bc"
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
        "|customer ref|klantreferentie|kundenreferenz|referentie klant"
    ),
    "weak_number": (
        "nummer|number|nr|numero|no|volgnummer|our number|our no|ons nummer|unsere nummer|unsere nr|notre numero"
    ),
    # --- other references that must not be taken for the above ---
    "customer_no": (
        "klantnummer|klant nr|klantnr|relatienummer|debiteurnummer|debiteurennummer|debiteur nr|debiteurnr"
        "|uw klantnummer|customer number|customer no|customer id|customer nr|customer #|account number|account no"
        "|account nr|client number|client no|client id|client nr|kundennummer|kunden nr|kundennr"
        "|ihre kundennummer|kdnr|kd nr|debitorennummer|debitor nr|debitoren nr|numero client"
        "|reference client|ref client|compte de facturation|n° client"
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
        "|unsere referenz|notre reference|nos references|notre ref|order confirmation no"
        "|confirmation no|confirmation number|bevestigingsnummer|orderbevestigingsnummer"
    ),
    "quote_no": (
        "offertenummer|offerte nr|offerte|quote number|quote no|quotation|quotation no|quotation ref|quote"
        "|angebot|angebotsnummer|angebot nr|angebots nr|devis|devis n°|n° devis|n° de devis|estimate no|quot id"
    ),
    "delivery_no": (
        "pakbonnummer|pakbon|pakbon nr|leverbon|leverbonnummer|vrachtbrief|vrachtbriefnummer|delivery note"
        "|delivery note no|delivery note number|packing slip|packing slip no|delivery no|shipment no|tracking no"
        "|lieferschein|lieferscheinnummer|lieferschein nr|lieferscheinnr|lieferavis|bon de livraison"
        "|n° bon de livraison|bl n°|n° bl|numero bl|bl numero|numero de bl"
        "|bon de livraison n°|n° bon de reception|n° de livraison|dispatch no"
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
        "|vin|globale nummer|sales rep|salesperson|sales person|vertegenwoordiger|commercial"
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
}
