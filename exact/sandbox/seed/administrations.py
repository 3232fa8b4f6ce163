"""The three invented administrations: two Dutch and one Belgian legal entity of one group."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from exact.sandbox.seed.identity import account, company, dice, guid

Row = dict[str, Any]

INSTALLATION, HOSPITALITY, BELGIUM = 3205401, 3205402, 3205403

SERVICE_USER = guid("user", "service")


@dataclass(frozen=True, slots=True)
class Administration:
    """One legal entity: what its own invoices and its vendors' invoices say of it."""

    code: int
    name: str
    legislation: str  # NL or BE: which chart and VAT codes
    street: str
    postcode: str
    city: str
    country: str
    email: str
    phone: str
    vat_number: str
    registration: str  # KvK or KBO
    iban: str

    @property
    def domain(self) -> str:
        return self.email.partition("@")[2]

    @property
    def address(self) -> list[str]:
        """Address lines as printed under the name."""
        return [self.street, f"{self.postcode} {self.city}"]


_TABLE = (
    (
        INSTALLATION,
        "Korenwolf Installatietechniek B.V.",
        "NL",
        "Ambachtsweg 14",
        "9723 KX",
        "Groningen",
        "korenwolf-techniek.example",
        "050 555 01 40",
    ),
    (
        HOSPITALITY,
        "Tafelrond Horeca B.V.",
        "NL",
        "Lindenkade 3",
        "3531 CV",
        "Utrecht",
        "tafelrond-horeca.example",
        "030 555 02 77",
    ),
    (
        BELGIUM,
        "Steenuil Techniek NV",
        "BE",
        "Noorderkaai 88",
        "2030",
        "Antwerpen",
        "steenuil-techniek.example",
        "03 555 03 19",
    ),
)


def administrations(seed: int) -> dict[int, Administration]:
    """The three administrations by division code."""
    made = {}
    for code, name, country, street, postcode, city, domain, phone in _TABLE:
        source = dice(seed, "administration", code)
        vat, registration = company(country, source)
        made[code] = Administration(
            code,
            name,
            country,
            street,
            postcode,
            city,
            country,
            f"facturen@{domain}",
            phone,
            vat,
            registration,
            account(country, source),
        )
    return made


def division_row(admin: Administration, current: bool, today: date) -> Row:
    """The administration as ``system/Divisions`` shows it."""
    stamp = datetime(2021, 1, 4, 9, 0)
    return {
        "Code": admin.code,
        "Hid": admin.code - INSTALLATION + 1,
        "Description": admin.name,
        "CustomerName": admin.name,
        "Customer": guid("customer", admin.code),
        "CustomerCode": str(2_100_000 + admin.code - INSTALLATION),
        "AddressLine1": admin.street,
        "Postcode": admin.postcode,
        "City": admin.city,
        "Country": admin.country,
        "Legislation": admin.legislation,
        "Currency": "EUR",
        "ChamberOfCommerceNumber": admin.registration,
        "VATNumber": admin.vat_number,
        "Email": admin.email,
        "Phone": admin.phone,
        "Website": f"https://www.{admin.domain}",
        "Status": 1,
        "BlockingStatus": 0,
        "Current": current,
        "IsMainDivision": current,
        "IsDossierDivision": False,
        "IsHRDivision": False,
        "IsPracticeDivision": False,
        "StartDate": datetime(2020, 1, 1),
        "TemplateCode": f"{admin.legislation}TEMPLATE",
        "SiretNumber": "",
        "Created": stamp,
        "Modified": stamp,
        "Creator": SERVICE_USER,
        "CreatorFullName": "Inrichting",
        "Modifier": SERVICE_USER,
        "ModifierFullName": "Inrichting",
    }


def me_row(admin: Administration) -> Row:
    """The signed-in user as ``current/Me`` shows it (ServerTime is the server's own business)."""
    return {
        "UserID": SERVICE_USER,
        "UserName": "admin@korenwolf-techniek.example",
        "FullName": "Marit Hoekstra",
        "FirstName": "Marit",
        "LastName": "Hoekstra",
        "Initials": "M.",
        "Email": "marit.hoekstra@korenwolf-techniek.example",
        "Gender": "V",
        "Language": "NL",
        "LanguageCode": "nl-NL",
        "Title": "",
        "Phone": "050 555 01 41",
        "CurrentDivision": admin.code,
        "AccountingDivision": admin.code,
        "DivisionCustomer": guid("customer", admin.code),
        "DivisionCustomerCode": str(2_100_000),
        "DivisionCustomerName": admin.name,
        "DivisionCustomerVatNumber": admin.vat_number,
        "DivisionCustomerSiretNumber": "",
        "CustomerCode": str(2_100_000),
        "Legislation": 1 if admin.legislation == "NL" else 2,
        "PackageCode": "XNLALL",
        "IsClientUser": False,
        "IsEmployeeSelfServiceUser": False,
        "IsMyFirmLiteUser": False,
        "IsMyFirmPortalUser": False,
        "IsStarterUser": False,
        "IsOEIMigrationMandatory": False,
        "EmployeeID": "00000000-0000-0000-0000-000000000000",
    }
