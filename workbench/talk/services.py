"""The only writer of what people say about a draft: kept, audited, and told to who is named, asked or answered."""

from __future__ import annotations

import uuid
from datetime import timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from workbench.accounts.people import Person
from workbench.accounts.rights import Right, require
from workbench.audit import services as audit
from workbench.bell.services import tell
from workbench.drafts.changing import DraftRefused, lock
from workbench.models import Comment, CommentKind, Draft, NoticeKind, TalkRead
from workbench.talk.mentions import mentioned
from workbench.talk.selectors import readers_of

LONGEST = 4000
# The same words again so soon are a second click.
TWICE = timedelta(seconds=20)
EVENTS = {
    CommentKind.REMARK: "talk.said",
    CommentKind.QUESTION: "talk.asked",
    CommentKind.ANSWER: "talk.answered",
    CommentKind.VENDOR: "talk.vendor_asked",
}


def say(draft_id: uuid.UUID, text: str, *, by: Person, asks: int = 0, answers: int = 0) -> Comment | None:
    """Say something about a draft; None for nothing but space. People named with ``@`` are told.

    ``asks``: the key of who is to answer, which makes it a question. ``answers``: the key of the question that this
    answers. Raises RightMissing; DraftRefused("NOT_A_READER") when who is asked may not see these books,
    DraftRefused("QUESTION_CLOSED") when there is no such open question.
    """
    text = text.strip()[:LONGEST]
    if not text:
        return None
    with transaction.atomic():
        draft = lock(draft_id)
        require(by, Right.VIEW, draft.administration)
        readers = {person.pk: person for person in readers_of(draft)}
        if asks and asks not in readers:
            raise DraftRefused("NOT_A_READER")
        if again := _said_just_now(draft, text, by):
            return again
        question = _open_question(draft, answers) if answers else None
        kind = CommentKind.ANSWER if question else CommentKind.QUESTION if asks else CommentKind.REMARK
        return keep(draft, text, by=by, kind=kind, asks=readers.get(asks), question=question)


def keep(
    draft: Draft,
    text: str,
    *,
    by: Person,
    kind: CommentKind,
    asks: Person | None = None,
    question: Comment | None = None,
    mailed_to: str = "",
) -> Comment:
    """Keep a remark in the caller's transaction, with its event, its notices and what it answers. ``mailed_to``: the
    address that a letter to the vendor goes to from here."""
    said = Comment.objects.create(draft=draft, by_id=by.pk, text=text, kind=kind, asks=asks, answers=question)
    to = mailed_to or (asks.get_username() if asks else "")
    event = "talk.vendor_mailed" if mailed_to else EVENTS[kind]
    audit.record(event, by=by, draft=draft, text=text, to=to, remark=said.pk)
    told = {asks.pk} if asks else set()
    _tell(draft, NoticeKind.QUESTION, told, text, by)
    if question is not None:
        Comment.objects.filter(pk=question.pk).update(answered_at=timezone.now())
        asker = {question.by_id} if question.by_id else set()
        _tell(draft, NoticeKind.ANSWER, asker, text, by)
        told |= asker
    if kind is not CommentKind.VENDOR:
        names = {person.get_username(): person.pk for person in readers_of(draft)}
        _tell(draft, NoticeKind.MENTION, {names[name] for name in mentioned(text, names)} - told, text, by)
    return said


def _tell(draft: Draft, kind: NoticeKind, people: set[int], text: str, by: Person) -> None:
    short = text if len(text) <= 160 else f"{text[:159]}…"
    if people:
        tell(people, kind, f"draft:{draft.pk}", administration_id=draft.administration_id, by=by, text=short)


def _said_just_now(draft: Draft, text: str, by: Person) -> Comment | None:
    last = draft.comments.filter(by_id=by.pk).order_by("-id").first()
    return last if last and last.text == text and timezone.now() - last.at < TWICE else None


def _open_question(draft: Draft, key: int) -> Comment:
    row = draft.comments.filter(pk=key, kind=CommentKind.QUESTION, answered_at=None).first()
    if row is None:
        raise DraftRefused("QUESTION_CLOSED")
    return row


def read(draft: Draft, *, by: Person) -> None:
    """A person has the talk before them, all of it."""
    last = draft.comments.order_by("-id").values_list("pk", flat=True).first()
    if last is not None:
        TalkRead.objects.update_or_create(person_id=by.pk, draft=draft, defaults={"upto": last})


def give(draft_id: uuid.UUID, *, to: int, by: Person, note: str = "") -> Draft:
    """Make somebody (by key; 0: nobody) the owner of a draft and tell them. Nothing that would be booked changes.

    Raises RightMissing, DraftRefused("NOT_AN_EDITOR") when they may not work on documents of these books.
    """
    with transaction.atomic():
        draft = lock(draft_id)
        require(by, Right.EDIT, draft.administration)
        person = _editor(draft, to) if to else None
        if draft.owner_id == (person.pk if person else None):
            return draft
        draft.owner = person
        draft.save(update_fields=["owner"])
        note = note.strip()[:300]
        name = person.get_username() if person else ""
        audit.record("draft.given", by=by, draft=draft, to=name, text=note)
        if person:
            _tell(draft, NoticeKind.GIVEN, {person.pk}, note, by)
    return draft


def _editor(draft: Draft, key: int) -> User:
    found = next((each for each in readers_of(draft, Right.EDIT) if each.pk == key), None)
    if found is None:
        raise DraftRefused("NOT_AN_EDITOR")
    return found
