"""Words as they are printed, before rows are found; letters set apart put together to words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

from ocr.hidden import Look
from ocr.pdf.opening import Shown


@dataclass(slots=True)
class RawWord:
    """A word before rows are found. Box in shares of the page; ``turn`` 0, 90, 180 or 270 is the direction it is
    written in, clockwise; ``size`` in points; ``look`` says how it is drawn."""

    text: str
    box: tuple[float, float, float, float]
    turn: int
    size: float
    bold: bool
    look: Look


def letterspaced(words: list[RawWord], shown: Shown) -> list[RawWord]:
    """Titles set with a space between all letters ("I N V O I C E") put together: runs of four and more single letters
    at even distances. A wider gap within the run parts two words."""
    out: list[RawWord] = []
    run: list[RawWord] = []

    def close() -> None:
        if len(run) >= 4:
            out.extend(_joined(run))
        else:
            out.extend(run)
        run.clear()

    for word in words:
        single = len(word.text) == 1 and word.text.isalpha() and word.turn == 0
        if not single or (run and not _follows(run[-1], word, shown)):
            close()
        if single:
            run.append(word)
        else:
            out.append(word)
    close()
    return out


def _follows(before: RawWord, word: RawWord, shown: Shown) -> bool:
    gap = (word.box[0] - before.box[2]) * shown.width
    level = abs(word.box[1] - before.box[1]) * shown.height
    return 0 < gap < 2.2 * word.size and level < 0.3 * word.size


def _joined(run: list[RawWord]) -> list[RawWord]:
    gaps = sorted(after.box[0] - before.box[2] for before, after in pairwise(run))
    usual = gaps[len(gaps) // 2]
    words = [replace(run[0])]
    for before, after in pairwise(run):
        if after.box[0] - before.box[2] > 1.9 * usual:
            words.append(replace(after))
            continue
        last = words[-1]
        last.text += after.text
        last.box = (last.box[0], min(last.box[1], after.box[1]), after.box[2], max(last.box[3], after.box[3]))
    return words
