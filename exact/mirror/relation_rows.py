"""From Exact's rows to ours: vendors, customers, bank accounts, items."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from publicsuffixlist import PublicSuffixList

from exact import clock, wire
from exact.mirror.upsert import ids, mark_gone, upsert
from exact.models import CLASSIFICATIONS, Administration, Customer, Item, Vendor, VendorBankAccount, VendorGroup

Rows = list[dict[str, Any]]


def identifier(text: str) -> str:
    """Letters and digits in upper case, for VAT and registration numbers and IBANs."""
    return re.sub(r"[^0-9A-Z]", "", text.upper())


@lru_cache(maxsize=1)
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList()


@lru_cache(maxsize=20_000)
def organisational_domain(email: str, website: str) -> str:
    """The registrable domain of the mail address, else of the site; empty when neither has one."""
    host = email.rsplit("@", 1)[-1] if "@" in email else ""
    if not host and website:
        host = urlsplit(website if "//" in website else f"//{website}").hostname or ""
    host = host.strip().strip(".>").lower()
    if not host or not re.fullmatch(r"[a-z0-9.-]+", host):
        return ""
    return (_suffixes().privatesuffix(host) or "")[:200]


def accounts(administration: Administration, rows: Rows) -> None:
    """Relations: suppliers become vendors, customers (status C) customers; one can be both."""
    today = clock.now().date()
    vendors, customers, no_vendor, no_customer = [], [], [], []
    for row in rows:
        exact_id = wire.text(row, "ID", 64)
        email, website = wire.text(row, "Email", 254), wire.text(row, "Website")
        ended = wire.day(row, "EndDate")
        common = {
            "administration": administration,
            "exact_id": exact_id,
            "code": wire.text(row, "Code", 18),
            "name": wire.text(row, "Name", 200),
            "vat_number": identifier(wire.text(row, "VATNumber"))[:32],
            "email": email,
            "domain": organisational_domain(email, website),
            "raw": wire.plain(row),
        }
        if wire.flag(row, "IsSupplier"):
            vendors.append(
                Vendor(
                    **common,
                    registration=identifier(wire.text(row, "ChamberOfCommerce"))[:32],
                    country=wire.text(row, "Country", 2),
                    address=wire.text(row, "AddressLine1", 200),
                    postcode=wire.text(row, "Postcode", 20),
                    city=wire.text(row, "City", 100),
                    phone=wire.text(row, "Phone", 50),
                    currency=wire.text(row, "PurchaseCurrency", 3),
                    gl_account_id_default=wire.text(row, "GLAccountPurchase", 64),
                    vat_code_default=wire.text(row, "PurchaseVATCode", 8),
                    payment_condition=wire.text(row, "PaymentConditionPurchase", 8),
                    classifications={
                        str(number): value
                        for number in range(1, CLASSIFICATIONS + 1)
                        if (value := wire.text(row, f"Classification{number}", 64))
                    },
                    blocked=wire.flag(row, "Blocked") or bool(ended and ended < today),
                )
            )
        else:
            no_vendor.append(exact_id)
        if wire.text(row, "Status") == "C":
            customers.append(Customer(**common))
        else:
            no_customer.append(exact_id)
    upsert(Vendor, vendors, ["administration", "exact_id"])
    upsert(Customer, customers, ["administration", "exact_id"])
    for model, gone in ((Vendor, no_vendor), (Customer, no_customer)):
        known = ids(model, administration.pk, gone)
        if known:
            model.objects.filter(pk__in=known.values(), gone_at__isnull=True).update(gone_at=clock.now())


def vendor_groups(administration: Administration, rows: Rows) -> None:
    """The values of the classifications, read as a whole."""
    made = [
        VendorGroup(
            administration=administration,
            exact_id=wire.text(row, "ID", 64),
            code=wire.text(row, "Code", 30),
            description=wire.text(row, "Description", 200),
            name=wire.text(row, "AccountClassificationNameDescription", 200),
            raw=wire.plain(row),
        )
        for row in rows
    ]
    upsert(VendorGroup, made, ["administration", "exact_id"])
    mark_gone(VendorGroup, administration.pk, {group.exact_id for group in made})


def has_groups(administration: Administration) -> bool:
    """Whether any vendor has a classification: only then their names are worth a call."""
    return Vendor.objects.filter(administration=administration, gone_at=None).exclude(classifications={}).exists()


def groups_unknown(administration: Administration) -> bool:
    """Whether a vendor has a classification whose name was not read yet."""
    rows = Vendor.objects.filter(administration=administration, gone_at=None).exclude(classifications={})
    used = {group for groups in rows.values_list("classifications", flat=True) for group in groups.values()}
    known = VendorGroup.objects.filter(administration=administration, gone_at=None).values_list("exact_id", flat=True)
    return bool(used - set(known)) if used else False


def bank_accounts(administration: Administration, rows: Rows) -> None:
    """Bank accounts of vendors; those of other relations are passed over."""
    vendors = ids(Vendor, administration.pk, (wire.text(row, "Account") for row in rows))
    made = [
        VendorBankAccount(
            administration=administration,
            exact_id=wire.text(row, "ID", 64),
            vendor_id=vendors[wire.text(row, "Account")],
            iban=identifier(wire.text(row, "BankAccount"))[:34],
            main=wire.flag(row, "Main"),
            raw=wire.plain(row),
        )
        for row in rows
        if wire.text(row, "Account") in vendors
    ]
    upsert(VendorBankAccount, made, ["administration", "exact_id"])


def items(administration: Administration, rows: Rows) -> None:
    """Items; the account is the item's own for costs, else that of its group."""
    groups = administration.raw.get("item_groups", {})
    known = dict(
        Item.objects.filter(
            administration=administration, exact_id__in=[wire.text(row, "ID") for row in rows]
        ).values_list("exact_id", "supplier_codes")
    )
    made = []
    for row in rows:
        group = wire.text(row, "ItemGroupCode", 60)
        exact_id = wire.text(row, "ID", 64)
        made.append(
            Item(
                administration=administration,
                exact_id=exact_id,
                code=wire.text(row, "Code", 60),
                description=wire.text(row, "Description", 200),
                group=group,
                unit=wire.text(row, "Unit", 16),
                ean=wire.text(row, "Barcode", 20),
                gl_account_code=wire.text(row, "GLCostsCode", 20) or str(groups.get(group, ""))[:20],
                supplier_codes=known.get(exact_id, {}),
                raw=wire.plain(row),
            )
        )
    upsert(Item, made, ["administration", "exact_id"])


def item_groups(administration: Administration, rows: Rows) -> None:
    """Accounts of item groups, kept with the administration: items need them."""
    raw = dict(administration.raw)
    raw["item_groups"] = {
        wire.text(row, "Code"): wire.text(row, "GLPurchaseAccountCode") or wire.text(row, "GLCostsCode") for row in rows
    }
    Administration.objects.filter(pk=administration.pk).update(raw=raw)
    administration.raw = raw


def supplier_items(administration: Administration, rows: Rows) -> None:
    """The codes by which suppliers name our items."""
    named = {wire.text(row, "Item") for row in rows}
    found = {item.exact_id: item for item in Item.objects.filter(administration=administration, exact_id__in=named)}
    changed = {}
    for row in rows:
        item = found.get(wire.text(row, "Item"))
        code = wire.text(row, "SupplierItemCode", 60)
        if item is not None and code:
            item.supplier_codes = {**item.supplier_codes, wire.text(row, "Supplier"): code}
            changed[item.pk] = item
    Item.objects.bulk_update(changed.values(), ["supplier_codes"], batch_size=300)
