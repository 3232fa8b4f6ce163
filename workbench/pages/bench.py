"""What lies on the table when pages are arranged: a draft's documents, their siblings of the same file, proposals."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q, QuerySet

from ocr.page import IMAGE_KINDS, FileKind
from workbench.accounts.people import Visitor
from workbench.accounts.rights import Right, administrations_for
from workbench.drafts.states import DraftState
from workbench.models import Document, Draft
from workbench.models.document import DocumentState
from workbench.pages.outcome import Member
from workbench.pages.plan import Part, Plan, Sheet, Use

ARRANGEABLE = frozenset({FileKind.PDF.value, *(kind.value for kind in IMAGE_KINDS)})


@dataclass(frozen=True, slots=True)
class CutProposal:
    """A document may begin at this sheet: how sure (0–1) and the code of why."""

    certainty: float
    reason: str


@dataclass(frozen=True)
class Bench:
    """``documents`` by the key of their member. The opened draft's come first."""

    draft: Draft
    documents: dict[str, Document]

    @cached_property
    def members(self) -> list[Member]:
        """The documents as the rules see them."""
        return [_member(self.draft, document, self.sheets[key]) for key, document in self.documents.items()]

    @cached_property
    def sheets(self) -> dict[str, Part]:
        """The sheets of each member as they are now."""
        return _sheets_of(list(self.documents.values()))

    @cached_property
    def drafts(self) -> dict[str, Draft]:
        """The draft of each member."""
        return {key: draft for key, document in self.documents.items() if (draft := document.draft)}

    @property
    def current(self) -> Plan:
        """What is there now, in the order of the file."""
        files: dict[str, int] = {}
        for part in self.sheets.values():
            for sheet in part:
                files.setdefault(sheet.source, len(files))
        keys = [key for key, part in self.sheets.items() if part]
        keys.sort(key=lambda key: (files[self.sheets[key][0].source], self.sheets[key][0].page))
        return Plan(tuple(self.sheets[key] for key in keys))

    @property
    def proposed(self) -> Plan:
        """What is there now, with pages that were read turned shown upright where nobody decided anything yet."""
        turned = {
            key: _upright(self.sheets[key], document)
            for key, document in self.documents.items()
            if not document.arrangement and self.drafts[key].state == DraftState.REVIEW
        }
        by_sheet = {sheet.key: sheet for sheets in turned.values() for sheet in sheets}
        return Plan(tuple(tuple(by_sheet.get(sheet.key, sheet) for sheet in part) for part in self.current.parts))

    @property
    def cuts(self) -> dict[str, CutProposal]:
        """Where the reader thinks a document begins, by the sheet's key."""
        found: dict[str, CutProposal] = {}
        for document in self.documents.values():
            for cut in document.reading.get("cuts", []):
                if key := _key_of_page(document, int(cut["page"])):
                    found[key] = CutProposal(float(cut["certainty"]), str(cut["reason"]))
        return found

    def owner(self, sheet: Sheet) -> Document:
        """The document that has this sheet now."""
        return next(self.documents[key] for key, part in self.sheets.items() if any(s.key == sheet.key for s in part))

    def full(self, source: str) -> str:
        """The whole digest of a source named by its beginning. Raises KeyError."""
        return self._digests[source]

    @cached_property
    def _digests(self) -> dict[str, str]:
        return {short(digest): digest for document in self.documents.values() for digest in originals_of(document)}


def short(digest: str) -> str:
    """How a plan names an original: long enough to be the only one, short enough for a form."""
    return digest[:16]


def originals_of(document: Document) -> list[str]:
    """The files a document's sheets come from."""
    return list(dict.fromkeys(sha for sha, *_ in document.arrangement)) or [document.blob_id]


def arrangeable(document: Document) -> bool:
    """Whether it has pages that can be arranged."""
    return document.kind in ARRANGEABLE and document.state != DocumentState.LOCKED


def bench_for(draft: Draft, added: Iterable[uuid.UUID] = (), *, user: Visitor | None = None) -> Bench:
    """The draft's documents, what else the same files hold in its administration, and other waiting documents.

    ``added`` are drafts to be merged, of the same administration and visible to ``user``; others are left out.
    """
    own = [document for document in draft.documents.select_related("draft", "parent") if arrangeable(document)]
    own.sort(key=lambda document: (document.role != "main", document.received_at))
    digests = {digest for document in own if document.role == "main" for digest in originals_of(document)}
    if draft.state == DraftState.SUPERSEDED:
        digests = set()  # its pages lie with those that took them
    same_file = Q(blob_id__in=digests, arrangement=[]) | Q(originals__in=digests)
    siblings = _current(draft).filter(same_file).exclude(draft=draft).distinct().order_by("received_at", "pk")
    merged = _current(draft).filter(draft__in=set(added)).exclude(draft=draft).order_by("received_at", "pk")
    if user is not None:
        merged = merged.filter(administration__in=administrations_for(user, Right.EDIT))
    rows = [*own, *siblings, *(document for document in merged if arrangeable(document))]
    return Bench(draft, {str(document.pk): document for document in rows if arrangeable(document)})


def _current(draft: Draft) -> QuerySet[Document]:
    """Main documents of drafts of the same administration that stand (are not superseded)."""
    rows = Document.objects.filter(administration_id=draft.administration_id or 0, role="main", draft__isnull=False)
    return rows.exclude(draft__state=DraftState.SUPERSEDED).select_related("draft", "parent")


def _member(draft: Draft, document: Document, sheets: Part) -> Member:
    whole_file = not document.pages and document.parent_id is None
    return Member(
        key=str(document.pk),
        sheets=sheets,
        settled=bool(document.arrangement) or whole_file,
        locked=_locked(document),
        whole=_whole(document),
    )


def _locked(document: Document) -> str:
    """The code why the document's pages may not change now; empty when they may."""
    state = document.draft.state if document.draft else ""
    if state in (DraftState.REVIEW, DraftState.APPROVED, DraftState.FAILED):
        return ""
    return f"DRAFT_{state.upper()}"


def _whole(document: Document) -> str:
    """The code why the document cannot be taken apart; empty when it can."""
    if is_einvoice(document):
        return "PAGES_EINVOICE_WHOLE"
    return "PAGES_SOURCE_WHOLE" if document.role != "main" else ""


def is_einvoice(document: Document) -> bool:
    """Whether its fields come from an e-invoice inside the file, not from its pages."""
    evidence = document.reading.get("evidence", {})
    return any(seen.get("source") == "xml" for seen in evidence.values())


def _sheets_of(documents: Sequence[Document]) -> dict[str, Part]:
    """Sheets by document: as arranged, else the pages of the file. A page of the file that belongs to nobody (terms
    between two invoices) goes as annex with the document before it."""
    found: dict[str, Part] = {}
    for document in documents:
        if document.arrangement:
            found[str(document.pk)] = tuple(
                Sheet(short(sha), int(page), int(turn), Use(use)) for sha, page, turn, use in document.arrangement
            )
    by_file: dict[str, list[Document]] = {}
    for document in documents:
        if not document.arrangement:
            by_file.setdefault(document.blob_id, []).append(document)
    for digest, sharing in by_file.items():
        found |= _sheets_of_file(digest, sharing)
    return {str(document.pk): found[str(document.pk)] for document in documents}


def _sheets_of_file(digest: str, sharing: Sequence[Document]) -> dict[str, Part]:
    root = next((document for document in sharing if document.parent_id is None), None)
    owners = {page: document for document in sharing for page in document.pages}
    if root is not None:
        elsewhere = _pages_of_parts(root, besides=sharing)
        whole = not root.pages
        count = max(root.page_count, *(page.number for page in root.page_rows.all()), *owners, 0)
        here: Document = root
        for page in range(1, count + 1):
            if page not in elsewhere:
                here = owners.setdefault(page, root if whole else here)
    annexes = {page for document in sharing for page in _annex_pages(document)}
    found: dict[str, list[Sheet]] = {str(document.pk): [] for document in sharing}
    for page, owner in sorted(owners.items()):
        mine = page in (owner.pages or [page]) and page not in annexes
        found[str(owner.pk)].append(Sheet(short(digest), page, 0, Use.PAGE if mine else Use.ANNEX))
    return {key: _some_page(sheets) for key, sheets in found.items()}


def _pages_of_parts(root: Document, besides: Sequence[Document] = ()) -> set[int]:
    """Pages of the file that belong to its other parts, also to arranged ones and those one may not see."""
    found: set[int] = set()
    for part in root.parts.exclude(pk__in=[document.pk for document in besides]):
        found |= {int(page) for sha, page, *_ in part.arrangement if sha == root.blob_id} or set(part.pages)
    return found


def shows(document: Document, source: str, page: int) -> bool:
    """Whether a page of an original is the document's to show: never one of a part in somebody else's books."""
    if document.arrangement:
        return any(short(row[0]) == source and row[1] == page for row in document.arrangement)
    if short(document.blob_id) != source:
        return False
    if document.parent_id is not None:
        return page in document.pages
    return page not in _pages_of_parts(document)


def _some_page(sheets: Sequence[Sheet]) -> Part:
    """The sheets; all of them pages when none was, because a document of annexes only is read as it is."""
    if any(sheet.use is Use.PAGE for sheet in sheets):
        return tuple(sheets)
    return tuple(Sheet(sheet.source, sheet.page, sheet.turn) for sheet in sheets)


def _annex_pages(document: Document) -> set[int]:
    return {int(page) for annex in document.reading.get("annexes", []) for page in annex.get("pages", [])}


def _upright(sheets: Part, document: Document) -> Part:
    turns = dict(document.page_rows.values_list("number", "rotation"))
    return tuple(Sheet(s.source, s.page, turns.get(s.page, 0) % 360, s.use) for s in sheets)


def _key_of_page(document: Document, page: int) -> str:
    """The sheet behind a page number of the document's reading."""
    if not document.arrangement:
        return Sheet(short(document.blob_id), page).key
    kept = [row for row in document.arrangement if row[3] != Use.REMOVED]
    return Sheet(short(kept[page - 1][0]), int(kept[page - 1][1])).key if 0 < page <= len(kept) else ""


__all__ = ["Bench", "CutProposal", "bench_for", "is_einvoice", "originals_of", "short", "shows"]
