"""Walking XML by local names: dialects and versions differ in namespaces far more than in names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date as calendar_day

from lxml import etree

from domain.money import decimal_or_none

# A day, perhaps with a time of day and a zone behind it ("2026-03-14T08:00:00+01:00", "202603140800").
_DATE = re.compile(
    r"^(\d{4})-?(\d{2})-?(\d{2})(?:[T ]?\d{2}:?\d{2}(?::?\d{2}(?:\.\d+)?)?)?\s*(?:Z|[+-]\d{2}:?\d{2})?$", re.IGNORECASE
)
_NUMBER = re.compile(r"^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,2})?$")
_CURRENCY = re.compile(r"[A-Z]{3}")


def local_names(root: etree._Element) -> tuple[str, str]:
    """Take the namespaces off all tags in place; returns the root's (namespace, local name)."""
    namespace = etree.QName(root).namespace or ""
    for element in root.iter():
        if isinstance(element.tag, str) and "}" in element.tag:
            element.tag = element.tag.rpartition("}")[2]
    return namespace, str(root.tag)


def without_empty(root: etree._Element) -> None:
    """Take out, in place, all elements that hold no text, so that an empty one never hides a later one of its name."""
    for element in reversed(list(root.iter())):
        parent = element.getparent()
        if parent is not None and len(element) == 0 and not (element.text or "").strip():
            parent.remove(element)


def first(node: etree._Element | None, *paths: str) -> etree._Element | None:
    """The first element found along any of the paths, tried in order."""
    if node is not None:
        for path in paths:
            found = node.find(path)
            if found is not None:
                return found
    return None


def every(node: etree._Element | None, *paths: str) -> Iterator[etree._Element]:
    """All elements along the first path that has any."""
    if node is not None:
        for path in paths:
            found = node.findall(path)
            if found:
                yield from found
                return


def text(node: etree._Element | None, *paths: str) -> str:
    """Text of the first path whose element has any, white space made single; "" when there is none."""
    if node is None:
        return ""
    for path in paths:
        for found in node.findall(path):
            words = " ".join("".join(str(part) for part in found.itertext()).split())
            if words:
                return words
    return ""


def attribute(node: etree._Element | None, name: str) -> str:
    """An attribute by its local name (some formats put attributes into the namespace of their elements)."""
    if node is None:
        return ""
    values = (str(value) for key, value in node.attrib.items() if str(key).rpartition("}")[2] == name)
    return " ".join(next(values, "").split())


def currency_code(written: str) -> str:
    """``written`` when it has the form of an ISO 4217 code, else "": a sign or a name is no code to pay in."""
    written = written.strip().upper()
    return written if _CURRENCY.fullmatch(written) else ""


def own(node: etree._Element | None) -> str:
    """The element's own text, white space made single."""
    return "" if node is None else " ".join("".join(str(part) for part in node.itertext()).split())


def number(node: etree._Element | None, *paths: str) -> str:
    """A decimal number along the paths as plain text, "" when there is none or it is no number."""
    return as_number(text(node, *paths))


def as_number(written: str) -> str:
    """``written`` when it is an xs:decimal, without a plus sign or a point at its end; else "". An exponent, which
    xs:decimal does not know but programs write, is worked out ("1.19E2" is 119)."""
    written = written.strip()
    value = decimal_or_none(written) if _NUMBER.match(written) else None
    if value is None:
        return ""
    return format(value, "f") if "e" in written.lower() else written.lstrip("+").removesuffix(".")


def date(node: etree._Element | None, *paths: str) -> str:
    """An ISO date along the paths; understands YYYY-MM-DD (with time or zone), YYYYMMDD (format 102) and
    YYYYMMDDHHMM (203). A day the calendar does not have gives ""."""
    found = _DATE.match(text(node, *paths))
    if not found or not "1970" <= found[1] <= "2199":
        return ""
    try:
        return calendar_day(*(int(part) for part in found.groups())).isoformat()
    except ValueError:
        return ""
