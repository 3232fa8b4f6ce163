"""Mails: look-alike domains, borrowed names, replies that go elsewhere, strangers, forged origins (G8)."""

from __future__ import annotations

import random

from benchmarks.fraud.labelled import Labelled, labelled
from matching.fraud.api import DomainIndex, Sender, SenderBook, check_sender

SENDERS = {
    "DISPLAY_NAME_MISMATCH": "another's name on it",
    "REPLY_TO_DIFFERS": "replies go elsewhere",
    "SENDER_UNKNOWN": "first-seen sender",
    "SENDER_NOT_AUTHENTIC": "forged origin",
}
FIRST = [
    "van",
    "de",
    "bos",
    "smit",
    "bakker",
    "jansen",
    "visser",
    "meijer",
    "mulder",
    "groot",
    "peters",
    "hendriks",
    "dekker",
    "brouwer",
    "postma",
    "kuipers",
    "veenstra",
    "hoekstra",
]
SECOND = [
    "techniek",
    "bouw",
    "transport",
    "logistiek",
    "advies",
    "installaties",
    "metaal",
    "groothandel",
    "schilders",
    "verhuur",
    "software",
    "catering",
    "energie",
    "beheer",
]


def _domains(draw: random.Random, count: int) -> list[str]:
    names: dict[str, None] = {}
    while len(names) < count:
        label = (
            draw.choice(FIRST)
            + draw.choice(["", "-", "en"])
            + draw.choice(FIRST)
            + draw.choice(["", "-"])
            + draw.choice(SECOND)
        )
        names[f"{label}.{draw.choice(['nl', 'nl', 'nl', 'be', 'com', 'de'])}"] = None
    return list(names)


def _imitate(draw: random.Random, domain: str, way: int) -> str:
    label, _, ending = domain.partition(".")
    place = draw.randrange(1, len(label) - 1)
    if way == 0:
        for old, new in draw.sample(
            [("m", "rn"), ("o", "0"), ("i", "1"), ("l", "1"), ("e", "3"), ("s", "5"), ("w", "vv")], 7
        ):
            if old in label:
                return f"{label.replace(old, new, 1)}.{ending}"
    if way == 1:
        for old, new in draw.sample([("a", "а"), ("e", "е"), ("o", "о"), ("p", "р"), ("c", "с")], 5):
            if old in label:
                forged = label.replace(old, new, 1)
                return (
                    f"xn--{forged.encode('punycode').decode()}.{ending}"
                    if draw.random() < 0.5
                    else f"{forged}.{ending}"
                )
    if way == 2:
        return f"{label}.{draw.choice([e for e in ('com', 'co', 'net', 'eu', 'org') if e != ending])}"
    if way == 3:
        return f"{label[:place]}{label[place + 1]}{label[place]}{label[place + 2 :]}x.{ending}"
    if way == 4:
        return f"{label[:place]}{label[place:][1:]}.{ending}"
    if way == 5:
        return f"{label}-{draw.choice(['facturen', 'billing', 'payments', 'nl', 'group'])}.{ending}"
    return f"{domain}.{draw.choice(['pay-secure.com', 'login.net', 'docs.eu'])}"


def lookalike_domains() -> Labelled:
    """Domains made to be taken for a vendor's, beside vendors' own and strangers'."""
    draw = random.Random(1)
    known = _domains(draw, 400)
    index = DomainIndex(known)
    forged = [_imitate(draw, draw.choice(known), at % 7) for at in range(700)]
    normal = [draw.choice(["mail.", "", "facturen."]) + draw.choice(known) for _ in range(2400)]
    normal += [
        f"{draw.choice(FIRST)}{draw.randrange(100, 9999)}{draw.choice(SECOND)[::-1]}.{draw.choice(['nl', 'com'])}"
        for _ in range(600)
    ]
    return labelled(
        "look-alike domain",
        "G8",
        (index.find(domain) is not None for domain in forged if domain not in known),
        (index.find(domain) is not None for domain in normal),
    )


def _book(draw: random.Random) -> tuple[SenderBook, list[tuple[str, str]]]:
    vendors = [(domain.partition(".")[0].replace("-", " ").title() + " B.V.", domain) for domain in _domains(draw, 300)]
    platforms = frozenset({"gmail.com", "hotmail.com", "moneybird.com", "ziggo.nl"})
    seen = frozenset(f"administratie{at}@gmail.com" for at in range(50))
    return SenderBook({name: frozenset({domain}) for name, domain in vendors}, seen, platforms), vendors


def _codes(sender: Sender, book: SenderBook) -> set[str]:
    return {signal.code for signal in check_sender(sender, book)}


def senders(code: str) -> Labelled:
    """Mails that deserve ``code``, beside the usual ones."""
    draw = random.Random(2)
    book, vendors = _book(draw)

    def fraud(at: int) -> Sender:
        name, domain = draw.choice(vendors)
        strange = f"{draw.choice(SECOND)}{draw.randrange(10**6)}.{draw.choice(['com', 'ru', 'info'])}"
        if code == "DISPLAY_NAME_MISMATCH":
            return Sender(f"x@{strange}", draw.choice([name, f"facturen@{domain}", f"{name} <info@{domain}>"]))
        if code == "REPLY_TO_DIFFERS":
            return Sender(f"facturen@{domain}", name, f"boekhouding@{strange}")
        if code == "SENDER_NOT_AUTHENTIC":
            return Sender(f"facturen@{domain}", name, authentic=False)
        return Sender(draw.choice([f"x@{strange}", f"nieuw{at}@gmail.com"]), "Crediteuren")

    def normal(at: int) -> Sender:
        name, domain = draw.choice(vendors)
        if at % 5 == 0:
            return Sender(f"administratie{at % 50}@gmail.com", name, authentic=True)
        display = draw.choice([name, "Facturen", "", f"facturen@{domain}"])
        reply = draw.choice(["", f"info@{domain}", f"debiteuren@mail.{domain}"])
        return Sender(f"facturen@{draw.choice(['', 'mail.'])}{domain}", display, reply, draw.choice([True, None]))

    return labelled(
        SENDERS[code],
        "G8",
        (code in _codes(fraud(at), book) for at in range(500)),
        (code in _codes(normal(at), book) for at in range(2000)),
    )
