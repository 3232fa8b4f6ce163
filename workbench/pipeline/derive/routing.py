"""Which administration: what the document and its mail say of the buyer, against where it came in."""

from __future__ import annotations

from domain.findings import Severity
from domain.parties import normalise_name
from exact.models import Administration
from matching.routing import AdministrationFacts, Routing, RoutingRule, RoutingSignals, route
from workbench.drafts.states import DraftKind
from workbench.pipeline import reference
from workbench.pipeline.derive.causes import Cause, cause_of
from workbench.pipeline.derive.facts import Facts


def step(facts: Facts) -> list[Cause]:
    """Hold a document that is addressed to another of our administrations, or to several.

    Where it came in stands unless a rule, or the buyer's numbers on the paper, say otherwise; a name alone only counts
    when it is exactly that of another administration and not this one's. Nothing is ever moved without a person.
    """
    draft = facts.draft
    if draft.administration is None:
        return [Cause("ADMINISTRATION_UNCLEAR", Severity.HOLD, {"reason": ""}, "administration")]
    if draft.administration_by_person:
        return []
    here = draft.administration
    said = _said(facts, here)
    if said.decided_by == "upload" or said.administration_id == str(here.pk):
        named = _named(facts) if said.decided_by == "upload" else None
        if named is None or named.pk == here.pk:
            return [cause_of(finding, "administration") for finding in said.findings]
        return [_elsewhere(named)]
    others = [a for a in facts.own if str(a.pk) in said.candidates and a.pk != here.pk]
    if len(others) == 1 and not _also_here(said, here):
        return [_elsewhere(others[0])]
    why = {finding.params.get("why", "") for finding in said.findings}
    if why <= {"buyer_vat_not_ours"} or not others:
        return []  # the VAT step tells it, with the number
    params = {"why": min(why), "candidates": ", ".join(a.name for a in others)}
    return [Cause("WRONG_ADMINISTRATION", Severity.HOLD, params, "administration", params["candidates"])]


def _said(facts: Facts, here: Administration) -> Routing:
    message = facts.message
    # Who we are on the paper: its buyer, but the seller on a customer's order.
    ours = "supplier" if facts.draft.kind == DraftKind.SALES_ORDER else "buyer"
    signals = RoutingSignals(
        recipients=(message.recipient,) if message and message.recipient else (),
        sender=message.sender_address if message else "",
        buyer_vat=facts.value(f"{ours}_vat"),
        buyer_registration=facts.value(f"{ours}_registration"),
        buyer_name=_addressee(facts),
        uploaded_into=str(here.pk),
    )
    known = [
        AdministrationFacts(str(a.pk), (a.name, *a.aliases), (a.vat_number,), (a.registration,)) for a in facts.own
    ]
    rows = facts.lookup.get(reference.ROUTING)
    rules = [RoutingRule(str(pk), recipient, sender, name) for pk, recipient, sender, name in rows]
    return route(signals, known, rules)


def _addressee(facts: Facts) -> str:
    """The name of whom it is for; an order's seller is too seldom read to be asked."""
    return "" if facts.draft.kind == DraftKind.SALES_ORDER else facts.value("buyer_name")


def _also_here(said: Routing, here: Administration) -> bool:
    """Whether a number on the paper says that it belongs here after all."""
    numbers = [r.params for r in said.reasons if r.params.get("how") in ("buyer_vat", "buyer_registration")]
    return any(str(here.pk) in str(params["ids"]).split(", ") for params in numbers)


def _elsewhere(other: Administration) -> Cause:
    params = {"buyer": other.name, "administration": other.code}
    return Cause("WRONG_ADMINISTRATION", Severity.HOLD, params, "administration", str(other.division))


def _named(facts: Facts) -> Administration | None:
    name = normalise_name(_addressee(facts))
    by_name = [a for a in facts.own if name and name in {normalise_name(each) for each in (a.name, *a.aliases)}]
    return by_name[0] if len(by_name) == 1 else None
