"""What can be done to many documents at once, besides approving and posting. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from workbench.drafts.states import DraftState


@dataclass(frozen=True, slots=True)
class Action:
    """``title``: what it does; ``done``: what a run of it is called. ``column``: the column of the lines that it sets.
    ``asks``: what a person says with it (code, reason, books or person). ``undoable``: one click takes it back."""

    name: str
    title: object
    done: object
    asks: str
    column: str = ""
    undoable: bool = True


ACTIONS: dict[str, Action] = {
    each.name: each
    for each in (
        Action("gl_account", _("Set GL account"), _("GL account set"), "code", "gl_account"),
        Action("cost_centre", _("Set cost centre"), _("Cost centre set"), "code", "cost_centre"),
        Action("cost_unit", _("Set cost unit"), _("Cost unit set"), "code", "cost_unit"),
        Action("hold", _("Put on hold"), _("Put on hold"), "reason"),
        Action("reject", _("Reject"), _("Rejected"), "reason"),
        Action("give", _("Give to…"), _("Given"), "person"),
        # Everything is derived anew in other books: what stood there before is not kept.
        Action("move", _("Move to another administration"), _("Moved"), "books", undoable=False),
    )
}


@dataclass(frozen=True, slots=True)
class Told:
    """What a person said with an action: a code of the administration's books and whether only lines without one get
    it, a reason, or the key of books or of a person (0: nobody)."""

    code: str = ""
    only_empty: bool = True
    reason: str = ""
    to: int = 0

    def lacks(self, action: Action) -> bool:
        """Whether what the action asks for was left open."""
        if action.asks == "person":
            return False
        return not {"code": self.code, "reason": self.reason, "books": self.to}[action.asks]


def refusal(action: Action, state: str, *, told: Told, codes: Iterable[str]) -> str:
    """The code of why a document is left out, as far as its state and the books' codes tell; empty when nothing speaks
    against it. What is approved is left alone: many approvals would fall at one click."""
    if state != DraftState.REVIEW:
        return f"DRAFT_{state.upper()}"
    if action.column and told.code not in codes:
        return "CODE_NOT_IN_BOOKS"
    return ""
