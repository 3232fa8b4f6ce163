"""The vendor of a document: exact keys in order, contradictions shown, similar names only proposed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rapidfuzz import fuzz

from domain.evidence import Reason
from domain.findings import Finding, Severity
from domain.parties import normalise_name, normalise_phone, normalise_postcode, valid_kbo
from matching.vendors.directory import VendorDirectory, VendorRecord, identifiers, likeness
from matching.vendors.hits import Hits, find_hits, index_mappings
from matching.vendors.keys import EXACT_KEYS, Key, KeyPolicy
from matching.vendors.types import Candidate, LearnedMapping, OwnIdentifiers, VendorClues, VendorResolution

SHOWN = 3
# Below this likeness a key without check digits is not believed alone when the printed name says otherwise.
_NAME_DENIES = 45.0
_NAME_DIFFERS = 50.0
_NAME_EQUAL = 97.0
_SIMILAR_FROM, _CONTRADICTED_FROM = 45.0, 65.0


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
    hits = find_hits(clues, own, directory, index)
    if hits.torn:
        return _conflict(clues, directory, hits, hits.torn[0], ())
    chosen = next(((k, hits.vendors[k][0]) for k in policy.deciding() if len(hits.vendors.get(k, ())) == 1), None)
    if chosen is None:
        remembered = _remembered_name(directory, hits, policy) if not hits.vendors else None
        if remembered is None:
            return _undecided(clues, directory, hits)
        hits = Hits(hits.values, {Key.NAME: (remembered,)}, frozenset({Key.NAME}), named=hits.named)
        chosen = Key.NAME, remembered
    key, vendor_id = chosen
    against = tuple(k for k, found in hits.vendors.items() if found and vendor_id not in found)
    if against:
        return _conflict(clues, directory, hits, key, against)
    return _decided(clues, directory, hits, key, vendor_id)


def _remembered_name(directory: VendorDirectory, hits: Hits, policy: KeyPolicy) -> str | None:
    """The one vendor a person confirmed for exactly this printed name, when no exact key knows anybody and none
    of the vendor's official numbers contradicts what is printed."""
    if Key.NAME not in policy.enabled or len(hits.named) != 1:
        return None
    (found,) = hits.named
    record = directory.get(found)
    assert record is not None
    known, values = identifiers(record), hits.values
    clash = any(values[k] and known[k] and not set(values[k]) & set(known[k]) for k in (Key.VAT, Key.REGISTRATION))
    return None if clash else found


def _decided(clues: VendorClues, directory: VendorDirectory, hits: Hits, key: Key, vendor_id: str) -> VendorResolution:
    record = directory.get(vendor_id)
    assert record is not None
    values = hits.values
    candidate = _candidate(record, clues, values)
    denying = tuple(k for k in (Key.VAT, Key.REGISTRATION) if _number_denies(k, record, hits))
    if denying:
        # The paper bears an official number that is not this vendor's: a sister company, or worse.
        return _conflict(clues, directory, hits, key, denying)
    others = [k for k, found in hits.vendors.items() if k is not key and vendor_id in found]
    # A Belgian VAT number is the enterprise number once more, not a second witness.
    twice = {Key.VAT, Key.REGISTRATION} if set(values[Key.REGISTRATION]) <= {v[2:] for v in values[Key.VAT]} else set()
    beside = [k for k in others if {k, key} != twice]
    named = _named_another(candidate, directory, hits, beside)
    if named:
        return _conflict(clues, directory, hits, key, (Key.NAME,), named)
    if not beside and _weak(key, clues, candidate, hits):
        return _undecided(clues, directory, hits, weak=key)
    learned = key in hits.learned
    reasons = [_reason("vendor.learned" if learned else "vendor.exact", key, values)]
    reasons += [_reason("vendor.agrees", other, values) for other in others]
    findings = [*_money_findings(record, values), *_state_findings(record, candidate, hits)]
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


def _weak(key: Key, clues: VendorClues, candidate: Candidate, hits: Hits) -> bool:
    """Whether this one key, with no other beside it, is no proof.

    An official number with check digits is one. A mail domain, a bank account (a factoring company's, say) or a
    register number without check digits is none when the paper bears quite another name, and a web address that is
    only printed on the paper is none unless a person confirmed it.
    """
    denied = bool(hits.values[Key.NAME]) and candidate.score < _NAME_DENIES and candidate.vendor_id not in hits.named
    if key is Key.DOMAIN and hits.printed_domain:
        return denied or key not in hits.learned or clues.authenticated is False
    if key is Key.REGISTRATION:
        return denied and not any(valid_kbo(number) for number in hits.values[key] if len(number) == 10)
    return denied and key is not Key.VAT


def _named_another(candidate: Candidate, directory: VendorDirectory, hits: Hits, beside: Sequence[Key]) -> list[str]:
    """Vendors whose name the paper bears letter for letter while one key alone says another: companies of one group
    share domains, bank accounts and VAT numbers. A name that a person confirmed for somebody else always counts."""
    name = hits.values[Key.NAME]
    if not name or candidate.score >= _NAME_EQUAL or candidate.vendor_id in hits.named:
        return []
    if hits.named or beside:
        return sorted(hits.named)
    alike = directory.alike(name[0], SHOWN)
    known = [(directory.get(found), score) for found, score in alike if score >= _NAME_EQUAL]
    return [record.id for record, _score in known if record and not record.blocked]


def _number_denies(key: Key, record: VendorRecord, hits: Hits) -> bool:
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


def _state_findings(record: VendorRecord, candidate: Candidate, hits: Hits) -> list[Finding]:
    found = []
    values = hits.values
    if record.blocked:
        found.append(Finding("VENDOR_BLOCKED", Severity.HOLD, {"vendor": record.name}))
    if values[Key.NAME] and candidate.score < _NAME_DIFFERS and record.id not in hits.named:
        params = {"printed": values[Key.NAME][0], "known": record.name}
        found.append(Finding("VENDOR_NAME_DIFFERS", Severity.CHECK, params, "supplier_name"))
    missing = [k.value for k in (Key.VAT, Key.REGISTRATION) if candidate.evidence.get(k) == "new"]
    if missing:
        found.append(Finding("VENDOR_RECORD_INCOMPLETE", Severity.INFO, {"missing": ", ".join(missing)}))
    return found


def _duplicate_findings(hits: Hits) -> list[Finding]:
    return [
        Finding("VENDOR_DUPLICATE", Severity.INFO, {"key": key.value, "vendors": ", ".join(found)})
        for key, found in hits.vendors.items()
        if len(found) > 1 and key is not Key.DOMAIN
    ]


def _conflict(
    clues: VendorClues,
    directory: VendorDirectory,
    hits: Hits,
    key: Key,
    against: tuple[Key, ...],
    named: Sequence[str] = (),
) -> VendorResolution:
    """Keys point at different vendors: show them all, strongest evidence first."""
    values = hits.values
    ids = dict.fromkeys([*(v for found in hits.vendors.values() for v in found), *named])
    candidates = _ranked(ids, clues, directory, values)
    disagreeing = ", ".join(each.value for each in (key, *against))
    findings = [Finding("VENDOR_AMBIGUOUS", Severity.HOLD, {"why": "keys_disagree", "key": disagreeing})]
    vat_vendors = [v for k in (Key.VAT, Key.REGISTRATION) for v in hits.vendors.get(k, ())]
    for vendor_id in dict.fromkeys(vat_vendors):
        record = directory.get(vendor_id)
        findings += [f for f in _money_findings(record, values) if f.code == "IBAN_CHANGED"] if record else []
    reasons = tuple(_reason("vendor.points_at", k, values) for k in hits.vendors)
    return VendorResolution(None, None, False, candidates, (key, *against), tuple(findings), reasons)


def _undecided(clues: VendorClues, directory: VendorDirectory, hits: Hits, weak: Key | None = None) -> VendorResolution:
    """No exact key decides: several hits, a weak one, or only a similar name."""
    values = hits.values
    ids = dict.fromkeys(v for found in hits.vendors.values() for v in found)
    several = tuple(k for k, found in hits.vendors.items() if len(found) > 1)
    alike = directory.alike(values[Key.NAME][0], 10) if values[Key.NAME] else []
    ids.update(dict.fromkeys(v for v, score in alike if score >= _offered_from(directory.get(v), values)))
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


def _offered_from(record: VendorRecord | None, values: Mapping[Key, tuple[str, ...]]) -> float:
    """How much alike a name must be to be offered: more when an official number says that it is another company."""
    known = identifiers(record) if record else {}
    official = (Key.VAT, Key.REGISTRATION)
    other = any(values[k] and known.get(k) and not set(values[k]) & set(known[k]) for k in official)
    return _CONTRADICTED_FROM if other else _SIMILAR_FROM


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
    evidence[Key.NAME] = "unknown" if not values[Key.NAME] else "match" if score >= _NAME_EQUAL else "similar"
    if values[Key.NAME] and score < _NAME_DIFFERS:
        evidence[Key.NAME] = "differs"
    return Candidate(record.id, record.name, round(score, 1), evidence, record.blocked)


def _reason(code: str, key: Key, values: Mapping[Key, tuple[str, ...]]) -> Reason:
    return Reason(code, {"key": key.value, "value": ", ".join(values.get(key, ()))})
