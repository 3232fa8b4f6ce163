"""Who says they sent it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz import fuzz, process

from matching.fraud.lookalike import DomainIndex, registrable, skeleton
from matching.fraud.signals import Signal

_ADDRESS = re.compile(
    r"[\w.+-]+@([\w-]+(?:\.[\w-]+)+)|\b((?:[\w-]+\.)+(?:nl|be|de|fr|com|eu|net|org|co\.uk))\b", re.IGNORECASE
)
NAME_LIKENESS = 92
LEAST_NAME = 5  # a shorter name is anybody's


@dataclass(frozen=True, slots=True)
class Sender:
    """The visible parts of a mail's origin; domains without the @. ``authentic`` None: not checked."""

    address: str
    display_name: str = ""
    reply_to: str = ""
    authentic: bool | None = None

    @property
    def domain(self) -> str:
        """The registrable domain of the address."""
        return registrable(self.address.rpartition("@")[2])


@dataclass(frozen=True)
class SenderBook:
    """Senders we know. ``vendor_names``: vendor name → its domains; ``seen``: addresses and domains that sent before;
    ``platforms``: free-mail and invoicing platforms, which belong to nobody. Keep a book: what it is asked is indexed
    at the first question."""

    vendor_names: Mapping[str, frozenset[str]]
    seen: frozenset[str] = frozenset()
    platforms: frozenset[str] = frozenset()

    @cached_property
    def index(self) -> DomainIndex:
        """All vendors' domains."""
        return DomainIndex(domain for domains in self.vendor_names.values() for domain in domains)

    @cached_property
    def owners(self) -> Mapping[str, frozenset[str]]:
        """Registrable domain → the vendors it belongs to."""
        found: dict[str, set[str]] = {}
        for name, domains in self.vendor_names.items():
            for domain in domains:
                found.setdefault(registrable(domain), set()).add(name)
        return {domain: frozenset(names) for domain, names in found.items()}

    @cached_property
    def trusted(self) -> frozenset[str]:
        """The registrable domains of the platforms."""
        return frozenset(registrable(name) for name in self.platforms)

    @cached_property
    def seen_before(self) -> frozenset[str]:
        """``seen`` in one case, domains as registered."""
        return frozenset(each.casefold() if "@" in each else registrable(each) for each in self.seen)

    @cached_property
    def named(self) -> tuple[Sequence[str], Sequence[str], Mapping[str, str]]:
        """Names of vendors with a domain that are long enough to be borrowed: as they are, folded, and by shape."""
        names = [name for name, domains in self.vendor_names.items() if domains and len(name) >= LEAST_NAME]
        return names, [name.casefold() for name in names], {_shape(name): name for name in reversed(names)}


def check_sender(sender: Sender, book: SenderBook, *, seen: bool = False) -> tuple[Signal, ...]:
    """Look-alike domain, somebody else's display name, Reply-To elsewhere, failed authentication, new sender.

    ``seen``: this address is known to have written before, though the book does not say so.
    """
    signals: list[Signal] = []
    found = book.index.find(sender.address.rpartition("@")[2], book.trusted)
    if found is not None:
        signals.append(
            Signal("LOOKALIKE_SENDER", {"domain": found.domain, "resembles": found.resembles, "how": found.how})
        )
    claimed = _claimed(sender, book)
    if claimed:
        signals.append(
            Signal("DISPLAY_NAME_MISMATCH", {"name": sender.display_name, "domain": sender.domain, "claims": claimed})
        )
    reply = registrable(sender.reply_to.rpartition("@")[2]) if sender.reply_to else ""
    if (
        reply
        and reply != sender.domain
        and not _same_vendor(reply, sender.domain, book)
        and not _platform(sender.domain, book)
    ):
        signals.append(Signal("REPLY_TO_DIFFERS", {"from": sender.domain, "reply_to": reply}))
    if sender.authentic is False:
        signals.append(Signal("SENDER_NOT_AUTHENTIC", {"domain": sender.domain}))
    if not seen and not _seen(sender, book):
        signals.append(Signal("SENDER_UNKNOWN", {"address": sender.address}))
    return tuple(signals)


def _platform(domain: str, book: SenderBook) -> bool:
    return domain in book.trusted


def _seen(sender: Sender, book: SenderBook) -> bool:
    if sender.address.casefold() in book.seen_before:
        return True
    # A platform's domain says nothing of who used it: only the full address counts there.
    known = sender.domain in book.index.names or sender.domain in book.seen_before
    return known and not _platform(sender.domain, book)


def _same_vendor(one: str, two: str, book: SenderBook) -> bool:
    return bool(book.owners.get(one, frozenset()) & book.owners.get(two, frozenset()))


def _claimed(sender: Sender, book: SenderBook) -> str:
    """The domain or vendor the display name claims to be, when the address is another's."""
    name = sender.display_name
    if not name:
        return ""
    for hit in _ADDRESS.finditer(name):
        domain = registrable(hit.group(1) or hit.group(2))
        if domain != sender.domain and not _same_vendor(domain, sender.domain, book):
            return domain
    if _platform(sender.domain, book):
        return ""
    own = book.owners.get(sender.domain, frozenset())
    nearest = max((_likeness(name, vendor) for vendor in own), default=0.0)
    names, folded, shapes = book.named
    found = [(100.0, shapes[_shape(name)])] if _shape(name) in shapes else []
    alike = process.extract(name.casefold(), folded, scorer=fuzz.ratio, score_cutoff=NAME_LIKENESS, limit=None)
    found += [(score, names[place]) for _text, score, place in alike]
    return next((vendor for score, vendor in found if vendor not in own and score > nearest), "")


def _likeness(name: str, vendor: str) -> float:
    if _shape(name) == _shape(vendor):
        return 100.0
    return fuzz.ratio(name.casefold(), vendor.casefold())


def _shape(name: str) -> str:
    return skeleton(name.replace(" ", ""))
