"""All vendors of one administration, findable by each key in memory."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from domain.parties import (
    normalise_iban,
    normalise_kbo,
    normalise_name,
    normalise_registration,
    normalise_vat,
)
from matching.vendors.domains import may_decide, organisation_domain
from matching.vendors.keys import Key
from matching.vendors.trigrams import TrigramIndex


@dataclass(frozen=True, slots=True)
class VendorRecord:
    """A vendor as known in the books. Identifiers may be as printed; the directory normalises them."""

    id: str
    name: str
    vat: str = ""
    registration: str = ""
    ibans: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    country: str = ""
    address: str = ""
    postcode: str = ""
    city: str = ""
    phone: str = ""
    other_names: tuple[str, ...] = ()
    blocked: bool = False


@dataclass(frozen=True, slots=True)
class DuplicateGroup:
    """Vendors that share an identifier that should be one company's."""

    key: Key
    value: str
    vendor_ids: tuple[str, ...]


class VendorDirectory:
    """Exact maps per key and a trigram index over names. Read-only after building; build once per
    administration and synced state (about 4 s and 110 MB for 100,000 vendors)."""

    def __init__(self, records: Iterable[VendorRecord]) -> None:
        self._records: dict[str, VendorRecord] = {}
        self._maps: dict[Key, dict[str, list[str]]] = {
            key: defaultdict(list) for key in (Key.VAT, Key.REGISTRATION, Key.IBAN, Key.DOMAIN)
        }
        self._names: list[str] = []
        self._owners: list[str] = []
        for record in records:
            self._add(record)
        self._maps = {key: dict(values) for key, values in self._maps.items()}
        self._index = TrigramIndex(self._names)

    def _add(self, record: VendorRecord) -> None:
        self._records[record.id] = record
        for key, values in _identifiers(record).items():
            for value in values:
                self._maps[key][value].append(record.id)
        for name in (record.name, *record.other_names):
            folded = normalise_name(name)
            if folded:
                self._names.append(folded)
                self._owners.append(record.id)

    def __iter__(self) -> Iterator[VendorRecord]:
        return iter(self._records.values())

    def __len__(self) -> int:
        return len(self._records)

    def get(self, vendor_id: str) -> VendorRecord | None:
        """The vendor, or None when it is not (or no longer) there."""
        return self._records.get(vendor_id)

    def find(self, key: Key, value: str) -> tuple[str, ...]:
        """Ids of the vendors with this normalised value; empty for none."""
        return tuple(self._maps[key].get(value, ())) if key in self._maps else ()

    def alike(self, name: str, limit: int = 10) -> list[tuple[str, float]]:
        """Vendors with a similar name, best first, each once: (id, likeness 0–100)."""
        wanted = _without_department(normalise_name(name))
        if not wanted:
            return []
        best: dict[str, float] = {}
        for position in self._index.nearest(wanted):
            owner = self._owners[position]
            score = likeness(wanted, self._names[position])
            if score > best.get(owner, -1.0):
                best[owner] = score
        return sorted(best.items(), key=lambda item: (-item[1], item[0]))[:limit]

    def duplicates(self) -> Iterator[DuplicateGroup]:
        """Groups of unblocked vendors that share a VAT number, register number or bank account. Companies that each
        have a VAT number of their own are not one because their payments go to one bank account."""
        for key in (Key.VAT, Key.REGISTRATION, Key.IBAN):
            for value, ids in self._maps[key].items():
                live = tuple(dict.fromkeys(i for i in ids if not self._records[i].blocked))
                if len(live) > 1 and not (key is Key.IBAN and self._all_different(live)):
                    yield DuplicateGroup(key, value, live)

    def _all_different(self, ids: tuple[str, ...]) -> bool:
        numbers = [normalise_vat(self._records[i].vat, self._records[i].country) for i in ids]
        return all(numbers) and len(set(numbers)) == len(numbers)


# Words of an address block that name a desk, not a company.
_DEPARTMENT = frozenset(
    [
        *["crediteuren", "debiteuren", "administratie", "facturatie", "boekhouding", "afd", "afdeling", "verkoop"],
        *["tav", "attn", "t", "a", "v", "accounts", "receivable", "billing", "invoicing", "buchhaltung"],
        *["rechnungswesen", "comptabilite", "facturation", "firma", "fa", "handelsonderneming"],
    ]
)


def _without_department(name: str) -> str:
    words = name.split()
    return " ".join(word for word in words if word not in _DEPARTMENT) or name


def likeness(one: str, other: str) -> float:
    """How alike two normalised names are, 0–100: letters first, then word order, then one inside the other."""
    tight = one.replace(" ", ""), other.replace(" ", "")
    return max(
        fuzz.ratio(one, other),
        fuzz.ratio(*tight),
        fuzz.token_sort_ratio(one, other) * 0.99,
        fuzz.token_set_ratio(one, other) * 0.90,
    )


@lru_cache(maxsize=4096)
def identifiers(record: VendorRecord) -> Mapping[Key, tuple[str, ...]]:
    """The record's normalised exact identifiers, kept: one document asks for those of the same few vendors again and
    again."""
    return _identifiers(record)


def _identifiers(record: VendorRecord) -> dict[Key, tuple[str, ...]]:
    """As printed made comparable. A Belgian VAT number is the enterprise number too."""
    vat = normalise_vat(record.vat, record.country)
    registrations = {normalise_registration(record.registration)} - {""}
    if vat.startswith("BE"):
        registrations.add(normalise_kbo(vat[2:]))
    domains = {organisation_domain(d) for d in record.domains if may_decide(d)} - {""}
    return {
        Key.VAT: (vat,) if vat else (),
        Key.REGISTRATION: tuple(sorted(registrations - {""})),
        Key.IBAN: tuple(sorted({normalise_iban(i) for i in record.ibans} - {""})),
        Key.DOMAIN: tuple(sorted(domains)),
    }
