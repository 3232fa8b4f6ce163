"""Numbers and addresses that name a party: what one is, and mail and web addresses.

A number whose check digit fails is still what the page prints: it is kept, with ``valid`` False.
"""

# ruff: noqa: SIM905 - lists of words are read as words
from __future__ import annotations

import re
from dataclasses import dataclass

from ocr.local.layout import Layout, Line, Token


@dataclass(slots=True, eq=False)
class Identifier:
    """``kind``: vat, iban, registration, email, domain. ``value`` as printed without inner spaces; ``label`` the kinds
    of the label it followed, if any."""

    kind: str
    value: str
    raw: str
    tokens: list[Token]
    valid: bool
    country: str = ""
    label: frozenset[str] = frozenset()
    label_tokens: tuple[Token, ...] = ()

    @property
    def line(self) -> Line:
        line = self.tokens[0].line
        assert line is not None
        return line


def line_above(layout: Layout, line: Line, count: int) -> list[Line]:
    """Up to ``count`` lines printed just above ``line`` on its page."""
    lines = layout.lines
    return [other for other in lines[max(0, line.number - count) : line.number] if other.page == line.page]


_EMAIL = re.compile(r"[A-Za-z0-9._%+-]+\s?@\s?[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}")
_SITE = re.compile(r"(?i)(?:https?://|www\.)(?:www\.)?([a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,})")
FREE_MAIL = frozenset(
    (
        "gmail hotmail outlook yahoo live icloud telenet skynet ziggo kpnmail xs4all gmx web "
        "t-online orange wanadoo free proximus planet hetnet msn aol protonmail test email example"
    ).split()
)


def find_addresses(layout: Layout) -> list[Identifier]:
    """E-mail addresses and web sites (``value``: the address, or the site's domain)."""
    out: list[Identifier] = []
    for line in layout.lines:
        for match in _EMAIL.finditer(line.text) if "@" in line.text else ():
            value = match.group().replace(" ", "").lower()
            out.append(Identifier("email", value, match.group(), line.span(*match.span()), True))
        for match in _SITE.finditer(line.text):
            out.append(Identifier("domain", match[1].lower(), match.group(), line.span(*match.span()), True))
    return out


def domain_word(identifier: Identifier) -> str:
    """The telling part of a domain: "acme" of info@acme.co.uk; empty for free mail."""
    domain = identifier.value.rpartition("@")[2]
    parts = [p for p in domain.split(".") if p not in ("co", "com", "www")]
    word = parts[-2] if len(parts) >= 2 else parts[0] if parts else ""
    return "" if word in FREE_MAIL else word
