"""Numbers whose first or last figures the recogniser dropped: the ink beside them tells."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PIL import Image, ImageDraw

from domain.evidence import Source
from ocr.image.leftover import agreed
from ocr.image.tesseract import Found
from ocr.image.whole_numbers import completed, cut_numbers
from ocr.local.api import read_pages
from ocr.page import Page, ReadContext, Word
from tests.ocr.local.paper import dutch_invoice, page

NUMBER = Found("183,29", 300, 100, 115, 26, 0.9, (1, 1, 1))


def _ink(*boxes: tuple[int, int, int, int]) -> Image.Image:
    """A mask on which the number itself is painted out; letters are drawn as frames, half ink and half paper."""
    mask = Image.new("L", (700, 250), 0)
    draw = ImageDraw.Draw(mask)
    for box in boxes:
        draw.rectangle(box, outline=255, width=4)
    return mask


@pytest.mark.parametrize(
    ("boxes", "cut"),
    [
        ([], False),
        ([(262, 100, 280, 125), (286, 120, 291, 125)], True),  # "5." before it
        ([(421, 100, 438, 125)], True),  # a figure behind it
        ([(240, 100, 258, 125)], False),  # too far off: a word of its own
        ([(285, 60, 297, 170)], False),  # a stroke of a pen
        ([(294, 100, 296, 125)], False),  # the end of a ruled line
        ([(150, 104, 290, 128)], False),  # a longer word that was not recognised
        ([(284, 118, 294, 126)], False),  # a speck
    ],
)
def test_ink_as_high_as_the_figures_right_beside_a_number_is_part_of_it(
    boxes: list[tuple[int, int, int, int]], cut: bool
) -> None:
    assert bool(cut_numbers(_ink(*boxes), [NUMBER])) is cut


def test_a_word_read_with_doubt_explains_its_ink() -> None:
    group = replace(NUMBER, text="61", left=258, width=36, confidence=0.4)
    assert not cut_numbers(_ink((262, 100, 280, 125), (286, 120, 291, 125)), [NUMBER, group])


def test_words_are_no_numbers() -> None:
    assert not cut_numbers(_ink((262, 100, 280, 125)), [replace(NUMBER, text="Totaal")])


@pytest.mark.parametrize(
    ("again", "text", "sure"),
    [
        ([("5.183,29", 0.8)], "5.183,29", True),
        ([("5.", 0.8), ("183,29", 0.9)], "5.183,29", True),
        ([("183,29", 0.9)], "183,29", True),  # a sign beside it, no figure
        ([("€", 0.9), ("183,29", 0.9)], "183,29", True),
        ([("5.183,29", 0.3)], "183,29", False),  # hardly readable
        ([("5.188,29", 0.9)], "183,29", False),  # other figures
        ([], "183,29", False),
    ],
)
def test_a_second_reading_completes_confirms_or_casts_doubt(
    again: list[tuple[str, float]], text: str, sure: bool
) -> None:
    words = [replace(NUMBER, text=part, confidence=c, left=200 + 90 * at) for at, (part, c) in enumerate(again)]
    got = completed(NUMBER, words)
    assert (got.text, got.confidence > 0.5) == (text, sure)


@pytest.mark.parametrize(("confidence", "passes"), [(0.8, True), (0.2, False)])
def test_a_sum_of_cut_amounts_proves_nothing(confidence: float, passes: bool) -> None:
    plain: Page = page(dutch_invoice(), source=Source.OCR)
    amounts = ("250,00", "52,50", "302,50")

    def doubted(word: Word) -> Word:
        return replace(word, confidence=confidence) if word.text in amounts else word

    paper = replace(plain, words=tuple(doubted(word) for word in plain.words))
    assert read_pages([paper], context=ReadContext()).auto_ok is passes


@pytest.mark.parametrize(
    ("first", "text", "second", "sure"),
    [
        (0.8, "2025-1516", 0.9, 0.92),
        (0.8, "2025-1516.", 0.9, 0.92),  # a stop behind it is no figure
        (0.72, "2025-1516", 0.72, 0.72),  # two doubtful readings prove little
        (0.8, "2025-1518", 0.95, 0.8),
    ],
)
def test_a_number_that_is_read_the_same_twice_is_surer(first: float, text: str, second: float, sure: float) -> None:
    number = replace(NUMBER, text="2025-1516", confidence=first)
    again = replace(number, text=text, confidence=second, left=number.left + 2)
    assert agreed(number, [again]).confidence == pytest.approx(sure)
