"""Pages as pictures and words; originals only as downloads."""

from __future__ import annotations

import re
import uuid

import structlog
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import content_disposition_header
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_POST

from jobs import api as jobs
from workbench.accounts.people import Request
from workbench.accounts.rights import Right, administrations_for, require
from workbench.documents.names import attached_name
from workbench.documents.renders import picture_of, type_of
from workbench.drafts.changing import DraftRefused
from workbench.drafts.services import reopen
from workbench.drafts.states import DraftState
from workbench.inbox import passwords
from workbench.intake import blobs
from workbench.messages import describe
from workbench.models import Document
from workbench.models.document import DocumentState

log = structlog.get_logger(__name__)

WIDTHS = (240, 1240, 1860)
# Only what a browser cannot run; everything else leaves as bytes without a meaning.
SAFE_TYPES = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpeg": "image/jpeg",
    "tiff": "image/tiff",
    "xml": "application/xml",
}


def _visible(request: Request, document_id: uuid.UUID) -> Document:
    return get_object_or_404(
        Document.objects.filter(administration__in=administrations_for(request.user)), pk=document_id
    )


@login_required
@require_GET
@cache_control(private=True, max_age=86400, immutable=True)
def page_picture(request: Request, document_id: uuid.UUID, number: int, width: int) -> HttpResponse:
    """One page as WebP, rendered by us from the original in a limited child and kept on disk."""
    document = _visible(request, document_id)
    row = get_object_or_404(document.page_rows, number=number)
    if width not in WIDTHS:
        raise Http404
    data = picture_of(document.shown_id, number, width, rotation=row.rotation, skew=row.skew)
    if not data:
        raise Http404
    return HttpResponse(data, content_type=type_of(data))


@login_required
@require_GET
def page_words(request: Request, document_id: uuid.UUID, number: int) -> JsonResponse:
    """The words of a page with their boxes, for clicking and for the text view."""
    row = get_object_or_404(_visible(request, document_id).page_rows, number=number)
    return JsonResponse({"page": number, "width": row.width, "height": row.height, "words": row.words})


@login_required
@require_GET
def original(request: Request, document_id: uuid.UUID) -> FileResponse:
    """The received bytes, or with ``arranged`` the PDF made of them; always as a download."""
    document = _visible(request, document_id)
    arranged = document.arranged_id if request.GET.get("arranged") else None
    try:
        response = FileResponse(blobs.opened(arranged or document.blob_id))
    except blobs.BlobMissing as missing:
        log.error("original_missing", document=str(document.pk), sha256=str(missing))
        raise Http404 from missing
    response["Content-Type"] = SAFE_TYPES.get("pdf" if arranged else document.kind, "application/octet-stream")
    name = re.sub(r'[\r\n"\\]', "", attached_name(document) if arranged else document.name)
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-store"
    return response


@login_required
@require_POST
def rotate(request: Request, document_id: uuid.UUID, number: int) -> HttpResponse:
    """Turn a page a quarter to the right and remember it; boxes turn with it."""
    document = _visible(request, document_id)
    require(request.user, Right.EDIT, document.administration)
    row = get_object_or_404(document.page_rows, number=number)
    row.rotation = (row.rotation + 90) % 360
    row.width, row.height = row.height, row.width
    row.words = [[text, 1 - y1, x0, 1 - y0, x1] for text, x0, y0, x1, y1 in row.words]
    row.save()
    return _back(document)


@login_required
@require_POST
def read_again(request: Request, document_id: uuid.UUID) -> HttpResponse:
    """Read the document anew, with a password when one is given; what a person set stays.

    A draft that failed goes back to review first, and its posting is given up: what is frozen never differs unseen
    from what the screen shows.
    """
    document = _visible(request, document_id)
    require(request.user, Right.EDIT, document.administration)
    if document.removed_at is not None:
        raise Http404
    if document.draft is not None and document.draft.state == DraftState.FAILED:
        try:
            reopen(document.draft.pk, by=request.user)
        except DraftRefused as refused:
            told = describe(refused.code, refused.params)
            messages.error(request, f"{told.title}. {told.next_step}")
            return _back(document)
    password = request.POST.get("password", "")
    if password:
        from workbench.pipeline.reading import read_document

        # At once and in this request: the password is used here, and kept only when somebody says so and it opened it.
        read_document(document, password=password)
        document.refresh_from_db()
        if request.POST.get("remember") and document.state != DocumentState.LOCKED:
            passwords.remember(document, password, by=request.user)
    else:
        Document.objects.filter(pk=document.pk).update(state=DocumentState.WAITING)
        jobs.enqueue("read", subject=str(document.pk), dedupe_key=f"read:{document.pk}", priority=jobs.URGENT)
    return _back(document)


def _back(document: Document) -> HttpResponse:
    document.refresh_from_db()
    return redirect("review", document.draft_id) if document.draft_id else redirect("queue")
