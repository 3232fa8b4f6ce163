"""Czech, Slovak and Slovene: what things are called on business documents there. Data only."""

from __future__ import annotations

LABELS: dict[str, str] = {
    "number": (
        "faktura c|faktura cislo|cislo faktury|faktura danovy doklad c|faktura danovy doklad|danovy doklad c"
        "|cislo dokladu|c faktury|faktura|dobropis c|cislo dobropisu|racun st|stevilka racuna|st racuna|racun"
        "|predracun st"
    ),
    "order": "cislo objednavky|objednavka c|objednavka|vase objednavka|c objednavky|st narocila|narocilo st|narocilo",
    "date": (
        "datum vystaveni|vystaveno|datum vystavenia|dna vystavenia|datum izdaje|datum racuna|datum izdaje racuna"
        "|datum fakturacie"
    ),
    "due": "datum splatnosti|splatnost|splatne do|rok placila|datum zapadlosti|zapadlost|rok za placilo",
    "order_date": "datum objednavky|datum narocila",
    "delivery_date": (
        "datum zdan plneni|datum uskutecneni zdanitelneho plneni|datum uskutec zdan plneni|duzp|datum dodani"
        "|datum dodania|datum zd plneni|datum opravljene storitve|datum storitve|datum zdanitelneho plneni"
    ),
    "period": "zuctovaci obdobi|obdobi|fakturacni obdobi|obdobie|obdobje",
    "customer_no": "cislo zakaznika|zakaznicke cislo|c smluvniho uctu|cislo odberatele|st kupca|stevilka kupca",
    "contract_no": "cislo smlouvy|smlouva c|pogodba",
    "delivery_no": "dodaci list|dodaci list c|dobavnica",
    "original_number": "k fakture c|opravuje fakturu|puvodni doklad",
    "payment_ref": "variabilni symbol|vs|variabilny symbol|sklic|referenca|namen placila",
    "other_no": "konstantni symbol|specificky symbol|ks|ss|telefon|konstantny symbol",
    "net": (
        "celkem bez dph|cena bez dph|cena celkem bez dph|zaklad dph|zaklad dane|celkem zaklad|spolu bez dph"
        "|osnova za ddv|skupaj brez ddv|mezisoucet"
    ),
    "vat": "dph|dph celkem|celkem dph|castka dph|ddv|znesek ddv|dan",
    "gross": (
        "celkem s dph|celkem vc dph|cena celkem vc dph|cena celkem s dph|celkem|celkova castka|spolu|spolu s dph"
        "|skupaj|skupaj z ddv|celkem kc"
    ),
    "payable": (
        "celkem k uhrade|k uhrade|k zaplaceni|castka k uhrade|nedoplatek k uhrade|nedoplatek|suma na uhradu"
        "|za placilo|znesek za placilo|k uhrade celkem"
    ),
    "prepaid": "zaplacene zalohy|zaplaceno|uhrazeno|zaloha|zalohy|predplacilo|placano",
    "rounding": "zaokrouhleni|haleriove vyrovnani|zaokruhlenie|zaokrozitev",
    "discount": "sleva|zlava|popust",
    "shipping": "postovne|doprava|postnina",
    "supplier": "dodavatel|prodavajici|predavajuci|zhotovitel|izdajatelj|prodajalec",
    "buyer": (
        "odberatel|zakaznik|kupujici|kupujuci|fakturacni adresa|objednatel|prejemnik|kupec|narocnik|narocnik storitve"
    ),
    "ship_to": "dodaci adresa|misto dodani|dorucovaci adresa|prijemce|konecny prijemce|naslov za dostavo",
    "vat_id": "dic|ic dph|id za ddv|id st za ddv|davcna stevilka|identifikacijska stevilka za ddv",
    "reg_id": "ic|ico|maticna stevilka",
    "iban": "cislo uctu|bankovni spojeni|ucet|cislo uctu iban|transakcijski racun|trr",
    "currency": "mena|valuta",
    "terms": "forma uhrady|zpusob platby|zpusob uhrady|sposob uhrady|nacin placila",
}

COLUMNS: dict[str, str] = {
    "description": "oznaceni dodavky|popis|nazev|polozka|fakturujeme vam|opis|opis storitve|artikel|naziv",
    "quantity": "mnozstvi|pocet|mnozstvo|kolicina|kol",
    "unit": "mj|em|enota",
    "price": "cena ks|cena mj|jedn cena|jednotkova cena|cena za mj|cena za jednotku|cena na enoto",
    "vat_rate": "dph|dph %|sazba dph|sazba|ddv|ddv %|stopnja ddv",
    "amount": "celkem|cena celkem|celkem bez dph|spolu|znesek|vrednost|skupaj",
    "gross_amount": "celkem s dph|celkem vc dph",
}

TITLES: dict[str, str] = {
    "invoice": "faktura|faktura danovy doklad|danovy doklad|vyuctovani|racun",
    "credit_note": "dobropis|opravny danovy doklad|dobropis faktura",
    "receipt": "uctenka|pokladni doklad|potvrzeni o platbe",
    "purchase_order": "objednavka|narocilnica",
    "order_confirmation": "potvrzeni objednavky|potvrditev narocila",
    "delivery_note": "dodaci list|dobavnica",
    "reminder": "upominka|opomin",
    "other": "zalohova faktura|proforma faktura|nabidka|predracun|ponudba",
}
