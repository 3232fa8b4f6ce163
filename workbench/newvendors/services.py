"""A vendor made in Exact from a document, or its record completed: proposed by one person, confirmed by another."""

from __future__ import annotations

import uuid
from dataclasses import asdict, dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from domain.parties import normalise_name
from exact import relations
from exact.errors import ExactError
from exact.models import Administration, Vendor
from exact.relations import VendorData
from workbench.accounts.people import Person
from workbench.accounts.rights import Right, require
from workbench.audit import services as audit
from workbench.bell import services as bell
from workbench.drafts.changing import DraftRefused
from workbench.drafts.states import DraftState
from workbench.models import Draft, NoticeKind, ProposalKind, ProposalState, VendorProposal
from workbench.pipeline.derive import derive_by_id
from workbench.vendors.services import apply_to_waiting, remember_clues

COMPLETABLE = ("vat_number", "registration", "email", "address", "postcode", "city")
# An attempt that said nothing for this long is dead; its outcome is looked up by the next one.
DEAD_AFTER = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Likeness:
    """A vendor that exists already, and by which key it is the same: vat, registration, iban or name."""

    vendor: Vendor
    key: str


def same_vendors(administration: Administration, data: VendorData) -> list[Likeness]:
    """Vendors with the same number, account or name; numbers first. Blocked ones count too."""
    rows = Vendor.objects.filter(administration=administration, gone_at=None)
    found: dict[int, Likeness] = {}
    keys = (
        ("vat", Q(vat_number=data.vat_number) if data.vat_number else None),
        ("registration", Q(registration=data.registration) if data.registration else None),
        ("iban", Q(bank_accounts__iban=data.iban, bank_accounts__gone_at=None) if data.iban else None),
    )
    for key, condition in keys:
        for vendor in rows.filter(condition).distinct()[:10] if condition is not None else ():
            found.setdefault(vendor.pk, Likeness(vendor, key))
    name = normalise_name(data.name)
    first = name.split(" ")[0] if name else ""
    for vendor in rows.filter(name__icontains=first)[:200] if len(first) > 2 else ():
        if normalise_name(vendor.name) == name:
            found.setdefault(vendor.pk, Likeness(vendor, "name"))
    return list(found.values())


def propose(draft_id: uuid.UUID, data: VendorData, *, by: Person) -> VendorProposal:
    """Propose the sender of a draft as a new vendor. Raises RightMissing, and DraftRefused("VENDOR_EXISTS") when a
    vendor has the same number or account and nobody said that it is a separate one."""
    with transaction.atomic():
        draft = Draft.objects.select_for_update().get(pk=draft_id)
        require(by, Right.MAP_VENDOR, draft.administration)
        if draft.administration is None:
            raise DraftRefused("ADMINISTRATION_UNCLEAR", reason="")
        _refuse_duplicate(draft.administration, data)
        running = VendorProposal.objects.filter(
            draft=draft, kind=ProposalKind.CREATE, state__in=[ProposalState.PROPOSED, ProposalState.CONFIRMED]
        ).first()
        if running is not None:
            return running
        row = VendorProposal.objects.create(
            administration=draft.administration, draft=draft, data=asdict(data), proposed_by_id=by.pk
        )
        audit.record("vendor.proposed", by=by, draft=draft, name=data.name, proposal=row.pk)
        _ask_second(row, by)
    return row


def _refuse_duplicate(administration: Administration, data: VendorData) -> None:
    if data.separate:
        return
    for likeness in same_vendors(administration, data):
        if likeness.key != "name":
            raise DraftRefused("VENDOR_EXISTS", name=likeness.vendor.name, key=likeness.key)


def propose_completion(vendor: Vendor, data: VendorData, *, by: Person, draft: Draft | None = None) -> VendorProposal:
    """Propose to fill what the vendor's record lacks. Bank accounts are no part of it: they have their own procedure.

    Raises RightMissing, DraftRefused("VENDOR_FILLED") when nothing is missing.
    """
    require(by, Right.MAP_VENDOR, vendor.administration)
    filled = {name: getattr(data, name) for name in COMPLETABLE if getattr(data, name) and not getattr(vendor, name)}
    if not filled:
        raise DraftRefused("VENDOR_FILLED")
    with transaction.atomic():
        row = VendorProposal.objects.create(
            administration=vendor.administration,
            kind=ProposalKind.COMPLETE,
            vendor=vendor,
            draft=draft,
            data={"name": vendor.name, **filled},
            proposed_by_id=by.pk,
        )
        audit.record("vendor.proposed", by=by, administration=vendor.administration, name=vendor.name, proposal=row.pk)
        _ask_second(row, by)
    return row


def _ask_second(row: VendorProposal, by: Person) -> None:
    people = bell.people_with(right_to_confirm(row), row.administration_id)
    name, books = str(row.data.get("name", "")), row.administration_id
    bell.tell(people, NoticeKind.SECOND, f"vendor:{row.pk}", administration_id=books, by=by, what="vendor", vendor=name)


def right_to_confirm(row: VendorProposal) -> Right:
    """A bank account that enters Exact asks for the right to change bank details."""
    return Right.CHANGE_BANK if row.data.get("iban") else Right.MAP_VENDOR


def confirm(proposal_id: int, *, by: Person) -> VendorProposal:
    """The second person's yes: written to Exact, mirrored, remembered, and what waited is judged again.

    Raises RightMissing, DraftRefused. When Exact does not answer the proposal stays confirmed with the reason;
    confirming again looks first.
    """
    row = _claim(proposal_id, by)
    try:
        exact_id = _write(row, by)
    except ExactError as error:
        text = (error.text or error.code)[:300]
        VendorProposal.objects.filter(pk=row.pk).update(error=text)
        raise DraftRefused("VENDOR_NOT_MADE", text=text) from error
    with transaction.atomic():
        vendor = Vendor.objects.get(administration=row.administration, exact_id=exact_id)
        row.vendor, row.state, row.error = vendor, ProposalState.DONE, ""
        row.save(update_fields=["vendor", "state", "error"])
        name = "vendor.created" if row.kind == ProposalKind.CREATE else "vendor.completed"
        audit.record(name, by=by, draft=row.draft, administration=row.administration, name=vendor.name, proposal=row.pk)
        if row.draft is not None and row.kind == ProposalKind.CREATE:
            remember_clues(row.draft, vendor, by)
    if row.draft is not None:
        if row.draft.state == DraftState.REVIEW:
            derive_by_id(row.draft.pk)
        apply_to_waiting(row.draft, by=by)
    return row


def _claim(proposal_id: int, by: Person) -> VendorProposal:
    """Take the proposal for one attempt; a second click while that runs is refused."""
    with transaction.atomic():
        row = (
            VendorProposal.objects.select_for_update(of=("self",))
            .select_related("administration", "draft", "vendor__administration")
            .get(pk=proposal_id)
        )
        require(by, right_to_confirm(row), row.administration)
        if by.pk == row.proposed_by_id:
            raise DraftRefused("VENDOR_SAME_PERSON")
        now = timezone.now()
        stalled = row.state == ProposalState.CONFIRMED and (
            bool(row.error) or row.closed_at is None or row.closed_at < now - DEAD_AFTER
        )
        if row.state != ProposalState.PROPOSED and not stalled:
            raise DraftRefused("VENDOR_CLOSED")
        if row.kind == ProposalKind.CREATE and row.state == ProposalState.PROPOSED:
            _refuse_duplicate(row.administration, VendorData(**row.data))
        row.state, row.closed_by_id, row.closed_at, row.error = ProposalState.CONFIRMED, by.pk, now, ""
        row.save(update_fields=["state", "closed_by", "closed_at", "error"])
        bell.settle(NoticeKind.SECOND, f"vendor:{row.pk}")
        audit.record(
            "vendor.confirmed",
            by=by,
            draft=row.draft,
            administration=row.administration,
            name=row.data["name"],
            proposal=row.pk,
        )
    return row


def _write(row: VendorProposal, by: Person) -> str:
    if row.kind == ProposalKind.CREATE:
        return relations.create_vendor(row.administration, VendorData(**row.data), by.get_username())
    assert row.vendor is not None
    relations.complete_vendor(row.vendor, {name: row.data.get(name, "") for name in COMPLETABLE})
    return row.vendor.exact_id


def refuse(proposal_id: int, *, why: str, by: Person) -> VendorProposal:
    """Drop a proposal; its own maker may too. Raises RightMissing, DraftRefused."""
    if not why.strip():
        raise DraftRefused("REASON_NEEDED")
    with transaction.atomic():
        row = (
            VendorProposal.objects.select_for_update(of=("self",)).select_related("administration").get(pk=proposal_id)
        )
        require(by, Right.MAP_VENDOR, row.administration)
        if row.state != ProposalState.PROPOSED:
            raise DraftRefused("VENDOR_CLOSED")
        row.state, row.closed_by_id, row.closed_at = ProposalState.REFUSED, by.pk, timezone.now()
        row.refusal = why[:300]
        row.save()
        bell.settle(NoticeKind.SECOND, f"vendor:{row.pk}")
        audit.record(
            "vendor.proposal_refused",
            by=by,
            draft=row.draft,
            administration=row.administration,
            name=row.data["name"],
            reason=row.refusal,
            proposal=row.pk,
        )
    return row
