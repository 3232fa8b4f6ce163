"""What happened to a child, as findings about the document."""

from __future__ import annotations

from domain.findings import Finding, Severity
from ocr.children import Outcome

# Codes a task may give of its own accord; all stop the document until a person has looked.
_HELD = {"LOCKED", "TOO_LARGE", "UNREADABLE", "XML_REFUSED", "ZIP_REFUSED", "NO_EINVOICE", "NO_PAGE", "EINVOICE_UNREAD"}


def finding_of(outcome: Outcome) -> Finding:
    """The verdict on a document whose child did not answer. ``params["reason"]`` is a stable word."""
    if outcome.refused:
        code = outcome.refused if outcome.refused in _HELD else "UNREADABLE"
        return Finding(code, Severity.HOLD, dict(outcome.params))
    return Finding("UNREADABLE", Severity.HOLD, {"reason": outcome.failure or "error", "detail": outcome.detail[:120]})
