"""Mapping a vendor: one click, remembered with key, person and date, applied to what waits."""

from __future__ import annotations

import uuid

from django.db import transaction

from exact.models import Customer, Vendor
from matching.vendors import learned
from workbench.accounts.people import Person
from workbench.accounts.rights import Right
from workbench.audit import services as audit
from workbench.drafts.changing import DraftRefused, changing
from workbench.drafts.states import DraftState
from workbench.models import Draft
from workbench.pipeline.clues import clue_values


def choose_vendor(draft_id: uuid.UUID, *, vendor: Vendor, by: Person, remember: bool = True) -> list[uuid.UUID]:
    """Set the draft's vendor; remember it; apply it to every open draft with the same clue.

    Returns the ids of the other drafts that were solved by it. Raises DraftRefused when the vendor is of another
    administration or gone.
    """
    with changing(draft_id, by=by, right=Right.MAP_VENDOR) as draft:
        if vendor.administration_id != draft.administration_id or vendor.gone_at is not None:
            raise DraftRefused("VENDOR_ELSEWHERE")
        old = draft.vendor.name if draft.vendor else ""
        draft.vendor, draft.vendor_by_person = vendor, True
        audit.record("vendor.mapped", by=by, draft=draft, vendor=vendor.name, code=vendor.code, old=old)
        keys = remember_clues(draft, vendor, by) if remember else []
    return apply_to_waiting(draft, by=by) if keys else []


def remember_clues(draft: Draft, vendor: Vendor, by: Person) -> list[tuple[str, str]]:
    """Keep which keys of this document mean this vendor; returns the (kind, value) pairs remembered."""
    kept = []
    for kind, value in clue_values(draft):
        if learned.remember(
            administration=vendor.administration, kind=kind, value=value, vendor=vendor, by=by.get_username()
        ):
            kept.append((kind, value))
    return kept


def waiting_alike(draft: Draft) -> list[Draft]:
    """Open drafts without a vendor that share a clue with this one: the impact of mapping it."""
    mine = set(clue_values(draft))
    if not mine:
        return []
    others = Draft.objects.filter(
        administration_id=draft.administration_id or 0, state=DraftState.REVIEW, vendor=None
    ).exclude(pk=draft.pk)
    return [other for other in others[:500] if mine & set(clue_values(other))]


def apply_to_waiting(draft: Draft, *, by: Person) -> list[uuid.UUID]:
    """Derive again what waited for the same vendor; returns those that are solved now."""
    from workbench.pipeline.derive import derive_by_id

    solved = []
    for other in waiting_alike(draft):
        with transaction.atomic():
            derive_by_id(other.pk)
        other.refresh_from_db()
        if other.vendor_id:
            solved.append(other.pk)
    return solved


def choose_customer(draft_id: uuid.UUID, *, customer: Customer, by: Person) -> None:
    """Set who ordered from us, on a sales order."""
    with changing(draft_id, by=by, right=Right.MAP_VENDOR) as draft:
        if customer.administration_id != draft.administration_id:
            raise DraftRefused("VENDOR_ELSEWHERE")
        draft.customer = customer
        draft.vendor_by_person = True
        audit.record("vendor.mapped", by=by, draft=draft, vendor=customer.name, code=customer.code)
