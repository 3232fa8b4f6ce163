"""Papers that are no invoice, and orders."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from exact.sandbox.seed.administrations import INSTALLATION
from exact.sandbox.seed.identity import company, dice, slug
from exact.sandbox.seed.named import CUSTOMERS
from exact.sandbox.seed.world import World
from samples.bill import Bill, Line, Party, of_administration
from samples.case import Case, Outcome, rate_of
from samples.cases.making import D, billed, costs, line

HERE = INSTALLATION


def _out(vendor: str, expected: str, *orders: str, **more: Any) -> Outcome:
    return Outcome(HERE, vendor, expected, orders=orders, **more)


def customer(key: str) -> Party:
    """The party that a customer of the seed is."""
    _, name, country, street, postcode, city, _ = next(row for row in CUSTOMERS if row[0] == key)
    vat, registration = company(country, dice(2026, "customer", key))
    return Party(
        name,
        (street, f"{postcode} {city}"),
        country,
        vat,
        registration,
        email=f"inkoop@{slug(name)}.example",
        phone="0596 555 044",
    )


def cases(world: World) -> list[Case]:
    """Reminder, statement, circular, delivery note, order confirmation, a customer's order."""
    today = world.today
    late = today - timedelta(days=60)
    dunned = costs(
        world,
        "zwaluw",
        HERE,
        "nl-zwaluw-herinnering",
        "reminder",
        "nl",
        "HER-2611-88",
        5,
        line("Mobiele abonnementen augustus 2026", "1", "318.40"),
        kind="reminder",
        original="ZT-2609-4417",
        due=late,
    )
    account = costs(
        world,
        "ketelaar",
        HERE,
        "nl-ketelaar-overzicht",
        "circular",
        "nl",
        "REK-2611",
        4,
        line("Saldo", "1", "1.00", "none"),
        kind="statement",
    )
    items: tuple[tuple[str, date, date, Decimal], ...] = (
        ("26-103811", today - timedelta(days=52), today - timedelta(days=22), D("1204.55")),
        ("26-104109", today - timedelta(days=29), today + timedelta(days=1), D("11630.04")),
        ("26-104388", today - timedelta(days=10), today + timedelta(days=20), D("2883.43")),
    )
    news = costs(
        world,
        "snelvoet",
        HERE,
        "nl-snelvoet-tarieven",
        "circular",
        "nl",
        "2027",
        3,
        line("-", "1", "0", "none"),
        kind="other",
        subject="Onze tarieven per 1 januari 2027",
        paragraphs=(
            "Geachte klant,",
            "Zoals elk jaar passen wij onze tarieven aan. Een pakket tot 10 kg kost vanaf 1 januari € 7,10 "
            "in plaats van € 6,85 exclusief btw; een palletzending gaat van € 64,00 naar € 66,50.",
            "De nieuwe tarieven vindt u op onze website. U hoeft niets te doen: "
            "op uw eerste factuur van 2027 rekenen wij met de nieuwe bedragen.",
            "Wij danken u voor uw vertrouwen in het afgelopen jaar.",
        ),
    )
    note = replace(
        billed(
            world,
            "combined_b",
            "nl-bronsveld-pakbon",
            "delivery_note",
            "nl",
            world.order("combined_b").receipts[0][2],
            after=0,
        ),
        kind="delivery_note",
    )
    confirmed = replace(
        billed(world, "confirm", "nl-ketelaar-bevestiging", "order_paper", "nl", "OB-559120", after=1),
        kind="order_confirmation",
        due=None,
        customer_number="",
        period=(today, today + timedelta(days=6)),
    )
    return [
        Case(dunned, "pdf", _out("zwaluw", "not_an_invoice", note="reminder"), "mail"),
        Case(account, "pdf", _out("ketelaar", "not_an_invoice", note="statement of account"), statement=items),
        Case(
            news,
            "mail",
            _out("snelvoet", "not_an_invoice", note="new prices, nothing to pay"),
            "mail",
            {
                "subject": "Onze tarieven per 1 januari",
                "name": "tarieven",
                "text": "Beste relatie,\n\nIn de bijlage leest u meer.\n\n{supplier}",
            },
        ),
        Case(
            note,
            "scan",
            _out("bronsveld", "not_an_invoice", "combined_b", note="delivery note without prices"),
            options={"skew": 0.9},
        ),
        Case(confirmed, "pdf", _out("ketelaar", "order", "confirm", note="the supplier confirms our order"), "mail"),
        Case(
            _customer_order(world),
            "mail",
            Outcome(HERE, "", "order", note="a customer orders from us"),
            "mail",
            {
                "from": customer("bouwgroep").email,
                "subject": "Inkooporder {number}",
                "name": "order",
                "text": "Goedemorgen,\n\nHierbij onze inkooporder {number}.\n\nMet groet,\nAfdeling inkoop",
            },
        ),
    ]


def _customer_order(world: World) -> Bill:
    """Bouwgroep Eemsland orders from us: the writer of the paper is the buyer."""
    stock = world.items[HERE, "ketelaar"]
    rate, category = rate_of("high")
    lines = tuple(
        Line(
            item.description,
            Decimal(quantity),
            (item.price * D("1.35")).quantize(D("0.01")),
            item.unit,
            rate,
            category,
            code=item.code,
        )
        for item, quantity in zip(stock[:4], (6, 2, 18, 18), strict=True)
    )
    us = of_administration(world.administrations[HERE])
    return Bill(
        "nl-bouwgroep-inkooporder",
        "order_paper",
        "nl",
        "purchase_order",
        us,
        customer("bouwgroep"),
        "INK-7791",
        world.today - timedelta(days=2),
        lines,
        period=(world.today, world.today + timedelta(days=9)),
    )
