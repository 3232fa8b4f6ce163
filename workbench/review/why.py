"""Why a code stands on a line, with the earlier entry it was taken from, for the row under the line in focus."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from exact import api as exact
from exact.models import BookedEntry, BookedLine
from workbench.models import Draft, DraftLine

# Reasons that rest on what was booked for this vendor before.
BY_HISTORY = frozenset({"coding.vendor_item", "coding.vendor_text", "coding.vendor", "coding.words", "coding.moved"})
# So far back an earlier entry is looked for.
MOST = 300


@dataclass(frozen=True, slots=True)
class Earlier:
    """An entry in Exact with a line like this one: its number and day, and where it can be seen ("" unknown)."""

    number: str
    day: date | None
    url: str


def earlier_of(draft: Draft, lines: Sequence[DraftLine]) -> dict[int, Earlier]:
    """By line, the newest entry of the vendor on the same account, of the same text when there is one; only for lines
    whose account was taken from history. Two statements."""
    asked = [line for line in lines if line.gl_account and _from_history(line)]
    if not asked or draft.vendor_id is None or draft.administration is None:
        return {}
    booked = list(
        BookedLine.objects.filter(
            vendor_id=draft.vendor_id, gone_at=None, gl_account_code__in={line.gl_account for line in asked}
        )
        .exclude(entry_exact_id="")
        .order_by("-date")
        .values_list("gl_account_code", "description", "entry_exact_id")[:MOST]
    )
    found: dict[int, str] = {}
    for line in asked:
        same = [(text, entry) for account, text, entry in booked if account == line.gl_account]
        alike = next((entry for text, entry in same if text == line.description), same[0][1] if same else "")
        if alike:
            found[line.pk] = alike
    entries = {
        entry.exact_id: Earlier(
            entry.entry_number, entry.date, exact.url_of_entry(draft.administration, entry.exact_id)
        )
        for entry in BookedEntry.objects.filter(
            administration=draft.administration, exact_id__in=set(found.values()), gone_at=None
        )
    }
    return {pk: entries[entry] for pk, entry in found.items() if entry in entries}


def _from_history(line: DraftLine) -> bool:
    reasons = (line.choices or {}).get("gl_account", {}).get("reasons", [])
    return "gl_account" not in line.by_person and any(reason.get("code") in BY_HISTORY for reason in reasons)
