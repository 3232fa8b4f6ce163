"""JSON as Exact speaks it: exact decimal numbers out, typed values in.

Pure. Out: a Decimal becomes the very digits it holds, keys are sorted, so the same payload always has the same
bytes. In: ``/Date(ms)/`` becomes a datetime without zone (a date-only field is midnight; Exact's Created and
Modified are its own local time), fixed-width strings lose their padding, numbers with a point become Decimal.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

_DATE = re.compile(r"^/Date\((-?\d+)([+-]\d{4})?\)/$")
_EPOCH = datetime(1970, 1, 1)


def dumps(value: Any) -> str:
    """Canonical JSON text. Raises TypeError for floats and unknown types: an amount must never pass as float."""
    if value is None or isinstance(value, bool | str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, int):
        return str(value)
    if isinstance(value, Decimal):
        if not value.is_finite():
            raise TypeError("amounts must be finite")
        return format(value, "f")
    if isinstance(value, datetime):
        return json.dumps(value.replace(tzinfo=None, microsecond=0).isoformat())
    if isinstance(value, date):
        return json.dumps(f"{value.isoformat()}T00:00:00")
    if isinstance(value, Mapping):
        inner = ",".join(f"{json.dumps(str(key), ensure_ascii=False)}:{dumps(value[key])}" for key in sorted(value))
        return "{" + inner + "}"
    if isinstance(value, list | tuple):
        return "[" + ",".join(dumps(item) for item in value) + "]"
    raise TypeError(f"{type(value).__name__} cannot go to Exact")


def loads(raw: bytes | str) -> Any:
    """Parsed and typed JSON. Raises ValueError when it is not JSON."""
    return _typed(json.loads(raw, parse_float=Decimal))


def _typed(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _typed(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_typed(item) for item in value]
    if isinstance(value, str):
        found = _DATE.match(value) if value.startswith("/Date(") else None
        return _EPOCH + timedelta(milliseconds=int(found.group(1))) if found else value.strip()
    return value


def plain(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row fit for a JSON column: dates as ISO text, decimals as text, links and metadata left out."""
    kept: dict[str, Any] = {}
    for key, value in row.items():
        if key == "__metadata" or (isinstance(value, dict) and "__deferred" in value):
            continue
        if isinstance(value, datetime | date):
            value = value.isoformat()
        elif isinstance(value, Decimal):
            value = format(value, "f")
        elif isinstance(value, dict | list):
            continue
        kept[key] = value
    return kept


def text(row: Mapping[str, Any], key: str, limit: int = 300) -> str:
    """The value as text, empty for null or absent, cut to ``limit`` characters."""
    value = row.get(key)
    return "" if value is None else str(value).strip()[:limit]


def decimal(row: Mapping[str, Any], key: str, places: int | None = None) -> Decimal:
    """The value as Decimal, zero for null or absent; rounded half-even to ``places`` to shed binary noise."""
    value = row.get(key)
    if value is None or value == "":
        return Decimal(0)
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return Decimal(0)
    return number if places is None else number.quantize(Decimal(1).scaleb(-places))


def integer(row: Mapping[str, Any], key: str, default: int = 0) -> int:
    """The value as int (Int64 arrives as text), ``default`` for null, absent or not a number."""
    try:
        return int(row.get(key))  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return default


def flag(row: Mapping[str, Any], key: str) -> bool:
    """True for true and for the Byte 1."""
    return row.get(key) in (True, 1, "1", "true", "True")


def day(row: Mapping[str, Any], key: str) -> date | None:
    """The calendar date of a date-only field; never shifted by a zone."""
    value = row.get(key)
    return value.date() if isinstance(value, datetime) else None


def rows(body: Any) -> tuple[list[dict[str, Any]], str | None]:
    """The rows of a collection and the address of the next page.

    Both shapes occur: ``{"d": [...]}`` and ``{"d": {"results": [...], "__next": "..."}}``; one entity comes as
    ``{"d": {...}}`` and is returned as a single row. Raises ValueError for anything else.
    """
    inner = body.get("d") if isinstance(body, dict) else None
    if isinstance(inner, list):
        found, following = inner, None
    elif isinstance(inner, dict) and isinstance(inner.get("results"), list):
        found, following = inner["results"], inner.get("__next")
    elif isinstance(inner, dict):
        found, following = [inner], None
    else:
        raise ValueError("no rows in the answer")
    if not all(isinstance(row, dict) for row in found):
        raise ValueError("rows are not objects")
    return found, following


def literal(value: Any) -> str:
    """An OData literal for a ``$filter``: GUIDs are given as ``guid(...)`` by the caller, text is quoted."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | Decimal):
        return str(value)
    if isinstance(value, datetime):
        return f"datetime'{value.replace(tzinfo=None).isoformat()}'"
    if isinstance(value, date):
        return f"datetime'{value.isoformat()}'"
    quoted = str(value).replace("'", "''")
    return f"'{quoted}'"


def guid(value: str) -> str:
    """A GUID literal. Raises ValueError for anything that is not a GUID, so that no filter can be injected."""
    if not re.fullmatch(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", value):
        raise ValueError(f"not a GUID: {value!r}")
    return f"guid'{value.lower()}'"
