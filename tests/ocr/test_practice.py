"""The page the fork server practises on goes through what documents go through."""

from __future__ import annotations

from ocr.pdf import practice
from ocr.pdf.tasks import pages


def test_it_is_a_whole_document_with_text_on_a_bar_and_two_fonts() -> None:
    answer, files = pages({"fingerprint": True}, practice.document())
    (page,) = answer["pages"]
    said = [(word[0], bool(word[7])) for word in page["words"]]
    assert said[:2] == [("Omschrijving", False), ("Bedrag", False)]
    assert ("Totaal", True) in said
    assert page["rulings"] and not page["findings"] and not answer["recognise"]
    assert len(answer["fingerprint"]) == 16
    assert files == []
