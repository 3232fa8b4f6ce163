"""Danish, Swedish, Norwegian, Finnish and Polish: what things are called on business documents there. Data only."""

from __future__ import annotations

LABELS: dict[str, str] = {
    "number": (
        "fakturanr|faktura nr|fakturanummer|fakturanr.|faktura nummer|kreditnotanr|kreditnota nr|faktura no"
        "|fakturanumber|kvitteringsnr|numer faktury|faktura vat nr|faktura numer|nr faktury|faktura korygujaca nr"
        "|laskun numero|laskunumero|lasku nro|laskun nro"
    ),
    "order": (
        "ordrenr|deres ordre|deres ordrenr|rekvisitionsnr|ert ordernr|er order|kunds ordernr|inkopsorder"
        "|bestillingsnr|numer zamowienia|nr zamowienia|zamowienie nr|tilausnumero|tilausnro|tilauksenne"
    ),
    "your_ref": "viitteenne|deres ref|deres reference|er referens|er ref|deres referanse",
    "date": (
        "fakturadato|dato|fakturadatum|bilagsdato|utstedelsesdato|data wystawienia|data faktury"
        "|data wystawienia faktury|paivays|laskun paivays|laskutuspaiva"
    ),
    "due": (
        "forfaldsdato|forfald|betalingsfrist|sidste rettidige betalingsdag|forfallodatum|forfallodag"
        "|att betala senast"
        "|forfallsdato|forfall|betales senest|termin platnosci|termin zaplaty|platne do|erapaiva"
    ),
    "order_date": "ordredato|data zamowienia",
    "delivery_date": (
        "leveringsdato|leveransdatum|levert dato|data sprzedazy|data dostawy|data dostawy wykonania uslugi"
        "|data zakonczenia dostawy"
    ),
    "period": "ankomst|afrejse|avresa|avreise|przyjazd|wyjazd",
    "other_date": "data zaplaty|betalt dato",
    "customer_no": (
        "kundenr|kunde nr|kundnr|kundnummer|kundenummer|debitornr|nr klienta|numer klienta|asiakasnumero|asiakasnro"
    ),
    "seller_order": "vores ref|vores ordre|var referens|var ref|vart ordernr|var referanse",
    "delivery_no": "folgeseddel nr|foljesedel|foljesedelsnr|pakkseddel|nr dokumentu wz|wz",
    "quote_no": "tilbud|tilbud nr|offert|offertnr|tilbudsnr|oferta nr",
    "original_number": "oprindelig faktura|ursprunglig faktura|do faktury|dotyczy faktury|kredit for faktura",
    "other_no": "tlf|telefonnr|nr strony",
    "payment_ref": (
        "betalings id|betalingsid|ocr|ocr nummer|ocr nr|kid|kid nummer|tytul przelewu|tytulem|viitenumero|viite"
    ),
    "net": (
        "netto i alt|belob ex moms|total ekskl moms|i alt ekskl moms|momsgrundlag|nettobelob|total excl moms"
        "|totalt exkl moms|summa exkl moms|exkl moms|netto belopp|sum eks mva|totalt eks mva|netto eks mva"
        "|wartosc netto|razem netto|suma netto|kwota netto|ekskl moms|veroton yhteensa|yhteensa veroton|veroton"
    ),
    "subtotal": "subtotal ekskl|delsumma|delsum",
    "vat": (
        "moms|momsbelob|moms i alt|total moms|moms belopp|summa moms|momsbelopp|mva|merverdiavgift|mva belop"
        "|kwota vat|podatek vat|wartosc vat|razem vat|suma vat|alv|arvonlisavero|alv yhteensa"
    ),
    "gross": (
        "i alt|total inkl moms|i alt inkl moms|fakturatotal|total dkk|belob i alt|totalbelob|total inkl|summa"
        "|totalt|totalt inkl moms|summa inkl moms|totalbelopp|fakturabelopp|sum inkl mva|totalt inkl mva|sum"
        "|belop inkl mva|wartosc brutto|razem brutto|suma brutto|kwota brutto|razem|ogolem|yhteensa|verollinen yhteensa"
    ),
    "payable": (
        "at betale|til betaling|i alt at betale|belob til betaling|att betala|summa att betala"
        "|belopp att betala|a betale"
        "|sum a betale|til gode|do zaplaty|razem do zaplaty|kwota do zaplaty|pozostaje do zaplaty"
        "|maksettava yhteensa|maksettava"
    ),
    "prepaid": "betalt|forudbetalt|aconto|redan betalt|forskott|forhandsbetalt|zaplacono|zaliczka",
    "discount": "rabat i alt|rabatter|upust",
    "shipping": "fragt|forsendelse|frakt|fraktkostnad|koszt wysylki|transport krajowy",
    "rounding": "oreafrunding|afrunding|oresavrundning|avrundning|oresutjevning|zaokraglenie",
    "supplier": "leverandor|saelger|leverantor|saljare|selger|sprzedawca|wystawca",
    "payee": "kontohaver|modtager|mottagare|saaja",
    "buyer": (
        "laskutusosoite|ostaja|kober|fakturaadresse|faktureres til|fakturamodtager|kopare|fakturaadress"
        "|faktureras till|kjoper|faktureres"
        "|nabywca|kupujacy|odbiorca faktury"
    ),
    "ship_to": "leveringsadresse|leveransadress|adres dostawy|odbiorca",
    "vat_id": (
        "cvr|cvr nr|se nr|moms nr|momsnr|momsreg nr|momsregistreringsnummer|moms reg nr|vat nr se|nip|nip ue|mva nr"
        "|momsregnr"
    ),
    "reg_id": "y tunnus|organisationsnr|organisationsnummer|org nr|organisasjonsnummer|orgnr|regon|krs",
    "iban": (
        "kontonr iban|bankkonto|bankgiro|plusgiro|numer konta|nr konta|nr rachunku|numer rachunku|rachunek bankowy"
    ),
    "currency": "valuta kod|waluta",
    "terms": (
        "betalingsbetingelser|betalningsvillkor|betalingsvilkar|sposob platnosci|warunki platnosci|forma platnosci"
    ),
}

COLUMNS: dict[str, str] = {
    "description": (
        "beskrivelse|varebeskrivelse|vare|tekst|benamning|beskrivning|artikelbenamning|nazwa towaru|nazwa"
        "|nazwa towaru lub uslugi|nazwa uslugi|opis|tuote|nimike|kuvaus|erittely"
    ),
    "quantity": "antal|antall|mangde|ilosc|maara|kpl",
    "unit": "enhed|enhet|jm|j.m.|jedn",
    "price": (
        "enhedspris|stk pris|pris|a pris|a-pris|apris|enhetspris|cena|cena netto|cena jedn netto|cena jednostkowa netto"
    ),
    "vat_rate": "moms|moms %|mva %|mva|stawka vat|vat %",
    "amount": "yhteensa|veroton|belob|linjetotal|belopp|summa|belop|wartosc netto|wartosc|netto",
    "gross_amount": "wartosc brutto",
    "vat_amount": "kwota vat",
    "code": "varenr|varenummer|artikelnr|art nr|kod|indeks",
}

TITLES: dict[str, str] = {
    "invoice": (
        "faktura|salgsfaktura|faktura vat|kontantfaktura|forsaljningsfaktura|faktura koncowa|faktura sprzedazy|lasku"
    ),
    "credit_note": "kreditnota|kreditfaktura|faktura korygujaca|korekta|kreditnota faktura|hyvityslasku",
    "receipt": "kvittering|kvitto|paragon|paragon fiskalny",
    "order_confirmation": (
        "ordrebekraeftelse|orderbekraftelse|ordrebekreftelse|orderbekreftelse|potwierdzenie zamowienia"
    ),
    "purchase_order": "indkobsordre|inkopsorder|innkjopsordre|zamowienie|rekvisition",
    "delivery_note": "folgeseddel|foljesedel|pakkseddel|dokument wz|wydanie zewnetrzne",
    "reminder": (
        "rykker|betalingspaamindelse|betalningspaminnelse|paminnelse|purring|wezwanie do zaplaty|inkassovarsel"
    ),
    "statement": "kontoudtog|kontoutdrag|kontoutskrift|wyciag z konta",
    "other": "tilbud|offert|proforma faktura|faktura proforma|oferta cenowa|proformafaktura",
}
