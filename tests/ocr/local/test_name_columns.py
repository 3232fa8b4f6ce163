"""A seller's name on several rows of a narrow column: one of them read as the name does not pass unseen."""

from __future__ import annotations

import pytest

from ocr.local.api import read_pages
from ocr.page import ReadContext
from tests.ocr.local.paper import Row, dutch_invoice, page

PLAIN = dutch_invoice()


@pytest.mark.parametrize(
    ("head", "mail", "passes"),
    [
        pytest.param(("Jongerius Techniek",), "", True, id="one row"),
        pytest.param(("Jongerius Techniek", "Schoonmaakservice"), "", False, id="another row under it"),
        pytest.param(
            ("Jongerius Techniek", "Installaties en Onderhoud"), "info@jongeriustechniek.nl", True, id="motto"
        ),
        pytest.param(("Jongerius Techniek", "Schoonmaak"), "info@jongeriusschoonmaak.nl", False, id="mail names both"),
        pytest.param(("Jongerius Techniek", "schränkt)"), "info@jongeriustechniek.nl", False, id="the rest of a row"),
        pytest.param(("Jongerius Techniek", "FACTUUR"), "", True, id="title"),
        pytest.param(("Van Dongen", "Jongerius Techniek"), "info@vandongentechniek.nl", False, id="not a label"),
    ],
)
def test_rows_of_a_name_belong_together(head: tuple[str, ...], mail: str, passes: bool) -> None:
    rows: list[Row | None] = [[(0.1, row)] for row in head]
    reading = read_pages([page([*rows, [(0.1, mail)] if mail else None, *PLAIN[1:]], big=head)], context=ReadContext())
    assert reading.auto_ok is passes
    assert not passes or reading.fields["supplier_name"].value == "Jongerius Techniek"
