"""Ruled lines of a scanned page, for the table reader."""

from __future__ import annotations

from PIL import Image, ImageChops, ImageFilter

Rect = tuple[float, float, float, float]
Masks = tuple[Image.Image, Image.Image]  # of horizontal and of vertical lines

_ACROSS = 0.20  # inches: two such cells of unbroken ink are longer than any letter is wide
_DOWN = 0.20  # and higher than all but a poster's letters
_DARK = 215  # of 255: share of ink in such a run
_SOLID = 0.05  # inches: wider ink is no line
_MAX_RULINGS = 400


def rulings_of(picture: Image.Image, dpi: int, masks: Masks | None = None) -> tuple[Rect, ...]:
    """Long straight runs of ink in a grey picture, as rectangles in shares of the page. About 50 ms without ``masks``.

    Painting them out before recognition was measured and lost as many words as it won."""
    flat, upright = masks or line_masks(picture, dpi)
    return (*_boxes(flat, True), *_boxes(upright, False))[:_MAX_RULINGS]


def line_mask(masks: Masks) -> Image.Image:
    """Where ruled lines are, a little wider than they are."""
    mask = ImageChops.lighter(*masks)
    wider = mask
    for across, down in ((2, 0), (-2, 0), (0, 2), (0, -2)):
        wider = ImageChops.lighter(wider, ImageChops.offset(mask, across, down))
    return wider


def line_masks(picture: Image.Image, dpi: int) -> Masks:
    """Masks of horizontal and of vertical lines."""
    ink = picture.point(lambda level: 255 if level < 150 else 0)
    wide, high = picture.size
    flat = _runs(ink, (max(1, round(wide / (_ACROSS * dpi))), high))
    upright = _runs(ink, (wide, max(1, round(high / (_DOWN * dpi)))))
    solid = _solid(ink, max(4, round(_SOLID * dpi)))  # bars and photographs are no lines
    return ImageChops.subtract(flat, solid), ImageChops.subtract(upright, solid)


def _runs(ink: Image.Image, size: tuple[int, int]) -> Image.Image:
    """A mask of the cells that are (almost) all ink when the picture is averaged to ``size``."""
    cells = ink.resize(size, Image.Resampling.BOX).point(lambda level: 255 if level >= _DARK else 0)
    # One cell alone may be the foot of bold letters; a line goes on in the next cell,
    # a pixel higher or lower if tilted.
    flat = size[1] == ink.size[1]
    beside = Image.new("L", cells.size, 0)
    for along in (-1, 1):
        for across in (-1, 0, 1):
            moved = ImageChops.offset(cells, *((along, across) if flat else (across, along)))
            beside = ImageChops.lighter(beside, moved)
    cells = ImageChops.darker(cells, beside)
    return cells.resize(ink.size, Image.Resampling.NEAREST)


def _solid(ink: Image.Image, width: int) -> Image.Image:
    """Where ink fills squares wider than a line, and just around."""
    cells = ink.reduce(width).point(lambda level: 255 if level >= 250 else 0).filter(ImageFilter.MaxFilter(3))
    return cells.resize(ink.size, Image.Resampling.NEAREST)


def _boxes(mask: Image.Image, flat: bool) -> list[Rect]:
    """Each connected stretch of a mask as a rectangle: cells in a row (or column) joined along their direction."""
    wide, high = mask.size
    small = mask.reduce((8, 2) if flat else (2, 8)).point(lambda level: 255 if level > 60 else 0)
    columns, rows = small.size
    data = small.tobytes()
    stretches: list[list[int]] = []  # [line, start, end]
    for line in range(rows if flat else columns):
        cells = data[line * columns : (line + 1) * columns] if flat else data[line::columns]
        start = cells.find(255)
        while start >= 0:
            end = cells.find(0, start)
            end = len(cells) if end < 0 else end
            stretches.append([line, start, end])
            start = cells.find(255, end)
    joined: list[list[int]] = []  # [first line, last line, start, end]
    for line, start, end in stretches:
        for box in reversed(joined[-60:]):
            if line - box[1] <= 2 and start <= box[3] + 2 and end >= box[2] - 2:
                box[1], box[2], box[3] = line, min(box[2], start), max(box[3], end)
                break
        else:
            joined.append([line, line, start, end])
    boxes: list[Rect] = []
    for first, last, start, end in joined:
        if flat:
            boxes.append((start * 8 / wide, first * 2 / high, min(1.0, end * 8 / wide), (last + 1) * 2 / high))
        else:
            boxes.append((first * 2 / wide, start * 8 / high, (last + 1) * 2 / wide, min(1.0, end * 8 / high)))
    return boxes
