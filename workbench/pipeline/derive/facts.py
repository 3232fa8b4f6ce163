"""What all steps look at: the draft, its lines, its documents and their readings, loaded once."""

from __future__ import annotations

from functools import cached_property

from domain.reading import Reading
from exact.models import Administration
from workbench.models import Document, Draft, DraftLine, Message


class Facts:
    """One draft under judgement. Lines are changed in memory and saved together at the end."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.lines: list[DraftLine] = list(draft.lines.select_related("order_line__order"))
        # Rows of divided lines by the row that stands for the whole; see ``splitting``.
        self.parts: dict[int, list[DraftLine]] = {}
        self.renumbered = False
        # VAT code and rule by row; the VAT step takes the code when it fits the treatment.
        self.vat_by_rule: dict[int, tuple[str, str]] = {}
        self._before = {line.pk: _snapshot(line) for line in self.lines}

    @cached_property
    def documents(self) -> list[Document]:
        """The case's documents, the main one first."""
        order = {"main": 0, "second_source": 1}
        rows = self.draft.documents.select_related("message")
        return sorted(rows, key=lambda d: (order.get(d.role, 2), d.received_at))

    @cached_property
    def main(self) -> Document | None:
        """The document the draft was read from."""
        return self.documents[0] if self.documents else None

    @cached_property
    def reading(self) -> Reading:
        """What the main document says; empty when it was typed in by hand."""
        return Reading.from_json(self.main.reading) if self.main and self.main.reading else Reading()

    @cached_property
    def message(self) -> Message | None:
        """The mail the case came in with."""
        return next((document.message for document in self.documents if document.message), None)

    @property
    def administration(self) -> Administration:
        """The draft's administration; routing made sure that there is one."""
        assert self.draft.administration is not None
        return self.draft.administration

    def value(self, name: str) -> str:
        """A header field as the draft has it now (a person's word first)."""
        return str(self.draft.fields.get(name, {}).get("value") or "")

    def save_lines(self) -> None:
        """Write the lines that changed."""
        for line in self.lines:
            if self._before.get(line.pk) != _snapshot(line):
                line.save()


def _snapshot(line: DraftLine) -> tuple[object, ...]:
    return tuple(
        repr(getattr(line, field.attname))
        for field in line._meta.concrete_fields
        if field.attname not in ("id", "draft_id")
    )
