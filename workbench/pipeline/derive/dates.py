"""Dates that a person should look at before anything is booked under them."""

from __future__ import annotations

from datetime import date

from domain.findings import Severity
from workbench.pipeline.derive.causes import Cause

# An older invoice is more likely misread than late; and whether its VAT may still be claimed is a question.
OLD_YEARS = 5


def implausible_date(issued: date | None, today: date) -> list[Cause]:
    """A question for a person about an invoice dated after ``today``, or more than OLD_YEARS before it.

    Nothing about one without a date: that is missing.
    """
    if issued is None:
        return []
    days = {"date": issued.isoformat()}
    if issued > today:
        return [Cause("DATE_FUTURE", Severity.CHECK, days, "issue_date", issued.isoformat())]
    if (issued.year + OLD_YEARS, issued.month, issued.day) < (today.year, today.month, today.day):
        params = days | {"years": str(OLD_YEARS)}
        return [Cause("DATE_OLD", Severity.CHECK, params, "issue_date", issued.isoformat())]
    return []
