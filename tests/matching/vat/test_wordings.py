"""Looking only for what a text can hold passes over nothing that a search for everything would find."""

from __future__ import annotations

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from matching.vat.signal_words import CASED, PATTERNS, Shape
from matching.vat.text import FUZZY_FROM, fold, skeleton, slips_forgiven
from matching.vat.wordings import Wording, known

ENTRIES = known().wordings.entries
AROUND = ["", "", "Totaal ", "Factuur 2026-118: ", "Let op. ", " 21 %", " 1.250,00", " (zie de voorwaarden)", "c", "l"]
LETTERS = "abcdefghiklmnoprstuvwz01 -"


def stands(wording: Wording, folded: str, letters: str) -> bool:
    return f" {wording.words} " in f" {folded} " or wording.blurred_in(folded, letters)


def misread(text: str, slips: int, chance: random.Random) -> str:
    """The text with letters replaced, lost and added."""
    letters = list(text)
    for _ in range(slips):
        at = chance.randrange(len(letters))
        letters[at : at + chance.randrange(2)] = chance.choice(["", chance.choice(LETTERS)])
    return "".join(letters)


@pytest.mark.parametrize(("slips", "still_read"), [(0, 0.8), (1, 0.6), (2, 0.4), (4, 0.1)])
def test_no_wording_is_passed_over(slips: int, still_read: float) -> None:
    chance = random.Random(slips)
    read = 0
    for said in ENTRIES:
        text = misread(chance.choice(AROUND) + said[1].phrase + chance.choice(AROUND), slips, chance)
        folded, letters = fold(text), skeleton(text)
        wanted = [(signal, wording) for signal, wording in ENTRIES if stands(wording, folded, letters)]
        possible = known().wordings.possible(folded, letters)
        assert [each for each in wanted if each[1] not in possible.get(each[0], ())] == [], text
        read += said in wanted
    assert read > still_read * len(ENTRIES)  # else nothing was tried


def test_a_wording_cut_off_at_an_end_is_not_passed_over() -> None:
    """In a text shorter than the wording no piece of the wording need be left whole."""
    read = 0
    for signal, wording in ENTRIES:
        for cut in (wording.letters[2:], wording.letters[:-2]):
            half = len(cut) // 2
            once = [f"{cut[:at]}x{cut[at:]}" for at in range(len(cut))]
            twice = [f"{cut[:at]}x{cut[at : at + half]}x{cut[at + half :]}" for at in range(half)]
            for text in (*once, *twice):
                if wording.blurred_in(text, skeleton(text)):
                    read += 1
                    assert wording in known().wordings.possible(text, skeleton(text)).get(signal, ()), text
    assert read > len(ENTRIES)


def test_only_what_a_text_may_hold_is_looked_for() -> None:
    texts = ["Onderhoudscontract maart 2026", "Totaal te betalen binnen 30 dagen", "IBAN NL91 ABNA 0417 1643 00"]
    counts = [sum(map(len, known().wordings.possible(fold(t), skeleton(t)).values())) for t in texts]
    assert sum(counts) < len(ENTRIES) / 5


@pytest.mark.parametrize("length", range(FUZZY_FROM - 1, 80))
def test_pieces_are_long_enough_to_be_looked_up(length: int) -> None:
    assert length // (slips_forgiven(length) + 1) >= 4


SHAPES = [shape for shapes in PATTERNS.values() for shape in shapes] + list(CASED.values())


@pytest.mark.parametrize("shape", SHAPES, ids=[shape.pattern for shape in SHAPES])
@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
@given(st.data())
def test_a_shape_never_stands_without_its_letters(shape: Shape, data: st.DataObject) -> None:
    pattern = shape.pattern.replace(".{0,12}", " ")  # of all that may stand there, few letters leave words at both ends
    text = data.draw(st.from_regex(pattern, fullmatch=True, alphabet="abcdefghijklmnopqrstuvwxyz0123456789 KOR"))
    assert any(letters in f" {text} " for letters in shape.letters.split("|"))
