"""Reads of the talk of a draft."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db.models import prefetch_related_objects

from exact.prepared import Prepared
from workbench.accounts.people import Person
from workbench.accounts.rights import Right, roles_with
from workbench.models import Comment, CommentKind, Draft, Membership, TalkRead


def readers_of(draft: Draft, right: Right = Right.VIEW) -> list[User]:
    """The active people who have a right in the books of a draft, by name."""
    return _READERS.ask(draft.administration_id, roles_with(right))


_READERS = Prepared(
    lambda administration, roles: (
        User.objects.filter(is_active=True, memberships__administration=administration, memberships__role__in=roles)
        .distinct()
        .order_by("username")
    ),
    (Membership, "administration"),
    [(Membership, "role")],
)
_EDITORS = Prepared(
    lambda administration, roles: Membership.objects.filter(administration=administration, role__in=roles).values_list(
        "user_id", "role"
    ),
    (Membership, "administration"),
    [(Membership, "role")],
)


@dataclass(frozen=True, slots=True)
class Said:
    """One remark ready to draw; ``new``: this person has not read it."""

    comment: Comment
    new: bool


@dataclass(frozen=True, slots=True)
class Talk:
    """The talk of a draft as one person sees it. ``people`` may be named; ``usual`` was asked last about this vendor;
    ``editors`` may be given the document."""

    said: list[Said]
    new: int
    open: int
    people: list[User]
    editors: list[User]
    usual: int


def talk_of(draft: Draft, person: Person) -> Talk:
    """What was said about a draft, oldest first."""
    upto = TalkRead.objects.filter(person_id=person.pk, draft=draft).values_list("upto", flat=True).first() or 0
    rows = list(draft.comments.all())
    prefetch_related_objects(rows, "by", "asks", "message", "mail")  # most drafts have no talk: no joins for them
    said = [Said(row, row.pk > upto and row.by_id != person.pk) for row in rows]
    readers = readers_of(draft)
    people = [each for each in readers if each.pk != person.pk]
    editors = {key for key, _role in _EDITORS.ask(draft.administration_id, roles_with(Right.EDIT))}
    return Talk(
        said,
        sum(each.new for each in said),
        sum(row.is_open for row in rows),
        people,
        [each for each in readers if each.pk in editors],
        usually_asked(draft, {each.pk for each in people}),
    )


def usually_asked(draft: Draft, among: set[int]) -> int:
    """Key of who was asked last about documents of this vendor; 0 when nobody was."""
    if draft.vendor_id is None:
        return 0
    asked = Comment.objects.filter(draft__vendor_id=draft.vendor_id, kind=CommentKind.QUESTION, asks__in=among)
    return asked.order_by("-id").values_list("asks_id", flat=True).first() or 0
