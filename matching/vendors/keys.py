"""The keys a vendor may be found by, and their order per administration."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Key(StrEnum):
    """DOMAIN of the sender, VAT number, REGISTRATION (KvK, KBO), IBAN, NAME (similarity); ADDRESS is a full
    mail address, known only from a person's confirmation."""

    ADDRESS = "address"
    DOMAIN = "domain"
    VAT = "vat"
    REGISTRATION = "registration"
    IBAN = "iban"
    NAME = "name"


DEFAULT_ORDER = (Key.ADDRESS, Key.DOMAIN, Key.VAT, Key.REGISTRATION, Key.IBAN, Key.NAME)
EXACT_KEYS = frozenset(DEFAULT_ORDER) - {Key.NAME}


@dataclass(frozen=True, slots=True)
class KeyPolicy:
    """Which keys may decide, and in which order (per administration). A key that is left out or disabled still
    serves as evidence and for contradiction; NAME never decides by similarity, wherever it stands."""

    order: tuple[Key, ...] = DEFAULT_ORDER
    enabled: frozenset[Key] = frozenset(DEFAULT_ORDER)

    def deciding(self) -> tuple[Key, ...]:
        """The exact keys that may decide, in order."""
        return tuple(key for key in self.order if key in self.enabled and key in EXACT_KEYS)
