"""What the page does not show is not read, and said so."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from reportlab.lib.colors import black, white
from reportlab.pdfgen.canvas import Canvas

from ocr import api

PLANTED = "NL99 EVIL 0123 4567 89"
VISIBLE = ["Jansen Papier B.V.", "Factuur 2026-0117", "Totaal te betalen EUR 54,45", "IBAN NL91 ABNA 0417 1643 00"]


def _pdf(draw: Callable[[Canvas], None]) -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595, 842))
    canvas.setFont("Helvetica", 11)
    for number, line in enumerate(VISIBLE):
        canvas.drawString(60, 780 - 16 * number, line)
    draw(canvas)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def _white(canvas: Canvas) -> None:
    canvas.setFillColor(white)
    canvas.drawString(60, 500, PLANTED)


def _tiny(canvas: Canvas) -> None:
    canvas.setFont("Helvetica", 1)
    canvas.drawString(60, 500, PLANTED)


def _off_page(canvas: Canvas) -> None:
    canvas.drawString(700, 500, PLANTED)


def _off_crop(canvas: Canvas) -> None:
    canvas.setCropBox((0, 300, 595, 842))
    canvas.drawString(60, 200, PLANTED)


def _without_ink(canvas: Canvas) -> None:
    text = canvas.beginText(60, 500)
    text.setTextRenderMode(3)
    text.textOut(PLANTED)
    canvas.drawText(text)


def _transparent(canvas: Canvas) -> None:
    canvas.setFillAlpha(0.0)
    canvas.drawString(60, 500, PLANTED)


def _nearly_transparent(canvas: Canvas) -> None:
    canvas.setFillAlpha(0.1)
    canvas.drawString(60, 500, PLANTED)


def _covered(canvas: Canvas) -> None:
    canvas.drawString(60, 500, PLANTED)
    canvas.setFillColor(white)
    canvas.rect(50, 490, 400, 30, stroke=0, fill=1)


def _covered_black(canvas: Canvas) -> None:
    canvas.drawString(60, 500, PLANTED)
    canvas.setFillColor(black)
    canvas.rect(50, 490, 400, 30, stroke=0, fill=1)


def _clipped(canvas: Canvas) -> None:
    path = canvas.beginPath()
    path.rect(60, 100, 50, 50)
    canvas.clipPath(path, stroke=0, fill=0)
    canvas.drawString(60, 500, PLANTED)


@pytest.mark.parametrize(
    "draw",
    [
        _clipped,
        _white,
        _tiny,
        _off_page,
        _off_crop,
        _without_ink,
        _transparent,
        _nearly_transparent,
        _covered,
        _covered_black,
    ],
)
def test_hidden_words_are_not_read_and_a_finding_says_so(draw: Callable[[Canvas], None]) -> None:
    result = api.read_document(_pdf(draw), name="x.pdf")
    text = result.pages[0].text()
    assert "EVIL" not in text
    assert "2026-0117" in text
    assert not result.reading.auto_ok
    found = [finding for finding in result.reading.findings if finding.code == "HIDDEN_TEXT"]
    assert len(found) == 1
    assert "EVIL" in found[0].params["text"]


def _white_on_a_bar(canvas: Canvas) -> None:
    canvas.rect(50, 490, 400, 30, stroke=0, fill=1)
    canvas.setFillColor(white)
    canvas.drawString(60, 500, "KvK 12345678")


def _under_a_frame(canvas: Canvas) -> None:
    canvas.drawString(60, 500, "KvK 12345678")
    canvas.rect(50, 490, 400, 30, stroke=1, fill=0)


def _inside_a_clip(canvas: Canvas) -> None:
    path = canvas.beginPath()
    path.rect(20, 20, 555, 800)
    canvas.clipPath(path, stroke=0, fill=0)
    canvas.drawString(60, 500, "KvK 12345678")


def _on_a_tint(canvas: Canvas) -> None:
    canvas.setFillGray(0.9)
    canvas.rect(50, 490, 400, 30, stroke=0, fill=1)
    canvas.setFillGray(0)
    canvas.drawString(60, 500, "KvK 12345678")


@pytest.mark.parametrize("draw", [_white_on_a_bar, _under_a_frame, _on_a_tint, _inside_a_clip])
def test_printed_words_are_read(draw: Callable[[Canvas], None]) -> None:
    result = api.read_document(_pdf(draw), name="x.pdf")
    assert "KvK 12345678" in result.pages[0].text()
    assert "HIDDEN_TEXT" not in [finding.code for finding in result.reading.findings]


def test_a_watermark_is_no_text_and_nothing_hidden() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFillAlpha(0.1)
        canvas.setFont("Helvetica-Bold", 120)
        canvas.drawString(100, 400, "COPY")

    result = api.read_document(_pdf(draw), name="x.pdf")
    assert "COPY" not in result.pages[0].text()
    assert "HIDDEN_TEXT" not in [finding.code for finding in result.reading.findings]
