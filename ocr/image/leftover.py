"""What a recognition passed over: ink that no word explains is looked at once more, by itself.

Words in narrow boxes and lonely figures are what the recogniser's page analysis drops most. Everything already read,
ruled lines and solid areas are painted out, and what is left is read as scattered text. Costs nothing on pages where
nothing is left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PIL import Image, ImageDraw, ImageFilter

from ocr.image.lines import Masks, line_mask
from ocr.image.missed_words import missed_row, missed_words
from ocr.image.tesseract import QUICK_LANGUAGES, Found, Recognised, recognise
from ocr.image.whole_numbers import with_whole_numbers

_SURE = 0.6  # words read with less are not believed to be read
_KEEP = 0.7  # leftover words must be this sure
_SCATTERED = 11  # the recogniser's mode for text without order
_CELL = 16  # cells to the inch
_INKED = (25, 235)  # grey level of a cell that letters cross: specks leave less, areas more
_ENOUGH = 12  # such cells: about one short word
_SECONDS = 12
_WELL_READ = 0.93  # mean confidence of a page on which a second look has never found anything,
_MARGIN = 40  # pixels of paper around
_FEW = 1  # when this many words at most were doubtful
_MUCH = 1000  # and the leftovers are less than a block of text
_DOUBTED = (0.7, 0.89)  # numbers as sure as this are read again where the leftovers are read,
_AGREED = 0.95  # and are at most so sure when both readings are the same
_MARKS = ".,:;-"
_SEVERAL = 4  # words missed in its rows; two or three are a logo and a tick


def with_leftovers(picture: Image.Image, dpi: int, found: Recognised, ruled: Masks) -> Recognised:
    """``found`` with the words that only a look at the leftovers shows, and with whole numbers. ``ruled``: where the
    picture's ruled lines are."""
    rest, cells = _unexplained(picture, dpi, found, ruled)
    if _worth_a_look(rest, cells, dpi, found):
        doubted = [word for word in found.words if _is_doubted(word)]
        for word in doubted:
            place = (word.left - 2, word.top - 2, word.left + word.width + 3, word.top + word.height + 3)
            rest.paste(picture.crop(place), place[:2])
        found = _with_rest(rest, dpi, found, doubted)
        _paint_out(rest, dpi, found.words)
    return with_whole_numbers(picture, rest, dpi, found)


def _worth_a_look(rest: Image.Image, cells: int, dpi: int, found: Recognised) -> bool:
    """Whether the leftovers are looked at: always where they are more than specks on a page that is badly read; on a
    well read one where they are as much as a block of text, or stand in its rows as words do."""
    if cells < _ENOUGH:
        return False
    if not _is_well_read(found) or cells >= _MUCH:
        return True
    ink = rest.point(lambda level: 255 if level < 150 else 0)
    slope = found.slope or 0.0
    return missed_words(ink, found.words, slope, dpi) >= _SEVERAL or missed_row(ink, found.words, slope, dpi)


def _with_rest(rest: Image.Image, dpi: int, found: Recognised, doubted: Sequence[Found]) -> Recognised:
    """``found`` with what is read in the leftovers, and surer of ``doubted`` numbers that are read the same again."""
    left, top, right, bottom = _inked(rest)
    if right <= left:
        return found
    try:
        more = recognise(rest.crop((left, top, right, bottom)), dpi, QUICK_LANGUAGES, mode=_SCATTERED, seconds=_SECONDS)
    except RuntimeError:  # out of time: specks by the thousand
        return found
    words = [replace(word, left=word.left + left, top=word.top + top) for word in more.words if _believable(word, dpi)]
    if not words:
        return found
    found = replace(found, words=tuple(agreed(word, words) if word in doubted else word for word in found.words))
    words = [word for word in words if not any(_same_place(word, number) for number in doubted)]
    kept = [
        word for word in found.words if word.confidence >= _SURE or not any(_same_place(word, new) for new in words)
    ]
    added = [replace(word, line=(20_000, word.line[0], word.line[2])) for word in words]
    return Recognised.of([*kept, *added], found.slope)


def _unexplained(picture: Image.Image, dpi: int, found: Recognised, ruled: Masks) -> tuple[Image.Image, int]:
    """The picture with all but unexplained ink painted out, and how many cells of such ink there are.

    Cells that no letter crosses go too: the recogniser takes minutes over a page of specks."""
    paper = _paper(picture)
    rest = picture.copy()
    rest.paste(paper, mask=line_mask(ruled))
    _paint_out(rest, dpi, found.words, paper)
    margin = dpi // 8  # the shadow of the paper's edge
    frame = Image.new("L", picture.size, 255)
    ImageDraw.Draw(frame).rectangle((margin, margin, picture.width - margin, picture.height - margin), fill=0)
    rest.paste(paper, mask=frame)
    ink = rest.point(lambda level: 255 if level < 150 else 0)
    low, high = _INKED
    cells = ink.reduce(max(2, dpi // _CELL)).point(lambda level: 255 if low <= level <= high else 0)
    count = cells.histogram()[255]
    cells = cells.filter(ImageFilter.MaxFilter(3))
    empty = cells.point(lambda level: 255 - level).resize(rest.size, Image.Resampling.NEAREST)
    rest.paste(paper, mask=empty)
    return rest, count


def _is_doubted(word: Found) -> bool:
    least, most = _DOUBTED
    return least <= word.confidence < most and sum(c.isdigit() for c in word.text) >= 4


def agreed(number: Found, again: Sequence[Found]) -> Found:
    """The number as sure as two readings that agree make it: one among its neighbours and in two languages, one by
    itself."""
    other = next((word for word in again if _same_place(word, number)), None)
    if other is None or other.text.strip(_MARKS) != number.text.strip(_MARKS):
        return number
    # The same picture twice is less than two witnesses: the chance that both err is taken four times as high.
    sure = min(_AGREED, 1 - 4 * (1 - number.confidence) * (1 - other.confidence))
    return replace(number, confidence=max(number.confidence, sure))


def _paint_out(rest: Image.Image, dpi: int, words: Sequence[Found], paper: int | None = None) -> None:
    """Cover what is surely read."""
    paper = _paper(rest) if paper is None else paper
    draw = ImageDraw.Draw(rest)
    for word in words:
        if word.confidence >= _SURE and word.height < dpi:
            draw.rectangle(
                (word.left - 2, word.top - 2, word.left + word.width + 2, word.top + word.height + 2), fill=paper
            )


def _is_well_read(found: Recognised) -> bool:
    doubtful = sum(word.confidence < _SURE for word in found.words)
    return found.mean >= _WELL_READ and doubtful <= _FEW


def _inked(picture: Image.Image) -> tuple[int, int, int, int]:
    """Where there is ink, with a margin; no area when there is none."""
    box = picture.point(lambda level: 255 if level < 150 else 0).getbbox()
    if box is None:
        return 0, 0, 0, 0
    left, top, right, bottom = box
    return (
        max(0, left - _MARGIN),
        max(0, top - _MARGIN),
        min(picture.width, right + _MARGIN),
        min(picture.height, bottom + _MARGIN),
    )


def _paper(picture: Image.Image) -> int:
    histogram = picture.histogram()
    return max(range(128, 256), key=lambda level: histogram[level])


def _believable(word: Found, dpi: int) -> bool:
    letters = sum(letter.isalnum() for letter in word.text)
    sized = 0.05 * dpi < word.height < 0.5 * dpi
    return word.confidence >= _KEEP and sized and (letters >= 3 or any(c.isdigit() for c in word.text))


def _same_place(one: Found, other: Found) -> bool:
    across = min(one.left + one.width, other.left + other.width) - max(one.left, other.left)
    down = min(one.top + one.height, other.top + other.height) - max(one.top, other.top)
    return across > 0 and down > 0 and across * down > 0.5 * min(one.width * one.height, other.width * other.height)
