"""Values of keys as mappings and directories store them."""

from __future__ import annotations

from collections.abc import Callable

from domain.parties import normalise_iban, normalise_name, normalise_registration, normalise_vat
from matching.vendors.domains import organisation_domain
from matching.vendors.keys import Key


def normalise_value(key: Key, value: str) -> str:
    """The normalised value; "" when the text cannot be one of that key."""
    normalise: dict[Key, Callable[[str], str]] = {
        Key.ADDRESS: _address,
        Key.DOMAIN: organisation_domain,
        Key.VAT: normalise_vat,
        Key.REGISTRATION: normalise_registration,
        Key.IBAN: normalise_iban,
        Key.NAME: normalise_name,
    }
    return normalise[key](value)


def _address(value: str) -> str:
    plain = value.rsplit("<", 1)[-1].rstrip("> ").strip().lower()
    return plain if plain.count("@") == 1 else ""
