"""Accruals as tables, and what stands behind each of their figures as a table too."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from urllib.parse import quote, unquote

from django.urls import reverse
from django.utils.translation import gettext as _

from domain.money import ZERO
from exact.models import Administration
from insights.accruals import Goods, InProcess, Place, Proposed, Stage, proposal
from insights.month_rows import MonthEnd, drafts_of
from insights.table import Cell, Column, Table
from insights.templatetags.insight import state_word

_BEHIND, _FILE = "accruals-behind", "accruals-table"


def tables(found: MonthEnd) -> list[Table]:
    """The page, in its order."""
    return [proposal_table(found), received_table(found), process_table(found)]


def proposal_table(found: MonthEnd) -> Table:
    """N7: the entry that accrues, by account and cost centre."""
    rows = proposal(found.goods, found.invoices)
    own = {each.pk: each for each in found.books}

    def row(each: Proposed) -> tuple[Cell, ...]:
        book, account, centre, unit = each.place
        currency, mark = own[book].currency, place_mark(each.place)
        return (
            Cell(account or _("no account yet")),
            Cell(found.accounts.get((book, account), "")),
            Cell(centre),
            Cell(unit),
            Cell(each.received or None, f"goods:a:{mark}" if each.received else "", currency),
            Cell(each.in_process or None, f"process:a:{mark}" if each.in_process else "", currency),
            Cell(each.total, currency=currency),
            *_book(found, book),
        )

    return Table(
        "proposal",
        _("Posting proposal"),
        (
            Column(_("GL account"), "text"),
            Column(_("Name"), "text", wide=True),
            Column(_("Cost centre"), "text"),
            Column(_("Cost unit"), "text", wide=True),
            Column(_("Received, not billed"), "amount", wide=True),
            Column(_("In process"), "amount", wide=True),
            Column(_("Amount"), "amount"),
            *_book_column(found),
        ),
        [row(each) for each in rows],
        foot=[
            (
                *(Cell(_("Total")), Cell(""), Cell(""), Cell("")),
                Cell(sum((each.received for each in mine), ZERO), currency=book.currency),
                Cell(sum((each.in_process for each in mine), ZERO), currency=book.currency),
                Cell(sum((each.total for each in mine), ZERO), currency=book.currency),
                *_book(found, book.pk),
            )
            for book in found.books
            if (mine := [each for each in rows if each.place[0] == book.pk])
        ],
        behind=_BEHIND,
        file=_FILE,
    )


def received_table(found: MonthEnd) -> Table:
    """N7: goods without an invoice, by vendor."""
    own = {each.pk: each.currency for each in found.books}
    grouped: dict[tuple[int, str, int], list[Goods]] = {}
    for each in found.goods:
        grouped.setdefault((each.place[0], each.vendor_name, each.vendor or 0), []).append(each)
    return Table(
        "received",
        _("Received, not billed"),
        (
            Column(_("Vendor"), "text"),
            Column(_("Order lines")),
            Column(_("First receipt"), "text", wide=True),
            Column(_("Net"), "amount"),
            *_book_column(found),
        ),
        [
            (
                Cell(name or _("unknown vendor")),
                Cell(len(rows), f"goods:v:{book}:{vendor}"),
                Cell(min((each.first_receipt for each in rows if each.first_receipt), default=None)),
                Cell(_sum(each.own for each in rows), currency=own[book]),
                *_book(found, book),
            )
            for (book, name, vendor), rows in sorted(grouped.items())
        ],
        behind=_BEHIND,
        file=_FILE,
    )


def process_table(found: MonthEnd) -> Table:
    """N7: what is in process, by how far it is."""
    words = stage_words()
    rows = []
    for book in found.books:
        for stage, word in words.items():
            mine = [each for each in found.invoices if each.books == book.pk and each.stage is stage]
            if mine:
                count = Cell(len(mine), f"process:s:{book.pk}:{stage}")
                amount = Cell(_sum(each.own for each in mine), currency=book.currency)
                rows.append((Cell(word), count, amount, *_book(found, book.pk)))
    return Table(
        "process",
        _("In process"),
        (Column(_("Stage"), "text"), Column(_("Documents")), Column(_("Net"), "amount"), *_book_column(found)),
        rows,
        behind=_BEHIND,
        file=_FILE,
    )


def stage_words() -> dict[Stage, str]:
    """How far an invoice is, in words."""
    return {
        Stage.REVIEW: _("in review"),
        Stage.APPROVED: _("approved, not in Exact yet"),
        Stage.FAILED: _("failed, not in Exact"),
        Stage.COPY: _("possible copies, not in the proposal"),
    }


def behind(found: MonthEnd, about: str) -> Table:
    """The order lines or invoices behind a figure; no rows when it names nothing."""
    kind, how, *rest = (*about.split(":"), "", "")
    if kind == "goods":
        return _goods_behind(found, _of_goods(how, rest))
    return _process_behind(found, how if kind == "process" else "", rest)


def _of_goods(how: str, rest: list[str]) -> Callable[[Goods], bool]:
    if how == "a":
        return lambda each: place_mark(each.place) == ":".join(rest[:4])
    return lambda each: how == "v" and [str(each.place[0]), str(each.vendor or 0)] == rest[:2]


def _goods_behind(found: MonthEnd, chosen: Callable[[Goods], bool]) -> Table:
    rows = [each for each in found.goods if chosen(each)]
    columns = (
        *(Column(_("Order"), "text"), Column(_("Line"), "text", wide=True), Column(_("Vendor"), "text")),
        *(Column(_("Description"), "text", wide=True), Column(_("Received"), "quantity", wide=True)),
        *(Column(_("Billed"), "quantity", wide=True), Column(_("Still open"), "quantity"), Column(_("Unit"), "text")),
        *(Column(_("Price"), "price", wide=True), Column(_("First receipt"), "text", wide=True)),
        *(Column(_("Net"), "amount", wide=True), Column(_("In own currency"), "amount")),
    )
    cells: list[tuple[Cell, ...]] = [
        (
            *(Cell(each.order), Cell(str(each.line)), Cell(each.vendor_name), Cell(each.description)),
            *(Cell(each.received), Cell(each.billed), Cell(each.open), Cell(each.unit)),
            *(Cell(each.price, currency=each.currency), Cell(each.first_receipt)),
            *(Cell(each.net, currency=each.currency), Cell(each.own, currency=each.own_currency)),
        )
        for each in rows
    ]
    blank = (Cell(""),) * (len(columns) - 2)
    total = (Cell(_("Total")), *blank, Cell(_sum(each.own for each in rows), currency=_own(rows)))
    return Table("behind", _("Received, not billed"), columns, cells, [total] if rows else [], file="")


def _own(rows: list[Goods]) -> str:
    return rows[0].own_currency if rows else "EUR"


def _process_behind(found: MonthEnd, how: str, rest: list[str]) -> Table:
    """Invoices with what of each the figure counts, in the books' own currency."""
    mark = ":".join(rest[:4])
    counted: dict[InProcess, Decimal | None] = {}
    for each in found.invoices:
        if how == "s" and [str(each.books), each.stage.value] == rest[:2]:
            counted[each] = each.own
        elif how == "a" and each.stage is not Stage.COPY:
            parts = [part.own for part in each.parts if place_mark(part.place) == mark and part.own]
            if parts:
                counted[each] = _sum(parts)
    drafts = drafts_of(each.draft for each in counted)
    own = {each.pk: each.currency for each in found.books}
    columns = (
        *(Column(_("Vendor"), "text"), Column(_("Number"), "text"), Column(_("Invoice date"), "text", wide=True)),
        *(Column(_("State"), "text", wide=True), Column(_("Total"), "amount", wide=True)),
        Column(_("Counted, net"), "amount"),
    )
    cells: list[tuple[Cell, ...]] = []
    for each, amount in counted.items():
        draft = drafts.get(each.draft)
        if draft is not None:
            name = Cell(draft.vendor_name or "…", href=reverse("review", args=[draft.pk]))
            state = Cell(state_word(draft.state))
            total = Cell(draft.payable, currency=draft.currency)
            counts = Cell(amount, currency=own[each.books])
            cells.append((name, Cell(draft.invoice_number), Cell(draft.issue_date), state, total, counts))
    currencies = {own[each.books] for each in counted}
    foot: list[tuple[Cell, ...]] = []
    if cells and len(currencies) == 1:
        whole = Cell(_sum(counted.values()), currency=currencies.pop())
        foot = [(Cell(_("Total")), Cell(""), Cell(""), Cell(""), Cell(""), whole)]
    return Table("behind", _("In process"), columns, cells, foot, file="")


def place_mark(place: Place) -> str:
    """An account and its cost centre and unit as part of an address."""
    return ":".join((str(place[0]), *(quote(each, safe="") for each in place[1:])))


def words_of(mark: str) -> str:
    """The account, cost centre and unit of such a part, as they are written."""
    return " · ".join(unquote(each) for each in mark.split(":")[1:] if each)


def _sum(amounts: Iterable[Decimal | None]) -> Decimal:
    return sum((each for each in amounts if each is not None), ZERO)


def _book_column(found: MonthEnd) -> tuple[Column, ...]:
    return (Column(_("Administration"), "text", wide=True),) if len(found.books) > 1 else ()


def _book(found: MonthEnd, key: int) -> tuple[Cell, ...]:
    if len(found.books) < 2:
        return ()
    book: Administration = next(each for each in found.books if each.pk == key)
    return (Cell(book.code),)


def last_of_month_before(today: date) -> date:
    """The cut-off that is meant when nobody says one: the last day of the month before."""
    return date.fromordinal(today.replace(day=1).toordinal() - 1)
