"""GET: collections with filter, order and paging; single rows; navigation; counting; sync, bulk and read functions."""

from collections.abc import Callable, Iterator
from functools import cmp_to_key
from typing import Any

from exact.sandbox import catalogue, odata_filter, odata_query, views
from exact.sandbox.calls import Caller, Response
from exact.sandbox.catalogue import NAVIGATIONS, NO_DIVISION, Entity
from exact.sandbox.clock import Clock
from exact.sandbox.configuration import SandboxSettings
from exact.sandbox.errors import ApiError
from exact.sandbox.ledger import Ledger, Row, Stored
from exact.sandbox.odata_answer import RowWriter, collection
from exact.sandbox.odata_query import Query
from exact.sandbox.values import key_text, literal, padded, padding

SELECT_REQUIRED = {"purchaseentry/PurchaseEntries", "cashflow/Receivables", "generaljournalentry/GeneralJournalEntries"}
"""Plain resources that refuse a collection without ``$select`` or ``$top=1``."""
CHUNK = 2000


class Reader:
    """Answers the reads of one call."""

    def __init__(
        self,
        ledger: Ledger,
        settings: SandboxSettings,
        clock: Clock,
        caller: Caller,
        base: str,
        division: int,
        lag: float = 0,
    ) -> None:
        """``lag`` hides rows younger than that many seconds (the look-up lag fault)."""
        self.ledger, self.settings, self.clock, self.caller = ledger, settings, clock, caller
        self.base, self.division, self.lag = base, division, lag

    def root(self, entity: Entity) -> str:
        """Address of a resource in this administration."""
        if entity.name == "current/Me":
            return f"{self.base}/api/v1/current/Me"
        return f"{self.base}/api/v1/{self.division}/{entity.name}"

    def one(self, entity: Entity, key: str, raw_query: str) -> Response:
        """One row by key, or 404."""
        query = odata_query.parse(raw_query, entity)
        row = self.row(entity, key)
        return Response.json('{"d":' + self.writer(entity, query).write(row) + "}")

    def row(self, entity: Entity, key: str) -> Row:
        """The row of a key; raises ApiError 404."""
        for stored in self.stored(entity, [("key = ?", key)]):
            return stored.row
        raise ApiError(404, "Not Found")

    def writer(self, entity: Entity, query: Query | None) -> RowWriter:
        """Row writer that also writes expanded lines."""
        return RowWriter(entity, self.root(entity), query, lambda row, name: self._expanded(entity, query, row, name))

    def _expanded(self, entity: Entity, query: Query | None, row: Row, name: str) -> str:
        target = NAVIGATIONS.get((entity.name, name))
        if target is None:
            return "[]"
        lines = catalogue.load()[target[0]]
        nested = Query({}, select=query.nested.get(name) if query else None)
        for selected in nested.select or ():
            if selected not in lines.properties:
                raise odata_filter.bad()
        writer = RowWriter(lines, self.root(lines), nested)
        found = self.ledger.children(self.division, target[0], row[entity.key[0]])
        return "[" + ",".join(writer.write(line) for line in found) + "]"

    def count(self, entity: Entity, raw_query: str) -> Response:
        """``/$count``: plain digits."""
        query = odata_query.parse(raw_query, entity)
        self._mandatory_filter(entity, query)
        total = sum(1 for _ in self.matching(entity, query, []))
        return Response(200, str(total).encode(), "text/plain;charset=utf-8")

    def collection(self, entity: Entity, raw_query: str, where: list[tuple[str, Any]] | None = None) -> Response:
        """A collection with every query option; ``where`` narrows it (navigation from a header)."""
        query = odata_query.parse(raw_query, entity)
        if where is None:
            self._mandatory_select(entity, query)
            self._mandatory_filter(entity, query)
        if entity.name == "read/sync/Sync/SyncTimestamp":
            return self._sync_timestamp(entity, query)
        size = entity.page_size
        top = query.top
        wanted = min(x for x in (size, top, 10**9) if x is not None)
        page, more = self._page(entity, query, where or [], wanted)
        writer = self.writer(entity, query)
        rows = [writer.write(stored.row) for stored in page]
        following = None
        rest = None if top is None else top - len(rows)
        if more and size is not None and (rest is None or rest > 0) and page:
            token = self._token(entity, query, page[-1])
            following = odata_query.next_url(self.root(entity), query, rest, token)
        count = sum(1 for _ in self.matching(entity, query, where or [])) if query.inlinecount else None
        bare = (
            size is not None and top is not None and top <= size and query.skiptoken is None and not query.inlinecount
        )
        return Response.json(collection(rows, following, count, bare))

    def _mandatory_select(self, entity: Entity, query: Query) -> None:
        if not self.settings.mandatory_select:
            return
        if entity.kind in ("sync", "bulk"):
            missing = query.select is None
        else:
            missing = entity.name in SELECT_REQUIRED and query.select is None and query.top != 1
        if missing:
            raise ApiError(400, "Please add a $select or a $top=1 statement to the query string.")

    def _mandatory_filter(self, entity: Entity, query: Query) -> None:
        used = odata_filter.properties(query.filter) if query.filter else set()
        if entity.kind == "sync":
            allowed = {"Timestamp", "EntityType"} if entity.name == "sync/Deleted" else {"Timestamp"}
            if used - allowed:
                raise ApiError(400, "This $filter parameter is not supported for this resource.")
            return
        if entity.filter_required and self.settings.mandatory_filter:
            fields = [name for name, prop in entity.properties.items() if "f" in prop.flags]
            if not used & set(fields):
                raise ApiError(
                    400,
                    "This endpoint has mandatory filtering applied. A GET request for this endpoint must have a $filter"
                    f" parameter with one of the following fields in the url:{','.join(fields)}",
                )

    def matching(self, entity: Entity, query: Query, where: list[tuple[str, Any]]) -> Iterator[Stored]:
        """All rows that satisfy the filter, in key order (version order on sync)."""
        conditions = list(where)
        test: Callable[[Row], bool] = lambda row: True  # noqa: E731
        if query.filter is not None:
            conditions += odata_filter.index_conditions(query.filter, entity)
            test = odata_filter.compile_filter(query.filter, entity)
        return (stored for stored in self.stored(entity, conditions) if test(stored.row))

    def stored(self, entity: Entity, where: list[tuple[str, Any]]) -> Iterator[Stored]:
        """Rows of an entity in paging order, read in chunks so that a page costs a page."""
        special = views.special_rows(entity, self.ledger, self.caller, self.clock, self.division, where)
        if special is not None:
            yield from special
            return
        order = "version" if entity.kind == "sync" else "key"
        conditions = list(where)
        if self.lag:
            conditions.append(("born <= ?", self.clock.now() - self.lag))
        division = self.division if entity.has_division else NO_DIVISION
        shape = views.shaper(entity, self.ledger, division)
        size, after = 64, None
        while True:
            step = conditions + ([(f"{order} > ?", after)] if after is not None else [])
            chunk = self.ledger.rows(division, entity.source, step, order, size)
            for stored in chunk:
                yield shape(stored) if shape else stored
            if len(chunk) < size:
                return
            after = chunk[-1].version if order == "version" else chunk[-1].key
            size = CHUNK

    def _page(
        self, entity: Entity, query: Query, where: list[tuple[str, Any]], wanted: int
    ) -> tuple[list[Stored], bool]:
        where = list(where)
        if query.orderby:
            rows = self._ordered(entity, query, where)
        else:
            if query.skiptoken is not None:
                where.append(self._after(entity, query.skiptoken))
            rows = self.matching(entity, query, where)
        for _ in range(query.skip if query.skiptoken is None else 0):
            if next(rows, None) is None:
                break
        page: list[Stored] = []
        for stored in rows:
            if len(page) == wanted:
                return page, True
            page.append(stored)
        return page, False

    def _after(self, entity: Entity, token: str) -> tuple[str, Any]:
        from exact.sandbox.addresses import key_values

        if entity.kind == "sync":
            digits = token.rstrip("Ll")
            if not digits.isdigit():
                raise odata_filter.bad()
            return "version > ?", int(digits)
        return "key > ?", key_values(entity, token)

    def _ordered(self, entity: Entity, query: Query, where: list[tuple[str, Any]]) -> Iterator[Stored]:
        readers = [(odata_filter.reader(name, entity), desc) for name, desc in query.orderby]

        def values(stored: Stored) -> list[Any]:
            return [reader(stored.row) for reader, _ in readers]

        def compare(a: tuple[list[Any], str], b: tuple[list[Any], str]) -> int:
            for left, right, (_, desc) in zip(a[0], b[0], query.orderby, strict=True):
                step = _compare(left, right)
                if step:
                    return -step if desc else step
            return (a[1] > b[1]) - (a[1] < b[1])

        found: list[tuple[tuple[list[Any], str], Stored]] = [
            ((values(stored), stored.key), stored) for stored in self.matching(entity, query, where)
        ]
        if query.skiptoken is not None:
            # Compared by value, so that a row that has gone or changed meanwhile does not end the paging.
            after = self._position(entity, query)
            found = [pair for pair in found if compare(pair[0], after) > 0]
        position = cmp_to_key(compare)
        found.sort(key=lambda pair: position(pair[0]))
        return iter([stored for _, stored in found])

    def _position(self, entity: Entity, query: Query) -> tuple[list[Any], str]:
        parts = odata_filter.literals(query.skiptoken or "")
        if len(parts) != len(query.orderby) + len(entity.key):
            raise odata_filter.bad()
        keys = zip(entity.key, parts[len(query.orderby) :], strict=True)
        return parts[: len(query.orderby)], "|".join(
            key_text(entity.properties[name].edm, value) for name, value in keys
        )

    def _token(self, entity: Entity, query: Query, stored: Stored) -> str:
        if entity.kind == "sync":
            return f"{stored.version}L"
        parts = [_shown_literal(entity, name, stored.row) for name, _ in query.orderby]
        parts += [literal(entity.properties[name].edm, stored.row.get(name)) for name in entity.key]
        return ",".join(part.replace(" ", "%20").replace("&", "%26").replace("+", "%2B") for part in parts)

    def _sync_timestamp(self, entity: Entity, query: Query) -> Response:
        row = views.sync_timestamp(query.options, self.ledger, self.division)
        rows = [self.writer(entity, query).write(row)] if row else []
        return Response.json(collection(rows, None, None, False))


def _shown_literal(entity: Entity, name: str, row: Row) -> str:
    prop = entity.properties[name]
    value = row.get(name, prop.default)
    return literal(prop.edm, padded(value, padding(entity, name)) if isinstance(value, str) else value)


def _compare(left: Any, right: Any) -> int:
    if left is None or right is None:
        return (left is not None) - (right is not None)
    return (left > right) - (left < right)
