"""What vendors of a branch sell, and where a bookkeeper books it.

A line is: text | account | what is charged | cost centre | lowest | highest net amount. Accounts are those of the
Dutch chart, cost centres those of the first administration; both are translated for the others. ``{m}`` is a
month, ``{n}`` a number, ``{k}`` a number plate. What is to be learned: the text decides, not the vendor.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from exact.sandbox.seed.administrations import BELGIUM, HOSPITALITY


@dataclass(frozen=True, slots=True)
class SectorLine:
    """Something that vendors of a sector bill, for a net amount between ``low`` and ``high``."""

    text: str
    account: str
    charge: str
    cost_centre: str
    low: Decimal
    high: Decimal


@dataclass(frozen=True, slots=True)
class Sector:
    """``per_year`` invoices a year, of up to ``most_lines`` lines; ``terms`` the usual payment condition."""

    key: str
    per_year: int
    most_lines: int
    terms: str
    names: tuple[str, ...]  # patterns for generated vendors, {s} surname, {p} place
    lines: tuple[SectorLine, ...]

    @property
    def main_account(self) -> str:
        return self.lines[0].account

    @property
    def main_charge(self) -> str:
        return self.lines[0].charge


_TEXT = """
wholesale_tech 64 9 30 {s} Technische Groothandel B.V.;Installatiegroothandel {p} B.V.;{s} Sanitair & Verwarming B.V.
Koperen buis 15 mm|7000|high|PRJ|60|900
Thermostaatkraan haaks|7000|high|PRJ|40|520
Radiator paneel type 22|7000|high|PRJ|120|1600
Expansievat 18 liter|7000|high|SER|50|300
Circulatiepomp|7000|high|SER|140|900
Boorset en bitset|4210|high|MAG|30|180
Werkhandschoenen|4065|high|MAG|20|90
Vrachtkosten|4700|high|MAG|12|45

wholesale_electro 58 9 30 {s} Elektro B.V.;Elektrogroothandel {p} B.V.
Installatiedraad 2,5 mm²|7000|high|PRJ|40|600
Groepenkast 3-fase|7000|high|PRJ|150|900
Omvormer zonnestroom|7000|high|PRJ|600|2600
Inbouwdoos|7000|high|PRJ|20|160
Ledpaneel 60x60|7000|high|PRJ|90|1200
Meetinstrument|4210|high|SER|90|420
Veiligheidsbril|4065|high|MAG|12|60
Vrachtkosten|4700|high|MAG|10|35

wholesale_build 52 10 30 Bouwmaterialen {s} B.V.;{p} Bouwstoffen B.V.
Gipsplaat 12,5 mm|7000|high|PRJ|60|700
Isolatieplaat PIR 100 mm|7000|high|PRJ|120|1400
Cement 25 kg|7000|high|PRJ|30|300
Montagekit koker|7000|high|SER|20|160
Ladder en steigermateriaal|4210|high|MAG|120|780
Statiegeld pallets|7000|none|PRJ|15|90
Vrachtkosten|4700|high|MAG|25|85

fasteners 40 8 30 {s} Bevestigingstechniek B.V.;Schroef en Moer {p}
Zeskantbout M8|7000|high|MAG|10|140
Spaanplaatschroef 5x60|7000|high|MAG|10|120
Keilbout M10|7000|high|PRJ|15|180
Slijpschijf 125 mm|4210|high|MAG|12|80
Verzendkosten|4700|high|MAG|7|15

food 70 10 14 Groothandel {s} B.V.;Versgroothandel {p} B.V.
Groenten en fruit|7010|low|KEU|40|420
Vlees en vis|7010|low|KEU|80|900
Zuivel en eieren|7010|low|KEU|30|260
Frisdrank en waters|7015|low|BED|30|300
Wijn en bier|7015|high|BED|60|600
Servetten en disposables|7000|high|BED|20|200
Schoonmaakmiddelen|4120|high|KEU|20|160
Emballage|7015|none|BED|10|90

bakery 90 4 14 Bakkerij {s};Banketbakkerij {p}
Brood en banket|7010|low|KEU|25|240
Taarten evenement|7010|low|EVT|40|350

office 22 5 30 Kantoorhandel {s} B.V.;{p} Kantoor & Project B.V.
Printpapier A4 80 grams|4400|high|KAN|20|190
Toner en inkt|4435|high|KAN|40|360
Ordners en mappen|4400|high|KAN|15|90
Bureaustoel|4440|high|KAN|140|480
Koffie en thee|4075|low|ALG|25|160
Monitor 27 inch|4435|high|ICT|150|420

energy 24 2 IN {p} Energie N.V.;{s} Energielevering B.V.
Levering elektriciteit {m}|4111|high|ALG|380|1900
Levering gas {m}|4110|high|ALG|220|2100

water 4 1 30 Waterbedrijf {p}
Drinkwater {m}|4112|low|ALG|60|240

telecom 24 3 IN {s} Telecom B.V.;Netwerk {p} B.V.
Mobiele abonnementen {m}|4410|high|KAN|90|560
Internet en vast {m}|4410|high|KAN|55|180
Toestel smartphone|4435|high|ICT|240|900

fuel 52 6 14 Tankstation {s};Brandstofpas {p} B.V.
Diesel {k}|4300|high|WAG|55|140
Euro 95 {k}|4300|high|WAG|45|110
AdBlue {k}|4300|high|WAG|12|30
Carwash {k}|4310|high|WAG|10|22

garage 20 4 14 Autobedrijf {s};Garage {p} B.V.
Onderhoudsbeurt {k}|4310|high|WAG|180|620
Banden {k}|4310|high|WAG|220|780
Apk {k}|4310|high|WAG|35|60
Schadeherstel {k}|4310|high|WAG|350|1900

lease 12 6 IN {s} Autolease B.V.
Leasetermijn {k} {m}|4320|high|WAG|380|720
Verzekering {k} {m}|4330|exempt|WAG|40|90
Boete en administratie {k}|4350|none|WAG|15|130

cleaning 12 2 30 Schoonmaakbedrijf {s} B.V.;{p} Glas en Gevel
Schoonmaakonderhoud {m}|4120|high|ALG|280|980
Glasbewassing|4120|high|ALG|60|220

waste 12 2 30 {s} Recycling B.V.;Milieudienst {p}
Containerhuur en lediging {m}|4160|high|MAG|90|420
Afvoer bouwafval|4160|high|PRJ|140|880

temp 44 4 14 Uitzendbureau {s} B.V.;{p} Flexkrachten B.V.
Uren monteur week {n}|4050|high|PRJ|900|2800
Uren magazijn week {n}|4050|high|MAG|500|1500
Reiskosten week {n}|4070|high|PRJ|40|190

subcontractor 20 3 30 Schildersbedrijf {s};Stukadoorsbedrijf {s};Loodgietersbedrijf {p};Dakdekker {s}
Uitgevoerde werkzaamheden project {n}|7060|reverse|PRJ|800|6500
Meerwerk project {n}|7060|reverse|PRJ|150|1400
Materiaal project {n}|7060|reverse|PRJ|90|800

machinery 10 3 30 Machineverhuur {s} B.V.;{p} Kraanverhuur
Huur hoogwerker week {n}|4220|high|PRJ|220|880
Huur kraan met machinist|4220|high|PRJ|480|1700
Transport materieel|4220|high|PRJ|90|260

tools 14 4 30 {s} Gereedschappen B.V.;IJzerhandel {p}
Accuboormachine|4210|high|MAG|120|480
Onderhoud gereedschap|4200|high|MAG|60|300
Persmachine|0240|high|MAG|900|2400

software 14 2 30 {s} Software B.V.;{p} Automatisering B.V.
Abonnement planningssoftware {m}|4430|high|ICT|90|640
Hosting en back-up {m}|4431|high|ICT|45|380
Consultancy inrichting|4620|high|ICT|240|1800
Laptop|0220|high|ICT|780|1900

marketing 16 3 30 Reclamebureau {s};{p} Media B.V.
Advertentiecampagne {m}|4500|high|VRK|240|1900
Onderhoud website|4505|high|VRK|95|680
Standbouw beurs|4510|high|VRK|600|3800

printing 10 3 30 Drukkerij {s} B.V.
Drukwerk folders|4405|high|VRK|120|780
Visitekaartjes|4405|high|KAN|40|120
Belettering bedrijfswagen|4500|high|WAG|240|900

accountant 12 2 14 {s} Accountants B.V.;Administratiekantoor {p}
Samenstellen jaarrekening|4600|high|ALG|900|4200
Salarisadministratie {m}|4600|high|ALG|120|380
Fiscaal advies|4620|high|ALG|250|1400

legal 5 2 14 {s} Advocaten
Juridische bijstand dossier {n}|4610|high|ALG|380|2600
Griffierecht|4610|none|ALG|80|700

insurance 8 2 30 Assurantiekantoor {s}
Premie bedrijfsaansprakelijkheid|4630|exempt|ALG|300|1900
Premie wagenparkverzekering|4330|exempt|WAG|240|1700

training 9 2 30 {s} Opleidingen B.V.;Vakschool {p}
Cursus veilig werken|4060|exempt|PRJ|180|900
Training leidinggeven|4060|high|ALG|350|1600

workwear 9 4 30 {s} Bedrijfskleding B.V.
Werkbroeken en jassen|4065|high|MAG|120|980
Veiligheidsschoenen|4065|high|MAG|80|640

courier 26 4 14 Pakketdienst {s} B.V.;{p} Koeriers
Verzending pakketten {m}|4420|high|MAG|15|220
Spoedkoerier|4420|high|SER|30|140
Palletzending|4700|high|MAG|45|240

catering_out 18 2 14 Restaurant {s};Lunchroom {p}
Zakelijke lunch|4530|low|VRK|35|190
Diner relaties|4530|low|VRK|80|420

security 12 2 30 {s} Beveiliging B.V.
Alarmopvolging {m}|4140|high|ALG|45|190
Onderhoud camerasysteem|4140|high|ALG|90|480

municipality 5 1 30 Gemeente {p}
Leges omgevingsvergunning|4990|none|PRJ|120|1800
Onroerendezaakbelasting|4150|none|ALG|400|2600

rent 12 2 08 {s} Vastgoed B.V.
Huur bedrijfsruimte {m}|4100|high|ALG|1800|5200
Servicekosten {m}|4100|high|ALG|120|480

eu_goods 18 5 30 {s} Werkzeugbau GmbH;{s} Armaturen GmbH
Pressbacke V-Kontur|7020|eu_goods|PRJ|180|1500
Kugelhahn DN25|7020|eu_goods|PRJ|60|700
Wärmepumpe Innengerät|7020|eu_goods|PRJ|1200|5200

eu_services 12 1 30 {s} Cloud Services Ltd;{s} Logiciels SARL
Monthly subscription {m}|4430|eu_services|ICT|29|480
Usage fee {m}|4431|eu_services|ICT|15|260

us_services 12 1 30 {s} Analytics Inc.;{s} Systems Inc.
Annual licence {m}|4430|non_eu_services|ICT|40|900

second_hand 4 2 14 {s} Gebruikte Machines
Gebruikte machine (margeregeling)|4210|margin|MAG|250|1900

freelancer 12 2 14 {s} Tekst & Vorm;Tekenbureau {s}
Tekenwerk project {n}|7050|small|PRJ|240|1300
Teksten website|4505|small|VRK|150|700

medical 3 1 30 Arbodienst {p}
Verzuimbegeleiding {m}|4080|exempt|ALG|120|680
"""


def _sector(block: str) -> Sector:
    head, *rows = block.strip().splitlines()
    key, per_year, most, terms, names = head.split(" ", 4)
    lines = []
    for row in rows:
        text, account, charge, centre, low, high = row.split("|")
        lines.append(SectorLine(text, account, charge, centre, Decimal(low), Decimal(high)))
    return Sector(key, int(per_year), int(most), terms, tuple(names.split(";")), tuple(lines))


SECTORS = {sector.key: sector for sector in map(_sector, _TEXT.strip().split("\n\n"))}

_CENTRES = {
    HOSPITALITY: {"MAG": "KEU", "SER": "BED", "PRJ": "EVT", "VRK": "EVT", "WAG": "ALG", "ICT": "KAN"},
    BELGIUM: {"SER": "WRF", "PRJ": "WRF", "WAG": "ALG", "ICT": "KAN", "KEU": "MAG", "BED": "ALG", "EVT": "VRK"},
}


def centre_for(division: int, code: str) -> str:
    """The administration's own cost centre for one of the first administration's."""
    if division not in _CENTRES:
        return {"KEU": "ALG", "BED": "ALG", "EVT": "VRK"}.get(code, code)
    return _CENTRES[division].get(code, code)
