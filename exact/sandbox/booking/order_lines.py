"""Lines of purchase and sales orders: added, changed and taken away in the same manner."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from exact.sandbox.booking.books import Books, Problems
from exact.sandbox.errors import ApiError, BusinessError, first_problem
from exact.sandbox.ledger import Row


@dataclass(frozen=True)
class OrderKind:
    """One kind of order. ``orders`` and ``lines`` are its resources, ``key`` the order's identifier on both,
    ``topic`` its webhook topic, ``copied`` what lines take over from the order. ``complete_line`` fills and checks
    a line; ``refresh`` brings the order's totals up to date and stores it; ``keep_line`` refuses to lose a line."""

    orders: str
    lines: str
    key: str
    topic: str
    complete_line: Callable[[Books, Row, Row, Problems], Row]
    refresh: Callable[[Books, Row], None]
    keep_line: Callable[[Row], None] = lambda line: None
    copied: tuple[str, ...] = ()

    def order_of(self, books: Books, key: str | None) -> Row:
        """The order with this key. Raises ApiError 404."""
        order = books.get(self.orders, key)
        if order is None:
            raise ApiError(404, "Not Found")
        return order

    def lines_of(self, books: Books, order: Row) -> list[Row]:
        """The lines of an order."""
        return books.ledger.children(books.division, self.lines, order[self.key])

    def create_line(self, books: Books, payload: Any) -> Row:
        """Add a line to an order."""
        line, _ = books.accept(self.lines, payload, "POST")
        order = self.order_of(books, line.get(self.key))
        self._complete(books, line, order)
        others = self.lines_of(books, order)
        line |= {"ID": books.new_id(), "LineNumber": max((row.get("LineNumber") or 0 for row in others), default=0) + 1}
        line |= {name: order[name] for name in self.copied}
        books.save(self.lines, line)
        self._changed(books, order)
        return line

    def update_line(self, books: Books, line: Row, payload: Any) -> None:
        """Change a line; it stays on its order."""
        changes, _ = books.accept(self.lines, payload, "PUT")
        order = self.order_of(books, line[self.key])
        changes.pop(self.key, None)
        merged = line | changes
        if set(changes) & {"UnitPrice", "Discount"} and "NetPrice" not in changes:
            merged["NetPrice"] = None
        self._complete(books, merged, order)
        books.save(self.lines, merged)
        self._changed(books, order)

    def delete_line(self, books: Books, line: Row) -> None:
        """Delete a line; an order keeps at least one."""
        order = self.order_of(books, line[self.key])
        if len(self.lines_of(books, order)) == 1:
            raise BusinessError(("mandatory", "Lines"))
        self.keep_line(line)
        books.remove(self.lines, line)
        self._changed(books, order)

    def _complete(self, books: Books, line: Row, order: Row) -> None:
        problems: Problems = []
        self.complete_line(books, line, order, problems)
        first_problem(problems)

    def _changed(self, books: Books, order: Row) -> None:
        self.refresh(books, order)
        books.report(self.topic, "Update", self.orders, order[self.key])
