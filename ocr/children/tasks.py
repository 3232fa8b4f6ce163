"""The closed list of what a child can be asked to do.

A task is ``module:function`` with ``(request, data) -> (answer, blobs)``: the answer is JSON-ready, blobs are bytes."""

from __future__ import annotations

import codecs
from collections.abc import Callable
from importlib import import_module
from typing import Any

Task = Callable[[dict[str, Any], bytes], tuple[dict[str, Any], list[bytes]]]

TASKS: dict[str, str] = {
    "pdf.pages": "ocr.pdf.tasks:pages",
    "pdf.attachments": "ocr.pdf.tasks:attachments",
    "pdf.render": "ocr.pdf.tasks:render",
    "pdf.arrange": "ocr.pdf.arrange:arrange",
    "pdf.ocr": "ocr.image.tasks:ocr_pdf_page",
    "image.pages": "ocr.image.tasks:describe",
    "image.ocr": "ocr.image.tasks:ocr_image_page",
    "image.render": "ocr.image.tasks:render",
    "einvoice.read": "ocr.einvoice.tasks:read",
    "zip.unpack": "ocr.archive_tasks:unpack",
}

# Those that are given to a server with the recogniser's models in memory.
RECOGNISING = frozenset({"pdf.ocr", "image.ocr"})

# What names and texts inside documents are written in; codecs are modules too.
_ENCODINGS = (
    *("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "latin-1", "iso8859-15", "ascii", "cp1252"),
    *("cp437", "cp850", "mac-roman", "idna", "unicode_escape", "raw_unicode_escape", "charmap", "hex", "base64"),
)


def load(name: str) -> Task:
    """The task's function. Raises KeyError for a name that is not in the list."""
    module, _, function = TASKS[name].partition(":")
    task: Task = getattr(import_module(module), function)
    return task


def load_all() -> None:
    """Import every task's module, so that forked children start warm and need no file of ours afterwards."""
    for name in TASKS:
        load(name)
    for encoding in _ENCODINGS:
        codecs.lookup(encoding)


def practise() -> None:
    """What the first document of a process costs more than the next ones, done before it; once ``load_all`` is done."""
    import_module("ocr.pdf.practice").practise()


def keep_models() -> None:
    """Load what the recogniser needs, once for all children to come (0.3 s, 50 MB)."""
    import_module("ocr.image.tesseract").keep_models()
