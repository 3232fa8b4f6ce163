"""What is past its term, and what stays whatever the term."""

from __future__ import annotations

from datetime import datetime, time

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from exact.models import Administration
from workbench.drafts.states import DraftState
from workbench.keeping import terms
from workbench.models import Document, Message
from workbench.models.message import MessageState
from workbench.models.policy import Policy

SHOWN = 200
ENDED = (DraftState.POSTED, DraftState.REJECTED, DraftState.FILED, DraftState.SUPERSEDED)
AT_REST = ("read", "unreadable", "locked")


def past_term(administration: Administration, policy: Policy) -> QuerySet[Document]:
    """The documents that may be removed, oldest first: the case has ended, every day of it (receipt, invoice, posting)
    is past the term, nobody keeps them, and no part of them is still there."""
    rows = Document.objects.filter(administration=administration, removed_at=None).select_related("draft")
    day = terms.before_which(timezone.localdate(), policy.keep_years)
    if day is None:
        return rows.none()
    moment = timezone.make_aware(datetime.combine(day, time.min))
    ended = Q(draft__state__in=[state.value for state in ENDED]) | Q(draft=None, state__in=AT_REST)
    issued = Q(draft__issue_date=None) | Q(draft__issue_date__lt=day)
    posted = Q(draft__posted_at=None) | Q(draft__posted_at__lt=moment)
    parts = Document.objects.filter(parent=OuterRef("pk"), removed_at=None)
    found = rows.filter(ended, issued, posted, Q(kept_because=None) | Q(kept_because=""), received_at__lt=moment)
    return found.filter(~Exists(parts)).order_by("received_at", "pk")


def old_noise(administration: Administration, policy: Policy) -> QuerySet[Message]:
    """Mails without anything to book that are past their own, shorter term."""
    moment = terms.noise_before(timezone.now(), policy.noise_days)
    rows = Message.objects.filter(administration=administration, removed_at=None, state=MessageState.NOISE)
    if moment is None:
        return rows.none()
    return rows.filter(received_at__lt=moment, documents=None).order_by("received_at", "pk")


def kept_whatever(administration: Administration) -> QuerySet[Document]:
    """The documents somebody keeps whatever the term."""
    rows = Document.objects.filter(administration=administration, removed_at=None).exclude(kept_because=None)
    return rows.exclude(kept_because="").select_related("draft").order_by("-received_at")


def looked_for(administration: Administration, words: str) -> QuerySet[Document]:
    """Documents of these books by invoice number, supplier or file name, for keeping them; newest first."""
    rows = Document.objects.filter(administration=administration, removed_at=None).select_related("draft")
    if len(words) < 2:
        return rows.none()
    named = Q(name__icontains=words) | Q(draft__invoice_number__icontains=words)
    return rows.filter(named | Q(draft__supplier_name__icontains=words)).order_by("-received_at")
