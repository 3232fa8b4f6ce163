"""Which documents somebody means: by id, invoice number, digest, mark in Exact or file name."""

from __future__ import annotations

import uuid

from django.db.models import Q

from exact.models import Posting
from workbench.models import Document

MOST = 20


def documents_called(wanted: str) -> list[Document]:
    """The documents of the first way of naming that fits; several when the name is of several, at most ``MOST``."""
    wanted = wanted.strip()
    rows = Document.objects.select_related("draft", "message", "administration").order_by("received_at")
    for named in _ways(wanted):
        if found := list(rows.filter(named).distinct()[:MOST]):
            return found
    return []


def _ways(wanted: str) -> list[Q]:
    try:
        key = uuid.UUID(wanted)
    except ValueError:
        pass
    else:
        return [Q(pk=key), Q(draft_id=key), Q(message_id=key)]
    drafts = [each for each in Posting.objects.filter(marker=wanted).values_list("subject", flat=True) if _is_key(each)]
    ways = [Q(draft_id__in=drafts)] if drafts else []
    ways += [Q(draft__invoice_number__iexact=wanted), Q(draft__entry_number=wanted)]
    if len(wanted) >= 8 and all(sign in "0123456789abcdef" for sign in wanted.lower()):
        ways.append(Q(blob__sha256__startswith=wanted.lower()))
    return [*ways, Q(name__iexact=wanted), Q(name__icontains=wanted)] if wanted else []


def _is_key(text: str) -> bool:
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True
