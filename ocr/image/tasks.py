"""What a reading child does with pictures."""

from __future__ import annotations

from typing import Any

from PIL import Image

from ocr.children.refusal import Refusal
from ocr.image.opening import MAX_FRAMES, frame_count, open_picture, resolution, upright_frame
from ocr.image.page_reader import read_page
from ocr.image.screen import for_screen
from ocr.image.tesseract import FIRST_LANGUAGES
from ocr.pdf.opening import MAX_PIXELS, load_page, open_pdf
from ocr.pdf.pictures import grey_picture

_MAX_SCALE = 3.0  # enlarging further invents nothing


def describe(request: dict[str, Any], data: bytes) -> tuple[dict[str, Any], list[bytes]]:
    """How many pages a picture file has."""
    picture = open_picture(data)
    return {"page_count": min(frame_count(picture), MAX_FRAMES)}, []


def ocr_image_page(request: dict[str, Any], data: bytes) -> tuple[dict[str, Any], list[bytes]]:
    """Recognise one page of a picture file. ``request``: page (from 1), languages."""
    number = int(request["page"])
    opened = open_picture(data)
    frame = upright_frame(opened, number - 1)
    dpi = resolution(opened) if number == 1 else resolution(frame)
    grey = frame.convert("L")

    def at(wanted: int) -> Image.Image:
        scale = min(wanted / dpi, _MAX_SCALE, (MAX_PIXELS / (grey.width * grey.height)) ** 0.5)
        if 0.8 < scale < 1.25:
            return grey
        size = (max(1, round(grey.width * scale)), max(1, round(grey.height * scale)))
        return grey.resize(size, Image.Resampling.LANCZOS)

    size_pt = (frame.width / dpi * 72, frame.height / dpi * 72)
    page = read_page(at, number, size_pt, str(request.get("languages") or FIRST_LANGUAGES))
    return {"page": page.to_json()}, []


def ocr_pdf_page(request: dict[str, Any], data: bytes) -> tuple[dict[str, Any], list[bytes]]:
    """Recognise one page of a PDF from its picture. ``request``: page (from 1), languages, password."""
    number = int(request["page"])
    document = open_pdf(data, str(request.get("password") or ""))
    page = load_page(document, number - 1)
    recognised = read_page(
        lambda dpi: grey_picture(page, dpi),
        number,
        page.get_size(),
        str(request.get("languages") or FIRST_LANGUAGES),
    )
    return {"page": recognised.to_json()}, []


def render(request: dict[str, Any], data: bytes) -> tuple[dict[str, Any], list[bytes]]:
    """A picture of one page for the screen. ``request``: page (from 1), width, format, rotation, skew."""
    index = int(request["page"]) - 1
    picture = open_picture(data)
    if not 0 <= index < frame_count(picture):
        raise Refusal("NO_PAGE", page=index + 1)
    frame = upright_frame(picture, index)
    rotation = int(request.get("rotation") or 0)
    if rotation:
        frame = frame.rotate(-rotation, expand=True)
    return for_screen(frame, request)
