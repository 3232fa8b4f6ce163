"""VAT ids, company numbers, accounts and references."""

from __future__ import annotations

import pytest

from domain.evidence import Source
from ocr.local.check_digits import valid_be_reference, valid_iban, valid_rf, valid_vat
from ocr.local.ibans import find_ibans
from ocr.local.labels import find_labels
from ocr.local.layout import lay_out
from ocr.local.registrations import find_registrations
from ocr.local.vat_ids import find_vat_ids
from tests.ocr.local.paper import page


@pytest.mark.parametrize(
    ("value", "valid"),
    [
        ("NL004495445B01", True),
        ("BE0428759497", True),
        ("BE1003700301", False),
        ("DE136695976", True),
        ("DE123456789", False),
        ("FR40303265045", True),
        ("XX123", False),
    ],
)
def test_vat_check_digits(value: str, valid: bool) -> None:
    assert valid_vat(value) is valid


def test_account_and_reference_checks() -> None:
    assert valid_iban("NL91 ABNA 0417 1643 00")
    assert not valid_iban("NL91 ABNA 0417 1643 01")
    assert valid_rf("RF18 5390 0754 7034")
    assert valid_be_reference("+++090/9337/55493+++")
    assert not valid_be_reference("+++090/9337/55494+++")


def found(text: str, finder: str, source: Source = Source.TEXT) -> list[tuple[str, bool]]:
    layout = lay_out([page([[(0.1, text)]], source=source)])
    if finder == "vat":
        hits = find_vat_ids(layout, find_labels(layout))
    elif finder == "iban":
        hits = find_ibans(layout)
    else:
        hits = find_registrations(layout)
    return [(h.value, h.valid) for h in hits]


@pytest.mark.parametrize(
    ("text", "finder", "expected"),
    [
        ("Btw-nummer: NL004495445B01", "vat", [("NL004495445B01", True)]),
        ("VAT: BE 0428.759.497", "vat", [("BE0428759497", True)]),
        ("USt-IdNr.: DE123456789", "vat", [("DE123456789", False)]),  # a failed check digit is still what is printed
        ("IBAN NL91 ABNA 0417 1643 00 BIC ABNANL2A", "iban", [("NL91ABNA0417164300", True)]),
        ("IBAN: DE99 1234 5678 9012 3456 78", "iban", [("DE99123456789012345678", False)]),
        ("Gläubiger-ID DE98ZZZ09999999999", "iban", []),
        ("FR09429004518 429 004 518 00011", "iban", []),  # a VAT id and a SIRET
        ("KvK 12345678", "registration", [("12345678", False)]),
        ("HRB 372876", "registration", [("HRB 372876", False)]),
        ("Firmenbuch: FN 260654 h", "registration", [("FN 260654 h", False)]),
        ("Tel. 020 1234567", "registration", []),
    ],
)
def test_identifiers_on_a_line(text: str, finder: str, expected: list[tuple[str, bool]]) -> None:
    assert found(text, finder) == expected


def test_a_vat_id_ends_where_the_next_column_begins() -> None:
    layout = lay_out([page([[(0.1, "BE 0428.759.497"), (0.5, "3840 Antwerpen")]])])
    assert [(h.value, h.valid) for h in find_vat_ids(layout, find_labels(layout))] == [("BE0428759497", True)]


@pytest.mark.parametrize(
    ("text", "finder", "expected"),
    [
        ("VAT Number: 1E6163148W", "vat", [("IE6163148W", True)]),
        ("Btw-nr. NLO04495445B01", "vat", [("NL004495445B01", True)]),
        ("Btw-nr. NL004495445801", "vat", [("NL004495445B01", True)]),  # an 8 for the B
        ("Btw-nr. NL0O44954S5B01", "vat", []),  # other figures: nothing proves what they are
        ("USt-IdNr. DE13669S976", "vat", [("DE136695976", True)]),
        ("USt-IdNr. DES11111113", "vat", [("DE811111113", True)]),  # an S is a 5 or an 8, as the check says
        ("BTW BEG428759497", "vat", [("BE0428759497", True)]),
        ("IBAN 1EO7AIBK42154187398801", "iban", [("IE07AIBK42154187398801", True)]),
    ],
)
def test_letters_for_figures_on_a_scan(text: str, finder: str, expected: list[tuple[str, bool]]) -> None:
    assert found(text, finder, Source.OCR) == expected
