"""The account on the invoice against the accounts we know."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from domain.evidence import Box
from matching.fraud.payment_services import service_of
from matching.fraud.signals import Signal


@dataclass(frozen=True, slots=True)
class KnownVendor:
    """What the ledger says of a vendor. ``country`` is ISO 3166 alpha-2; ``ibans`` are those in the vendor record.
    ``accepted_countries`` are further bank countries a person accepted for this vendor."""

    key: str
    name: str = ""
    country: str = ""
    ibans: frozenset[str] = frozenset()
    domains: frozenset[str] = frozenset()
    accepted_countries: frozenset[str] = frozenset()


def plain_iban(text: str) -> str:
    """Without spaces and separators, in capitals."""
    return "".join(ch for ch in text.upper() if ch.isalnum())


def masked(iban: str) -> str:
    """Country, check digits and the last four characters: enough to recognise, not enough to pay."""
    plain = plain_iban(iban)
    return f"{plain[:4]}…{plain[-4:]}" if len(plain) > 8 else "…"


def check_iban(
    printed: str, vendor: KnownVendor, owners: Mapping[str, frozenset[str]], boxes: tuple[Box, ...] = ()
) -> tuple[Signal, ...]:
    """Signals of one printed account.

    IBAN_CHANGED: the vendor has accounts on record and this is none of them, or has none at all (then the first one
    is a change too: nobody confirmed it). IBAN_SHARED: another vendor's record holds it (``owners``: IBAN → vendor
    keys). IBAN_COUNTRY: the bank's country is not the vendor's. IBAN_PAYMENT_SERVICE: the account is new, at a service
    for moving money on, and those we know are all at ordinary banks.
    """
    iban = plain_iban(printed)
    if not iban:
        return ()
    known = {plain_iban(own) for own in vendor.ibans}
    signals: list[Signal] = []
    if iban not in known:
        params = {
            "new": masked(iban),
            "old": ", ".join(sorted(masked(own) for own in known)),
            "first": "" if known else "yes",
        }
        signals.append(Signal("IBAN_CHANGED", params, boxes))
    service = service_of(iban)
    if service and known and not any(iban == own or service_of(own) for own in known):
        signals.append(Signal("IBAN_PAYMENT_SERVICE", {"iban": masked(iban), "service": service}, boxes))
    others = owners.get(iban, frozenset()) - {vendor.key}
    if others:
        signals.append(Signal("IBAN_SHARED", {"iban": masked(iban), "vendors": ", ".join(sorted(others))}, boxes))
    bank = iban[:2]
    if vendor.country and bank.isalpha() and bank not in {vendor.country.upper(), *vendor.accepted_countries}:
        signals.append(
            Signal("IBAN_COUNTRY", {"iban": masked(iban), "bank": bank, "vendor": vendor.country.upper()}, boxes)
        )
    return tuple(signals)


def account_owners(vendors: Mapping[str, frozenset[str]]) -> dict[str, frozenset[str]]:
    """IBAN → vendor keys, from vendor key → IBANs."""
    owners: dict[str, set[str]] = {}
    for vendor, ibans in vendors.items():
        for iban in ibans:
            owners.setdefault(plain_iban(iban), set()).add(vendor)
    return {iban: frozenset(keys) for iban, keys in owners.items()}
