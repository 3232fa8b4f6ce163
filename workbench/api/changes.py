"""What happened since: documents in the order of the audit log, whose numbers follow the commits.

A list by time of arrival would lose what is committed late; here whoever asks on from a cursor sees every change once
or more, and misses none.
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime

from workbench.api.problems import ApiRefused
from workbench.models import AuditEvent, Document
from workbench.models.audit import AuditHead

# Events looked through for one answer, and those of one's own that fill it.
WINDOW = 5000
PAGE = 100


@dataclass(frozen=True, slots=True)
class Changes:
    """``documents`` in the order of their latest event; ``cursor`` to ask on from; ``more``: at once."""

    documents: list[Document]
    cursor: str
    more: bool


def changes_since(since: str, reached: set[int]) -> Changes:
    """The documents of the administrations ``reached`` (ids) to which something happened after ``since``: a cursor, a
    date, a moment, or empty for all there are. Raises ApiRefused for anything else."""
    start, head = _place(since), _head()
    end = min(head, start + WINDOW)
    events = list(
        AuditEvent.objects.filter(seq__gt=start, seq__lte=end, administration__in=reached)
        .exclude(document_id=None, draft_id=None)
        .order_by("seq")
        .values_list("seq", "document_id", "draft_id")[:PAGE]
    )
    if len(events) == PAGE:
        end = events[-1][0]
    by_document = {document: seq for seq, document, _draft in events if document}
    by_draft = {draft: seq for seq, _document, draft in events if draft}
    touched = Q(pk__in=by_document) | Q(draft__in=by_draft)
    rows = Document.objects.filter(touched, administration__in=reached)

    def place(row: Document) -> tuple[int, str]:
        of_draft = by_draft.get(row.draft_id, 0) if row.draft_id else 0
        return max(by_document.get(row.pk, 0), of_draft), str(row.pk)

    found = rows.select_related("administration", "draft__vendor").defer("reading", "draft__fields")
    documents = sorted(found, key=place)
    return Changes(documents, _cursor(end), more=end < head)


def _head() -> int:
    return AuditHead.objects.filter(pk=1).values_list("seq", flat=True).first() or 0


def _place(since: str) -> int:
    """The number of the last event that was seen."""
    if not since:
        return 0
    moment = _moment(since)
    if moment is not None:
        return _before(moment)
    try:
        return int(_box().decrypt(since.encode()))
    except (InvalidToken, ValueError) as error:
        raise ApiRefused("CURSOR_INVALID", 400) from error


def _moment(text: str) -> datetime | None:
    """A date (its first moment here) or a moment; without a zone it is in the instance's. A blank for the plus that an
    address turns into one is taken as the plus."""
    try:
        day = parse_date(text)
        found = datetime(day.year, day.month, day.day) if day else parse_datetime(text.replace(" ", "+"))
        if found is not None and found.tzinfo is None:
            found = timezone.make_aware(found)
        return found.astimezone(UTC) if found else None
    except (ValueError, OverflowError):
        return None


def _before(moment: datetime) -> int:
    """The last event before a moment, by halving: numbers follow the clock closely enough."""
    low, high = 0, _head()
    while low < high:
        middle = (low + high + 1) // 2
        at = AuditEvent.objects.filter(seq=middle).values_list("at", flat=True).first()
        if at is None or at < moment:
            low = middle
        else:
            high = middle - 1
    return low


def _cursor(seq: int) -> str:
    """A number nobody can read: how much happens in other administrations is not theirs to know."""
    return _box().encrypt(str(seq).encode()).decode()


def _box() -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(f"api cursor {settings.SECRET_KEY}".encode()).digest()))
