"""VAT codes of the administrations, with dated percentages.

The codes are invented after the usual Dutch and Belgian templates. Rates by date: the Netherlands 17.5 % to
2001, 19 % to 1 October 2012, 21 % since; low 6 % to 2019, 9 % since. Belgium 21, 12, 6 and 0 % throughout.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache

from exact.sandbox.seed.administrations import SERVICE_USER, Administration, Row
from exact.sandbox.seed.charts import gl_guid
from exact.sandbox.seed.identity import guid

_SINCE = date(1992, 10, 1)
NL_HIGH = ((_SINCE, "0.175"), (date(2001, 1, 1), "0.19"), (date(2012, 10, 1), "0.21"))
NL_LOW = ((_SINCE, "0.06"), (date(2019, 1, 1), "0.09"))
ZERO = ((_SINCE, "0"),)
BE_21, BE_12, BE_6 = ((_SINCE, "0.21"),), ((_SINCE, "0.12"),), ((_SINCE, "0.06"),)

# code, description, kind B/E/I/N, transaction B/P/S, charged, EU listing, claim account, pay account, rates, options
_NL = (
    ("0", "Geen btw", "N", "B", False, "N", "", "", ZERO, ""),
    ("1", "Btw hoog, inclusief", "I", "B", False, "N", "1500", "1510", NL_HIGH, ""),
    ("2", "Btw hoog, exclusief", "E", "B", False, "N", "1500", "1510", NL_HIGH, ""),
    ("3", "Btw laag, inclusief", "I", "B", False, "N", "1501", "1511", NL_LOW, ""),
    ("4", "Btw laag, exclusief", "E", "B", False, "N", "1501", "1511", NL_LOW, ""),
    ("5", "Btw verlegd hoog (binnenland)", "E", "P", True, "N", "1502", "1512", NL_HIGH, ""),
    ("5L", "Btw verlegd laag (binnenland)", "E", "P", True, "N", "1502", "1512", NL_LOW, ""),
    ("6", "Invoer goederen buiten EU, art. 23", "E", "P", True, "N", "1504", "1514", NL_HIGH, ""),
    ("6D", "Diensten van buiten de EU", "E", "P", True, "N", "1504", "1514", NL_HIGH, ""),
    ("7", "Verwerving goederen binnen de EU", "E", "P", True, "L", "1503", "1513", NL_HIGH, "intrastat"),
    ("8", "Diensten van binnen de EU", "E", "P", True, "S", "1503", "1513", NL_HIGH, ""),
    ("9", "Vrijgesteld van btw", "B", "B", False, "N", "", "", ZERO, ""),
    ("M", "Margeregeling inkoop", "N", "P", False, "N", "", "", ZERO, "margin"),
    ("Z", "Btw 0 % (nultarief)", "B", "B", False, "N", "", "", ZERO, ""),
    ("NA", "Btw hoog, niet aftrekbaar", "E", "P", False, "N", "1500", "", NL_HIGH, "blocked"),
    ("V5", "Verkoop btw verlegd", "B", "S", False, "N", "", "", ZERO, ""),
    ("V7", "Levering binnen de EU", "B", "S", False, "L", "", "", ZERO, ""),
    ("V8", "Diensten binnen de EU", "B", "S", False, "S", "", "", ZERO, ""),
)
_BE = (
    ("0", "Geen btw", "N", "B", False, "N", "", "", ZERO, ""),
    ("1", "Binnenland inclusief 21%", "I", "B", False, "N", "411000", "451000", BE_21, ""),
    ("3", "Binnenland exclusief 6%", "E", "B", False, "N", "411000", "451000", BE_6, ""),
    ("4", "Binnenland exclusief 12%", "E", "B", False, "N", "411000", "451000", BE_12, ""),
    ("5", "Binnenland exclusief 21%", "E", "B", False, "N", "411000", "451000", BE_21, ""),
    ("6", "Binnenland 0%", "B", "B", False, "N", "", "", ZERO, ""),
    ("7", "Medecontractant 21% (aankoop)", "E", "P", True, "N", "411200", "451200", BE_21, ""),
    ("7B", "Medecontractant 6% (aankoop)", "E", "P", True, "N", "411200", "451200", BE_6, ""),
    ("8", "IC verwerving goederen 21%", "E", "P", True, "L", "411300", "451300", BE_21, "intrastat"),
    ("8D", "IC diensten 21%", "E", "P", True, "S", "411300", "451300", BE_21, ""),
    ("9", "Invoer met verlegging (ET 14000)", "E", "P", True, "N", "411400", "451400", BE_21, ""),
    ("9D", "Diensten van buiten de EU 21%", "E", "P", True, "N", "411400", "451400", BE_21, ""),
    ("A", "21% waarvan 50% aftrekbaar", "E", "P", False, "N", "411000", "", BE_21, "half"),
    ("K", "Kleine onderneming, vrijgesteld", "B", "P", False, "N", "", "", ZERO, ""),
    ("M", "Margeregeling aankoop", "N", "P", False, "N", "", "", ZERO, "margin"),
    ("X", "Vrijgesteld art. 44", "B", "B", False, "N", "", "", ZERO, ""),
    ("V7", "Verkoop medecontractant", "B", "S", False, "N", "", "", ZERO, ""),
    ("V8", "IC levering goederen", "B", "S", False, "L", "", "", ZERO, ""),
)

# What a seed vendor charges -> the administration's code and the rate in per cent printed or self-assessed.
_USE = {
    "NL": {
        "high": "2",
        "low": "4",
        "reverse": "5",
        "reverse_low": "5L",
        "eu_goods": "7",
        "eu_services": "8",
        "import": "6",
        "non_eu_services": "6D",
        "exempt": "9",
        "none": "0",
        "margin": "M",
        "small": "0",
        "zero": "Z",
        "mid": "4",
    },
    "BE": {
        "high": "5",
        "low": "3",
        "mid": "4",
        "reverse": "7",
        "reverse_low": "7B",
        "eu_goods": "8",
        "eu_services": "8D",
        "import": "9",
        "non_eu_services": "9D",
        "exempt": "X",
        "none": "0",
        "margin": "M",
        "small": "K",
        "zero": "6",
    },
}


def _table(
    legislation: str,
) -> tuple[tuple[str, str, str, str, bool, str, str, str, tuple[tuple[date, str], ...], str], ...]:
    return _NL if legislation == "NL" else _BE


def code_for(legislation: str, charge: str) -> str:
    """The VAT code an administration uses for what a vendor charges ("high", "reverse", "eu_goods", …)."""
    return _USE[legislation][charge]


@cache
def charged(legislation: str, code: str) -> bool:
    """Whether VAT of this code is both due and claimed, so that the invoice itself carries none."""
    return next(row[4] for row in _table(legislation) if row[0] == code)


def rate_on(legislation: str, code: str, day: date) -> Decimal:
    """The fraction of a code on a day (0.21)."""
    rates = next(row[8] for row in _table(legislation) if row[0] == code)
    return next(Decimal(rate) for start, rate in reversed(rates) if start <= day)


def accounts_of(legislation: str, code: str) -> tuple[str, str]:
    """The accounts to claim and to pay of a code; empty when it has none."""
    return next((row[6], row[7]) for row in _table(legislation) if row[0] == code)


def vat_rows(admin: Administration) -> list[Row]:
    """``vat/VATCodes``, each with its dated ``VATPercentages`` nested as a list of rows."""
    stamp = datetime(2021, 1, 4, 9, 45)
    rows: list[Row] = []
    for code, description, kind, transaction, is_charged, listing, claim, pay, rates, options in _table(
        admin.legislation
    ):
        identity = guid(admin.code, "vat", code)
        dated = []
        for number, (start, rate) in enumerate(rates, start=1):
            end = rates[number][0] - timedelta(days=1) if number < len(rates) else None
            dated.append(
                {
                    "ID": guid(identity, number),
                    "VATCodeID": identity,
                    "LineNumber": number,
                    "Percentage": Decimal(rate),
                    "StartDate": start,
                    "EndDate": end,
                    "Type": 0,
                    "Division": admin.code,
                    "Created": stamp,
                    "Modified": stamp,
                }
            )
        rows.append(
            {
                "ID": identity,
                "Code": code,
                "Description": description,
                "Percentage": Decimal(rates[-1][1]),
                "Type": kind,
                "VATTransactionType": transaction,
                "Charged": is_charged,
                "EUSalesListing": listing,
                "IntraStat": options == "intrastat",
                "IntrastatType": "",
                "CalculationBasis": 0,
                "VatMargin": 1 if options == "margin" else 0,
                "VatDocType": "P",
                "VATPartialRatio": 50 if options == "half" else None,
                "IsBlocked": options == "blocked",
                "ExcludeVATListing": 0,
                "GLToClaim": gl_guid(admin.code, claim) if claim else None,
                "GLToClaimCode": claim or None,
                "GLToPay": gl_guid(admin.code, pay) if pay else None,
                "GLToPayCode": pay or None,
                "VATPercentages": dated,
                "Division": admin.code,
                "Created": stamp,
                "Modified": stamp,
                "Creator": SERVICE_USER,
                "Modifier": SERVICE_USER,
            }
        )
    return rows
