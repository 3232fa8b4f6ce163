"""What an evidence pack's pages write: words for states, and paths within the pack."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

from django import template
from django.utils.translation import gettext as _

from workbench.queue.selectors import BY_NAME

register = template.Library()


@register.filter
def pack_state(state: str) -> str:
    """A draft's state as the lists are called that hold it."""
    return str(BY_NAME[state].title) if state in BY_NAME else _("In review")


@register.filter
def inside(path: str) -> str:
    """A path within the pack as seen from a case's own page."""
    kept = [part for part in ("originals", "arranged") if f"{part}/" in path]
    return quote(path[path.index(f"{kept[0]}/") :] if kept else path)


@register.filter
def pack_text(value: Any) -> str:
    """What was read, as text."""
    if isinstance(value, dict):
        return str(value.get("value", json.dumps(value, ensure_ascii=False, default=str)))
    return str(value)
