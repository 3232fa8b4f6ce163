"""Making a vendor in Exact and completing one: looked up first, so that a repeated attempt makes no second account.

Exact has no key of ours on an account; what makes an attempt recognisable is the vendor itself: its VAT number,
else its name. Every call here may be repeated.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from exact import events, wire
from exact.errors import OutcomeUnknown
from exact.gateway import ExactGateway
from exact.governor import Purpose
from exact.mirror import relation_rows
from exact.mirror.relation_rows import identifier
from exact.models import Administration, Vendor

_log = logging.getLogger(__name__)
ACCOUNTS, BANK_ACCOUNTS = "crm/Accounts", "crm/BankAccounts"
COLUMNS = (
    *("ID", "Code", "Name", "VATNumber", "ChamberOfCommerce", "Email", "Website", "Country", "AddressLine1"),
    *("Postcode", "City", "Phone", "PurchaseCurrency", "GLAccountPurchase", "PurchaseVATCode"),
    *("PaymentConditionPurchase", "IsSupplier", "Status", "Blocked", "EndDate", "Division"),
)
BANK_COLUMNS = ("ID", "Account", "BankAccount", "BICCode", "Main", "Division")
# Our words and Exact's for what a record says of a vendor.
FIELDS = {
    "name": "Name",
    "vat_number": "VATNumber",
    "registration": "ChamberOfCommerce",
    "address": "AddressLine1",
    "postcode": "Postcode",
    "city": "City",
    "country": "Country",
    "email": "Email",
}
PATIENCE = 20.0


@dataclass(frozen=True, slots=True)
class VendorData:
    """A vendor's record. Identifiers normalised; ``separate``: a person said that it is another vendor than the one
    with the same VAT number."""

    name: str
    vat_number: str = ""
    registration: str = ""
    iban: str = ""
    address: str = ""
    postcode: str = ""
    city: str = ""
    country: str = ""
    email: str = ""
    separate: bool = False


def create_vendor(administration: Administration, data: VendorData, by: str) -> str:
    """Make the vendor and its bank account in Exact unless they are there; Exact's id of it, mirrored at once.

    An account with the same VAT number (or, without one, the same name) is taken for the vendor and becomes a
    supplier. ``by`` is the user name, for the log. Raises the gateway's errors; after
    OutcomeUnknown the same call again settles it.
    """
    gateway = ExactGateway(administration, Purpose.PEOPLE, patience=PATIENCE)
    found = _find(administration, gateway, data)
    if found is None:
        body = {theirs: getattr(data, ours) for ours, theirs in FIELDS.items() if getattr(data, ours)}
        made = gateway.post(ACCOUNTS, {**body, "IsSupplier": True})
        exact_id = wire.text(made, "ID", 64)
        if not exact_id:
            raise OutcomeUnknown("no id in the answer")
        _log.info("vendor %s made in division %s for %s", exact_id, administration.division, by)
    else:
        exact_id = wire.text(found, "ID", 64)
        if not wire.flag(found, "IsSupplier"):
            gateway.put(ACCOUNTS, exact_id, {"IsSupplier": True})
    if data.iban:
        _bank_account(gateway, exact_id, data.iban)
    _mirror(administration, gateway, exact_id)
    return exact_id


def _find(administration: Administration, gateway: ExactGateway, data: VendorData) -> dict[str, Any] | None:
    """The account that is this vendor already, oldest first."""
    rows: list[dict[str, Any]] = []
    if data.vat_number:
        # Exact keeps a VAT number as somebody typed it; the mirror knows it without dots and spaces.
        known = Vendor.objects.filter(administration=administration, vat_number=data.vat_number, gone_at=None)
        for exact_id in known.order_by("pk").values_list("exact_id", flat=True)[:5]:
            rows += gateway.get(ACCOUNTS, select=COLUMNS, filter=f"ID eq {wire.guid(exact_id)}")
        rows += gateway.get(ACCOUNTS, select=COLUMNS, filter=f"VATNumber eq {wire.literal(data.vat_number)}")
    rows += gateway.get(ACCOUNTS, select=COLUMNS, filter=f"Name eq {wire.literal(data.name)}")
    return next((row for row in rows if _same(row, data)), None)


def _same(row: Mapping[str, Any], data: VendorData) -> bool:
    vat = identifier(wire.text(row, "VATNumber"))
    named = wire.text(row, "Name").casefold() == data.name.casefold()
    if data.vat_number and vat:
        return vat == data.vat_number and (named or not data.separate)
    # One of the two has no VAT number: the same name is the same vendor, unless the registers say otherwise.
    theirs = identifier(wire.text(row, "ChamberOfCommerce"))
    return named and (not theirs or not data.registration or theirs == data.registration)


def _bank_account(gateway: ExactGateway, exact_id: str, iban: str) -> None:
    rows = gateway.get(BANK_ACCOUNTS, select=BANK_COLUMNS, filter=f"Account eq {wire.guid(exact_id)}")
    if not any(identifier(wire.text(row, "BankAccount")) == iban for row in rows):
        gateway.post(BANK_ACCOUNTS, {"Account": exact_id, "BankAccount": iban, "Main": not rows})


def bank_account_there(administration: Administration, exact_id: str, iban: str) -> bool:
    """Whether the vendor has this account in Exact now. Raises the gateway's errors."""
    gateway = ExactGateway(administration, Purpose.PEOPLE, patience=PATIENCE)
    rows = gateway.get(BANK_ACCOUNTS, select=BANK_COLUMNS, filter=f"Account eq {wire.guid(exact_id)}")
    return any(identifier(wire.text(row, "BankAccount")) == iban for row in rows)


def add_bank_account(administration: Administration, exact_id: str, iban: str, *, main: bool, by: str) -> None:
    """Put an account into the vendor's record and mirror it; the accounts that are there stay.

    ``main``: it is the one that is paid to from now on. The caller has looked before, and committed that it is about
    to be sent. Raises the gateway's errors; after OutcomeUnknown only a look says whether it arrived.
    """
    gateway = ExactGateway(administration, Purpose.PEOPLE, patience=PATIENCE)
    gateway.post(BANK_ACCOUNTS, {"Account": exact_id, "BankAccount": iban, "Main": main})
    _log.info("bank account added to vendor %s in division %s for %s", exact_id, administration.division, by)
    _mirror(administration, gateway, exact_id)


def mirror_vendor(administration: Administration, exact_id: str) -> None:
    """Read the vendor and its bank accounts again. Raises the gateway's errors."""
    _mirror(administration, ExactGateway(administration, Purpose.PEOPLE, patience=PATIENCE), exact_id)


def _mirror(administration: Administration, gateway: ExactGateway, exact_id: str) -> None:
    here = wire.guid(exact_id)
    relation_rows.accounts(administration, gateway.get(ACCOUNTS, select=COLUMNS, filter=f"ID eq {here}"))
    banks = gateway.get(BANK_ACCOUNTS, select=BANK_COLUMNS, filter=f"Account eq {here}")
    relation_rows.bank_accounts(administration, banks)
    events.notify("vendors_changed", administration_id=administration.pk)


def complete_vendor(vendor: Vendor, filled: Mapping[str, str]) -> list[str]:
    """Fill empty details of a vendor in Exact; the names (ours) that were filled. What is filled there stays.

    ``filled`` holds names of ``FIELDS``. Raises the gateway's errors; the same call again is harmless.
    """
    gateway = ExactGateway(vendor.administration, Purpose.PEOPLE, patience=PATIENCE)
    rows = gateway.get(ACCOUNTS, select=COLUMNS, filter=f"ID eq {wire.guid(vendor.exact_id)}")
    present = rows[0] if rows else {}
    names = [name for name, value in filled.items() if value and not wire.text(present, FIELDS[name])]
    if names:
        gateway.put(ACCOUNTS, vendor.exact_id, {FIELDS[name]: filled[name] for name in names})
    _mirror(vendor.administration, gateway, vendor.exact_id)
    return names
