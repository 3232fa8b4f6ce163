"""A part of a page's picture is what the whole picture shows there."""

from __future__ import annotations

from collections.abc import Iterator

import pypdfium2 as pdfium
import pytest

from ocr.pdf import pictures, practice

_DPI = 110
HEAD = (0.085, 0.15, 0.19, 0.165)  # white on a dark bar
TOTAL = (0.085, 0.275, 0.3, 0.29)  # far below: a part of its own
BESIDE = (0.4, 0.275, 0.6, 0.29)
BLANK = (0.1, 0.6, 0.2, 0.62)
OVER_THE_EDGE = (0.95, 0.98, 1.2, 1.3)
OUTSIDE = (1.1, 0.5, 1.2, 0.6)


@pytest.fixture
def page() -> Iterator[pdfium.PdfPage]:
    document = pdfium.PdfDocument(practice.document())
    yield document[0]
    document.close()


@pytest.mark.parametrize(
    "boxes",
    [
        pytest.param([HEAD], id="one"),
        pytest.param([TOTAL, HEAD, BESIDE], id="several parts, in any order"),
        pytest.param([BLANK, OVER_THE_EDGE], id="paper"),
    ],
)
def test_extremes_are_those_of_the_whole_picture(page: pdfium.PdfPage, boxes: list[pictures.Rect]) -> None:
    whole = pictures.grey_picture(page, _DPI)
    wide, high = whole.size
    expected = [
        whole.crop(
            (
                int(x0 * wide),
                int(y0 * high),
                min(wide, int(x1 * wide) + 1),
                min(high, int(y1 * high) + 1),
            )
        ).getextrema()
        for x0, y0, x1, y1 in boxes
    ]
    assert pictures.extrema(page, boxes, _DPI) == expected


def test_printed_words_have_contrast_and_what_is_outside_is_paper(page: pdfium.PdfPage) -> None:
    head, total, blank, outside = pictures.extrema(page, [HEAD, TOTAL, BLANK, OUTSIDE], _DPI)
    assert head[1] - head[0] > 100
    assert total[1] - total[0] > 100
    assert blank == outside == (255, 255)


def test_a_part_is_cut_out_to_the_pixel(page: pdfium.PdfPage) -> None:
    whole = pictures.grey_picture(page, 200)
    wide, high = whole.size
    part = pictures.grey_part(page, TOTAL, 200)
    assert part is not None
    left, top = int(TOTAL[0] * wide), int(TOTAL[1] * high)
    assert part.tobytes() == whole.crop((left, top, left + part.width, top + part.height)).tobytes()
    assert pictures.grey_part(page, OUTSIDE, 200) is None
