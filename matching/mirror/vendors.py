"""The vendor directory of an administration, kept in memory while the mirror stands still."""

from __future__ import annotations

from collections import defaultdict

from django.contrib.auth import get_user_model

from exact.models import Administration, Vendor, VendorBankAccount
from matching.fraud.api import SenderBook
from matching.mirror.kept import Kept, Lookup
from matching.vendors.directory import VendorDirectory, VendorRecord
from matching.vendors.domains import FREE_MAIL, PLATFORMS, may_decide
from matching.vendors.types import OwnIdentifiers


def _directory(administration_id: int) -> VendorDirectory:
    return VendorDirectory(_records(administration_id))


DIRECTORY = Kept(_directory, Vendor, VendorBankAccount, large=True)


def _senders(administration_id: int) -> SenderBook:
    domains: dict[str, set[str]] = defaultdict(set)
    live = Vendor.objects.filter(administration_id=administration_id, gone_at=None).exclude(domain="")
    for name, domain in live.values_list("name", "domain"):
        domains[name].add(domain)
    return SenderBook({name: frozenset(known) for name, known in domains.items()}, platforms=FREE_MAIL | PLATFORMS)


SENDERS = Kept(_senders, Vendor)


def _own(_everywhere: int) -> tuple[Administration, ...]:
    return tuple(Administration.objects.filter(active=True))


OWN = Kept(_own, Administration, everywhere=True)


def directory_of(administration: Administration) -> VendorDirectory:
    """All live vendors, findable by every key. Built anew when a vendor or bank account changed."""
    return Lookup(administration.pk).get(DIRECTORY)


def _records(administration_id: int) -> list[VendorRecord]:
    ibans: dict[int, list[str]] = defaultdict(list)
    accounts = VendorBankAccount.objects.filter(administration_id=administration_id, gone_at=None)
    for vendor_id, iban in accounts.values_list("vendor_id", "iban"):
        ibans[vendor_id].append(iban)
    return [
        VendorRecord(
            id=row.exact_id,
            name=row.name,
            vat=row.vat_number,
            registration=row.registration,
            ibans=tuple(ibans[row.pk]),
            domains=(row.domain,) if row.domain else (),
            country=row.country,
            address=row.address,
            postcode=row.postcode,
            city=row.city,
            phone=row.phone,
            blocked=row.blocked,
        )
        for row in Vendor.objects.filter(administration_id=administration_id, gone_at=None).defer("raw").iterator(2000)
    ]


def own_identifiers() -> OwnIdentifiers:
    """What is of our own active administrations and so never names a vendor.

    Ours are also the mail domains of the people who work here: what they forward was sent by somebody else.
    """
    own = Administration.objects.filter(active=True)
    return OwnIdentifiers.of(
        vat_ids=tuple(a.vat_number for a in own if a.vat_number),
        registrations=tuple(a.registration for a in own if a.registration),
        ibans=tuple(iban for a in own for iban in a.ibans),
        domains=_peoples_domains(),
        names=tuple(name for a in own for name in (a.name, *a.aliases)),
    )


def _own_identifiers(_everywhere: int) -> OwnIdentifiers:
    return own_identifiers()


OWN_IDENTIFIERS = Kept(_own_identifiers, Administration, get_user_model(), everywhere=True)


def _peoples_domains() -> tuple[str, ...]:
    people = get_user_model().objects.filter(is_active=True).exclude(email="")
    found = {email.rpartition("@")[2].lower() for email in people.values_list("email", flat=True)}
    return tuple(sorted(domain for domain in found if may_decide(domain)))
