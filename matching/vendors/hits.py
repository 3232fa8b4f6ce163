"""What the clues of a document point at: vendors per exact key."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from domain.parties import (
    normalise_domain,
    normalise_iban,
    normalise_kbo,
    normalise_name,
    normalise_registration,
    normalise_vat,
)
from matching.vendors.directory import VendorDirectory
from matching.vendors.domains import is_platform, may_decide, organisation_domain
from matching.vendors.keys import EXACT_KEYS, Key
from matching.vendors.types import LearnedMapping, OwnIdentifiers, VendorClues
from matching.vendors.values import normalise_value

Values = Mapping[Key, tuple[str, ...]]
Mappings = Mapping[tuple[Key, str], Sequence[str]]
# Of these a company has its own: two on one paper that belong to different vendors contradict each other.
_NUMBERS = frozenset({Key.VAT, Key.REGISTRATION, Key.IBAN})


@dataclass(frozen=True, slots=True)
class Hits:
    """``values``: the clues per key, normalised. ``vendors``: whom each exact key points at. ``learned``: keys that a
    person's confirmation answered. ``torn``: keys whose values belong to different vendors. ``named``: vendors a
    person confirmed for the printed name. ``printed_domain``: the domain stands on the paper only, no mail came from
    it."""

    values: Values
    vendors: Mapping[Key, tuple[str, ...]]
    learned: frozenset[Key]
    torn: tuple[Key, ...] = ()
    named: frozenset[str] = field(default_factory=frozenset)
    printed_domain: bool = False


def index_mappings(mappings: Sequence[LearnedMapping]) -> dict[tuple[Key, str], tuple[str, ...]]:
    """Active confirmations by key and value; build once when resolving many documents."""
    found: dict[tuple[Key, str], list[str]] = {}
    for mapping in mappings:
        if mapping.active:
            found.setdefault((mapping.key, mapping.value), []).append(mapping.vendor_id)
    return {key: tuple(dict.fromkeys(ids)) for key, ids in found.items()}


def find_hits(clues: VendorClues, own: OwnIdentifiers, directory: VendorDirectory, mappings: Mappings) -> Hits:
    """Look every clue up, confirmations first. Our own data and domains that say nothing are left out."""
    sender = _sender_domain(clues, own)
    values = _values(clues, own, sender)
    vendors: dict[Key, tuple[str, ...]] = {}
    learned, torn = set(), []
    for key, wanted in values.items():
        if key not in EXACT_KEYS:
            continue
        found: list[tuple[str, ...]] = []
        for value in wanted:
            confirmed = tuple(v for v in mappings.get((key, value), ()) if directory.get(v))
            if confirmed:
                learned.add(key)
            recorded = directory.find(key, value)
            if confirmed and recorded and key in _NUMBERS and not set(confirmed) & set(recorded):
                found.append(_live(recorded, directory))  # confirmed for one, by now in the books with another
            found.append(_live(confirmed or recorded, directory))
        found = [ids for ids in found if ids]
        common = set.intersection(*map(set, found)) if found else set()
        if len(found) > 1 and not common and key in _NUMBERS:
            torn.append(key)
        vendors[key] = tuple(dict.fromkeys(v for ids in found for v in ids if not common or v in common))
    named = mappings.get((Key.NAME, values[Key.NAME][0]), ()) if values[Key.NAME] else ()
    return Hits(
        values,
        {key: ids for key, ids in vendors.items() if ids},
        frozenset(learned),
        tuple(torn),
        frozenset(v for v in named if directory.get(v)),
        not sender,
    )


def _sender_domain(clues: VendorClues, own: OwnIdentifiers) -> str:
    """The domain the mail came from, when it may say who sent it; "" otherwise."""
    senders = {organisation_domain(s) for s in (clues.from_domain, clues.from_address) if s}
    if clues.authenticated is False or len(senders) != 1:
        return ""
    domain = senders.pop()
    allowed = all(may_decide(s) for s in (clues.from_domain, clues.from_address) if s)
    return domain if allowed and domain not in _own_domains(own) else ""


def _own_domains(own: OwnIdentifiers) -> set[str]:
    return {organisation_domain(d) for d in own.domains} | own.domains


def _values(clues: VendorClues, own: OwnIdentifiers, sender: str) -> dict[Key, tuple[str, ...]]:
    """The clues normalised, our own identifiers and telling-nothing domains taken out."""
    vats = {normalise_vat(v, clues.country) for v in clues.vat_ids} - own.vat_ids
    registrations = {normalise_registration(r) for r in clues.registrations}
    registrations |= {normalise_kbo(v[2:]) for v in vats if v.startswith("BE")}
    registrations -= own.registrations
    own_domains = _own_domains(own)
    printed = {organisation_domain(d) for d in clues.document_domains if may_decide(d)} - own_domains
    address = normalise_value(Key.ADDRESS, clues.from_address)
    usable = address and clues.authenticated is not False and not is_platform(address)
    name = normalise_name(clues.name)
    return {
        Key.ADDRESS: (address,) if usable and normalise_domain(address) not in own_domains else (),
        Key.DOMAIN: (sender,) if sender else tuple(sorted(printed - {""})),
        Key.VAT: tuple(sorted(vats - {""})),
        Key.REGISTRATION: tuple(sorted(registrations - {""})),
        Key.IBAN: tuple(sorted({normalise_iban(i) for i in clues.ibans} - own.ibans - {""})),
        Key.NAME: (name,) if name and name not in own.names else (),
    }


def _live(ids: Sequence[str], directory: VendorDirectory) -> tuple[str, ...]:
    """Blocked records step back when an unblocked one carries the same identifier."""
    records = [record for vendor_id in dict.fromkeys(ids) if (record := directory.get(vendor_id))]
    live = [record for record in records if not record.blocked]
    return tuple(record.id for record in (live or records))
