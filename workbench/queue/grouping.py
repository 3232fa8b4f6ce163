"""Rows of a list under headings that a person chose: the vendor, or the first point that stops a document."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Case, Count, IntegerField, QuerySet, Sum, Value, When
from django.db.models.functions import Coalesce, Lower
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from workbench.messages.kinds import kind_title
from workbench.models import Draft
from workbench.queue.selectors import COST_OF_DELAY, PAGE, PAYABLE, Group

WAYS = {"vendor": gettext_lazy("vendor"), "point": gettext_lazy("first point")}


@dataclass(slots=True)
class Heading:
    """A group over all rows of the list, shown or not. ``books``: the administration of its vendor, which another one
    may have by the same name; empty where rows of several may stand together."""

    key: str
    title: str
    count: int
    totals: dict[str, Decimal]
    books: str = ""


def key_of(draft: Draft, way: str) -> str:
    """Under which heading a draft stands: its vendor (or the name that was read), or the code of its first point."""
    if way == "point":
        return str((draft.first_blocker or {}).get("code", ""))
    return _vendor_key(draft.vendor_id, draft.supplier_name)


def _vendor_key(vendor: int | None, name: str) -> str:
    return f"v{vendor}" if vendor else f"n{name.strip().casefold()}"


def headings(drafts: QuerySet[Draft], way: str) -> list[Heading]:
    """All groups of a list with their counts and sums, in one statement: vendors by name, points by how many."""
    found: dict[str, Heading] = {}
    vendors = ("vendor_id", "vendor__name", "vendor__administration__name", "supplier_name")
    columns = ("first_blocker__code",) if way == "point" else vendors
    for row in drafts.order_by().values(*columns, "currency").annotate(n=Count("pk"), total=Sum(PAYABLE)):
        key, title = _named(row, way)
        books = row.get("vendor__administration__name") or ""
        heading = found.setdefault(key, Heading(key, title, 0, {}, books))
        heading.count += row["n"]
        heading.totals[row["currency"]] = heading.totals.get(row["currency"], Decimal(0)) + (row["total"] or Decimal(0))
    if way == "point":
        return sorted(found.values(), key=lambda heading: (not heading.key, -heading.count, heading.key))
    return sorted(found.values(), key=lambda heading: (heading.title.casefold(), heading.key))


def _named(row: dict[str, Any], way: str) -> tuple[str, str]:
    if way == "point":
        code = str(row["first_blocker__code"] or "")
        return code, kind_title(code) if code else _("Nothing stands in the way")
    name = row["vendor__name"] or row["supplier_name"].strip()
    return _vendor_key(row["vendor_id"], row["supplier_name"]), name or _("Unknown vendor")


def in_groups(drafts: QuerySet[Draft], way: str, within: tuple[Any, ...] = ()) -> QuerySet[Draft]:
    """The drafts in the order of their headings, and within each by ``within`` (else by cost of delay)."""
    within = within or COST_OF_DELAY
    if way == "vendor":
        return drafts.order_by(Lower(Coalesce("vendor__name", "supplier_name")), "vendor_id", *within)
    ranks = [When(first_blocker__code=each.key, then=Value(at)) for at, each in enumerate(headings(drafts, way))]
    rank = Case(*ranks, default=Value(len(ranks)), output_field=IntegerField()) if ranks else Value(0)
    return drafts.order_by(rank, *within)


def grouped_by(drafts: QuerySet[Draft], way: str, limit: int = PAGE) -> list[Group]:
    """The first ``limit`` rows of a list that is in the order of ``in_groups``, each group with its full count."""
    rows = list(
        drafts.select_related("vendor", "administration", "owner").defer(
            "fields", "match_result", "vendor_result", "vat_result"
        )[:limit]
    )
    held: dict[str, list[Draft]] = {}
    for row in rows:
        held.setdefault(key_of(row, way), []).append(row)
    return [
        Group(
            "",
            held.get(each.key, []),
            each.count,
            list(each.totals.items()),
            key=each.key,
            title=each.title,
            by=way,
            books=each.books,
        )
        for each in headings(drafts, way)
    ]
