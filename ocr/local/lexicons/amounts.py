"""Totals, taxes, payments and charges. nl, en, de, fr."""

from __future__ import annotations

AMOUNTS: dict[str, str] = {
    "net": (
        "totaal excl btw|totaal excl. btw|totaal exclusief btw|totaal ex btw|subtotaal excl btw|bedrag excl btw"
        "|bedrag excl|totaal netto|netto totaal|nettobedrag|netto bedrag|maatstaf van heffing|totaal exclusief"
        "|totaal excl|netto|excl btw|totaal zonder btw|totaal bedrag excl btw|factuurbedrag excl btw"
        "|te belasten bedrag|bedrag exclusief btw|totaalbedrag excl btw|som excl btw"
        "|net total|total net|net amount|total excl vat|total excluding vat|total ex vat|total before tax"
        "|total without vat|total amount without vat|total excl tax|total excluding tax|amount excl vat"
        "|taxable amount|total net amount|net value|net|total exclusive of vat|total excl|net invoice amount"
        "|total before vat|total exc vat|amount before tax|total taxable|total excluding gst|net total amount"
        "|sum net|sum without tax|sum excl vat"
        "|sub total excluding gst|total sales excluding gst|total amount excl vat|total amount excluding gst"
        "|subtotal less discount|substotal less discount|total amount exclusive of vat"
        "|nettobetrag|netto betrag|summe netto|netto summe|nettosumme|gesamt netto|gesamtbetrag netto"
        "|rechnungssumme netto|rechnungssumme ohne ust|zwischensumme netto|netto gesamt|gesamtnetto"
        "|summe ohne mwst|warenwert netto|betrag netto|nettowert gesamt|gesamtsumme netto|rechnungsbetrag netto"
        "|netto gesamtbetrag|netto rechnungsbetrag|summe netto ohne mwst|rechnungssumme netto excl ust"
        "|rechnungssumme netto exkl ust|entgelt|nettoentgelt|netto warenwert|total netto|gesamtbetrag ohne ust"
        "|gesamt ohne mwst|summe zzgl mwst|gesamtkosten netto"
        "|total ht|montant ht|total hors taxe|total hors taxes|total hors tva|net ht|montant hors taxe"
        "|total net ht|montant total ht|sous total ht|total h.t.|total htva|montant htva|base ht|prix total ht"
        "|total general ht|montant net ht|total htva eur|hors tva|montant hors tva|total net hors taxe"
        "|total de la facture ht|montant total net ht|montant total hors tva|total de votre facture ht"
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
        "|total after tax|sum with tax|sum incl vat|sum total|total sum|order total"
        "|gesamtbetrag|gesamtsumme|rechnungsbetrag|endbetrag|bruttobetrag|brutto betrag|summe brutto|bruttosumme"
        "|brutto summe|rechnungssumme brutto|gesamt brutto|gesamtbetrag brutto|summe inkl mwst|summe inkl ust"
        "|gesamt|summe|rechnungsendbetrag|gesamtbetrag inkl mwst|rechnungssumme|zu zahlender betrag|summe eur"
        "|gesamt inkl mwst|rechnungsbetrag brutto|brutto|total brutto|gesamtpreis|endsumme"
        "|rechnungssumme brutto inkl ust|rechnungsbeitrag|gesamt eur|bruttorechnungsbetrag|rechnungstotal"
        "|gesamtpreis inkl mwst|gesamtpreis inkl ust|gesamtsumme inkl mwst|gesamtsumme inkl ust|gesamtbetrag inkl ust"
        "|endbetrag inkl mwst|rechnungsbetrag inkl mwst|rechnungsbetrag inkl ust|gesamt inkl ust|betrag inkl mwst"
        "|gesamtbetrag eur|gutschriftsbetrag|gutschriftbetrag|gesamtkosten|gesamtkosten brutto"
        "|total ttc|montant ttc|total toutes taxes comprises|total t.t.c.|total a payer ttc|montant total ttc"
        "|total general|total facture|montant total|total tvac|total tva comprise|montant tvac|prix total ttc"
        "|total general ttc|net ttc|total tvac eur|montant de la facture|total tva incluse|montant a payer ttc"
        "|tvac|total avoir|net a payer ttc|facture ttc|somme a payer ttc|montant total net ttc|total net ttc"
        "|total de la facture|total de votre facture|total de la facture ttc|montant prelever ttc|total du document"
    ),
    "payable": (
        "te betalen|te voldoen|totaal te voldoen|u betaalt|u moet nog betalen|totaal verschuldigd bedrag"
        "|verschuldigd bedrag"
        "|te betalen bedrag|nog te betalen|openstaand bedrag|openstaand saldo|saldo"
        "|te voldoen bedrag|nog te voldoen|restbedrag|resterend bedrag|door u te betalen|te betalen saldo|restant"
        "|amount due|balance due|total due|amount to pay|amount payable|balance|due payable|to pay|payable"
        "|pay this amount|residual|outstanding|please pay|outstanding amount|remaining balance|amount outstanding"
        "|balance payable|total amount due|net payable|amount owed|balance to pay|total to pay"
        "|zahlbetrag|zu zahlen|noch zu zahlen|offener betrag|zu zahlender beitrag|fälliger betrag|falliger betrag"
        "|restbetrag|zahlungsbetrag|noch offen|offen|zahlbarer betrag|uberweisungsbetrag|bitte zahlen|restzahlung"
        "|net a payer|a payer|montant a payer|solde a payer|solde|reste a payer|total a payer|solde du|montant du"
        "|restant du|a regler|montant net a payer|reste du|montant a regler|somme a payer|montant net a prelever"
        "|net a prelever|montant a prelever|montant preleve"
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
        "|shipping handling|handling|delivery charge|delivery charges|postage|versandkosten|versand|verzending"
        "|versand fracht|fracht|frachtkosten"
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
        "|amount tendered|cash payment|master card|american express|contactless|contactloos|girocard|ec cash|pinnen"
        "|geg girocard|visa debit|carte bancaire emv|betaald pin|cash tender|credit tender|debit tender"
    ),
    "count": (
        "total qty|total quantity|aantal artikelen|total items|item count|no of items|nombre d'articles"
        "|totaal aantal|total item|qty total|total points|points earned|points|number of items|anzahl positionen"
        "|gewicht|total weight|totaal gewicht|gesamtgewicht|poids total|colli|anzahl|packages|total savings"
        "|rewards|total units|hours|rate|total hours"
    ),
}
