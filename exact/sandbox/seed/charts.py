"""Two charts of accounts in the Dutch and Belgian manner, invented for the sandbox.

One line per account: code, description, Exact type, side, balance type, VAT role, cost centre rule
(0 optional, 1 mandatory, 2 no; documented values of UseCostcenter).
"""

from __future__ import annotations

from datetime import datetime

from exact.sandbox.seed.administrations import SERVICE_USER, Administration, Row
from exact.sandbox.seed.identity import guid

NL_CHART = """
0100|Goodwill|30|D|B|2
0130|Software en licenties (geactiveerd)|30|D|B|2
0200|Bedrijfspand|30|D|B|2
0205|Verbouwingen|30|D|B|2
0210|Inventaris|30|D|B|0
0215|Afschrijving inventaris|35|C|B|2
0220|Computerapparatuur|30|D|B|0
0225|Afschrijving computerapparatuur|35|C|B|2
0230|Vervoermiddelen|30|D|B|0
0235|Afschrijving vervoermiddelen|35|C|B|2
0240|Machines en installaties|30|D|B|0
0245|Afschrijving machines|35|C|B|2
0500|Aandelenkapitaal|50|C|B|2
0510|Algemene reserve|52|C|B|2
0520|Resultaat boekjaar|52|C|B|2
0700|Lening bank|55|C|B|2
0900|Voorziening garantie|55|C|B|2
1000|Kas|10|D|B|2
1100|Bank betaalrekening|12|D|B|2
1110|Bank spaarrekening|12|D|B|2
1120|G-rekening|12|D|B|2
1200|Kruisposten|90|D|B|2
1300|Debiteuren|20|D|B|2
1350|Te factureren omzet|32|D|B|2
1400|Vooruitbetaalde kosten|26|D|B|2
1410|Waarborgsommen|32|D|B|2
1450|Vooruitbetaald op bestellingen|26|D|B|2
1500|Te vorderen btw hoog|24|D|B|2
1501|Te vorderen btw laag|24|D|B|2
1502|Te vorderen btw verlegd|24|D|B|2
1503|Te vorderen btw EU|24|D|B|2
1504|Te vorderen btw buiten EU|24|D|B|2
1510|Af te dragen btw hoog|24|C|B|2
1511|Af te dragen btw laag|24|C|B|2
1512|Af te dragen btw verlegd|24|C|B|2
1513|Af te dragen btw EU|24|C|B|2
1514|Af te dragen btw buiten EU|24|C|B|2
1520|Afrekening btw|24|C|B|2
1600|Crediteuren|22|C|B|2
1650|Nog te ontvangen facturen|27|C|B|2
1660|Te betalen nettolonen|25|C|B|2
1670|Te betalen loonheffing|100|C|B|2
1680|Te betalen pensioenpremies|25|C|B|2
1700|Overlopende passiva|27|C|B|2
2000|Vraagposten|90|D|B|2
2010|Betalingsverschillen|90|D|B|2
3000|Voorraad handelsgoederen|40|D|B|2
3010|Voorraad installatiemateriaal|40|D|B|2
3020|Voorraad onderweg|40|D|B|2
3100|Onderhanden werk|40|D|B|2
4000|Brutolonen|125|D|W|1
4010|Sociale lasten|125|D|W|1
4020|Pensioenlasten|125|D|W|1
4050|Inhuur personeel en uitzendkrachten|126|D|W|1
4060|Opleiding en training|126|D|W|1
4065|Werkkleding en veiligheidsmiddelen|126|D|W|0
4070|Reis- en verblijfkosten|126|D|W|0
4075|Kantinekosten|126|D|W|0
4080|Overige personeelskosten|126|D|W|0
4100|Huur bedrijfspand|121|D|W|0
4110|Gas|121|D|W|0
4111|Elektriciteit|121|D|W|0
4112|Water|121|D|W|0
4120|Schoonmaak|121|D|W|0
4130|Onderhoud gebouw|121|D|W|0
4140|Beveiliging|121|D|W|0
4150|Belastingen en heffingen onroerend goed|121|D|W|0
4160|Afvalverwerking|121|D|W|0
4200|Onderhoud machines en gereedschap|121|D|W|0
4210|Klein gereedschap|121|D|W|0
4220|Huur machines en materieel|121|D|W|1
4300|Brandstof|121|D|W|0
4310|Onderhoud auto's|121|D|W|0
4320|Leasekosten auto's|121|D|W|0
4330|Autoverzekering|121|D|W|0
4340|Motorrijtuigenbelasting|121|D|W|0
4350|Parkeer- en tolkosten|121|D|W|0
4400|Kantoorbenodigdheden|121|D|W|0
4405|Drukwerk|121|D|W|0
4410|Telefoon en internet|121|D|W|0
4420|Porto en pakketten|121|D|W|0
4430|Software-abonnementen|121|D|W|0
4431|Hosting en cloud|121|D|W|0
4435|Computerbenodigdheden|121|D|W|0
4440|Klein inventaris|121|D|W|0
4450|Vakliteratuur en contributies|121|D|W|0
4500|Reclame en advertenties|121|D|W|1
4505|Online marketing|121|D|W|1
4510|Beurzen en evenementen|121|D|W|1
4520|Relatiegeschenken|121|D|W|0
4530|Representatie, niet aftrekbaar|121|D|W|0
4600|Accountantskosten|121|D|W|0
4610|Juridische kosten|121|D|W|0
4620|Advieskosten|121|D|W|0
4630|Verzekeringen|121|D|W|0
4640|Bankkosten|121|D|W|0
4700|Vrachtkosten inkoop|121|D|W|0
4800|Afschrijvingskosten|122|D|W|0
4900|Afrondingsverschillen|120|D|W|2
4910|Koersverschillen|120|D|W|2
4990|Overige algemene kosten|120|D|W|0
7000|Inkoop materialen|111|D|W|0
7010|Inkoop levensmiddelen|111|D|W|0
7015|Inkoop dranken|111|D|W|0
7020|Inkoop handelsgoederen buitenland|111|D|W|0
7050|Uitbesteed werk|111|D|W|1
7060|Uitbesteed werk verlegd|111|D|W|1
7090|Prijsverschillen inkoop|111|D|W|2
8000|Omzet hoog|110|C|W|0
8010|Omzet laag|110|C|W|0
8020|Omzet verlegd|110|C|W|0
8030|Omzet EU|110|C|W|0
9000|Rentebaten|160|C|W|2
9010|Rentelasten|120|D|W|2
9500|Bijzondere baten|140|C|W|2
9510|Bijzondere lasten|130|D|W|2
9900|Vennootschapsbelasting|150|D|W|2
"""

# The Belgian account that stands for a Dutch one; the sectors name Dutch codes only.
BE_FROM_NL = {
    "0130": "211000",
    "0205": "223000",
    "0210": "240000",
    "0220": "241000",
    "0230": "241500",
    "0240": "230000",
    "4050": "617000",
    "4060": "623100",
    "4065": "623200",
    "4070": "615100",
    "4075": "623300",
    "4080": "623000",
    "4100": "610000",
    "4110": "612100",
    "4111": "612110",
    "4112": "612120",
    "4120": "611200",
    "4130": "611000",
    "4140": "611300",
    "4150": "640100",
    "4160": "611400",
    "4200": "611500",
    "4210": "612300",
    "4220": "610100",
    "4300": "612200",
    "4310": "611600",
    "4320": "610200",
    "4330": "614100",
    "4340": "640000",
    "4350": "615200",
    "4400": "612400",
    "4405": "612410",
    "4410": "612500",
    "4420": "612600",
    "4430": "612700",
    "4431": "612710",
    "4435": "612420",
    "4440": "612430",
    "4450": "613600",
    "4500": "615500",
    "4505": "615510",
    "4510": "615520",
    "4520": "615300",
    "4530": "615310",
    "4600": "613200",
    "4610": "613210",
    "4620": "613220",
    "4630": "614000",
    "4640": "657000",
    "4700": "613500",
    "4900": "658000",
    "4910": "654000",
    "4990": "643000",
    "7000": "600000",
    "7010": "601000",
    "7015": "601100",
    "7020": "604000",
    "7050": "602000",
    "7060": "602100",
    "7090": "608000",
    "1600": "440000",
    "1300": "400000",
    "1410": "288000",
    "8000": "700000",
    "1100": "550000",
}

_BE_OWN = """
100000|Geplaatst kapitaal|50|C|B|2
130000|Wettelijke reserve|52|C|B|2
140000|Overgedragen winst|52|C|B|2
173000|Kredietinstellingen|55|C|B|2
221000|Gebouwen|30|D|B|2
241009|Afschrijvingen meubilair en materieel|35|C|B|2
300000|Grondstoffen|40|D|B|2
340000|Handelsgoederen|40|D|B|2
411000|Terug te vorderen btw|24|D|B|2
411200|Terug te vorderen btw medecontractant|24|D|B|2
411300|Terug te vorderen btw intracommunautair|24|D|B|2
411400|Terug te vorderen btw invoer|24|D|B|2
444000|Te ontvangen facturen|27|C|B|2
451000|Te betalen btw|24|C|B|2
451200|Te betalen btw medecontractant|24|C|B|2
451300|Te betalen btw intracommunautair|24|C|B|2
451400|Te betalen btw invoer|24|C|B|2
453000|Ingehouden voorheffing|100|C|B|2
454000|Rijksdienst sociale zekerheid|25|C|B|2
455000|Bezoldigingen|25|C|B|2
490000|Over te dragen kosten|26|D|B|2
499000|Wachtrekeningen|90|D|B|2
570000|Kas|10|D|B|2
580000|Interne overboekingen|90|D|B|2
620000|Bezoldigingen bedienden|125|D|W|1
621000|Werkgeversbijdragen|125|D|W|1
630200|Afschrijvingen materiële vaste activa|122|D|W|0
650000|Rentelasten|120|D|W|2
670000|Belgische belastingen op het resultaat|150|D|W|2
701000|Verkopen medecontractant|110|C|W|0
702000|Verkopen intracommunautair|110|C|W|0
750000|Opbrengsten uit financiële vaste activa|160|C|W|2
"""


def _parse(text: str) -> list[list[str]]:
    return [line.split("|") for line in text.strip().splitlines()]


def chart(legislation: str) -> list[list[str]]:
    """Rows of code, description, type, side, balance type and cost centre rule, by code."""
    dutch = _parse(NL_CHART)
    if legislation == "NL":
        return dutch
    borrowed = [[BE_FROM_NL[row[0]], *row[1:]] for row in dutch if row[0] in BE_FROM_NL]
    return sorted(borrowed + _parse(_BE_OWN))


def gl_guid(division: int, code: str) -> str:
    """The guid of an account, given its code in this administration's own chart."""
    return guid(division, "gl", code)


def gl_rows(admin: Administration) -> list[Row]:
    """``financial/GLAccounts`` of one administration."""
    stamp = datetime(2021, 1, 4, 9, 30)
    rows: list[Row] = []
    for code, description, kind, side, balance, cost_centre in chart(admin.legislation):
        rows.append(
            {
                "ID": gl_guid(admin.code, code),
                "Code": code,
                "Description": description,
                "SearchCode": description[:20].upper(),
                "Type": int(kind),
                "BalanceSide": side,
                "BalanceType": balance,
                "UseCostcenter": int(cost_centre),
                "UseCostunit": 1 if code in ("7050", "7060") else 0 if balance == "W" else 2,
                "IsBlocked": code in ("4520", "0100"),
                "Compress": False,
                "Matching": kind in ("20", "22"),
                "RevalueCurrency": False,
                "VATSystem": "I" if kind in ("30", "111", "120", "121", "126") else "",
                "Division": admin.code,
                "Created": stamp,
                "Modified": stamp,
                "Creator": SERVICE_USER,
                "Modifier": SERVICE_USER,
            }
        )
    return rows
