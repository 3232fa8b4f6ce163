"""Numbers that lost their head or tail: "5.183,29" of which the recogniser gives "183,29", and surely.

Sums are no help: net, VAT and total of one paper tend to lose their thousands together, and still add up. The picture
tells: ink as high as the figures stands right beside the number and belongs to no word. Such numbers are read once
more, with that ink and nothing else around; one that stays as it was is not to be trusted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PIL import Image

from ocr.image.tesseract import QUICK_LANGUAGES, Found, Recognised, recognise

_DOUBT = 0.2  # confidence of a number beside which ink stays unexplained
_HALF = 0.3  # a word this sure explains its ink
_SURE = 0.5  # a number read again must be this sure
_BESIDE = 0.75  # of the figures' height: ink this close may be part of the number
_JOINED = 0.4  # of the figures' height: ink closer together is one piece
_REACH = 3.2  # of the figures' height: how far to look; a piece that goes on further is no part of a number
_HIGH = (0.6, 1.35)  # of the figures' height: how high a piece is
_WIDE = 0.22  # of the figures' height: a narrower piece is the end of a ruled line
_DENSE = (0.15, 0.8)  # share of ink in the piece; less is specks, more a bar
_BLOCK = 6  # the recogniser's mode for one even block
_MANY = 40  # with more such numbers the page is not a page of text
_SECONDS = 8


@dataclass(frozen=True, slots=True)
class Cut:
    """A number, its place among the words, and the place of its parts in pixels."""

    at: int
    word: Found
    box: tuple[int, int, int, int]


def with_whole_numbers(picture: Image.Image, rest: Image.Image, dpi: int, found: Recognised) -> Recognised:
    """``found`` with cut numbers completed or made doubtful. ``rest``: the picture with all words painted out."""
    cuts = cut_numbers(rest.point(lambda level: 255 if level < 150 else 0), found.words)
    if not cuts or len(cuts) > _MANY:
        return found
    again = _read_alone(picture, dpi, cuts)
    words = list(found.words)
    for cut in cuts:
        words[cut.at] = completed(cut.word, [word for word in again if _within(word, cut.box)])
    return Recognised.of(words, found.slope)


def cut_numbers(ink: Image.Image, words: Sequence[Found]) -> list[Cut]:
    """The numbers beside which a piece of unexplained ink stands. ``ink``: a mask, 255 for ink, words painted out."""
    out = []
    for at, word in enumerate(words):
        if not _is_number(word):
            continue
        edges = [piece for piece in (_piece(ink, word, -1), _piece(ink, word, 1)) if piece]
        edges = [piece for piece in edges if not any(_read(other, piece) for other in words)]
        if edges:
            box = (
                min([word.left, *(piece[0] for piece in edges)]),
                min([word.top, *(piece[1] for piece in edges)]),
                max([word.left + word.width, *(piece[2] for piece in edges)]),
                max([word.top + word.height, *(piece[3] for piece in edges)]),
            )
            out.append(Cut(at, word, box))
    return out


def completed(word: Found, again: Sequence[Found]) -> Found:
    """The number as its second reading completes it: the same figures with more before or behind them. As it was when
    the second reading gives just that, and doubtful when it gives anything else."""
    text = "".join(other.text for other in sorted(again, key=lambda other: other.left))
    text = text.strip("€$£-–— ")
    sure = min((other.confidence for other in again), default=0.0)
    old, new = _figures(word.text), _figures(text)
    if sure >= _SURE and new == old:
        return word
    whole = new != old and (new.endswith(old) or new.startswith(old)) and _shape(text)
    if sure < _SURE or not old or not whole:
        return replace(word, confidence=min(word.confidence, _DOUBT))
    if word.text[-1] in ".," and text[-1].isdigit() and new.endswith(old):
        text += word.text[-1]
    left, right = min(o.left for o in again), max(o.left + o.width for o in again)
    return replace(word, text=text, left=left, width=right - left, confidence=min(sure, word.confidence))


def _read_alone(picture: Image.Image, dpi: int, cuts: Sequence[Cut]) -> Sequence[Found]:
    """These numbers read by themselves, in one recognition."""
    margin = max(3, dpi // 40)
    paper = max(range(128, 256), key=picture.histogram().__getitem__)
    alone = Image.new("L", picture.size, paper)
    for cut in cuts:
        left, top, right, bottom = cut.box
        place = (max(0, left - margin), max(0, top - margin), right + margin, bottom + margin)
        alone.paste(picture.crop(place), place[:2])
    left = max(0, min(cut.box[0] for cut in cuts) - dpi // 5)
    top = max(0, min(cut.box[1] for cut in cuts) - dpi // 5)
    right, bottom = max(cut.box[2] for cut in cuts) + dpi // 5, max(cut.box[3] for cut in cuts) + dpi // 5
    try:
        found = recognise(alone.crop((left, top, right, bottom)), dpi, QUICK_LANGUAGES, mode=_BLOCK, seconds=_SECONDS)
    except RuntimeError:  # out of time
        return ()
    return [replace(word, left=word.left + left, top=word.top + top) for word in found.words]


def _is_number(word: Found) -> bool:
    figures = sum(c.isdigit() for c in word.text)
    return figures >= 2 and figures > 0.6 * len(word.text) and word.height >= 8 and word.width > 0.5 * word.height


def _piece(ink: Image.Image, word: Found, side: int) -> tuple[int, int, int, int] | None:
    """The piece of ink that touches ``word`` on its left (-1) or right (1) side, or None."""
    if not word.text[0 if side < 0 else -1].isdigit() and word.text[-1] not in ".,":
        return None
    high = word.height
    reach, over = round(_REACH * high), round(0.6 * high)
    edge = word.left - reach if side < 0 else word.left + word.width
    place = (
        max(0, edge),
        max(0, word.top - over),
        min(ink.width, edge + reach),
        min(ink.height, word.top + high + over),
    )
    if place[2] - place[0] < 3:
        return None
    strip = ink.crop(place)
    if strip.getbbox() is None:
        return None
    columns = strip.resize((strip.width, 1), Image.Resampling.BOX).tobytes()
    run = _nearest(columns, side, _BESIDE * high, max(2, round(_JOINED * high)))
    if run is None or not _WIDE * high <= run[1] - run[0]:
        return None
    part = strip.crop((run[0], 0, run[1], strip.height))
    box = part.getbbox()
    if box is None or not _HIGH[0] * high <= box[3] - box[1] <= _HIGH[1] * high:
        return None
    share = part.crop(box).resize((1, 1), Image.Resampling.BOX).tobytes()[0] / 255
    if not _DENSE[0] <= share <= _DENSE[1]:
        return None
    return place[0] + run[0], place[1] + box[1], place[0] + run[1], place[1] + box[3]


def _nearest(columns: bytes, side: int, near: float, gap: int) -> tuple[int, int] | None:
    """The stretch of ink nearest to the number, small gaps joined; None when it is too far off or reaches too far."""
    order = columns if side > 0 else columns[::-1]
    start = next((at for at, level in enumerate(order) if level), len(order))
    if start > near:
        return None
    end = start
    for at in range(start, len(order)):
        if order[at]:
            end = at
        elif at - end > gap:
            break
    else:
        return None  # goes on beyond the strip
    end += 1
    return (start, end) if side > 0 else (len(order) - end, len(order) - start)


def _figures(text: str) -> str:
    return "".join(c for c in text if c.isdigit())


def _shape(text: str) -> bool:
    """Figures and the marks numbers have, and no more."""
    return bool(text) and all(c.isdigit() or c in ".,'-/:" for c in text)


def _read(word: Found, piece: tuple[int, int, int, int]) -> bool:
    """The piece is a word of its own, read with some doubt."""
    middle = (piece[0] + piece[2]) / 2
    across = word.left <= middle <= word.left + word.width
    return across and word.confidence >= _HALF and word.top < (piece[1] + piece[3]) / 2 < word.top + word.height


def _within(word: Found, box: tuple[int, int, int, int]) -> bool:
    middle, centre = word.left + word.width / 2, word.top + word.height / 2
    return box[0] - 4 <= middle <= box[2] + 4 and box[1] - 4 <= centre <= box[3] + 4
