"""The first administration's invoices that must not pass: changed account, duplicate, strangers, wrong address."""

from __future__ import annotations

from datetime import timedelta

from exact.sandbox.seed.administrations import HOSPITALITY
from exact.sandbox.seed.identity import account, bic_of, company, dice
from exact.sandbox.seed.world import World
from samples.bill import Party, of_administration, of_vendor
from samples.case import Case
from samples.cases.korenwolf_costs import HERE, cost_bill, expect
from samples.cases.making import line, rebilled


def cases(world: World) -> list[Case]:
    """An account that changed, a booked invoice again, a blocked vendor, two strangers, the wrong company."""
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
    swept = cost_bill(
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
    tool = cost_bill(
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
    roof = cost_bill(
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
    hoist = cost_bill(
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
    other = cost_bill(
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
        Case(swept, "pdf", expect("zilverglans", "iban_changed", also=("no_order",), holds=("IBAN_CHANGED",)), "mail"),
        Case(
            phone,
            "pdf",
            expect(
                "zwaluw",
                "duplicate",
                holds=("DUPLICATE_SUSPECT",),
                note=f"booked already as entry {entry.entry_number}",
            ),
        ),
        Case(tool, "pdf", expect("outlet", "blocked_vendor", also=("no_order",), holds=("VENDOR_BLOCKED",))),
        Case(roof, "pdf", expect("", "unmapped_vendor", holds=("VENDOR_UNMAPPED",)), "mail"),
        Case(
            hoist,
            "scan",
            expect("", "unmapped_vendor", also=("reverse_charge",), holds=("VENDOR_UNMAPPED",)),
            options={"skew": 0.5},
        ),
        Case(
            other,
            "pdf",
            expect(
                "kantoorvriend",
                "wrong_administration",
                holds=("WRONG_ADMINISTRATION",),
                note="addressed to the second administration",
            ),
            "mail",
        ),
    ]
