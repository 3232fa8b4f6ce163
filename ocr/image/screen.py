"""Pictures of pages for the screen: our own, re-encoded, never the original bytes."""

from __future__ import annotations

import io
from typing import Any

from PIL import Image

_MAX_WIDTH = 4000


def for_screen(picture: Image.Image, request: dict[str, Any]) -> tuple[dict[str, Any], list[bytes]]:
    """Straighten (``skew`` degrees), fit to ``width`` and encode as ``format``. Answer: width, height, type."""
    skew = float(request.get("skew") or 0.0)
    if abs(skew) >= 0.05:
        picture = picture.rotate(-skew, resample=Image.Resampling.BICUBIC, fillcolor=(255, 255, 255))
    picture = fitted(picture, max(16, min(int(request["width"]), _MAX_WIDTH)))
    kind = str(request.get("format") or "jpeg")
    target = io.BytesIO()
    if kind == "webp":
        picture.save(target, "WEBP", quality=80, method=4)
    elif kind == "png":
        picture.save(target, "PNG")
    else:
        kind = "jpeg"
        picture.save(target, "JPEG", quality=80)
    return {"width": picture.width, "height": picture.height, "type": f"image/{kind}"}, [target.getvalue()]


def fitted(picture: Image.Image, width: int) -> Image.Image:
    """The picture ``width`` pixels wide, as high as that makes it."""
    if picture.width == width:
        return picture
    height = max(1, round(picture.height * width / picture.width))
    return picture.resize((width, height), Image.Resampling.LANCZOS)
