"""Tables as files that spreadsheets open, and that run nothing there."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import translation

from insights.table import Cell, Column, plain
from workbench.frame.csv_file import csv_answer, csv_cell, csv_text


@pytest.mark.parametrize(
    ("value", "dutch", "english"),
    [
        (Decimal("1234.50"), "1234,50", "1234.50"),
        (Decimal("-3.10"), "-3,10", "-3.10"),
        (Decimal("1E+3"), "1000", "1000"),
        (7, "7", "7"),
        (0.5, "0,5", "0.5"),
        (None, "", ""),
        (True, "1", "1"),
        (date(2026, 11, 3), "2026-11-03", "2026-11-03"),
        (datetime(2026, 11, 3, 9, 5, tzinfo=UTC), "2026-11-03 10:05:00", "2026-11-03 10:05:00"),
        ("Bouten; moeren", "Bouten; moeren", "Bouten; moeren"),
        # What a spreadsheet would run.
        ("=1+1", "'=1+1", "'=1+1"),
        ("+31 6", "'+31 6", "'+31 6"),
        ("-2", "'-2", "'-2"),
        ("@SUM(A1)", "'@SUM(A1)", "'@SUM(A1)"),
        ("  =cmd|' /C calc'!A0", "'  =cmd|' /C calc'!A0", "'  =cmd|' /C calc'!A0"),
        ("\t=1", "'\t=1", "'\t=1"),
        ("\r=1", "'\r=1", "'\r=1"),
        ("＝1", "'＝1", "'＝1"),
        ("a=1", "a=1", "a=1"),
    ],
)
def test_a_cell(value: Any, dutch: str, english: str) -> None:
    assert (csv_cell(value, comma=True), csv_cell(value, comma=False)) == (dutch, english)


def test_a_table_is_quoted_where_it_must_be_and_speaks_the_language() -> None:
    with translation.override("nl"):
        assert csv_text(["a;b", "c"], [['zeg "ja"', Decimal("0.5")]]) == '"a;b";c\r\n"zeg ""ja""";0,5\r\n'
    with translation.override("en"):
        assert csv_text(["c"], [[Decimal("0.5")]]) == "c\r\n0.5\r\n"


def test_a_download_is_named_and_marked_for_spreadsheets() -> None:
    answer = csv_answer("naam", ["é"], [])
    assert answer.content == b"\xef\xbb\xbf\xc3\xa9\r\n"
    assert answer["Content-Disposition"] == 'attachment; filename="naam.csv"'


@pytest.mark.parametrize(
    ("kind", "value", "told"),
    [
        ("share", 0.8333, Decimal("83.3")),
        ("points", -0.04, Decimal("-4.0")),
        ("span", timedelta(hours=36), Decimal("36.0")),
        ("count", 3, 3),
        ("money", Decimal("10.00"), Decimal("10.00")),
        ("share", None, None),
    ],
)
def test_figures_for_a_file(kind: str, value: Any, told: Any) -> None:
    assert plain(Column("x", kind), Cell(value)) == told
