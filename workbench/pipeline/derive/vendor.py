"""Who sent it: the vendor, by exact keys or by a person; never guessed."""

from __future__ import annotations

from copy import copy
from dataclasses import replace
from typing import Any

from domain.evidence import Reason
from domain.findings import Severity
from domain.parties import normalise_iban, normalise_registration, normalise_vat
from exact.models import Customer, Vendor
from matching.vendors.directory import VendorDirectory
from matching.vendors.keys import Key
from matching.vendors.learned import used
from matching.vendors.resolve import resolve_vendor
from matching.vendors.types import VendorClues, VendorResolution
from workbench.audit import services as audit
from workbench.drafts.states import DraftKind
from workbench.pipeline import reference
from workbench.pipeline.clues import clue_values, clues_from
from workbench.pipeline.derive.causes import Cause, cause_of
from workbench.pipeline.derive.facts import Facts


def step(facts: Facts) -> list[Cause]:
    """Resolve the vendor (or customer), keep the evidence, and hold what is uncertain or dangerous."""
    if facts.draft.kind == DraftKind.SALES_ORDER:
        return _customer(facts)
    directory = facts.lookup.get(reference.DIRECTORY)
    found = resolve_vendor(
        clues_of(facts),
        directory,
        own=facts.lookup.get(reference.OWN_IDENTIFIERS),
        mappings=facts.lookup.get(reference.MAPPINGS),
        policy=facts.lookup.get(reference.KEY_POLICY),
    )
    draft = facts.draft
    if draft.vendor_by_person and draft.vendor is not None:
        draft.vendor_result = _stored(found, directory) | {"key": "person"}
        return _unless_accepted(facts, _chosen_by_person(facts, found, directory))
    before = draft.vendor_id
    draft.vendor = _vendor(facts, found.vendor_id) if found.vendor_id else None
    draft.vendor_result = _stored(found, directory)
    if draft.vendor and draft.vendor_id != before:
        if found.learned and found.decided_by is not None:
            _count_use(facts, found)
        facts.told.append(
            audit.prepare(
                "vendor.resolved",
                actor="vendor",
                draft=draft,
                vendor=draft.vendor.name,
                key=found.decided_by or "",
                learned=found.learned,
            )
        )
    if draft.vendor is not None and found.certain:
        _confirm_identity(facts)
    causes = [
        cause_of(
            finding, "supplier_iban" if finding.code == "IBAN_CHANGED" else "vendor", _figures(facts, finding.code)
        )
        for finding in found.findings
    ]
    if draft.vendor is None and not any(
        c.code in ("VENDOR_UNMAPPED", "VENDOR_AMBIGUOUS", "VENDOR_CONFLICT") for c in causes
    ):
        causes.append(Cause("VENDOR_UNMAPPED", Severity.HOLD, {"name": draft.supplier_name or "?"}, "vendor"))
    if draft.vendor and draft.vendor.blocked and not any(c.code == "VENDOR_BLOCKED" for c in causes):
        causes.append(Cause("VENDOR_BLOCKED", Severity.HOLD, {"name": draft.vendor.name}, "vendor"))
    return _unless_accepted(facts, causes)


def _unless_accepted(facts: Facts, causes: list[Cause]) -> list[Cause]:
    """Without IBAN_CHANGED when the printed account went through the whole procedure for this vendor."""
    if facts.draft.vendor is None or not any(cause.code == "IBAN_CHANGED" for cause in causes):
        return causes
    iban = normalise_iban(facts.value("supplier_iban"))
    accepted = reference.accepted_ibans(facts.lookup, facts.draft.vendor)
    return [cause for cause in causes if cause.code != "IBAN_CHANGED"] if iban in accepted else causes


def _count_use(facts: Facts, found: VendorResolution) -> None:
    """A remembered mapping decided: count it, so that the list of what was learned shows its worth."""
    key = found.decided_by
    assert key is not None
    values = {Key(kind): value for kind, value in clue_values(facts.draft)}
    if key in values:
        used(facts.administration, key, values[key])


def _confirm_identity(facts: Facts) -> None:
    """What was read of the sender and equals the vendor's record in Exact is confirmed by that second source.

    The printed name is no longer in doubt either: an exact key said who it is.
    """
    draft = facts.draft
    vendor = draft.vendor
    assert vendor is not None
    ibans = reference.ibans_of(facts.lookup, vendor)
    same = {
        "supplier_name": True,
        "supplier_vat": normalise_vat(facts.value("supplier_vat")) == vendor.vat_number,
        "supplier_registration": normalise_registration(facts.value("supplier_registration")) == vendor.registration,
        "supplier_iban": normalise_iban(facts.value("supplier_iban")) in ibans,
    }
    for name, equal in same.items():
        stored = draft.fields.get(name)
        if equal and stored and stored.get("state") == "check":
            checks = sorted({*stored.get("checks", []), "vendor"})
            draft.fields[name] = {**stored, "state": "sure", "checks": checks}


def clues_of(facts: Facts) -> VendorClues:
    """Everything the document and its mail say about the sender."""
    clues = clues_from(facts.value, facts.message)
    return replace(clues, name=facts.draft.supplier_name)


def _figures(facts: Facts, code: str) -> str:
    # Another IBAN is another cause, even after the first one was released.
    return normalise_iban(facts.value("supplier_iban")) if code.startswith("IBAN") else ""


def _chosen_by_person(facts: Facts, found: VendorResolution, directory: VendorDirectory) -> list[Cause]:
    """A person's choice stands; a bank account that is not this vendor's still stops it."""
    vendor = facts.draft.vendor
    assert vendor is not None
    causes = _account_of_choice(facts, vendor, directory)
    if vendor.blocked:
        causes.append(Cause("VENDOR_BLOCKED", Severity.HOLD, {"name": vendor.name}, "vendor"))
    causes += [cause_of(f, "vendor") for f in found.findings if f.code == "LOOKALIKE_SENDER"]
    return causes


def _account_of_choice(facts: Facts, vendor: Vendor, directory: VendorDirectory) -> list[Cause]:
    """The printed account against those of the chosen vendor and of the others."""
    iban = normalise_iban(facts.value("supplier_iban"))
    known = list(vendor.bank_accounts.filter(gone_at=None).values_list("iban", flat=True))
    if not iban or iban in known or any(iban in map(normalise_iban, own.ibans) for own in facts.own):
        return []
    if known:
        shown = {"iban": iban, "known": ", ".join(known)}
        return [Cause("IBAN_CHANGED", Severity.SECURITY, shown, "supplier_iban", iban)]
    owners = [directory.get(owner) for owner in directory.find(Key.IBAN, iban)]
    names = ", ".join(owner.name for owner in owners if owner is not None)
    if names:
        shown = {"iban": iban, "vendors": names}
        return [Cause("IBAN_SHARED", Severity.SECURITY, shown, "supplier_iban", iban)]
    return [Cause("IBAN_NEW", Severity.CHECK, {"printed": iban}, "supplier_iban", iban)]


def _vendor(facts: Facts, exact_id: str) -> Vendor | None:
    kept = facts.lookup.get(reference.VENDOR, exact_id)
    if kept is None:
        return None
    found = copy(kept)  # others have the kept one too
    found.administration = facts.administration  # the same one, not to be asked for again
    return found


def _stored(found: VendorResolution, directory: VendorDirectory) -> dict[str, Any]:
    """The resolution as the screens need it."""
    return {
        "key": found.decided_by.value if found.decided_by else "",
        "learned": found.learned,
        "certain": found.certain,
        "conflicts": [key.value for key in found.conflicts],
        "candidates": [
            {
                "vendor_id": candidate.vendor_id,
                "name": candidate.name,
                "score": round(candidate.score),
                "evidence": {key.value: verdict for key, verdict in candidate.evidence.items()},
                "blocked": candidate.blocked,
            }
            for candidate in found.candidates
        ],
        "reasons": [stored_reason(reason) for reason in found.reasons],
        "vendors": len(directory),
    }


def stored_reason(reason: Reason) -> dict[str, Any]:
    """A reason as kept with the draft."""
    return {"code": reason.code, "params": reason.params}


def _customer(facts: Facts) -> list[Cause]:
    """A sales order's customer, by VAT number, mail domain or exact name."""
    draft = facts.draft
    if draft.vendor_by_person and draft.customer is not None:
        return []
    rows = Customer.objects.filter(administration=facts.administration, gone_at=None)
    vat = normalise_vat(facts.value("buyer_vat"), facts.value("buyer_country"))
    name = facts.value("buyer_name")
    hits = list(rows.filter(vat_number=vat)[:2]) if vat else []
    if not hits and name:
        # A customer with another VAT number is another one, whatever its name.
        named = rows.filter(name__iexact=name, vat_number__in=("", vat)) if vat else rows.filter(name__iexact=name)
        hits = list(named[:2])
    draft.customer = hits[0] if len(hits) == 1 else None
    draft.vendor_result = {"key": "vat" if vat else "name"} if draft.customer else {}
    if draft.customer is None:
        return [Cause("CUSTOMER_UNKNOWN", Severity.HOLD, {"name": name or "?"}, "vendor")]
    return []
