"""Who has been waited for too long hears so again; deputies hear when their days begin."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from workbench.accounts.rights import Right, roles_with
from workbench.approval.absences import tell_deputies
from workbench.approval.asking import renew, tell_deputy, tell_one
from workbench.approval.away import absent_today
from workbench.approval.router import Router
from workbench.audit import services as audit
from workbench.drafts.changing import lock
from workbench.drafts.states import DraftState
from workbench.models import Absence, ApprovalAsked, Draft, Membership, NoticeKind
from workbench.models.policy import policy_of


def remind() -> int:
    """Tell who is waited for longer than the administration's number of days, and their deputies of today, how many
    documents that are; each document once per so many days. Returns how many people were told."""
    told = 0
    books = ApprovalAsked.objects.order_by().values_list("draft__administration_id", flat=True).distinct()
    for key in [key for key in books if key is not None]:
        days = policy_of(key).approval_reminder_days
        if days:
            with transaction.atomic():
                told += _remind_in(key, days)
    return told


def _remind_in(administration_id: int, days: int) -> int:
    audit.hold()  # who approves meanwhile writes the same notices, in another order
    now = timezone.now()
    before = now - timedelta(days=days)
    late = ApprovalAsked.objects.select_for_update(of=("self",)).filter(
        Q(reminded_at=None, since__lte=before) | Q(reminded_at__lte=before),
        draft__administration_id=administration_id,
        draft__state=DraftState.REVIEW,
        draft__blockers=0,
    )
    rows = list(late)
    counts = Counter(row.person_id for row in rows)
    for person, count in sorted(counts.items()):
        tell_one(administration_id, person, count, NoticeKind.APPROVE_LATE)
    router = Router()
    for absence in absent_today().filter(person__in=counts, deputy__in=router.able(administration_id)):
        tell_deputy(administration_id, absence, counts, router, NoticeKind.APPROVE_LATE)
    ApprovalAsked.objects.filter(pk__in=[row.pk for row in rows]).update(reminded_at=now)
    return len(counts)


def ask_anew() -> int:
    """Documents whose people may no longer approve, or that wait for nobody since roles changed, ask anew whom their
    rules name; how many."""
    able = Membership.objects.filter(
        user_id=OuterRef("person_id"),
        administration_id=OuterRef("draft__administration_id"),
        role__in=roles_with(Right.APPROVE),
        user__is_active=True,
    )
    asked = ApprovalAsked.objects.filter(draft=OuterRef("pk"))
    stale = Draft.objects.filter(
        Exists(asked.filter(~Exists(able))) | ~Exists(asked), state=DraftState.REVIEW, blockers=0, route__of__gt=0
    )
    keys = list(stale.values_list("pk", flat=True))
    for key in keys:
        with transaction.atomic():
            draft = lock(key)
            renew(draft)
            draft.save(update_fields=["route"])
    return len(keys)


def look() -> None:
    """Every hour: roles that came or went, absences that begin, and reminders."""
    ask_anew()
    tell_deputies(Absence.objects.all())
    remind()
