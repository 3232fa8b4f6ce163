"""Documents to measure with, made from the repository's own samples; every copy has bytes of its own."""

from __future__ import annotations

import io
import random
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path

import pypdf
import pypdfium2
from PIL import Image

from benchmarks.report import SEED
from samples.embed import image_pdf, jpeg, pictures

SAMPLES = Path(__file__).resolve().parents[1] / "samples" / "documents"
SCAN_DPI = 200
_RUNNING_ON = ("nl-brandstofpas-lang.pdf", "nl-helder-energie.pdf")  # one document over several pages


def digital_samples() -> list[tuple[str, bytes]]:
    """PDFs with a text layer and without an e-invoice inside."""
    found = [(path.name, path.read_bytes()) for path in sorted(SAMPLES.glob("*.pdf"))]
    return [(name, data) for name, data in found if _has_text(data) and b"factur-x.xml" not in data]


def einvoice_samples() -> list[tuple[str, bytes]]:
    """UBL, CII (the XML inside our own Factur-X) and Factur-X files."""
    from ocr.pdf.tasks import attachments

    found = [(path.name, path.read_bytes()) for path in sorted(SAMPLES.glob("*.xml"))]
    for path in sorted(SAMPLES.glob("*facturx*.pdf")):
        data = path.read_bytes()
        _, files = attachments({}, data)
        found += [(path.name, data), (f"{path.stem}-cii.xml", files[0])]
    return found


def _has_text(data: bytes) -> bool:
    document = pypdfium2.PdfDocument(data)
    try:
        return len(document[0].get_textpage().get_text_range()) > 200
    finally:
        document.close()


def with_more_pages(name: str, data: bytes, pages: int) -> tuple[str, bytes]:
    """The PDF with its last page repeated until it has ``pages``: continued pages, each to be read."""
    document = pypdf.PdfReader(io.BytesIO(data))
    writer = pypdf.PdfWriter()
    for number in range(max(pages, len(document.pages))):
        writer.add_page(document.pages[min(number, len(document.pages) - 1)])
    out = io.BytesIO()
    writer.write(out)
    return f"{pages}p-{name}", out.getvalue()


def digital_of_all_lengths() -> list[tuple[str, bytes]]:
    """The digital samples as they are (nearly all of one page), and for every four of them one of 2, 3, 4 and 5 pages
    made from those that run on."""
    single = digital_samples()
    running_on = [(name, data) for name, data in single if name in _RUNNING_ON]
    longer = [
        with_more_pages(*running_on[place % len(running_on)], 2 + place % 4)
        for place in range(max(1, len(single) // 4))
    ]
    step = max(1, len(single) // len(longer))
    mixed: list[tuple[str, bytes]] = []
    for place, sample in enumerate(single):
        mixed.append(sample)
        if place % step == step - 1 and longer:
            mixed.append(longer.pop())
    return mixed


def copies(samples: list[tuple[str, bytes]], count: int) -> list[tuple[str, bytes]]:
    """``count`` files going round the samples."""
    return list(copies_in_turn(samples, count))


def copies_in_turn(samples: list[tuple[str, bytes]], count: int) -> Iterator[tuple[str, bytes]]:
    """The same, one at a time: a comment at the end makes each other bytes for the store."""
    for number, (name, data) in enumerate(islice(cycle(samples), count)):
        mark = f"\n<!-- {number} -->" if name.endswith(".xml") else f"\n% {number}\n"
        yield f"{number:05d}-{name}", data + mark.encode()


def scans(pages: int) -> list[tuple[str, bytes, list[Image.Image]]]:
    """(name, PDF of pictures only, its pictures as a scanner saw them) of at least ``pages`` pages in all.

    Documents have one to four pages; skew up to 1.2 degrees, speckle and grey differ per document."""
    source = random.Random(SEED)
    drawn = cycle(digital_samples())
    made: list[tuple[str, bytes, list[Image.Image]]] = []
    count = 0
    while count < pages:
        wanted = min(source.choice((1, 1, 2, 3, 4)), pages - count)
        worn: list[Image.Image] = []
        while len(worn) < wanted:
            name, data = next(drawn)
            worn += pictures(
                data,
                f"{SEED}/{count}/{name}",
                dpi=SCAN_DPI,
                skew=source.uniform(0.1, 1.2),
                noise=source.uniform(0.02, 0.08),
            )
        worn = worn[:wanted]
        count += wanted
        # What the reader gets is what the scanner wrote; the floor gets the same pictures, after the same loss.
        seen = [Image.open(io.BytesIO(jpeg(page, 60))).convert("L") for page in worn]
        made.append((f"scan-{len(made):02d}.pdf", image_pdf(worn, dpi=SCAN_DPI, quality=60), seen))
    return made
