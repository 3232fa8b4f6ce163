"""The administration of a document: from a rule, the buyer on the paper, the address it came to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from domain.evidence import Reason
from domain.findings import Finding, Severity
from domain.parties import normalise_kbo, normalise_name, normalise_registration, normalise_vat

# Names this much alike point at an administration; they only decide when nothing stronger speaks.
_NAME_FROM = 90.0


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
    ``sender`` are addresses or parts of them, ``buyer_name`` words in the buyer's name."""

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
    choice and the buyer's name are asked; whoever of them speaks must agree, except that the name gives way.
    A buyer's VAT number that is none of ours is a conflict, not a gap.
    """
    ruled = _by_rule(signals, rules)
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
    if "buyer_name" in spoken and chosen not in spoken["buyer_name"]:
        findings = (Finding("BUYER_NAME_DIFFERS", Severity.CHECK, {"name": signals.buyer_name}, "buyer_name"),)
    decided = next(how for how, ids in voices.items() if chosen in ids)
    return Routing(chosen, decided, (chosen,), findings, reasons)


def _unclear(code: str, why: str, candidates: tuple[str, ...], reasons: tuple[Reason, ...]) -> Routing:
    shown = tuple(dict.fromkeys(candidates))
    finding = Finding(code, Severity.HOLD, {"why": why, "candidates": ", ".join(shown)})
    return Routing(None, "", shown, (finding,), (*reasons, Reason(f"routing.{why}", {})))


def _by_rule(signals: RoutingSignals, rules: Sequence[RoutingRule]) -> tuple[str, ...]:
    found = []
    for rule in rules:
        wanted = (
            (rule.recipient, any(rule.recipient.lower() in r.lower() for r in signals.recipients)),
            (rule.sender, rule.sender.lower() in signals.sender.lower()),
            (rule.buyer_name, normalise_name(rule.buyer_name) in normalise_name(signals.buyer_name)),
        )
        given = [holds for value, holds in wanted if value]
        if given and all(given):
            found.append(rule.administration_id)
    return tuple(dict.fromkeys(found))


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
    """A full address decides before a domain that several administrations share."""
    received = {r.strip().lower() for r in signals.recipients}
    full = tuple(a.id for a in administrations if received & {x.lower() for x in a.addresses if "@" in x})
    if full:
        return full
    domains = {r.rsplit("@", 1)[-1] for r in received if "@" in r}
    return tuple(a.id for a in administrations if domains & {x.lower() for x in a.addresses if "@" not in x})


def _by_name(signals: RoutingSignals, administrations: Sequence[AdministrationFacts]) -> tuple[str, ...]:
    name = normalise_name(signals.buyer_name)
    if not name:
        return ()
    scores = {
        a.id: max((fuzz.token_sort_ratio(name, normalise_name(n)) for n in a.names), default=0.0)
        for a in administrations
    }
    best = max(scores.values(), default=0.0)
    return tuple(i for i, score in scores.items() if score >= _NAME_FROM and score >= best - 0.01)
