"""Pages from pictures: turned, tilted, dark, framed, noisy; and the picture that the screen shows."""

from __future__ import annotations

import io
import random

import pytest
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from domain.evidence import Source
from ocr import api
from ocr.image.lines import rulings_of
from ocr.image.skew import tilt
from tests.ocr.hostile import pdfs

LINES = [
    "Jansen Papier B.V.",
    "Dorpsstraat 17, 3512 AB Utrecht",
    "Telefoon 030 2345678",
    "Factuur nummer 2026-0117",
    "Factuurdatum 14-03-2026",
    "Kopieerpapier wit formaat A4, tien dozen",
    "Enveloppen met venster, vijfhonderd stuks",
    "Totaal exclusief btw 1.045,00",
    "Btw 21 procent 219,45",
    "Totaal te betalen 1.264,45 EUR",
]


def scan(*, turn: int = 0, skew: float = 0.0, paper: int = 255, ink: int = 20, noise: int = 0) -> Image.Image:
    """A page of A5 at 200 dpi; ``turn`` clockwise, ``skew`` anticlockwise."""
    page = Image.new("L", (1165, 1654), paper)
    draw = ImageDraw.Draw(page)
    for row, line in enumerate(LINES):
        draw.text((110, 150 + 90 * row), line, fill=ink, font=ImageFont.load_default(34))
    if noise:
        chance = random.Random(5)
        for _ in range(noise):
            page.putpixel((chance.randrange(page.width), chance.randrange(page.height)), chance.randrange(120))
    if skew:
        page = page.rotate(skew, resample=Image.Resampling.BICUBIC, fillcolor=paper)
    return page.rotate(-turn, expand=True) if turn else page


def file_of(page: Image.Image, form: str = "PNG", **options: object) -> bytes:
    out = io.BytesIO()
    page.save(out, form, dpi=(200, 200), **options)
    return out.getvalue()


def share_found(text: str) -> float:
    """How many of the printed words stand in ``text``."""
    wanted = [word for line in LINES for word in line.split()]
    return sum(word in text for word in wanted) / len(wanted)


@pytest.mark.parametrize(
    ("page", "turned"),
    [
        pytest.param(scan(), 0, id="clean"),
        pytest.param(scan(turn=90), 270, id="on its side"),
        pytest.param(scan(turn=270), 90, id="on its other side"),
        pytest.param(scan(turn=180), 180, id="upside down"),
        pytest.param(scan(skew=4.0), 0, id="tilted"),
        pytest.param(scan(skew=-6.0), 0, id="tilted the other way"),
        pytest.param(scan(paper=150, ink=60), 0, id="grey"),
        pytest.param(scan(noise=6000), 0, id="specks"),
    ],
)
def test_words_are_found(page: Image.Image, turned: int) -> None:
    (found,) = api.read_pages(file_of(page)).pages
    assert share_found(found.text()) >= 0.9
    assert found.source is Source.OCR
    assert found.rotation == turned
    assert found.width_pt < found.height_pt


@pytest.mark.parametrize("skew", [-7.0, -2.5, 0.0, 1.0, 5.0])
def test_tilt_is_measured_to_a_fifth_of_a_degree(skew: float) -> None:
    assert tilt(scan(skew=skew)) == pytest.approx(skew, abs=0.2)


def test_words_lie_on_the_picture_that_the_screen_shows() -> None:
    """Turned and tilted: the box of a word, on the rendered page, holds ink; the place beside the text holds none."""
    data = file_of(scan(turn=90, skew=4.0))
    (page,) = api.read_pages(data).pages
    shown = api.render_page(data, 1, 800, rotation=page.rotation, skew=page.skew, form="png")
    picture = Image.open(io.BytesIO(shown.data)).convert("L")
    assert shown.content_type == "image/png"
    for word in page.words:
        if len(word.text) >= 5 and word.confidence > 0.8:
            box = (word.x0 * picture.width, word.y0 * picture.height, word.x1 * picture.width, word.y1 * picture.height)
            darkest, _ = picture.crop(tuple(round(edge) for edge in box)).getextrema()  # type: ignore[arg-type]
            assert darkest < 120, word.text


def test_words_in_narrow_boxes_are_found() -> None:
    page = scan()
    draw = ImageDraw.Draw(page)
    for row, text in enumerate(("V01/15000001", "09/04/2018")):
        top = 1200 + 110 * row
        draw.rectangle((700, top, 1010, top + 60), outline=0, width=6)
        draw.text((740, top + 12), text, fill=20, font=ImageFont.load_default(32))
    (found,) = api.read_pages(file_of(page)).pages
    assert "V01/15000001" in found.text()
    assert "09/04/2018" in found.text()


def test_rulings_of_a_scan() -> None:
    page = scan()
    ImageDraw.Draw(page).line((100, 1300, 1060, 1300), fill=0, width=3)
    ImageDraw.Draw(page).line((600, 1300, 600, 1600), fill=0, width=3)
    flat, upright = rulings_of(page, 200)
    assert flat[2] - flat[0] == pytest.approx(960 / 1165, abs=0.05)
    assert upright[3] - upright[1] == pytest.approx(300 / 1654, abs=0.05)


def test_a_tiff_of_two_pages() -> None:
    data = file_of(scan(), "TIFF", save_all=True, append_images=[scan(skew=1.0)])
    pages = api.read_pages(data).pages
    assert [page.number for page in pages] == [1, 2]
    assert all(share_found(page.text()) > 0.9 for page in pages)


def test_a_scanned_pdf_with_a_text_layer_is_read_from_its_picture() -> None:
    """What a scanner's invisible layer says is not what a person sees."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(420, 595))
    canvas.drawImage(ImageReader(scan().convert("RGB")), 0, 0, 420, 595)
    text = canvas.beginText(40, 500)
    text.setTextRenderMode(3)
    text.textOut("Totaal te betalen 99.999,99 EUR")
    canvas.drawText(text)
    canvas.save()
    (page,) = api.read_pages(out.getvalue()).pages
    assert page.source is Source.OCR
    assert share_found(page.text()) > 0.9
    assert "99.999,99" not in page.text()


def test_beyond_twenty_scanned_pages_the_rest_is_told() -> None:
    small = Image.new("L", (60, 60), 255)
    data = file_of(small, "TIFF", save_all=True, append_images=[small] * 24)
    pages = api.read_pages(data)
    assert len(pages.pages) == 20
    (finding,) = pages.findings
    assert (finding.code, finding.params) == ("PAGES_SKIPPED", {"what": "ocr", "read": "20", "found": "25"})


@pytest.mark.parametrize(("form", "start"), [("jpeg", b"\xff\xd8\xff"), ("webp", b"RIFF"), ("png", b"\x89PNG")])
def test_the_screen_gets_our_own_picture(form: str, start: bytes) -> None:
    shown = api.render_page(pdfs.good(), 1, 600, form=form)
    assert shown.data.startswith(start)
    assert (shown.width, shown.content_type) == (600, f"image/{form}")


def test_a_page_that_is_not_there_is_a_finding() -> None:
    shown = api.render_page(pdfs.good(), 7, 600)
    assert shown.data == b""
    assert shown.finding is not None
    assert shown.finding.code == "NO_PAGE"
