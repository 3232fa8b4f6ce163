"""Answers to our letters: a mail that came in by the usual way is put into the talk of the draft it is about.

Found by the token in the address it was sent to, or by our own Message-ID in its thread. Neither proves who wrote it:
the talk shows the sender and what is known of them, and nothing is done because of what such a mail says.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from workbench.audit import services as audit
from workbench.bell.services import tell
from workbench.models import Comment, CommentKind, MailKind, Message, NoticeKind, OutgoingMail
from workbench.outgoing.quoting import without_quote
from workbench.outgoing.tokens import token_in

if TYPE_CHECKING:
    from ocr.api import MailParts

LONGEST = 4000


def letter_answered(message: Message, addresses: Iterable[str]) -> OutgoingMail | None:
    """The letter of the same administration that a mail answers; ``addresses`` are those it was sent to."""
    letters = OutgoingMail.objects.filter(
        kind=MailKind.VENDOR, administration=message.administration, draft__isnull=False
    ).select_related("draft")
    tokens = {token for address in (message.recipient, *addresses) if (token := token_in(address))}
    found = letters.filter(token__in=tokens).first() if tokens else None
    if found is None and (named := re.findall(r"<[^<>\s]+>", message.references)[:50]):
        found = letters.filter(message_id__in=named).order_by("-made_at").first()
    return found


def take_answer(message: Message, mail: MailParts) -> bool:
    """Keep a mail in the talk when it answers a letter of ours, in the caller's transaction; whether it does."""
    letter = letter_answered(message, [each.address for each in (*mail.to, *mail.cc)])
    if letter is None or letter.draft is None:
        return False
    if Comment.objects.filter(draft=letter.draft, message=message).exists():
        return True
    text = without_quote(message.text)[:LONGEST].strip() or message.subject or "…"
    said = Comment.objects.create(
        draft=letter.draft, by=None, message=message, text=text, kind=CommentKind.VENDOR_ANSWER
    )
    audit.record(
        "talk.vendor_answered",
        actor="intake",
        draft=letter.draft,
        sender=message.sender_address,
        text=text,
        remark=said.pk,
        message=str(message.pk),
    )
    people = {letter.by_id, letter.draft.owner_id} - {None}
    tell(
        {person for person in people if person is not None},
        NoticeKind.MAIL_ANSWER,
        f"draft:{letter.draft.pk}",
        administration_id=letter.administration_id,
        sender=message.sender_address,
        text=text if len(text) <= 160 else f"{text[:159]}…",
    )
    return True
