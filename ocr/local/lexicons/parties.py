"""Sides of a document and the numbers that name them. nl, en, de, fr."""

from __future__ import annotations

PARTIES: dict[str, str] = {
    "supplier": (
        "leverancier|verkoper|crediteur|afzender|van|supplier|seller|vendor|from|invoice from|bill from"
        "|billed by|sold by|issued by|issuer|provider|service provider|verkauft von|verkauft durch"
        "|verkocht door|vendu par"
        "|freelance|freelancer|auto entrepreneur"
        "|lieferant|verkaufer|rechnungsersteller|rechnungssteller|aussteller|leistungserbringer"
        "|absender|fournisseur|vendeur|emetteur|expediteur|prestataire|de la part de|payable to|seller name"
        "|supplier name|pay to|beneficiary|make checks payable to|make all checks payable to|opdrachtnemer"
        "|auftragnehmer|informations du prestataire|informations prestataire|coordonnees du prestataire"
        "|bedrijfsgegevens|company details|company information|merchant|marchand|handler|von|order to|bestellung an"
        "|bestelling aan|commande a"
    ),
    "payee": (
        "remit to|begunstigde|ten name van|t.n.v.|tnv|account name|account holder|kontoinhaber|kontoname"
        "|titulaire|beneficiaire|rekeninghouder|op naam van|name of account|zahlungsempfanger|titulaire du compte"
        "|bank account name|account name holder|beneficiary name|naam rekeninghouder|empfanger|begunstigte"
    ),
    "buyer": (
        "vos identifiants|invoice for|factuur voor|rechnung fur|facture pour|factuur aan|factuuradres|aan|an"
        "|klant|afnemer|koper|opdrachtgever|debiteur|factureren aan"
        "|gefactureerd aan|klantgegevens|besteller|factuur adres|geadresseerde|facturatieadres|uw gegevens"
        "|bill to|billed to|delivre a|invoice to|sold to|customer name|buyer|to|customer|client|billing address"
        "|bill to address|invoice address|purchaser|invoiced to|buyer name|attention|bill-to|billing to"
        "|prepared for|invoicee|sold-to|ordered by|guest|guest name|customer information|charge to"
        "|rechnungsempfanger|kaufer|kunde|rechnung an|auftraggeber|kaufer leistungsempfanger|leistungsempfanger"
        "|rechnungsadresse|rechnungsanschrift|empfanger der rechnung|kundenadresse|name des gastes"
        "|client|adresse de facturation|facture a|destinataire|acheteur|adresse du client|facturer a"
        "|adresse facturation|facturé à|nom du client|donneur d'ordre|vos coordonnees|maitre d'ouvrage"
        "|adresse client|gericht aan|adresse a|informations client|information client|coordonnees client"
        "|coordonnees du client|klantinformatie|empfanger|ontvanger|recipient|kundendaten|kundeninformationen"
        "|customer details|client details|client information|abnehmer|verkauft an|verkocht aan|vendu a"
        "|factuur uitgereikt door afnemer|uitgereikt door afnemer|facture etablie par le client"
        "|recipient details"
        "|gutschrift an|credit to|crediteren aan|creditnota aan|avoir pour"
        "|client info|kundeninfo|klant info|infos client"
    ),
    "ship_to": (
        "afleveradres|leveradres|bezorgadres|verzendadres|ship to|deliver to|delivery address|shipping address"
        "|ship-to|delivered to|service address|lieferadresse|lieferanschrift|warenempfanger"
        "|abweichender warenempfanger|adresse de livraison|livre a|livraison adresse references|lieu de livraison"
        "|livraison a|delivery to|consignee|place of delivery|leveringsadres|werkadres|job address"
        "|project address|verzenden naar|verzonden naar|bezorgen op|versand an|versenden an|liefern an|envoyer a"
        "|lieu de consommation|point de livraison|adresse de consommation|verbruiksadres|supply address|lieferstelle"
        "|verbrauchsstelle|abnahmestelle|envoye a"
        "|expedie a|expedier a|send to|lieferung an|ship from|buyer requisitionner|requisitioner"
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
        "|ust idnr des kunden|ust id des kunden|ust id nr des kunden|btw nummer van de klant|vat number of customer"
        "|n° tva du client|numero de tva du client|vat id customer|vat customer|tva acheteur|btw id afnemer"
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
        "|organisation number|org nr|orgnr|registratienummer|registratie nr|reg number|registernummer"
        "|numero d'enregistrement|n° d'enregistrement"
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
