"""Limited child processes: everything that touches untrusted bytes runs in one.

``client.run`` asks a small fork server (``server``) for a child; the child drops what it does not need (``confine``),
runs one task of ``tasks.TASKS`` on one document, and writes its answer into a file the caller bounded. Whatever happens
to the child, the caller gets an ``Outcome``.
"""

from ocr.children.client import Outcome, run
from ocr.children.limits import ARCHIVE, OCR, PARSE, RENDER, XML, Limits
from ocr.children.refusal import Refusal

__all__ = ["ARCHIVE", "OCR", "PARSE", "RENDER", "XML", "Limits", "Outcome", "Refusal", "run"]
