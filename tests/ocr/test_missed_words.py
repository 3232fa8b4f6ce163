"""A column that the recogniser dropped from a page it reads well otherwise."""

from __future__ import annotations

import pytest
from PIL import Image, ImageDraw, ImageFont

from ocr.image.missed_words import missed_row, missed_words
from ocr.image.tesseract import Found

ROWS = ("Koffie", "Appeltaart", "Thee met munt", "Tosti kaas", "Totaal EUR")


def _rest(amounts: bool, tilt: float, stamp: bool) -> Image.Image:
    """What is left of a receipt when its left column is painted out; 255 for ink."""
    mask = Image.new("L", (640, 400), 0)
    draw = ImageDraw.Draw(mask)
    font = ImageFont.load_default(26)
    for at in range(len(ROWS)):
        if amounts:
            draw.text((520, 50 + 50 * at), f"{at + 2},50", fill=255, font=font)
    if stamp:
        draw.rectangle((350, 60, 480, 240), outline=255, width=6)
        draw.line((300, 250, 420, 40), fill=255, width=5)
    turned = mask.rotate(tilt, Image.Resampling.BILINEAR)
    return turned.point(lambda level: 255 if level > 100 else 0)


def _words(tilt: float) -> list[Found]:
    rise = tilt / 57.2958
    return [
        Found(text, 60, round(54 + 50 * at + rise * (320 - 120)), 120, 22, 0.95, (1, 1, at))
        for at, text in enumerate(ROWS)
    ]


@pytest.mark.parametrize(
    ("amounts", "tilt", "stamp", "missed"),
    [
        (True, 0.0, False, 5),
        (True, 1.5, False, 5),
        (True, 0.0, True, 5),
        (False, 0.0, False, 0),
        (False, 0.0, True, 0),  # a stamp and a stroke of a pen run across rows
    ],
)
def test_words_in_the_rows_of_others_are_missed(amounts: bool, tilt: float, stamp: bool, missed: int) -> None:
    assert missed_words(_rest(amounts, tilt, stamp), _words(tilt), tilt, 200) == missed


@pytest.mark.parametrize(
    ("lost", "tilt", "missed"),
    [
        (2, 0.0, True),
        (3, 1.5, True),
        (None, 0.0, False),
        (0, 0.0, False),  # above the first row that was read: a logo
    ],
)
def test_a_row_that_was_passed_over_is_seen(lost: int | None, tilt: float, missed: bool) -> None:
    rows = [f"Row {at}" for at in range(8)]
    mask = Image.new("L", (640, 480), 0)
    if lost is not None:
        for left, text in ((60, "Totaal"), (520, "12,50")):
            ImageDraw.Draw(mask).text((left, 50 + 50 * lost), text, fill=255, font=ImageFont.load_default(26))
    ink = mask.rotate(tilt, Image.Resampling.BILINEAR).point(lambda level: 255 if level > 100 else 0)
    rise = tilt / 57.2958
    words = [
        Found(text, 60, round(54 + 50 * at + rise * (320 - 120)), 120, 22, 0.95, (1, 1, at))
        for at, text in enumerate(rows)
        if at != lost
    ]
    assert missed_row(ink, words, tilt, 200) is missed
