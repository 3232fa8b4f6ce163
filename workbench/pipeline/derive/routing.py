"""Which administration: what the document says of its buyer, against where it came in."""

from __future__ import annotations

from domain.findings import Severity
from domain.parties import normalise_name, normalise_registration, normalise_vat
from exact.models import Administration
from workbench.pipeline.derive.causes import Cause
from workbench.pipeline.derive.facts import Facts


def step(facts: Facts) -> list[Cause]:
    """Hold a document that is addressed to another of our administrations.

    Hard signals are the buyer's VAT and registration number; a name alone only counts when it is exactly that
    of another administration and not this one's. Nothing is ever moved without a person.
    """
    draft = facts.draft
    if draft.administration is None:
        return [Cause("ADMINISTRATION_UNCLEAR", Severity.HOLD, {"reason": ""}, "administration")]
    if draft.administration_by_person:
        return []
    named = _named(facts)
    if named is None or named.pk == draft.administration.pk:
        return []
    return [
        Cause(
            "WRONG_ADMINISTRATION",
            Severity.HOLD,
            {"buyer": named.name, "administration": named.code},
            "administration",
            str(named.division),
        )
    ]


def _named(facts: Facts) -> Administration | None:
    vat = normalise_vat(facts.value("buyer_vat"))
    registration = normalise_registration(facts.value("buyer_registration"))
    name = normalise_name(facts.value("buyer_name"))
    for found in facts.own:
        if vat and normalise_vat(found.vat_number) == vat:
            return found
        if registration and normalise_registration(found.registration) == registration:
            return found
    by_name = [a for a in facts.own if name and name in {normalise_name(each) for each in (a.name, *a.aliases)}]
    return by_name[0] if len(by_name) == 1 else None
