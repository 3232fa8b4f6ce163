"""``$filter``: a small parser and evaluator for the expressions the service supports.

Grammar (OData 2): ``or`` < ``and`` < ``not`` < comparison < function call, property, literal, brackets.
Comparing a property with a property is refused, as reported for the live service. Text comparison respects case and
ignores trailing blanks; left-padded codes must be asked for with their padding or through ``trim``.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from exact.sandbox.catalogue import NUMERIC_TYPES, PARENTS, Entity
from exact.sandbox.errors import QUERY_SYNTAX, ApiError
from exact.sandbox.ledger import Row, account_property, reference_property
from exact.sandbox.values import guid, key_text, moment, padded, padding

_TOKEN = re.compile(
    r"\s*(?:(?P<guid>guid'[^']*')|(?P<datetime>datetime(?:offset)?'[^']*')|(?P<string>'(?:[^']|'')*')"
    r"|(?P<number>-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?[LlDdMmFf]?)|(?P<name>[A-Za-z_][A-Za-z0-9_/]*)|(?P<punct>[(),]))",
)
_COMPARE = {"eq", "ne", "gt", "ge", "lt", "le"}


@dataclass(frozen=True)
class Node:
    """A parsed expression: ``kind`` is and/or/not/compare/property/literal/call, ``edm`` its type, ``at`` where."""

    kind: str
    edm: str
    value: Any = None
    parts: tuple["Node", ...] = ()
    at: int = 0


def bad(message: str = QUERY_SYNTAX) -> ApiError:
    """A 400 for a query the service cannot read."""
    return ApiError(400, message)


def _tokens(text: str) -> list[tuple[str, str, int]]:
    found, position = [], 0
    while position < len(text.rstrip()):
        match = _TOKEN.match(text, position)
        if not match or match.end() == position or match.lastgroup is None:
            raise bad()
        found.append((match.lastgroup, match[match.lastgroup], match.start(match.lastgroup)))
        position = match.end()
    return found


_FUNCTIONS: dict[str, tuple[tuple[str, ...], str, Callable[..., Any]]] = {
    "substringof": (("String", "String"), "Boolean", lambda part, text: part in text),
    "startswith": (("String", "String"), "Boolean", lambda text, part: text.startswith(part)),
    "endswith": (("String", "String"), "Boolean", lambda text, part: text.rstrip().endswith(part)),
    "indexof": (("String", "String"), "Int32", lambda text, part: Decimal(text.find(part))),
    "tolower": (("String",), "String", lambda text: text.lower()),
    "toupper": (("String",), "String", lambda text: text.upper()),
    "trim": (("String",), "String", lambda text: text.strip()),
    "length": (("String",), "Int32", lambda text: Decimal(len(text.rstrip()))),
    "substring": (("String", "Int32", "Int32?"), "String", lambda text, *a: _substring(text, *a)),
    "concat": (("String", "String"), "String", lambda a, b: a + b),
    "replace": (("String", "String", "String"), "String", lambda text, old, new: text.replace(old, new)),
    "year": (("DateTime",), "Int32", lambda text: Decimal(text[0:4])),
    "month": (("DateTime",), "Int32", lambda text: Decimal(text[5:7])),
    "day": (("DateTime",), "Int32", lambda text: Decimal(text[8:10])),
    "hour": (("DateTime",), "Int32", lambda text: Decimal(text[11:13])),
    "minute": (("DateTime",), "Int32", lambda text: Decimal(text[14:16])),
    "second": (("DateTime",), "Int32", lambda text: Decimal(text[17:19])),
}


def _substring(text: str, start: Decimal, length: Decimal | None = None) -> str:
    first = int(start)
    return text[first:] if length is None else text[first : first + int(length)]


class _Parser:
    def __init__(self, text: str, entity: Entity) -> None:
        self.entity = entity
        self.items = _tokens(text)
        self.position = 0

    def peek(self) -> tuple[str, str, int]:
        return self.items[self.position] if self.position < len(self.items) else ("end", "", -1)

    def take(self) -> tuple[str, str, int]:
        item = self.peek()
        if item[0] == "end":
            raise bad()
        self.position += 1
        return item

    def word(self, word: str) -> bool:
        kind, text, _ = self.peek()
        if kind == "name" and text == word:
            self.position += 1
            return True
        return False

    def expect(self, text: str) -> None:
        if self.take()[1] != text:
            raise bad()

    def expression(self) -> Node:
        left = self.conjunction()
        while self.word("or"):
            left = self.logical("or", left, self.conjunction())
        return left

    def conjunction(self) -> Node:
        left = self.negation()
        while self.word("and"):
            left = self.logical("and", left, self.negation())
        return left

    def logical(self, kind: str, left: Node, right: Node) -> Node:
        for side in (left, right):
            if side.edm != "Boolean":
                raise bad(f"Expression of type 'System.Boolean' expected at position {side.at}.")
        return Node(kind, "Boolean", None, (left, right), left.at)

    def negation(self) -> Node:
        at = self.peek()[2]
        if self.word("not"):
            part = self.negation()
            if part.edm != "Boolean":
                raise bad(f"Expression of type 'System.Boolean' expected at position {part.at}.")
            return Node("not", "Boolean", None, (part,), at)
        return self.comparison()

    def comparison(self) -> Node:
        left = self.primary()
        kind, text, at = self.peek()
        if kind == "name" and text in _COMPARE:
            self.position += 1
            right = self.primary()
            _check_types(text, left, right, at)
            return Node("compare", "Boolean", text, (left, right), left.at)
        return left

    def primary(self) -> Node:
        kind, text, at = self.take()
        if text == "(" and kind == "punct":
            inner = self.expression()
            self.expect(")")
            return inner
        if kind == "name":
            if self.peek()[1] == "(" and text in _FUNCTIONS:
                return self.call(text, at)
            if text in ("true", "false"):
                return Node("literal", "Boolean", text == "true", (), at)
            if text == "null":
                return Node("literal", "null", None, (), at)
            prop = self.entity.properties.get(text)
            if prop is None or prop.is_collection:
                raise bad()
            return Node("property", prop.edm, text, (), at)
        return _literal(kind, text, at)

    def call(self, name: str, at: int) -> Node:
        self.expect("(")
        parts = [self.expression()]
        while self.peek()[1] == ",":
            self.take()
            parts.append(self.expression())
        self.expect(")")
        wanted, edm, _ = _FUNCTIONS[name]
        if not sum(not w.endswith("?") for w in wanted) <= len(parts) <= len(wanted):
            raise bad(f"No applicable function found for '{name}' at position {at}.")
        for want, part in zip(wanted, parts, strict=False):
            if not _same_family(want.rstrip("?"), part.edm):
                raise bad(f"No applicable function found for '{name}' at position {at}.")
        return Node("call", edm, name, tuple(parts), at)


def _literal(kind: str, text: str, at: int) -> Node:
    try:
        if kind == "guid":
            return Node("literal", "Guid", guid(text[5:-1]), (), at)
        if kind == "datetime":
            return Node("literal", "DateTime", moment(text.split("'")[1].replace("%3A", ":")), (), at)
        if kind == "string":
            return Node("literal", "String", text[1:-1].replace("''", "'"), (), at)
        if kind == "number":
            edm = {"L": "Int64", "D": "Double", "M": "Double", "F": "Double"}.get(text[-1].upper())
            number = Decimal(text[:-1] if edm else text)
            return Node("literal", edm or ("Double" if "." in text else "Int32"), number, (), at)
    except ValueError as error:
        raise bad() from error
    raise bad()


def literals(text: str) -> list[Any]:
    """Values of a comma-separated list of literals (a skip token), in comparable form; ``null`` is None."""
    found = []
    for kind, part, at in _tokens(text):
        if kind == "name" and part in ("null", "true", "false"):
            found.append({"null": None, "true": True, "false": False}[part])
        elif kind != "punct":
            found.append(_literal(kind, part, at).value)
    return found


def _same_family(left: str, right: str) -> bool:
    return left == right or (left in NUMERIC_TYPES and right in NUMERIC_TYPES)


def _check_types(operator: str, left: Node, right: Node, at: int) -> None:
    if left.kind == "property" and right.kind == "property":
        raise bad()
    if "null" in (left.edm, right.edm):
        return
    if not _same_family(left.edm, right.edm):
        raise bad(
            f"Operator '{operator}' incompatible with operand types 'System.{left.edm}' and 'System.{right.edm}'"
            f" at position {at}."
        )


def parse(text: str, entity: Entity) -> Node:
    """Parse a filter; raises ApiError 400 in the service's words when it cannot be read."""
    parser = _Parser(text, entity)
    node = parser.expression()
    if parser.peek()[0] != "end":
        raise bad()
    if node.edm != "Boolean":
        raise bad("Expression of type 'System.Boolean' expected at position 0.")
    return node


def properties(node: Node) -> set[str]:
    """Names of all properties a filter mentions."""
    if node.kind == "property":
        return {node.value}
    return set().union(*[properties(part) for part in node.parts]) if node.parts else set()


def compile_filter(node: Node, entity: Entity) -> Callable[[Row], bool]:
    """Turn a parsed filter into a test of a canonical row."""
    test = _compile(node, entity)
    return lambda row: bool(test(row))


def _compile(node: Node, entity: Entity) -> Callable[[Row], Any]:
    if node.kind == "literal":
        fixed = node.value
        return lambda row: fixed
    if node.kind == "property":
        return reader(node.value, entity)
    parts = [_compile(part, entity) for part in node.parts]
    if node.kind == "and":
        return lambda row: bool(parts[0](row)) and bool(parts[1](row))
    if node.kind == "or":
        return lambda row: bool(parts[0](row)) or bool(parts[1](row))
    if node.kind == "not":
        return lambda row: not parts[0](row)
    if node.kind == "call":
        function = _FUNCTIONS[node.value][2]
        return lambda row: _apply(function, [part(row) for part in parts])
    return _comparer(node.value, parts[0], parts[1])


def _apply(function: Callable[..., Any], values: list[Any]) -> Any:
    return None if any(value is None for value in values) else function(*values)


def reader(name: str, entity: Entity) -> Callable[[Row], Any]:
    """Function that reads a property of a row in comparable form: numbers as Decimal, codes with their padding."""
    prop = entity.properties[name]
    if prop.edm in NUMERIC_TYPES:

        def number(row: Row) -> Any:
            value = row.get(name, prop.default)
            return None if value is None else Decimal(str(value))

        return number
    rule = padding(entity, name)
    if prop.edm == "String" and rule:

        def text(row: Row) -> Any:
            value = row.get(name, prop.default)
            return None if value is None else padded(value, rule)

        return text
    return lambda row: row.get(name, prop.default)


def _comparer(operator: str, left: Callable[[Row], Any], right: Callable[[Row], Any]) -> Callable[[Row], bool]:
    def compare(row: Row) -> bool:
        a, b = left(row), right(row)
        if isinstance(a, str) and isinstance(b, str):
            a, b = a.rstrip(" "), b.rstrip(" ")
        if operator == "eq":
            return a == b
        if operator == "ne":
            return a != b
        if a is None or b is None:
            return False
        return {"gt": a > b, "ge": a >= b, "lt": a < b, "le": a <= b}[operator]

    return compare


_SQL = {"eq": "=", "gt": ">", "ge": ">=", "lt": "<", "le": "<="}


def index_conditions(node: Node, entity: Entity) -> list[tuple[str, Any]]:
    """Conditions on the ledger's columns that every matching row satisfies; the filter itself is still applied."""
    if node.kind == "and":
        return index_conditions(node.parts[0], entity) + index_conditions(node.parts[1], entity)
    if node.kind != "compare" or node.value not in _SQL:
        return []
    left, right = node.parts
    if left.kind != "property" or right.kind != "literal" or right.value is None:
        return []
    name, operator = left.value, _SQL[node.value]
    if name == "Timestamp" and entity.kind == "sync":
        return [(f"version {operator} ?", int(right.value))]
    if name == "Modified":
        return [(f"modified {operator} ?", right.value)]
    if operator != "=":
        return []
    if entity.kind != "sync" and entity.key == (name,):
        return [("key = ?", key_text(entity.properties[name].edm, right.value))]
    if name == PARENTS.get(entity.source):
        return [("parent = ?", right.value)]
    if name == account_property(entity) and left.edm == "Guid":
        return [("account = ?", right.value)]
    if name == reference_property(entity) and padding(entity, name) is None:
        return [("reference = ?", right.value.rstrip(" "))] if right.value.strip() else []
    return []
