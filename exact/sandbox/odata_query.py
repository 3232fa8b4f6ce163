"""The system query options of a request: ``$filter``, ``$select``, ``$orderby``, ``$top``, ``$skip`` and others."""

import re
from dataclasses import dataclass, field
from urllib.parse import quote, unquote_plus

from exact.sandbox import odata_filter
from exact.sandbox.catalogue import Entity
from exact.sandbox.errors import QUERY_SYNTAX, ApiError

KNOWN = ("$filter", "$select", "$orderby", "$top", "$skip", "$skiptoken", "$inlinecount", "$expand", "$format")


@dataclass(frozen=True)
class Query:
    """Parsed query options. ``options`` are the decoded values; ``nested`` the ``$select`` of expanded collections."""

    options: dict[str, str]
    filter: odata_filter.Node | None = None
    select: tuple[str, ...] | None = None
    nested: dict[str, tuple[str, ...]] = field(default_factory=dict)
    expand: tuple[str, ...] = ()
    orderby: tuple[tuple[str, bool], ...] = ()
    top: int | None = None
    skip: int = 0
    skiptoken: str | None = None
    inlinecount: bool = False


def split(raw: str) -> dict[str, str]:
    """Decode a raw query string once; ``+`` and ``%20`` are blanks, ``%24filter`` is ``$filter``."""
    found: dict[str, str] = {}
    for part in raw.split("&"):
        if part:
            name, _, value = part.partition("=")
            found[unquote_plus(name)] = unquote_plus(value)
    return found


def parse(raw: str, entity: Entity) -> Query:
    """Parse the options for a collection or row of ``entity``; raises ApiError 400."""
    options = split(raw)
    for name in options:
        if name.startswith("$") and name not in KNOWN:
            raise ApiError(
                400, f"The query parameter '{name}' begins with a system-reserved '$' character but is not recognized."
            )
    expand = _names(options.get("$expand"))
    for name in expand:
        if entity.kind in ("sync", "bulk") or not _is_collection(entity, name):
            raise ApiError(400, QUERY_SYNTAX)
    select, nested = _select(options.get("$select"), entity, expand)
    filter_text = options.get("$filter")
    return Query(
        options=options,
        filter=odata_filter.parse(filter_text, entity) if filter_text else None,
        select=select,
        nested=nested,
        expand=expand,
        orderby=_orderby(options.get("$orderby"), entity),
        top=_whole(options.get("$top"), "$top"),
        skip=_whole(options.get("$skip"), "$skip") or 0,
        skiptoken=options.get("$skiptoken"),
        inlinecount=options.get("$inlinecount") == "allpages",
    )


def _names(text: str | None) -> tuple[str, ...]:
    return tuple(part.strip() for part in (text or "").split(",") if part.strip())


def _is_collection(entity: Entity, name: str) -> bool:
    prop = entity.properties.get(name)
    return prop is not None and prop.is_collection


def _select(
    text: str | None, entity: Entity, expand: tuple[str, ...]
) -> tuple[tuple[str, ...] | None, dict[str, tuple[str, ...]]]:
    names = _names(text)
    if not names:
        return None, {}
    own: list[str] = []
    nested: dict[str, list[str]] = {}
    for name in names:
        head, slash, tail = name.partition("/")
        if slash:
            if head not in expand:
                raise ApiError(400, QUERY_SYNTAX)
            nested.setdefault(head, []).append(tail)
        elif name == "*":
            if entity.kind in ("sync", "bulk"):
                raise ApiError(400, QUERY_SYNTAX)
            own.extend(entity.properties)
        elif name in entity.properties:
            own.append(name)
        else:
            raise ApiError(400, QUERY_SYNTAX)
    return tuple(own), {head: tuple(tails) for head, tails in nested.items()}


def _orderby(text: str | None, entity: Entity) -> tuple[tuple[str, bool], ...]:
    found = []
    for part in _names(text):
        words = part.split()
        prop = entity.properties.get(words[0])
        if (
            prop is None
            or prop.is_collection
            or len(words) > 2
            or (len(words) == 2 and words[1] not in ("asc", "desc"))
        ):
            raise ApiError(400, QUERY_SYNTAX)
        found.append((words[0], len(words) == 2 and words[1] == "desc"))
    return tuple(found)


def _whole(text: str | None, name: str) -> int | None:
    if text is None:
        return None
    if not re.fullmatch(r"\d+", text.strip()):
        raise ApiError(400, f"Incorrect format for {name} argument '{text}'.")
    return int(text)


def next_url(path: str, query: Query, top: int | None, skiptoken: str) -> str:
    """Absolute address of the next page: own options kept, commas and quotes raw, blanks as ``%20``, ``top`` left."""
    parts = []
    for name in ("$filter", "$expand", "$inlinecount", "$orderby", "$select"):
        if name in query.options:
            parts.append(f"{name}={quote(query.options[name], safe=chr(39) + ',()/$*!:')}")
    for name, value in query.options.items():
        if not name.startswith("$") and value:
            parts.append(f"{quote(name)}={quote(value, safe=chr(39) + ',()')}")
    if top is not None:
        parts.append(f"$top={top}")
    parts.append(f"$skiptoken={skiptoken}")
    return path + "?" + "&".join(parts)
