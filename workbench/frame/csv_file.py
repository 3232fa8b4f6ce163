"""A table as a CSV file that spreadsheets in the Netherlands and Belgium open as it is."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from typing import Any

from django.http import HttpResponse, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import get_language, override

# What a spreadsheet takes for the start of a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def csv_cell(value: Any, *, comma: bool) -> str:
    """One value as text: figures with the decimal sign of the language, ISO days, text that can be no formula."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, int | float | Decimal):
        number = f"{value:f}" if isinstance(value, Decimal) else str(value)
        return number.replace(".", ",") if comma else number
    if isinstance(value, datetime):
        return timezone.localtime(value).strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(value, date):
        return value.isoformat()
    text = str(value).replace("\x00", "")
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA) else text


def csv_text(head: Sequence[Any], rows: Iterable[Sequence[Any]]) -> str:
    """The whole table, with semicolons between the cells; figures as people of the active language write them."""
    return _lines([[str(title) for title in head]]) + _lines(rows)


def _lines(rows: Iterable[Sequence[Any]]) -> str:
    comma = (get_language() or "").startswith("nl")
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerows([csv_cell(value, comma=comma) for value in row] for row in rows)
    return out.getvalue()


def csv_answer(name: str, head: Sequence[Any], rows: Iterable[Sequence[Any]]) -> HttpResponse:
    """The table as a download called ``name``.csv. With a byte order mark: without it Excel breaks every accent."""
    answer = HttpResponse("\ufeff" + csv_text(head, rows), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer


def csv_stream(name: str, head: Sequence[Any], rows: Iterable[Sequence[Any]]) -> StreamingHttpResponse:
    """As ``csv_answer``, sent while it is made: however long the list, only some hundreds of rows are in memory."""
    language = get_language() or "en"  # the one of the person who asked, also for rows made later

    def parts() -> Iterator[str]:
        ahead = iter(rows)
        with override(language):
            part = "\ufeff" + csv_text(head, [])
        while part:
            yield part
            with override(language):
                part = _lines(islice(ahead, 500))

    answer = StreamingHttpResponse(parts(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer
