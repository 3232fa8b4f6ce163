"""Pages of received files, chosen, turned and put in order, as one new PDF.

The files themselves are never changed. The same request on the same bytes gives the same bytes: what was approved is
what is attached, and building it again finds it already there.
"""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Sequence
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
from PIL import Image

from ocr.children.refusal import Refusal
from ocr.image.opening import frame_count, open_picture, resolution, upright_frame
from ocr.pdf.embedded import embedded_files
from ocr.pdf.opening import MAX_BYTES, open_pdf

MAX_SHEETS = 400
# How far (clockwise) a viewer turns a picture for its EXIF orientation; mirrored ones are drawn anew.
_EXIF_TURNS = {1: 0, 3: 180, 6: 90, 8: 270}
_ORIENTATION = 0x0112
# A new document is stamped with the clock's time, in one of its first objects.
_STAMP = re.compile(rb"/CreationDate ?\(D:\d{14}")
_ID = re.compile(rb"/ID ?\[ ?<[0-9A-Fa-f]{32}> ?<[0-9A-Fa-f]{32}> ?\]")
_NO_DATE = "D:20000101000000Z"


def arrange(request: dict[str, Any], data: bytes) -> tuple[dict[str, Any], list[bytes]]:
    """One PDF of pages of several files. ``data`` is the files one after the other.

    ``request``: sizes (bytes of each file), pictures (whether each is a picture file), sheets ([file from 0, page from
    1, degrees clockwise]), embedded (the file whose embedded files go along, -1 for none). Answer: whether the sheets
    are the whole of one file, in order and unturned (then nothing is made), else the PDF as blob. Raises Refusal:
    LOCKED, UNREADABLE, NO_PAGE, TOO_LARGE."""
    files = _parted(data, [int(size) for size in request["sizes"]])
    sheets = [(int(file), int(page), int(turn)) for file, page, turn in request["sheets"]]
    if not 0 < len(sheets) <= MAX_SHEETS:
        raise Refusal("TOO_LARGE", what="pages", found=len(sheets), limit=MAX_SHEETS)
    first, picture = sheets[0][0], bool(request["pictures"][sheets[0][0]])
    count = frame_count(open_picture(files[first])) if picture else len(open_pdf(files[first]))
    if sheets == [(first, page, 0) for page in range(1, count + 1)]:
        return {"whole": True}, []
    made = pdfium.PdfDocument.new()
    opened: dict[int, pdfium.PdfDocument] = {}
    for place, (file, number, turn) in enumerate(sheets):
        if request["pictures"][file]:
            turned = _draw(made, files[file], number - 1)
        else:
            if file not in opened:
                opened[file] = open_pdf(files[file])
            turned = _copy(made, opened[file], number - 1)
        page = made[place]
        page.set_rotation((turned + turn) % 360)
        page.close()
    if (embedded := int(request.get("embedded", -1))) >= 0:
        _embed(made, embedded_files(opened.get(embedded) or open_pdf(files[embedded]), files[embedded], ""))
    told = _bytes_of(made)
    if len(told) > MAX_BYTES:
        raise Refusal("TOO_LARGE", what="bytes", found=len(told), limit=MAX_BYTES)
    return {"whole": False}, [told]


def _parted(data: bytes, sizes: Sequence[int]) -> list[bytes]:
    found, start = [], 0
    for size in sizes:
        found.append(data[start : start + size])
        start += size
    return found


def _copy(made: pdfium.PdfDocument, source: pdfium.PdfDocument, index: int) -> int:
    """Append a page with everything it draws; pages it merely points at stay behind. Returns its own rotation."""
    if not 0 <= index < len(source):
        raise Refusal("NO_PAGE", page=index + 1)
    try:
        made.import_pages(source, [index])
        return int(made[len(made) - 1].get_rotation())
    except pdfium.PdfiumError as problem:
        raise Refusal("UNREADABLE", reason="page_damaged", page=index + 1) from problem


def _draw(made: pdfium.PdfDocument, data: bytes, index: int) -> int:
    """Append a picture as a page of its own size. Returns how far the page is to be turned to stand upright.

    A JPEG goes in as it is; others are kept without loss unless they were lossy before."""
    picture = open_picture(data)
    try:
        orientation = int(picture.getexif().get(_ORIENTATION, 1))
    except Exception:
        orientation = 1
    dpi = resolution(picture)
    image = pdfium.PdfImage.new(made)
    turned = 0
    if picture.format == "JPEG" and picture.mode in ("L", "RGB") and orientation in _EXIF_TURNS and index == 0:
        image.load_jpeg(io.BytesIO(data), inline=True)
        size, turned = picture.size, _EXIF_TURNS[orientation]
    else:
        frame = upright_frame(picture, index)
        dpi = resolution(frame) if index else dpi
        grey = picture.mode in ("1", "L")
        size = frame.size
        _load(image, frame.convert("L") if grey else frame, lossy=picture.format in ("JPEG", "WEBP"))
    width, height = size[0] / dpi * 72, size[1] / dpi * 72
    page = made.new_page(width, height)
    image.set_matrix(pdfium.PdfMatrix().scale(width, height))
    page.insert_obj(image)
    page.gen_content()
    page.close()
    return turned


def _load(image: pdfium.PdfImage, frame: Image.Image, *, lossy: bool) -> None:
    if not lossy:
        image.set_bitmap(pdfium.PdfBitmap.from_pil(frame))
        return
    again = io.BytesIO()
    frame.save(again, "JPEG", quality=92)
    again.seek(0)
    image.load_jpeg(again, inline=True)


def _embed(made: pdfium.PdfDocument, files: Sequence[tuple[str, bytes]]) -> None:
    for name, content in files:
        attachment = made.new_attachment(name)
        attachment.set_data(content)
        # The library writes the clock's time; the same arrangement must give the same bytes.
        attachment.set_str_value("CreationDate", _NO_DATE)


def _bytes_of(made: pdfium.PdfDocument) -> bytes:
    """The file, its time of making left out and its random identity replaced by one that follows from its content."""
    target = io.BytesIO()
    made.save(target, flags=pdfium_c.FPDF_NO_INCREMENTAL)
    body, trailer, tail = target.getvalue().rpartition(b"trailer")
    body = _STAMP.sub(lambda match: match[0][:-14] + b"20000101000000", body, count=1)
    bare = _ID.sub(lambda match: _identity(b"0" * 32, match[0]), tail)
    digest = hashlib.sha256(body + bare).hexdigest()[:32].upper().encode()
    return body + trailer + _ID.sub(lambda match: _identity(digest, match[0]), bare)


def _identity(digest: bytes, old: bytes) -> bytes:
    """An /ID entry of the same length, so that no place in the file moves."""
    return b"/ID[<" + digest + b"><" + digest + b">]".ljust(len(old) - 71)
