"""Seeded synthetic vendors and the noisy way documents mention them. Nothing here is a real company."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from typing import Any

from matching.vendors.api import VendorClues, VendorRecord

_SURNAMES = (
    """Jansen|De Vries|Bakker|Visser|Smit|Meijer|Mulder|De Groot|Bos|Vos|Peters|Hendriks|Van Leeuwen|Dekker
De Wit|Dijkstra|Smits|De Graaf|Van der Meer|Kok|Jacobs|De Haan|Vermeulen|Van den Heuvel|Van der Veen|Koster|Prins
Blom|Huisman|Peeters|Kuiper|Van Dam|Postma|Willems|Scholten|Martens|Verhoeven|Claes|Goossens|Wouters|De Smet|Lambert
Dubois|Lefebvre|Moreau|Schneider|Fischer|Weber|Wagner|Becker|Hoffmann|Krüger|Wolf|Zimmermann|Braun|Hartmann|Lange|Köhler|Maier
Timmermans|Hermans|Aerts|Mertens|Michiels|Van Damme|Lemmens|De Clercq|Segers|Pauwels|Bogaert|Schouten|Kramer|Hoekstra
Veenstra|Terpstra|Wiersma|Bouma|Zijlstra|Faber|Kroon|Molenaar|Schipper|Slagter|Veldman|Wagenaar|Zandstra|Oosterhuis|Nijland|Reinders
""".replace("\n", "|")
    .strip("|")
    .split("|")
)
_TRADES = (
    """Bouw|Transport|Installatietechniek|Schilderwerken|Logistiek|Techniek|Groothandel|Drukkerij|Catering|Schoonmaak
Elektro|Metaal|Advies|Accountants|Verhuur|Beveiliging|Automatisering|Software|Media|Design|Interieur|Tuinen|Dakwerken
Grondwerken|Hout|Kunststoffen|Verpakkingen|Machines|Autobedrijf|Bandenservice|Koeltechniek|Liften|Isolatie|Sanitair|Vloeren
Kantoorartikelen|Medical|Foods|Bakkerij|Slagerij|Zuivel|Bloemen|Textiel|Reizen|Opleidingen|Juristen|Energie|Recycling|Marine
""".replace("\n", "|")
    .strip("|")
    .split("|")
)
_SYLLABLES = """al ar bel bro cal cor dan del dor el en fal fin gal gor hel hin in jor kal ken lan lor mar mel min nal
nor ol or pal por qua ran rel ro sal sen sol tal ten tor ul val ven vor wal wen xan yor zal zen zo tri ver pro
lux nex""".split()  # noqa: SIM905
_CITIES = (
    """Amsterdam|Rotterdam|Utrecht|Eindhoven|Groningen|Tilburg|Almere|Breda|Nijmegen|Apeldoorn|Haarlem|Arnhem|Zaandam
Amersfoort|Zwolle|Leiden|Dordrecht|Maastricht|Venlo|Gent|Antwerpen|Brussel|Brugge|Leuven|Hasselt|Mechelen|Kortrijk|Aalst
""".replace("\n", "|")
    .strip("|")
    .split("|")
)
_FORMS = ("B.V.", "BV", "N.V.", "V.O.F.", "", "BVBA", "Holding B.V.", "& Zn.", "Nederland B.V.", "GmbH", "Groep B.V.")


@dataclass(frozen=True, slots=True)
class Mention:
    """How one document speaks of a vendor: the clues, who is meant, and which kind of noise was applied."""

    clues: VendorClues
    vendor_id: str
    kind: str


def make_vendors(count: int, seed: int = 20) -> list[VendorRecord]:
    """``count`` vendors with distinct names and consistent numbers; a few share a domain or an IBAN."""
    rng = random.Random(seed)
    vendors: list[VendorRecord] = []
    seen: set[str] = set()
    while len(vendors) < count:
        name = _name(rng)
        if name.lower() in seen:
            continue
        seen.add(name.lower())
        vendors.append(_vendor(rng, len(vendors), name))
    for i in range(0, count - 1, 400):  # groups that share a domain, a factor's bank account
        vendors[i + 1] = replace(vendors[i + 1], domains=vendors[i].domains)
        if i % 800 == 0:
            vendors[i + 1] = replace(vendors[i + 1], ibans=vendors[i].ibans)
    return vendors


def _name(rng: random.Random) -> str:
    style = rng.random()
    invented = "".join(rng.sample(_SYLLABLES, rng.choice((2, 3, 3)))).capitalize()
    surname, trade, city = rng.choice(_SURNAMES), rng.choice(_TRADES), rng.choice(_CITIES)
    if style < 0.35:
        return f"{surname} {trade} {city}" if rng.random() < 0.6 else f"{trade} {surname} & {rng.choice(_SURNAMES)}"
    if style < 0.80:
        return f"{invented} {trade}"
    return f"{invented} {''.join(rng.sample(_SYLLABLES, 2)).capitalize()} {rng.choice(('International', trade, city))}"


def _vendor(rng: random.Random, number: int, name: str) -> VendorRecord:
    slug = "".join(c for c in name.lower() if c.isalnum() and c.isascii())[:18]
    kvk = f"{10_000_000 + number * 7:08d}"
    return VendorRecord(
        id=f"v{number}",
        name=f"{name} {rng.choice(_FORMS)}".strip(),
        vat=_vat(number),
        registration=kvk,
        ibans=(_iban(number),),
        domains=(f"{slug}{number}.nl",) if rng.random() < 0.85 else ("gmail.com",),
        country="NL",
        postcode=f"{1000 + number % 8999} {chr(65 + number % 26)}{chr(65 + number // 26 % 26)}",
        city=rng.choice(_CITIES),
        phone=f"0{100_000_000 + number * 13}",
    )


def _vat(number: int) -> str:
    """A Dutch VAT number whose modulus 11 check holds."""
    base = 10_000_000 + number * 3
    while True:
        digits = f"{base:08d}"
        check = sum(int(d) * w for d, w in zip(digits, range(9, 1, -1), strict=True)) % 11
        if check < 10:
            return f"NL{digits}{check}B01"
        base += 1


def _iban(number: int) -> str:
    body = f"BANK{number:010d}"
    digits = "".join(str(int(c, 36)) for c in body + "NL00")
    return f"NL{98 - int(digits) % 97:02d}{body}"


def make_mentions(vendors: list[VendorRecord], count: int, seed: int = 7) -> list[Mention]:
    """``count`` mentions, half with exact keys, half with nothing but a noisy name and perhaps a town."""
    rng = random.Random(seed)
    mentions = []
    for i in range(count):
        vendor = vendors[rng.randrange(len(vendors))]
        clues = VendorClues(name=_noisy(rng, vendor.name))
        if i % 2:
            mentions.append(Mention(_exact(rng, vendor, clues), vendor.id, "exact"))
        else:
            place: dict[str, Any] = {"city": vendor.city, "postcode": vendor.postcode} if rng.random() < 0.5 else {}
            mentions.append(Mention(replace(clues, **place), vendor.id, "fuzzy"))
    return mentions


def _exact(rng: random.Random, vendor: VendorRecord, clues: VendorClues) -> VendorClues:
    spaced = " ".join(vendor.ibans[0][i : i + 4] for i in range(0, 18, 4))
    options: dict[str, dict[str, Any]] = {
        "vat": {"vat_ids": (f"{vendor.vat[:2]} {vendor.vat[2:6]}.{vendor.vat[6:]}",)},
        "kvk": {"registrations": (f"KvK {vendor.registration}",)},
        "iban": {"ibans": (spaced.lower(),)},
        "domain": {"from_address": f"facturen@mail.{vendor.domains[0]}", "authenticated": True},
    }
    chosen = rng.sample(sorted(options), rng.choice((1, 2, 2, 3)))
    if chosen == ["domain"] and vendor.domains[0] == "gmail.com":
        chosen = ["domain", "vat"]
    return replace(clues, **{k: v for name in chosen for k, v in options[name].items()})


def _noisy(rng: random.Random, name: str) -> str:
    """One to three of: typing error, scan confusion, legal form changed, word order, upper case, department."""
    for _ in range(rng.choice((1, 1, 2, 3))):
        name = rng.choice((_typo, _typo, _scan, _form, _form, _order, _upper, _department, _squeeze))(rng, name)
    return name


def _typo(rng: random.Random, name: str) -> str:
    at = rng.randrange(1, max(2, len(name) - 1))
    kind = rng.random()
    if kind < 0.34:
        return name[:at] + name[at + 1 :]
    if kind < 0.67:
        return name[:at] + rng.choice("abcdefghijklmnoprstuvw") + name[at:]
    return name[: at - 1] + name[at : at + 1] + name[at - 1 : at] + name[at + 1 :]


def _scan(rng: random.Random, name: str) -> str:
    old, new = rng.choice((("l", "1"), ("o", "0"), ("rn", "m"), ("i", "l"), ("e", "c"), ("m", "rn"), ("B", "8")))
    return name.replace(old, new, 1)


def _form(rng: random.Random, name: str) -> str:
    for form in ("Holding B.V.", "Nederland B.V.", "Groep B.V.", "B.V.", "N.V.", "V.O.F.", "BVBA", "BV", "GmbH"):
        name = name.removesuffix(form).strip()
    return f"{name} {rng.choice(('B.V.', 'bv', '', 'Groep', 'Holding BV', 'N.V.'))}".strip()


def _order(rng: random.Random, name: str) -> str:
    words = name.split()
    return " ".join([*words[1:], words[0]]) if len(words) > 2 else name


def _upper(rng: random.Random, name: str) -> str:
    return name.upper()


def _department(rng: random.Random, name: str) -> str:
    return f"{name} {rng.choice(('Crediteuren', 'Administratie', 'Facturatie', 'afd. Verkoop'))}"


def _squeeze(rng: random.Random, name: str) -> str:
    return name.replace(" ", "", 1)
