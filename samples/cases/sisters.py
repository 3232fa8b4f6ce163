"""The second administration (hospitality) and the third (Belgian)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from exact.sandbox.seed.administrations import BELGIUM, HOSPITALITY
from exact.sandbox.seed.identity import structured_reference
from exact.sandbox.seed.world import World
from samples.case import Case, Outcome, order_lines
from samples.cases.making import IC, D, billed, costs, line, renamed

MEDECONTRACTANT = (
    "Btw verlegd - medecontractant, artikel 20 KB nr. 1. Bij gebrek aan schriftelijke betwisting binnen een termijn "
    "van één maand na de ontvangst van de factuur, wordt de afnemer "
    "geacht te erkennen dat hij een belastingplichtige is gehouden tot de indiening van periodieke aangiften."
)


def hospitality(world: World) -> list[Case]:
    """Food at two rates, a partly received order, a French wine grower, a bakery, deposits back."""
    here = HOSPITALITY

    def out(vendor: str, expected: str, *orders: str, **more: Any) -> Outcome:
        return Outcome(here, vendor, expected, orders=orders, **more)

    bakery = costs(
        world,
        "wouda",
        here,
        "nl-wouda-bakkerij",
        "typewriter",
        "nl",
        "6118",
        5,
        line("Brood week 46", "1", "118.40", "low"),
        line("Petitfours feestavond", "120", "1.45", "low"),
        line("Taart 30 personen", "1", "96.00", "low"),
    )
    linen = costs(
        world,
        "witgoed",
        here,
        "nl-linnenservice",
        "boxed",
        "nl",
        "LH-40917",
        8,
        line("Tafellakens wassen en persen", "84", "1.95"),
        line("Servetten", "420", "0.38"),
        line("Kokskleding", "36", "2.10"),
    )
    cloud = costs(
        world,
        "cloudbarrow",
        here,
        "en-cloudbarrow-horeca",
        "subscription",
        "en",
        "CB-20261101-1177",
        20,
        line("Starter plan, November 2026", "1", "29.00", "eu_services"),
        notes=("Reverse charge: VAT to be accounted for by the recipient, Article 196 of Directive 2006/112/EC.",),
        reference="CB-20261101-1177",
    )
    office = costs(
        world,
        "kantoorvriend",
        here,
        "nl-kantoorvriend-horeca",
        "airy",
        "nl",
        "2026-0940",
        4,
        line("Reserveringsboek 2027", "2", "18.95"),
        line("Thee assortiment", "6", "11.20", "low"),
    )
    back = costs(
        world,
        "marktmeester",
        here,
        "nl-marktmeester-credit",
        "wholesale",
        "nl",
        "CN-20881",
        3,
        line("Retour emballage kratten", "18", "3.90", "none"),
        line("Prijscorrectie zalmfilet", "1", "14.00", "low"),
        kind="credit_note",
        original="MM-61204",
        due=None,
    )
    return [
        Case(
            billed(
                world,
                "food",
                "nl-marktmeester",
                "wholesale",
                "nl",
                "MM-61204",
                charges=(("Bezorgkosten", D("12.50"), D(21)),),
            ),
            "pdf",
            out("marktmeester", "clean_match", "food", note="two VAT rates and delivery costs"),
            "mail",
        ),
        Case(
            billed(world, "food2", "nl-lagerwerf", "typewriter", "nl", "L-2611-33"),
            "scan",
            out("lagerwerf", "clean_match", "food2"),
            options={"skew": -0.5, "noise": 0.09},
        ),
        Case(
            billed(world, "food3", "nl-marktmeester-deels", "wholesale", "nl", "MM-61290", after=1),
            "pdf",
            out(
                "marktmeester",
                "missing_receipt",
                "food3",
                holds=("AWAIT_RECEIPT",),
                note="only the first line was received",
            ),
        ),
        Case(
            billed(world, "wine", "fr-vignoble-scan", "facture", "fr", "F2026-0388", notes=(IC["fr"],)),
            "scan",
            out("vignoble", "reverse_charge", "wine", also=("clean_match",)),
            options={"skew": 0.7, "noise": 0.06},
        ),
        Case(bakery, "pdf", out("wouda", "no_order")),
        Case(linen, "pdf", out("witgoed", "no_order")),
        Case(cloud, "pdf", out("cloudbarrow", "reverse_charge", also=("no_order",)), "mail"),
        Case(office, "ubl:bis3", out("kantoorvriend", "no_order")),
        Case(back, "pdf", out("marktmeester", "credit_note", note="prints positive amounts")),
    ]


def belgian(world: World) -> list[Case]:
    """Structured references, co-contractor, intra-community goods, French language, a UBL.BE credit note."""
    here = BELGIUM

    def out(vendor: str, expected: str, *orders: str, **more: Any) -> Outcome:
        return Outcome(here, vendor, expected, orders=orders, **more)

    match = billed(
        world,
        "be_clean",
        "be-vermeulen",
        "belgian",
        "nl",
        "VF2611047",
        reference=structured_reference(2611047),
        qr=True,
    )
    bricks = billed(
        world, "be_bricks", "be-peeters", "belgian", "nl", "P26-8812", reference=structured_reference(268812)
    )
    roof = costs(
        world,
        "claes",
        here,
        "be-claes-medecontractant",
        "belgian",
        "nl",
        "2026/0141",
        10,
        line("Dakwerken werf Kaaizicht, vordering 3", "1", "6450.00", "reverse", legislation="BE"),
        line("Afvoer oude dakbedekking", "1", "380.00", "reverse", legislation="BE"),
        notes=(MEDECONTRACTANT,),
        reference=structured_reference(20260141),
    )
    press = costs(
        world,
        "delvaux",
        here,
        "fr-delvaux",
        "belgian",
        "fr",
        "D-26-0733",
        12,
        line("Dépliants A5, 2 500 exemplaires", "1", "410.00"),
        line("Cartes de visite, 500 pièces", "2", "46.00"),
        reference=structured_reference(260733),
    )
    power = costs(
        world,
        "stroomlijn",
        here,
        "be-stroomlijn-ubl",
        "belgian",
        "nl",
        "SL-7781204",
        9,
        line("Elektriciteit oktober 2026", "2240", "0.2410", unit="kWh"),
        line("Distributiekosten", "1", "118.60"),
        reference=structured_reference(7781204),
    )
    credit = costs(
        world,
        "vermeulen",
        here,
        "be-vermeulen-credit-ubl",
        "belgian",
        "nl",
        "VC2611003",
        4,
        line("Retour zekeringautomaat 2P 20A", "4", "14.85"),
        kind="credit_note",
        original="VF2611047",
        due=None,
    )
    return [
        Case(
            match,
            "pdf",
            out("vermeulen", "clean_match", "be_clean", holds=(), note="payment slip and payment code"),
            "mail",
        ),
        Case(
            renamed(match, "be-vermeulen-ubl"),
            "ubl:bis3",
            out(
                "vermeulen",
                "duplicate",
                "be_clean",
                holds=("DUPLICATE_SUSPECT",),
                same_as="be-vermeulen",
                note="the Peppol twin of the page that came by mail",
            ),
        ),
        Case(bricks, "ubl:ublbe", out("peeters", "clean_match", "be_bricks")),
        Case(
            billed(
                world,
                "be_nl",
                "be-ketelaar-ic",
                "grid",
                "nl",
                "26-104402",
                lines=order_lines(world, world.order("be_nl")),
                notes=(IC["nl"],),
            ),
            "pdf",
            out("ketelaar", "reverse_charge", "be_nl", also=("clean_match",), note="goods from the Netherlands"),
        ),
        Case(
            billed(world, "be_french", "fr-beaumont-be", "facture", "fr", "FA-2026-0622", notes=(IC["fr"],)),
            "pdf",
            out("beaumont", "reverse_charge", "be_french", also=("clean_match",)),
        ),
        Case(
            billed(
                world,
                "be_open",
                "be-vermeulen-open",
                "belgian",
                "nl",
                "VF2611059",
                reference=structured_reference(2611059),
            ),
            "scan",
            out("vermeulen", "missing_receipt", "be_open", holds=("AWAIT_RECEIPT",)),
            options={"skew": 0.5, "noise": 0.05},
        ),
        Case(roof, "pdf", out("claes", "reverse_charge", also=("no_order", "not_structured"))),
        Case(
            press,
            "pdf",
            out(
                "delvaux",
                "not_structured",
                also=("no_order",),
                note="a page only, though Belgian companies must send structured invoices since 2026",
            ),
        ),
        Case(power, "ubl:bis3", out("stroomlijn", "no_order")),
        Case(credit, "ubl:ublbe", out("vermeulen", "credit_note")),
        Case(
            costs(
                world,
                "beaumont",
                here,
                "fr-beaumont-facturx",
                "facture",
                "fr",
                "FA-2026-0640",
                6,
                line("Joints et raccords, assortiment", "3", "42.50", "eu_goods"),
                notes=(IC["fr"],),
                due=world.today + timedelta(days=24),
            ),
            "facturx",
            out("beaumont", "reverse_charge", also=("no_order",)),
        ),
    ]
