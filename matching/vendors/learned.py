"""Remembering who is who: the only writer of vendor mappings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from matching.models import VendorKeyPolicy, VendorMapping
from matching.vendors.domains import is_platform, may_decide, organisation_domain
from matching.vendors.keys import Key, KeyPolicy
from matching.vendors.types import LearnedMapping, OwnIdentifiers
from matching.vendors.values import normalise_value

if TYPE_CHECKING:
    from exact.models import Administration, Vendor


class MappingRefused(ValueError):
    """This value must not stand for a vendor; ``why`` is a code: empty, free_mail, platform, own,  ."""

    def __init__(self, why: str, value: str) -> None:
        super().__init__(f"{value!r} cannot stand for a vendor: {why}")
        self.why = why
        self.value = value


def check(key: Key, value: str, own: OwnIdentifiers | None = None) -> str:
    """The normalised value if it may be remembered; raises MappingRefused otherwise."""
    normal = normalise_value(key, value)
    if not normal:
        raise MappingRefused("empty", value)
    if key is Key.DOMAIN and not may_decide(value):
        raise MappingRefused("platform" if is_platform(value) else "free_mail", value)
    if key is Key.ADDRESS and is_platform(value):
        raise MappingRefused("platform", value)
    if own and normal in _own_values(key, own):
        raise MappingRefused("own", value)
    return normal


def key_of(kind: str) -> Key:
    """The key a word names; ValueError for an unknown word."""
    return Key({"kvk": "registration", "kbo": "registration", "btw": "vat"}.get(kind, kind))


def _own_values(key: Key, own: OwnIdentifiers) -> frozenset[str]:
    if key is Key.ADDRESS:
        return frozenset()
    return {
        Key.DOMAIN: own.domains | {organisation_domain(domain) for domain in own.domains},
        Key.VAT: own.vat_ids,
        Key.REGISTRATION: own.registrations,
        Key.IBAN: own.ibans,
        Key.NAME: own.names,
    }[key]


@transaction.atomic
def remember(
    *,
    administration: Administration,
    kind: str,
    value: str,
    vendor: Vendor,
    by: str,
    own: OwnIdentifiers | None = None,
) -> VendorMapping | None:
    """Tie the value to the vendor; ``kind`` is a key's word ("kvk" and "kbo" mean registration), ``by`` a user name.

    A mapping of the same value to another vendor ends and counts a correction; the same mapping again is
    returned as it stands. None when the value may not stand for a vendor (free mail, platform, our own).
    """
    if vendor.administration_id != administration.pk:
        raise ValueError("the vendor is of another administration")
    key = key_of(kind)
    try:
        normal = check(key, value, own)
    except MappingRefused:
        return None
    rows = VendorMapping.objects.select_for_update()
    current = rows.filter(administration=administration, key=key.value, value=normal, active=True).first()
    if current and current.vendor_id == vendor.pk:
        return current
    if current:
        current.corrections += 1
        _end(current, by)
    return VendorMapping.objects.create(
        administration=administration, key=key.value, value=normal, vendor=vendor, confirmed_by=by
    )


def _end(mapping: VendorMapping, by: str) -> None:
    mapping.active = False
    mapping.ended_by = by
    mapping.ended_at = timezone.now()
    mapping.save(update_fields=["active", "ended_by", "ended_at", "corrections"])


@transaction.atomic
def forget(mapping: VendorMapping, by: str) -> None:
    """Switch a mapping off; the row stays as history. Ending an ended mapping changes nothing."""
    row = VendorMapping.objects.select_for_update().get(pk=mapping.pk)
    if row.active:
        _end(row, by)


def reset(administration: Administration, vendor: Vendor, by: str) -> int:
    """Switch off everything remembered for a vendor; the number of mappings ended."""
    live = VendorMapping.objects.filter(administration=administration, vendor=vendor, active=True)
    return live.update(active=False, ended_by=by, ended_at=timezone.now())


def used(administration: Administration, key: Key, value: str) -> None:
    """Count a document that this mapping decided."""
    VendorMapping.objects.filter(
        administration=administration, key=key.value, value=normalise_value(key, value), active=True
    ).update(hits=F("hits") + 1, last_used=timezone.now())


def mappings_for(administration: Administration) -> Sequence[LearnedMapping]:
    """What is remembered for the administration, for ``resolve_vendor`` (vendor ids are Exact's)."""
    rows = VendorMapping.objects.filter(administration=administration, active=True, vendor__gone_at=None)
    return [
        LearnedMapping(Key(key), value, vendor)
        for key, value, vendor in rows.values_list("key", "value", "vendor__exact_id")
    ]


def policy_of(administration: Administration) -> KeyPolicy:
    """The administration's order of keys; the standard one when nobody chose."""
    row = VendorKeyPolicy.objects.filter(administration=administration).first()
    standard = KeyPolicy()
    if row is None:
        return standard
    order = tuple(Key(name) for name in row.order) or standard.order
    return KeyPolicy(order, frozenset(standard.enabled - {Key(name) for name in row.disabled}))
