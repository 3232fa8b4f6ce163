"""A page's picture to a page: first reading, then only the repairs that its weakness asks for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from PIL import Image

from domain.evidence import Source
from ocr.image import codes, light, skew, tesseract
from ocr.image.leftover import with_leftovers
from ocr.image.lines import Masks, line_masks, rulings_of
from ocr.image.second_look import combined
from ocr.layout import arrange, straightened
from ocr.page import Page, Word

FIRST_DPI = 200
FINE_DPI = 300
_DESKEW_FROM = 2.0  # resampling itself costs words: tilts below this are left in the picture
_STRAIGHTEN_FROM = 0.15  # coordinates are cheap to turn
_LOW = 0.88  # mean confidence below which the page is read again at FINE_DPI; measured on scans, see docs/accuracy.md
_ONE_COLUMN = 4
_CERTAIN = 2.0
_UNREADABLE = 0.5
_MUCH_LESS = 0.7


@dataclass(slots=True)
class Attempt:
    """One way to look at the page, and what was read that way."""

    picture: Image.Image
    found: tesseract.Recognised
    rotation: int = 0
    deskewed: float = 0.0

    @property
    def score(self) -> float:
        """Readable characters, weighted by how sure the recogniser is; a page on its side is no page."""
        return self.found.good * self.found.mean * (0.1 if self.found.sideways else 1.0)


def read_page(source: Callable[[int], Image.Image], number: int, size_pt: tuple[float, float], languages: str) -> Page:
    """Read one page. ``source`` gives its grey picture at a resolution; ``size_pt`` its size in points as shown."""
    picture = source(FIRST_DPI)
    if light.needs_help(picture):
        picture = light.evened(picture)
    words = tesseract.begin(picture, FIRST_DPI, languages)
    # What needs no words is looked for while the recogniser is at work, on a processor that may be idle.
    ruled, qr = line_masks(picture, FIRST_DPI), codes.in_picture(picture)
    best = Attempt(picture, words())
    if best.found.weak:
        best = _turned(best, languages)
    best = _straight(best, languages)
    if best.found.mean < _LOW or best.found.good < 60:
        best = _finer(best, source, languages)
    dpi = FINE_DPI if best.picture.width > 1.2 * picture.width else FIRST_DPI
    if best.picture is not picture:
        ruled, qr = line_masks(best.picture, dpi), codes.in_picture(best.picture)
    best.found = with_leftovers(best.picture, dpi, best.found, ruled)
    return replace(_page(best, number, size_pt, {dpi: ruled}), qr=qr)


def _turned(attempt: Attempt, languages: str) -> Attempt:
    """Try the orientation the recogniser proposes, and all of them where it does not know and nothing was readable."""
    proposed, certainty = tesseract.orientation(attempt.picture)
    if certainty >= _CERTAIN and proposed == 0 and not attempt.found.sideways:
        return attempt
    if certainty >= _CERTAIN and proposed:
        tries = [proposed]
    elif attempt.found.sideways:
        tries = [90, 270]
    elif attempt.found.mean < _UNREADABLE:
        tries = [180, 90, 270]
    else:
        return attempt
    best = attempt
    for rotation in tries:
        picture = attempt.picture.rotate(-rotation, expand=True)
        other = Attempt(picture, tesseract.recognise(picture, FIRST_DPI, languages), rotation)
        best = max(best, other, key=lambda one: one.score)
    return best


def _straight(attempt: Attempt, languages: str) -> Attempt:
    """Deskew when the rows are tilted enough to lose words."""
    tilted = attempt.found.slope
    if tilted is None or attempt.found.weak:
        tilted = skew.tilt(attempt.picture)
    if abs(tilted) < _DESKEW_FROM:
        return attempt
    picture = attempt.picture.rotate(-tilted, resample=Image.Resampling.BICUBIC, fillcolor=255)
    other = Attempt(picture, tesseract.recognise(picture, FIRST_DPI, languages), attempt.rotation, tilted)
    return max(attempt, other, key=lambda one: one.score)


def _finer(attempt: Attempt, source: Callable[[int], Image.Image], languages: str) -> Attempt:
    """Read again at a finer resolution; what the first reading saw more surely is kept."""
    picture = source(FINE_DPI)
    if light.needs_help(picture):
        picture = light.evened(picture, closely=True)
    if attempt.rotation:
        picture = picture.rotate(-attempt.rotation, expand=True)
    if attempt.deskewed:
        picture = picture.rotate(-attempt.deskewed, resample=Image.Resampling.BICUBIC, fillcolor=255)
    # The other way of finding blocks: what one passes over (narrow boxes, single columns) the other tends to see.
    found = tesseract.recognise(picture, FINE_DPI, languages, mode=_ONE_COLUMN)
    if found.good < _MUCH_LESS * attempt.found.good:
        return attempt
    found = combined(found, attempt.found, picture.width / attempt.picture.width)
    return Attempt(picture, found, attempt.rotation, attempt.deskewed)


def _page(attempt: Attempt, number: int, size_pt: tuple[float, float], ruled: dict[int, Masks]) -> Page:
    wide, high = attempt.picture.size
    width, height = size_pt
    if attempt.rotation in (90, 270):
        width, height = height, width
    words: list[Word] = [
        Word(
            found.text,
            found.left / wide,
            found.top / high,
            (found.left + found.width) / wide,
            (found.top + found.height) / high,
            confidence=found.confidence,
            font_size=found.height / high,
        )
        for found in attempt.found.words
    ]
    tilt = attempt.found.slope or 0.0
    if abs(tilt) >= _STRAIGHTEN_FROM:
        words = straightened(words, tilt, high / wide)
    else:
        tilt = 0.0
    dpi = round(wide / (width / 72))
    return Page(
        number=number,
        width_pt=round(width, 2),
        height_pt=round(height, 2),
        words=_sized(arrange(words)),
        source=Source.OCR,
        rotation=attempt.rotation,
        skew=round(attempt.deskewed + tilt, 3),
        rulings=_rulings(attempt.picture, dpi, tilt, ruled.get(dpi)),
    )


def _rulings(
    picture: Image.Image, dpi: int, tilt: float, ruled: Masks | None
) -> tuple[tuple[float, float, float, float], ...]:
    rulings = rulings_of(picture, dpi, ruled)
    if not tilt:
        return rulings
    marks = [Word("", *ruling) for ruling in rulings]
    turned = straightened(marks, tilt, picture.height / picture.width)
    return tuple((mark.x0, mark.y0, mark.x1, mark.y1) for mark in turned)


def _sized(words: tuple[Word, ...]) -> tuple[Word, ...]:
    """One size for the words of a row and block: the height of a box depends on its letters, a font does not."""
    groups: dict[tuple[int, int], list[float]] = {}
    for word in words:
        groups.setdefault((word.line, word.block), []).append(word.y1 - word.y0)
    sizes = {key: sorted(heights)[(len(heights) * 3) // 4] for key, heights in groups.items()}
    return tuple(replace(word, font_size=sizes[word.line, word.block]) for word in words)
