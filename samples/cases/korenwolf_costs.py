"""The first administration's everyday costs, without an order."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from exact.sandbox.seed.administrations import INSTALLATION
from exact.sandbox.seed.identity import creditor_reference, dice
from exact.sandbox.seed.world import World
from samples.bill import Bill, Line
from samples.case import Case, Outcome
from samples.cases.making import D, costs, line, renamed

HERE = INSTALLATION


def expect(vendor: str, expected: str, **more: Any) -> Outcome:
    """What should become of a bill to the installation company."""
    return Outcome(HERE, vendor, expected, **more)


def cost_bill(
    world: World,
    vendor: str,
    name: str,
    layout: str,
    number: str,
    ago: int,
    *lines: Line,
    language: str = "nl",
    **more: Any,
) -> Bill:
    """A bill for costs to the installation company, from ``ago`` days before the demonstration's day."""
    return costs(world, vendor, HERE, name, layout, language, number, ago, *lines, **more)


def cases(world: World) -> list[Case]:
    """Office, energy, accountant, garage, fuel, print, temps, parcels, software: what comes every month."""
    office = cost_bill(
        world,
        "kantoorvriend",
        "nl-kantoorvriend",
        "airy",
        "2026-0931",
        9,
        line("Printpapier A4 80 grams, doos 5 pak", "6", "24.95"),
        line("Toner zwart hoog volume", "2", "89.50"),
        line("Bureaustoel ergonomisch", "1", "329.00"),
        line("Koffiebonen 1 kg", "8", "13.75", "low"),
        qr=True,
    )
    power = cost_bill(
        world,
        "helder",
        "nl-helder-energie",
        "energy",
        "HE-2610-774120",
        12,
        line("Levering elektriciteit oktober 2026, hoog tarief", "3120", "0.2140", unit="kWh"),
        line("Levering elektriciteit oktober 2026, laag tarief", "1480", "0.1865", unit="kWh"),
        line("Levering gas oktober 2026", "640", "0.9810", unit="m³"),
        line("Vastrecht en netbeheer", "1", "84.20", unit="mnd"),
        period=(date(2026, 10, 1), date(2026, 10, 31)),
    )
    audit = cost_bill(
        world,
        "dochters",
        "nl-dochters-brief",
        "letter",
        "20260412",
        15,
        line("Samenstellen tussentijdse cijfers derde kwartaal", "1", "1850.00"),
        line("Salarisadministratie oktober 2026, 34 medewerkers", "1", "289.00"),
        line("Fiscaal advies investeringsaftrek", "1", "412.50"),
        subject="werkzaamheden oktober",
        paragraphs=(
            "Geachte mevrouw Hoekstra,",
            "Voor de in de afgelopen maand verrichte werkzaamheden brengen wij u het volgende in rekening.",
        ),
    )
    garage = cost_bill(
        world,
        "hofstra",
        "nl-hofstra-foto",
        "boxed",
        "H26-2218",
        6,
        line("Grote beurt V-482-KD", "1", "389.00"),
        line("Remblokken voor V-482-KD", "1", "164.50"),
        line("Arbeid", "3.5", "78.00", unit="uur"),
        line("Winterbanden V-482-KD", "4", "112.00", discount=D(10)),
    )
    print_work = cost_bill(
        world,
        "letterbak",
        "nl-letterbak",
        "boxed",
        "LB-4471",
        11,
        line("Folders warmtepompen A5, 5000 stuks", "1", "640.00", discount=D(5)),
        line("Visitekaartjes, 4 x 250", "4", "38.50"),
        charges=(("Korting vaste klant", D("-25.00"), D(21)),),
    )
    temp = cost_bill(
        world,
        "vakwerk",
        "nl-vakwerk-uren",
        "hours",
        "VN261177",
        8,
        line("K. Bakema, monteur", "38", "49.75", unit="uur", heading="Week 45"),
        line("R. Dijkema, monteur", "40", "49.75", unit="uur"),
        line("K. Bakema, monteur", "36", "49.75", unit="uur", heading="Week 46"),
        line("Reiskosten week 45 en 46", "1", "148.20"),
        order="PRJ-2641",
        notes=("Te betalen op G-rekening NL: 25 % van het factuurbedrag. Loonsom in deze factuur: € 3.180,00.",),
    )
    courier = cost_bill(
        world,
        "snelvoet",
        "nl-snelvoet",
        "wholesale",
        "SV-908812",
        7,
        line("Pakketten tot 10 kg, oktober 2026", "42", "6.85"),
        line("Palletzending Groningen–Emmen", "3", "64.00"),
        line("Brandstoftoeslag", "1", "21.40"),
    )
    crane = cost_bill(
        world,
        "oosterhof",
        "nl-oosterhof-scan",
        "grid",
        "20261108",
        10,
        line("Huur kraan 40 ton met machinist", "6", "118.00", unit="uur"),
        line("Transport materieel", "1", "185.00"),
        line("Hijsplan", "1", "95.00"),
    )
    web = cost_bill(
        world,
        "webspin",
        "nl-webspin",
        "airy",
        "WS-2026-231",
        13,
        line("Advertentiecampagne oktober 2026", "1", "975.00"),
        line("Onderhoud website oktober 2026", "4", "82.50", unit="uur"),
        line("Standbouw vakbeurs", "1", "1480.00"),
    )
    plan = cost_bill(
        world,
        "planwijs",
        "nl-planwijs-facturx",
        "subscription",
        "PW-66120",
        14,
        line("Abonnement planningssoftware november 2026", "18", "19.50"),
        line("Hosting en back-up november 2026", "1", "129.00"),
        reference=creditor_reference("PW66120"),
    )
    second = renamed(
        office,
        "nl-kantoorvriend-ubl-mail",
        number="2026-0944",
        day=world.today - timedelta(days=5),
        due=world.today + timedelta(days=25),
        lines=(line("Ordner A4 8 cm", "20", "2.45"), line("Monitor 27 inch", "2", "219.00")),
        qr=False,
    )
    body = cost_bill(
        world,
        "snelvoet",
        "nl-snelvoet-mailbody",
        "letter",
        "SV-908901",
        2,
        line("Spoedkoerier Groningen–Zwolle", "1", "86.50"),
    )
    seated = cost_bill(
        world,
        "karper",
        "nl-karper-bon",
        "receipt",
        "004417",
        4,
        line("Lunchmenu", "3", "20.00", "low"),
        line("Koffie", "3", "3.00", "low"),
        line("Glas wijn", "2", "6.00"),
    )
    return [
        Case(office, "pdf", expect("kantoorvriend", "no_order", note="three accounts on one invoice")),
        Case(
            second,
            "mail",
            expect("kantoorvriend", "no_order", note="e-invoice and page of the same invoice in one mail"),
            "mail",
            {"ubl": "nlcius", "html": True, "subject": "Uw factuur {number}"},
        ),
        Case(
            power,
            "pdf",
            expect(
                "helder",
                "no_order",
                holds=("RHYTHM_UNUSUAL",),
                note="specification on the second page; three days after the last bill",
            ),
            "mail",
        ),
        Case(audit, "pdf", expect("dochters", "no_order", note="a letter, no table")),
        Case(garage, "photo", expect("hofstra", "no_order"), options={"skew": 1.1, "noise": 0.1, "dpi": 150}),
        Case(
            _fuel(world),
            "pdf",
            expect(
                "brandstofpas",
                "no_order",
                holds=("AMOUNT_UNUSUAL",),
                note="three pages with carry-over; far more than the weekly bills in the books",
            ),
        ),
        Case(print_work, "pdf", expect("letterbak", "no_order", note="line discount and a discount below the table")),
        Case(
            temp,
            "mail",
            expect("vakwerk", "no_order", note="part of it to a blocked account; the reference is a project, no order"),
            "mail",
            {"signature": True, "subject": "Factuur {number} week 45/46"},
        ),
        Case(courier, "pdf", expect("snelvoet", "no_order")),
        Case(crane, "scan", expect("oosterhof", "no_order"), options={"skew": 0.4, "quarter_turns": 1}),
        Case(web, "pdf", expect("webspin", "no_order", note="books elsewhere since the summer"), "mail"),
        Case(plan, "facturx", expect("planwijs", "no_order")),
        Case(
            body,
            "mail",
            expect("snelvoet", "no_order", note="the invoice is the text of the mail"),
            "mail",
            {"pdf": False, "text": _body(body), "subject": "Factuur {number}"},
        ),
        Case(
            seated,
            "photo",
            expect("karper", "no_order", note="simplified invoice under 100 euro without our name"),
            options={"skew": -1.4, "noise": 0.09},
        ),
    ]


_BODY = """Beste klant,

FACTUUR {number}

Datum: {day}
Aan: {buyer}

{item}: EUR 86,50

Totaal exclusief btw: EUR 86,50
Btw 21%: EUR 18,17
Totaal te betalen: EUR 104,67

Graag voor {due} op rekening {iban}.

{supplier}
KvK {registration}
Btw-nummer {vat}
"""


def _body(bill: Bill) -> str:
    """The invoice as the text of a mail."""
    party = bill.supplier
    return _BODY.format(
        number=bill.number,
        day=f"{bill.day:%d-%m-%Y}",
        buyer=", ".join([bill.buyer.name, *bill.buyer.address]),
        item=bill.lines[0].description,
        due=f"{bill.due:%d-%m-%Y}",
        iban=party.iban,
        supplier="\n".join([party.name, ", ".join(party.address)]),
        registration=party.registration,
        vat=party.vat_number,
    )


def _fuel(world: World) -> Bill:
    """A month of fuel cards: 78 lines, grouped by number plate."""
    source = dice(world.seed, "sample", "fuel")
    lines: list[Line] = []
    for plate in ("V-482-KD", "VZB-31-T", "8-VKL-07", "V-119-RX", "GHT-52-P", "3-VBN-88"):
        for number in range(13):
            day = world.today - timedelta(days=50 - number * 2 - source.randrange(2))
            litres = f"{source.randrange(2800, 7200) / 100:.2f}"
            heading = f"Kenteken {plate}" if number == 0 else ""
            if number == 12:
                lines.append(line(f"{day:%d-%m} Carwash {plate}", "1", "12.36", heading=heading))
            else:
                lines.append(
                    line(
                        f"{day:%d-%m} Diesel {plate}",
                        litres,
                        f"1.{source.randrange(3350, 3990)}",
                        unit="l",
                        heading=heading,
                    )
                )
    return cost_bill(world, "brandstofpas", "nl-brandstofpas-lang", "carried", "BPN-26-11024", 3, *lines)
