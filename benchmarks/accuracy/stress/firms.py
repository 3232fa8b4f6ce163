"""Invented firms with numbers whose check digits hold, or sometimes do not."""

# ruff: noqa: SIM905 - lists of words are read as words; the dice are no secret
from __future__ import annotations

import random
from dataclasses import dataclass

from ocr.local.check_digits import IBAN_LENGTH, valid_vat

_CORES = (
    "Lumora Veldkamp Zonnedauw Brinkhof Aquilon Terravista Kestrel Ostrava Meridian Halewijn Sonnentau "
    "Birkengrund Ferrantis Duvivier Lacombe Beaumarais Ashgrove Thornbury Whitlock Pinecrest Ridgemont "
    "Calderwood Novalis Quantor Helix Rosmalen Grünwald Silberbach Castellane Fontvieille Moorland "
    "Blackwater Seabright Okkerse Van-Dijck Lindqvist Marwede Tesselaar"
).split()
_PEOPLE = {
    "nl": "J. de Wit|Pieter Verhoeven|M. Jansen-Bakker|Sanne Hofstra|K. van der Laan",
    "de": "Jürgen Maurer|Sabine Vogt|Dipl.-Ing. Karl Riedel|Anja Köhler|M. Strobel",
    "fr": "Luc Perrin|Mme Claire Fabre|Antoine Besson|Émilie Roux|P. Garnier",
    "en": "Tom Hargreaves|Jane Whitfield|Olivia Marsh|R. Pemberton|Sam Doyle",
    "es": "Lucía Romero|Javier Ortega|Carmen Vidal",
}
_TRADES = {
    "nl": "Installatietechniek|Groothandel|Advies|Bouwservice|Schoonmaak|Drukwerk|Transport|Software|Tuinen|Catering",
    "de": "Haustechnik|Großhandel|Beratung|Bau|Gebäudereinigung|Druckerei|Logistik|Systeme|Gartenbau|Feinkost",
    "fr": "Plomberie|Distribution|Conseil|Bâtiment|Nettoyage|Imprimerie|Transports|Informatique|Paysages|Traiteur",
    "en": "Plumbing|Wholesale|Advisory|Builders|Cleaning|Print|Haulage|Software|Gardens|Catering",
    "es": "Instalaciones|Distribuciones|Asesores|Construcciones|Limpiezas|Imprenta|Transportes|Sistemas|Jardines",
}
_FORMS = {
    "NL": "B.V.|BV|VOF|N.V.|",
    "BE": "BV|NV|SRL|BVBA|SA",
    "DE": "GmbH|GmbH & Co. KG|AG|e.K.|UG (haftungsbeschränkt)",
    "AT": "GmbH|KG|e.U.",
    "FR": "SARL|SAS|SA|EURL|",
    "LU": "S.à r.l.|S.A.",
    "GB": "Ltd|Limited|LLP|plc|",
    "US": "Inc.|LLC|Corp.|Co.|",
    "IE": "Ltd|DAC|Limited",
    "ES": "S.L.|S.A.|S.L.U.",
}
_STREETS = {
    "nl": "Molenweg|Havenstraat|Kerkplein|Industrieweg|Lange Gracht|De Trompet|Zuiderpark|Parallelweg",
    "de": "Bahnhofstraße|Am Anger|Lindenallee|Gewerbering|Hauptstr.|Im Brühl|Schulgasse",
    "fr": "rue des Tilleuls|avenue Foch|chemin du Moulin|ZA Les Prés|boulevard Carnot|place du Marché",
    "en": "Mill Lane|Station Road|Quay Street|High Street|Elm Avenue|Orchard Drive|Foundry Way",
    "es": "Calle Mayor|Avenida de la Paz|Plaza Nueva|Paseo del Prado",
}
_TOWNS = {
    "NL": "Deventer Hengelo Roermond Alkmaar Zierikzee Amersfoort",
    "BE": "Gent Kortrijk Hasselt Leuven Namur Liège Mechelen",
    "DE": "Straubing Kassel Lübeck Freising Erfurt Münster",
    "AT": "Graz Linz Villach",
    "FR": "Lille Arras Quimper Valence Nantes Colmar",
    "LU": "Luxembourg Esch-sur-Alzette",
    "GB": "Bristol Leeds Norwich Exeter York",
    "US": "Tucson Denver Albany Boise Savannah",
    "IE": "Cork Galway Limerick",
    "ES": "Sevilla Valencia Bilbao",
}
_STATES = ["AZ", "CO", "NY", "ID", "GA"]
COUNTRY_NAMES = {
    "NL": "Nederland",
    "BE": "België",
    "DE": "Deutschland",
    "AT": "Österreich",
    "FR": "France",
    "LU": "Luxembourg",
    "GB": "United Kingdom",
    "US": "USA",
    "IE": "Ireland",
    "ES": "España",
}
_VAT_FORM = {
    "NL": "NL#########B##",
    "BE": "BE0#########",
    "DE": "DE#########",
    "AT": "ATU########",
    "FR": "FR###########",
    "LU": "LU########",
    "GB": "GB#########",
    "IE": "IE#######W",
    "ES": "ESB########",
}


@dataclass(frozen=True, slots=True)
class Firm:
    """A party as its papers show it. ``vat``, ``registration`` and ``iban`` as printed; empty when it has none."""

    name: str
    trade: str
    country: str
    street: str
    town: str
    contact: str
    phone: str
    mail: str
    site: str
    vat: str
    registration: str
    reg_label: str
    iban: str


def make_firm(dice: random.Random, country: str, language: str, *, sound: float = 0.7) -> Firm:
    """A firm; with chance ``sound`` its VAT id and its account pass their checks."""
    core = dice.choice(_CORES)
    trade_word = dice.choice(_TRADES[language].split("|"))
    form = dice.choice(_FORMS[country].split("|"))
    person = dice.choice(_PEOPLE[language].split("|"))
    shape = dice.random()
    if shape < 0.4:
        bare = f"{core} {trade_word}"
    elif shape < 0.6:
        bare = core
    elif shape < 0.75:
        bare = f"{core} & {dice.choice(_CORES)}"
    elif shape < 0.9:
        bare = f"{person.split()[-1]} {trade_word}"
    else:
        bare, form = person, ""
    name = f"{form} {bare}" if form in ("SARL", "SAS", "EURL") and dice.random() < 0.5 else f"{bare} {form}".strip()
    if dice.random() < 0.12:
        name = name.upper()
    trade = bare.upper() if dice.random() < 0.5 else core.upper()
    host = core.lower().translate(str.maketrans("üéèâô", "ueeao")).replace("-", "")
    zone = {"GB": "co.uk", "US": "com"}.get(country, country.lower())
    sure = dice.random() < sound
    vat = vat_id(dice, country, sure)
    registration, reg_label = _registration(dice, country)
    if country == "BE":  # one number for both
        registration = f"{vat[2:6]}.{vat[6:9]}.{vat[9:]}"
    return Firm(
        name,
        trade,
        country,
        _street(dice, country, language),
        _town(dice, country),
        person,
        _phone(dice, country),
        f"{dice.choice(['info', 'admin', 'facturen', 'billing', 'office'])}@{host}.{zone}",
        f"www.{host}.{zone}",
        _spaced_vat(dice, vat),
        registration,
        reg_label,
        account(dice, country, dice.random() < sound),
    )


def _street(dice: random.Random, country: str, language: str) -> str:
    street, number = dice.choice(_STREETS[language].split("|")), dice.randint(1, 240)
    return f"{number} {street}" if country in ("FR", "GB", "US", "IE", "LU") else f"{street} {number}"


def _town(dice: random.Random, country: str) -> str:
    town = dice.choice(_TOWNS[country].split())
    letters = "ABCDEFGHJKLNPRSTVWXZ"
    if country == "NL":
        return f"{dice.randint(1011, 9999)} {dice.choice(letters)}{dice.choice(letters)} {town}"
    if country == "GB":
        area = f"{dice.choice(['BS', 'LS', 'NR', 'EX', 'YO'])}{dice.randint(1, 20)}"
        return f"{town} {area} {dice.randint(1, 9)}{dice.choice('ABDEF')}{dice.choice('GHJLN')}"
    if country == "US":
        return f"{town}, {dice.choice(_STATES)} {dice.randint(10001, 99901)}"
    if country == "IE":
        return f"Co. {town}"
    code = dice.randint(1000, 9999) if country in ("BE", "AT", "LU") else dice.randint(10001, 98999)
    return f"{'L-' if country == 'LU' else ''}{code} {town}"


def _phone(dice: random.Random, country: str) -> str:
    code = {"NL": 31, "BE": 32, "DE": 49, "AT": 43, "FR": 33, "LU": 352, "GB": 44, "US": 1, "IE": 353, "ES": 34}[
        country
    ]
    if country == "US":
        return f"({dice.randint(201, 980)}) 555-{dice.randint(1000, 9999)}"
    return f"+{code} {dice.randint(10, 99)} {dice.randint(100, 999)} {dice.randint(10, 99)} {dice.randint(10, 99)}"


def _digits(dice: random.Random, form: str) -> str:
    return "".join(str(dice.randint(0, 9)) if c == "#" else c for c in form)


def vat_id(dice: random.Random, country: str, sound: bool) -> str:
    """A VAT id of the country's shape whose check digit holds (or does not); empty where there is none."""
    form = _VAT_FORM.get(country)
    if form is None:
        return ""
    value = _digits(dice, form)
    for _ in range(4000 if sound else 0):
        if valid_vat(value):
            break
        value = _digits(dice, form)
    return value


def _spaced_vat(dice: random.Random, value: str) -> str:
    if not value or dice.random() < 0.6:
        return value
    body = value[2:]
    if value.startswith("BE"):
        return f"BE {body[:4]}.{body[4:7]}.{body[7:]}"
    if value.startswith("NL"):
        return f"NL {body[:4]}.{body[4:6]}.{body[6:9]}.{body[9:]}" if dice.random() < 0.5 else f"NL {body}"
    return f"{value[:2]} {' '.join(body[i : i + 3] for i in range(0, len(body), 3))}"


def _registration(dice: random.Random, country: str) -> tuple[str, str]:
    if country == "NL":
        return _digits(dice, "########"), dice.choice(["KvK", "KvK-nummer", "K.v.K. nr."])
    if country == "BE":
        return _digits(dice, "0###.###.###"), dice.choice(["RPR", "KBO", "Ondernemingsnummer"])
    if country == "DE":
        return f"HRB {dice.randint(1000, 99999)}", ""
    if country == "FR":
        return _digits(dice, "### ### ### 000##"), dice.choice(["SIRET", "Siret :"])
    if country in ("GB", "IE"):
        return _digits(dice, "0#######"), dice.choice(
            ["Company No.", "Registered number", "Company registration number"]
        )
    return "", ""


def account(dice: random.Random, country: str, sound: bool) -> str:
    """An IBAN in groups of four, with right check digits or with wrong ones; empty for American firms."""
    if country == "US":
        return ""
    length = IBAN_LENGTH[country]
    bank = dice.choice(["RABO", "INGB", "ABNA"]) if country == "NL" else "NWBK" if country in ("GB", "IE") else ""
    body = bank + "".join(str(dice.randint(0, 9)) for _ in range(length - 4 - len(bank)))
    number = int("".join(str(int(c, 36)) for c in body + country + "00"))
    check = 98 - number % 97 if sound else (98 - number % 97) % 96 + 2
    text = f"{country}{check:02d}{body}"
    return " ".join(text[i : i + 4] for i in range(0, len(text), 4)) if dice.random() < 0.75 else text
