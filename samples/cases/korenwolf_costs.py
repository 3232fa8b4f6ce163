"""The first administration's invoices without an order: costs, VAT kinds, fraud and duplicates."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from exact.sandbox.seed.administrations import HOSPITALITY, INSTALLATION
from exact.sandbox.seed.identity import account, bic_of, company, creditor_reference, dice
from exact.sandbox.seed.world import World
from samples.bill import Bill, Line, Party, of_administration, of_vendor
from samples.case import Case, Outcome
from samples.cases.making import D, costs, line, rebilled, renamed

HERE = INSTALLATION
VERLEGD = "Btw verlegd. Btw-identificatienummer afnemer: {vat}."


def _out(vendor: str, expected: str, **more: Any) -> Outcome:
    return Outcome(HERE, vendor, expected, **more)


def cases(world: World) -> list[Case]:
    """Every kind of cost invoice the first administration receives."""
    return [*_everyday(world), *_vat_kinds(world), *_trouble(world)]


def _make(
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
    return costs(world, vendor, HERE, name, layout, language, number, ago, *lines, **more)


def _everyday(world: World) -> list[Case]:
    office = _make(
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
    power = _make(
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
    audit = _make(
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
    garage = _make(
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
    print_work = _make(
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
    temp = _make(
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
    courier = _make(
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
    crane = _make(
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
    web = _make(
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
    plan = _make(
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
    body = _make(
        world,
        "snelvoet",
        "nl-snelvoet-mailbody",
        "letter",
        "SV-908901",
        2,
        line("Spoedkoerier Groningen–Zwolle", "1", "86.50"),
    )
    seated = _make(
        world,
        "karper",
        "nl-karper-bon",
        "receipt",
        "004417",
        4,
        line("Lunchmenu", "4", "22.50", "low"),
        line("Koffie", "4", "3.00", "low"),
        line("Glas wijn", "2", "6.00"),
    )
    return [
        Case(office, "pdf", _out("kantoorvriend", "no_order", note="three accounts on one invoice")),
        Case(
            second,
            "mail",
            _out("kantoorvriend", "no_order", note="e-invoice and page of the same invoice in one mail"),
            "mail",
            {"ubl": "nlcius", "html": True, "subject": "Uw factuur {number}"},
        ),
        Case(power, "pdf", _out("helder", "no_order", note="specification on the second page"), "mail"),
        Case(audit, "pdf", _out("dochters", "no_order", note="a letter, no table")),
        Case(garage, "photo", _out("hofstra", "no_order"), options={"skew": 1.1, "noise": 0.1, "dpi": 150}),
        Case(_fuel(world), "pdf", _out("brandstofpas", "no_order", note="three pages with carry-over")),
        Case(print_work, "pdf", _out("letterbak", "no_order", note="line discount and a discount below the table")),
        Case(
            temp,
            "mail",
            _out("vakwerk", "no_order", note="part of it to a blocked account; the reference is a project, no order"),
            "mail",
            {"signature": True, "subject": "Factuur {number} week 45/46"},
        ),
        Case(courier, "pdf", _out("snelvoet", "no_order")),
        Case(crane, "scan", _out("oosterhof", "no_order"), options={"skew": 0.4, "quarter_turns": 1}),
        Case(web, "pdf", _out("webspin", "no_order", note="books elsewhere since the summer"), "mail"),
        Case(plan, "facturx", _out("planwijs", "no_order")),
        Case(
            body,
            "mail",
            _out("snelvoet", "no_order", note="the invoice is the text of the mail"),
            "mail",
            {"pdf": False, "text": _body(body), "subject": "Factuur {number}"},
        ),
        Case(
            seated,
            "photo",
            _out("karper", "no_order", note="simplified invoice under 100 euro without our name"),
            options={"skew": -1.4, "noise": 0.09},
        ),
    ]


def _body(bill: Bill) -> str:
    item = bill.lines[0]
    return (
        f"Beste klant,\n\nFACTUUR {bill.number}\n\nDatum: {bill.day:%d-%m-%Y}\nAan: {bill.buyer.name}, {', '.join(bill.buyer.address)}\n\n{item.description}: EUR 86,50\n\n"
        f"Totaal exclusief btw: EUR 86,50\nBtw 21%: EUR 18,17\nTotaal te betalen: EUR 104,67\n\nGraag voor {bill.due:%d-%m-%Y} op rekening {bill.supplier.iban}.\n\n"
        f"{bill.supplier.name}\n{', '.join(bill.supplier.address)}\nKvK {bill.supplier.registration}\nBtw-nummer {bill.supplier.vat_number}\n"
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
    return _make(world, "brandstofpas", "nl-brandstofpas-lang", "carried", "BPN-26-11024", 3, *lines)


def _vat_kinds(world: World) -> list[Case]:
    ours = world.administrations[HERE].vat_number
    verlegd = VERLEGD.format(vat=ours)
    painter = _make(
        world,
        "groeneveld",
        "nl-groeneveld-verlegd",
        "letter",
        "2026-0077",
        16,
        line("Schilderwerk kozijnen project 2641, 46 uur", "1", "2530.00", "reverse"),
        line("Verf en klein materiaal", "1", "318.40", "reverse"),
        notes=(verlegd,),
        subject="project 2641",
        paragraphs=(
            "Geachte directie,",
            "Hierbij de afrekening van het uitgevoerde schilderwerk aan de Turfsingel te Groningen.",
        ),
    )
    plaster = _make(
        world,
        "postma",
        "nl-postma-verlegd",
        "typewriter",
        "26118",
        18,
        line("Stucwerk woningen Hunzeoever", "164", "19.50", "reverse"),
        line("Herstel plafonds", "1", "420.00", "reverse"),
        notes=(verlegd,),
    )
    cloud = _make(
        world,
        "cloudbarrow",
        "en-cloudbarrow",
        "subscription",
        "CB-20261101-0931",
        20,
        line("Team plan, 24 seats, November 2026", "24", "14.00", "eu_services"),
        line("Storage overage, 310 GB", "310", "0.12", "eu_services"),
        language="en",
        notes=("Reverse charge: VAT to be accounted for by the recipient, Article 196 of Directive 2006/112/EC.",),
        reference="CB-20261101-0931",
    )
    dollars = _make(
        world,
        "pinecrest",
        "en-pinecrest-dollars",
        "american",
        "INV-10482",
        17,
        line("Fleet analytics platform, annual licence", "1", "1140.00", "non_eu_services"),
        line("Onboarding session (remote)", "2", "185.00", "non_eu_services"),
        language="en",
    )
    margin = _make(
        world,
        "marge",
        "nl-marge",
        "typewriter",
        "M2026-031",
        19,
        line("Gebruikte persmachine serienr. 44817", "1", "875.00", "margin"),
        notes=("Bijzondere regeling - gebruikte goederen (margeregeling).",),
    )
    text = _make(
        world,
        "visser",
        "nl-visser-kor",
        "letter",
        "2026-14",
        12,
        line("Teksten website, vier pagina's", "1", "480.00", "small"),
        line("Redactie nieuwsbrief oktober", "1", "95.00", "small"),
        notes=("Factuur vrijgesteld van OB op grond van artikel 25 Wet OB (kleineondernemersregeling).",),
        paragraphs=("Beste Marit,", "Dank voor de fijne samenwerking. Hierbij mijn factuur."),
    )
    town = _make(
        world,
        "gemeente",
        "nl-gemeente-leges",
        "grid",
        "LEG-2026-55120",
        21,
        line("Leges omgevingsvergunning Stationsweg 12", "1", "1284.50", "none"),
        reference="5512 0261 1284 5009",
    )
    cover = _make(
        world,
        "borg",
        "nl-borg-premie",
        "airy",
        "P-771208",
        14,
        line("Premie bedrijfsaansprakelijkheid 2027", "1", "1180.00", "exempt"),
        charges=(("Assurantiebelasting 21%", D("247.80"), D(0)),),
        notes=("Vrijgesteld van btw (artikel 11 Wet OB).",),
    )
    return [
        Case(painter, "pdf", _out("groeneveld", "reverse_charge", also=("no_order",))),
        Case(
            plaster, "scan", _out("postma", "reverse_charge", also=("no_order",)), options={"skew": 0.8, "noise": 0.08}
        ),
        Case(
            cloud,
            "mail",
            _out("cloudbarrow", "reverse_charge", also=("no_order",)),
            "mail",
            {
                "text": "Hi,\n\nYour invoice {number} is attached.\n\nThe {supplier} team",
                "subject": "Invoice {number}",
                "name": "invoice",
            },
        ),
        Case(
            dollars,
            "pdf",
            _out(
                "pinecrest",
                "foreign_currency",
                also=("no_order", "reverse_charge"),
                note="services from outside the EU in dollars",
            ),
        ),
        Case(
            margin, "pdf", _out("marge", "nonstandard_vat", also=("no_order",), note="margin scheme, no VAT to deduct")
        ),
        Case(
            text,
            "pdf",
            _out("visser", "nonstandard_vat", also=("no_order",), note="small business, no VAT number"),
            "mail",
        ),
        Case(town, "pdf", _out("gemeente", "nonstandard_vat", also=("no_order",), note="outside the scope of VAT")),
        Case(
            cover,
            "pdf",
            _out("borg", "nonstandard_vat", also=("no_order",), note="exempt; insurance premium tax is no VAT"),
        ),
    ]


def _trouble(world: World) -> list[Case]:
    source = dice(world.seed, "sample", "strangers")
    new_account = account("NL", source)
    clean = world.vendor("zilverglans")
    changed = of_vendor(clean)
    changed = Party(
        changed.name,
        changed.address,
        changed.country,
        changed.vat_number,
        changed.registration,
        new_account,
        bic_of(new_account),
        changed.email,
        changed.phone,
        changed.website,
    )
    swept = _make(
        world,
        "zilverglans",
        "nl-zilverglans-iban",
        "grid",
        "Z-26-1102",
        11,
        line("Schoonmaakonderhoud november 2026", "1", "612.00"),
        line("Glasbewassing", "1", "145.00"),
        supplier=changed,
        notes=("Let op: ons rekeningnummer is gewijzigd.",),
    )
    entry = next(
        item
        for item in reversed(world.booked_of("zwaluw", HERE))
        if item.gross > 0 and item.day < world.today - timedelta(days=20)
    )
    phone = rebilled(world, entry, "nl-zwaluw-geboekt", "airy")
    tool = _make(
        world,
        "outlet",
        "nl-outlet-geblokkeerd",
        "pricelist",
        "GO-5518",
        9,
        line("Accuboormachine 18 V", "2", "214.00", code="AB18"),
        line("Slijpschijven 125 mm", "200", "98.00", code="SS125", per=100),
    )
    vat, registration = company("NL", source)
    stranger = Party(
        "Zonnedak Drenthe B.V.",
        ("Zonneveld 19", "9408 BX Assen"),
        "NL",
        vat,
        registration,
        (iban := account("NL", source)),
        bic_of(iban),
        "facturen@zonnedak-drenthe.example",
        "0592 555 017",
        "https://www.zonnedak-drenthe.example",
    )
    roof = _make(
        world,
        "duinker",
        "nl-zonnedak-onbekend",
        "airy",
        "ZD-26117",
        8,
        line("Montage 24 zonnepanelen Veenrust", "24", "58.00"),
        line("Bekabeling en montagerail", "1", "642.00"),
        supplier=stranger,
        customer_number="",
        due=world.today + timedelta(days=22),
    )
    vat, registration = company("DE", source)
    german = Party(
        "Holzbrink Fördertechnik GmbH",
        ("Werkstraße 8", "48429 Rheine"),
        "DE",
        vat,
        registration,
        (iban := account("DE", source)),
        bic_of(iban),
        "rechnung@holzbrink-foerdertechnik.example",
        "+49 5971 555 012",
        "https://www.holzbrink-foerdertechnik.example",
    )
    hoist = _make(
        world,
        "rheintal",
        "de-holzbrink-unbekannt",
        "german",
        "F26-00981",
        13,
        line("Kettenzug 500 kg mit Laufkatze", "1", "1385.00", "eu_goods"),
        line("Fracht", "1", "95.00", "eu_goods"),
        language="de",
        supplier=german,
        customer_number="",
        due=world.today + timedelta(days=17),
        notes=("Steuerfreie innergemeinschaftliche Lieferung gemäß § 4 Nr. 1b UStG.",),
    )
    other = _make(
        world,
        "kantoorvriend",
        "nl-kantoorvriend-andere-bv",
        "airy",
        "2026-0938",
        6,
        line("Menukaarthouders A4", "30", "6.95"),
        line("Kassarollen 80 mm", "40", "1.85"),
        buyer=of_administration(world.administrations[HOSPITALITY]),
    )
    return [
        Case(swept, "pdf", _out("zilverglans", "iban_changed", also=("no_order",), holds=("IBAN_CHANGED",)), "mail"),
        Case(
            phone,
            "pdf",
            _out(
                "zwaluw",
                "duplicate",
                holds=("DUPLICATE_SUSPECT",),
                note=f"booked already as entry {entry.entry_number}",
            ),
        ),
        Case(tool, "pdf", _out("outlet", "blocked_vendor", also=("no_order",), holds=("VENDOR_BLOCKED",))),
        Case(roof, "pdf", _out("", "unmapped_vendor", holds=("VENDOR_UNMAPPED",)), "mail"),
        Case(
            hoist,
            "scan",
            _out("", "unmapped_vendor", also=("reverse_charge",), holds=("VENDOR_UNMAPPED",)),
            options={"skew": 0.5},
        ),
        Case(
            other,
            "pdf",
            _out(
                "kantoorvriend",
                "wrong_administration",
                holds=("WRONG_ADMINISTRATION",),
                note="addressed to the second administration",
            ),
            "mail",
        ),
    ]
