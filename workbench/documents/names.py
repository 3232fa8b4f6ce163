"""What a document is called where it goes."""

from __future__ import annotations

from workbench.models import Document


def attached_name(document: Document) -> str:
    """The name of what is attached: a PDF of a document's own pages ends as one."""
    if document.arranged_id is None or document.name.lower().endswith(".pdf"):
        return document.name
    return f"{document.name}.pdf"
