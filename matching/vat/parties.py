"""Who stands on the paper, for VAT: territories counted to another country, and numbers that are our own."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from domain.parties import EU_COUNTRIES, normalise_vat, vat_country
from matching.vat.evidence import VatEvidence

# Codes in use beside the ISO ones, and territories treated as part of a country (art. 7 of directive 2006/112/EC:
# Monaco as France, the Isle of Man as the United Kingdom). Territories outside the VAT area have their own ISO code.
_COUNTED_TO = {"EL": "GR", "UK": "GB", "MC": "FR", "IM": "GB"}
# The United Kingdom left the VAT area at the end of this day.
_BRITISH_UNTIL = date(2020, 12, 31)


def country_of_territory(code: str) -> str:
    """ISO country whose VAT applies in a country or territory; "" stays ""."""
    upper = code.strip().upper()
    return _COUNTED_TO.get(upper, upper)


def canonical(evidence: VatEvidence) -> VatEvidence:
    """The evidence with countries under one name, and without our own VAT numbers among the vendor's: a paper that
    prints only the buyer's number proves nothing about the seller (vat-coding §6)."""
    ours = own_numbers(evidence)
    vendor = evidence.vendor
    theirs = tuple(number for number in vendor.vat_ids if normalise_vat(number, vendor.country) not in ours)
    return replace(
        evidence,
        vendor=replace(vendor, country=country_of_territory(vendor.country), vat_ids=theirs),
        delivery_country=country_of_territory(evidence.delivery_country),
        dispatch_country=country_of_territory(evidence.dispatch_country),
    )


def own_numbers(evidence: VatEvidence) -> frozenset[str]:
    """Our VAT numbers in their canonical spelling."""
    own = (normalise_vat(number, evidence.own.country) for number in evidence.own.vat_ids)
    return frozenset(number for number in own if number)


def in_union(country: str, day: date | None) -> bool:
    """Whether a country belonged to the VAT area of the Union on the tax point (Northern Ireland only for goods)."""
    return country in EU_COUNTRIES or (country == "GB" and day is not None and day <= _BRITISH_UNTIL)


def registered_in(evidence: VatEvidence, country: str) -> bool:
    """Whether the vendor shows a VAT number of the country. One whose check digits fail is more often misread than
    invented: it counts, and is shown."""
    return any(vat_country(number) == country for number in evidence.vendor.vat_ids)
