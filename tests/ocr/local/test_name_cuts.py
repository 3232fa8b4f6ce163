"""A seller's name that recognition cut is a doubt when the paper prints it whole elsewhere."""

from __future__ import annotations

import pytest

from domain.evidence import Source
from ocr.local.api import read_pages
from ocr.local.name_cuts import is_cut
from ocr.local.names import has_legal_form
from ocr.page import ReadContext
from tests.ocr.local.paper import dutch_invoice, page


@pytest.mark.parametrize(
    ("name", "line", "cut"),
    [
        pytest.param("on koeriers bv", "betaling aan noorderzon koeriers bv", True, id="its head is lost"),
        pytest.param("uinen vandamme", "voorwaarden van tuinen vandamme", True, id="its first letter"),
        pytest.param("digitalage", "digitalagentur flux gmbh - rosenweg 171", True, id="its tail is lost"),
        pytest.param("gentur flux", "digitalagentur flux gmbh", True, id="both words of it"),
        pytest.param("molenwiek groothandel b.v.", "molenwiek groothandel b.v.", False, id="the same name"),
        pytest.param("tuinen vandamme", "van tuinen vandamme", False, id="whole words before it"),
        pytest.param("lieferant gmbh", "lieferant gmbhs lieferbedingungen", False, id="its form ends it"),
        pytest.param("lieferant", "lieferantennummer 40014", False, id="a word that is part of others"),
    ],
)
def test_a_name_inside_a_longer_one_is_cut(name: str, line: str, cut: bool) -> None:
    assert is_cut(line, name, ended=has_legal_form(name)) is cut


@pytest.mark.parametrize(
    ("elsewhere", "doubted"), [("Noorderzon Koeriers BV", True), ("Noord en On Koeriers BV", False)]
)
@pytest.mark.parametrize("source", [Source.OCR, Source.TEXT])
def test_only_recognition_loses_letters(elsewhere: str, doubted: bool, source: Source) -> None:
    rows = [*dutch_invoice(supplier="On Koeriers BV")[:-1], [(0.1, f"Betaling aan {elsewhere}")], dutch_invoice()[-1]]
    reading = read_pages([page(rows, source=source)], context=ReadContext())
    assert reading.fields["supplier_name"].value == "On Koeriers BV"
    told = {(finding.code, finding.field) for finding in reading.findings}
    assert (("CLOSE_CANDIDATES", "supplier_name") in told) is (doubted and source is Source.OCR)
