"""Mapping a vendor: one click, remembered with key, person and date, applied to what waits."""

from __future__ import annotations

import uuid

from django.db import transaction

from exact.models import Customer, Vendor
from jobs import api as jobs
from matching.mirror.vendors import own_identifiers
from matching.models import AgreedPrice, CustomerItem, LearnedPair, LearnedUnit, VendorMapping
from matching.three_way import learned as taught
from matching.vendors import learned
from workbench.accounts.people import Person
from workbench.accounts.rights import Right, require
from workbench.audit import services as audit
from workbench.drafts.changing import DraftRefused, changing
from workbench.drafts.states import DraftState
from workbench.learning.again import look_again
from workbench.models import Draft
from workbench.pipeline.clues import clue_values
from workbench.vendors.impact import Impact, judge, keys_of, rehearse, waiting


def choose_vendor(draft_id: uuid.UUID, *, vendor: Vendor, by: Person, remember: bool = True) -> Impact:
    """Set the draft's vendor; remember it; judge again what waits with the same clue.

    Returns what became of those others. Raises DraftRefused when the vendor is of another administration or gone.
    """
    with changing(draft_id, by=by, right=Right.MAP_VENDOR) as draft:
        if vendor.administration_id != draft.administration_id or vendor.gone_at is not None:
            raise DraftRefused("VENDOR_ELSEWHERE")
        old = draft.vendor.name if draft.vendor else ""
        draft.vendor, draft.vendor_by_person = vendor, True
        look_again(draft)
        # Before the event: the chain's head is locked last, wherever reference data is written.
        keys = remember_clues(draft, vendor, by) if remember else []
        audit.record("vendor.mapped", by=by, draft=draft, vendor=vendor.name, code=vendor.code, old=old)
    return apply_to_waiting(draft, by=by) if keys else Impact()


def preview_choice(draft_id: uuid.UUID, *, vendor: Vendor, by: Person) -> Impact:
    """What ``choose_vendor`` would do to the documents that wait. Changes nothing; raises what it raises."""
    return rehearse(lambda: choose_vendor(draft_id, vendor=vendor, by=by))


_FORGED_SENDER = ("LOOKALIKE_SENDER", "SENDER_NOT_AUTHENTIC")


def remember_clues(draft: Draft, vendor: Vendor, by: Person) -> list[tuple[str, str]]:
    """Keep which keys of this document mean this vendor; returns the (kind, value) pairs remembered.

    What belongs to our own administrations says nothing about a vendor and is left out; so is what may be forged: the
    domain of a sender who is under suspicion, and an account that is none of those the vendor has in Exact.
    """
    own = own_identifiers()
    forged = draft.holds.filter(code__in=_FORGED_SENDER, released_at=None).exists()
    accounts = set(vendor.bank_accounts.filter(gone_at=None).values_list("iban", flat=True))
    kept = []
    for kind, value in clue_values(draft):
        if (kind == "domain" and forged) or (kind == "iban" and accounts and value not in accounts):
            continue
        if learned.remember(
            administration=vendor.administration, kind=kind, value=value, vendor=vendor, by=by.get_username(), own=own
        ):
            kept.append((kind, value))
    return kept


def waiting_alike(draft: Draft) -> list[Draft]:
    """Open drafts without a vendor that share a key with this one."""
    rows = waiting(draft.administration, keys_of(draft), unmapped=True)
    return [other for other in rows if other.pk != draft.pk]


def apply_to_waiting(draft: Draft, *, by: Person) -> Impact:
    """Judge again what waits with the same key as this draft."""
    return judge(waiting_alike(draft))


def change_mapping(mapping: VendorMapping, *, vendor: Vendor | None, by: Person) -> Impact:
    """Tie what was learned to another vendor, or forget it (None); documents in review are judged by it at once.

    What a person chose on a document stays. Raises RightMissing; DraftRefused("VENDOR_ELSEWHERE") for a vendor of
    another administration, MAPPING_ENDED for a mapping that counts no more.
    """
    require(by, Right.MAP_VENDOR, mapping.administration)
    with transaction.atomic():
        row = VendorMapping.objects.select_for_update(of=("self",)).select_related("vendor").get(pk=mapping.pk)
        if not row.active:
            raise DraftRefused("MAPPING_ENDED")
        if vendor is not None and (vendor.administration_id != row.administration_id or vendor.gone_at is not None):
            raise DraftRefused("VENDOR_ELSEWHERE")
        books, key, value, old = row.administration, row.key, row.value, row.vendor.name
        if vendor is None:
            learned.forget(row, by=by.get_username())
            audit.record("mapping.forgotten", by=by, administration=books, key=key, value=value, old=old)
        elif vendor.pk != row.vendor_id:
            learned.remember(administration=books, kind=key, value=value, vendor=vendor, by=by.get_username())
            audit.record(
                "mapping.reassigned", by=by, administration=books, key=key, value=value, old=old, new=vendor.name
            )
    return judge(waiting(mapping.administration, {(mapping.key, mapping.value)}, unmapped=False))


def preview_mapping(mapping: VendorMapping, *, vendor: Vendor | None, by: Person) -> Impact:
    """What ``change_mapping`` would do to the documents that wait. Changes nothing; raises what it raises."""
    return rehearse(lambda: change_mapping(mapping, vendor=vendor, by=by))


def forget_taught(row: AgreedPrice | LearnedUnit | LearnedPair | CustomerItem, *, by: Person) -> None:
    """End a price, unit, pair or item that was taught; waiting documents of the party are judged again. Raises
    RightMissing.

    Whoever may edit invoices taught it, and may take it back.
    """
    require(by, Right.EDIT, row.administration)
    with transaction.atomic():
        taught.forget(row, by.get_username())
        audit.record("taught.forgotten", by=by, administration=row.administration, text=str(row))
        party = {"customer": row.customer} if isinstance(row, CustomerItem) else {"vendor": row.vendor}
        waits = Draft.objects.filter(administration=row.administration, state=DraftState.REVIEW, **party)
        for key in waits.values_list("pk", flat=True)[:1000]:
            jobs.enqueue("derive", subject=str(key), dedupe_key=f"derive:{key}")


def choose_customer(draft_id: uuid.UUID, *, customer: Customer, by: Person) -> None:
    """Set who ordered from us, on a sales order."""
    with changing(draft_id, by=by, right=Right.MAP_VENDOR) as draft:
        if customer.administration_id != draft.administration_id:
            raise DraftRefused("VENDOR_ELSEWHERE")
        draft.customer = customer
        draft.vendor_by_person = True
        audit.record("vendor.mapped", by=by, draft=draft, vendor=customer.name, code=customer.code)
