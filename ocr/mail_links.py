"""The links of a mail, to be shown as text: nothing here, nor anything else of ours, ever follows one. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import urlsplit

from ocr.mail import MailParts
from ocr.names import clean_text

MOST = 12
_LONGEST = 2000
_BARE = re.compile(r"https?://[^\s<>\"'\\^`{|}]+", re.IGNORECASE)
_LEAVE_OUT = re.compile(
    r"unsubscribe|afmelden|uitschrijven|abmelden|desabonn|list-manage|privacy|disclaimer|facebook\.com|linkedin\.com"
    r"|instagram\.com|twitter\.com|//x\.com|youtube\.com|w3\.org",
    re.IGNORECASE,
)
_PAPER = re.compile(
    r"\b(?:\w*factuur|facturen|invoices?|\w*rechnung(?:en)?|factures?|creditnota|gutschrift|avoir|nota|bill|receipt)\b",
    re.IGNORECASE,
)
_FETCH = re.compile(
    r"\b(?:download\w*|bekijk\w*|open(?:en)?|inzien|ophalen|klik\w*|portaal|portal|link|view|click|see|herunterladen|abrufen|ansehen"
    r"|t[ée]l[ée]charge\w*|consulte\w*|voir)\b",
    re.IGNORECASE,
)
_HOST = re.compile(r"\b((?:[a-z0-9-]+\.)+[a-z]{2,})\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class MailLink:
    """``host`` in the letters of the internet's names (no look-alikes from other scripts), ``address`` whole, ``text``
    what the mail shows for it. ``misleading``: the text names another host than where it leads."""

    host: str
    address: str
    text: str = ""
    misleading: bool = False


def links_of(mail: MailParts) -> tuple[MailLink, ...]:
    """The links of a mail's own text, each once, at most ``MOST``, those that speak of an invoice first; without those
    for leaving a list and the like."""
    found: dict[str, MailLink] = {}
    for address, text in [*_of_html(mail.html), *((bare.rstrip(".,;:!?)]"), "") for bare in _BARE.findall(mail.text))]:
        link = _link(address, text)
        if link is not None and not _LEAVE_OUT.search(f"{link.address} {link.text}"):
            known = found.get(link.address)
            if known is None or (link.text and not known.text):
                found[link.address] = link
    return tuple(sorted(found.values(), key=lambda link: not _PAPER.search(f"{link.text} {link.address}"))[:MOST])


def points_to_document(text: str, links: tuple[MailLink, ...]) -> bool:
    """Whether a mail without a file says that its invoice is behind a link."""
    said = f"{text} {' '.join(link.text for link in links)}"
    return bool(links) and bool(_PAPER.search(said)) and bool(_FETCH.search(said))


def _link(address: str, text: str) -> MailLink | None:
    plain = clean_text(address).strip()
    if len(plain) > _LONGEST or not plain.lower().startswith(("http://", "https://")):
        return None
    try:
        host = (urlsplit(plain).hostname or "").encode("idna").decode("ascii")
    except (ValueError, UnicodeError):
        return None
    if not host:
        return None
    shown = re.sub(r"\s+", " ", clean_text(text)).strip()[:120]
    named = _HOST.search(shown)
    said = named[1].lower().removeprefix("www.") if named is not None else host
    other = not (f".{host}".endswith(f".{said}") or said.endswith(f".{host}"))
    return MailLink(host, plain, "" if shown == plain else shown, other)


def _of_html(source: str) -> Iterator[tuple[str, str]]:
    reader = _Anchors()
    try:
        reader.feed(source[:400_000])
        reader.close()
    except (AssertionError, ValueError, RecursionError):
        pass
    yield from reader.out


class _Anchors(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.out: list[tuple[str, str]] = []
        self._inside: list[str] | None = None
        self._href = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag == "a":
            self._close()
            self._href, self._inside = values.get("href") or "", []
        elif tag == "img" and self._inside is not None:
            self._inside.append(values.get("alt") or "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self._close()

    def handle_data(self, data: str) -> None:
        if self._inside is not None:
            self._inside.append(data)

    def _close(self) -> None:
        if self._inside is not None and self._href and len(self.out) < 500:
            self.out.append((self._href, " ".join(self._inside)))
        self._inside = None

    def close(self) -> None:
        super().close()
        self._close()
