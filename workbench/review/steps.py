"""The steps a person can take back on the review screen: kept in the session, for one draft at a time."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import Any

from workbench.accounts.people import Request
from workbench.drafts.undo import Before, step_back
from workbench.models import Draft

KEY = "steps"
MOST = 20
SIZE = 150_000  # characters of all steps together; the latest is kept whatever its size


@contextmanager
def undoable(request: Request, draft: Draft, before: Before) -> Iterator[None]:
    """Keep how things stood before the change in the block, when that changed anything and raised nothing."""
    version = draft.version
    yield
    now = Draft.objects.values_list("version", flat=True).get(pk=draft.pk)
    if now == version:
        return
    steps = _steps(request, draft.pk)
    steps.append({"before": asdict(before), "from": version, "to": now})
    _keep(request, draft.pk, steps)


def last(request: Request, draft: Draft) -> bool:
    """Whether there is a step of this person to take back, nothing having changed since."""
    steps = _steps(request, draft.pk)
    return bool(steps) and steps[-1]["to"] == draft.version


def undo(request: Request, draft: Draft) -> bool:
    """Take the last step back. False when there is none; raises DraftRefused when the draft was changed since."""
    steps = _steps(request, draft.pk)
    if not steps:
        return False
    step = steps.pop()
    after = step_back(draft.pk, before=Before(**step["before"]), version=step["to"], by=request.user)
    # The steps before it lead up to the version that stands again, under a new number.
    if steps and steps[-1]["to"] == step["from"]:
        steps[-1]["to"] = after.version
    _keep(request, draft.pk, steps)
    return True


def _steps(request: Request, draft_id: uuid.UUID) -> list[dict[str, Any]]:
    kept = request.session.get(KEY) or {}
    return list(kept.get("steps", [])) if kept.get("draft") == str(draft_id) else []


def _keep(request: Request, draft_id: uuid.UUID, steps: list[dict[str, Any]]) -> None:
    steps = steps[-MOST:]
    while len(steps) > 1 and sum(len(json.dumps(step)) for step in steps) > SIZE:
        steps.pop(0)
    request.session[KEY] = {"draft": str(draft_id), "steps": steps}
