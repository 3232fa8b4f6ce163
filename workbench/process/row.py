"""One line of the outcome: what became of one document or refused file."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from exact.models import PostingState
from workbench.models import Document, Draft, IntakeEntry, Message
from workbench.models.document import DocumentState
from workbench.models.intake import Outcome
from workbench.posting.services import failure_message, posting_of

# Ends that are no verdict: somebody must look at the job.
FAILED = "failed"


@dataclass(slots=True)
class Row:
    """``verdict``: read, unreadable, locked, duplicate, ignored, refused, mail (nothing to book in it) or failed.

    ``refusal`` says why it was not approved or posted; ``reason`` why the file or mail went no further. Amounts are
    decimal text. ``entry_number`` is Exact's, once it is posted.
    """

    file: str
    name: str
    verdict: str
    reason: str = ""
    document: str = ""
    document_type: str = ""
    auto_ok: bool = False
    draft: str = ""
    draft_state: str = ""
    kind: str = ""
    vendor: str = ""
    invoice_number: str = ""
    gross_total: str = ""
    match: str = ""
    holds: list[str] = field(default_factory=list)
    refusal: str = ""
    entry_number: str = ""

    def as_json(self) -> dict[str, Any]:
        """For one JSON line."""
        return {name: getattr(self, name) for name in self.__slots__}

    def as_text(self) -> str:
        """For one line of plain text."""
        parts = [self.verdict, self.document_type or self.reason]
        if self.draft:
            parts += [self.draft_state, self.vendor, self.gross_total]
            parts.append(f"holds: {', '.join(self.holds)}" if self.holds else "no holds")
        if self.refusal:
            parts.append(f"not approved: {self.refusal}")
        if self.entry_number:
            parts.append(f"entry {self.entry_number}")
        return f"{self.name}: " + " · ".join(part for part in parts if part)


_VERDICTS = {
    DocumentState.READ: "read",
    DocumentState.UNREADABLE: "unreadable",
    DocumentState.LOCKED: "locked",
}


def row_of_document(file: str, document: Document, *, dead: bool, duplicate: bool, refusal: str) -> Row:
    """What stands about a document now. ``dead``: one of its jobs has given up."""
    verdict = FAILED if dead else _VERDICTS.get(DocumentState(document.state), FAILED)
    if duplicate and verdict != FAILED:
        verdict = "duplicate"
    row = Row(file=file, name=document.name, verdict=verdict, document=str(document.pk), refusal=refusal)
    row.document_type = str(document.reading.get("document_type") or "")
    draft = document.draft
    if draft is not None:
        _describe(row, draft)
    return row


def _describe(row: Row, draft: Draft) -> None:
    row.draft, row.draft_state, row.kind, row.auto_ok = str(draft.pk), draft.state, draft.kind, draft.auto_ok
    row.vendor = draft.vendor.name if draft.vendor else ""
    row.invoice_number = draft.invoice_number
    row.gross_total = f"{draft.gross_total} {draft.currency}" if draft.gross_total is not None else ""
    row.match = draft.match_state
    row.holds = [hold.code for hold in draft.holds.filter(released_at=None).exclude(severity="info")]
    row.entry_number = draft.entry_number
    posting = posting_of(draft)
    if posting is not None and posting.state != PostingState.POSTED and not row.refusal:
        code, params = failure_message(posting)
        if draft.state == "failed":
            row.refusal = f"{code} {params.get('text', '')}".strip()[:200]


def row_of_entry(file: str, entry: IntakeEntry) -> Row:
    """A file that did not become a document."""
    verdict = FAILED if entry.outcome == Outcome.WAITING else str(entry.outcome)
    return Row(file=file, name=entry.name, verdict=verdict, reason=entry.reason)


def row_of_message(file: str, message: Message) -> Row:
    """A mail with nothing to book in it."""
    verdict = FAILED if message.state == "received" else "mail"
    return Row(file=file, name=message.subject or "mail", verdict=verdict, reason=message.note or message.state)
