"""Words of firms' names, countries and everyday language. Data only."""

# ruff: noqa: SIM905 - lists of words are read as words
from __future__ import annotations

# Legal forms that mark a firm's name, compared as whole words without dots.
LEGAL_FORMS = frozenset(
    "bv nv vof cv bvba sprl srl sa sas sasu sarl eurl snc gmbh ag kg ohg ug ek se eg ltd limited llc llp plc "
    "inc corp corporation pbc scea earl gaec eirl "
    "co company sca scrl cvba stichting vzw asbl ev eingetragener gbr mbh spa bhd sdn pty aps ab as oy kgaa "
    "gie sci selarl eu dac sl slu srls lda oyj aps asa spzoo "
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
    "geschaftsfuhrer geschaftsfuhrung amtsgericht capital kapitaal attn tav za zi zac lieu-dit lieudit".split()
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
    "es": (
        "el la los las de del y para por con su que factura fecha importe total cliente precio cantidad base "
        "iva pago pedido "
        "imponible descripcion vencimiento calle"
    ),
    "it": (
        "il lo la gli le di del della e per con si fattura data importo totale cliente prezzo quantita iva pagamento "
        "imponibile descrizione scadenza via partita"
    ),
    "pt": (
        "o os as do da dos das e para com fatura data valor total cliente preco quantidade iva pagamento descricao "
        "vencimento contribuinte rua"
    ),
    "da": (
        "og til af ved er den det faktura dato belob moms antal pris total betaling beskrivelse forfaldsdato "
        "kobenhavn cvr"
    ),
    "sv": (
        "och till av vid ar den det faktura datum belopp moms antal pris summa betalning beskrivning "
        "forfallodatum att orgnr"
    ),
    "no": "og til av ved er den det faktura dato belop mva antall pris sum betaling beskrivelse forfallsdato orgnr",
    "pl": (
        "i w z na do od oraz faktura data kwota ilosc cena netto brutto razem nabywca sprzedawca wartosc "
        "stawka zaplaty "
        "platnosci nip ul"
    ),
    "fi": (
        "lasku laskun paivays erapaiva yhteensa veroton alv arvonlisavero viitenumero euroa maksettava "
        "asiakasnumero saaja erittely"
    ),
    "cs": (
        "danovy doklad splatnosti vystaveni dodavatel odberatel celkem dph faktura datum cislo "
        "castka uhrade mnozstvi ico dic zakaznika symbol"
    ),
    "sl": "racun izdaje placila placilo ddv skupaj znesek prejemnik kolicina davcna",
}
