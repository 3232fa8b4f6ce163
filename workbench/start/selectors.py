"""Counts for the start page, in a handful of grouped queries however many administrations there are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Min, Q
from django.utils import timezone

from exact.models import Administration
from workbench.accounts.people import Visitor
from workbench.accounts.rights import administrations_for
from workbench.drafts.states import DraftState
from workbench.models import Document, Draft, Message
from workbench.models.document import DocumentState
from workbench.models.message import MessageState
from workbench.queue import selectors as queue

# Older than this many days in review: outside the agreed time.
SLA_DAYS = 5
STAGES = ("review", "blocked", "ready", "approve", "approved", "failed")
WORK = (DraftState.REVIEW, *queue.TO_POST, DraftState.FAILED)


@dataclass(frozen=True, slots=True)
class Row:
    """One administration and how much stands in each stage; ``approve``: of what is ready what this person may approve
    now, as far as rules say."""

    administration: Administration
    inbox: int
    reading: int
    review: int
    blocked: int
    ready: int
    approve: int
    approved: int
    failed: int
    posted_today: int
    oldest: datetime | None
    late: bool

    @property
    def approve_view(self) -> str:
        """The view of the queue that ``approve`` counts."""
        return queue.approve_view(self.approve, self.ready)


def matrix(user: Visitor) -> list[Row]:
    """One row per administration the person may see."""
    administrations = list(administrations_for(user).order_by("name"))
    review = Q(state=DraftState.REVIEW)
    drafts = Draft.objects.filter(administration__in=administrations).order_by()
    counted: dict[int, dict[str, Any]] = {
        row["administration_id"]: dict(row)
        for row in drafts.filter(state__in=WORK)
        .values("administration_id")
        .annotate(
            review=Count("pk", filter=review & Q(turn="you")),
            blocked=Count("pk", filter=review & Q(turn="others")),
            ready=Count("pk", filter=review & Q(turn="ready")),
            approve=Count("pk", filter=review & queue.approvable(user.pk or 0)),
            approved=Count("pk", filter=Q(state__in=queue.TO_POST)),
            failed=Count("pk", filter=Q(state=DraftState.FAILED)),
            oldest=Min("received_at", filter=review),
        )
    }
    today = queue.in_view(drafts, queue.BY_NAME["posted-today"]).order_by()
    posted = dict(today.values("administration_id").annotate(n=Count("pk")).values_list("administration_id", "n"))
    inbox = _per_administration(
        Message.objects.filter(
            administration__in=administrations, state__in=[MessageState.QUESTION, MessageState.FAILED]
        ).values_list("administration_id", flat=True)
    )
    reading = _per_administration(
        Document.objects.filter(
            administration__in=administrations, state__in=[DocumentState.WAITING, DocumentState.READING]
        ).values_list("administration_id", flat=True)
    )
    now = timezone.now()
    rows = []
    for administration in administrations:
        found = counted.get(administration.pk, {})
        oldest = found.get("oldest")
        rows.append(
            Row(
                administration=administration,
                inbox=inbox[administration.pk],
                reading=reading[administration.pk],
                **{stage: found.get(stage, 0) for stage in STAGES},
                posted_today=posted.get(administration.pk, 0),
                oldest=oldest,
                late=bool(oldest and (now - oldest).days >= SLA_DAYS),
            )
        )
    return rows


def _per_administration(keys: Iterable[int | None]) -> Counter[int]:
    return Counter(key for key in keys if key)


def now_for(user: Visitor, current: Administration | None) -> dict[str, int]:
    """What cannot wait: due today, IBAN changes, failed postings, ready to approve; as the queue's views count them."""
    return queue.counts(queue.drafts_for(user, current), ("today", "iban", "failed", "ready", "approve"), user)
