"""The vendor directory of an administration, kept in memory while the mirror stands still."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.contrib.auth import get_user_model
from django.db.models import Count, Max

from exact.models import Administration, Vendor, VendorBankAccount
from matching.fraud import SenderBook
from matching.vendors.directory import VendorDirectory, VendorRecord
from matching.vendors.domains import FREE_MAIL, PLATFORMS, may_decide
from matching.vendors.types import OwnIdentifiers

_lock = threading.Lock()


@dataclass(frozen=True)
class _Kept:
    """What was built from one state of the mirror; the book of senders only when a mail asks for it."""

    stamp: tuple[object, ...]
    directory: VendorDirectory

    @cached_property
    def senders(self) -> SenderBook:
        domains: dict[str, set[str]] = defaultdict(set)
        for record in self.directory:
            domains[record.name].update(record.domains)
        named = {name: frozenset(known) for name, known in domains.items() if known}
        return SenderBook(named, platforms=FREE_MAIL | PLATFORMS)


_kept: dict[int, _Kept] = {}


def directory_of(administration: Administration) -> VendorDirectory:
    """All live vendors, findable by every key. Built anew when a vendor or bank account changed."""
    return _current(administration).directory


def senders_of(administration: Administration) -> SenderBook:
    """The mail domains of all live vendors, and those that belong to nobody; of the state in which the directory was
    last asked for, so that judging one document looks once whether the mirror moved."""
    return (_kept.get(administration.pk) or _current(administration)).senders


def _current(administration: Administration) -> _Kept:
    rows = Vendor.objects.filter(administration=administration)
    accounts = VendorBankAccount.objects.filter(administration=administration)
    stamp = tuple(
        part
        for each in (rows, accounts)
        for part in each.aggregate(Max("seen_at"), Max("gone_at"), Count("pk")).values()
    )
    with _lock:
        kept = _kept.get(administration.pk)
        if kept is None or kept.stamp != stamp:
            kept = _kept[administration.pk] = _Kept(stamp, VendorDirectory(_records(administration)))
        return kept


def _records(administration: Administration) -> list[VendorRecord]:
    ibans: dict[int, list[str]] = defaultdict(list)
    for vendor_id, iban in VendorBankAccount.objects.filter(administration=administration, gone_at=None).values_list(
        "vendor_id", "iban"
    ):
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
        for row in Vendor.objects.filter(administration=administration, gone_at=None).defer("raw").iterator(2000)
    ]


def own_identifiers(own: Sequence[Administration] | None = None) -> OwnIdentifiers:
    """What is of our own active administrations (``own``, when the caller has them) and so never names a vendor.

    Ours are also the mail domains of the people who work here: what they forward was sent by somebody else.
    """
    own = list(Administration.objects.filter(active=True)) if own is None else own
    return OwnIdentifiers.of(
        vat_ids=tuple(a.vat_number for a in own if a.vat_number),
        registrations=tuple(a.registration for a in own if a.registration),
        ibans=tuple(iban for a in own for iban in a.ibans),
        domains=_peoples_domains(),
        names=tuple(name for a in own for name in (a.name, *a.aliases)),
    )


def _peoples_domains() -> tuple[str, ...]:
    people = get_user_model().objects.filter(is_active=True).exclude(email="")
    found = {email.rpartition("@")[2].lower() for email in people.values_list("email", flat=True)}
    return tuple(sorted(domain for domain in found if may_decide(domain)))
