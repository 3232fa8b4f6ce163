"""Uneven light: the shadows of crumpled paper go, the letters stay."""

from __future__ import annotations

from PIL import Image, ImageDraw, ImageFilter

from ocr.image.light import evened


def _crumpled() -> Image.Image:
    """Grey paper with shadows some 200 dots wide, and strokes as thin as letters."""
    paper = Image.new("L", (800, 600), 235)
    draw = ImageDraw.Draw(paper)
    for x in range(0, 800, 400):
        draw.rectangle((x, 0, x + 200, 600), fill=150)
    paper = paper.filter(ImageFilter.GaussianBlur(20))
    for y in range(40, 600, 40):
        ImageDraw.Draw(paper).line((0, y, 800, y), fill=60, width=3)
    return paper


def test_the_shadows_of_crumpled_paper_go_when_the_paper_is_followed_closely() -> None:
    between = [(x, y) for x in range(60, 760, 20) for y in range(60, 560, 40)]
    shades = {closely: evened(_crumpled(), closely=closely) for closely in (False, True)}
    darkest = {closely: min(int(str(picture.getpixel(at))) for at in between) for closely, picture in shades.items()}
    assert darkest[True] > 235 > darkest[False]
    assert all(int(str(shades[True].getpixel((x, 40)))) < 140 for x in range(60, 760, 20))
