"""Relations as Exact shows them: ``crm/Accounts`` and ``crm/BankAccounts``."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

from exact.sandbox.seed.administrations import INSTALLATION, SERVICE_USER, Administration, Row
from exact.sandbox.seed.charts import BE_FROM_NL, gl_guid
from exact.sandbox.seed.fixed import PAYMENT_CONDITIONS
from exact.sandbox.seed.identity import company, dice, guid, slug
from exact.sandbox.seed.named import CUSTOMERS
from exact.sandbox.seed.sectors import SECTORS
from exact.sandbox.seed.taxes import code_for
from exact.sandbox.seed.vendors import Vendor

# How the installation company sorts its vendors in Exact; the other two administrations do not.
GROUPING = "Soort leverancier"
GROUPS = {"GH": "Groothandel", "OA": "Onderaannemers", "DV": "Diensten en overig"}


def classification_rows(admin: Administration) -> dict[str, list[Row]]:
    """``crm/AccountClassificationNames`` and ``crm/AccountClassifications`` of one administration."""
    if admin.code != INSTALLATION:
        return {"crm/AccountClassificationNames": [], "crm/AccountClassifications": []}
    own = {"Division": admin.code, "Created": datetime(2021, 1, 4, 9, 0), "Modified": datetime(2021, 1, 4, 9, 0)}
    name = own | {"ID": guid(admin.code, "classification name"), "Description": GROUPING, "SequenceNumber": 1}
    values = [
        own
        | {
            "ID": guid(admin.code, "classification", code),
            "AccountClassificationName": name["ID"],
            "AccountClassificationNameDescription": GROUPING,
            "Code": code,
            "Description": text,
        }
        for code, text in GROUPS.items()
    ]
    return {"crm/AccountClassificationNames": [name], "crm/AccountClassifications": values}


def _group(admin: Administration, vendor: Vendor) -> str | None:
    if admin.code != INSTALLATION:
        return None
    code = "GH" if vendor.sector.startswith("wholesale") else "OA" if vendor.sector == "subcontractor" else "DV"
    return guid(admin.code, "classification", code)


def account_rows(admin: Administration, everyone: dict[str, Vendor]) -> tuple[list[Row], list[Row]]:
    """``crm/Accounts`` (vendors, their twins, customers) and ``crm/BankAccounts`` of one administration."""
    accounts: list[Row] = []
    banks: list[Row] = []
    for vendor in everyone.values():
        if admin.code not in vendor.codes:
            continue
        row = _vendor_row(admin, vendor)
        accounts.append(row)
        banks += _bank_rows(admin, row, vendor)
        if "twin" in vendor.notes:
            twin = row | {
                "ID": guid(admin.code, "account", vendor.key, "twin"),
                "Code": str(int(row["Code"]) + 50_000),
                "Name": f"{vendor.name.removesuffix(' B.V.')} (oud)",
                "Email": f"administratie@{vendor.domain}",
                "Created": row["Created"] - timedelta(days=400),
            }
            accounts.append(twin)
            banks += _bank_rows(admin, twin, vendor)
    return accounts + _customer_rows(admin), banks


def _relation(admin: Administration, identity: str, stamp: datetime) -> Row:
    return {
        "ID": identity,
        "Division": admin.code,
        "Type": "A",
        "Source": 2,
        "SecurityLevel": 10,
        "ConsolidationScenario": 6,
        "IsSales": True,
        "InvoiceAttachmentType": 1,
        "SalesCurrency": "EUR",
        "StartDate": stamp.date(),
        "Created": stamp,
        "Modified": stamp + timedelta(days=90),
        "Creator": SERVICE_USER,
        "Modifier": SERVICE_USER,
    }


def _vendor_row(admin: Administration, vendor: Vendor) -> Row:
    stamp = datetime(2021, 2, 1, 11, 0) + timedelta(hours=int(vendor.codes[admin.code]) % 9000)
    main = SECTORS[vendor.sector].main_account
    own = main if admin.legislation == "NL" else BE_FROM_NL[main]
    code = code_for(admin.legislation, vendor.charge(admin.legislation))
    has_default = dice(0, "default", vendor.key).random() < 0.85
    return _relation(admin, vendor.guid(admin.code), stamp) | {
        "Code": vendor.codes[admin.code],
        "Name": vendor.name,
        "SearchCode": vendor.name[:10].upper(),
        "IsSupplier": True,
        "Classification1": _group(admin, vendor),
        "Status": "A",
        "Blocked": "blocked" in vendor.notes,
        "VATNumber": vendor.vat_number or None,
        "ChamberOfCommerce": vendor.registration,
        "AddressLine1": vendor.street,
        "Postcode": vendor.postcode,
        "City": vendor.city,
        "Country": vendor.country,
        "Email": vendor.email,
        "Website": vendor.website,
        "Phone": vendor.phone,
        "Language": {"DE": "DE", "FR": "FR", "GB": "EN", "IE": "EN", "US": "EN"}.get(vendor.country, "NL"),
        "PurchaseCurrency": vendor.currency,
        "PaymentConditionPurchase": vendor.terms,
        "PaymentConditionPurchaseDescription": PAYMENT_CONDITIONS[vendor.terms][0],
        "GLAccountPurchase": gl_guid(admin.code, own) if has_default else None,
        "PurchaseVATCode": code if has_default else None,
        "DiscountPurchase": Decimal(0),
        "PurchaseLeadDays": 3 if vendor.sector.startswith("wholesale") else 0,
    }


def _bank_rows(admin: Administration, account_row: Row, vendor: Vendor) -> list[Row]:
    if not vendor.iban:
        return []
    return [
        {
            "ID": guid(account_row["ID"], "bank", vendor.iban),
            "Account": account_row["ID"],
            "AccountName": account_row["Name"],
            "BankAccount": vendor.iban,
            "IBAN": vendor.iban,
            "BICCode": vendor.bic,
            "BankAccountHolderName": vendor.name,
            "Main": True,
            "Blocked": False,
            "Type": "A",
            "Division": admin.code,
            "Created": account_row["Created"],
            "Modified": account_row["Modified"],
        }
    ]


def _customer_rows(admin: Administration) -> list[Row]:
    rows = []
    for number, (key, name, country, street, postcode, city, division) in enumerate(CUSTOMERS):
        if division != admin.code:
            continue
        vat, registration = company(country, dice(2026, "customer", key))
        rows.append(
            _relation(admin, guid(division, "customer", key), datetime(2021, 3, 1, 9, number))
            | {
                "Code": str(10001 + number),
                "Name": name,
                "IsSupplier": False,
                "Status": "C",
                "Blocked": False,
                "VATNumber": vat,
                "ChamberOfCommerce": registration,
                "AddressLine1": street,
                "Postcode": postcode,
                "City": city,
                "Country": country,
                "Email": f"inkoop@{slug(name)}.example",
                "Website": f"https://www.{slug(name)}.example",
                "Language": "NL",
                "PaymentConditionSales": "30",
                "PurchaseCurrency": "EUR",
            }
        )
    return rows
