"""What all steps look at: the draft, its lines, its documents and their readings, loaded once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property
from typing import Any

from domain.reading import Reading
from exact.models import Administration, PurchaseOrderLine
from matching.mirror.kept import Lookup
from workbench.models import AuditEvent, Document, Draft, DraftLine, Hold, Message, writing
from workbench.models.policy import Policy
from workbench.pipeline import reference
from workbench.pipeline.just_read import JustRead


class Facts:
    """One draft under judgement. Lines are changed in memory and saved together at the end."""

    def __init__(self, draft: Draft, *, again: bool = False, just_read: JustRead | None = None) -> None:
        self.draft = draft
        # What hardly changes, as it stands now.
        self.lookup = Lookup(draft.administration_id or 0)
        _owner(draft, self.own)
        self.just_read = just_read
        # Never judged, nor looked at before in this judging: it has used no receipts yet.
        self.first_time = draft.derived_at is None and not again
        self.lines: list[DraftLine] = _lines(draft) if just_read is None else list(just_read.lines)
        # Rows of divided lines by the row that stands for the whole; see ``splitting``.
        self.parts: dict[int, list[DraftLine]] = {}
        self.renumbered = False
        # VAT code and rule by row; the VAT step takes the code when it fits the treatment.
        self.vat_by_rule: dict[int, tuple[str, str]] = {}
        # Events told at the end, together with those of the holds.
        self.told: list[AuditEvent] = []
        # Drafts that may be the same invoice, once somebody asked.
        self.alike: list[Draft] | None = None
        self._before = {line.pk: _snapshot(line) for line in self.lines}

    @cached_property
    def documents(self) -> list[Document]:
        """The case's documents, the main one first."""
        if self.just_read is not None:
            return [self.just_read.document]
        order = {"main": 0, "second_source": 1}
        rows = self.draft.documents.select_related("message")
        return sorted(rows, key=lambda d: (order.get(d.role, 2), d.received_at))

    @cached_property
    def main(self) -> Document | None:
        """The document the draft was read from."""
        return self.documents[0] if self.documents else None

    @cached_property
    def words(self) -> list[tuple[int, list[list[Any]]]]:
        """Numbers and words of the main document's pages, in order."""
        if self.just_read is not None:
            return self.just_read.words()
        return list(self.main.page_rows.values_list("number", "words")) if self.main is not None else []

    @property
    def holds(self) -> list[Hold]:
        """The draft's holds as they stand in the database."""
        return [] if self.just_read is not None else list(self.draft.holds.all())

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

    @property
    def own(self) -> tuple[Administration, ...]:
        """All our active administrations."""
        return self.lookup.get(reference.OWN)

    @property
    def policy(self) -> Policy:
        """What the draft's administration decided about approving and matching."""
        return self.lookup.get(reference.POLICY)

    def value(self, name: str) -> str:
        """A header field as the draft has it now (a person's word first)."""
        return str(self.draft.fields.get(name, {}).get("value") or "")

    def save_lines(self) -> None:
        """Write what changed, those columns only: lines that changed alike in one go."""
        changed: dict[tuple[str, ...], list[DraftLine]] = defaultdict(list)
        for line in self.lines:
            before, now = self._before.get(line.pk), _snapshot(line)
            if before is None:
                line.save()
            elif before != now:
                columns = (name for name, old, new in zip(_COLUMNS, before, now, strict=True) if old != new)
                changed[tuple(columns)].append(line)
        for names, lines in changed.items():
            writing.update(lines, names)


def _owner(draft: Draft, own: Iterable[Administration]) -> None:
    """Give the draft its administration from memory, where it is not loaded yet."""
    known = next((each for each in own if each.pk == draft.administration_id), None)
    if known is not None and not Draft.administration.is_cached(draft):
        draft.administration = known


def _lines(draft: Draft) -> list[DraftLine]:
    """The draft's lines, each with its order line and order; most have none."""
    lines = list(draft.lines.all())
    if linked := {line.order_line_id for line in lines} - {None}:
        rows = PurchaseOrderLine.objects.select_related("order").in_bulk(linked)
        for line in lines:
            if line.order_line_id:
                line.order_line = rows[line.order_line_id]
    return lines


_COLUMNS = tuple(name for name in writing.columns_of(DraftLine) if name != "draft_id")


def _snapshot(line: DraftLine) -> tuple[Any, ...]:
    """The columns' values; of lists and dictionaries, which may be changed where they are, how they look now."""
    values = (getattr(line, name) for name in _COLUMNS)
    return tuple(repr(value) if isinstance(value, list | dict) else value for value in values)
