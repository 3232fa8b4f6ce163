"""The first administration's invoices with VAT out of the ordinary."""

from __future__ import annotations

from exact.sandbox.seed.world import World
from samples.case import Case
from samples.cases.korenwolf_costs import HERE, cost_bill, expect
from samples.cases.making import D, line

VERLEGD = "Btw verlegd. Btw-identificatienummer afnemer: {vat}."


def cases(world: World) -> list[Case]:
    """Reverse charge, services from abroad, margin scheme, small business, out of scope, exempt."""
    ours = world.administrations[HERE].vat_number
    verlegd = VERLEGD.format(vat=ours)
    painter = cost_bill(
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
    plaster = cost_bill(
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
    cloud = cost_bill(
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
    dollars = cost_bill(
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
    margin = cost_bill(
        world,
        "marge",
        "nl-marge",
        "typewriter",
        "M2026-031",
        19,
        line("Gebruikte persmachine serienr. 44817", "1", "875.00", "margin"),
        notes=("Bijzondere regeling - gebruikte goederen (margeregeling).",),
    )
    text = cost_bill(
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
    town = cost_bill(
        world,
        "gemeente",
        "nl-gemeente-leges",
        "grid",
        "LEG-2026-55120",
        21,
        line("Leges omgevingsvergunning Stationsweg 12", "1", "1284.50", "none"),
        reference="5512 0261 1284 5009",
    )
    cover = cost_bill(
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
        Case(painter, "pdf", expect("groeneveld", "reverse_charge", also=("no_order",))),
        Case(
            plaster,
            "scan",
            expect("postma", "reverse_charge", also=("no_order",)),
            options={"skew": 0.8, "noise": 0.08},
        ),
        Case(
            cloud,
            "mail",
            expect("cloudbarrow", "reverse_charge", also=("no_order",)),
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
            expect(
                "pinecrest",
                "foreign_currency",
                also=("no_order", "reverse_charge", "ambiguous_vendor"),
                holds=("VENDOR_UNMAPPED",),
                note="services from outside the EU in dollars; of the vendor only the name is printed",
            ),
        ),
        Case(
            margin,
            "pdf",
            expect("marge", "nonstandard_vat", also=("no_order",), note="margin scheme, no VAT to deduct"),
        ),
        Case(
            text,
            "pdf",
            expect("visser", "nonstandard_vat", also=("no_order",), note="small business, no VAT number"),
            "mail",
        ),
        Case(town, "pdf", expect("gemeente", "nonstandard_vat", also=("no_order",), note="outside the scope of VAT")),
        Case(
            cover,
            "pdf",
            expect("borg", "nonstandard_vat", also=("no_order",), note="exempt; insurance premium tax is no VAT"),
        ),
    ]
