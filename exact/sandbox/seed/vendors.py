"""Vendors of the three administrations: the named ones, and as many generated ones as a real relation file holds."""

from __future__ import annotations

from dataclasses import dataclass, replace

from exact.sandbox.seed.administrations import BELGIUM, HOSPITALITY, INSTALLATION
from exact.sandbox.seed.fixed import PAYMENT_CONDITIONS
from exact.sandbox.seed.identity import account, bic_of, company, dice, guid, slug
from exact.sandbox.seed.named import named_vendors
from exact.sandbox.seed.sectors import SECTORS


@dataclass(frozen=True, slots=True)
class Vendor:
    """A vendor as a company, whoever's books it stands in. ``codes`` maps division to relation code."""

    key: str
    name: str
    sector: str
    country: str
    street: str
    postcode: str
    city: str
    vat_number: str
    registration: str
    iban: str
    domain: str
    phone: str
    currency: str
    codes: dict[int, str]
    notes: frozenset[str] = frozenset()

    @property
    def divisions(self) -> tuple[int, ...]:
        return tuple(self.codes)

    @property
    def email(self) -> str:
        local = {"DE": "rechnung", "FR": "facturation", "GB": "accounts", "IE": "billing", "US": "billing"}.get(
            self.country, "facturen"
        )
        return f"{local}@{self.domain}"

    @property
    def website(self) -> str:
        return f"https://www.{self.domain}"

    @property
    def bic(self) -> str:
        return bic_of(self.iban)

    @property
    def terms(self) -> str:
        """Payment condition code."""
        return SECTORS[self.sector].terms

    @property
    def term_days(self) -> int:
        return PAYMENT_CONDITIONS[self.terms][1]

    @property
    def address(self) -> list[str]:
        """Address lines as printed under the name, in the country's order."""
        if self.country in ("GB", "IE", "US"):
            return [self.street, self.city, self.postcode]
        return [self.street, f"{self.postcode} {self.city}"]

    def charge(self, legislation: str) -> str:
        """What this vendor usually charges a buyer of that country."""
        usual = SECTORS[self.sector].main_charge
        if usual in ("eu_goods", "eu_services", "non_eu_services", "small", "margin", "exempt", "none"):
            return usual
        if self.country != legislation:
            return "eu_goods" if self.sector.startswith(("wholesale", "fasteners", "food")) else "eu_services"
        return usual

    def guid(self, division: int) -> str:
        """The ``crm/Accounts`` ID in one administration."""
        return guid(division, "account", self.key)


_SURNAMES = [
    "Aalders",
    "Bakema",
    "Cazemier",
    "Dijkema",
    "Elsinga",
    "Feenstra",
    "Gelling",
    "Hoiting",
    "Idsinga",
    "Jongsma",
    "Kuiken",
    "Leutscher",
    "Meijering",
    "Nienhuis",
    "Oldenburger",
    "Pathuis",
    "Rozema",
    "Sikkens",
    "Tuinstra",
    "Uilenberg",
    "Veldkamp",
    "Wiersema",
    "Zijlstra",
    "Boneschansker",
    "Drenthen",
    "Engelsman",
    "Fokkens",
    "Huizing",
    "Kremer",
    "Lubbers",
    "Mulderij",
    "Noordhof",
    "Olthof",
    "Prummel",
    "Roossien",
    "Sloots",
    "Tammens",
    "Vegter",
    "Wolthuis",
    "Zwiers",
    "Brontsema",
    "Haverkamp",
    "Koopstra",
    "Lanting",
    "Medema",
    "Oosting",
    "Reitsma",
    "Schipperheijn",
]
_PLACES = [
    "Winsum",
    "Bedum",
    "Leek",
    "Roden",
    "Haren",
    "Appelscha",
    "Gieten",
    "Borger",
    "Beilen",
    "Ruinen",
    "Dalen",
    "Zuidhorn",
    "Grijpskerk",
    "Surhuisterveen",
    "Buitenpost",
    "Drachten",
    "Joure",
    "Lemmer",
    "Balk",
    "Makkum",
]
_STREETS = [
    "Industrieweg",
    "Nijverheidsstraat",
    "Handelsweg",
    "Parallelweg",
    "Havenstraat",
    "Stationsweg",
    "Molenweg",
    "Kerkstraat",
    "Ambachtstraat",
    "Hoofdweg",
    "Dorpsstraat",
    "Spoorlaan",
]
_ABROAD = {
    "DE": (
        ["Bergmann", "Lindner", "Kessler", "Vogelsang", "Hartwig", "Reuter"],
        [("49074", "Osnabrück"), ("28195", "Bremen"), ("44137", "Dortmund")],
        ["Industriestraße", "Am Hafen"],
    ),
    "IE": (["Skellig", "Ardmore", "Glenmoy"], [("D08 N6P2", "Dublin 8"), ("T12 W8K3", "Cork")], ["Foundry Street"]),
    "US": (["Redfern", "Copperline"], [("CO 80202", "Denver"), ("TX 78701", "Austin")], ["Mesa Blvd"]),
    "FR": (["Lenoir", "Marchand"], [("67000", "Strasbourg"), ("44000", "Nantes")], ["rue du Commerce"]),
    "BE": (
        ["Wouters", "Maes", "Goossens", "Lemmens", "Hendrickx", "Van Acker", "Desmet", "Aerts", "Jacobs", "Verhaegen"],
        [("2018", "Antwerpen"), ("8500", "Kortrijk"), ("3000", "Leuven"), ("9300", "Aalst")],
        ["Nijverheidslaan", "Stationsstraat", "Steenweg"],
    ),
}
_FIRST_CODE = {INSTALLATION: 20001, HOSPITALITY: 30001, BELGIUM: 40001}
_GENERATED = {INSTALLATION: 128, HOSPITALITY: 48, BELGIUM: 46}


def _country_of(sector: str, division: int) -> str:
    abroad = {"eu_goods": "DE", "us_services": "US"}
    return abroad.get(sector) or ("BE" if division == BELGIUM else "NL")


def _sector_cycle(division: int) -> list[str]:
    kitchen = {"food", "bakery"}
    keys = [key for key in SECTORS if division == HOSPITALITY or key not in kitchen]
    if division == HOSPITALITY:
        keys = [
            k
            for k in keys
            if k
            not in (
                "subcontractor",
                "wholesale_build",
                "fasteners",
                "wholesale_tech",
                "machinery",
                "eu_goods",
                "us_services",
            )
        ] + ["food"] * 6
    return keys


def _generated(seed: int, division: int, taken: set[str]) -> list[Vendor]:
    source = dice(seed, "vendors", division)
    cycle = _sector_cycle(division)
    made: list[Vendor] = []
    number = 0
    while len(made) < _GENERATED[division]:
        sector = cycle[number % len(cycle)]
        number += 1
        country = _country_of(sector, division)
        if sector == "eu_services":
            country = source.choice(["IE", "FR"])
        surnames, towns, streets = _ABROAD.get(country, (_SURNAMES, [("", "")], _STREETS))
        postcode, city = source.choice(towns)
        if country == "NL":
            city = source.choice(_PLACES)
            postcode = f"{source.randrange(8400, 9990)} {source.choice('ABEHKLNR')}{source.choice('ABCDEGHJ')}"
        pattern = source.choice(
            [n for n in SECTORS[sector].names if country != "FR" or "SARL" in n] or [SECTORS[sector].names[0]]
        )
        name = pattern.format(s=source.choice(surnames), p=city)
        if country == "BE":
            name = name.replace("B.V.", "BV").replace("N.V.", "NV")
        if name in taken:
            if source.random() < 0.5:
                number -= 1
            continue
        taken.add(name)
        vat, registration = company(country, source)
        notes = set()
        if sector in ("freelancer", "municipality") or source.random() < 0.04:
            notes.add("novat")
        if source.random() < 0.03:
            notes.add("blocked")
        if source.random() < 0.04:
            notes.add("twin")
        if source.random() < 0.12:
            notes.add("switch")
        made.append(
            Vendor(
                slug(name),
                name,
                sector,
                country,
                f"{source.choice(streets)} {source.randrange(1, 180)}",
                postcode,
                city,
                "" if "novat" in notes else vat,
                registration,
                account(country, source),
                f"{slug(name)}.example",
                _phone(country, source.randrange(100, 999)),
                "USD" if country == "US" else "EUR",
                {division: ""},
                frozenset(notes),
            )
        )
    return made


def _phone(country: str, number: int) -> str:
    return {
        "NL": f"050 555 0{number}",
        "BE": f"03 555 0{number}",
        "DE": f"+49 30 5550{number}",
        "FR": f"+33 3 55 50 0{number // 100} {number % 100:02d}",
        "IE": f"+353 1 555 0{number}",
        "GB": f"+44 191 555 0{number}",
        "US": f"+1 503 555 0{number}",
    }[country]


def vendors(seed: int) -> dict[str, Vendor]:
    """All vendors by key, with their relation code in each administration they stand in."""
    everyone: list[Vendor] = []
    for key, name, sector, country, street, postcode, city, divisions, notes in named_vendors():
        source = dice(seed, "vendor", key)
        vat, registration = company(country, source)
        iban = account(country, source)
        currency = {"US": "USD", "GB": "GBP"}.get(country, "EUR")
        domain = f"{slug(name)}.example"
        everyone.append(
            Vendor(
                key,
                name,
                sector,
                country,
                street,
                postcode,
                city,
                "" if "novat" in notes else vat,
                registration,
                iban,
                domain,
                _phone(country, source.randrange(100, 999)),
                currency,
                dict.fromkeys(divisions, ""),
                notes,
            )
        )
    taken = {vendor.name for vendor in everyone}
    for division in (INSTALLATION, HOSPITALITY, BELGIUM):
        everyone += _generated(seed, division, taken)
    everyone = _overlap(everyone)
    following = dict(_FIRST_CODE)
    by_key: dict[str, Vendor] = {}
    for vendor in everyone:
        codes = {}
        for division in vendor.codes:
            codes[division] = str(following[division])
            following[division] += 1
        key = vendor.key if vendor.key not in by_key else f"{vendor.key}-{len(by_key)}"
        by_key[key] = replace(vendor, key=key, codes=codes)
    return by_key


def _overlap(everyone: list[Vendor]) -> list[Vendor]:
    """Every ninth generated vendor of the first administration also serves the second."""
    count = 0
    result = []
    for vendor in everyone:
        shared = vendor.sector in (
            "office",
            "telecom",
            "courier",
            "accountant",
            "insurance",
            "training",
            "software",
            "waste",
            "printing",
            "security",
            "energy",
        )
        if vendor.divisions == (INSTALLATION,) and shared and not vendor.notes:
            count += 1
            if count % 3 == 0:
                vendor = replace(vendor, codes={INSTALLATION: "", HOSPITALITY: ""})
        result.append(vendor)
    return result
