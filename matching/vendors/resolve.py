"""The vendor of a document: exact keys in order, contradictions shown, similar names only proposed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from domain.evidence import Reason
from domain.findings import Finding, Severity
from domain.parties import (
    normalise_domain,
    normalise_iban,
    normalise_kbo,
    normalise_name,
    normalise_phone,
    normalise_postcode,
    normalise_registration,
    normalise_vat,
)
from matching.vendors.directory import VendorDirectory, VendorRecord, identifiers, likeness
from matching.vendors.domains import is_platform, may_decide, organisation_domain
from matching.vendors.keys import EXACT_KEYS, Key, KeyPolicy
from matching.vendors.types import Candidate, LearnedMapping, OwnIdentifiers, VendorClues, VendorResolution

SHOWN = 3
# Below this likeness the sender's domain alone is not believed when the printed name says otherwise.
_NAME_DENIES = 45.0
_NAME_DIFFERS = 50.0
_SIMILAR_FROM = 45.0


@dataclass(frozen=True, slots=True)
class _Hits:
    """Vendors per exact key, and which of these came from a person's confirmation."""

    values: Mapping[Key, tuple[str, ...]]
    vendors: Mapping[Key, tuple[str, ...]]
    learned: frozenset[Key]


def resolve_vendor(
    clues: VendorClues,
    directory: VendorDirectory,
    *,
    own: OwnIdentifiers | None = None,
    mappings: Sequence[LearnedMapping] | Mapping[tuple[Key, str], Sequence[str]] = (),
    policy: KeyPolicy | None = None,
) -> VendorResolution:
    """Find the vendor.

    The first key of the policy that points at exactly one vendor decides, unless another exact key points only
    at others: then nobody is chosen and all are shown. Several hits on a key are never guessed between. A
    remembered confirmation counts as its key. A similar name is only proposed. A known vendor with an unknown
    bank account carries the security hold IBAN_CHANGED and is not certain.
    """
    own = own or OwnIdentifiers()
    policy = policy or KeyPolicy()
    index = mappings if isinstance(mappings, Mapping) else index_mappings(mappings)
    values = _values(clues, own)
    hits = _hits(values, clues, directory, index)
    chosen = next(((k, hits.vendors[k][0]) for k in policy.deciding() if len(hits.vendors.get(k, ())) == 1), None)
    if chosen is None:
        remembered = _remembered_name(values, directory, index, policy) if not hits.vendors else None
        if remembered is None:
            return _undecided(clues, own, directory, hits, values)
        hits = _Hits(values, {Key.NAME: (remembered,)}, frozenset({Key.NAME}))
        chosen = Key.NAME, remembered
    key, vendor_id = chosen
    against = tuple(k for k, found in hits.vendors.items() if found and vendor_id not in found)
    if against:
        return _conflict(clues, own, directory, hits, values, key, against)
    return _decided(clues, own, directory, hits, values, key, vendor_id)


def index_mappings(mappings: Sequence[LearnedMapping]) -> dict[tuple[Key, str], tuple[str, ...]]:
    """Active confirmations by key and value; build once when resolving many documents."""
    found: dict[tuple[Key, str], list[str]] = {}
    for mapping in mappings:
        if mapping.active:
            found.setdefault((mapping.key, mapping.value), []).append(mapping.vendor_id)
    return {key: tuple(dict.fromkeys(ids)) for key, ids in found.items()}


def _remembered_name(
    values: Mapping[Key, tuple[str, ...]],
    directory: VendorDirectory,
    mappings: Mapping[tuple[Key, str], Sequence[str]],
    policy: KeyPolicy,
) -> str | None:
    """The one vendor a person confirmed for exactly this printed name, when no exact key knows anybody and none
    of the vendor's official numbers contradicts what is printed."""
    if Key.NAME not in policy.enabled or not values[Key.NAME]:
        return None
    found = [v for v in mappings.get((Key.NAME, values[Key.NAME][0]), ()) if directory.get(v)]
    if len(found) != 1:
        return None
    record = directory.get(found[0])
    assert record is not None
    known = identifiers(record)
    clash = any(values[k] and known[k] and not set(values[k]) & set(known[k]) for k in (Key.VAT, Key.REGISTRATION))
    return None if clash else found[0]


def _values(clues: VendorClues, own: OwnIdentifiers) -> dict[Key, tuple[str, ...]]:
    """The clues normalised, our own identifiers and telling-nothing domains taken out."""
    vats = {normalise_vat(v, clues.country) for v in clues.vat_ids} - own.vat_ids
    registrations = {normalise_registration(r) for r in clues.registrations}
    registrations |= {normalise_kbo(v[2:]) for v in vats if v.startswith("BE")}
    registrations -= own.registrations
    sender = clues.from_domain or clues.from_address
    domain = organisation_domain(sender) if sender and may_decide(sender) else ""
    own_domains = {organisation_domain(d) for d in own.domains} | own.domains
    if clues.authenticated is False or domain in own_domains:
        domain = ""
    printed = {organisation_domain(d) for d in clues.document_domains if may_decide(d)} - own_domains
    address = clues.from_address.strip().lower()
    usable = "@" in address and clues.authenticated is not False and not is_platform(address)
    name = normalise_name(clues.name)
    return {
        Key.ADDRESS: (address,) if usable and normalise_domain(address) not in own_domains else (),
        Key.DOMAIN: tuple(sorted({domain, *(printed if not domain else ())} - {""})),
        Key.VAT: tuple(sorted(vats - {""})),
        Key.REGISTRATION: tuple(sorted(registrations - {""})),
        Key.IBAN: tuple(sorted({normalise_iban(i) for i in clues.ibans} - own.ibans - {""})),
        Key.NAME: (name,) if name and name not in own.names else (),
    }


def _hits(
    values: Mapping[Key, tuple[str, ...]],
    clues: VendorClues,
    directory: VendorDirectory,
    mappings: Mapping[tuple[Key, str], Sequence[str]],
) -> _Hits:
    vendors: dict[Key, tuple[str, ...]] = {}
    learned = set()
    for key, wanted in values.items():
        if key not in EXACT_KEYS:
            continue
        found: list[str] = []
        for value in wanted:
            confirmed = [v for v in mappings.get((key, value), ()) if directory.get(v)]
            if confirmed:
                learned.add(key)
            found += confirmed or directory.find(key, value)
        vendors[key] = _live(dict.fromkeys(found), directory)
    return _Hits(values, {key: found for key, found in vendors.items() if found}, frozenset(learned))


def _live(ids: Mapping[str, None], directory: VendorDirectory) -> tuple[str, ...]:
    """Blocked records step back when an unblocked one carries the same identifier."""
    records = [record for vendor_id in ids if (record := directory.get(vendor_id))]
    live = [record for record in records if not record.blocked]
    return tuple(record.id for record in (live or records))


def _decided(
    clues: VendorClues,
    own: OwnIdentifiers,
    directory: VendorDirectory,
    hits: _Hits,
    values: Mapping[Key, tuple[str, ...]],
    key: Key,
    vendor_id: str,
) -> VendorResolution:
    record = directory.get(vendor_id)
    assert record is not None
    candidate = _candidate(record, clues, values)
    denying = tuple(k for k in (Key.VAT, Key.REGISTRATION) if _number_denies(k, record, hits))
    if denying:
        # The paper bears an official number that is not this vendor's: a sister company, or worse.
        return _conflict(clues, own, directory, hits, values, key, denying)
    others = [k for k, found in hits.vendors.items() if k is not key and vendor_id in found]
    learned = key in hits.learned
    denied = key in (Key.DOMAIN, Key.ADDRESS) and not others and not learned and _name_denies(candidate, values)
    if denied or (
        key is Key.DOMAIN and not clues.from_domain and not clues.from_address and not others and not learned
    ):
        # A web address printed somewhere, or a sender whose paper bears quite another name, is no proof.
        return _undecided(clues, own, directory, hits, values, weak=key)
    reasons = [_reason("vendor.learned" if learned else "vendor.exact", key, values)]
    reasons += [_reason("vendor.agrees", other, values) for other in others]
    findings = [*_money_findings(record, values), *_state_findings(record, candidate, values)]
    findings += _duplicate_findings(hits)
    ordering = clues.order_vendor_id if clues.order_vendor_id not in ("", vendor_id) else ""
    if ordering:
        findings.append(
            Finding("ORDERING_PARTY_DIFFERS", Severity.CHECK, {"ordering": ordering, "invoicing": vendor_id})
        )
    stopped = any(f.severity in (Severity.HOLD, Severity.SECURITY) for f in findings)
    return VendorResolution(
        vendor_id, key, not stopped, (candidate,), (), tuple(findings), tuple(reasons), learned, ordering
    )


def _number_denies(key: Key, record: VendorRecord, hits: _Hits) -> bool:
    """Whether the printed number and the vendor's own of the same kind (length) both exist and differ, and nobody
    confirmed the printed one."""
    if record.id in hits.vendors.get(key, ()):
        return False
    known = identifiers(record)[key]
    printed = [v for v in hits.values.get(key, ()) if any(_same_kind(v, k) for k in known)]
    return bool(printed) and not set(printed) & set(known)


def _same_kind(one: str, other: str) -> bool:
    """Numbers of the same country and length can be compared; a branch number says nothing about a KvK number."""
    return (
        len(one) == len(other)
        and one[:2].isalpha() == other[:2].isalpha()
        and (not one[:2].isalpha() or one[:2] == other[:2])
    )


def _name_denies(candidate: Candidate, values: Mapping[Key, tuple[str, ...]]) -> bool:
    return bool(values[Key.NAME]) and candidate.score < _NAME_DENIES


def _money_findings(record: VendorRecord, values: Mapping[Key, tuple[str, ...]]) -> list[Finding]:
    """The vendor's known bank accounts against those on the paper."""
    printed = set(values[Key.IBAN])
    known = set(identifiers(record)[Key.IBAN])
    if not printed:
        return []
    shown = {"printed": ", ".join(sorted(printed)), "known": ", ".join(sorted(known))}
    if not known:
        return [Finding("IBAN_NEW", Severity.CHECK, shown, "supplier_iban")]
    if not printed & known:
        return [Finding("IBAN_CHANGED", Severity.SECURITY, shown, "supplier_iban")]
    if printed - known:
        return [Finding("IBAN_ADDITIONAL", Severity.CHECK, shown, "supplier_iban")]
    return []


def _state_findings(record: VendorRecord, candidate: Candidate, values: Mapping[Key, tuple[str, ...]]) -> list[Finding]:
    found = []
    if record.blocked:
        found.append(Finding("VENDOR_BLOCKED", Severity.HOLD, {"vendor": record.name}))
    if values[Key.NAME] and candidate.score < _NAME_DIFFERS:
        params = {"printed": values[Key.NAME][0], "known": record.name}
        found.append(Finding("VENDOR_NAME_DIFFERS", Severity.CHECK, params, "supplier_name"))
    missing = [k.value for k in (Key.VAT, Key.REGISTRATION) if candidate.evidence.get(k) == "new"]
    if missing:
        found.append(Finding("VENDOR_RECORD_INCOMPLETE", Severity.INFO, {"missing": ", ".join(missing)}))
    return found


def _duplicate_findings(hits: _Hits) -> list[Finding]:
    return [
        Finding("VENDOR_DUPLICATE", Severity.INFO, {"key": key.value, "vendors": ", ".join(found)})
        for key, found in hits.vendors.items()
        if len(found) > 1 and key is not Key.DOMAIN
    ]


def _conflict(
    clues: VendorClues,
    own: OwnIdentifiers,
    directory: VendorDirectory,
    hits: _Hits,
    values: Mapping[Key, tuple[str, ...]],
    key: Key,
    against: tuple[Key, ...],
) -> VendorResolution:
    """Keys point at different vendors: show them all, strongest evidence first."""
    ids = dict.fromkeys(v for found in hits.vendors.values() for v in found)
    candidates = _ranked(ids, clues, directory, values)
    findings = [Finding("VENDOR_AMBIGUOUS", Severity.HOLD, {"why": "keys_disagree", "key": key.value})]
    vat_vendors = [v for k in (Key.VAT, Key.REGISTRATION) for v in hits.vendors.get(k, ())]
    for vendor_id in dict.fromkeys(vat_vendors):
        record = directory.get(vendor_id)
        findings += [f for f in _money_findings(record, values) if f.code == "IBAN_CHANGED"] if record else []
    reasons = tuple(_reason("vendor.points_at", k, values) for k in hits.vendors)
    return VendorResolution(None, None, False, candidates, (key, *against), tuple(findings), reasons)


def _undecided(
    clues: VendorClues,
    own: OwnIdentifiers,
    directory: VendorDirectory,
    hits: _Hits,
    values: Mapping[Key, tuple[str, ...]],
    weak: Key | None = None,
) -> VendorResolution:
    """No exact key decides: several hits, a weak one, or only a similar name."""
    ids = dict.fromkeys(v for found in hits.vendors.values() for v in found)
    several = tuple(k for k, found in hits.vendors.items() if len(found) > 1)
    alike = directory.alike(values[Key.NAME][0], 10) if values[Key.NAME] else []
    ids.update(dict.fromkeys(v for v, score in alike if score >= _SIMILAR_FROM))
    if clues.order_vendor_id and directory.get(clues.order_vendor_id):
        ids[clues.order_vendor_id] = None
    candidates = _ranked(ids, clues, directory, values)
    if several:
        finding = Finding("VENDOR_AMBIGUOUS", Severity.HOLD, {"why": "several", "key": several[0].value})
    else:
        why = "weak_key" if weak else "similar_name" if candidates else "nobody"
        finding = Finding("VENDOR_UNMAPPED", Severity.HOLD, {"why": why})
    reasons = [_reason("vendor.several", k, values) for k in several]
    if weak:
        reasons.append(_reason("vendor.weak_key", weak, values))
    if alike and not several:
        reasons.append(_reason("vendor.similar_name", Key.NAME, values))
    if not reasons:
        reasons.append(Reason("vendor.nobody", {}))
    return VendorResolution(None, None, False, candidates, (), (finding,), tuple(reasons))


def _ranked(
    ids: Mapping[str, None],
    clues: VendorClues,
    directory: VendorDirectory,
    values: Mapping[Key, tuple[str, ...]],
) -> tuple[Candidate, ...]:
    scored = []
    for vendor_id in ids:
        record = directory.get(vendor_id)
        if record is None:
            continue
        candidate = _candidate(record, clues, values)
        exact = sum(1 for k in EXACT_KEYS if candidate.evidence.get(k) == "match")
        against = sum(1 for k in (Key.VAT, Key.REGISTRATION) if candidate.evidence.get(k) == "differs")
        order = 10 if vendor_id == clues.order_vendor_id else 0
        # A contradicting official number makes even an equal name unlikely.
        weight = exact * 100 + candidate.score + _place_bonus(record, clues) + order - against * 30
        scored.append((weight, candidate))
    scored.sort(key=lambda item: (-item[0], item[1].blocked, item[1].vendor_id))
    return tuple(candidate for _, candidate in scored[:SHOWN])


def _place_bonus(record: VendorRecord, clues: VendorClues) -> float:
    """Same post code, telephone, town or street: small, it only orders names that look alike."""
    bonus = 0.0
    if clues.postcode and normalise_postcode(clues.postcode) == normalise_postcode(record.postcode):
        bonus += 8
    if clues.phone and normalise_phone(clues.phone) and normalise_phone(clues.phone) == normalise_phone(record.phone):
        bonus += 8
    if clues.city and record.city and fuzz.ratio(clues.city.lower(), record.city.lower()) >= 85:
        bonus += 4
    if clues.address and record.address and fuzz.ratio(clues.address.lower(), record.address.lower()) >= 80:
        bonus += 4
    return bonus


def _candidate(record: VendorRecord, clues: VendorClues, values: Mapping[Key, tuple[str, ...]]) -> Candidate:
    known = identifiers(record)
    evidence: dict[Key, str] = {}
    for key in (Key.DOMAIN, Key.VAT, Key.REGISTRATION, Key.IBAN):
        mine, theirs = set(values[key]), set(known[key])
        evidence[key] = ("match" if mine & theirs else "differs") if mine and theirs else ("new" if mine else "unknown")
    names = [normalise_name(n) for n in (record.name, *record.other_names)]
    score = max((likeness(values[Key.NAME][0], n) for n in names if n), default=0.0) if values[Key.NAME] else 0.0
    evidence[Key.NAME] = "unknown" if not values[Key.NAME] else "match" if score >= 97 else "similar"
    if values[Key.NAME] and score < _NAME_DIFFERS:
        evidence[Key.NAME] = "differs"
    return Candidate(record.id, record.name, round(score, 1), evidence, record.blocked)


def _reason(code: str, key: Key, values: Mapping[Key, tuple[str, ...]]) -> Reason:
    return Reason(code, {"key": key.value, "value": ", ".join(values.get(key, ()))})
