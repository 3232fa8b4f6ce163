"""Which documents stand behind a figure: the same rows that were counted."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import date

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from insights import rows
from insights.fates import WRONG, Fate
from insights.flow import CHANGED, Handled
from insights.period import day_of, monday_of
from insights.rows import Looked, Scope
from workbench.drafts.states import DraftState
from workbench.messages.kinds import kind_title
from workbench.models import Draft
from workbench.review.selectors import FIELD_LABELS

Chosen = Callable[[Handled], bool]
MOST = 500


def drafts_behind(scope: Scope, about: str) -> list[Draft]:
    """At most ``MOST`` of the documents that ``about`` names, newest first; none when it names nothing."""
    kind, *rest = about.split(":")
    if kind == "late":
        return _late(scope, rest)
    if kind == "hold":
        return _held(scope, rest)
    looked = rows.looked_at(scope)
    chosen = _chosen(kind, rest, looked)
    keys = [row.draft for row in looked.now if chosen(row)] if chosen else []
    return rows.drafts_by_id(_newest(looked, keys))


def _newest(looked: Looked, keys: list[uuid.UUID]) -> list[uuid.UUID]:
    received = {row.draft: row.received_at for row in looked.now}
    return sorted(keys, key=lambda key: received[key], reverse=True)[:MOST]


def _chosen(kind: str, rest: list[str], looked: Looked) -> Chosen | None:
    """Which of the documents looked at are meant; None for an unknown word."""
    first, second = (*rest, "", "")[:2]
    number = int(first) if first.isdecimal() and len(first) < 19 else -1
    simple: dict[str, Chosen] = {
        "straight": lambda row: row.posted_at is not None and not row.changed,
        "unchanged": lambda row: not row.changed,
        "untouched": lambda row: not row.touched,
        "week": lambda row: _week(row) == day_of(first),
        "field": lambda row: looked.fates[row.draft].get(first) == second,
        "way": lambda row: looked.ways[row.draft] == first and (not second or _wrong(looked, row)),
        "vendor": lambda row: row.vendor == number and (not second or _wrong(looked, row)),
        "person": lambda row: _worked(row, number, second),
    }
    return simple.get(kind)


def _week(row: Handled) -> date:
    return monday_of(row.approved_at.astimezone(timezone.get_current_timezone()).date())


def _wrong(looked: Looked, row: Handled) -> bool:
    return row.draft in looked.lines_wrong or any(fate in WRONG for fate in looked.fates[row.draft].values())


def _worked(row: Handled, user: int, how: str) -> bool:
    approved, done = row.approver == user, row.acts.get(user)
    if how == "approved":
        return approved
    if how == "changed":
        return done is not None and not CHANGED.isdisjoint(done)
    return approved or done is not None


def _late(scope: Scope, rest: list[str]) -> list[Draft]:
    late, approved, currency = (*rest, "", "", "")[:3]
    today = timezone.localdate()
    found = rows.not_yet_in_exact(scope).filter(
        Q(due_date__lt=today) if late == "1" else Q(due_date__gte=today),
        ~Q(state=DraftState.REVIEW) if approved == "1" else Q(state=DraftState.REVIEW),
        currency=currency,
    )
    return rows.drafts_by_id(list(found.order_by("due_date").values_list("pk", flat=True)[:MOST]))


def _held(scope: Scope, rest: list[str]) -> list[Draft]:
    found = rows.stopping(scope).filter(code=(rest or [""])[0])
    newest = found.order_by("-draft__received_at").values_list("draft_id", "draft__received_at").distinct()[:MOST]
    return rows.drafts_by_id([draft for draft, _received in newest])


def title_of(about: str) -> str:
    """What the list is about, in words."""
    kind, *rest = about.split(":")
    first, second = (*rest, "", "")[:2]
    fates = {
        Fate.READ: _("as read"),
        Fate.CONFIRMED: _("confirmed"),
        Fate.CORRECTED: _("corrected"),
        Fate.FILLED: _("filled in"),
        Fate.CLEARED: _("cleared"),
    }
    if kind == "field" and first in FIELD_LABELS and second in fates:
        return f"{FIELD_LABELS[first]}: {fates[Fate(second)]}"
    if kind == "hold":
        return kind_title(first)
    return {
        "straight": _("Posted unchanged"),
        "unchanged": _("Approved as proposed"),
        "untouched": _("Approved at first sight"),
        "week": _("Approved in the week from %(day)s") % {"day": first},
        "way": _("By kind of document"),
        "vendor": _("By vendor"),
        "person": _("By person"),
        "late": _("May be paid too late"),
    }.get(kind, _("Documents"))
