"""Whole papers in the ways of several countries: every listed field is read so, and no other of the guarded ones."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from domain.reading import HEADER_FIELDS, DocumentType
from ocr.local.api import read_pages
from ocr.page import ReadContext
from tests.ocr.local import layouts
from tests.ocr.local.paper import Row, page

BIG = (
    "INVOICE",
    "Invoice",
    "Factuur",
    "Gutschrift",
    "Rechnung",
    "FACTUUR 25/00318",
    "Bestelling",
    "Betalingsherinnering",
)


def fields(text: str) -> dict[str, str]:
    """ "name value" pairs, one per line."""
    return dict(line.strip().split(" ", 1) for line in text.strip().splitlines())


@pytest.mark.parametrize(
    ("rows", "kind", "expected"),
    [
        (
            layouts.BRITISH,
            DocumentType.INVOICE,
            """supplier_name Harbour & Finch Ltd
            supplier_vat GB123456782
            supplier_registration 04512345
            buyer_name Northgate Catering Limited
            invoice_number HF-20931
            order_reference PO 55012
            issue_date 2025-03-07
            currency GBP
            net_total 243.00
            vat_total 48.60
            gross_total 291.60""",
        ),
        (
            layouts.AMERICAN,
            DocumentType.INVOICE,
            """supplier_name Blue Mesa Landscaping
            buyer_name Desert View HOA
            invoice_number 10442
            issue_date 2024-06-09
            due_date 2024-07-09
            currency USD
            net_total 930.00
            vat_total 0.00
            gross_total 930.00""",
        ),
        (
            layouts.GERMAN,
            DocumentType.INVOICE,
            """supplier_name Elektro Brandner GmbH
            supplier_vat DE136695976
            supplier_registration HRB 11223
            supplier_iban DE89370400440532013000
            buyer_name Gasthof zur Post
            invoice_number 2025-0817
            payment_reference 2025-0817
            issue_date 2025-05-12
            due_date 2025-05-26
            currency EUR
            net_total 776.20
            vat_total 147.48
            gross_total 923.68""",
        ),
        (
            layouts.FRENCH,
            DocumentType.INVOICE,
            """supplier_name SARL MENUISERIE DUVAL
            supplier_vat FR40303265045
            supplier_registration 732 829 320 00074
            supplier_iban FR1420041010050500013M02606
            buyer_name BOULANGERIE LEROUX
            invoice_number 2025-118
            order_reference BC-4471
            issue_date 2025-09-04
            due_date 2025-10-04
            currency EUR
            net_total 2738.00
            vat_total 547.60
            gross_total 3285.60""",
        ),
        (
            layouts.BELGIAN,
            DocumentType.INVOICE,
            """supplier_name Vandevelde Groenten NV
            supplier_vat BE0428759497
            supplier_iban BE68539007547034
            buyer_name Restaurant De Linde BV
            buyer_vat BE0403170701
            invoice_number 25/00318
            payment_reference +++090/9337/55493+++
            issue_date 2025-01-15
            due_date 2025-02-14
            currency EUR
            net_total 65.75
            vat_total 10.25
            gross_total 76.00""",
        ),
        (
            layouts.DIRECT_DEBIT,
            DocumentType.INVOICE,
            """supplier_name NetVerbinding B.V.
            supplier_vat NL004495445B01
            supplier_registration 30112233
            buyer_name De Vries Advies
            invoice_number 9001177345
            issue_date 2025-03-01
            due_date 2025-03-15
            currency EUR
            net_total 56.50
            vat_total 11.87
            gross_total 68.37""",
        ),
        (
            layouts.REVERSE_CHARGE,
            DocumentType.INVOICE,
            """supplier_name Cloudmill Ireland Ltd
            supplier_vat IE6388047V
            buyer_name Pixelhuis B.V.
            buyer_vat NL004495445B01
            invoice_number CM-2025-88123
            issue_date 2025-04-02
            due_date 2025-04-16
            currency EUR
            net_total 240.00
            vat_total 0.00
            gross_total 240.00""",
        ),
        (
            layouts.STRIP_OF_HEADS,
            DocumentType.INVOICE,
            """supplier_name Kantoorwinkel Oost B.V.
            supplier_vat NL004495445B01
            supplier_registration 06012345
            supplier_iban NL91ABNA0417164300
            buyer_name Gemeente Hofdam
            invoice_number 25700881
            payment_reference 25700881
            issue_date 2025-05-14
            due_date 2025-06-13
            currency EUR
            net_total 79.50
            vat_total 16.70
            gross_total 96.20""",
        ),
        (
            layouts.GERMAN_CREDIT,
            DocumentType.CREDIT_NOTE,
            """supplier_name Baustoff Keller GmbH & Co. KG
            supplier_vat DE136695976
            supplier_iban DE89370400440532013000
            buyer_name Hochbau Stein AG
            invoice_number GS-5512
            issue_date 2025-07-21
            currency EUR
            net_total -360.00
            vat_total -68.40
            gross_total -428.40""",
        ),
        (
            layouts.SENDER_ON_THE_RIGHT,
            DocumentType.INVOICE,
            """supplier_name Adviesbureau Kramer
            supplier_vat NL004495445B01
            supplier_registration 55667788
            supplier_iban NL91ABNA0417164300
            buyer_name Stichting De Brug
            invoice_number 2025017
            issue_date 2025-06-30
            currency EUR
            net_total 1425.80
            vat_total 299.42
            gross_total 1725.22""",
        ),
        (
            layouts.TILL_RECEIPT,
            DocumentType.RECEIPT,
            """supplier_name BAKKERIJ DE MOLEN
            supplier_vat NL004495445B01
            invoice_number 10044
            issue_date 2025-03-12
            currency EUR
            net_total 5.46
            vat_total 0.49
            gross_total 5.95""",
        ),
        (
            layouts.ORDER,
            DocumentType.PURCHASE_ORDER,
            """supplier_name Technische Unie Noord B.V.
            buyer_name Van Dijk Installaties B.V.
            invoice_number 4500087
            issue_date 2025-06-02
            net_total 406.00""",
        ),
    ],
    ids=lambda value: value.value if isinstance(value, DocumentType) else "",
)
def test_a_paper_is_read(rows: Sequence[Row | None], kind: DocumentType, expected: str) -> None:
    reading = read_pages([page(rows, big=BIG)], context=ReadContext())
    assert reading.document_type is kind
    assert {n: f.value for n, f in reading.fields.items() if n in HEADER_FIELDS} == fields(expected)


@pytest.mark.parametrize(
    ("rows", "lines"),
    [
        (
            layouts.STRIP_OF_HEADS,
            [
                ("Enveloppen C5 wit", "2000", "24.50", "1000", "10", "44.10"),
                ("Ordner A4 breed", "12", "2.95", "1", "", "35.40"),
            ],
        ),
        (
            layouts.GERMAN,
            [("LED-Panel 62x62", "8.00", "49.90", "1", "", "399.20"), ("Montage", "6.50", "58.00", "1", "", "377.00")],
        ),
        (
            layouts.SENDER_ON_THE_RIGHT,
            [
                ("Begeleiding directie", "14.5", "95.00", "1", "", "1377.50"),
                ("Reiskosten 210 km", "", "", "1", "", "48.30"),
            ],
        ),
        # printed with VAT: the table of rates below tells the net amounts
        (
            layouts.HOTEL_WITH_VAT,
            [
                ("Übernachtung Einzelzimmer", "2", "100.00", "1", "", "200.00"),
                ("Frühstück", "2", "15.00", "1", "", "30.00"),
            ],
        ),
        (layouts.REMINDER, []),
    ],
)
def test_the_lines_of_a_paper(rows: Sequence[Row | None], lines: list[tuple[str, ...]]) -> None:
    reading = read_pages([page(rows, big=BIG)], context=ReadContext())
    found = [(x.description, x.quantity, x.unit_price, x.price_per, x.discount, x.net_amount) for x in reading.lines]
    assert found == lines


def test_a_reminder_is_never_booked_unseen() -> None:
    reading = read_pages([page(layouts.REMINDER, big=BIG)], context=ReadContext())
    assert reading.document_type is DocumentType.REMINDER
    assert not reading.auto_ok
