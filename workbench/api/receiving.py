"""Taking files in for a program: at most once per idempotency key, and answered only when they are durable."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from exact.models import Administration
from workbench.api import shown
from workbench.api.problems import ApiRefused
from workbench.api.tokens import administrations_of
from workbench.api.uploading import Upload
from workbench.audit import services as audit
from workbench.intake.services import receive_files
from workbench.models import ApiAnswer, ApiToken
from workbench.models.intake import Outcome

KEPT = timedelta(days=30)
_KEY = re.compile(r"[\x21-\x7e]{1,255}")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a request gets. ``again``: it was given before, and nothing was done now."""

    status: int
    body: dict[str, Any]
    again: bool = False


def receive(upload: Upload, token: ApiToken, *, asked: str, key: str) -> Answer:
    """Take the files in and say what became of each; with a ``key`` that was used before, the answer of then.

    The answer, the ledger's rows, the documents and their work are one transaction: a crash leaves all of it or
    nothing, and asking again with the same key is always right. Raises ApiRefused; 507 when the disk is full, and then
    nothing was taken in.
    """
    if key and not _KEY.fullmatch(key):
        raise ApiRefused("IDEMPOTENCY_KEY", 400)
    administration = _administration(token, asked)
    try:
        fingerprint = hashlib.sha256(f"{administration.pk} {upload.keep()}".encode()).hexdigest()
        with transaction.atomic():
            row = _claim(token, key, fingerprint) if key else None
            if row is not None and row.status:
                return Answer(row.status, json.loads(row.body), again=True)
            body = _take_in(upload, administration, token)
            answer = Answer(_status(body), body)
            if row is not None:
                row.status, row.body = answer.status, json.dumps(body)
                row.save(update_fields=["status", "body"])
    except OSError as error:
        raise ApiRefused("STORAGE_FULL", 507) from error
    return answer


def _administration(token: ApiToken, asked: str) -> Administration:
    """The one that was named by its code or division; without a name the token's only one. What the token does not
    reach is told as what does not exist."""
    rows = list(administrations_of(token))
    if not asked:
        if len(rows) == 1:
            return rows[0]
        raise ApiRefused("ADMINISTRATION_NEEDED", 400)
    for row in rows:
        if asked in (row.code, str(row.division)):
            return row
    raise ApiRefused("ADMINISTRATION_UNKNOWN", 404)


def _claim(token: ApiToken, key: str, fingerprint: str) -> ApiAnswer:
    """The key's row: made now, with status 0, or that of the first request. Who asks at the same moment waits here
    until the first one's transaction ends."""
    old = ApiAnswer.objects.filter(created_at__lt=timezone.now() - KEPT)
    ApiAnswer.objects.filter(pk__in=list(old.values_list("pk", flat=True)[:100])).delete()
    row, _made = ApiAnswer.objects.get_or_create(token=token, key=key, defaults={"fingerprint": fingerprint})
    if row.fingerprint != fingerprint:
        raise ApiRefused("IDEMPOTENCY_KEY_REUSED", 409)
    return row


def _take_in(upload: Upload, administration: Administration, token: ApiToken) -> dict[str, Any]:
    entries = receive_files(
        upload.incoming(), administration=administration, by=None, actor=f"{audit.PROGRAM}{token.name}", source="api"
    )
    return {"administration": administration.code, "files": [shown.file_of(entry) for entry in entries]}


def _status(body: dict[str, Any]) -> int:
    """201 when something was taken in; 422 when every file was refused."""
    return 422 if all(file["outcome"] == Outcome.REFUSED for file in body["files"]) else 201
