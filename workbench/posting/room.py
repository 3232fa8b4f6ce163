"""Drafts that only their period keeps from being posted: told before Exact would refuse, and moved on in one go."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from django.utils import timezone

from exact.models import Period
from workbench.accounts.people import Person
from workbench.accounts.rights import RightMissing
from workbench.drafts.changing import DraftRefused
from workbench.drafts.room import closed_period, periods_of
from workbench.drafts.services import book_in_open_period
from workbench.drafts.states import DraftState
from workbench.models import Draft


class Rooms:
    """Looks at the periods of each administration once, for many drafts."""

    def __init__(self) -> None:
        self._periods: dict[int, list[Period]] = {}
        self._today = timezone.localdate()

    def refusal(self, draft: Draft) -> DraftRefused | None:
        """Why the draft's period takes no entry; None when it does, or when something else has to be settled too."""
        if draft.administration is None:
            return None
        waits = draft.state == DraftState.REVIEW and draft.blockers
        if waits and (draft.blockers > 1 or draft.first_blocker.get("code") != "PERIOD_CLOSED"):
            return None
        key = draft.administration.pk
        if key not in self._periods:
            self._periods[key] = periods_of(draft.administration)
        closed = closed_period(draft, today=self._today, periods=self._periods[key])
        return DraftRefused("PERIOD_CLOSED", period=closed.period, open_period=closed.open_period) if closed else None


def book_in_open_periods(draft_ids: Iterable[uuid.UUID], *, by: Person) -> int:
    """Book these drafts in the first open period each; how many could be. What is refused stays as it is."""
    done = 0
    for draft_id in draft_ids:
        try:
            book_in_open_period(draft_id, by=by)
        except (DraftRefused, RightMissing):
            continue
        done += 1
    return done
