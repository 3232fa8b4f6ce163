"""Words that name the document, with the type they say. Order of strength inside a type does not matter."""

from __future__ import annotations

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
        "|facture de solde|facture de situation"
        "|facture trimestrielle|facture mensuelle|facture annuelle|facture definitive|facture finale"
        "|facture d'abonnement|facture de regularisation|facture intermediaire|facture bimestrielle"
        "|beitragsrechnung|mietrechnung|note d'honoraires|honorarnota|ereloonnota"
        "|staat van ereloon|staat van kosten en ereloon|gebuhrenrechnung|fee note|jahresrechnung"
        "|note de frais et honoraires"
        "|declaratie|notule|nota|bill|honorarrechnung"
        "|dauerrechnung|jaarnota|eindafrekening|quittungsrechnung|note de debit|debit note|voorschotfactuur"
        "|termijnfactuur|deelfactuur|slotfactuur|facture d'acompte|anzahlungsrechnung|simplified tax invoice"
        "|beitragsrechnungzurkraftfahrtversicherung|ausgangsrechnung|monatsrechnung|hotelrechnung|liefer rechnung"
        "|honorarnote|kostennote|honorarabrechnung|gebuhrennote|note de frais et honoraires|kosten nota|ereloonstaat"
        "|service invoice|faktura|liquidation|releve de prestations|verkaufsrechnung|endrechnung|progress invoice"
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
        "|lettre de rappel|dernier rappel|deuxieme rappel|lettre de relance|letzte zahlungserinnerung|mise en demeure"
        "|sommation|first reminder|second reminder|premier rappel"
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
        "|fact sheet|datasheet|wertpapierabrechnung|wertpapierkauf|wertpapierverkauf|dividendengutschrift"
        "|ertragsgutschrift|depotauszug|vertragszusammenfassung|contractsamenvatting|nebenkostenabrechnung"
        "|betriebskostenabrechnung"
    ),
}
