"""Rectangles as the page sends them."""

from __future__ import annotations

import json
from typing import Any

from workbench.drafts.fields import FieldInvalid


def boxes_in(text: str) -> list[list[float]] | None:
    """Rectangles [page, x0, y0, x1, y1] in JSON; None for an empty text. Raises FieldInvalid for anything else."""
    try:
        return checked_boxes(json.loads(text)) if text else None
    except (ValueError, RecursionError) as error:
        raise FieldInvalid("BOX_INVALID", text[:40]) from error


def named_boxes_in(text: str) -> dict[str, list[float]]:
    """Rectangles by name in JSON; {} for an empty text. Raises FieldInvalid for anything else."""
    try:
        found = json.loads(text) if text else {}
    except (ValueError, RecursionError) as error:
        raise FieldInvalid("BOX_INVALID", text[:40]) from error
    if not isinstance(found, dict) or len(found) > 20:
        raise FieldInvalid("BOX_INVALID", text[:40])
    return {str(name): (checked_boxes([box]) or [[]])[0] for name, box in found.items()}


def checked_boxes(boxes: Any) -> list[list[float]] | None:
    """Boxes as the page sent them: at most 50 rows of five numbers, shares of the page between 0 and 1."""
    if boxes is None:
        return None
    if not isinstance(boxes, list) or len(boxes) > 50:
        raise FieldInvalid("BOX_INVALID", "")
    checked = []
    for box in boxes:
        numbers = isinstance(box, list) and len(box) == 5 and all(isinstance(n, int | float) for n in box)
        if not numbers or not all(abs(n) < 1e6 for n in box):  # also false for what is no number
            raise FieldInvalid("BOX_INVALID", "")
        checked.append([int(box[0]), *(min(1.0, max(0.0, float(n))) for n in box[1:])])
    return checked
