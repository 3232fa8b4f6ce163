"""Words that read like a sign of a field and mean something else on an ordinary invoice: no wrong value passes."""

from __future__ import annotations

import pytest

from domain.reading import Reading
from ocr.local.api import read_pages
from ocr.page import ReadContext
from tests.ocr.local.paper import Row, dutch_invoice, page

PLAIN = dutch_invoice()
WITHOUT_DUE = [*PLAIN[:7], [(0.1, "8011 CD Zwolle")], *PLAIN[8:]]


def _read(rows: list[Row | None]) -> Reading:
    return read_pages([page(rows)], context=ReadContext())


def _value(reading: Reading, name: str) -> str | None:
    found = reading.fields.get(name)
    return found.value if found else None


def _with(rows: list[Row | None], *sentences: str) -> list[Row | None]:
    lines: list[Row | None] = [[(0.1, sentence)] for sentence in sentences]
    return [*rows[:-2], None, *lines, None, rows[-1]]


@pytest.mark.parametrize(
    "sentences",
    [
        ("We will collect the returned machine on 12-03-2026 at your door.",),
        ("De machine wordt geplaatst op 12-03-2026 door onze monteur.", "Het bedrag wordt automatisch afgeschreven."),
        ("Wir werden die Ware am 12.03.2026 liefern.", "Der Betrag wird in den naechsten Tagen eingezogen."),
    ],
)
def test_the_day_of_something_else_is_no_day_of_payment(sentences: tuple[str, ...]) -> None:
    assert _value(_read(_with(WITHOUT_DUE, *sentences)), "due_date") is None


@pytest.mark.parametrize(
    "sentence",
    [
        "Bij betaling na vervaldatum 05-03-2026 brengen wij rente in rekening.",
        "Gelieve bij betaling uiterlijk 05-03-2026 het factuurnummer te vermelden.",
    ],
)
def test_paying_late_or_at_the_latest_is_no_discount(sentence: str) -> None:
    assert _value(_read(_with(WITHOUT_DUE, sentence)), "due_date") == "2026-03-05"


@pytest.mark.parametrize("trade", ["Freelance", "Auto-entrepreneur", "Service Provider"])
def test_a_trade_under_a_name_is_no_heading_of_another(trade: str) -> None:
    head: list[Row | None] = [
        [(0.1, "Anna Vermeer")],
        [(0.1, trade)],
        [(0.1, "Zaagstraat 8")],
        [(0.1, "7411 AB Deventer")],
    ]
    reading = _read([*head, *PLAIN[4:]])
    assert _value(reading, "supplier_name") in (None, "Anna Vermeer") or not reading.auto_ok


def test_whom_to_pay_is_not_who_bought() -> None:
    reading = _read(_with(PLAIN, "Bitte zahlen Sie", "an", "Meier Factoring Bank AG"))
    assert _value(reading, "buyer_name") == "Bakkerij Zonneschijn"


def test_a_label_in_the_next_cell_does_not_take_the_name_beside_it() -> None:
    head: list[Row | None] = [
        [(0.1, "Studio Lindeman"), (0.55, "Factuurdatum: 03-02-2026")],
        [(0.1, "Factuur"), (0.55, "F-2031")],
        [(0.1, "Zaagstraat 8")],
        [(0.1, "7411 AB Deventer")],
        None,
        [(0.1, "Bakkerij Zonneschijn")],
        [(0.1, "Korenpad 3")],
        [(0.1, "8011 CD Zwolle")],
    ]
    assert _value(_read([*head, None, *PLAIN[9:]]), "supplier_name") == "Studio Lindeman"
