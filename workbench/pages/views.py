"""The pages screen: cut, join, turn, order, mark and remove pages of documents; nothing changes until Apply."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_http_methods

from workbench.accounts.people import Request
from workbench.accounts.rights import Right, RightMissing, administrations_for, require
from workbench.documents.renders import picture_of, type_of
from workbench.drafts.changing import DraftRefused
from workbench.messages import describe
from workbench.models import Document, Draft
from workbench.pages import services, shown
from workbench.pages.bench import originals_of, short, shows
from workbench.pages.table import Table, fresh, laid_out, step
from workbench.review.selectors import visible

THUMB = 320


@login_required
@require_http_methods(["GET", "POST"])
def pages(request: Request, draft_id: uuid.UUID) -> HttpResponse:
    """The whole screen, and every step on it."""
    draft = get_object_or_404(visible(request.user), pk=draft_id)
    if request.method == "GET":
        if after := draft.superseded_by.first():
            return redirect("draft-pages", draft_id=after.pk)
        return _shown(request, fresh(draft, request.user))
    table = fresh(draft, request.user)
    try:
        require(request.user, Right.EDIT, draft.administration)
        if not table.plan.parts:
            raise DraftRefused("PAGES_NO_PAGES")
        table = laid_out(draft, request.user, request.POST)
        action = request.POST.get("action", "")
        if action == "apply":
            return _applied(request, table)
        table = step(table, action, request.POST, request.user)
    except DraftRefused as refused:
        if refused.code == "CHANGED_MEANWHILE":
            table = table.looked_at_again()
        return _shown(request, table, status=409, error=describe(refused.code, refused.params))
    except RightMissing as missing:
        return _shown(request, table, status=409, error=describe("RIGHT_MISSING", {"right": missing.right.value}))
    return _shown(request, table)


def _shown(request: Request, table: Table, *, status: int = 200, **more: object) -> HttpResponse:
    context = shown.context_of(table, request.user, **more)
    template = "pages/_table.html" if request.htmx else "pages/pages.html"
    return render(request, template, context, status=status)


def _applied(request: Request, table: Table) -> HttpResponse:
    """Carry out the plan and go to the first document that came of it."""
    drafts = services.arrange(
        table.bench.draft.pk, plan=table.plan, added=table.added, seen=table.seen, by=request.user
    )
    own = table.bench.draft
    following = own if own in drafts else drafts[0]
    _tell(request, drafts)
    url = reverse("review", args=[following.pk])
    return HttpResponse(status=200, headers={"HX-Redirect": url}) if request.htmx else redirect(url)


def _tell(request: Request, drafts: list[Draft]) -> None:
    text = ngettext(
        "Pages are in order: %(count)d document. It is read again where it changed.",
        "Pages are in order: %(count)d documents. They are read again where they changed.",
        len(drafts),
    )
    messages.success(request, text % {"count": len(drafts)})


@login_required
@require_GET
@cache_control(private=True, max_age=86400, immutable=True)
def sheet_picture(request: Request, document_id: uuid.UUID, source: str, page: int, turn: int) -> HttpResponse:
    """A small picture of a page of an original, turned; the address names the bytes, so it may be kept."""
    rows = Document.objects.filter(administration__in=administrations_for(request.user))
    document = get_object_or_404(rows.select_related("parent"), pk=document_id)
    digest = next((each for each in originals_of(document) if short(each) == source), "")
    if not digest or turn not in (0, 90, 180, 270) or not shows(document, source, page):
        raise Http404
    data = picture_of(digest, page, THUMB, rotation=turn)
    if not data:
        raise Http404
    return HttpResponse(data, content_type=type_of(data))


__all__ = ["pages", "sheet_picture"]
