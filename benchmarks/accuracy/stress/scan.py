"""An invented paper printed and scanned: a picture with noise, blur and skew, for the real recogniser."""

from __future__ import annotations

import io
import itertools
import random
from pathlib import Path

from PIL import Image, ImageDraw, ImageFilter, ImageFont

from benchmarks.accuracy.stress.canvas import HEIGHT_PT, WIDTH_PT, Canvas

DPI = 200
_FONTS = ("LiberationSans-Regular.ttf", "LiberationSerif-Regular.ttf", "DejaVuSans.ttf")


def scanned(canvas: Canvas, dice: random.Random) -> bytes:
    """The sheet as a grey PNG at 200 dpi, as an office scanner of moderate quality gives it."""
    wide, tall = round(WIDTH_PT * DPI / 72), round(HEIGHT_PT * DPI / 72)
    picture = Image.new("L", (wide, tall), 250)
    draw = ImageDraw.Draw(picture)
    name = dice.choice(_FONTS)
    for _, run in itertools.groupby(canvas.words, key=lambda word: word.line):
        words = list(run)
        size = max(8, round((words[0].y1 - words[0].y0) * tall))
        text = " ".join(word.text for word in words)
        font = _font(name, size)
        while font.getlength(text) > 1.04 * (words[-1].x1 - words[0].x0) * wide and size > 8:
            size -= 1
            font = _font(name, size)
        middle = (words[0].y0 + words[0].y1) / 2
        draw.text((words[0].x0 * wide, middle * tall), text, fill=25, font=font, anchor="lm")
    picture = picture.rotate(dice.uniform(-0.7, 0.7), fillcolor=250, resample=Image.Resampling.BILINEAR)
    picture = picture.filter(ImageFilter.GaussianBlur(dice.uniform(0.4, 1.0)))
    noise = Image.effect_noise((wide, tall), dice.uniform(12, 40))
    picture = Image.blend(picture, noise, dice.uniform(0.06, 0.2))
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def _font(name: str, size: int) -> ImageFont.FreeTypeFont:
    for folder in ("/usr/share/fonts/truetype/liberation", "/usr/share/fonts/truetype/dejavu"):
        if (Path(folder) / name).exists():
            return ImageFont.truetype(str(Path(folder) / name), size)
    return ImageFont.truetype(name, size)
