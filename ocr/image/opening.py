"""Opening a picture file within its limits."""

from __future__ import annotations

import io
import warnings

from PIL import Image, ImageOps

from ocr.children.refusal import Refusal

MAX_BYTES = 25 * 1024 * 1024
MAX_PIXELS = 60_000_000
MAX_FRAMES = 200
_FORMATS = ("PNG", "JPEG", "TIFF", "WEBP")
_A4_INCHES = (8.27, 11.69)

Image.MAX_IMAGE_PIXELS = MAX_PIXELS
Image.init()  # all format readers now: a confined child finds no files


def open_picture(data: bytes) -> Image.Image:
    """The picture, header read only. Raises Refusal TOO_LARGE or UNREADABLE."""
    if len(data) > MAX_BYTES:
        raise Refusal("TOO_LARGE", what="bytes", found=len(data), limit=MAX_BYTES)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = Image.open(io.BytesIO(data), formats=_FORMATS)
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as problem:
        raise Refusal("TOO_LARGE", what="pixels", limit=MAX_PIXELS) from problem
    except Exception as problem:
        raise Refusal("UNREADABLE", reason="damaged") from problem
    check_size(picture)
    return picture


def check_size(picture: Image.Image) -> None:
    """Raises Refusal when the current frame is too large to be worked on."""
    if picture.width * picture.height > MAX_PIXELS or max(picture.size) > 30_000:
        raise Refusal("TOO_LARGE", what="pixels", found=picture.width * picture.height, limit=MAX_PIXELS)
    if min(picture.size) < 8:
        raise Refusal("UNREADABLE", reason="too_small")


def frame_count(picture: Image.Image) -> int:
    """How many pages the file holds, by its own word and at most MAX_FRAMES + 1."""
    count = 1
    if picture.format == "TIFF":
        try:
            while count <= MAX_FRAMES:
                picture.seek(count)
                count += 1
        except Exception:  # noqa: S110 - end of file or a damaged directory: what came before counts
            pass
        picture.seek(0)
    return count


def upright_frame(picture: Image.Image, index: int) -> Image.Image:
    """Frame ``index`` decoded, turned by its EXIF tag, on white. Raises Refusal when it cannot be decoded."""
    try:
        if index:
            picture.seek(index)
        check_size(picture)
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            frame = ImageOps.exif_transpose(picture)
            if frame.mode in ("RGBA", "LA", "PA") or "transparency" in frame.info:
                frame = frame.convert("RGBA")
                paper = Image.new("RGBA", frame.size, "white")
                frame = Image.alpha_composite(paper, frame)
            if frame.mode.startswith("I") or frame.mode == "F":
                frame = frame.convert("I").point(lambda level: level / 256).convert("L")
            return frame.convert("RGB")
    except Refusal:
        raise
    except Exception as problem:
        raise Refusal("UNREADABLE", reason="damaged") from problem


def resolution(picture: Image.Image) -> float:
    """Dots per inch: by the file's word when believable, else as if the long side were A4's."""
    told = picture.info.get("dpi")
    longest = max(picture.size)
    if isinstance(told, tuple) and told:
        try:
            dpi = float(max(told))
        except (TypeError, ValueError):
            dpi = 0.0
        if 90 <= dpi <= 1200 and 3.0 <= longest / dpi <= 24.0:
            return dpi
    return longest / _A4_INCHES[1]
