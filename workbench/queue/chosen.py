"""The documents that a person ticked in a list."""

from __future__ import annotations

import uuid

from workbench.accounts.people import Request
from workbench.models import Draft
from workbench.queue.selectors import drafts_for

MOST = 2000


def chosen(request: Request) -> list[Draft]:
    """The drafts named in the form that the person may see, in the form's order."""
    keys = []
    for text in request.POST.getlist("draft")[:MOST]:
        try:
            keys.append(uuid.UUID(text))
        except ValueError:
            continue
    rows = drafts_for(request.user, None).filter(pk__in=keys).select_related("vendor", "administration", "edited_by")
    found = {draft.pk: draft for draft in rows}
    return [found[key] for key in dict.fromkeys(keys) if key in found]
