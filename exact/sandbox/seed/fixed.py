"""The short fixed lists of an administration: journals, periods, cost centres, units, terms, currencies."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime, timedelta
from decimal import Decimal

from exact.sandbox.seed.administrations import BELGIUM, HOSPITALITY, INSTALLATION, SERVICE_USER, Administration, Row
from exact.sandbox.seed.charts import BE_FROM_NL, gl_guid
from exact.sandbox.seed.identity import guid

_STAMP = datetime(2021, 1, 4, 10, 0)

# code, description, type, Dutch account code
_JOURNALS = (
    ("10", "Kas", 10, "1000"),
    ("20", "Bank", 12, "1100"),
    ("60", "Inkoopboek", 22, "1600"),
    ("61", "Inkoopboek tussen groepsmaatschappijen", 22, "1600"),
    ("70", "Verkoopboek", 20, "1300"),
    ("90", "Memoriaal", 90, ""),
    ("95", "Beginbalans", 90, ""),
)

COST_CENTRES = {
    INSTALLATION: {
        "ALG": "Algemeen en directie",
        "KAN": "Kantoor en administratie",
        "MAG": "Magazijn",
        "SER": "Service en onderhoud",
        "PRJ": "Projecten",
        "VRK": "Verkoop en marketing",
        "WAG": "Wagenpark",
        "ICT": "Automatisering",
    },
    HOSPITALITY: {"ALG": "Algemeen", "KEU": "Keuken", "BED": "Bediening", "EVT": "Evenementen", "KAN": "Kantoor"},
    BELGIUM: {"ALG": "Algemeen", "WRF": "Werven", "MAG": "Magazijn", "VRK": "Verkoop", "KAN": "Kantoor"},
}
COST_UNITS = {
    INSTALLATION: {
        "W-WONING": "Woningbouw",
        "U-UTIL": "Utiliteit",
        "O-ONDERH": "Onderhoudscontracten",
        "Z-ZON": "Zonnestroom",
    },
    HOSPITALITY: {"REST": "Restaurant", "CATER": "Catering", "EVENT": "Evenementen"},
    BELGIUM: {"NIEUW": "Nieuwbouw", "RENO": "Renovatie"},
}
UNITS = {
    "st": "stuk",
    "m": "meter",
    "doos": "doos",
    "uur": "uur",
    "kg": "kilogram",
    "rol": "rol",
    "l": "liter",
    "set": "set",
    "week": "week",
    "fles": "fles",
    "krat": "krat",
}
# code: description, days, month ends
PAYMENT_CONDITIONS = {
    "00": ("Contant", 0, 0),
    "08": ("8 dagen", 8, 0),
    "14": ("14 dagen", 14, 0),
    "30": ("30 dagen", 30, 0),
    "45": ("45 dagen", 45, 0),
    "60": ("60 dagen", 60, 0),
    "EM": ("Einde maand", 0, 1),
    "IN": ("Automatische incasso", 14, 0),
}
CURRENCIES = {
    "EUR": "Euro",
    "USD": "Amerikaanse dollar",
    "GBP": "Britse pond",
    "CHF": "Zwitserse frank",
    "SEK": "Zweedse kroon",
    "DKK": "Deense kroon",
    "PLN": "Poolse zloty",
}
# 10 sales invoice, 20 purchase invoice and 55 miscellaneous are documented numbers; the others are invented.
_DOCUMENT_TYPES = {
    5: ("Algemeen", 3),
    10: ("Verkoopfactuur", 1),
    20: ("Inkoopfactuur", 2),
    55: ("Diversen", 3),
    116: ("Inkooporder", 2),
    40: ("Verkooporder", 1),
    183: ("Ontvangstbon", 2),
}


def _base(admin: Administration) -> Row:
    return {
        "Division": admin.code,
        "Created": _STAMP,
        "Modified": _STAMP,
        "Creator": SERVICE_USER,
        "Modifier": SERVICE_USER,
    }


def journal_rows(admin: Administration) -> list[Row]:
    """``financial/Journals``."""
    rows: list[Row] = []
    for code, description, kind, account in _JOURNALS:
        own = account if admin.legislation == "NL" else {"1000": "570000"}.get(account) or BE_FROM_NL.get(account, "")
        bank = kind == 12
        rows.append(
            _base(admin)
            | {
                "ID": guid(admin.code, "journal", code),
                "Code": code,
                "Description": description,
                "Type": kind,
                "Currency": "EUR",
                "CurrencyDescription": "Euro",
                "GLAccount": gl_guid(admin.code, own) if own else None,
                "GLAccountCode": own or None,
                "GLAccountType": {10: 10, 12: 12, 22: 22, 20: 20}.get(kind),
                "BankAccountIBAN": admin.iban if bank else None,
                "BankAccountCountry": admin.country if bank else None,
                "AllowVAT": kind in (20, 22, 90),
                "AllowVariableCurrency": True,
                "AllowVariableExchangeRate": True,
                "AutoSave": False,
                "IsBlocked": code == "61",
                "PaymentServiceProvider": 0,
            }
        )
    return rows


def period_rows(admin: Administration, today: date) -> tuple[list[Row], list[Row]]:
    """``financial/FinancialPeriods`` from two years back to one ahead, and ``read/financial/JournalStatusList``.

    Earlier years are closed; of this year every month but the last three is closed for purchase and sales,
    the current and the coming ones are open.
    """
    periods: list[Row] = []
    statuses: list[Row] = []
    month_now = today.year * 12 + today.month
    for year in range(today.year - 2, today.year + 2):
        for month in range(1, 13):
            periods.append(
                _base(admin)
                | {
                    "ID": guid(admin.code, "period", year, month),
                    "FinYear": year,
                    "FinPeriod": month,
                    "StartDate": date(year, month, 1),
                    "EndDate": date(year, month, monthrange(year, month)[1]),
                }
            )
            age = month_now - (year * 12 + month)
            for code, description, kind, _ in _JOURNALS:
                closed = year < today.year or age > 2
                statuses.append(
                    {
                        "Journal": code,
                        "Year": year,
                        "Period": month,
                        "JournalDescription": description,
                        "JournalType": kind,
                        "JournalTypeDescription": {10: "Kas", 12: "Bank", 20: "Verkoop", 22: "Inkoop", 90: "Memoriaal"}[
                            kind
                        ],
                        "Status": 1 if closed else 0,
                        "StatusDescription": "Gesloten" if closed else "Open",
                    }
                )
    return periods, statuses


def list_rows(admin: Administration, today: date) -> dict[str, list[Row]]:
    """Cost centres and units, units, payment conditions, document types, currencies, exchange rates, warehouses."""
    base = _base(admin)
    return {
        "hrm/Costcenters": [
            base | {"ID": guid(admin.code, "cc", code), "Code": code, "Description": text, "Active": True}
            for code, text in COST_CENTRES[admin.code].items()
        ]
        + [
            base
            | {
                "ID": guid(admin.code, "cc", "OUD"),
                "Code": "OUD",
                "Description": "Vestiging (vervallen)",
                "Active": False,
                "EndDate": date(2024, 12, 31),
            }
        ],
        "hrm/Costunits": [
            base | {"ID": guid(admin.code, "cu", code), "Code": code, "Description": text}
            for code, text in COST_UNITS[admin.code].items()
        ],
        "logistics/Units": [
            {
                "ID": guid(admin.code, "unit", code),
                "Division": admin.code,
                "Code": code,
                "Description": text,
                "Active": True,
                "Main": 1 if code == "st" else 0,
                "Type": "T" if code in ("uur", "week") else "O",
            }
            for code, text in UNITS.items()
        ],
        "cashflow/PaymentConditions": [
            base
            | {
                "ID": guid(admin.code, "term", code),
                "Code": code,
                "Description": text,
                "PaymentDays": days,
                "PaymentEndOfMonths": ends,
                "PaymentMethod": "I" if code == "IN" else "K" if code == "00" else "B",
                "Percentage": Decimal(1),
                "DiscountPercentage": Decimal(0),
                "DiscountPaymentDays": 0,
                "VATCalculation": "I",
            }
            for code, (text, days, ends) in PAYMENT_CONDITIONS.items()
        ],
        "general/Currencies": [
            {
                "Code": code,
                "Description": text,
                "AmountPrecision": Decimal("0.01"),
                "PricePrecision": Decimal("0.0001"),
                "Created": _STAMP,
                "Modified": _STAMP,
            }
            for code, text in CURRENCIES.items()
        ],
        "documents/DocumentTypes": [
            {
                "ID": number,
                "Description": text,
                "TypeCategory": category,
                "DocumentIsCreatable": True,
                "DocumentIsViewable": True,
                "DocumentIsUpdatable": True,
                "DocumentIsDeletable": True,
                "Created": _STAMP,
                "Modified": _STAMP,
            }
            for number, (text, category) in _DOCUMENT_TYPES.items()
        ],
        "financial/ExchangeRates": _rates(admin, today),
        "inventory/Warehouses": [
            base
            | {
                "ID": guid(admin.code, "warehouse", "1"),
                "Code": "1",
                "Description": "Magazijn",
                "Main": 1,
                "UseStorageLocations": 0,
            }
        ],
    }


def exchange_rate(currency: str, day: date) -> Decimal:
    """Euro for one unit of a currency on a day: an invented slow wave around a plausible level."""
    level = {
        "EUR": "1",
        "USD": "0.9080",
        "GBP": "1.1540",
        "CHF": "1.0610",
        "SEK": "0.0890",
        "DKK": "0.1340",
        "PLN": "0.2330",
    }[currency]
    if currency == "EUR":
        return Decimal(1)
    week = day.toordinal() // 7
    return (Decimal(level) * (Decimal(1000 + (week * 7) % 23 - 11) / 1000)).quantize(Decimal("0.000001"))


def _rates(admin: Administration, today: date) -> list[Row]:
    """Weekly rates of the last 60 weeks, source currency to euro."""
    monday = today - timedelta(days=today.weekday())
    rows: list[Row] = []
    for currency in list(CURRENCIES)[1:]:
        for week in range(60):
            day = monday - timedelta(weeks=59 - week)
            rows.append(
                _base(admin)
                | {
                    "ID": guid(admin.code, "rate", currency, day),
                    "SourceCurrency": currency,
                    "SourceCurrencyDescription": CURRENCIES[currency],
                    "TargetCurrency": "EUR",
                    "TargetCurrencyDescription": "Euro",
                    "Rate": exchange_rate(currency, day),
                    "StartDate": day,
                }
            )
    return rows
