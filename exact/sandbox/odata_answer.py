"""The JSON the service writes: ``__metadata`` first, deferred links, expanded collections, one row or a collection."""

from collections.abc import Callable
from json.encoder import encode_basestring_ascii as quoted

from exact.sandbox.catalogue import Entity, Property
from exact.sandbox.ledger import Row
from exact.sandbox.odata_query import Query
from exact.sandbox.values import literal, padded, padding, wire

ChildWriter = Callable[[Row, str], str]
"""Writes the rows of one navigation collection of a row: (row, property) → JSON text of the ``results`` array."""


def key_literal(entity: Entity, row: Row) -> str:
    """The bracketed key of a row's address, e.g. ``(guid'…')``."""
    if len(entity.key) == 1:
        name = entity.key[0]
        return f"({_padded_literal(entity, row, name)})"
    return "(" + ",".join(f"{name}={_padded_literal(entity, row, name)}" for name in entity.key) + ")"


def _padded_literal(entity: Entity, row: Row, name: str) -> str:
    value = row.get(name)
    if isinstance(value, str):
        value = padded(value, padding(entity, name))
    return literal(entity.properties[name].edm, value)


class RowWriter:
    """Writes rows of one entity for one request; prepared once, used for every row."""

    def __init__(self, entity: Entity, root: str, query: Query | None, children: ChildWriter | None = None) -> None:
        """``root`` is the address up to and including the resource, without key."""
        self.entity = entity
        self.root = root
        self.base = root.split("/api/", 1)[0]
        self.children = children
        self.expand = query.expand if query else ()
        wanted = None if query is None or query.select is None else set(query.select)
        nested = set(query.nested) if query else set()
        self.columns: list[tuple[str, Property, tuple[int, str] | None]] = [
            (quoted(name), prop, padding(entity, name))
            for name, prop in entity.properties.items()
            if wanted is None or name in wanted or name in nested or (name in self.expand and name in wanted)
        ]

    def write(self, row: Row, only: tuple[str, ...] | None = None) -> str:
        """JSON object of a row. ``only`` makes a shell: every other property is written as null."""
        uri = self.root + key_literal(self.entity, row)
        parts = [f'"__metadata":{{"uri":{quoted(uri)},"type":{quoted(self.entity.model)}}}']
        for name, prop, rule in self.columns:
            if prop.is_collection:
                parts.append(f"{name}:{self._collection(row, prop.name, uri)}")
            elif only is not None and prop.name not in only:
                parts.append(f"{name}:null")
            else:
                value = row.get(prop.name)
                if prop.name.endswith("Url") and isinstance(value, str) and value.startswith("/"):
                    value = self.base + value
                parts.append(f"{name}:{wire(prop, value, rule)}")
        return "{" + ",".join(parts) + "}"

    def _collection(self, row: Row, name: str, uri: str) -> str:
        if name in self.expand and self.children is not None:
            return '{"results":' + self.children(row, name) + "}"
        return f'{{"__deferred":{{"uri":{quoted(uri + "/" + name)}}}}}'


def collection(rows: list[str], next_page: str | None, count: int | None, bare: bool) -> str:
    """Body of a collection: a bare array or ``results`` with ``__count`` and ``__next``."""
    joined = "[" + ",".join(rows) + "]"
    if bare:
        return '{"d":' + joined + "}"
    extra = "" if count is None else f',"__count":"{count}"'
    if next_page:
        extra += f',"__next":{quoted(next_page)}'
    return '{"d":{"results":' + joined + extra + "}}"
