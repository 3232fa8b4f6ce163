"""What is drawn on a page besides characters: rulings, pictures, and what lies over what."""

from __future__ import annotations

import ctypes
import struct
from dataclasses import dataclass, field

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from ocr.pdf.opening import Shown
from ocr.pdf.quick_calls import PLACE, quick

Rect = tuple[float, float, float, float]
Matrix = tuple[float, float, float, float, float, float]

_MAX_OBJECTS = 60_000
_MAX_SEGMENTS = 6_000
_MAX_RULINGS = 1_500
_MAX_DEPTH = 8
_THIN_POINTS = 2.5
_LONG_POINTS = 8.0
_INT = ctypes.c_int
_object_of = quick(pdfium_c.FPDFPage_GetObject, PLACE, PLACE, _INT)
_count_inside = quick(pdfium_c.FPDFFormObj_CountObjects, _INT, PLACE)
_object_inside = quick(pdfium_c.FPDFFormObj_GetObject, PLACE, PLACE, ctypes.c_ulong)
_kind_of = quick(pdfium_c.FPDFPageObj_GetType, _INT, PLACE)
_bounds_of = quick(pdfium_c.FPDFPageObj_GetBounds, _INT, PLACE, PLACE, PLACE, PLACE, PLACE)
_matrix_of = quick(pdfium_c.FPDFPageObj_GetMatrix, _INT, PLACE, PLACE)
_fill_of = quick(pdfium_c.FPDFPageObj_GetFillColor, _INT, PLACE, PLACE, PLACE, PLACE, PLACE)
_draw_mode_of = quick(pdfium_c.FPDFPath_GetDrawMode, _INT, PLACE, PLACE, PLACE)
_count_segments = quick(pdfium_c.FPDFPath_CountSegments, _INT, PLACE)
_segment_of = quick(pdfium_c.FPDFPath_GetPathSegment, PLACE, PLACE, _INT)
_point_of = quick(pdfium_c.FPDFPathSegment_GetPoint, _INT, PLACE, PLACE, PLACE)
_segment_kind = quick(pdfium_c.FPDFPathSegment_GetType, _INT, PLACE)
_is_closed = quick(pdfium_c.FPDFPathSegment_GetClose, _INT, PLACE)
_clip_of = quick(pdfium_c.FPDFPageObj_GetClipPath, PLACE, PLACE)
_count_clips = quick(pdfium_c.FPDFClipPath_CountPaths, _INT, PLACE)
_count_clip_segments = quick(pdfium_c.FPDFClipPath_CountPathSegments, _INT, PLACE, _INT)
_clip_segment_of = quick(pdfium_c.FPDFClipPath_GetPathSegment, PLACE, PLACE, _INT, _INT)
_TWO_FLOATS = struct.Struct("@2f").unpack_from
_FOUR_FLOATS = struct.Struct("@4f").unpack_from
_SIX_FLOATS = struct.Struct("@6f").unpack_from
_TWO_INTS = struct.Struct("@2i").unpack_from
_FOUR_COUNTS = struct.Struct("@4I").unpack_from
# Where calls put what they tell; read at once after each. A reading child has one thread.
_FILLED = ctypes.create_string_buffer(32)
_AT = tuple(ctypes.addressof(_FILLED) + offset for offset in (0, 4, 8, 12))
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
        handle = ctypes.cast(page.raw, ctypes.c_void_p).value
        for index in range(min(pdfium_c.FPDFPage_CountObjects(page), _MAX_OBJECTS + 1)):
            self._object(_object_of(handle, index), _IDENTITY, 0)
        self.drawn.endless = self.count > _MAX_OBJECTS
        return self.drawn

    def _object(self, thing: int | None, matrix: Matrix, depth: int) -> None:
        self.count += 1
        if not thing or self.count > _MAX_OBJECTS:
            return
        kind = _kind_of(thing)
        if kind == pdfium_c.FPDF_PAGEOBJ_TEXT:
            self.drawn.order[thing] = self.count
            clip = _clip(thing) if depth == 0 else None
            if clip is not None:
                self.drawn.clips[thing] = self.shown.box(*clip)
        elif kind == pdfium_c.FPDF_PAGEOBJ_PATH:
            self._path(thing, matrix)
        elif kind == pdfium_c.FPDF_PAGEOBJ_IMAGE:
            self._image(thing, matrix)
        elif kind == pdfium_c.FPDF_PAGEOBJ_FORM and depth < _MAX_DEPTH:
            inner = _combine(_matrix(thing), matrix)
            for index in range(min(_count_inside(thing), _MAX_OBJECTS)):
                self._object(_object_inside(thing, index), inner, depth + 1)

    def _bounds(self, thing: int, matrix: Matrix) -> Rect | None:
        if not _bounds_of(thing, *_AT):
            return None
        left, bottom, right, top = _FOUR_FLOATS(_FILLED)
        if matrix is _IDENTITY:
            return self.shown.box(left, bottom, right, top)
        corners = [_apply(matrix, x, y) for x in (left, right) for y in (bottom, top)]
        xs, ys = [c[0] for c in corners], [c[1] for c in corners]
        return self.shown.box(min(xs), min(ys), max(xs), max(ys))

    def _image(self, thing: int, matrix: Matrix) -> None:
        box = self._bounds(thing, matrix)
        if box is None:
            return
        x0, y0, x1, y1 = (min(max(edge, 0.0), 1.0) for edge in box)
        self.drawn.image_share = max(self.drawn.image_share, (x1 - x0) * (y1 - y0))
        self.drawn.covers.append((self.count, box))
        self.drawn.images.append(box)

    def _path(self, thing: int, matrix: Matrix) -> None:
        self.drawn.paths += 1
        box = self._bounds(thing, matrix)
        if box is None:
            return
        fill, stroke = _TWO_INTS(_FILLED) if _draw_mode_of(thing, _AT[0], _AT[1]) else (0, 0)
        if not fill and not stroke:
            return
        width, height = (box[2] - box[0]) * self.shown.width, (box[3] - box[1]) * self.shown.height
        if min(width, height) <= _THIN_POINTS:
            if max(width, height) >= _LONG_POINTS:
                self._rule(box)
            return
        if fill and _alpha(thing) > 200:
            self.drawn.covers.append((self.count, box))
        if stroke:
            self._edges(thing, matrix)

    def _edges(self, thing: int, matrix: Matrix) -> None:
        """The straight horizontal and vertical strokes of a path with an area: frames and grids."""
        inner = _combine(_matrix(thing), matrix)
        here: tuple[float, float] | None = None
        start: tuple[float, float] | None = None
        for index in range(_count_segments(thing)):
            self.segments += 1
            if self.segments > _MAX_SEGMENTS:
                return
            segment = _segment_of(thing, index)
            if not segment or not _point_of(segment, _AT[0], _AT[1]):
                return
            point = self.shown.point(*_apply(inner, *_TWO_FLOATS(_FILLED)))
            kind = _segment_kind(segment)
            if kind == pdfium_c.FPDF_SEGMENT_MOVETO:
                start = point
            elif kind == pdfium_c.FPDF_SEGMENT_LINETO and here is not None:
                self._stroke(here, point)
            if _is_closed(segment) and start is not None:
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


def _matrix(thing: int) -> Matrix:
    return _SIX_FLOATS(_FILLED) if _matrix_of(thing, _AT[0]) else _IDENTITY


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


def _clip(thing: int) -> Rect | None:
    """The bounds (page space) that all clipping paths of an object leave, None when nothing clips it."""
    clip = _clip_of(thing)
    count = _count_clips(clip) if clip else 0
    if count <= 0:
        return None
    left = bottom = float("-inf")
    right = top = float("inf")
    for path in range(min(count, 8)):
        xs, ys = [], []
        for index in range(min(_count_clip_segments(clip, path), 64)):
            segment = _clip_segment_of(clip, path, index)
            if segment and _point_of(segment, _AT[0], _AT[1]):
                x, y = _TWO_FLOATS(_FILLED)
                xs.append(x)
                ys.append(y)
        if xs:
            left, right = max(left, min(xs)), min(right, max(xs))
            bottom, top = max(bottom, min(ys)), min(top, max(ys))
    return (left, bottom, right, top) if right != float("inf") else None


def _alpha(thing: int) -> int:
    return int(_FOUR_COUNTS(_FILLED)[3]) if _fill_of(thing, *_AT) else 255
