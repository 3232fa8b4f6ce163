"""Vendors and customers that stand by name in the sample documents. Everything about them is invented."""

from __future__ import annotations

from exact.sandbox.seed.administrations import BELGIUM, HOSPITALITY, INSTALLATION

_DIVISIONS = {"1": INSTALLATION, "2": HOSPITALITY, "3": BELGIUM}

# key | name | sector | country | street | postcode | city | administrations | notes
# notes: blocked, novat, twin (a second account with the same VAT number), switch (books elsewhere since the summer)
_TEXT = """
ketelaar|Ketelaar Technische Groothandel B.V.|wholesale_tech|NL|Energieweg 41|9743 AN|Groningen|13|
bronsveld|Bronsveld Sanitair B.V.|wholesale_tech|NL|Waterstraat 7|8021 AM|Zwolle|1|
duinker|Duinker Elektro B.V.|wholesale_electro|NL|Ohmstraat 19|9403 AR|Assen|1|
hunze|Bouwmaterialen De Hunze B.V.|wholesale_build|NL|Kanaaldijk 120|9503 EB|Stadskanaal|1|
boutdirect|Schroef & Bout Direct B.V.|fasteners|NL|Industrieweg 8|7741 KA|Coevorden|1|
isolatie|Isolatie Totaal Noord B.V.|wholesale_build|NL|Turfkade 2|9601 LE|Hoogezand|1|twin
kantoorvriend|Kantoorvriend B.V.|office|NL|Papiermolen 33|3994 DK|Houten|12|
helder|Helder Energie N.V.|energy|NL|Stroomplein 1|6811 KL|Arnhem|12|
zwaluw|Zwaluw Telecom B.V.|telecom|NL|Antennelaan 60|1217 AB|Hilversum|12|
dochters|Van Rijn & Dochters Accountants B.V.|accountant|NL|Herensingel 22|9711 AB|Groningen|12|
groeneveld|Schildersbedrijf Groeneveld|subcontractor|NL|Kwastweg 5|9331 BD|Norg|1|
postma|Stukadoorsbedrijf M. Postma|subcontractor|NL|Dorpsstraat 77|9451 KJ|Rolde|1|
rheintal|Rheintal Werkzeugbau GmbH|eu_goods|DE|Hafenstraße 12|56068|Koblenz|1|
nordsee|Nordsee Armaturen GmbH|eu_goods|DE|Deichweg 3|26721|Emden|1|
cloudbarrow|Cloudbarrow Software Ltd|eu_services|IE|14 Harbour Row|D02 XK75|Dublin 2|123|
pinecrest|Pinecrest Analytics Inc.|us_services|US|880 Larkspur Ave|OR 97205|Portland|1|
tyne|Thames & Tyne Instruments Ltd|us_services|GB|5 Quayside Lane|NE1 3DX|Newcastle upon Tyne|1|
beaumont|Atelier Beaumont SARL|eu_goods|FR|27 rue des Tilleuls|59000|Lille|13|
hofstra|Autobedrijf Hofstra|garage|NL|Rijksweg 201|9423 PE|Hoogersmilde|1|
brandstofpas|Brandstofpas Noord B.V.|fuel|NL|Pompstraat 9|8938 AC|Leeuwarden|12|
letterbak|Drukkerij De Letterbak B.V.|printing|NL|Zetterij 4|9728 NW|Groningen|12|switch
zilverglans|Schoonmaakbedrijf Zilverglans B.V.|cleaning|NL|Dweilweg 11|9727 KB|Groningen|1|
vakwerk|Uitzendbureau Vakwerk Noord B.V.|temp|NL|Stationsplein 3|8911 AC|Leeuwarden|1|
marge|Tweede Leven Machines V.O.F.|second_hand|NL|Loodsweg 15|7904 TL|Hoogeveen|1|
visser|Tekstbureau Anna Visser|freelancer|NL|Vissteeg 8|9712 JA|Groningen|12|novat
gemeente|Gemeente Hunzedal|municipality|NL|Raadhuisplein 1|9471 AA|Zuidlaren|1|novat
borg|Assurantiekantoor Borg & Zekerheid|insurance|NL|Polislaan 12|9404 KN|Assen|1|
karper|Restaurant De Gouden Karper|catering_out|NL|Visserskade 6|9712 HA|Groningen|1|
snelvoet|Pakketdienst Snelvoet B.V.|courier|NL|Distributieweg 50|3542 AD|Utrecht|12|
oosterhof|Kraanverhuur Oosterhof B.V.|machinery|NL|Hijsweg 2|9561 AL|Ter Apel|1|
outlet|Gereedschap Outlet Assen B.V.|tools|NL|Hamerstraat 18|9405 BA|Assen|1|blocked
webspin|Webspin Media B.V.|marketing|NL|Draadweg 90|9723 BL|Groningen|12|switch
planwijs|Planwijs Software B.V.|software|NL|Roosterplein 2|7521 BE|Enschede|12|switch
marktmeester|Groothandel De Marktmeester B.V.|food|NL|Veilingweg 21|3542 CE|Utrecht|2|
wouda|Bakkerij Wouda|bakery|NL|Molenstraat 14|3512 RC|Utrecht|2|
lagerwerf|Slagerij Lagerwerf B.V.|food|NL|Ossenmarkt 3|3511 LN|Utrecht|2|
witgoed|Linnenservice Helderwit B.V.|cleaning|NL|Strijkweg 6|3439 LA|Nieuwegein|2|
vignoble|Domaine du Vieux Cèdre SARL|eu_goods|FR|2 chemin des Vignes|71570|Chaintré|2|
vermeulen|Elektro Vermeulen NV|wholesale_electro|BE|Stapelhuisstraat 40|9000|Gent|3|
claes|Dakwerken Claes BV|subcontractor|BE|Pannenhoek 9|2300|Turnhout|3|
delvaux|Imprimerie Delvaux SRL|printing|BE|Rue du Papier 17|4000|Liège|3|
peeters|Bouwstoffen Peeters BV|wholesale_build|BE|Kempische Steenweg 310|3500|Hasselt|3|
stroomlijn|Stroomlijn Energie NV|energy|BE|Turbinelaan 5|1070|Brussel|3|
"""

# key | name | country | street | postcode | city | administration | discount-free customers that order from us
CUSTOMERS = (
    ("bouwgroep", "Bouwgroep Eemsland B.V.", "NL", "Havenkade 10", "9936 GB", "Farmsum", INSTALLATION),
    ("woonstichting", "Woonstichting De Warme Haard", "NL", "Haardweg 1", "9407 TB", "Assen", INSTALLATION),
    ("zorgcentrum", "Zorgcentrum Veenrust", "NL", "Rustlaan 45", "7811 HA", "Emmen", INSTALLATION),
    ("hotel", "Hotel Het Kompas B.V.", "NL", "Kompasplein 2", "9711 LM", "Groningen", INSTALLATION),
    ("feestzaal", "Feestzaal De Linde B.V.", "NL", "Lindeweg 8", "3581 AB", "Utrecht", HOSPITALITY),
    ("kantoorpark", "Kantoorpark Merwede B.V.", "NL", "Merwedekade 100", "3522 JH", "Utrecht", HOSPITALITY),
    ("aannemer", "Algemene Bouw Roelants NV", "BE", "Betonstraat 6", "2800", "Mechelen", BELGIUM),
    ("syndicus", "Residentie Kaaizicht VME", "BE", "Kaaizicht 1", "2000", "Antwerpen", BELGIUM),
)


def named_vendors() -> list[tuple[str, str, str, str, str, str, str, tuple[int, ...], frozenset[str]]]:
    """Key, name, sector, country, street, postcode, city, division codes, notes of every named vendor."""
    rows = []
    for line in _TEXT.strip().splitlines():
        key, name, sector, country, street, postcode, city, divisions, notes = line.split("|")
        rows.append(
            (
                key,
                name,
                sector,
                country,
                street,
                postcode,
                city,
                tuple(_DIVISIONS[d] for d in divisions),
                frozenset(notes.split()),
            )
        )
    return rows
