"""The same invoice by two roads: one document is kept as the second source of the other."""

from __future__ import annotations

import uuid

from workbench.accounts.people import Person
from workbench.audit import services as audit
from workbench.drafts.annexes import SECOND_SOURCE, dissolve
from workbench.models import Draft, IntakeEntry
from workbench.models.intake import Outcome


def keep_as_second_source(draft_id: uuid.UUID, *, other_id: uuid.UUID, by: Person) -> Draft:
    """A person says that a document is the same invoice as another case's; returns that case.

    What the case books stays as it is; the document is shown, attached and kept with it, as an e-invoice's picture is.
    Both must be in review. Raises RightMissing, DraftRefused, Draft.DoesNotExist.
    """

    def give(draft: Draft, other: Draft) -> None:
        documents = list(draft.documents.all())
        for document in documents:
            document.draft = other
            document.role = SECOND_SOURCE if document.role == "main" else document.role
            document.save(update_fields=["draft", "role"])
        received = IntakeEntry.objects.filter(document__in=documents, outcome=Outcome.DOCUMENT)
        received.update(outcome=Outcome.JOINED)
        audit.record("draft.joined", by=by, draft=other, name=", ".join(each.name for each in documents))

    return dissolve(draft_id, other_id, give, by, only_in_review=True)
