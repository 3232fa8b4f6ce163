"""How documents went through."""

from __future__ import annotations

import uuid
from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest

from insights.figures import straight_table
from insights.flow import CHANGED, DECIDED, Handled, Times, cycle, per_person, per_week, ready_at, through, times
from insights.period import Period
from insights.rows import Looked
from workbench.approval.services import CHANGES
from workbench.messages.events import EVENTS

DAY = datetime(2026, 3, 10, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def handled(*acts: str, approver: int = 1, at: datetime = DAY, posted: bool = True, by: int = 2) -> Handled:
    """A document that came in ten hours before its approval and was ready six hours later; what a person did to it."""
    done = {by: Counter(acts)} if acts else {}
    return Handled(
        uuid.uuid4(), 7, "Bouten BV", approver, at - 10 * HOUR, at - 4 * HOUR, at, at + HOUR if posted else None, done
    )


@pytest.mark.parametrize(
    ("acts", "changed", "touched"),
    [
        pytest.param((), False, False, id="nothing"),
        pytest.param(("field.confirmed",), False, True, id="looked at"),
        pytest.param(("hold.released",), False, True, id="a hold was overridden"),
        pytest.param(("variance.answered",), False, True, id="a difference was accepted"),
        pytest.param(("field.changed",), True, True, id="a field"),
        pytest.param(("field.changed", "draft.stepped_back"), True, True, id="changed and undone"),
        pytest.param(("line.changed",), True, True, id="a line"),
        pytest.param(("vendor.mapped",), True, True, id="the vendor"),
        pytest.param(("vendor.proposed", "vendor.confirmed", "vendor.created"), True, True, id="a new vendor"),
        pytest.param(("vendor.proposed", "vendor.proposal_refused"), False, True, id="a new vendor that was refused"),
        pytest.param(("bank_change.called",), False, True, id="a bank account was asked about"),
        pytest.param(("receipt.linked",), False, True, id="a receipt was pointed out"),
        pytest.param(("draft.moved",), True, True, id="the administration"),
        pytest.param(("draft.approved", "posting.queued"), False, False, id="approving and posting are no change"),
    ],
)
def test_changed_and_touched(acts: tuple[str, ...], changed: bool, touched: bool) -> None:
    row = handled(*acts)
    assert (row.changed, row.touched) == (changed, touched)


def test_straight_through_is_of_what_was_posted_as_proposed_of_what_was_approved() -> None:
    found = through(
        [
            handled(),
            handled("field.confirmed"),
            handled("line.changed"),
            handled(posted=False),
            handled("field.changed"),
        ]
    )
    assert (found.approved, found.unchanged, found.untouched) == (5, 3, 2)
    assert (found.posted, found.posted_unchanged) == (4, 2)
    assert (found.straight, found.as_proposed, found.at_first_sight) == (0.5, 0.6, 0.4)


def test_a_share_is_held_against_one_of_five_documents_or_more_only() -> None:
    before = [handled(), *(handled(posted=False) for _number in range(4))]
    rows = straight_table(Looked([handled("line.changed")], before, 1, 5)).rows
    assert [row[4].value for row in rows] == [None, -1.0, -1.0]


def test_of_nothing_there_is_no_share() -> None:
    found = through([])
    assert (found.straight, found.as_proposed, found.at_first_sight) == (None, None, None)


def test_what_counts_as_a_change_for_the_second_pair_of_eyes_counts_here_too() -> None:
    assert set(CHANGES) <= CHANGED | DECIDED
    assert CHANGED.isdisjoint(DECIDED)
    assert (CHANGED | DECIDED) - set(EVENTS) == set()


def test_weeks_go_by_the_day_where_the_people_are_and_begin_with_the_first_document() -> None:
    from zoneinfo import ZoneInfo

    late_on_sunday = datetime(2026, 3, 8, 23, 30, tzinfo=UTC)  # Monday half past midnight in Amsterdam
    period = Period("own", date(2026, 2, 1), date(2026, 3, 20))
    found = per_week([handled(at=late_on_sunday), handled("line.added")], period, ZoneInfo("Europe/Amsterdam"))
    assert [(monday.isoformat(), week.approved, week.unchanged) for monday, week in found] == [
        ("2026-03-09", 2, 1),
        ("2026-03-16", 0, 0),
    ]


@pytest.mark.parametrize(
    ("hours", "median", "p90"),
    [
        ([], None, None),
        ([5], 5, 5),
        ([1, 3], 1, 3),
        ([9, 1, 5], 5, 9),
        (range(1, 11), 5, 9),
        (range(1, 101), 50, 90),
    ],
)
def test_median_and_ninetieth_percentile_are_figures_that_occurred(
    hours: list[int], median: int | None, p90: int | None
) -> None:
    spans = [None if each is None else each * HOUR for each in (median, p90)]
    assert times(each * HOUR for each in hours) == Times(len(list(hours)), *spans)


def test_times_go_from_receipt_and_leave_out_what_is_not_posted() -> None:
    found = cycle([handled(), handled(posted=False)])
    assert {name: (each.count, each.median) for name, each in found.items()} == {
        "ready": (2, 6 * HOUR),
        "approved": (2, 10 * HOUR),
        "posted": (1, 11 * HOUR),
    }


@pytest.mark.parametrize(
    ("gone", "ready"),
    [
        pytest.param(None, DAY, id="never held: when it was made"),
        pytest.param(DAY + HOUR, DAY + HOUR, id="when the last hold went"),
        pytest.param(DAY - HOUR, DAY, id="a hold of an earlier draft's pages: not before it was made"),
        pytest.param(DAY + 9 * HOUR, DAY + 3 * HOUR, id="judged again later: never after the approval"),
    ],
)
def test_ready(gone: datetime | None, ready: datetime) -> None:
    assert ready_at(DAY, gone, DAY + 3 * HOUR) == ready


def test_people_count_documents_not_clicks() -> None:
    rows = [
        handled("field.changed", "field.changed", "field.confirmed"),
        handled("field.confirmed"),
        handled(approver=2),
    ]
    assert [(p.user, p.approved, p.changed, p.decided, p.changes) for p in per_person(rows)] == [
        (2, 1, 1, 1, 2),
        (1, 2, 0, 0, 0),
    ]
