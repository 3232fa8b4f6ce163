"""What all steps look at: the draft, its lines, its documents and their readings, loaded once."""

from __future__ import annotations

from functools import cached_property

from domain.reading import Reading
from exact.models import Administration
from matching.mirror.kept import Books
from workbench.models import AuditEvent, Document, Draft, DraftLine, Message
from workbench.models.policy import Policy
from workbench.pipeline import reference


class Facts:
    """One draft under judgement. Lines are changed in memory and saved together at the end."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        # What hardly changes, as it stands now.
        self.books = Books(draft.administration_id or 0)
        self.lines: list[DraftLine] = list(draft.lines.select_related("order_line__order"))
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

    @property
    def own(self) -> tuple[Administration, ...]:
        """All our active administrations."""
        return self.books.get(reference.OWN)

    @property
    def policy(self) -> Policy:
        """What the draft's administration decided about approving and matching."""
        return self.books.get(reference.POLICY)

    def value(self, name: str) -> str:
        """A header field as the draft has it now (a person's word first)."""
        return str(self.draft.fields.get(name, {}).get("value") or "")

    def save_lines(self) -> None:
        """Write what changed: a few lines one by one, with those columns only; many in one statement."""
        changed: list[tuple[DraftLine, list[str]]] = []
        for line in self.lines:
            before, now = self._before.get(line.pk), _snapshot(line)
            if before is None:
                line.save()
            elif before != now:
                columns = [name for name, old, new in zip(_COLUMNS, before, now, strict=True) if old != new]
                changed.append((line, columns))
        if len(changed) > _ONE_BY_ONE:
            every = sorted({name for _, columns in changed for name in columns})
            # All of them exist, so that each row is a conflict and thereby an update.
            DraftLine.objects.bulk_create(
                [line for line, _ in changed], update_conflicts=True, unique_fields=["id"], update_fields=every
            )
            return
        for line, columns in changed:
            line.save(update_fields=columns)


_ONE_BY_ONE = 3
_COLUMNS = tuple(field.attname for field in DraftLine._meta.concrete_fields if field.attname not in ("id", "draft_id"))


def _snapshot(line: DraftLine) -> tuple[str, ...]:
    return tuple(repr(getattr(line, name)) for name in _COLUMNS)
