"""Opening a PDF within its limits, or saying why not."""

from __future__ import annotations

import ctypes

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from ocr.children.refusal import Refusal

MAX_BYTES = 25 * 1024 * 1024
MAX_TEXT_PAGES = 200
MAX_OCR_PAGES = 20
MAX_PAGE_POINTS = 200 * 72  # 200 inches, the largest page the format's own limit allows for
MAX_PIXELS = 25_000_000


def open_pdf(data: bytes, password: str = "") -> pdfium.PdfDocument:
    """The document, opened with ``password`` or none.

    Raises Refusal: TOO_LARGE, LOCKED (a password is needed or wrong), UNREADABLE (damaged beyond repair)."""
    if len(data) > MAX_BYTES:
        raise Refusal("TOO_LARGE", what="bytes", found=len(data), limit=MAX_BYTES)
    try:
        document = pdfium.PdfDocument(data, password=password or None)
    except pdfium.PdfiumError as problem:
        if pdfium_c.FPDF_GetLastError() == pdfium_c.FPDF_ERR_PASSWORD or "assword" in str(problem):
            raise Refusal("LOCKED", reason="password") from problem
        raise Refusal("UNREADABLE", reason="damaged") from problem
    if len(document) == 0:
        raise Refusal("UNREADABLE", reason="no_pages")
    return document


def load_page(document: pdfium.PdfDocument, index: int) -> pdfium.PdfPage:
    """One page with the values of its form fields drawn into it, as the eye sees them.

    Raises Refusal when the page cannot be loaded or is beyond the page size limit."""
    try:
        page = document[index]
    except (pdfium.PdfiumError, IndexError) as problem:
        raise Refusal("UNREADABLE", reason="page_damaged", page=index + 1) from problem
    width, height = page.get_size()
    if not (0 < width <= MAX_PAGE_POINTS and 0 < height <= MAX_PAGE_POINTS):
        raise Refusal("TOO_LARGE", what="page", found=f"{width:.0f}x{height:.0f}", limit=MAX_PAGE_POINTS)
    if pdfium_c.FPDFPage_GetAnnotCount(page) > 0 and _draws_annotations(page):
        if pdfium_c.FPDFPage_Flatten(page, pdfium_c.FLAT_NORMALDISPLAY) == pdfium_c.FLATTEN_SUCCESS:
            page.close()
            page = document[index]
    return page


def _draws_annotations(page: pdfium.PdfPage) -> bool:
    """Whether the page has form fields or text boxes among its first annotations."""
    wanted = (pdfium_c.FPDF_ANNOT_WIDGET, pdfium_c.FPDF_ANNOT_FREETEXT, pdfium_c.FPDF_ANNOT_STAMP)
    for index in range(min(pdfium_c.FPDFPage_GetAnnotCount(page), 500)):
        annotation = pdfium_c.FPDFPage_GetAnnot(page, index)
        if not annotation:
            continue
        kind = pdfium_c.FPDFAnnot_GetSubtype(annotation)
        pdfium_c.FPDFPage_CloseAnnot(annotation)
        if kind in wanted:
            return True
    return False


class Shown:
    """Maps page space (points, origin bottom left, before rotation) to shares of the page as shown."""

    _STEP = 1000.0
    _SIZE = 1_000_000

    def __init__(self, page: pdfium.PdfPage) -> None:
        self.width, self.height = page.get_size()
        origin, along, up = (self._device(page, x, y) for x, y in ((0.0, 0.0), (self._STEP, 0.0), (0.0, self._STEP)))
        self.a, self.b = (along[0] - origin[0]) / self._STEP, (along[1] - origin[1]) / self._STEP
        self.c, self.d = (up[0] - origin[0]) / self._STEP, (up[1] - origin[1]) / self._STEP
        self.e, self.f = origin

    def _device(self, page: pdfium.PdfPage, x: float, y: float) -> tuple[float, float]:
        shown_x, shown_y = ctypes.c_int(), ctypes.c_int()
        pdfium_c.FPDF_PageToDevice(page, 0, 0, self._SIZE, self._SIZE, 0, x, y, shown_x, shown_y)
        return shown_x.value / self._SIZE, shown_y.value / self._SIZE

    def point(self, x: float, y: float) -> tuple[float, float]:
        """One point as shares."""
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def box(self, left: float, bottom: float, right: float, top: float) -> tuple[float, float, float, float]:
        """A rectangle as shares, x0 ≤ x1 and y0 ≤ y1."""
        x0, y0 = self.a * left + self.c * bottom + self.e, self.b * left + self.d * bottom + self.f
        x1, y1 = self.a * right + self.c * top + self.e, self.b * right + self.d * top + self.f
        if x1 < x0:
            x0, x1 = x1, x0
        if y1 < y0:
            y0, y1 = y1, y0
        return x0, y0, x1, y1

    def direction(self, dx: float, dy: float) -> tuple[float, float]:
        """A direction of page space as seen on the page, in points, y downwards."""
        return (self.a * dx + self.c * dy) * self.width, (self.b * dx + self.d * dy) * self.height
