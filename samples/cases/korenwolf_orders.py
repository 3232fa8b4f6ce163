"""The first administration's invoices against orders."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from exact.sandbox.seed.administrations import INSTALLATION
from exact.sandbox.seed.identity import creditor_reference
from exact.sandbox.seed.world import World
from samples.case import Case, Outcome, order_lines
from samples.cases.making import IC, D, billed, received_period, renamed


def cases(world: World) -> list[Case]:
    """Clean matches in many layouts, and every way in which a match goes wrong."""
    here = INSTALLATION

    def out(vendor: str, expected: str, *orders: str, **more: Any) -> Outcome:
        return Outcome(here, vendor, expected, orders=orders, **more)

    long_order = world.order("long")
    clean = billed(world, "clean", "nl-ketelaar-clean", "grid", "nl", "26-104417")
    two = billed(
        world,
        "clean3",
        "nl-duinker-ubl",
        "airy",
        "nl",
        "DE2611-0831",
        delivery_note=world.order("clean3").receipts[0][2],
    )
    facturx = billed(
        world, "facturx", "nl-hunze-facturx", "airy", "nl", "HZ-260977", reference=creditor_reference("HZ260977")
    )
    return [
        Case(clean, "pdf", out("ketelaar", "clean_match", "clean")),
        Case(
            billed(
                world,
                "clean2",
                "nl-bronsveld-clean-scan",
                "wholesale",
                "nl",
                "2026-5521",
                delivery_note=world.order("clean2").receipts[0][2],
            ),
            "scan",
            out("bronsveld", "clean_match", "clean2"),
            options={"skew": 0.6},
        ),
        Case(
            two,
            "ubl:nlcius",
            out("duinker", "clean_match", "clean3", note="the same invoice also comes as a PDF by mail"),
        ),
        Case(
            renamed(two, "nl-duinker-mail"),
            "mail",
            out(
                "duinker",
                "duplicate",
                "clean3",
                holds=("DUPLICATE_SUSPECT",),
                same_as="nl-duinker-ubl",
                note="one invoice from two sources: one case",
            ),
            how="mail",
            options={"subject": "Factuur {number}"},
        ),
        Case(
            renamed(clean, "nl-ketelaar-clean-copy"),
            "pdf",
            out(
                "ketelaar", "duplicate", "clean", same_as="nl-ketelaar-clean", note="the same bytes under another name"
            ),
            of="nl-ketelaar-clean",
        ),
        Case(
            billed(world, "clean", "nl-ketelaar-resend", "grid", "nl", "26-104417A"),
            "pdf",
            out(
                "ketelaar",
                "duplicate",
                "clean",
                holds=("DUPLICATE_SUSPECT",),
                same_as="nl-ketelaar-clean",
                note="sent again with a letter after the number",
            ),
        ),
        Case(
            billed(
                world,
                "price",
                "nl-ketelaar-price",
                "boxed",
                "nl",
                "26-104388",
                lines=order_lines(world, world.order("price"), prices={1: D("251.40"), 3: D("548.00")}),
            ),
            "pdf",
            out("ketelaar", "price_variance", "price", holds=("PRICE_HIGH",)),
        ),
        Case(
            billed(
                world,
                "price_low",
                "nl-hunze-pricelow",
                "wholesale",
                "nl",
                "HZ-260942",
                lines=order_lines(world, world.order("price_low"), prices={1: D("9.35")}),
            ),
            "pdf",
            out("hunze", "price_variance", "price_low", holds=("PRICE_LOW",)),
        ),
        Case(
            billed(world, "noreceipt", "nl-bronsveld-noreceipt", "wholesale", "nl", "2026-5540"),
            "pdf",
            out("bronsveld", "missing_receipt", "noreceipt", holds=("AWAIT_RECEIPT",)),
        ),
        Case(
            billed(world, "partial", "nl-duinker-partial", "airy", "nl", "DE2611-0798", after=9),
            "pdf",
            out(
                "duinker",
                "missing_receipt",
                "partial",
                holds=("AWAIT_RECEIPT",),
                note="billed in full, half of it received",
            ),
            how="mail",
        ),
        Case(
            billed(
                world,
                "twodeliveries",
                "nl-hunze-first-delivery",
                "wholesale",
                "nl",
                "HZ-260931",
                lines=order_lines(world, world.order("twodeliveries"), share=D("0.5")),
                delivery_note=world.order("twodeliveries").receipts[0][2],
            ),
            "pdf",
            out("hunze", "clean_match", "twodeliveries", note="first of two deliveries, half of everything"),
        ),
        Case(
            billed(
                world,
                "overbilled",
                "nl-duinker-overbilled",
                "typewriter",
                "nl",
                "DE2611-0840",
                lines=order_lines(world, world.order("overbilled"), quantities={1: D(15)}),
            ),
            "pdf",
            out(
                "duinker",
                "overbilled",
                "overbilled",
                holds=("QTY_ORDERED", "QTY_RECEIVED"),
                note="15 billed, 10 ordered and received",
            ),
        ),
        Case(
            billed(
                world,
                "per100",
                "nl-boutdirect-per100",
                "pricelist",
                "nl",
                "BD10926",
                qr=True,
                lines=order_lines(world, world.order("per100"), per=100),
            ),
            "pdf",
            out("boutdirect", "clean_match", "per100", note="prices per 100; the order has them per piece"),
        ),
        Case(
            billed(
                world,
                "long",
                "nl-ketelaar-long",
                "carried",
                "nl",
                "26-104109",
                after=3,
                charges=(("Vrachtkosten", D("45.00"), D(21)),),
                lines=order_lines(world, long_order),
            ),
            "pdf",
            out("ketelaar", "clean_match", "long", note="freight below the table, not on the order"),
            how="mail",
        ),
        Case(
            billed(world, "discount", "nl-isolatie-discount", "boxed", "nl", "IT-88213"),
            "pdf",
            out(
                "isolatie",
                "ambiguous_vendor",
                "discount",
                also=("clean_match",),
                holds=("VENDOR_AMBIGUOUS",),
                note="15 % discount as ordered; two accounts carry this VAT number",
            ),
        ),
        Case(
            billed(
                world,
                "german",
                "de-rheintal",
                "german",
                "de",
                "RE-2026-11874",
                notes=(IC["de"],),
                period=received_period(world, "german"),
            ),
            "pdf",
            out("rheintal", "reverse_charge", "german", also=("clean_match",), note="EU goods, 0 %"),
        ),
        Case(
            billed(
                world,
                "german2",
                "de-nordsee-scan",
                "german",
                "de",
                "2026/3391",
                notes=(IC["de"],),
                period=received_period(world, "german2"),
            ),
            "scan",
            out("nordsee", "reverse_charge", "german2", also=("clean_match",)),
            options={"skew": -0.9, "noise": 0.06},
        ),
        Case(
            billed(world, "french", "fr-beaumont", "facture", "fr", "FA-2026-0619", notes=(IC["fr"],)),
            "pdf",
            out("beaumont", "reverse_charge", "french", also=("clean_match",)),
        ),
        Case(
            billed(
                world,
                "pounds",
                "en-tyne-pounds",
                "airy",
                "en",
                "TT-20931",
                lines=tuple(replace(item, charge="none") for item in order_lines(world, world.order("pounds"))),
                notes=("Export of goods, zero-rated for UK VAT. Country of origin: United Kingdom.",),
                hides=frozenset(),
            ),
            "pdf",
            out(
                "tyne",
                "foreign_currency",
                "pounds",
                also=("clean_match",),
                note="pounds, goods from outside the EU; VAT is due at customs",
            ),
        ),
        Case(facturx, "facturx", out("hunze", "clean_match", "facturx")),
        Case(
            billed(
                world,
                "credit",
                "nl-duinker-credit",
                "airy",
                "nl",
                "DC2611-0044",
                after=40,
                negative=True,
                original="DE2610-0612",
                lines=order_lines(world, world.order("credit"), quantities={1: D(4), 2: D(10)}),
            ),
            "pdf",
            out("duinker", "credit_note", "credit"),
        ),
        Case(
            billed(world, "combined_a", "nl-bronsveld-two-in-one", "wholesale", "nl", "2026-5533", after=6),
            "pdf",
            out(
                "bronsveld",
                "clean_match",
                "combined_a",
                "combined_b",
                holds=("SPLIT_PROPOSED",),
                note="two invoices in one file",
            ),
            second=billed(world, "combined_b", "nl-bronsveld-two-in-one-2", "wholesale", "nl", "2026-5534"),
        ),
    ]
