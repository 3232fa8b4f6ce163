"""The figures of a period as tables, each with how it is counted and which documents stand behind it."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from domain.holds import HOLDS
from insights import rows
from insights.definitions import SOON
from insights.flow import Through, cycle, per_person, per_week, through
from insights.reading_tables import fields_table, lines_table, vendors_table, ways_table
from insights.rows import Looked, Scope
from insights.table import Cell, Column, Table, change
from workbench.messages.kinds import kind_title
from workbench.messages.words import OWNERS, ROLES


def straight_table(looked: Looked) -> Table:
    """N1: how many documents went through without a person changing anything."""
    now, before = through(looked.now), through(looked.before)
    words = _("Posted unchanged"), _("Approved as proposed"), _("Approved at first sight")

    def row(word: str, part: int, whole: int, was: float | None, was_of: int, about: str) -> tuple[Cell, ...]:
        now_share = part / whole if whole else None
        return (
            Cell(word),
            Cell(part, about),
            Cell(whole),
            Cell(now_share),
            Cell(change(now_share, was, was_of)),
        )

    return Table(
        "straight",
        _("Straight through"),
        (
            Column(_("Measure"), "text"),
            Column(_("Documents")),
            Column(_("of"), wide=True),
            Column(_("Share"), "share", bar=True),
            Column(_("Against before"), "points", wide=True),
        ),
        [
            row(words[0], now.posted_unchanged, now.posted, before.straight, before.posted, "straight"),
            row(words[1], now.unchanged, now.approved, before.as_proposed, before.approved, "unchanged"),
            row(words[2], now.untouched, now.approved, before.at_first_sight, before.approved, "untouched"),
        ]
        if looked.now
        else [],
    )


def weeks_table(scope: Scope, looked: Looked) -> Table:
    """N1 over time."""

    def row(monday: Any, found: Through) -> tuple[Cell, ...]:
        about = f"week:{monday.isoformat()}" if found.approved else ""
        return (Cell(monday), Cell(found.approved, about), Cell(found.straight), Cell(found.as_proposed))

    weeks = per_week(looked.now, scope.period, timezone.get_current_timezone())
    return Table(
        "weeks",
        _("Per week"),
        (
            Column(_("Week from"), "week"),
            Column(_("Approved")),
            Column(_("Posted unchanged"), "share", bar=True),
            Column(_("Approved as proposed"), "share", bar=True, wide=True),
        ),
        [row(monday, found) for monday, found in weeks] if looked.now else [],
    )


def times_table(looked: Looked) -> Table:
    """N3: how long things took."""
    words = {
        "ready": _("Receipt to ready"),
        "approved": _("Receipt to approved"),
        "posted": _("Receipt to posted"),
    }
    now, before = cycle(looked.now), cycle(looked.before)
    return Table(
        "times",
        _("How long it took"),
        (
            Column(_("From, to"), "text"),
            Column(_("Documents"), wide=True),
            Column(_("Median"), "span"),
            Column(_("9 in 10 within"), "span"),
            Column(_("Median before"), "span", wide=True),
        ),
        [
            (Cell(word), Cell(now[name].count), Cell(now[name].median), Cell(now[name].p90), Cell(before[name].median))
            for name, word in words.items()
        ]
        if looked.now
        else [],
    )


def people_table(looked: Looked) -> Table:
    """N2: documents per person."""
    found = per_person(looked.now)
    names = rows.user_names(person.user for person in found)
    return Table(
        "people",
        _("By person"),
        (
            Column(_("Person"), "text"),
            Column(_("Approved")),
            Column(_("Changed")),
            Column(_("Only confirmed"), wide=True),
            Column(_("Single changes"), wide=True),
        ),
        [
            (
                Cell(names.get(person.user, str(person.user)), f"person:{person.user}"),
                Cell(person.approved, f"person:{person.user}:approved" if person.approved else ""),
                Cell(person.changed, f"person:{person.user}:changed" if person.changed else ""),
                Cell(person.decided),
                Cell(person.changes),
            )
            for person in found
        ],
    )


def exceptions_table(scope: Scope) -> Table:
    """N6: what stopped documents, and who they wait for."""
    return Table(
        "exceptions",
        _("What stops documents"),
        (
            Column(_("Cause"), "text"),
            Column(_("Waits for"), "text"),
            Column(_("Waiting now")),
            Column(_("In the period")),
            Column(_("Overridden"), wide=True),
        ),
        [
            (
                Cell(kind_title(found.code)),
                Cell(owner(found.code, found.owner)),
                Cell(found.waiting, f"hold:{found.code}" if found.waiting else ""),
                Cell(found.raised),
                Cell(found.overridden),
            )
            for found in rows.exceptions(scope)
        ],
    )


def owner(code: str, role: str) -> str:
    """Who acts on a hold, in a word."""
    known = role or (HOLDS[code].owner.value if code in HOLDS else "clerk")
    return str(ROLES.get(known) or OWNERS.get(known) or known)


def late_table(scope: Scope) -> Table:
    """N4: what may be paid too late."""
    when = {1: _("Past their due date"), 0: _("Due within %(n)s days") % {"n": SOON}}
    where = {0: _("in review"), 1: _("approved, not in Exact yet")}
    return Table(
        "late",
        _("May be paid too late"),
        (
            Column(_("Due"), "text"),
            Column(_("Stage"), "text"),
            Column(_("Documents")),
            Column(_("Currency"), "text", wide=True),
            Column(_("Total"), "money"),
        ),
        [
            (
                Cell(when[row["is_late"]]),
                Cell(where[row["is_approved"]]),
                Cell(row["many"], f"late:{row['is_late']}:{row['is_approved']}:{row['currency']}"),
                Cell(row["currency"]),
                Cell(row["gross"], currency=row["currency"]),
            )
            for row in rows.late(scope)
        ],
    )


def all_tables(scope: Scope) -> tuple[Looked, list[Table]]:
    """Everything on the page, in its order."""
    looked = rows.looked_at(scope)
    return looked, [
        straight_table(looked),
        weeks_table(scope, looked),
        times_table(looked),
        late_table(scope),
        exceptions_table(scope),
        fields_table(looked),
        ways_table(looked),
        lines_table(looked),
        vendors_table(looked),
        people_table(looked),
    ]
