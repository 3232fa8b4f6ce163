"""N5 as tables: how well documents were read, per field, line, kind of document and vendor."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from django.utils.translation import gettext as _

from insights.definitions import ENOUGH, MOST_VENDORS
from insights.fates import Fate, Tally, right_share
from insights.flow import Handled, grouped_by, share
from insights.rows import Looked
from insights.table import Cell, Column, Table, change
from workbench.drafts.fields import FORM
from workbench.review.selectors import FIELD_LABELS


def tally_of(looked: Looked, found: Iterable[Handled]) -> Tally:
    """The fates of the fields of these documents."""
    tally = Tally()
    for row in found:
        tally.take(looked.fates[row.draft], lines_wrong=row.draft in looked.lines_wrong)
    return tally


_FATES = (Fate.READ, Fate.CONFIRMED, Fate.CORRECTED, Fate.FILLED, Fate.CLEARED)


def fields_table(looked: Looked) -> Table:
    """N5: what became of each header field."""
    now, before = tally_of(looked, looked.now), tally_of(looked, looked.before)
    lines = []
    for spec in FORM:
        counted = now.fields.get(spec.name, Counter())
        if not counted.total():
            continue
        earlier = before.fields.get(spec.name, Counter())
        right, was = right_share(counted), right_share(earlier)
        cells = [Cell(counted[fate], f"field:{spec.name}:{fate}" if counted[fate] else "") for fate in _FATES]
        label = str(FIELD_LABELS[spec.name])
        lines.append((Cell(label), *cells, Cell(right), Cell(change(right, was, earlier.total()))))
    totals = now.totals
    if totals.total():
        right = right_share(totals)
        cells = [Cell(totals[fate]) for fate in _FATES]
        lines.append(
            (
                Cell(_("All fields")),
                *cells,
                Cell(right),
                Cell(change(right, right_share(before.totals), before.documents)),
            )
        )
    return Table(
        "fields",
        _("How well fields were read"),
        (
            Column(_("Field"), "text"),
            Column(_("As read"), wide=True),
            Column(_("Confirmed"), wide=True),
            Column(_("Corrected")),
            Column(_("Filled in")),
            Column(_("Cleared"), wide=True),
            Column(_("Right"), "share", bar=True),
            Column(_("Against before"), "points", wide=True),
        ),
        lines,
    )


def lines_table(looked: Looked) -> Table:
    """N5 for lines: what is printed, and how it was coded."""
    lines = looked.lines
    kept = lines.all - lines.coded
    printed = (lines.read, lines.corrected, lines.added, lines.removed)
    rows = [
        (
            Cell(_("As printed")),
            *(Cell(many) for many in printed),
            Cell(share(lines.read, lines.read + lines.corrected + lines.added)),
        ),
        (
            Cell(_("Account, VAT code, bearer")),
            *(Cell(kept), Cell(lines.coded), Cell(None), Cell(None)),
            Cell(share(kept, lines.all)),
        ),
    ]
    return Table(
        "lines",
        _("How well lines were read"),
        (
            Column(_("Lines"), "text"),
            Column(_("As read"), wide=True),
            Column(_("Changed")),
            Column(_("Added")),
            Column(_("Removed"), wide=True),
            Column(_("Right"), "share", bar=True),
        ),
        rows if lines.all else [],
    )


def ways_table(looked: Looked) -> Table:
    """N5 by how documents were read."""
    words = {"einvoice": _("E-invoice"), "text": _("PDF with text"), "scan": _("Scan or picture"), "hand": _("By hand")}
    now = grouped_by(looked.now, lambda row: looked.ways[row.draft])
    before = grouped_by(looked.before, lambda row: looked.ways[row.draft])
    lines: list[tuple[Cell, ...]] = []
    for way, word in words.items():
        if way not in now:
            continue
        tally, was = tally_of(looked, now[way]), tally_of(looked, before.get(way, []))
        lines.append(
            (
                Cell(word),
                Cell(tally.documents, f"way:{way}"),
                Cell(tally.wrong_documents, f"way:{way}:wrong" if tally.wrong_documents else ""),
                Cell(tally.right_share),
                Cell(change(tally.right_share, was.right_share, was.documents)),
            )
        )
    return Table(
        "ways",
        _("By kind of document"),
        (
            Column(_("Kind"), "text"),
            Column(_("Documents")),
            Column(_("With corrections")),
            Column(_("Right"), "share", bar=True),
            Column(_("Against before"), "points", wide=True),
        ),
        lines,
    )


def vendors_table(looked: Looked) -> Table:
    """N5 by vendor, worst first, with drift."""
    now, before = grouped_by(looked.now, _vendor), grouped_by(looked.before, _vendor)
    ranked: list[tuple[float, int, str, tuple[Cell, ...]]] = []
    for vendor, found in now.items():
        if vendor is None or len(found) < ENOUGH:
            continue
        tally, was = tally_of(looked, found), tally_of(looked, before.get(vendor, []))
        name, worst, right = found[-1].name, tally.worst_field(), tally.right_share
        cells = (
            Cell(name, f"vendor:{vendor}"),
            Cell(tally.documents),
            Cell(tally.wrong_documents, f"vendor:{vendor}:wrong" if tally.wrong_documents else ""),
            Cell(str(FIELD_LABELS[worst]) if worst else ""),
            Cell(right),
            Cell(change(right, was.right_share, was.documents)),
        )
        ranked.append((right or 0, -tally.documents, name, cells))
    ranked.sort(key=lambda each: each[:3])
    return Table(
        "vendors",
        _("By vendor, worst first"),
        (
            Column(_("Vendor"), "text"),
            Column(_("Documents"), wide=True),
            Column(_("With corrections")),
            Column(_("Most often"), "text", wide=True),
            Column(_("Right"), "share", bar=True),
            Column(_("Against before"), "points", wide=True),
        ),
        [cells for *_rank, cells in ranked[:MOST_VENDORS]],
    )  # fmt: skip


def _vendor(row: Handled) -> int | None:
    return row.vendor
