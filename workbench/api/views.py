"""The addresses of the API. What they take and answer is described in docs/api.md."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, JsonResponse

from workbench.api import shown
from workbench.api.changes import changes_since
from workbench.api.problems import ApiRefused, endpoint, problem
from workbench.api.receiving import Answer, receive
from workbench.api.tokens import administrations_of
from workbench.api.uploading import reading
from workbench.models import ApiToken, Document, IntakeEntry


@endpoint(GET="read", POST="upload")
def documents(request: HttpRequest, token: ApiToken) -> JsonResponse:
    """POST: take files in. GET: the documents to which something happened since."""
    if request.method == "GET":
        return _changes(request, token)
    with reading(request) as upload:
        asked = upload.fields.get("administration") or request.GET.get("administration", "")
        answer = receive(upload, token, asked=asked.strip(), key=request.headers.get("Idempotency-Key", ""))
    return _answered(answer)


def _answered(answer: Answer) -> JsonResponse:
    if answer.status == 201:
        sent = JsonResponse(answer.body, status=201)
        made = [file["document_url"] for file in answer.body["files"] if file["document_url"]]
        if len(made) == 1:
            sent["Location"] = made[0]
    else:
        sent = problem(ApiRefused("ALL_REFUSED", answer.status, more=answer.body))
    if answer.again:
        sent["Idempotent-Replayed"] = "true"
    return sent


def _changes(request: HttpRequest, token: ApiToken) -> JsonResponse:
    reached = set(administrations_of(token).values_list("pk", flat=True))
    found = changes_since(request.GET.get("since", ""), reached)
    rows = [shown.document_of(document, reached, whole=False) for document in found.documents]
    return JsonResponse({"documents": rows, "next": found.cursor, "more": found.more})


@endpoint(GET="read")
def document(request: HttpRequest, token: ApiToken, document_id: uuid.UUID) -> JsonResponse:
    """A document: how far it is, what its draft says, and what stops it."""
    reached = set(administrations_of(token).values_list("pk", flat=True))
    rows = Document.objects.filter(administration__in=reached).select_related("administration", "draft__vendor")
    row = rows.filter(pk=document_id).first()
    if row is None:
        raise ApiRefused("NOT_HERE", 404)
    return JsonResponse(shown.document_of(row, reached))


@endpoint(GET="any")
def file(request: HttpRequest, token: ApiToken, file_id: uuid.UUID) -> JsonResponse:
    """A file that was handed in and what became of it; of a ZIP or mail also its parts. Without the scope ``read`` only
    what came in over the API."""
    rows = IntakeEntry.objects.filter(administration__in=administrations_of(token))
    if not token.may_read:
        rows = rows.filter(source="api")
    row = rows.filter(pk=file_id).first()
    if row is None:
        raise ApiRefused("NOT_HERE", 404)
    parts = IntakeEntry.objects.filter(parent=row, administration=row.administration).order_by("received_at", "pk")
    return JsonResponse({**shown.file_of(row), "parts": [shown.file_of(part) for part in parts]})


@endpoint(GET="any", POST="any", PUT="any", PATCH="any", DELETE="any")
def unknown(request: HttpRequest, token: ApiToken, rest: str) -> JsonResponse:
    """Any other address."""
    raise ApiRefused("NOT_HERE", 404)
