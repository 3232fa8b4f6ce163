"""The administration of a document: from a rule, the buyer on the paper, the address it came to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from domain.evidence import Reason
from domain.findings import Finding, Severity
from domain.parties import (
    name_words,
    normalise_domain,
    normalise_kbo,
    normalise_name,
    normalise_registration,
    normalise_vat,
)

# Names this much alike point at an administration; they only decide when nothing stronger speaks.
_NAME_FROM = 90.0
# A name less alike than this is a stranger's, not a misread one of ours.
_STRANGER = 45.0


@dataclass(frozen=True, slots=True)
class AdministrationFacts:
    """What tells an administration apart. ``addresses``: mail addresses or domains documents for it come to."""

    id: str
    names: tuple[str, ...] = ()
    vat_ids: tuple[str, ...] = ()
    registrations: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RoutingRule:
    """A person's rule: what is given must hold; then the administration is this one. ``recipient`` and
    ``sender`` are an address, a domain (with those under it) or a word in the address, ``buyer_name`` words in the
    buyer's name."""

    administration_id: str
    recipient: str = ""
    sender: str = ""
    buyer_name: str = ""


@dataclass(frozen=True, slots=True)
class RoutingSignals:
    """What the document and its mail say about the buyer; as printed."""

    recipients: tuple[str, ...] = ()
    sender: str = ""
    buyer_vat: str = ""
    buyer_registration: str = ""
    buyer_name: str = ""
    uploaded_into: str = ""  # the administration a person chose when uploading


@dataclass(frozen=True, slots=True)
class Routing:
    """The answer. ``administration_id`` None with a hold when it is unclear or signals contradict each other;
    ``candidates`` then, most likely first. ``decided_by``: rule, buyer_vat, buyer_registration, recipient,
    upload, buyer_name or "only"."""

    administration_id: str | None
    decided_by: str
    candidates: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    reasons: tuple[Reason, ...] = ()


def route(
    signals: RoutingSignals, administrations: Sequence[AdministrationFacts], rules: Sequence[RoutingRule] = ()
) -> Routing:
    """Choose the administration.

    A person's rule decides. Otherwise the buyer's numbers on the paper, the address it was sent to, the upload
    choice and the buyer's name are asked; whoever of them speaks must agree, except that the name gives way (and is
    told when it is another's). A buyer's VAT number that is none of ours is a conflict, not a gap.
    """
    known = {a.id for a in administrations}
    ruled = tuple(each for each in _by_rule(signals, rules) if each in known)
    points = {
        "buyer_vat": _by_vat(signals, administrations),
        "buyer_registration": _by_registration(signals, administrations),
        "upload": (signals.uploaded_into,) if signals.uploaded_into else (),
        "recipient": _by_recipient(signals, administrations),
        "buyer_name": _by_name(signals, administrations),
    }
    spoken = {how: ids for how, ids in points.items() if ids}
    reasons = tuple(Reason("routing.points_at", {"how": how, "ids": ", ".join(ids)}) for how, ids in spoken.items())
    if ruled:
        return _ruled(ruled, spoken, reasons)
    foreign = bool(normalise_vat(signals.buyer_vat)) and not points["buyer_vat"]
    return _weigh(spoken, reasons, administrations, foreign, signals)


def _ruled(ruled: tuple[str, ...], spoken: dict[str, tuple[str, ...]], reasons: tuple[Reason, ...]) -> Routing:
    if len(set(ruled)) > 1:
        return _unclear("ADMINISTRATION_UNCLEAR", "rules_disagree", ruled, reasons)
    chosen = ruled[0]
    if spoken.get("buyer_vat") and chosen not in spoken["buyer_vat"]:
        # The paper is legally addressed to another entity; no rule can make its VAT deductible here.
        return _unclear("WRONG_ADMINISTRATION", "rule_against_vat", (*spoken["buyer_vat"], chosen), reasons)
    return Routing(chosen, "rule", (chosen,), (), (Reason("routing.rule", {"id": chosen}), *reasons))


def _weigh(
    spoken: dict[str, tuple[str, ...]],
    reasons: tuple[Reason, ...],
    administrations: Sequence[AdministrationFacts],
    foreign: bool,
    signals: RoutingSignals,
) -> Routing:
    strong = {how: ids for how, ids in spoken.items() if how != "buyer_name"}
    voices = strong or spoken
    everyone = tuple(dict.fromkeys(i for ids in spoken.values() for i in ids))
    if foreign:
        return _unclear("WRONG_ADMINISTRATION", "buyer_vat_not_ours", everyone, reasons)
    if not voices:
        if len(administrations) == 1 and not signals.buyer_name:
            only = administrations[0].id
            return Routing(only, "only", (only,), (), (Reason("routing.only", {"id": only}),))
        return _unclear("ADMINISTRATION_UNCLEAR", "no_signal", tuple(a.id for a in administrations)[:3], reasons)
    common = set.intersection(*(set(ids) for ids in voices.values()))
    if not common:
        return _unclear("ADMINISTRATION_UNCLEAR", "signals_disagree", everyone, reasons)
    if len(common) > 1 and "buyer_name" in spoken:
        common = common & set(spoken["buyer_name"]) or common
    if len(common) > 1:
        return _unclear("ADMINISTRATION_UNCLEAR", "several", tuple(sorted(common)), reasons)
    chosen = common.pop()
    findings: tuple[Finding, ...] = ()
    if chosen not in spoken.get("buyer_name", (chosen,)):
        findings = (Finding("BUYER_NAME_DIFFERS", Severity.CHECK, {"name": signals.buyer_name}, "buyer_name"),)
    elif _a_stranger(signals, administrations, spoken):
        # Only told: books are often called otherwise than the company, and then every paper would be asked about.
        findings = (Finding("BUYER_NAME_DIFFERS", Severity.INFO, {"name": signals.buyer_name}, "buyer_name"),)
    decided = next(how for how, ids in voices.items() if chosen in ids)
    return Routing(chosen, decided, (chosen,), findings, reasons)


def _a_stranger(
    signals: RoutingSignals, administrations: Sequence[AdministrationFacts], spoken: dict[str, tuple[str, ...]]
) -> bool:
    """Whether the paper names a buyer unlike any of ours, and bears no number of ours either."""
    name = normalise_name(signals.buyer_name)
    if not name or {"buyer_vat", "buyer_registration", "buyer_name"} & set(spoken):
        return False
    ours = [normalise_name(n) for a in administrations for n in a.names]
    return all(fuzz.token_set_ratio(name, own) < _STRANGER for own in ours)


def _unclear(code: str, why: str, candidates: tuple[str, ...], reasons: tuple[Reason, ...]) -> Routing:
    shown = tuple(dict.fromkeys(candidates))
    finding = Finding(code, Severity.HOLD, {"why": why, "candidates": ", ".join(shown)})
    return Routing(None, "", shown, (finding,), (*reasons, Reason(f"routing.{why}", {})))


def _by_rule(signals: RoutingSignals, rules: Sequence[RoutingRule]) -> tuple[str, ...]:
    found = []
    for rule in rules:
        wanted = (
            (rule.recipient, any(_covers(rule.recipient, r) for r in signals.recipients)),
            (rule.sender, _covers(rule.sender, signals.sender)),
            (rule.buyer_name, normalise_name(rule.buyer_name) in normalise_name(signals.buyer_name)),
        )
        given = [holds for value, holds in wanted if value]
        if given and all(given):
            found.append(rule.administration_id)
    return tuple(dict.fromkeys(found))


def _covers(part: str, address: str) -> bool:
    """Whether an address is the one meant, lies in the domain meant, or has the word meant in it. A domain is whole:
    "kpn.com" covers mail.kpn.com, neither nietkpn.com nor kpn.com.elsewhere.nl."""
    wanted, whole = part.strip().lower(), _address(address)
    if "." not in wanted:
        return wanted in whole
    local, at, domain = wanted.rpartition("@")
    if local:
        return wanted in (whole, _without_tag(whole))
    given = whole.rpartition("@")[2]
    return given == domain or (not at and given.endswith(f".{domain}"))


def _address(text: str) -> str:
    """ "Jan <Jan@firma.nl>" → jan@firma.nl."""
    return text.rsplit("<", 1)[-1].strip("<> ").lower()


def _without_tag(address: str) -> str:
    """ "facturen+kpn@firma.nl" → facturen@firma.nl: what stands behind a plus is for the sender's own use."""
    local, at, domain = address.rpartition("@")
    return f"{local.partition('+')[0]}{at}{domain}"


def _by_vat(signals: RoutingSignals, administrations: Sequence[AdministrationFacts]) -> tuple[str, ...]:
    number = normalise_vat(signals.buyer_vat)
    if not number:
        return ()
    return tuple(a.id for a in administrations if number in {normalise_vat(v) for v in a.vat_ids})


def _by_registration(signals: RoutingSignals, administrations: Sequence[AdministrationFacts]) -> tuple[str, ...]:
    number = normalise_registration(signals.buyer_registration)
    if not number:
        return ()
    found = []
    for a in administrations:
        own = {normalise_registration(r) for r in a.registrations}
        own |= {normalise_kbo(v[2:]) for v in map(normalise_vat, a.vat_ids) if v.startswith("BE")}
        if number in own:
            found.append(a.id)
    return tuple(found)


def _by_recipient(signals: RoutingSignals, administrations: Sequence[AdministrationFacts]) -> tuple[str, ...]:
    """A full address decides before a domain that several administrations share, and a domain before the one it lies
    under."""
    received = {_address(r) for r in signals.recipients}
    for whole in (received, {_without_tag(r) for r in received}):
        full = tuple(a.id for a in administrations if whole & {x.lower() for x in a.addresses if "@" in x})
        if full:
            return full
    domains = {normalise_domain(r) for r in received if "@" in r} - {""}
    best: dict[str, int] = {}
    for a in administrations:
        own = {normalise_domain(x) for x in a.addresses if "@" not in x} - {""}
        parts = [len(o) for o in own if any(d == o or d.endswith(f".{o}") for d in domains)]
        if parts:
            best[a.id] = max(parts)
    return tuple(i for i, size in best.items() if size == max(best.values()))


def _by_name(signals: RoutingSignals, administrations: Sequence[AdministrationFacts]) -> tuple[str, ...]:
    """Administrations with this name. Of several, those that also share the words a name is usually compared
    without (Holding, Nederland); then those whose name says most."""
    name = normalise_name(signals.buyer_name)
    if not name:
        return ()
    scores = {a.id: max((_likeness(name, normalise_name(n)) for n in a.names), default=0.0) for a in administrations}
    best = max(scores.values(), default=0.0)
    found = [a for a in administrations if scores[a.id] >= _NAME_FROM and scores[a.id] >= best - 0.01]
    if len(found) > 1:
        words = name_words(signals.buyer_name)
        whole = {a.id: max(fuzz.token_sort_ratio(words, name_words(n)) for n in a.names) for a in found}
        found = [a for a in found if whole[a.id] >= max(whole.values()) - 0.01 and whole[a.id] >= _NAME_FROM] or found
    return tuple(a.id for a in found)


def _likeness(name: str, ours: str) -> float:
    """How alike a printed name and ours are, 0–100. Ours of two words or more may stand among others ("t.a.v.")."""
    alike = fuzz.token_sort_ratio(name, ours)
    words = ours.split()
    within = len(words) > 1 and set(words) <= set(name.split())
    # The more of the printed words are ours the better, so that the longer of two names wins.
    return max(alike, _NAME_FROM + len(words) * 0.5) if within else alike
