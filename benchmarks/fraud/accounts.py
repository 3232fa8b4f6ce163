"""Bank accounts on invoices: changed, another vendor's, in another country (G6, G10), at a payment service (G10)."""

from __future__ import annotations

import random

from benchmarks.fraud.labelled import Labelled, labelled
from matching.fraud.api import KnownVendor, account_owners, check_iban
from matching.fraud.payment_services import SERVICES

ACCOUNTS = {
    "IBAN_CHANGED": ("account differs from the record", "G6"),
    "IBAN_SHARED": ("another vendor's account", "G6"),
    "IBAN_COUNTRY": ("bank in another country", "G10"),
    "IBAN_PAYMENT_SERVICE": ("account at a payment service", "G10"),
}


def _iban(draw: random.Random, country: str = "NL") -> str:
    return f"{country}{draw.randrange(10, 99)}ABNA{draw.randrange(10**10):010d}"


def accounts(code: str) -> Labelled:
    """Accounts that deserve ``code``, beside the vendors' own however they are written."""
    draw = random.Random(3)
    vendors = []
    for at in range(300):
        country = draw.choice(["NL", "NL", "BE", "DE"])
        vendors.append(
            KnownVendor(f"V{at}", country=country, ibans=frozenset({_iban(draw, country), _iban(draw, country)}))
        )
    owners = account_owners({vendor.key: vendor.ibans for vendor in vendors})

    def fraud() -> tuple[str, KnownVendor]:
        vendor, other = draw.sample(vendors, 2)
        if code == "IBAN_SHARED":
            return draw.choice(sorted(other.ibans)), vendor
        if code == "IBAN_PAYMENT_SERVICE":
            country, bank, _service = draw.choice(SERVICES)
            return f"{country}{draw.randrange(10, 99)}{bank}{draw.randrange(10**9):09d}", vendor
        if code == "IBAN_COUNTRY":
            return _iban(draw, draw.choice(["LT", "GB", "PL"])), vendor
        own = sorted(vendor.ibans)[0]
        place = draw.randrange(8, len(own))
        digit = str((int(own[place]) + draw.randrange(1, 10)) % 10)
        return draw.choice([own[:place] + digit + own[place + 1 :], _iban(draw, vendor.country)]), vendor

    def normal() -> tuple[str, KnownVendor]:
        vendor = draw.choice(vendors)
        own = draw.choice(sorted(vendor.ibans))
        return draw.choice([own, " ".join(own[at : at + 4] for at in range(0, len(own), 4)), own.lower()]), vendor

    def flagged(case: tuple[str, KnownVendor]) -> bool:
        return code in {signal.code for signal in check_iban(case[0], case[1], owners)}

    name, capability = ACCOUNTS[code]
    return labelled(name, capability, (flagged(fraud()) for _ in range(500)), (flagged(normal()) for _ in range(2000)))
