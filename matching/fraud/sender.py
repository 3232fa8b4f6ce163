"""Who says they sent it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz

from matching.fraud.lookalike import find_lookalike, registrable, skeleton
from matching.fraud.signals import Signal

_ADDRESS = re.compile(
    r"[\w.+-]+@([\w-]+(?:\.[\w-]+)+)|\b((?:[\w-]+\.)+(?:nl|be|de|fr|com|eu|net|org|co\.uk))\b", re.IGNORECASE
)
NAME_LIKENESS = 92


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


@dataclass(frozen=True, slots=True)
class SenderBook:
    """Senders we know. ``vendor_names``: vendor name → its domains; ``seen``: addresses and domains that sent before;
    ``platforms``: free-mail and invoicing platforms, which belong to nobody."""

    vendor_names: dict[str, frozenset[str]]
    seen: frozenset[str] = frozenset()
    platforms: frozenset[str] = frozenset()

    @property
    def domains(self) -> frozenset[str]:
        """All vendors' domains."""
        return frozenset().union(*self.vendor_names.values()) if self.vendor_names else frozenset()


def check_sender(sender: Sender, book: SenderBook) -> tuple[Signal, ...]:
    """Look-alike domain, somebody else's display name, Reply-To elsewhere, failed authentication, new sender."""
    signals: list[Signal] = []
    domains = book.domains
    found = find_lookalike(sender.address.rpartition("@")[2], domains, book.platforms)
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
    if not _seen(sender, book, domains):
        signals.append(Signal("SENDER_UNKNOWN", {"address": sender.address}))
    return tuple(signals)


def _platform(domain: str, book: SenderBook) -> bool:
    return domain in {registrable(name) for name in book.platforms}


def _seen(sender: Sender, book: SenderBook, domains: Iterable[str]) -> bool:
    address = sender.address.casefold()
    if address in {seen.casefold() for seen in book.seen}:
        return True
    # A platform's domain says nothing of who used it: only the full address counts there.
    return not _platform(sender.domain, book) and sender.domain in {registrable(d) for d in (*domains, *book.seen)}


def _same_vendor(one: str, two: str, book: SenderBook) -> bool:
    return any({one, two} <= {registrable(d) for d in domains} for domains in book.vendor_names.values())


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
    own = [
        vendor for vendor, domains in book.vendor_names.items() if sender.domain in {registrable(d) for d in domains}
    ]
    nearest = max((_likeness(name, vendor) for vendor in own), default=0.0)
    for vendor, domains in book.vendor_names.items():
        if vendor not in own and domains and len(vendor) >= 5:
            likeness = _likeness(name, vendor)
            if likeness >= NAME_LIKENESS and likeness > nearest:
                return vendor
    return ""


def _likeness(name: str, vendor: str) -> float:
    if skeleton(name.replace(" ", "")) == skeleton(vendor.replace(" ", "")):
        return 100.0
    return fuzz.ratio(name.casefold(), vendor.casefold())
