"""What is to be paid as tables, and the entries and documents behind each figure as a table too."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import date

from django.utils.translation import gettext as _

from insights.payable_rows import Payables
from insights.payables import Bucket, Item, buckets, forecast, total
from insights.payables import Column as Kind
from insights.table import Cell, Column, Table

_BEHIND, _FILE = "payables-behind", "payables-table"
MOST_VENDORS = 100


def tables(found: Payables) -> list[Table]:
    """The page, in its order."""
    return [forecast_table(found), discount_table(found), holders_table(found), due_table(found)]


def currencies(found: Payables) -> dict[str, set[int]]:
    """The books by their own currency: amounts of different ones are never added."""
    grouped: dict[str, set[int]] = defaultdict(set)
    for each in found.books:
        grouped[each.currency].add(each.pk)
    return dict(sorted(grouped.items()))


def forecast_table(found: Payables) -> Table:
    """P1: what leaves per week."""
    rows = []
    for currency, books in currencies(found).items():
        mine = [item for item in found.items if item.books in books]
        for week in forecast(mine, found.today) if mine else []:
            mark = f"{week.bucket.mark}:{currency}"
            cells = [
                Cell(
                    week.amounts[kind] if week.counts[kind] else None,
                    f"week:{mark}:{kind}" if week.counts[kind] else "",
                    currency,
                )
                for kind in Kind
            ]
            whole = Cell(week.total, f"week:{mark}:" if any(week.counts.values()) else "", currency)
            rows.append((Cell(bucket_word(week.bucket)), *cells, whole))
    columns = (
        Column(_("Week from"), "text"),
        *(Column(kind_words()[kind], "amount", wide=kind is Kind.COLLECTED) for kind in Kind),
        Column(_("Total"), "amount"),
    )
    return Table("forecast", _("To be paid per week"), columns, rows, behind=_BEHIND, file=_FILE)


def kind_words() -> dict[Kind, str]:
    """Where an item stands, in words."""
    return {
        Kind.OPEN: _("Open entries"),
        Kind.UNPOSTED: _("Not in Exact yet"),
        Kind.COLLECTED: _("Collected"),
    }


def bucket_word(bucket: Bucket) -> str:
    """A row's title."""
    if bucket.since is None:
        return _("Overdue")
    if bucket.until is None:
        return _("later, from %(day)s") % {"day": _day(bucket.since)}
    return _day(bucket.since)


def _day(day: date) -> str:
    return day.strftime("%d-%m-%Y")


def discount_table(found: Payables) -> Table:
    """P5: discounts that can still be had, the soonest first."""
    rows = [item for item in found.items if item.had(found.today)]
    rows.sort(key=lambda item: (item.discount_until or item.due, item.vendor_name))
    return Table(
        "discounts",
        _("Discount that can still be had"),
        (
            *(Column(_("Pay by"), "week"), Column(_("Vendor"), "text"), Column(_("Number"), "text")),
            *(Column(_("Where"), "text", wide=True), Column(_("To pay"), "amount", wide=True)),
            Column(_("Discount"), "amount"),
        ),
        [
            (
                *(Cell(item.discount_until), Cell(item.vendor_name or "…", href=item.href), Cell(item.number)),
                *(Cell(item.holder), Cell(item.amount, currency=_own(found, item))),
                Cell(item.discount, currency=_own(found, item)),
            )
            for item in rows
        ],
        behind=_BEHIND,
        file=_FILE,
    )


def holders_table(found: Payables) -> Table:
    """P1: what is not in Exact yet, and who has it."""
    rows: list[tuple[Cell, ...]] = []
    for currency, books in currencies(found).items():
        grouped: dict[str, list[Item]] = defaultdict(list)
        for item in found.items:
            if item.books in books and item.key.startswith("d"):
                grouped[item.holder].append(item)
        for holder, mine in sorted(grouped.items(), key=lambda each: -len(each[1])):
            first = min(item.due for item in mine)
            count = Cell(len(mine), f"holder:{currency}:{holder}")
            rows.append((Cell(holder), count, Cell(first), Cell(total(mine), currency=currency)))
    return Table(
        "holders",
        _("Not in Exact yet, by who has it"),
        (
            *(Column(_("Who has it"), "text"), Column(_("Documents"))),
            *(Column(_("First due"), "week", wide=True), Column(_("Total"), "amount")),
        ),
        rows,
        behind=_BEHIND,
        file=_FILE,
    )


def due_table(found: Payables) -> Table:
    """P5: overdue and due this week, by vendor."""
    last = buckets(found.today)[1].until or found.today
    rows: list[tuple[Cell, ...]] = []
    for currency, books in currencies(found).items():
        grouped: dict[tuple[str, int], list[Item]] = defaultdict(list)
        for item in found.items:
            if item.books in books and item.due <= last:
                grouped[item.vendor_name, item.vendor].append(item)
        ordered = sorted(grouped.items(), key=lambda each: (min(item.due for item in each[1]), each[0]))
        for (name, vendor), mine in ordered[:MOST_VENDORS]:
            count = Cell(len(mine), f"due:{currency}:{vendor}:{name}")
            first = min(item.due for item in mine)
            rows.append((Cell(name or _("unknown vendor")), count, Cell(first), Cell(total(mine), currency=currency)))
    return Table(
        "due",
        _("Overdue and due this week"),
        (
            *(Column(_("Vendor"), "text"), Column(_("Invoices"))),
            *(Column(_("First due"), "week"), Column(_("Total"), "amount")),
        ),
        rows,
        behind=_BEHIND,
        file=_FILE,
    )


def behind(found: Payables, about: str) -> Table:
    """The entries and documents behind a figure; no rows when it names nothing."""
    chosen, title = _chosen(found, about)
    rows = sorted((item for item in found.items if chosen(item)), key=lambda item: (item.due, item.vendor_name))
    columns = (
        *(Column(_("Vendor"), "text"), Column(_("Number"), "text"), Column(_("Due"), "week")),
        *(Column(_("Day"), "text", wide=True), Column(_("Where"), "text", wide=True)),
        *(Column(_("Pays"), "text", wide=True), Column(_("Total"), "amount")),
    )
    cells: list[tuple[Cell, ...]] = [
        (
            *(Cell(item.vendor_name or "…", href=item.href), Cell(item.number), Cell(item.due)),
            *(Cell(_("expected") if item.expected else _("as told")), Cell(item.holder)),
            Cell(kind_words()[Kind.COLLECTED] if item.column is Kind.COLLECTED else _("we pay")),
            Cell(item.amount, currency=_own(found, item)),
        )
        for item in rows
    ]
    foot: list[tuple[Cell, ...]] = []
    if rows:
        blank = (Cell(""),) * (len(columns) - 2)
        foot = [(Cell(_("Total")), *blank, Cell(total(rows), currency=_own(found, rows[0])))]
    return Table("behind", title, columns, cells, foot, file="")


def _chosen(found: Payables, about: str) -> tuple[Callable[[Item], bool], str]:
    kind, first, second, third = (*about.split(":", 3), "", "", "", "")[:4]
    books_of = currencies(found)
    if kind == "week":
        bucket = next((each for each in buckets(found.today) if each.mark == first), None)
        books = books_of.get(second, set())
        title = _("To be paid: %(week)s") % {"week": bucket_word(bucket)} if bucket else _("To be paid per week")
        return (
            lambda item: (
                bucket is not None and item.books in books and bucket.holds(item.due) and third in ("", item.column)
            ),
            title,
        )
    books = books_of.get(first, set())
    if kind == "holder":
        who = about.split(":", 2)[2] if about.count(":") > 1 else ""
        return lambda item: item.books in books and item.key.startswith("d") and item.holder == who, who
    last = buckets(found.today)[1].until or found.today
    wanted = [second, third]
    return (
        lambda item: (
            kind == "due"
            and item.books in books
            and item.due <= last
            and [str(item.vendor), item.vendor_name] == wanted
        ),
        _("Overdue and due this week"),
    )


def _own(found: Payables, item: Item) -> str:
    return next(each.currency for each in found.books if each.pk == item.books)
