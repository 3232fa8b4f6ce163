"""A vendor's details as typed, prefilled from a document, and checked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields

from domain.parties import (
    normalise_iban,
    normalise_registration,
    normalise_vat,
    valid_iban,
    valid_kbo,
    valid_kvk,
    valid_vat,
    vat_country,
)
from exact.relations import VendorData
from matching.mirror.vendors import own_identifiers
from workbench.drafts.changing import DraftRefused
from workbench.models import Draft

_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")


@dataclass(frozen=True, slots=True)
class VendorText:
    """The fields of the form."""

    name: str = ""
    vat_number: str = ""
    registration: str = ""
    iban: str = ""
    address: str = ""
    postcode: str = ""
    city: str = ""
    country: str = ""
    email: str = ""

    def as_dict(self) -> dict[str, str]:
        """By the names of ``VendorData``."""
        return asdict(self)


def from_post(post: Mapping[str, str]) -> VendorText:
    """What the screen sent."""
    return VendorText(**{f.name: " ".join(post.get(f.name, "").split())[:200] for f in fields(VendorText)})


def from_draft(draft: Draft) -> VendorText:
    """What the document says of its sender; the country from its VAT number or IBAN when it is not printed."""

    def value(name: str) -> str:
        return str(draft.fields.get(name, {}).get("value") or "")

    vat = normalise_vat(value("supplier_vat"), value("supplier_country"))
    iban = normalise_iban(value("supplier_iban"))
    return VendorText(
        name=draft.supplier_name,
        vat_number=vat,
        registration=normalise_registration(value("supplier_registration")),
        iban=iban,
        address=value("supplier_address")[:200],
        postcode=value("supplier_postcode"),
        city=value("supplier_city"),
        country=value("supplier_country") or vat_country(vat) or iban[:2],
        email=value("supplier_email"),
    )


def as_read(text: VendorText) -> VendorData:
    """The details normalised but not proven, to look for vendors that are the same."""
    country = text.country.upper()[:2]
    return VendorData(
        name=text.name,
        vat_number=normalise_vat(text.vat_number, country),
        registration=normalise_registration(text.registration),
        iban=normalise_iban(text.iban),
        country=country,
    )


def checked(text: VendorText, *, separate: bool = False) -> VendorData:
    """The details normalised and proven by their check digits. Raises DraftRefused with the field's code."""
    if not text.name:
        raise DraftRefused("VENDOR_NAME")
    country = text.country.upper()
    if not re.fullmatch(r"[A-Z]{2}", country):
        raise DraftRefused("VENDOR_COUNTRY_INVALID", typed=text.country)
    vat = normalise_vat(text.vat_number, country)
    if text.vat_number and not valid_vat(vat):
        raise DraftRefused("VENDOR_VAT_INVALID", typed=text.vat_number)
    registration = normalise_registration(text.registration)
    if text.registration and not _register_number(registration, country):
        raise DraftRefused("VENDOR_REGISTRATION_INVALID", typed=text.registration)
    iban = normalise_iban(text.iban)
    if text.iban and not valid_iban(iban):
        raise DraftRefused("VENDOR_IBAN_INVALID", typed=text.iban)
    if text.email and not _MAIL.fullmatch(text.email):
        raise DraftRefused("VENDOR_EMAIL_INVALID", typed=text.email)
    own = own_identifiers()
    for value, ours in ((vat, own.vat_ids), (registration, own.registrations), (iban, own.ibans)):
        if value and value in ours:
            raise DraftRefused("VENDOR_OURS", typed=value)
    plain = {name: getattr(text, name) for name in ("name", "address", "postcode", "city", "email")}
    return VendorData(**plain, vat_number=vat, registration=registration, iban=iban, country=country, separate=separate)


def _register_number(number: str, country: str) -> bool:
    if country == "NL":
        return valid_kvk(number)
    if country == "BE":
        return valid_kbo(number)
    return 3 <= len(number) <= 32
