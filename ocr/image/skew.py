"""The tilt of a page, from the profile of its rows."""

from __future__ import annotations

from itertools import pairwise

from PIL import Image, ImageOps

_WIDTH = 700
_FURTHEST = 15.0


def tilt(picture: Image.Image) -> float:
    """Degrees anticlockwise the rows of ``picture`` (mode L) are tilted, within ±15; to about 0.1 degree.

    Rows of text make a profile of dark and light bands that is sharpest when the page stands straight."""
    small = picture.resize((_WIDTH, max(1, round(picture.height * _WIDTH / picture.width))), Image.Resampling.BILINEAR)
    small = ImageOps.invert(ImageOps.autocontrast(small, cutoff=1))
    best = _sharpest(small, 0.0, _FURTHEST, 1.5)
    best = _sharpest(small, best, 1.5, 0.4)
    return _sharpest(small, best, 0.4, 0.1)


def _sharpest(picture: Image.Image, middle: float, reach: float, step: float) -> float:
    count = round(reach / step)
    angles = [middle + step * number for number in range(-count, count + 1)]
    return max(angles, key=lambda angle: _sharpness(picture, angle))


def _sharpness(picture: Image.Image, angle: float) -> float:
    straight = picture.rotate(-angle, resample=Image.Resampling.NEAREST)
    column = straight.resize((1, straight.height), Image.Resampling.BOX)
    profile = list(column.tobytes())
    return float(sum((a - b) ** 2 for a, b in pairwise(profile)))
