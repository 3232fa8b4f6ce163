"""One recognition: a grey picture in, words with confidence out."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytesseract
from PIL import Image

from ocr.image import engine

FIRST_LANGUAGES = "nld+eng"
QUICK_LANGUAGES = "eng"  # for figures and lonely words: a second language doubles the time and finds the same
_SECONDS = 45
_COLUMNS = 12  # of the recogniser's table


@dataclass(frozen=True, slots=True)
class Found:
    """A recognised word in pixels of the picture; ``line`` is the recogniser's own line key."""

    text: str
    left: int
    top: int
    width: int
    height: int
    confidence: float
    line: tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Recognised:
    """The words of one recognition. ``mean`` is the mean confidence (0–1) of words with letters or digits,
    weighted by length; ``good`` counts characters in words of confidence 0.6 and more."""

    words: tuple[Found, ...]
    mean: float
    good: int
    slope: float | None  # degrees anticlockwise the rows are tilted; None when too few long rows tell

    @classmethod
    def of(cls, words: Sequence[Found], slope: float | None) -> Recognised:
        """With the figures computed."""
        telling = [word for word in words if any(letter.isalnum() for letter in word.text)]
        letters = sum(len(word.text) for word in telling)
        mean = sum(word.confidence * len(word.text) for word in telling) / letters if letters else 0.0
        good = sum(len(word.text) for word in telling if word.confidence >= 0.6)
        return cls(tuple(words), mean, good, slope)

    @property
    def weak(self) -> bool:
        """Few or doubtful words: the page may be turned, tilted or in another language."""
        return self.good < 60 or self.mean < 0.72 or self.sideways

    @property
    def sideways(self) -> bool:
        """Most longer words are higher than wide: read, but from a page lying on its side."""
        longer = [word for word in self.words if len(word.text) >= 4]
        return len(longer) >= 5 and sum(word.height > 1.3 * word.width for word in longer) > 0.6 * len(longer)


def recognise(picture: Image.Image, dpi: int, languages: str, *, mode: int = 3, seconds: int = _SECONDS) -> Recognised:
    """Read ``picture`` (mode L). Raises RuntimeError when the recogniser fails or takes more than ``seconds``."""
    return begin(picture, dpi, languages, mode=mode, seconds=seconds)()


def begin(
    picture: Image.Image, dpi: int, languages: str, *, mode: int = 3, seconds: int = _SECONDS
) -> Callable[[], Recognised]:
    """Begin to read ``picture``; what is given back waits for the words. Meanwhile there is time for other work."""
    running = engine.start(picture, dpi, languages, mode)
    if running is None:
        return lambda: _parsed(_table_of_program(picture, dpi, languages, mode, seconds))
    return lambda: _parsed(running.table(seconds))


def keep_models() -> bool:
    """Load the models once for this process and those forked from it. False when each recognition has to."""
    return engine.load(FIRST_LANGUAGES, QUICK_LANGUAGES)


def _table_of_program(picture: Image.Image, dpi: int, languages: str, mode: int, seconds: int) -> str:
    """The file handed over is PGM: writing PNG costs ten times as much."""
    path = Path("page.pgm").absolute()
    picture.save(path, "PPM")
    try:
        table = pytesseract.image_to_data(
            str(path),
            lang=languages,
            config=f"--psm {mode} --dpi {dpi} --oem 1",
            output_type=pytesseract.Output.STRING,
            timeout=seconds,
        )
    finally:
        path.unlink()
    return str(table)


def orientation(picture: Image.Image) -> tuple[int, float]:
    """How far the picture must be turned clockwise to stand upright (0, 90, 180, 270), and the engine's certainty
    (above 2 is usable, 0 when it could not tell). Half the resolution would halve the time, and was wrong too often."""
    path = Path("turn.pgm").absolute()
    picture.save(path, "PPM")
    try:
        told = pytesseract.image_to_osd(str(path), output_type=pytesseract.Output.DICT, timeout=_SECONDS)
        return int(told["rotate"]) % 360, float(told["orientation_conf"])
    except (pytesseract.TesseractError, KeyError, ValueError):
        return 0, 0.0
    finally:
        path.unlink()


def _parsed(table: str) -> Recognised:
    """The words of a table: level, page, block, paragraph, line, word, left, top, width, height, confidence, text."""
    words = []
    for row in table.split("\n"):
        cells = row.split("\t")
        if len(cells) != _COLUMNS or cells[0] != "5" or not (text := cells[11].strip()):
            continue
        left, top, width, height = (int(cell) for cell in cells[6:10])
        confidence = max(0.0, min(1.0, float(cells[10]) / 100))
        line = (int(cells[2]), int(cells[3]), int(cells[4]))
        words.append(Found(text, left, top, width, height, confidence, line))
    return Recognised.of(words, _slope(words))


def _slope(words: list[Found]) -> float | None:
    """Median tilt of the recogniser's long lines, in degrees anticlockwise; None with fewer than four of them."""
    lines: dict[tuple[int, int, int], list[Found]] = {}
    for word in words:
        lines.setdefault(word.line, []).append(word)
    slopes = []
    for line in lines.values():
        line = [word for word in line if len(word.text) >= 3 and word.confidence > 0.5]
        if len(line) < 3:
            continue
        first, last = line[0], line[-1]
        across = last.left + last.width / 2 - first.left - first.width / 2
        if across > 12 * max(first.height, 1):
            slopes.append(((first.top + first.height) - (last.top + last.height)) / across)
    return statistics.median(slopes) * 57.2958 if len(slopes) >= 4 else None
