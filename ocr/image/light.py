"""Uneven light and grey paper made even, for photographs and poor scans."""

from __future__ import annotations

from PIL import Image, ImageChops, ImageFilter, ImageOps

_PAPER = 225  # paper at least this light needs no help
_SMALL = 16
_REACH = 5  # of such dots: letters are narrower, the shadows of folds wider
_GRAIN = 12  # grey levels below the paper that are still paper
_CRUMPLED = 0.1  # of the paper in narrow shadows: that of even paper has less, of crumpled paper up to half


def needs_help(picture: Image.Image) -> bool:
    """Whether the paper is dark or unevenly lit, or the ink pale."""
    histogram = picture.histogram()
    total = sum(histogram)
    return _level(histogram, 0.55 * total) < _PAPER or _level(histogram, 0.005 * total) > 110


def evened(picture: Image.Image, *, closely: bool = False) -> Image.Image:
    """The picture with its background lifted to white: background found by dilation on a small copy. ``closely``, for
    crumpled paper: by closing, which follows the shadows of folds to their edges, and without the paper's grain;
    letters on even paper lose by it, so it is left as it is."""
    small = picture.resize((max(8, picture.width // _SMALL), max(8, picture.height // _SMALL)), Image.Resampling.BOX)
    paper = small.filter(ImageFilter.MaxFilter(_REACH))
    if closely:
        closed = paper.filter(ImageFilter.MinFilter(_REACH))
        shadows = ImageChops.subtract(paper, closed).histogram()
        closely = sum(shadows[_GRAIN:]) > _CRUMPLED * sum(shadows)
        paper = closed if closely else paper
    paper = paper.filter(ImageFilter.GaussianBlur(3)).resize(picture.size, Image.Resampling.BICUBIC)
    ink = ImageChops.subtract(paper, picture, offset=-_GRAIN if closely else 0)
    return ImageOps.autocontrast(ImageOps.invert(ink), cutoff=(0.5, 0))


def _level(histogram: list[int], wanted: float) -> int:
    seen = 0
    for level, count in enumerate(histogram):
        seen += count
        if seen >= wanted:
            return level
    return 255
