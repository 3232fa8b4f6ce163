"""What the pages screen shows: documents of the plan, their sheets, the cuts between them, and what will happen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import F
from django.urls import reverse

from workbench.accounts.people import Visitor
from workbench.accounts.rights import Right, may
from workbench.drafts.states import DraftState
from workbench.messages import Message, describe
from workbench.messages.pages import describe_cut
from workbench.models import Document, Draft
from workbench.pages.bench import ARRANGEABLE, Bench
from workbench.pages.outcome import Outcome, PlanRefused, outcome_of
from workbench.pages.plan import Part, Sheet, Use
from workbench.pages.table import Table

MAX_CANDIDATES = 200


@dataclass(frozen=True, slots=True)
class ShownSheet:
    """A sheet ready to draw. ``sure`` is the certainty of a proposed cut before it in per cent, 0 for none."""

    key: str
    page: int
    name: str
    picture: str
    turn: int
    annex: bool
    removed: bool
    chosen: bool
    locked: bool
    place: int
    sure: int
    why: str


@dataclass(frozen=True, slots=True)
class ShownPart:
    """A document of the plan. ``fate``: unchanged, stays, new or locked; ``draft`` the one that goes on with it."""

    number: int
    sheets: list[ShownSheet]
    fate: str
    draft: Draft | None


@dataclass(frozen=True, slots=True)
class Summary:
    """What applying would do; ``refusal`` says why it cannot."""

    refusal: Message | None
    changed: int
    new: int
    superseded: list[Draft]
    voided: list[Draft]

    @property
    def anything(self) -> bool:
        """Whether pages change at all."""
        return bool(self.changed or self.superseded)


def context_of(table: Table, user: Visitor, **more: Any) -> dict[str, Any]:
    """Everything the screen needs."""
    bench = table.bench
    outcome, refusal = _outcome(table)
    return {
        "draft": bench.draft,
        "table": table,
        "parts": _parts(table, outcome),
        "summary": _summary(bench, outcome, refusal),
        "candidates": candidates(bench),
        "einvoice": _from_xml(bench),
        "may_edit": may(user, Right.EDIT, bench.draft.administration),
        "several_files": len({sheet.source for sheet in table.plan.sheets}) > 1,
        **more,
    }


def _from_xml(bench: Bench) -> bool:
    """Whether an e-invoice gives the fields of a document here: inside its PDF, or beside it in the case."""
    inside = any(member.whole == "PAGES_EINVOICE_WHOLE" for member in bench.members)
    return inside or bench.draft.documents.filter(role="main", kind="xml").exists()


def _outcome(table: Table) -> tuple[Outcome | None, Message | None]:
    try:
        return outcome_of(table.plan, table.bench.members), None
    except PlanRefused as refused:
        return None, describe(refused.code, refused.params)


def _parts(table: Table, outcome: Outcome | None) -> list[ShownPart]:
    fates: dict[str, tuple[str, Draft | None]] = {}
    for result in outcome.results if outcome else ():
        draft = table.bench.drafts.get(result.stays)
        fate = "new" if draft is None else "stays" if result.changed else "unchanged"
        if draft is not None and _is_locked(table.bench, result.stays):
            fate = "locked"
        fates |= {sheet.key: (fate, draft) for sheet in result.sheets}
    found, place = [], 0
    for number, part in enumerate(table.plan.parts, start=1):
        fate, draft = fates.get(part[0].key, ("", None))
        sheets = _sheets(table, part, place)
        place += len(part)
        found.append(ShownPart(number, sheets, fate, draft))
    return found


def _is_locked(bench: Bench, key: str) -> bool:
    return any(member.key == key and member.locked for member in bench.members)


def _sheets(table: Table, part: Part, before: int) -> list[ShownSheet]:
    bench, found = table.bench, []
    cuts = bench.cuts
    for offset, sheet in enumerate(part):
        owner = bench.owner(sheet)
        cut = cuts.get(sheet.key)
        found.append(
            ShownSheet(
                key=sheet.key,
                page=sheet.page,
                name=(owner.parent or owner).name,
                picture=_picture(bench, owner, sheet),
                turn=sheet.turn,
                annex=sheet.use is Use.ANNEX,
                removed=sheet.use is Use.REMOVED,
                chosen=sheet.key in table.chosen,
                locked=_is_locked(bench, str(owner.pk)),
                place=before + offset + 1,
                sure=round(cut.certainty * 100) if cut and before + offset else 0,
                why=describe_cut(cut.reason) if cut else "",
            )
        )
    return found


def _picture(bench: Bench, owner: Document, sheet: Sheet) -> str:
    """Address of the sheet's small picture; a page that belonged to no part is shown by the file itself."""
    mine = owner.arrangement or owner.parent_id is None or sheet.page in owner.pages
    of = owner if mine else bench.documents.get(str(owner.parent_id), owner)
    return reverse("sheet-picture", args=[of.pk, sheet.source, sheet.page, sheet.turn])


def _summary(bench: Bench, outcome: Outcome | None, refusal: Message | None) -> Summary:
    if outcome is None:
        return Summary(refusal, 0, 0, [], [])
    changed = [result for result in outcome.results if result.changed]
    touched = [bench.drafts[key] for key in (*outcome.superseded, *(r.stays for r in changed if r.stays))]
    return Summary(
        refusal=None,
        changed=len(changed),
        new=sum(not result.stays for result in outcome.results),
        superseded=[bench.drafts[key] for key in outcome.superseded],
        voided=[draft for draft in touched if draft.state == DraftState.APPROVED],
    )


def candidates(bench: Bench) -> list[Document]:
    """Other waiting documents of the administration that can be merged in; those of the same mail or vendor first."""
    draft = bench.draft
    rows = (
        Document.objects.filter(
            administration_id=draft.administration_id or 0,
            role="main",
            kind__in=ARRANGEABLE,
            draft__state__in=[DraftState.REVIEW, DraftState.FAILED],
        )
        .exclude(pk__in=list(bench.documents))
        .exclude(state="locked")
        .select_related("draft__vendor")
        .order_by(F("draft__received_at").desc(), "pk")[:MAX_CANDIDATES]
    )
    messages = {document.message_id for document in bench.documents.values() if document.message_id}

    def near(document: Document) -> int:
        other = document.draft
        same_vendor = other is not None and draft.vendor_id is not None and other.vendor_id == draft.vendor_id
        return 0 if document.message_id in messages else 1 if same_vendor else 2

    return sorted(rows, key=near)
