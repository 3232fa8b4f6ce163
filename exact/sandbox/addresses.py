"""Addresses of the API: ``/api/v1/{division}/{service}/{Resource}({key})/{Navigation}`` taken apart."""

import re
from dataclasses import dataclass
from urllib.parse import unquote

from exact.sandbox import catalogue
from exact.sandbox.catalogue import Entity
from exact.sandbox.errors import NO_RESOURCE, QUERY_SYNTAX, ApiError
from exact.sandbox.values import canonical, key_text

_ROOT = re.compile(r"^/api/v1/(?:beta/)?(?:(?P<division>\d+)/)?(?P<rest>.+)$")
_KEYED = re.compile(r"^(?P<path>[^()]+)(?:\((?P<key>.*)\))?(?:/(?P<navigation>[$\w]+))?$", re.S)
_LITERAL = re.compile(r"guid'([^']*)'|datetime'([^']*)'|'((?:[^']|'')*)'|(-?\d+)[LlDd]?|(true|false)")


@dataclass(frozen=True)
class Address:
    """A parsed address. ``key`` is the ledger's key text; ``tail`` a navigation, ``$count`` or ``$metadata``."""

    division: int | None
    entity: Entity
    key: str | None
    tail: str | None


def endpoint(path: str) -> tuple[int | None, str]:
    """Division and ``service/Resource`` of a path as far as they can be told, for limits, faults and the log."""
    match = _ROOT.match(unquote(path))
    if not match:
        return None, path.strip("/")
    rest = match["rest"].split("(", 1)[0].split("/$", 1)[0]
    return (int(match["division"]) if match["division"] else None), rest.strip("/")


def parse(path: str) -> Address:
    """Take a raw path apart; raises ApiError 404 for an unknown resource and 400 for a key that cannot be read."""
    match = _ROOT.match(unquote(path))
    if not match:
        raise ApiError(404, NO_RESOURCE.format(segment=path))
    rest = match["rest"].rstrip("/")
    division = int(match["division"]) if match["division"] else None
    keyed = _KEYED.match(rest)
    if not keyed:
        raise ApiError(404, NO_RESOURCE.format(segment=rest))
    path_part, key, tail = keyed["path"], keyed["key"], keyed["navigation"]
    if tail is None or key is None:
        # Without a key the expression above may have eaten the resource itself as a "navigation".
        parts = (path_part + ("/" + tail if tail and key is None else "")).split("/")
        if key is None:
            tail = parts.pop() if parts[-1].startswith("$") else None
        path_part = "/".join(parts)
    service, _, resource = path_part.rpartition("/")
    if tail == "$metadata" and key is None:
        service, resource = path_part, ""
        entity = next((e for e in catalogue.load().values() if e.service.lower() == service.lower()), None)
    else:
        entity = catalogue.find(service, resource)
    if entity is None or (division is None) != (entity.name == "current/Me"):
        raise ApiError(404, NO_RESOURCE.format(segment=resource or service))
    return Address(division, entity, None if key is None else key_values(entity, key), tail)


def key_values(entity: Entity, text: str) -> str:
    """Ledger key text of a bracketed key or a skip token (``guid'…'``, ``'10',6,2014``, ``A=1,B='x'``)."""
    found = []
    for match in _LITERAL.finditer(text):
        if match.group(0):
            groups = match.groups()
            value = next(group for group in groups if group is not None)
            found.append(value.replace("''", "'") if groups[2] is not None else value)
    if len(found) != len(entity.key):
        raise ApiError(400, QUERY_SYNTAX)
    texts = []
    for name, value in zip(entity.key, found, strict=True):
        edm = entity.properties[name].edm
        try:
            texts.append(key_text(edm, canonical(edm, value.rstrip() if edm == "String" else value)))
        except ValueError as error:
            raise ApiError(400, QUERY_SYNTAX) from error
    return "|".join(texts)
