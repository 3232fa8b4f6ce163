"""Names that came with a file, made fit to be shown. They never become a path."""

from __future__ import annotations

import re
import unicodedata
from email.header import decode_header, make_header

_MAX = 120
_HIDDEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\U000e0000-\U000e007f]")


def decoded_header(value: object) -> str:
    """A mail header as text: encoded words decoded where they can be, line breaks and control characters gone."""
    raw = str(value or "")
    try:
        raw = str(make_header(decode_header(raw)))
    except Exception:  # noqa: S110 - unknown charsets, broken base64: show it as it came
        pass
    return clean_text(raw)


def clean_text(raw: str) -> str:
    """One line of text without control, direction and zero-width characters."""
    raw = "".join(
        " " if c in "\t\r\n" else c for c in raw if c in "\t\r\n" or not unicodedata.category(c).startswith("C")
    )
    return " ".join(_HIDDEN.sub("", raw).split())


def display_name(raw: object, fallback: str = "attachment") -> str:
    """A file name for display and download: last path element, no controls, at most 120 characters, extension kept."""
    name = decoded_header(raw).replace("\\", "/").rstrip("/").rpartition("/")[2]
    name = re.sub(r"[<>:\"|?*;%]", "_", name).strip(" .")
    if not name or set(name) <= {".", "_"}:
        return fallback
    if len(name) > _MAX:
        stem, dot, extension = name.rpartition(".")
        keep = f"{dot}{extension}" if dot and len(extension) <= 8 else ""
        name = (stem if keep else name)[: _MAX - len(keep)] + keep
    return name
