"""Who is asked to approve a draft now: the rows behind "To approve by me", what the list shows of it, and the bell."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Count
from django.utils import timezone

from workbench.approval import routes
from workbench.approval.away import absent_today
from workbench.approval.router import Router, given_of
from workbench.approval.routes import Route
from workbench.audit import services as audit
from workbench.bell import services as bell
from workbench.drafts.states import DraftKind, DraftState
from workbench.models import Absence, Approval, ApprovalAsked, Draft, NoticeKind
from workbench.posting.payload import payload_hash


def standing(draft: Draft) -> list[Approval]:
    """The approvals of the draft as it is now, in their order: of this version, and of what would be booked."""
    rows = list(draft.approvals.filter(voided_at=None, version=draft.version).order_by("pk"))
    if not rows:
        return []
    bound = payload_hash(draft)
    return [row for row in rows if row.payload_sha256 == bound]


def renew(draft: Draft, router: Router | None = None) -> None:
    """Settle by the rules who is asked now, and tell those who newly are; fills ``draft.route``, which the caller
    saves. Without rules, and where there were none, nothing is read or written."""
    router = router or Router()
    if draft.route is None and not router.rules(draft.administration_id or 0):
        return
    route = router.route(draft)
    approvals = _given(draft) if draft.route is not None and draft.state == DraftState.REVIEW else []
    wanted = _wanted(draft, route, approvals, router)
    draft.route = _told(route, approvals, wanted, router)
    before = {row.person_id for row in draft.asked.all()}
    if before == wanted:
        return
    audit.hold()  # notices are written next, and others write them after their events
    draft.asked.filter(person__in=before - wanted).delete()
    now = timezone.now()
    ApprovalAsked.objects.bulk_create(
        [ApprovalAsked(draft_id=draft.pk, person_id=key, since=now) for key in sorted(wanted - before)]
    )
    books = draft.administration_id
    if books is not None:
        _tell(books, wanted - before, router)
        revise(books, before - wanted)


def forget(draft: Draft) -> None:
    """Nobody is asked any more: the draft left review. Nothing is saved for one that never had a route."""
    if draft.route is None:
        return
    audit.hold()  # as in ``renew``
    before = {row.person_id for row in draft.asked.all()}
    draft.asked.all().delete()
    draft.route = None
    draft.save(update_fields=["route"])
    if draft.administration_id is not None:
        revise(draft.administration_id, before)


def _given(draft: Draft) -> list[Approval]:
    """The approvals that stand; those that what was found since made untrue are void."""
    found = standing(draft)
    stale = draft.approvals.filter(voided_at=None).exclude(pk__in=[row.pk for row in found])
    if stale.update(voided_at=timezone.now()):
        audit.record("approval.voided", actor="pipeline", draft=draft)
    return found


def _wanted(draft: Draft, route: Route, approvals: list[Approval], router: Router) -> set[int]:
    """Of whom one must approve next, as far as they may approve at all."""
    if draft.state != DraftState.REVIEW or draft.blockers or draft.kind == DraftKind.NONE or not route.stages:
        return set()
    given = [given_of(row) for row in approvals]
    able = router.able(draft.administration_id or 0)
    return {
        key
        for key in route.stages[routes.open_stage(route, given)] & able
        if routes.seat_of(route, given, key) is not None
    }


def _told(route: Route, approvals: list[Approval], wanted: set[int], router: Router) -> dict[str, Any] | None:
    """What lists show without asking further; None where no rule and no approval has anything to say."""
    if not route.stages and not approvals:
        return None
    step = routes.open_stage(route, [given_of(row) for row in approvals]) + 1 if route.stages else 0
    given = [
        [row.by_id, router.name(row.by_id), router.name(row.on_behalf_of_id) if row.on_behalf_of_id else ""]
        for row in approvals
    ]
    waits = sorted((router.name(key), key) for key in wanted)
    return {"step": step, "of": len(route.stages), "waits": [[key, name] for name, key in waits], "given": given}


def _tell(administration_id: int, people: Iterable[int], router: Router) -> None:
    """Those who newly are asked hear how much waits for them, and whoever stands in for them today does too."""
    asked = set(people)
    waiting = counted(administration_id, asked)
    for key in sorted(asked):  # in one order, so that two writers do not wait for each other crosswise
        tell_one(administration_id, key, waiting.get(key, 0))
    able = router.able(administration_id)
    for absence in absent_today().filter(person__in=asked, deputy__in=able):
        tell_deputy(administration_id, absence, waiting, router)


def tell_one(administration_id: int, person: int, count: int, kind: NoticeKind = NoticeKind.APPROVE) -> None:
    """Tell somebody how much waits for them in an administration."""
    subject, params = f"approve:{administration_id}", _params(count)
    bell.tell([person], kind, subject, administration_id=administration_id, **params)


def tell_deputy(
    administration_id: int,
    absence: Absence,
    waiting: dict[int, int],
    router: Router,
    kind: NoticeKind = NoticeKind.APPROVE,
) -> None:
    """Tell a deputy how much waits for whom they stand in for; nothing where nothing waits."""
    if count := waiting.get(absence.person_id, 0):
        params = {**_params(count), "what": "deputy", "name": router.name(absence.person_id)}
        subject = f"approve:{administration_id}:{absence.person_id}"
        bell.tell([absence.deputy_id], kind, subject, administration_id=administration_id, **params)


def revise(administration_id: int, people: Iterable[int]) -> None:
    """What these were told and have not opened says what waits now."""
    before = set(people)
    waiting = counted(administration_id, before) if before else {}
    for key in sorted(before):
        count = waiting.get(key, 0)
        bell.revise(key, f"approve:{administration_id}", _params(count) if count else None)
    for absence in absent_today().filter(person__in=before - waiting.keys()):
        bell.revise(absence.deputy_id, f"approve:{administration_id}:{absence.person_id}", None)


def counted(administration_id: int, people: Iterable[int]) -> dict[int, int]:
    """How many drafts of an administration wait for each of these people; one statement."""
    rows = ApprovalAsked.objects.filter(draft__administration=administration_id, person__in=list(people))
    return dict(rows.order_by().values_list("person_id").annotate(n=Count("pk")))


def _params(count: int) -> dict[str, Any]:
    return {"what": "one" if count == 1 else "many", "n": str(count)}
