"""Annexes of a case: papers that are kept, shown and attached with an invoice, and how they get there and away."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.db import transaction
from django.utils import timezone

from domain.reading import Reading
from workbench.accounts.people import Person
from workbench.accounts.rights import Right, require
from workbench.audit import services as audit
from workbench.drafts.changing import DraftRefused, changing, move
from workbench.drafts.states import DraftKind, DraftState
from workbench.models import Document, Draft, IntakeEntry
from workbench.models.intake import Outcome

ANNEX = "annex"
SECOND_SOURCE = "second_source"
BESIDE = (ANNEX, SECOND_SOURCE)


def attach(draft: Draft, to: Draft, *, what: str, by: Person | None = None) -> None:
    """Give the documents of ``draft`` to the case of ``to`` as annexes; ``draft`` itself is left without any.

    ``what`` says what kind of annex, for the history. Runs in a transaction that holds both drafts.
    """
    documents = list(draft.documents.all())
    for document in documents:
        document.draft, document.role = to, ANNEX
        document.save(update_fields=["draft", "role"])
    IntakeEntry.objects.filter(document__in=documents, outcome=Outcome.DOCUMENT).update(outcome=Outcome.ANNEX)
    for document in documents:
        audit.record(
            "annex.attached",
            by=by,
            actor="" if by else "pipeline",
            draft=to,
            document=document,
            name=document.name,
            annex=what,
        )


def put_with(draft_id: uuid.UUID, *, other_id: uuid.UUID, by: Person) -> Draft:
    """A person says that a document is an annex of another case of the same administration; returns that case.

    Its own draft is superseded by that case. Raises RightMissing, DraftRefused, Draft.DoesNotExist.
    """
    return dissolve(draft_id, other_id, lambda draft, other: attach(draft, other, what=draft.document_type, by=by), by)


def dissolve(
    draft_id: uuid.UUID,
    other_id: uuid.UUID,
    give: Callable[[Draft, Draft], None],
    by: Person,
    *,
    only_in_review: bool = False,
) -> Draft:
    """``give`` hands a draft's documents to another case of the same administration, which then supersedes it.

    ``only_in_review``: also refused when that case is approved. Returns that case. Raises RightMissing, DraftRefused,
    Draft.DoesNotExist.
    """
    with transaction.atomic():
        # In one order, as the pages screen does, so that two people never wait for each other.
        rows = {
            row.pk: row for row in Draft.objects.select_for_update().filter(pk__in={draft_id, other_id}).order_by("pk")
        }
        if len(rows) < 2:
            raise Draft.DoesNotExist
        draft = rows[draft_id]
        require(by, Right.EDIT, draft.administration)
        if draft.administration_id != rows[other_id].administration_id:
            raise Draft.DoesNotExist
        if draft.state != DraftState.REVIEW:
            raise DraftRefused(f"DRAFT_{draft.state.upper()}")
        if only_in_review and rows[other_id].state != DraftState.REVIEW:
            raise DraftRefused(f"DRAFT_{rows[other_id].state.upper()}")
        with changing(other_id, by=by) as other:
            give(draft, other)
            move(draft, DraftState.SUPERSEDED)
            draft.superseded_by.set([other])
        for line in draft.lines.all():
            line.consumptions.all().delete()
        draft.version += 1
        draft.save(update_fields=["version"])
        audit.record("draft.superseded", by=by, draft=draft, drafts=[str(other.pk)], count="1")
    return other


def take_out(document_id: uuid.UUID, *, by: Person) -> Draft:
    """A person says that an annex or second source is a document of its own: it gets a draft, as if it had come alone.

    The case it was with goes back to review when it was approved; one that is posted stays as it is. The new draft's
    kind is the person's word, so that it is not taken for an annex again. Raises RightMissing, DraftRefused (when the
    case is on its way to Exact, or the document is no annex any more), Document.DoesNotExist.
    """
    from workbench.pipeline.derive import derive
    from workbench.pipeline.drafting import draft_from_reading

    with transaction.atomic():
        case_id = Document.objects.values_list("draft_id", flat=True).get(pk=document_id, role__in=BESIDE)
        case = Draft.objects.select_for_update().get(pk=case_id)
        document = Document.objects.select_for_update().get(pk=document_id)
        require(by, Right.EDIT, case.administration)
        if document.role not in BESIDE or document.draft_id != case.pk:
            raise DraftRefused("CHANGED_MEANWHILE", who=str(case.edited_by or ""))
        was = document.role
        if case.state in (DraftState.REVIEW, DraftState.APPROVED, DraftState.FAILED):
            with changing(case.pk, by=by):
                _leave(document)
        elif case.state == DraftState.POSTING:
            raise DraftRefused("DRAFT_POSTING")
        else:
            _leave(document)
        draft = draft_from_reading(document, Reading.from_json(document.reading))
        assert draft is not None  # it is the main document of no draft
        if draft.kind == DraftKind.NONE:
            draft.kind = DraftKind.PURCHASE_INVOICE.value
        draft.kind_by_person = True
        draft.version += 1  # touched by a person: it joins nothing by itself any more
        draft.edited_by_id, draft.edited_at = by.pk, timezone.now()
        draft.save()
        with_others = IntakeEntry.objects.filter(document=document, outcome__in=(Outcome.ANNEX, Outcome.JOINED))
        with_others.update(outcome=Outcome.DOCUMENT)
        audit.record(
            "annex.taken_out" if was == ANNEX else "annex.source_out",
            by=by,
            draft=case,
            document=document,
            name=document.name,
        )
        derive(draft)
    return draft


def _leave(document: Document) -> None:
    document.draft, document.role = None, "main"
    document.save(update_fields=["draft", "role"])
