"""Carrying out a plan: the only writer of arrangements."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from jobs import api as jobs
from ocr import api as ocr
from workbench.accounts.people import Person
from workbench.accounts.rights import Right, require
from workbench.audit import services as audit
from workbench.drafts.changing import DraftRefused, changing, move
from workbench.drafts.states import DraftState
from workbench.intake import blobs
from workbench.models import Blob, Document, Draft, IntakeEntry
from workbench.models.document import DocumentState
from workbench.models.intake import Outcome as Received
from workbench.pages.bench import Bench, bench_for, is_einvoice
from workbench.pages.outcome import Outcome, PlanRefused, Result, outcome_of
from workbench.pages.plan import Part, Plan, PlanInvalid, Sheet, check
from workbench.pipeline.derive import derive


@dataclass(frozen=True, slots=True)
class Made:
    """What a result is made of: the PDF, or the digest of the one original it is the whole of."""

    data: bytes = b""
    original: str = ""


def arrange(
    draft_id: uuid.UUID, *, plan: Plan, added: Collection[uuid.UUID], seen: Mapping[str, int], by: Person
) -> list[Draft]:
    """Make the documents of the plan and read them; returns their drafts in order.

    Originals stay as they are: a document's arrangement names the original, page, turn and use of each of its sheets,
    removed ones too. ``added``: drafts merged in. ``seen``: the version of each draft on the person's screen. Raises
    RightMissing; DraftRefused CHANGED_MEANWHILE when one of them changed since, or with the reason why the plan cannot
    be carried out (also as PlanRefused).
    """
    draft = Draft.objects.get(pk=draft_id)
    require(by, Right.EDIT, draft.administration)
    bench = bench_for(draft, added, user=by)
    try:
        check(plan, [sheet for part in bench.sheets.values() for sheet in part])
    except PlanInvalid as invalid:
        raise DraftRefused("CHANGED_MEANWHILE") from invalid
    try:
        outcome = outcome_of(plan, bench.members)
        made = {i: _make(bench, result) for i, result in enumerate(outcome.results) if result.changed}
    except PlanRefused as refused:
        raise DraftRefused(refused.code, **refused.params) from refused
    with transaction.atomic():
        return _carry_out(bench, outcome, made, seen, by)


def _make(bench: Bench, result: Result) -> Made:
    """Build a result's PDF in a limited child. Raises PlanRefused with the reader's verdict when it cannot be made."""
    kept = [sheet for sheet in result.sheets if sheet.kept]
    sources = list(dict.fromkeys(sheet.source for sheet in kept))
    sheets = [(sources.index(sheet.source), sheet.page, sheet.turn) for sheet in kept]
    files = [blobs.get(bench.full(source)) for source in sources]
    built = ocr.arrange_pages(files, sheets, embedded=_einvoice_at(bench, kept, sources))
    if built.whole:
        return Made(original=bench.full(sources[0]))
    if built.finding is not None:
        raise PlanRefused(built.finding.code, **built.finding.params)
    return Made(built.data)


def _einvoice_at(bench: Bench, kept: Iterable[Sheet], sources: list[str]) -> int | None:
    """The file whose embedded e-invoice goes along, as its place in ``sources``."""
    found = next((sheet for sheet in kept if is_einvoice(bench.owner(sheet))), None)
    return sources.index(found.source) if found else None


def _carry_out(
    bench: Bench, outcome: Outcome, made: Mapping[int, Made], seen: Mapping[str, int], by: Person
) -> list[Draft]:
    involved = {result.stays for result in outcome.results if result.stays and _to_settle(bench, result)}
    involved |= set(outcome.superseded)
    with ExitStack() as stack:
        # Locked in one order by everybody; leaving raises their versions and judges them anew.
        drafts = {
            key: stack.enter_context(changing(bench.drafts[key].pk, by=by))
            for key in sorted(involved, key=lambda key: str(bench.drafts[key].pk))
        }
        for key, locked in drafts.items():
            _guard(locked, bench.documents[key], seen)
        found = [
            _one(bench, index, result, made.get(index), drafts.get(result.stays), by)
            for index, result in enumerate(outcome.results)
        ]
        for key, places in outcome.superseded.items():
            _supersede(drafts[key], [found[place] for place in places], by)
    for result, draft in zip(outcome.results, found, strict=True):
        if not result.stays:
            derive(draft)
    return found


def _to_settle(bench: Bench, result: Result) -> bool:
    """Whether a document that stays is touched: its pages change, or a person now said that they are right."""
    document = bench.documents[result.stays]
    return result.changed or (not document.arrangement and bench.drafts[result.stays].state == DraftState.REVIEW)


def _guard(locked: Draft, document: Document, seen: Mapping[str, int]) -> None:
    """Raises DraftRefused when what was seen is not what is there."""
    if seen.get(str(locked.pk)) != locked.version:
        raise DraftRefused("CHANGED_MEANWHILE", who=str(locked.edited_by or ""))
    now = Document.objects.select_for_update().get(pk=document.pk)
    if (now.arrangement, now.pages, now.draft_id) != (document.arrangement, document.pages, document.draft_id):
        raise DraftRefused("CHANGED_MEANWHILE")


def _one(bench: Bench, index: int, result: Result, made: Made | None, locked: Draft | None, by: Person) -> Draft:
    """One document of the plan: kept as it is, made anew for its draft, or made for a new draft."""
    if not result.stays:
        assert made is not None
        return _new(bench, result, made, by)
    document = bench.documents[result.stays]
    if locked is None:
        return bench.drafts[result.stays]
    document.arrangement = _rows(bench, result.sheets)
    if made is None:  # the person agrees with what is there
        document.save(update_fields=["arrangement"])
        document.originals.set(_originals(bench, result.sheets))
        audit.record("pages.confirmed", by=by, draft=locked, document=document, pages=_told(bench, result.sheets))
        return locked
    _put(document, made)
    document.save(update_fields=["arrangement", "arranged", "pages", "state"])
    document.page_rows.all().delete()  # they name pages of what it was; reading makes them anew
    document.originals.set(_originals(bench, result.sheets))
    audit.record(
        "pages.arranged",
        by=by,
        draft=locked,
        document=document,
        pages=_told(bench, result.sheets),
        arrangement=document.arrangement,
    )
    _read(document)
    return locked


def _new(bench: Bench, result: Result, made: Made, by: Person) -> Draft:
    """A document and draft of its own, empty until it is read."""
    first = next(sheet for sheet in result.sheets if sheet.kept)
    origin = bench.owner(first)
    received = min(bench.drafts[key].received_at for key in result.of)
    draft = Draft.objects.create(
        administration=bench.draft.administration, source=origin.source, received_at=received, edited_by_id=by.pk
    )
    document = Document(
        administration=bench.draft.administration,
        blob=Blob.objects.get(pk=bench.full(first.source)),
        parent=origin.parent or origin,
        arrangement=_rows(bench, result.sheets),
        name=_name(origin, result.sheets),
        kind=_kind(origin, bench, first),
        source=origin.source,
        message=origin.message,
        received_by=origin.received_by,
        draft=draft,
    )
    _put(document, made)
    document.save(force_insert=True)
    document.originals.set(_originals(bench, result.sheets))
    audit.record("draft.created", by=by, draft=draft, document=document, kind=draft.kind)
    audit.record(
        "pages.made",
        by=by,
        draft=draft,
        document=document,
        pages=_told(bench, result.sheets),
        arrangement=document.arrangement,
    )
    _read(document)
    return draft


def _put(document: Document, made: Made) -> None:
    """What the document is from now on. Its numbers of pages are those of the arranged PDF."""
    document.arranged = None
    if made.data:
        document.arranged = blobs.put(made.data)
    elif made.original != document.blob_id:
        document.arranged = Blob.objects.get(pk=made.original)
    document.pages = []
    document.state = DocumentState.WAITING


def _read(document: Document) -> None:
    jobs.enqueue("read", subject=str(document.pk), dedupe_key=f"read:{document.pk}", priority=jobs.URGENT)


def _supersede(draft: Draft, successors: list[Draft], by: Person) -> None:
    """Close a draft whose pages went to others. What else hung on it, such as a second source, goes along."""
    move(draft, DraftState.SUPERSEDED)
    draft.superseded_by.set(successors)
    for line in draft.lines.all():
        line.consumptions.all().delete()
    draft.documents.exclude(role="main").update(draft=successors[0], role="annex")
    if len(successors) == 1:  # merged: the ledger says so, as of a second source that joined by itself
        came_in = IntakeEntry.objects.filter(document__in=draft.documents.all(), outcome=Received.DOCUMENT)
        came_in.update(outcome=Received.JOINED)
    audit.record(
        "draft.superseded", by=by, draft=draft, drafts=[str(each.pk) for each in successors], count=str(len(successors))
    )


def _rows(bench: Bench, sheets: Part) -> list[list[Any]]:
    return [[bench.full(sheet.source), sheet.page, sheet.turn, sheet.use.value] for sheet in sheets]


def _originals(bench: Bench, sheets: Part) -> QuerySet[Blob]:
    return Blob.objects.filter(pk__in={bench.full(sheet.source) for sheet in sheets})


def _kind(origin: Document, bench: Bench, first: Sheet) -> str:
    return origin.kind if bench.full(first.source) == origin.blob_id else "pdf"


def _name(origin: Document, sheets: Part) -> str:
    """The file's name with the pages, so that the parts of one file can be told apart."""
    root = origin.parent or origin
    return f"{root.name[:160]} ({_ranges(sheet.page for sheet in sheets if sheet.kept)})"


def _told(bench: Bench, sheets: Part) -> str:
    """ "scan.pdf 1-2, 4; bon.jpg 1": the kept pages by file."""
    by_file: dict[str, list[int]] = {}
    for sheet in sheets:
        if sheet.kept:
            owner = bench.owner(sheet)
            by_file.setdefault((owner.parent or owner).name, []).append(sheet.page)
    return "; ".join(f"{name} {_ranges(pages)}" for name, pages in by_file.items())[:300]


def _ranges(pages: Iterable[int]) -> str:
    """Page numbers in their order, runs taken together: 1-3, 7, 5."""
    runs: list[list[int]] = []
    for page in pages:
        if runs and page == runs[-1][-1] + 1:
            runs[-1].append(page)
        else:
            runs.append([page])
    return ", ".join(f"{run[0]}-{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)
