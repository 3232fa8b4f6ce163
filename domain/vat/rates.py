"""VAT rates by country, category of supply and date: data with its source, not code.

A row holds from ``valid_from`` up to and including ``valid_to`` (None: until changed). The category
"standard", "low", "middle" and "zero" are the country's bands; other categories say which bands a kind of
supply may carry on a date. Several rows of one category on one date mean that each of these rates can be
right. ``reviewed_by`` is empty until a tax adviser has signed the row off.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

# Raised with every change of the rows; shown beside the VAT of an invoice.
RATE_TABLE_VERSION = "2026-03"
BANDS = ("standard", "middle", "low", "zero")


@dataclass(frozen=True, slots=True)
class RateRow:
    """One rate of one category in one country for a span of tax points. ``rate`` in per cent."""

    country: str
    category: str
    rate: Decimal
    valid_from: date
    valid_to: date | None
    source: str
    reviewed_by: str = ""

    def covers(self, day: date) -> bool:
        """Whether the tax point lies in this row's span."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True)
class Transition:
    """An old rate that stays right after a change when booked by ``booked_by`` and due by ``due_by``."""

    country: str
    category: str
    rate: Decimal
    from_day: date
    booked_by: date
    due_by: date
    source: str


def _row(country: str, category: str, rate: str, start: str, end: str | None, source: str) -> RateRow:
    return RateRow(
        country,
        category,
        Decimal(rate),
        date.fromisoformat(start),
        date.fromisoformat(end) if end else None,
        source,
    )


_NL_HISTORY = "dezaak.nl, Het btw-tarief: een historisch overzicht"
_NL_TABLE = "Wet OB 1968, tabel I"
_NL_LODGING = "accountancyvanmorgen.nl 2025-11-05; euregiohr.nl"
_BE_TABLE = "KB nr. 20; bands as in invopop/gobl regimes/be"
_BE_2026 = "vandelanotte.be 2026-02-19; practicali.be; KPMG 2026-02"

RATES: tuple[RateRow, ...] = (
    _row("NL", "standard", "17.5", "1992-10-01", "2000-12-31", _NL_HISTORY),
    _row("NL", "standard", "19", "2001-01-01", "2012-09-30", _NL_HISTORY),
    _row("NL", "standard", "21", "2012-10-01", None, _NL_HISTORY),
    _row("NL", "low", "6", "1992-10-01", "2018-12-31", _NL_HISTORY),
    _row("NL", "low", "9", "2019-01-01", None, _NL_HISTORY),
    _row("NL", "zero", "0", "1992-10-01", None, "Wet OB 1968, tabel II"),
    _row("NL", "lodging", "6", "1992-10-01", "2018-12-31", _NL_HISTORY),
    _row("NL", "lodging", "9", "2019-01-01", "2025-12-31", _NL_LODGING),
    _row("NL", "lodging", "21", "2026-01-01", None, _NL_LODGING),
    _row("NL", "camping", "6", "1992-10-01", "2018-12-31", _NL_HISTORY),
    _row("NL", "camping", "9", "2019-01-01", None, _NL_LODGING),
    _row("NL", "breakfast", "6", "1992-10-01", "2018-12-31", _NL_HISTORY),
    _row("NL", "breakfast", "9", "2019-01-01", None, _NL_LODGING),
    _row("NL", "food", "6", "1992-10-01", "2018-12-31", _NL_TABLE),
    _row("NL", "food", "9", "2019-01-01", None, _NL_TABLE),
    _row("NL", "takeaway", "6", "1992-10-01", "2018-12-31", _NL_TABLE),
    _row("NL", "takeaway", "9", "2019-01-01", None, _NL_TABLE),
    _row("NL", "restaurant", "6", "1992-10-01", "2018-12-31", _NL_TABLE),
    _row("NL", "restaurant", "9", "2019-01-01", None, _NL_TABLE),
    _row("NL", "restaurant", "21", "2012-10-01", None, "alcoholic drinks in the same bill"),
    _row("NL", "alcohol", "19", "2001-01-01", "2012-09-30", _NL_TABLE),
    _row("NL", "alcohol", "21", "2012-10-01", None, _NL_TABLE),
    _row("NL", "books", "6", "1992-10-01", "2018-12-31", _NL_TABLE),
    _row("NL", "books", "9", "2019-01-01", None, "increase of 2026 withdrawn; culture, media and sport stay 9 %"),
    _row("NL", "culture", "6", "1992-10-01", "2018-12-31", _NL_TABLE),
    _row("NL", "culture", "9", "2019-01-01", None, "increase of 2026 withdrawn; culture, media and sport stay 9 %"),
    _row("NL", "sport", "6", "1992-10-01", "2018-12-31", _NL_TABLE),
    _row("NL", "sport", "9", "2019-01-01", None, "increase of 2026 withdrawn; culture, media and sport stay 9 %"),
    _row("NL", "solar_home", "21", "2012-10-01", "2022-12-31", "general knowledge"),
    _row("NL", "solar_home", "0", "2023-01-01", None, "Wet OB 1968, tabel II, from 2023-01-01"),
    _row("NL", "solar_business", "19", "2001-01-01", "2012-09-30", _NL_HISTORY),
    _row("NL", "solar_business", "21", "2012-10-01", None, "only panels on homes are in tabel II"),
    _row("NL", "renovation_labour", "6", "1992-10-01", "2018-12-31", _NL_TABLE),
    _row("NL", "renovation_labour", "9", "2019-01-01", None, _NL_TABLE),
    _row("NL", "renovation_labour", "21", "2012-10-01", None, "homes up to two years old"),
    _row("BE", "standard", "21", "1996-01-01", None, _BE_TABLE),
    _row("BE", "middle", "12", "1996-01-01", None, _BE_TABLE),
    _row("BE", "low", "6", "1996-01-01", None, _BE_TABLE),
    _row("BE", "zero", "0", "1996-01-01", None, _BE_TABLE),
    _row("BE", "lodging", "6", "1996-01-01", "2026-02-28", _BE_2026),
    _row("BE", "lodging", "12", "2026-03-01", None, _BE_2026),
    _row("BE", "camping", "6", "1996-01-01", "2026-02-28", _BE_2026),
    _row("BE", "camping", "12", "2026-03-01", None, _BE_2026),
    _row("BE", "pesticide", "12", "1996-01-01", "2026-02-28", _BE_2026),
    _row("BE", "pesticide", "21", "2026-03-01", None, _BE_2026),
    _row("BE", "takeaway", "6", "1996-01-01", None, "increase withdrawn on 2026-02-13: practicali.be; KPMG"),
    _row("BE", "sport", "6", "1996-01-01", None, "increase withdrawn on 2026-02-13: practicali.be; KPMG"),
    _row("BE", "culture", "6", "1996-01-01", None, "increase withdrawn on 2026-02-13: practicali.be; KPMG"),
    _row("BE", "food", "6", "1996-01-01", None, _BE_TABLE),
    _row("BE", "restaurant", "12", "2010-01-01", None, "meals without drinks"),
    _row("BE", "restaurant", "21", "1996-01-01", None, "drinks"),
    _row("BE", "alcohol", "21", "1996-01-01", None, _BE_TABLE),
    _row("BE", "books", "6", "1996-01-01", None, _BE_TABLE),
    _row("BE", "renovation_labour", "6", "1996-01-01", None, "homes over ten years old, with the attestation clause"),
    _row("BE", "renovation_labour", "21", "1996-01-01", None, _BE_TABLE),
)

TRANSITIONS: tuple[Transition, ...] = tuple(
    Transition("BE", category, Decimal(6), date(2026, 3, 1), date(2026, 2, 28), date(2026, 6, 30), _BE_2026)
    for category in ("lodging", "camping")
)

# Rates of recent years (islands and border areas too) of the countries vendors often charge by mistake or for local
# supplies; only used to recognise foreign VAT, never to compute it.
FOREIGN_RATES: dict[str, frozenset[Decimal]] = {
    country: frozenset(Decimal(rate) for rate in rates.split())
    for country, rates in {
        "NL": "21 9 6 19",
        "BE": "21 12 6",
        "DE": "19 7 16 5",
        "FR": "20 13 10 8.5 5.5 2.1 0.9",
        "LU": "17 16 14 13 8 7 3",
        "AT": "20 19 13 10 5",
        "IT": "22 10 5 4",
        "ES": "21 10 7.5 5 4 2",
        "PT": "23 22 16 13 12 9 6 5 4",
        "IE": "23 21 13.5 9 4.8",
        "DK": "25",
        "SE": "25 12 6",
        "FI": "25.5 24 14 13.5 10",
        "PL": "23 8 5",
        "CZ": "21 12 15 10",
        "SK": "23 20 19 10 5",
        "HU": "27 18 5",
        "RO": "21 19 11 9 5",
        "BG": "20 9",
        "GR": "24 17 13 9 6 4",
        "HR": "25 13 5",
        "SI": "22 9.5 5",
        "EE": "24 22 20 13 9 5",
        "LV": "21 12 5",
        "LT": "21 12 9 5",
        "CY": "19 9 5 3",
        "MT": "18 12 7 5",
        "GB": "20 12.5 5",
        "XI": "20 12.5 5",
        "CH": "8.1 7.7 3.8 3.7 2.6 2.5",
        "NO": "25 15 12 6",
    }.items()
}


def valid_rates(country: str, day: date) -> frozenset[Decimal]:
    """Every band's rate (per cent) that exists in the country on the tax point; empty for unknown countries."""
    return frozenset(row.rate for row in RATES if row.country == country and row.category in BANDS and row.covers(day))


def standard_rate(country: str, day: date) -> Decimal | None:
    """The standard rate on that day; None where our table does not reach."""
    return next(
        (row.rate for row in RATES if row.country == country and row.category == "standard" and row.covers(day)), None
    )


def expected_rates(country: str, category: str, day: date) -> tuple[RateRow, ...]:
    """The rows for one category of supply on the tax point; empty when the table says nothing about it."""
    return tuple(row for row in RATES if row.country == country and row.category == category and row.covers(day))


def transition_for(
    country: str, category: str, rate: Decimal, tax_point: date, booked: date | None, due: date | None
) -> Transition | None:
    """The transition rule that keeps an old rate right, if booking and due dates satisfy one."""
    for rule in TRANSITIONS:
        same = rule.country == country and rule.category == category and rule.rate == rate
        if same and tax_point >= rule.from_day and booked and due and booked <= rule.booked_by and due <= rule.due_by:
            return rule
    return None
