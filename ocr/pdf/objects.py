"""What is drawn on a page besides characters: rulings, pictures, and what lies over what."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass, field

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from ocr.pdf.opening import Shown

Rect = tuple[float, float, float, float]
Matrix = tuple[float, float, float, float, float, float]

_MAX_OBJECTS = 60_000
_MAX_SEGMENTS = 6_000
_MAX_RULINGS = 1_500
_MAX_DEPTH = 8
_THIN_POINTS = 2.5
_LONG_POINTS = 8.0
_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(slots=True)
class Drawn:
    """``covers``: opaque areas with their place in drawing order; ``order``: text objects' place, by address;
    ``image_share``: part of the page under the largest picture; ``paths``: how many paths are drawn."""

    rulings: list[Rect] = field(default_factory=list)
    covers: list[tuple[int, Rect]] = field(default_factory=list)
    order: dict[int, int] = field(default_factory=dict)
    image_share: float = 0.0
    paths: int = 0
    images: list[Rect] = field(default_factory=list)
    clips: dict[int, Rect] = field(default_factory=dict)  # what is left to see of a text object, by address
    endless: bool = False  # more objects than any document has; the walk was cut short


class _Walk:
    def __init__(self, shown: Shown) -> None:
        self.shown = shown
        self.drawn = Drawn()
        self.count = 0
        self.segments = 0

    def page(self, page: pdfium.PdfPage) -> Drawn:
        for index in range(min(pdfium_c.FPDFPage_CountObjects(page), _MAX_OBJECTS + 1)):
            self._object(pdfium_c.FPDFPage_GetObject(page, index), _IDENTITY, 0)
        self.drawn.endless = self.count > _MAX_OBJECTS
        return self.drawn

    def _object(self, thing: object, matrix: Matrix, depth: int) -> None:
        self.count += 1
        if not thing or self.count > _MAX_OBJECTS:
            return
        kind = pdfium_c.FPDFPageObj_GetType(thing)
        if kind == pdfium_c.FPDF_PAGEOBJ_TEXT:
            address = ctypes.cast(thing, ctypes.c_void_p).value  # type: ignore[arg-type]
            if address:
                self.drawn.order[address] = self.count
                clip = _clip(thing) if depth == 0 else None
                if clip is not None:
                    self.drawn.clips[address] = self.shown.box(*clip)
        elif kind == pdfium_c.FPDF_PAGEOBJ_PATH:
            self._path(thing, matrix)
        elif kind == pdfium_c.FPDF_PAGEOBJ_IMAGE:
            self._image(thing, matrix)
        elif kind == pdfium_c.FPDF_PAGEOBJ_FORM and depth < _MAX_DEPTH:
            inner = _combine(_matrix(thing), matrix)
            for index in range(min(pdfium_c.FPDFFormObj_CountObjects(thing), _MAX_OBJECTS)):
                self._object(pdfium_c.FPDFFormObj_GetObject(thing, index), inner, depth + 1)

    def _bounds(self, thing: object, matrix: Matrix) -> Rect | None:
        left, bottom, right, top = (ctypes.c_float() for _ in range(4))
        if not pdfium_c.FPDFPageObj_GetBounds(thing, left, bottom, right, top):
            return None
        corners = [_apply(matrix, x, y) for x in (left.value, right.value) for y in (bottom.value, top.value)]
        xs, ys = [c[0] for c in corners], [c[1] for c in corners]
        return self.shown.box(min(xs), min(ys), max(xs), max(ys))

    def _image(self, thing: object, matrix: Matrix) -> None:
        box = self._bounds(thing, matrix)
        if box is None:
            return
        x0, y0, x1, y1 = (min(max(edge, 0.0), 1.0) for edge in box)
        self.drawn.image_share = max(self.drawn.image_share, (x1 - x0) * (y1 - y0))
        self.drawn.covers.append((self.count, box))
        self.drawn.images.append(box)

    def _path(self, thing: object, matrix: Matrix) -> None:
        self.drawn.paths += 1
        box = self._bounds(thing, matrix)
        if box is None:
            return
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        pdfium_c.FPDFPath_GetDrawMode(thing, fill, stroke)
        if not fill.value and not stroke.value:
            return
        width, height = (box[2] - box[0]) * self.shown.width, (box[3] - box[1]) * self.shown.height
        if min(width, height) <= _THIN_POINTS:
            if max(width, height) >= _LONG_POINTS:
                self._rule(box)
            return
        if fill.value and _alpha(thing) > 200:
            self.drawn.covers.append((self.count, box))
        if stroke.value:
            self._edges(thing, matrix)

    def _edges(self, thing: object, matrix: Matrix) -> None:
        """The straight horizontal and vertical strokes of a path with an area: frames and grids."""
        inner = _combine(_matrix(thing), matrix)
        here: tuple[float, float] | None = None
        start: tuple[float, float] | None = None
        for index in range(pdfium_c.FPDFPath_CountSegments(thing)):
            self.segments += 1
            if self.segments > _MAX_SEGMENTS:
                return
            segment = pdfium_c.FPDFPath_GetPathSegment(thing, index)
            x, y = ctypes.c_float(), ctypes.c_float()
            if not segment or not pdfium_c.FPDFPathSegment_GetPoint(segment, x, y):
                return
            point = self.shown.point(*_apply(inner, x.value, y.value))
            kind = pdfium_c.FPDFPathSegment_GetType(segment)
            if kind == pdfium_c.FPDF_SEGMENT_MOVETO:
                start = point
            elif kind == pdfium_c.FPDF_SEGMENT_LINETO and here is not None:
                self._stroke(here, point)
            if pdfium_c.FPDFPathSegment_GetClose(segment) and start is not None:
                self._stroke(point, start)
            here = point

    def _stroke(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        width, height = abs(end[0] - start[0]) * self.shown.width, abs(end[1] - start[1]) * self.shown.height
        if min(width, height) <= 1.0 and max(width, height) >= _LONG_POINTS:
            self._rule((min(start[0], end[0]), min(start[1], end[1]), max(start[0], end[0]), max(start[1], end[1])))

    def _rule(self, box: Rect) -> None:
        if len(self.drawn.rulings) < _MAX_RULINGS and box[2] > 0 and box[3] > 0 and box[0] < 1 and box[1] < 1:
            self.drawn.rulings.append(box)


def scan(page: pdfium.PdfPage, shown: Shown) -> Drawn:
    """Walk the page's objects in drawing order, forms included."""
    return _Walk(shown).page(page)


def _matrix(thing: object) -> Matrix:
    matrix = pdfium_c.FS_MATRIX()
    if not pdfium_c.FPDFPageObj_GetMatrix(thing, matrix):
        return _IDENTITY
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _combine(first: Matrix, then: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return (
        a * g + b * i,
        a * h + b * j,
        c * g + d * i,
        c * h + d * j,
        e * g + f * i + k,
        e * h + f * j + m,
    )


def _apply(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _clip(thing: object) -> Rect | None:
    """The bounds (page space) that all clipping paths of an object leave, None when nothing clips it."""
    clip = pdfium_c.FPDFPageObj_GetClipPath(thing)
    count = pdfium_c.FPDFClipPath_CountPaths(clip) if clip else 0
    left = bottom = float("-inf")
    right = top = float("inf")
    for path in range(min(count, 8)):
        xs, ys = [], []
        for index in range(min(pdfium_c.FPDFClipPath_CountPathSegments(clip, path), 64)):
            x, y = ctypes.c_float(), ctypes.c_float()
            segment = pdfium_c.FPDFClipPath_GetPathSegment(clip, path, index)
            if segment and pdfium_c.FPDFPathSegment_GetPoint(segment, x, y):
                xs.append(x.value)
                ys.append(y.value)
        if xs:
            left, right = max(left, min(xs)), min(right, max(xs))
            bottom, top = max(bottom, min(ys)), min(top, max(ys))
    return (left, bottom, right, top) if right != float("inf") else None


def _alpha(thing: object) -> int:
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not pdfium_c.FPDFPageObj_GetFillColor(thing, red, green, blue, alpha):
        return 255
    return int(alpha.value)
