"""Match levels nearer to the line than the administration's own: who may set which, and for what."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from exact.models import Administration
from workbench.accounts.people import Person
from workbench.accounts.rights import Right, require
from workbench.audit import services as audit
from workbench.connect.services import rederive
from workbench.drafts.fields import FieldInvalid
from workbench.models import MatchLevelException
from workbench.models.match_level import MATCH_LEVELS
from workbench.tuning.scopes import scope_named


def level_in(typed: str) -> str:
    """A match level as it is kept. Raises FieldInvalid("MATCH_LEVEL_INVALID")."""
    if typed not in MATCH_LEVELS:
        raise FieldInvalid("MATCH_LEVEL_INVALID", typed[:20])
    return typed


def set_level(administration: Administration, post: Mapping[str, str], *, by: Person) -> MatchLevelException:
    """Set the match level for what was typed: ``level``, and the scope as ``scope_named`` takes it. Replaces the one
    for the same; open drafts are judged again.

    Raises RightMissing; DraftRefused: TOLERANCE_SCOPE when nothing, or something unknown, is named; FieldInvalid for
    what is no level.
    """
    require(by, Right.CONFIGURE, administration)
    level = level_in(post.get("level", ""))
    scope = scope_named(administration, post)
    with transaction.atomic():
        rows = MatchLevelException.objects.select_for_update(of=("self",))
        row = rows.filter(administration=administration, **scope).first()
        old = row.level if row else ""
        row = row or MatchLevelException(administration=administration, **scope)
        row.level, row.set_by = level, by.get_username()
        row.save()
        audit.record(
            "match_level.set", by=by, administration=administration, text=row.scope_text, was=old, level=row.level
        )
        rederive(administration)
    return row


def remove_level(row: MatchLevelException, *, by: Person) -> None:
    """Remove a nearer match level: the next one counts again; open drafts are judged again. Raises RightMissing."""
    require(by, Right.CONFIGURE, row.administration)
    with transaction.atomic():
        audit.record(
            "match_level.removed", by=by, administration=row.administration, text=row.scope_text, was=row.level
        )
        row.delete()
        rederive(row.administration)
