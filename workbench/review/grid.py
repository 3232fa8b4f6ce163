"""What can be done to the line grid: lines, pasted blocks, the table of a marked row, a step back."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from typing import Any

from django.core.exceptions import BadRequest
from django.http import Http404, HttpResponse
from django.shortcuts import render

from workbench.accounts.people import Request
from workbench.accounts.rights import Right, require
from workbench.drafts import blocks, dividing, spreading
from workbench.drafts import lines as line_services
from workbench.drafts.changing import DraftRefused
from workbench.drafts.fields import FieldInvalid
from workbench.drafts.undo import before_lines
from workbench.messages import describe
from workbench.models import Document, Draft
from workbench.review.boxes import boxes_in, named_boxes_in
from workbench.review.example import ROLES, Proposal, propose
from workbench.review.steps import undo, undoable

Change = Callable[[Request, Draft], object]


def act(request: Request, draft: Draft) -> HttpResponse | None:
    """Do what ``action`` says. Raises FieldInvalid, DraftRefused, RightMissing, ObjectDoesNotExist; BadRequest for an
    action there is not."""
    action = request.POST.get("action", "")
    if action == "example":
        return _example(request, draft)
    if action == "step-back":
        if not undo(request, draft):
            raise DraftRefused("NOTHING_TO_UNDO")
        return None
    change = CHANGES.get(action)
    if change is None:
        raise BadRequest("unknown action")
    with undoable(request, draft, before_lines(draft)):
        change(request, draft)
    return None


def number_in(request: Request, name: str) -> int:
    """A posted identity; 0 when none was sent. Raises BadRequest (400) for anything that is no number."""
    text = request.POST.get(name, "")
    if text and not (text.isdecimal() and len(text) < 19):
        raise BadRequest(f"{name} is no number")
    return int(text or 0)


def _add(request: Request, draft: Draft) -> None:
    line_services.add_line(draft.pk, by=request.user, after=number_in(request, "line") or None)


def _copy(request: Request, draft: Draft) -> None:
    line_services.add_line(draft.pk, by=request.user, after=number_in(request, "line"), copy=True)


def _delete(request: Request, draft: Draft) -> None:
    line_services.delete_line(draft.pk, line_id=number_in(request, "line"), by=request.user)


def _split(request: Request, draft: Draft) -> None:
    typed = request.POST.get("shares", "")
    dividing.split_line(draft.pk, line_id=number_in(request, "line"), typed=typed, by=request.user)


def _divide(request: Request, draft: Draft) -> None:
    division = number_in(request, "division")
    dividing.apply_division(draft.pk, line_id=number_in(request, "line"), division_id=division, by=request.user)


def _spread(request: Request, draft: Draft) -> None:
    spreading.spread(
        draft.pk,
        first=request.POST.get("spread_from", ""),
        last=request.POST.get("spread_to", ""),
        by=request.user,
        line_id=number_in(request, "line") or None,
    )


def _paste(request: Request, draft: Draft) -> None:
    """A block of cells: from one cell on when a line and column are named, else as new lines."""
    block, column = request.POST.get("block", ""), request.POST.get("column", "")
    line = number_in(request, "line")
    if not line:
        blocks.paste_lines(draft.pk, block=block, by=request.user)
    elif column in blocks.grid_of(draft):
        blocks.paste_cells(draft.pk, line_id=line, column=column, block=block, by=request.user)
    else:
        raise BadRequest("no column of the grid")


def _difference(request: Request, draft: Draft) -> None:
    line_services.add_difference(draft.pk, by=request.user)


def _collapse(request: Request, draft: Draft) -> None:
    line_services.collapse(draft.pk, by=request.user)


def _take(request: Request, draft: Draft) -> None:
    """The rows of the marked row's table as lines; worked out again here, so that only what is printed is taken."""
    proposal = _proposal(request, draft)
    if not proposal.lines:
        raise DraftRefused("NO_ROW_MARKED")
    blocks.take_lines(
        draft.pk,
        read=[each.read for each in proposal.lines],
        keep=[line.pk for line in proposal.kept],
        replace=request.POST.get("how") != "add",
        by=request.user,
    )


CHANGES: dict[str, Change] = {
    "add": _add,
    "copy": _copy,
    "delete": _delete,
    "split": _split,
    "divide": _divide,
    "spread": _spread,
    "paste": _paste,
    "difference": _difference,
    "collapse": _collapse,
    "take": _take,
}


def _example(request: Request, draft: Draft) -> HttpResponse:
    """The proposal that follows from a marked row; nothing is saved."""
    require(request.user, Right.EDIT, draft.administration)
    context: dict[str, Any] = {"draft": draft, "roles": ROLES}
    try:
        proposal = _proposal(request, draft)
    except FieldInvalid as invalid:
        proposal = Proposal()
        context["refused"] = describe(invalid.code, {"typed": invalid.typed})
    context |= {
        "proposal": proposal,
        "cells": json.dumps(proposal.cells),
        "row": request.POST.get("row", ""),
        "told": request.POST.get("cells", ""),
        "document": request.POST.get("document", ""),
    }
    return render(request, "review/_example.html", context)


def _proposal(request: Request, draft: Draft) -> Proposal:
    try:
        key = uuid.UUID(request.POST.get("document", ""))
    except ValueError as error:
        raise BadRequest("no document") from error
    document: Document | None = draft.documents.filter(pk=key).first()
    if document is None:
        raise Http404
    row = (boxes_in(request.POST.get("row", "")) or [])[:1]
    if not row:
        raise FieldInvalid("BOX_INVALID", "")
    return propose(draft, document, row[0], named_boxes_in(request.POST.get("cells", "")))
