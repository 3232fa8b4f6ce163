"""What the page of a resting posting shows."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from exact import api as exact
from exact.errors import ExactError
from exact.models import Posting, PostingState
from workbench.accounts.people import Person
from workbench.accounts.rights import Right, may
from workbench.drafts.states import DraftState
from workbench.messages import Message, describe
from workbench.messages.words import DECISIONS
from workbench.models import DecisionState, Draft, PostingDecision
from workbench.posting.services import failure_message, posting_of

DIFFERENCES: dict[str, str | Promise] = {
    "amount": _("another amount"),
    "your_ref": _("another number"),
    "party": _("another vendor"),
    "date": _("another date"),
}
STEPS: dict[str, str | Promise] = {
    "look": _("Checked and looked up"),
    "document": _("Document"),
    "attachments": _("Attachment"),
    "entry": _("Entry"),
    "done": _("Outcome"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """An entry in Exact beside what was sent; ``second``: adopting it needs a second person."""

    entry: exact.Candidate
    differs: list[str | Promise]
    second: bool


@dataclass(slots=True)
class DecidingPage:
    """One resting posting for one person. ``unasked`` says why Exact could not be asked."""

    posting: Posting
    told: Message
    rows: list[Row] = field(default_factory=list)
    near: list[Row] = field(default_factory=list)
    unasked: Message | None = None
    attempts: list[tuple[str | Promise, object]] = field(default_factory=list)
    waiting: PostingDecision | None = None
    waiting_action: str | Promise = ""
    may_second: bool = False
    may_post: bool = False
    may_despite: bool = False
    may_discard: bool = False
    ours: bool = False


def page_of(draft: Draft, user: Person) -> DecidingPage | None:
    """Ask Exact and gather; None when nothing rests here."""
    posting = posting_of(draft)
    if posting is None or draft.state != DraftState.FAILED:
        return None
    page = DecidingPage(posting, describe(*failure_message(posting)))
    try:
        found = exact.look_up(posting)
    except ExactError as error:
        found, page.unasked = [], describe(error.code, {"text": error.text})
    page.rows = [_row(each) for each in found]
    page.near = [_row(each) for each in exact.nearby(posting, found)]
    page.ours = any(each.ours for each in found)
    page.attempts = [(STEPS.get(each.step, each.step), each) for each in posting.attempts.all()]
    page.waiting = draft.decisions.filter(posting=posting, state=DecisionState.WAITING).first()
    if page.waiting is not None:
        page.waiting_action = DECISIONS[page.waiting.action]
        page.may_second = page.waiting.asked_by_id != user.pk
    page.may_post = may(user, Right.POST, draft.administration)
    page.may_despite = posting.state == PostingState.FOREIGN_DUPLICATE and not page.ours
    page.may_discard = posting.state != PostingState.DOUBLE and not page.ours
    return page


def _row(entry: exact.Candidate) -> Row:
    from workbench.posting.deciding import MATTERS

    return Row(entry, [DIFFERENCES[name] for name in entry.differs], bool(MATTERS & set(entry.differs)))
