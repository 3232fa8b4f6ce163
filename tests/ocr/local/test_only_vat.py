"""When the name over the only VAT id of a bill needs no look: who charges VAT prints his own id."""

from __future__ import annotations

import pytest

from domain.findings import Severity
from ocr.local.api import read_pages
from ocr.page import ReadContext
from tests.ocr.local.paper import Row, dutch_invoice, page

PLAIN = dutch_invoice()
# The writer's postal address stands beside his name without it: by that alone the name may be the addressee's.
OFFICE = ("Postbus 31", "7400 AA Deventer")


def _paper(
    *,
    seller: str = "Molenwiek Groothandel B.V.",
    number: str = "Btw NL823569002B01 KvK 33014286",
    buyer: str = "Bakkerij Zonneschijn",
    label: str = "",
    under_buyer: str = "",
    third: str = "",
    charged: bool = True,
) -> list[Row | None]:
    money: list[Row | None] = PLAIN[10:17]
    if not charged:
        money = [
            [(0.1, "Omschrijving"), (0.55, "Aantal"), (0.65, "Prijs"), (0.85, "Bedrag")],
            [(0.1, "Tarwebloem zak 25 kg"), (0.56, "10"), (0.65, "25,00"), (0.85, "250,00")],
            None,
            [(0.6, "Totaal excl. btw"), (0.83, "€ 250,00")],
            [(0.6, "Btw 0%"), (0.83, "€ 0,00")],
            [(0.6, "Totaal te betalen"), (0.83, "€ 250,00")],
        ]
    return [
        [(0.1, seller)],
        [(0.1, number), (0.6, OFFICE[0])],
        [(0.1, "Factuur"), (0.6, OFFICE[1])],
        [(0.35, third)] if third else None,
        [(0.1, label)] if label else None,
        [(0.1, buyer), (0.55, "Factuurnummer"), (0.75, "F-2031")],
        [(0.1, "Korenpad 3"), (0.55, "Factuurdatum"), (0.75, "03-02-2026")],
        [(0.1, "8011 CD Zwolle"), (0.55, "Vervaldatum"), (0.75, "05-03-2026")],
        [(0.1, under_buyer)] if under_buyer else None,
        None,
        *money,
    ]


@pytest.mark.parametrize(
    ("change", "sure"),
    [
        ({}, True),
        ({"number": "Btw NL823569002B01 IBAN NL91 ABNA 0417 1643 00"}, True),
        ({"number": "Btw NL823569002B01"}, False),  # may be the customer's, and the seller's was not read
        ({"number": "Btw NL823569002B01", "label": "Factuuradres"}, True),
        ({"number": "KvK 33014286"}, True),  # the only company number, which customers' records do not hold
        ({"seller": "Molenwiek Groothandel", "number": "KvK 33014286"}, False),  # perhaps a slogan
        ({"seller": "Molenwiek Groothandel", "number": "Btw NL823569002B01", "label": "Factuuradres"}, False),
        ({"number": "Uw btw-nummer NL823569002B01 KvK 33014286"}, False),  # called the customer's
        ({"under_buyer": "Btw NL004495445B01"}, True),  # two ids, one of them with the only company number
        ({"number": "Btw NL823569002B01", "under_buyer": "Btw NL004495445B01"}, False),
        ({"number": "KvK 33014286", "under_buyer": "Btw NL004495445B01"}, False),
        ({"number": "KvK 33014286", "under_buyer": "KvK 27168968"}, False),
        ({"under_buyer": "IBAN NL91 ABNA 0417 1643 00"}, False),  # an account is the seller's
        ({"buyer": "Bakkerij Zonneschijn B.V."}, False),  # two firms, and no label
        ({"buyer": "Bakkerij Zonneschijn B.V.", "label": "Factuuradres"}, True),
        ({"third": "Windkracht Holding N.V."}, False),  # a third firm, and no label
        ({"charged": False}, False),  # no VAT: then the id may be the customer's, who owes it
        ({"charged": False, "label": "Factuuradres"}, True),
    ],
)
def test_a_firm_over_the_only_vat_id_sells(change: dict[str, str], sure: bool) -> None:
    reading = read_pages([page(_paper(**change))], context=ReadContext())  # type: ignore[arg-type]
    doubts = {f.code for f in reading.findings if f.field == "supplier_name" and f.severity is not Severity.INFO}
    assert (not doubts and reading.fields["supplier_name"].value == "Molenwiek Groothandel B.V.") is sure
